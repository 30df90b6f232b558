"""What a new school says of itself: by options, or asked at the terminal; held to the same rules both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from typing import Any

import click

from polyvalidate.cli.kit import asking
from polyvalidate.cli.kit import forge as kit
from polyvalidate.cli.kit.commands import option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.files.edit import Uneditable
from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import LANGUAGES, Text, number
from polyvalidate.office.acts.founding import HOSTS, Wishes, grid_of, placed

WISHES = (
    option("--name", metavar="TEXT", help=Text("Nom de l'école.", "Name of the school.")),
    option(
        "--language",
        type=click.Choice(LANGUAGES),
        help=Text(
            "Langue de l'école : celle des réponses du contrôle et des documents. Le site a les deux.",
            "Language of the school: that of the answers of the check and of documents. The site has both.",
        ),
    ),
    option(
        "--address",
        metavar="URL",
        help=Text("Adresse du site : https://points.ecole.fr.", "Address of the site: https://points.school.org."),
    ),
    option(
        "--contact",
        metavar="ADDRESS",
        help=Text(
            "Adresse de courriel où l'on écrit à l'école, jamais celle d'une personne.",
            "Mail address where the school is written to, never a person's.",
        ),
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
    option(
        "--programme",
        multiple=True,
        metavar="CODE=NAME[/NAME]",
        help=Text(
            "Spécialité, et son nom anglais après une barre ; une fois par spécialité.",
            "Programme, its English name after a slash; once for each programme.",
        ),
    ),
    option(
        "--threshold",
        multiple=True,
        metavar="PROFILE=POINTS",
        help=Text("Seuil d'un profil : FISE3=10.", "Threshold of a profile: FISE3=10."),
    ),
    option(
        "--account",
        multiple=True,
        metavar="ROLE=LOGIN",
        help=Text(
            "Compte d'un rôle : referent:3, registry, jury ou keeper, puis l'identifiant sur la forge (dont le numéro"
            " est demandé avec le jeton de l'environnement) ou le compte, comme github:1234.",
            "Account of a role: referent:3, registry, jury or keeper, then the login on the forge (whose number is"
            " asked for with the token of the environment) or the account, as github:1234.",
        ),
    ),
)
SAMPLES = {
    "name": Text("le nom de l'école (school, dans rules.yml)", "the name of the school (school, in rules.yml)"),
    "address": Text(
        "l'adresse du site (rules.yml et mkdocs.yml)", "the address of the site (rules.yml and mkdocs.yml)"
    ),
    "contact": Text("l'adresse de contact (rules.yml)", "the contact address (rules.yml)"),
    "repository": Text("l'adresse du dépôt (mkdocs.yml)", "the address of the repository (mkdocs.yml)"),
}
"""What stays an example as long as nobody says it."""
_QUESTIONS = {
    "name": Text("Nom de l'école (Entrée : plus tard) : ", "Name of the school (Enter: later): "),
    "language": Text("Langue de l'école, fr ou en (Entrée : fr) : ", "Language of the school, fr or en (Enter: fr): "),
    "address": Text("Adresse du site (Entrée : plus tard) : ", "Address of the site (Enter: later): "),
    "contact": Text("Adresse de contact (Entrée : plus tard) : ", "Contact address (Enter: later): "),
    "repository": Text(
        "Adresse du dépôt sur sa forge (Entrée : plus tard) : ",
        "Address of the repository on its forge (Enter: later): ",
    ),
    "boxes": Text(
        "Organisation des boîtes, si chaque élève a la sienne (Entrée : un dépôt commun) : ",
        "Organisation of the boxes, if each student has one (Enter: one shared repository): ",
    ),
    "programme": Text(
        "Spécialités, comme DI=Informatique/Computer science ; … (Entrée : celles de l'exemple) : ",
        "Programmes, as DI=Informatique/Computer science; … (Enter: those of the example): ",
    ),
    "threshold": Text(
        "Seuils, comme FISE3=10 ; FISA=5 (Entrée : ceux de l'exemple) : ",
        "Thresholds, as FISE3=10; FISA=5 (Enter: those of the example): ",
    ),
    "account": Text(
        "Comptes, comme referent:3=identifiant ; keeper=identifiant (Entrée : plus tard) : ",
        "Accounts, as referent:3=login; keeper=login (Enter: later): ",
    ),
}
_SEVERAL = ("programme", "threshold", "account")
"""What is given more than once, or on one line between semicolons."""
_SHAPES = {
    "language": Text("Écrivez fr ou en.", "Write fr or en."),
    "programme": Text(
        "Écrivez un code en majuscules, une fois, et un nom : DI=Informatique, ou DI=Informatique/Computer science.",
        "Write a code in capitals, once, and a name: DI=Informatique, or DI=Informatique/Computer science.",
    ),
    "threshold": Text(
        "Écrivez un profil de la grille d'exemple, une fois, et ses points : {known:list}.",
        "Write a profile of the example grid, once, and its points: {known:list}.",
    ),
    "account": Text(
        "Écrivez un rôle et un identifiant : {known:list}=identifiant ; ou un compte de {forge}, comme {forge}:1234.",
        "Write a role and a login: {known:list}=login; or an account of {forge}, as {forge}:1234.",
    ),
}

_ADDRESS = re.compile(r"https://(?P<host>[A-Za-z0-9.-]+)(?::[0-9]{1,5})?(?:/[A-Za-z0-9_.~-]+)+/?", re.ASCII)


def wished(given: Wishes, forge: str, year: str, today: date, terminal: Terminal, *, asks: bool) -> Wishes:
    """What was given, and what the person at the terminal answers for the rest, when it ``asks``.

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
        why = _wrong(wish, value, (forge, year, today), terminal) if value not in (None, ()) else None
        if why is not None:
            raise click.BadParameter(why, param_hint=f"--{wish}")
    said = given._asdict() | (_answers(given, (forge, year, today), terminal) if asks else {})
    for wish in ("address", "repository"):
        said[wish] = said[wish].rstrip("/") if said[wish] is not None else None
    return Wishes(**said)


