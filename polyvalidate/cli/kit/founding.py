"""What a new school says of itself: by options, or asked at the terminal; held to the same rules both ways."""

from __future__ import annotations

import re
from datetime import date

import click

from polyvalidate.cli.kit import asking
from polyvalidate.cli.kit.commands import option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.files.edit import Uneditable
from polyvalidate.model.findings import Severity
from polyvalidate.model.words import Text
from polyvalidate.office.acts.founding import HOSTS, Wishes, grid_of

WISHES = (
    option("--name", metavar="TEXT", help=Text("Nom de l'école.", "Name of the school.")),
    option(
        "--address",
        metavar="URL",
        help=Text("Adresse du site : https://points.ecole.fr.", "Address of the site: https://points.school.org."),
    ),
    option(
        "--repository",
        metavar="URL",
        help=Text("Adresse du dépôt sur sa forge.", "Address of the repository on its forge."),
    ),
    option(
        "--intake",
        type=click.Choice(("shared", "boxes")),
        help=Text(
            "Les élèves déclarent dans ce dépôt (shared), ou chacun dans sa boîte (boxes).",
            "Students declare in this repository (shared), or each in their box (boxes).",
        ),
    ),
    option(
        "--boxes",
        metavar="PLACE",
        help=Text("Organisation ou groupe qui contient les boîtes.", "Organisation or group that holds the boxes."),
    ),
)
SAMPLES = {
    "name": Text("le nom de l'école (school, dans rules.yml)", "the name of the school (school, in rules.yml)"),
    "address": Text(
        "l'adresse du site (rules.yml et mkdocs.yml)", "the address of the site (rules.yml and mkdocs.yml)"
    ),
    "repository": Text("l'adresse du dépôt (mkdocs.yml)", "the address of the repository (mkdocs.yml)"),
}
"""What stays an example as long as nobody says it."""
_QUESTIONS = {
    "name": Text("Nom de l'école (Entrée : plus tard) : ", "Name of the school (Enter: later): "),
    "address": Text("Adresse du site (Entrée : plus tard) : ", "Address of the site (Enter: later): "),
    "repository": Text(
        "Adresse du dépôt sur sa forge (Entrée : plus tard) : ",
        "Address of the repository on its forge (Enter: later): ",
    ),
    "boxes": Text(
        "Organisation des boîtes, si chaque élève a la sienne (Entrée : un dépôt commun) : ",
        "Organisation of the boxes, if each student has one (Enter: one shared repository): ",
    ),
}
_ADDRESS = re.compile(r"https://(?P<host>[A-Za-z0-9.-]+)(?::[0-9]{1,5})?(?:/[A-Za-z0-9_.~-]+)+/?", re.ASCII)


def wished(given: Wishes, forge: str, year: str, today: date, terminal: Terminal) -> Wishes:
    """What was given, and what the person at the terminal answers for the rest; nothing is asked without one.

    Raises ``click.UsageError`` for what cannot be, ``asking.Stopped`` when the person leaves.
    """
    if forge == "git" and (given.repository is not None or given.intake == "boxes" or given.boxes is not None):
        raise terminal.misused(
            Text(
                "Sans forge, il n'y a ni page de dépôt ni boîtes : retirez --repository, --intake boxes et --boxes.",
                "Without a forge there is neither a page of the repository nor boxes: leave out --repository, --intake "
                "boxes and --boxes.",
            )
        )
    if (given.intake == "boxes") is not (given.boxes is not None):
        raise terminal.misused(
            Text("--intake boxes et --boxes vont ensemble.", "--intake boxes and --boxes go together.")
        )
    for wish, value in given._asdict().items():
        why = _wrong(wish, value, (forge, year, today), terminal) if value is not None else None
        if why is not None:
            raise click.BadParameter(why, param_hint=f"--{wish}")
    said = given._asdict() | (_answers(given, (forge, year, today), terminal) if asking.is_there() else {})
    for wish in ("address", "repository"):
        said[wish] = said[wish].rstrip("/") if said[wish] is not None else None
    return Wishes(**said)


def _answers(given: Wishes, school: tuple[str, str, date], terminal: Terminal) -> dict[str, str]:
    person, answers = asking.Keyboard(), dict[str, str]()
    for wish, question in _QUESTIONS.items():
        asked = getattr(given, wish) is None and not (wish == "boxes" and given.intake is not None)
        while asked and (school[0] != "git" or wish in ("name", "address")):
            answer = person.ask(terminal.of(question)).strip()
            why = _wrong(wish, answer, school, terminal) if answer else None
            if why is None:
                answers |= {wish: answer} if answer else {}
                break
            person.say(why)
    return answers | ({"intake": "boxes"} if "boxes" in answers else {})


def _wrong(wish: str, value: str, school: tuple[str, str, date], terminal: Terminal) -> str | None:
    """Why a value cannot be, in words; None when it can. ``school`` is its forge, its year and today."""
    forge, year, today = school
    if wish == "repository":
        found = _ADDRESS.fullmatch(value)
        if found is not None and HOSTS.get(found["host"].lower(), forge) == forge:
            return None
        return terminal.of(
            Text(
                "Écrivez l'adresse d'un dépôt de {forge}, qui commence par https:// et finit par son nom.",
                "Write the address of a repository of {forge}, which begins with https:// and ends with its name.",
            ),
            forge=forge,
        )
    if wish == "intake":
        return None  # one of two words; whether it goes with the place of the boxes was looked at
    from polyvalidate.school.api import sentence

    try:
        findings = grid_of(year, today, Wishes(**{wish: value.rstrip("/") if wish == "address" else value})).findings
    except (Uneditable, ValueError):
        return terminal.of(
            Text("Écrivez-le sur une ligne, sans caractère invisible.", "Write it on one line, plainly.")
        )
    against = [finding for finding in findings if finding.severity is Severity.ERROR]
    return sentence(against[0], terminal.lang) if against else None
