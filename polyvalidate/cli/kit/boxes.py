"""The boxes of a school, opened; what would be done to them told, asked for, done."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polyvalidate.cli.kit import forge as kit
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Decorator, option, together
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.tally import Tally, safe
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.grid import Book
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable

if TYPE_CHECKING:
    from polyvalidate.forge.boxes.place import Boxes
    from polyvalidate.forge.boxes.steps import Progress, Refused, Roster, Step

LOOKED = Text("boîtes regardées", "boxes looked at")
DONE = Text("écritures", "writings")
LATER = 3700.0
"""Seconds that a forge may ask to wait: GitHub's limits are of an hour."""


@dataclass(frozen=True, slots=True)
class Where:
    """The forge and the place of the boxes, where the school does not say them; one cohort only, or all."""

    forge: str | None
    place: str | None
    cohort: int | None


forge = kit.forge_option(
    Text(
        "Forge des boîtes ; à défaut, celle des comptes de grid/roles.yml.",
        "Forge of the boxes; that of the accounts of grid/roles.yml by default.",
    )
)
where = together(
    "where",
    Where,
    forge,
    option(
        "--place",
        metavar="NAME",
        help=Text(
            "Organisation ou groupe des boîtes ; à défaut, boxes dans rules.yml.",
            "Organisation or group of the boxes; boxes in rules.yml by default.",
        ),
    ),
    options.cohort,
)
office: Decorator = options.office("names", "repo", "branch", "on", "yes", "dry-run")


@contextmanager
def opened(where: Where, office: Office) -> Iterator[tuple[Boxes, Roster, Mapping[str, str]]]:
    """The boxes, who must have one, and the names that the register gives to pseudonyms. Raises ``Unreadable``."""
    from polyvalidate.cli.kit.opening import register_of
    from polyvalidate.office.acts.boxes import roster_of
    from polyvalidate.school.school import open_school

    kit.installed()
    from polyvalidate.forge.boxes import boxes_at
    from polyvalidate.forge.http import Patience

    school = open_school(office.repo, office.branch, office.today)
    roster = roster_of(school, where.cohort)
    name = forge_of(school.book, where.forge)
    register = register_of(school, office) if office.register is not None else None
    names = {one.code: safe(one.name) for one in register.members} if register is not None else {}
    api = kit.opened(name, Patience(later=LATER))
    try:
        bot = os.environ.get("POLYVALIDATE_BOT", "")
        yield boxes_at(name, api, where.place or school.book.boxes, bot), roster, names
    finally:
        api.close()


def forge_of(book: Book, said: str | None) -> str:
    """The forge of the boxes: the one that is said, else that of the accounts of the roles. Raises ``Unreadable``."""
    kit.installed()
    from polyvalidate.forge.doctor.asked import forge_of as of_accounts

    name = said or of_accounts(book)
    if name not in kit.FORGES:
        raise Unreadable(_WHICH)
    return name


Plan = Callable[["Boxes", "Roster", "Progress"], "Iterator[Step]"]


def act(terminal: Terminal, where: Where, office: Office, plan: Plan) -> int:
    """0 when the boxes are as they must be, or would be; 1 when nobody agreed, or the forge refused something."""
    with opened(where, office) as (boxes, roster, names):
        from polyvalidate.forge.adapting import answers
        from polyvalidate.forge.boxes.steps import carried

        with answers():
            steps = list(plan(boxes, roster, terminal.bar(LOOKED)))
        terminal.lines(_told(steps, names, terminal.lang))
        if not steps:
            terminal.say(Text("✓ Il n'y a rien à faire.", "✓ There is nothing to do."))
            return 0
        if (hours := boxes.pace.hours(len(steps))) > 0:
            terminal.say(_SLOW, n=hours)
        if office.dry_run:
            terminal.say(DRY_RUN)
            return 0
        question = Text("\nÉcrire cela dans {place} ?", "\nWrite this in {place}?")
        if not terminal.agreed(question, yes=office.yes, place=boxes.place):
            return terminal.stopped()
        refused = carried(boxes, steps, roster, terminal.bar(DONE))
    terminal.lines(_refused(refused, names, terminal))
    done = Text("✓ {n} {n:écriture faite|écritures faites} sur {all}.", "✓ {n} {n:writing|writings} of {all} done.")
    left = {one.step.code for one in refused}
    terminal.say(done, n=sum(step.code not in left for step in steps), all=len(steps))
    return 1 if refused else 0


def named(code: str, names: Mapping[str, str]) -> str:
    """A box by its pseudonym, and the name where it is known."""
    return f"{code}  {names[code]}" if code in names else code


def _told(steps: Sequence[Step], names: Mapping[str, str], lang: str) -> list[str]:
    tally = Tally(lang)
    for kind, what in WHAT.items():
        some = [step for step in steps if type(step).__name__ == kind]
        tally.count(len(some), what, [named(step.code, names) + _whom(step) for step in some if step.code])
    return tally.lines


def _whom(step: Step) -> str:
    person = getattr(step, "person", None) or getattr(step, "invited", None) or getattr(step, "held", None)
    who = getattr(person, "login", None) or getattr(step, "account", None)
    return f"  {safe(who)}" if who else ""


def _refused(refused: Sequence[Refused], names: Mapping[str, str], terminal: Terminal) -> list[str]:
    said = Text("✗ {code} : {what} : {why}", "✗ {code}: {what}: {why}")
    return [
        terminal.of(
            said,
            code=named(one.step.code, names) or "—",
            what=WHAT[type(one.step).__name__].filled(n=1),
            why=one.why,
        )
        for one in refused
    ]


WHAT = {
    "Make": Text("{n:boîte à créer|boîtes à créer}", "{n:box|boxes} to make"),
    "Reopen": Text("{n:boîte à rouvrir|boîtes à rouvrir}", "{n:box|boxes} to open again"),
    "Fill": Text("{n:première page à écrire|premières pages à écrire}", "first {n:page|pages} to write"),
    "NameBranch": Text("{n:branche à renommer main|branches à renommer main}", "{n:branch|branches} to rename main"),
    "Guard": Text("{n:protection à poser|protections à poser}", "{n:protection|protections} to set"),
    "Give": Text("{n:élève à inviter|élèves à inviter}", "{n:student|students} to invite"),
    "Revoke": Text("{n:invitation à reprendre|invitations à reprendre}", "{n:invitation|invitations} to take back"),
    "Take": Text("{n:accès à retirer|accès à retirer}", "{n:access|accesses} to take away"),
    "Archive": Text("{n:boîte à archiver|boîtes à archiver}", "{n:box|boxes} to archive"),
}
"""What each step is, by its name."""
_SLOW = Text(
    "La forge limite ce qui s'écrit : comptez {n} {n:heure|heures}. Vous pouvez arrêter (Ctrl-C) et relancer : rien"
    " n'est"
    " fait deux fois.",
    "The forge limits what is written: count {n} {n:hour|hours}. You may stop (Ctrl-C) and run it again: nothing is"
    " done"
    " twice.",
)
_WHICH = Text(
    "Dites sur quelle forge sont les boîtes : --forge forgejo, github ou gitlab.",
    "Say on which forge the boxes are: --forge forgejo, github or gitlab.",
)