def _answers(given: Wishes, school: tuple[str, str, date], terminal: Terminal) -> dict[str, Any]:
    person, answers = asking.Keyboard(), dict[str, Any]()
    for wish, question in _QUESTIONS.items():
        asked = getattr(given, wish) in (None, ()) and not (wish == "boxes" and given.intake is not None)
        while asked and (school[0] != "git" or wish not in _OF_A_FORGE):
            answer: Any = person.ask(terminal.of(question)).strip()
            if wish in _SEVERAL:
                answer = tuple(part.strip() for part in answer.split(";") if part.strip())
            why = _wrong(wish, answer, school, terminal) if answer else None
            if why is None:
                answers |= {wish: answer} if answer else {}
                break
            person.say(why)
    return answers | ({"intake": "boxes"} if "boxes" in answers else {})


def _wrong(wish: str, value: Any, school: tuple[str, str, date], terminal: Terminal) -> str | None:
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
        made = grid_of(year, today, Wishes(**{wish: value.rstrip("/") if wish == "address" else value}))
        placed(value if wish == "account" else (), made.book.roles, forge)
    except (Uneditable, ValueError):
        example = grid_of(year, today, Wishes()).book.grids[year]
        known = {
            "account": ("referent:3", "registry", "jury", "keeper"),
            "threshold": tuple(
                f"{code}={number(one.required, terminal.lang)}"
                for code, one in example.profiles.items()
                if one.required is not None
            ),
        }
        return terminal.of(_SHAPES.get(wish, _PLAINLY), known=known.get(wish, ()), forge=forge)
    against = [finding for finding in made.findings if finding.severity is Severity.ERROR]
    return sentence(against[0], terminal.lang) if against else None


def accounts(wishes: Wishes, forge: str, roles: Mapping[str, RoleHolder], terminal: Terminal) -> dict[str, str]:
    """The account of each role holder: as it was given, or the one of its login, when the environment holds a token of
    the forge; 0, which is to be filled in, for all others.

    Raises ``click.UsageError`` for a login that the forge does not have, ``Unreadable`` when it does not answer.
    """
    held = placed(wishes.account, roles, forge)
    found = dict.fromkeys(roles, f"{forge}:0") | {code: who for code, who in held.items() if ":" in who}
    logins = {code: who for code, who in held.items() if ":" not in who}
    api = kit.at_hand(forge, wishes.repository) if logins else None
    if api is None:
        if logins:
            terminal.warn(_NO_TOKEN, codes=tuple(logins))
        return found
    from polyvalidate.forge.facts import Misshapen
    from polyvalidate.forge.fault import unreadable_answer
    from polyvalidate.forge.people import account_of

    with closing(api):
        for code, login in logins.items():
            try:
                account = account_of(forge, api, login)
            except Misshapen as error:
                raise unreadable_answer() from error
            if account is None:
                raise terminal.wrong(_NOBODY, "--account", login=login, forge=forge)
            found[code] = account
    return found


_OF_A_FORGE = ("repository", "boxes", "account")
"""What is not asked of a school on a plain Git server, where accounts are known once its key is made."""
_PLAINLY = Text("Écrivez-le sur une ligne, sans caractère invisible.", "Write it on one line, plainly.")
_NO_TOKEN = Text(
    "Sans jeton de la forge, les identifiants donnés n'ont pas de numéro : {codes:all} restent à remplir.",
    "Without a token of the forge, the logins given have no number: {codes:all} are still to be filled in.",
)
_NOBODY = Text(
    "Personne ne s'appelle {login} sur {forge}, ou ce jeton ne le voit pas. Vérifiez l'identifiant.",
    "Nobody is called {login} on {forge}, or this token does not see them. Check the login.",
)
