"""``polyvalidate roster change``: what the repository says of one student, changed in one commit."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from polyvalidate import repository
from polyvalidate.cli.agreeing import agreed, nothing_written
from polyvalidate.cli.deciding import show_findings
from polyvalidate.cli.rostering import one
from polyvalidate.model.folder import Student
from polyvalidate.model.words import Text, day, plain, typographic
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.acts.student_files import edit
from polyvalidate.office.register.accounts import account_of, not_an_account
from polyvalidate.office.register.register import matching
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.repository.output import put
from polyvalidate.school.school import School, open_school

_WORDS = {
    "programme": ("spécialité", "programme"),
    "profile": ("profil", "profile"),
    "extra_years": ("années supplémentaires", "extra years"),
    "left": ("départ", "left"),
    "account": ("compte", "account"),
}


def run_change(
    who: str,
    register_file: Path,
    programme: str | None,
    profile: str | None,
    extra_years: int | None,
    left: datetime | None,
    returned: bool,
    account: str | None,
    no_account: bool,
    since: datetime | None,
    force: bool,
    signer: str | None,
    repo: Path,
    branch: str,
    on: datetime | None,
    yes: bool,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when it is written, would be or was so already; 1 when something stands against it."""
    fr = lang == "fr"
    wanted: dict[str, Any] = {}
    if programme is not None:
        wanted["programme"] = programme
    if profile is not None:
        wanted["profile"] = profile
    if extra_years is not None:
        wanted["extra_years"] = extra_years or None
    if left is not None or returned:
        wanted["left"] = left.date().isoformat() if left is not None else None
    if account is not None or no_account:
        wanted["account"] = account
    if not wanted or (left is not None and returned) or (account is not None and no_account):
        raise click.UsageError(
            Text(
                "Dites ce qui change, une fois chacun : --programme, --profile, --extra-years, --left ou "
                "--returned, --account ou --no-account.",
                "Say what changes, once each: --programme, --profile, --extra-years, --left or --returned, "
                "--account or --no-account.",
            ).of(lang)
        )
    today = on.date() if on else repository.today()
    register = peek(register_file)
    member = one(matching(register, who), who)
    school = open_school(repo, branch, today)
    hold_to(school, register, register_file.name)
    holder = school.signer(signer)
    student = school.students.get(member.code)
    if student is None:
        raise Unreadable(
            Text(
                "{code} n'a pas de student.yml lisible sur {branch}. Importez d'abord la liste.",
                "{code} has no readable student.yml on {branch}. Import the list first.",
            ),
            code=member.code,
            branch=branch,
        )
    if account is not None:
        wanted["account"] = _account(school, student, account)
    committer = Committer(repo, branch, school.commit)
    edited = edit(school, member.code, member.cohort, wanted)
    lines = [f"{member.number}  {member.name}  ({member.code})"]
    lines += [
        f"  {_WORDS[key][0 if fr else 1]} : {_now(student, key)} → {value or '—'}" for key, value in wanted.items()
    ]
    put(plain(typographic("\n".join(lines), lang)) + "\n", None)
    before = school.files[member.code].data
    if edited.data == before:
        put(Text("C'est déjà ainsi : rien à changer.\n", "It is so already: nothing to change.\n").of(lang), None)
        return 0
    own = [f for f in edited.errors if f.path == edited.path]
    if edited.errors and (own or not force):
        files = {e.path: e.data or b"" for e in school.entries(member.code)} | {edited.path: edited.data}
        show_findings(edited.errors, files, school.book, lang)
        if not own:
            click.echo(
                Text(
                    "Voyez cela avec le jury. Pour l'écrire quand même : --force.",
                    "See this with the jury. To write it all the same: --force.",
                ).of(lang),
                err=True,
            )
        nothing_written(lang)
        return 1
    if dry_run:
        put(Text("(Essai : rien n'a été écrit.)\n", "(Dry run: nothing was written.)\n").of(lang), None)
        return 0
    if not agreed("Écrire ce changement ?", "Write this change?", yes, lang):
        nothing_written(lang)
        return 1
    effect = since.date() if since else today
    message = _message(school, member.cohort, member.code, wanted, effect, holder.code)
    commit = committer.commit({edited.path: edited.data}, message, holder.code, datetime.now().astimezone())
    put(
        Text(
            "✓ Commit {commit} sur {branch}. Pour l'envoyer : git push origin {branch}\n",
            "✓ Commit {commit} on {branch}. To send it: git push origin {branch}\n",
        ).of(lang, commit=commit[:12], branch=branch),
        None,
    )
    return 0


def _account(school: School, student: Student, text: str) -> str:
    account = account_of(text, None)
    if account is None:
        why = not_an_account(text)
        raise Unreadable(why)
    others = [s for s in school.students.values() if s.account == account and s.code != student.code]
    if others or account in {holder.account for holder in school.book.roles.values()}:
        raise Unreadable(
            Text(
                "Ce compte est déjà celui d'un autre dossier ou d'une fonction. Un compte est à une seule personne.",
                "This account is that of another folder or of a role already. An account is one person's.",
            )
        )
    return account


def _now(student: Student, key: str) -> str:
    value = getattr(student, key)
    return "—" if value in (None, 0) else str(value)


def _message(school: School, cohort: int, code: str, wanted: dict[str, Any], effect: date, signer: str) -> str:
    lang = school.latest.language
    index = 0 if lang == "fr" else 1
    words = ", ".join(_WORDS[key][index] for key in wanted)
    when = plain(day(effect, lang))
    subject = Text("{cohort}/{code} : {words}", "{cohort}/{code}: {words}").of(
        lang, cohort=cohort, code=code, words=words
    )
    body = Text("À compter du {when}.", "From {when}.").of(lang, when=when)
    return f"{subject}\n\n{body}\n\nMerged-by: {signer}\n"
