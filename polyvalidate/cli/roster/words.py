"""An import in words, for the person about to say yes. Names are shown: it is the registry office's terminal."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.tally import Tally
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import NBSP, Text
from polyvalidate.office.acts.import_ import Prepared
from polyvalidate.office.lists.columns import taken
from polyvalidate.office.register.changes import KINDS, Change, Kind
from polyvalidate.office.register.register import Register

MOST_SHOWN = 15
"""Changes of one kind shown one by one."""
CURE = Text(" : relancez l'import avec --emails", ": import again with --emails")
"""How to have the addresses that are not known."""


def plan_lines(prepared: Prepared, lang: str) -> list[str]:
    """What was read, then each kind of change, then the groups."""
    plan, listing = prepared.plan, prepared.listing
    said = Tally(lang)
    said.say(
        Text("Liste : {n} {n:élève|élèves} ({form})", "List: {n} {n:student|students} ({form})"),
        n=len(listing.students),
        form=prepared.form,
    )
    said.say(Text("Colonnes : {columns}", "Columns: {columns}"), columns=taken(prepared.columns))
    if listing.elsewhere:
        said.say(
            Text(
                "Lignes d'autres formations, laissées de côté : {elsewhere}.",
                "Lines of other schools, left aside: {elsewhere}.",
            ),
            elsewhere=listing.elsewhere,
        )
    said.list([""], indent="")
    for kind, what in KINDS.items():
        changes = plan.of(kind)
        if kind in (Kind.NEW, Kind.PENDING):
            rows = list(_entering(changes, lang))
            said.count(len(changes), what, rows, most=len(rows))
        else:
            said.count(len(changes), what, [_change(change) for change in changes], most=MOST_SHOWN)
    unchanged = Text("{n:inchangé|inchangés}", "unchanged").of(lang, n=plan.unchanged)
    said.list([f"{plan.unchanged:>5}  {unchanged}", ""], indent="")
    groups = " · ".join(f"{name} {number}" for name, number in plan.groups.items())
    said.say(Text("Groupes : {groups}", "Groups: {groups}"), groups=groups)
    return said.lines


def _entering(changes: Sequence[Change], lang: str) -> Iterator[str]:
    """How many of each step; and who, when they are few."""
    steps = Counter(change.after for change in changes)
    of_step = Text("{step} : {n}", "{step}: {n}")
    yield ", ".join(of_step.of(lang, step=step, n=n) for step, n in sorted(steps.items()))
    if len(changes) <= MOST_SHOWN:
        yield from (f"{change.number}  {change.name}  {change.after}" for change in changes)


def _change(change: Change) -> str:
    move = " → ".join(filter(None, (change.before, change.after)))
    return f"{change.number}  {change.name}  ({change.code})  {move}"


def mail_command(register: Register, new: Collection[str], office: Office, terminal: Terminal) -> str:
    """The command that writes to the new students and to nobody else, in a folder beside the register. As many names
    as there are go over lines that a shell reads as one."""
    folder = _free(office.register_file.parent / terminal.of(Text("courriels", "letters")))
    cohorts = {member.cohort for member in register.members if member.code in new}
    others = [member for member in register.members if member.code not in new]
    whom: list[str] = []
    if len(cohorts) == 1 and not any(member.cohort in cohorts for member in others):
        whom = ["--cohort", *map(str, cohorts)]
    elif others:
        whom = [word for code in sorted(new) for word in ("--who", code)]
    first = office.command("roster", "mail", str(folder))
    if len(whom) <= 2:
        return " ".join([first, *whom])
    pairs = [f"--who{NBSP}{code}" for code in whom[1::2]]
    rows = textwrap.wrap(" ".join(pairs), terminal.columns - len("    \\ "), break_on_hyphens=False)
    return " \\\n    ".join([first, *(row.replace(NBSP, " ") for row in rows)])


def _free(folder: Path) -> Path:
    """A folder that is not there yet: letters never go over others."""
    names = (folder, *(folder.with_name(f"{folder.name}-{number}") for number in range(2, 100)))
    return next((place for place in names if not place.exists()), folder)
