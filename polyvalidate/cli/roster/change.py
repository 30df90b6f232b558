"""``polyvalidate roster change``: what the repository says of one student, changed in one commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option, together
from polyvalidate.cli.kit.findings import show_findings
from polyvalidate.cli.kit.opening import open_office
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import one
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.changing import KEYS, Wish, carry_out, prepare
from polyvalidate.office.register.register import matching
from polyvalidate.repository.commits import Committer


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to change, as it was typed."""

    programme: str | None
    profile: str | None
    extra_years: int | None
    left: date | None
    returned: bool
    account: str | None
    no_account: bool
    mistake: bool

    def wanted(self, terminal: Terminal) -> dict[str, Any]:
        """The keys of ``student.yml`` to write (None: to remove). Raises ``click.UsageError``."""
        values = {
            "programme": self.programme,
            "profile": self.profile,
            "extra_years": self.extra_years,
            "left": self.left.isoformat() if self.left is not None else None,
            "account": self.account,
        }
        removed = {"left": self.returned, "account": self.no_account}
        wanted = {
            key: None if value == 0 else value
            for key, value in values.items()
            if value is not None or removed.get(key, False)
        }
        if not wanted or any(values[key] is not None and gone for key, gone in removed.items()):
            raise terminal.misused(
                Text(
                    "Dites ce qui change, une fois chacun : --programme, --profile, --extra-years, --left ou "
                    "--returned, --account ou --no-account.",
                    "Say what changes, once each: --programme, --profile, --extra-years, --left or --returned, "
                    "--account or --no-account.",
                )
            )
        return wanted


@command(
    "change",
    Text(
        "Change ce que le dépôt dit d'une personne, en un commit. WHO est son pseudonyme, son numéro ou son nom. Une"
        " année redoublée ou de césure : --extra-years 1. Un semestre à l'étranger ne change rien. Ce qui a été fait"
        " avec le profil d'avant garde ses points.",
        "Change what the repository says of a student, in one commit. WHO is their pseudonym, number or name. A year"
        " repeated or spent away: --extra-years 1. A semester abroad changes nothing. What was done with the former"
        " profile keeps its points.",
    ),
)
@argument("who")
@together(
    "asked",
    Asked,
    option("--programme", metavar="CODE", help=Text("Nouvelle spécialité.", "New programme.")),
    option("--profile", metavar="CODE", help=Text("Nouveau profil.", "New profile.")),
    option(
        "--extra-years",
        type=click.IntRange(0, 3),
        metavar="N",
        help=Text("Années redoublées ou de césure, en tout.", "Years repeated or spent away, in all."),
    ),
    option(
        "--left",
        type=options.DAY,
        metavar="DATE",
        help=Text("A quitté l'école ce jour-là.", "Left the school on this day."),
    ),
    option("--returned", is_flag=True, help=Text("Est de retour.", "Has come back.")),
    option("--account", metavar="ACCOUNT", help=Text("Compte : github:583231.", "Account: github:583231.")),
    option("--no-account", is_flag=True, help=Text("Retire le compte.", "Take the account away.")),
    option(
        "--mistake",
        is_flag=True,
        help=Text(
            "Le profil d'avant était une erreur : il n'est pas gardé.", "The former profile was a mistake: drop it."
        ),
    ),
)
@option(
    "--since",
    type=options.DAY,
    metavar="DATE",
    help=Text("Date d'effet, dite dans le commit (aujourd'hui).", "Date of effect, said in the commit (today)."),
)
@option(
    "--force",
    is_flag=True,
    help=Text(
        "Écrit même si des déclarations de cette personne deviennent irrecevables.",
        "Write even if declarations of this student are no longer admissible.",
    ),
)
@options.office("register", "as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def change(terminal: Terminal, who: str, asked: Asked, since: date | None, force: bool, office: Office) -> int:
    """0 when it is written, would be or was so already; 1 when something stands against it."""
    wanted = asked.wanted(terminal)
    school, register = open_office(office)
    member = one(matching(register, who), who)
    holder = school.signer(office.signer)
    found = prepare(school, member, Wish(wanted, since or office.today, asked.mistake))
    committer = Committer(office.repo, office.branch, school.commit)
    terminal.lines([f"{member.number}  {member.name}  ({member.code})"])
    for key, (before, after) in found.told.items():
        terminal.say(
            Text("  {what} : {before} → {after}", "  {what}: {before} → {after}"),
            what=KEYS[key],
            before=before or "—",
            after=after or "—",
        )
    if found.same:
        terminal.say(Text("C'est déjà ainsi : rien à changer.", "It is so already: nothing to change."))
        return 0
    if found.stopped(force):
        edited = found.edited
        files = {e.path: e.data or b"" for e in school.entries(member.code)} | {edited.path: edited.data}
        show_findings(edited.errors, files, school.book, terminal)
        if not found.own:
            terminal.warn(
                Text(
                    "Voyez cela avec le jury. Pour l'écrire quand même : --force.",
                    "See this with the jury. To write it all the same: --force.",
                )
            )
        return terminal.stopped()
    if office.dry_run:
        terminal.say(DRY_RUN)
        return 0
    if not terminal.agreed(Text("Écrire ce changement ?", "Write this change?"), yes=office.yes):
        return terminal.stopped()
    made = carry_out(found, committer, holder.code, datetime.now().astimezone(), school.latest.language)
    terminal.say(
        Text("✓ Commit {made} sur {branch}.", "✓ Commit {made} on {branch}."), made=made[:12], branch=office.branch
    )
    return sent(office, terminal)
