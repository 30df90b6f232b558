"""``polyvalidate roster move``: a student's folder brought to another cohort."""

from __future__ import annotations

from datetime import datetime

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.findings import show_findings
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import one
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.moving import Move, carry_out, prepare
from polyvalidate.office.acts.shelf import existing, hold_to
from polyvalidate.office.register.register import matching
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import open_school


@command(
    "move",
    Text(
        "Déplace le dossier d'une personne dans la promotion entrée en COHORT, tel qu'il est, en un commit. WHO est son"
        " pseudonyme, son numéro ou son nom. Qui redouble ne change pas de promotion : roster change --extra-years 1.",
        "Move a student's folder to the cohort that entered in COHORT, as it is, in one commit. WHO is their pseudonym,"
        " number or name. Who repeats a year keeps their cohort: roster change --extra-years 1.",
    ),
)
@argument("who")
@argument("cohort", type=click.IntRange(2000, 2099))
@options.office("register", "as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def move(terminal: Terminal, who: str, cohort: int, office: Office) -> int:
    """0 when it is written, would be or was so already; 1 when something stands against it."""
    with existing(office.register_file) as (shelf, register):
        school = open_school(office.repo, office.branch, office.today)
        hold_to(school, register, office.register_file.name)
        member = one(matching(register, who), who)
        holder = school.signer(office.signer)
        committer = Committer(office.repo, office.branch, school.commit)
        found = prepare(school, member.code, cohort)
        terminal.lines([f"{member.number}  {member.name}  ({member.code})"])
        if found is None and member.cohort == cohort:
            terminal.say(Text("C'est déjà ainsi : rien à changer.", "It is so already: nothing to change."))
            return 0
        if found is not None:
            _tell(found, terminal)
            if found.errors:
                show_findings(found.errors, dict(found.files), school.book, terminal)
                return terminal.stopped()
        if office.dry_run:
            terminal.say(DRY_RUN)
            return 0
        if not terminal.agreed(Text("Écrire ce changement ?", "Write this change?"), yes=office.yes):
            return terminal.stopped()
        now, lang = datetime.now().astimezone(), school.latest.language
        made = carry_out(found, member, cohort, shelf, committer, holder.code, now, lang)
    terminal.say(Text("✓ Registre écrit.", "✓ Register written."))
    if made is None:
        return 0
    terminal.say(
        Text("✓ Commit {made} sur {branch}.", "✓ Commit {made} on {branch}."), made=made[:12], branch=office.branch
    )
    return sent(office, terminal)


def _tell(found: Move, terminal: Terminal) -> None:
    old, new = found.cohorts
    terminal.say(Text("  promotion : {old} → {new}", "  cohort: {old} → {new}"), old=old, new=new)
    if found.before.balance is not None and found.after.balance is not None:
        terminal.say(
            Text("  points : {old:points} → {new:points}", "  points: {old:points} → {new:points}"),
            old=found.before.balance.credited,
            new=found.after.balance.credited,
        )
    terminal.say(
        Text(
            "  Une demande encore ouverte est à refaire dans le nouveau dossier : le commentaire le dira.",
            "  A request that is still open is to be made again in the new folder: the comment will say so.",
        )
    )
