"""``polyvalidate undo``: the last act of the office taken back, commit and register together."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.clock import day_in
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text
from polyvalidate.office.acts.shelf import Shelf, existing, hold_to
from polyvalidate.office.acts.undoing import carry_out, consequences, prepare
from polyvalidate.repository.clock import zone_of
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import open_school

_ACT = Text(
    "Le dernier acte signé {code}, du {day:date} à {hour} ({commit}) :",
    "The last act signed {code}, of {day:date} at {hour} ({commit}):",
)
_QUESTION = Text("\nDéfaire cet acte ?", "\nUndo this act?")


@command(
    "undo",
    Text(
        "Défait votre dernier acte : ses fichiers et le registre redeviennent ce qu'ils étaient, par un commit de plus,"
        " envoyé comme les autres. Relancée, la commande défait l'acte d'avant. Refusé si quelqu'un a écrit depuis dans"
        " les mêmes fichiers, et pour ce qui est décidé, qui se corrige.",
        "Undo your last act: its files and the register become what they were, by one more commit, sent as all others."
        " Run again, the command undoes the act before. Refused when somebody has written in the same files since, and"
        " for what is decided, which is corrected.",
    ),
)
@options.office("register?", "as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def undo(terminal: Terminal, office: Office) -> int:
    """0 when the act is undone, or would be; 1 when nothing was written."""
    with ExitStack() as held:
        school = open_school(office.repo, office.branch, office.today)
        shelf: Shelf | None = None
        if office.register is not None:
            shelf, register = held.enter_context(existing(office.register))
            hold_to(school, register, office.register.name)
        # What keepers or a jury signed is theirs to take back; who gives no code is the office.
        own = school.book.roles.get(office.signer or "")
        code = (own if own is not None and in_office(own, office.today) else school.signer(office.signer)).code
        committer = Committer(office.repo, office.branch, school.commit)
        found = prepare(school, shelf, code)
        act = found.act
        zone = zone_of(office.repo, school.commit)
        terminal.say(
            _ACT, code=code, day=day_in(act.at, zone), hour=f"{act.at.astimezone(zone):%H:%M}", commit=act.commit[:12]
        )
        terminal.lines([f"  {act.subject}", *(f"  {terminal.of(one)}" for one in consequences(found, shelf))])
        if office.dry_run:
            terminal.say(DRY_RUN)
            return 0
        if not terminal.agreed(_QUESTION, yes=office.yes):
            return terminal.stopped()
        made = carry_out(found, school, shelf, code, datetime.now().astimezone(), committer)
        if found.changes_register:
            terminal.say(Text("✓ Registre remis comme avant", "✓ Register put back as it was"))
        if made is None:
            return 0
        terminal.say(
            Text("✓ Commit {made} sur {branch}, qui défait {commit}", "✓ Commit {made} on {branch}, undoing {commit}"),
            made=made[:12],
            branch=office.branch,
            commit=act.commit[:12],
        )
        return sent(office, terminal)
