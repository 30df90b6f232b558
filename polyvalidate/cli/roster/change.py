"""``polyvalidate roster change``: what the repository says of one student, changed in one commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
from polyvalidate.model.folder import Student
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.student_files import edit
from polyvalidate.office.register.accounts import account_of, not_an_account
from polyvalidate.office.register.changes import another_profile
from polyvalidate.office.register.register import Member, matching
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import School

_KEYS = {
    "programme": Text("spécialité", "programme"),
    "profile": Text("profil", "profile"),
    "extra_years": Text("années supplémentaires", "extra years"),
    "left": Text("départ", "left"),
    "account": Text("compte", "account"),
}


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
    student = school.students.get(member.code)
    if student is None:
        raise Unreadable(
            Text(
                "{code} n'a pas de student.yml lisible sur {branch}. Importez d'abord la liste.",
                "{code} has no readable student.yml on {branch}. Import the list first.",
            ),
            code=member.code,
            branch=office.branch,
        )
    if asked.account is not None:
        wanted["account"] = _account(school, student, asked.account)
    effect = since or office.today
    if wanted.get("profile", student.profile) != student.profile and not asked.mistake:
        wanted |= another_profile(student, wanted["profile"], effect - timedelta(days=1))
    committer = Committer(office.repo, office.branch, school.commit)
    edited = edit(school, member.code, member.cohort, wanted)
    terminal.lines([f"{member.number}  {member.name}  ({member.code})"])
    for key in (known for known in _KEYS if known in wanted):
        terminal.say(
            Text("  {what} : {before} → {after}", "  {what}: {before} → {after}"),
            what=_KEYS[key],
            before=getattr(student, key) or "—",
            after=wanted[key] or "—",
        )
    if edited.data == school.files[member.code].data:
        terminal.say(Text("C'est déjà ainsi : rien à changer.", "It is so already: nothing to change."))
        return 0
    own = any(finding.path == edited.path for finding in edited.errors)
    if edited.errors and (own or not force):
        files = {e.path: e.data or b"" for e in school.entries(member.code)} | {edited.path: edited.data}
        show_findings(edited.errors, files, school.book, terminal)
        if not own:
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
    message = _message(member, [key for key in _KEYS if key in wanted], effect, school.latest.language)
    message += f"\n\nMerged-by: {holder.code}\n"
    made = committer.commit({edited.path: edited.data}, message, holder.code, datetime.now().astimezone())
    terminal.say(
        Text("✓ Commit {made} sur {branch}.", "✓ Commit {made} on {branch}."), made=made[:12], branch=office.branch
    )
    return sent(office, terminal)


def _account(school: School, student: Student, text: str) -> str:
    account = account_of(text, None)
    if account is None:
        raise Unreadable(not_an_account(text))
    others = [s for s in school.students.values() if s.account == account and s.code != student.code]
    if others or account in {holder.account for holder in school.book.roles.values()}:
        raise Unreadable(
            Text(
                "Ce compte est déjà celui d'un autre dossier ou d'une fonction. Un compte est à une seule personne.",
                "This account is that of another folder or of a role already. An account is one person's.",
            )
        )
    return account


def _message(member: Member, keys: Iterable[str], effect: date, lang: str) -> str:
    """What the record keeps of it: which keys, and from when."""
    text = Text(
        "{cohort}/{code} : {keys}\n\nÀ compter du {effect:date}.", "{cohort}/{code}: {keys}\n\nFrom {effect:date}."
    )
    said = ", ".join(_KEYS[key].of(lang) for key in keys)
    return plain(text.of(lang, cohort=member.cohort, code=member.code, keys=said, effect=effect))
