"""``polyvalidate roster import`` and ``roster mail``: what was read, what changes, what was done, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli import names_in_git
from polyvalidate.cli.agreeing import agreed, nothing_written
from polyvalidate.cli.roster_words import doubt_lines, is_nothing, letters_command, plan_lines, to_write
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.office.acts.import_ import Done, Prepared, carry_out, prepare
from polyvalidate.office.acts.mail import Mailed, ready, write_letters
from polyvalidate.office.acts.order import Order
from polyvalidate.office.acts.shelf import Shelf, held, hold_to, peek
from polyvalidate.office.lists.cells import number
from polyvalidate.office.lists.columns import KEYS
from polyvalidate.office.register.changes import Kind
from polyvalidate.office.register.register import Member, matching
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.repository.output import put
from polyvalidate.school.school import School, open_school


def run_import(
    list_file: Path,
    register_file: Path,
    cohort: int,
    columns: Sequence[str],
    steps: Sequence[str],
    profiles: Sequence[str],
    digits: int | None,
    sheet: str | None,
    ignore_others: bool,
    accounts_file: Path | None,
    forge: str | None,
    accepted: Sequence[str],
    entered: Sequence[str],
    addresses_file: Path | None,
    departures: bool,
    left_on: datetime | None,
    mail: Path | None,
    new_register: bool,
    signer: str | None,
    repo: Path,
    branch: str,
    on: datetime | None,
    yes: bool,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the list is imported (or would be, or changes nothing), 1 when nothing was written."""
    today = on.date() if on else repository.today()
    order = Order(
        list_file,
        cohort,
        _mapping(columns, "--column", lang, KEYS),
        _mapping(steps, "--programme", lang),
        _mapping(profiles, "--profile", lang),
        digits,
        sheet,
        ignore_others,
        accounts_file,
        forge,
        frozenset(number(text) or text for text in accepted),
        _years(entered, cohort, lang),
        addresses_file,
        departures,
        left_on.date() if left_on else today,
        signer,
        new_register,
    )
    folder = ready(mail) if mail is not None else None
    names_in_git.remark(lang, list_file, addresses_file, accounts_file)
    with held(register_file) as shelf:
        school = open_school(repo, branch, today)
        committer = Committer(repo, branch, school.commit)
        prepared = prepare(school, shelf, order)
        if isinstance(prepared, Text):
            return _stopped([prepared.in_language(lang)], lang)
        _say(plan_lines(prepared, lang) if not prepared.blocked else [], lang)
        _say(doubt_lines(prepared.doubts, lang), lang, err=True)
        if prepared.blocked:
            return _stopped([], lang)
        if is_nothing(prepared.plan, prepared) and (shelf.register is None or shelf.register == prepared.register):
            _say(["", Text("Il n'y a rien à changer.", "There is nothing to change.").of(lang)], lang)
            return 0
        if shelf.register is None:
            fr, en = "Un nouveau registre sera créé :", "A new register will be made:"
            _say(["", f"{fr if lang == 'fr' else en} {shelf.path}"], lang)
        if dry_run:
            _say(["", Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)").of(lang)], lang)
            return 0
        question = to_write(len(prepared.files))
        if not agreed(f"\n{question.fr}", f"\n{question.en}", yes, lang):
            nothing_written(lang)
            return 1
        done = carry_out(prepared, school, shelf, cohort, datetime.now().astimezone(), committer)
        _say(["", *_done(prepared, done, shelf, branch, lang)], lang)
        _after(prepared, shelf, folder, repo, branch, today, register_file, lang)
    return 0


def _mapping(pairs: Sequence[str], option: str, lang: str, keys: Sequence[str] = ()) -> dict[str, str]:
    found = {}
    for pair in pairs:
        left, equal, right = pair.partition("=") if keys else pair.rpartition("=")
        if not equal or not left.strip() or not right.strip() or (keys and left.strip() not in keys):
            known = f" ({', '.join(keys)})" if keys else ""
            raise click.BadParameter(
                Text("Écrivez deux textes séparés par = {known}.", "Write two texts with = between{known}.").of(
                    lang, known=known
                ),
                param_hint=option,
            )
        found[left.strip()] = right.strip()
    return found


def _years(pairs: Sequence[str], cohort: int, lang: str) -> dict[int, int]:
    """``5=2023``: the new students of the 5th year entered in 2023."""
    found = {}
    for pair in pairs:
        level, _, year = pair.partition("=")
        if level not in ("4", "5") or not (year.isdigit() and 0 <= cohort - int(year) <= int(level) - 3):
            raise click.BadParameter(
                Text(
                    "Écrivez une année d'études puis l'année d'entrée : 4={value}, 5={value2}.",
                    "Write a year of study, then the year of entry: 4={value}, 5={value2}.",
                ).of(lang, value=cohort - 1, value2=cohort - 2),
                param_hint="--entered",
            )
        found[int(level)] = int(year)
    return found


def _say(lines: Sequence[str], lang: str, err: bool = False) -> None:
    if lines:
        click.echo(plain(typographic("\n".join(lines), lang)), err=err)


def _stopped(lines: Sequence[str], lang: str) -> int:
    _say(lines, lang, err=True)
    nothing_written(lang)
    return 1


def _done(prepared: Prepared, done: Done, shelf: Shelf, branch: str, lang: str) -> list[str]:
    fr = lang == "fr"
    lines = []
    if done.register:
        lines.append(Text("✓ Registre : {path}", "✓ Register: {path}").of(lang, path=shelf.path))
    if done.commit is not None:
        count = len(prepared.files)
        s = "s" if count > 1 else ""
        lines.append(
            Text(
                "✓ Un commit sur {branch}, {count} fichier{s}, sans aucun nom : {commit}",
                "✓ One commit on {branch}, {count} file{s}, without any name: {commit}",
            ).of(lang, branch=branch, count=count, s=s, commit=done.commit[:12])
        )
        lines.append(
            Text(
                "  Il n'est encore que sur cette machine. Pour l'envoyer : git push origin {branch}",
                "  It is on this machine only so far. To send it: git push origin {branch}",
            ).of(lang, branch=branch)
        )
    return lines


def _after(
    prepared: Prepared,
    shelf: Shelf,
    folder: Path | None,
    repo: Path,
    branch: str,
    today: date,
    register_file: Path,
    lang: str,
) -> None:
    """The letters of the new students, or how to have them."""
    new = {change.code for change in prepared.plan.of(Kind.NEW, Kind.PENDING) if change.code}
    if not new or shelf.register is None:
        return
    members = [member for member in shelf.register.members if member.code in new]
    if folder is not None:
        school = open_school(repo, branch, today)
        _say(_mailed(write_letters(folder, school, members, today), lang), lang)
        return
    command = letters_command(shelf.register, new, register_file, repo, branch, lang)
    _say(
        [
            Text("  Pour leur écrire leur pseudonyme : {command}", "  To write to them: {command}").of(
                lang, command=command
            )
        ],
        lang,
    )


def _mailed(mailed: Mailed, lang: str) -> list[str]:
    missing = mailed.rows - mailed.drafts
    if lang == "fr":
        lines = [
            f"✓ Courriels dans {mailed.folder} : publipostage.csv ({mailed.rows} lignes) et {mailed.drafts} brouillons",
            "  Rien n'a été envoyé. Relisez un brouillon, envoyez, puis supprimez ce dossier.",
        ]
        return (
            [*lines, f"  {missing} élève(s) n'ont pas d'adresse connue : relancez l'import avec --emails."]
            if missing
            else lines
        )
    lines = [
        f"✓ Letters in {mailed.folder}: publipostage.csv ({mailed.rows} rows) and {mailed.drafts} drafts",
        "  Nothing was sent. Read a draft, send, then delete this folder.",
    ]
    return [*lines, f"  {missing} student(s) have no known address: import again with --emails."] if missing else lines


def run_mail(
    directory: Path,
    register_file: Path,
    cohort: int | None,
    who: Sequence[str],
    repo: Path,
    branch: str,
    on: datetime | None,
    dry_run: bool,
    lang: str,
) -> int:
    """Letters of students who are enrolled and have not left."""
    today = on.date() if on else repository.today()
    folder = ready(directory)
    register = peek(register_file)
    school = open_school(repo, branch, today)
    hold_to(school, register, register_file.name)
    chosen = [one(matching(register, text), text) for text in who] or list(register.members)
    members = [m for m in chosen if (cohort in (None, m.cohort)) and _is_here(school, m, today)]
    members.sort(key=lambda m: (m.cohort, m.surname, m.first, m.number))
    if not members:
        raise Unreadable(Text("Personne à qui écrire.", "There is nobody to write to."))
    if dry_run:
        count, s = len(members), "s" if len(members) > 1 else ""
        _say([Text("(Essai : {count} élève{s}.)", "(Dry run: {count} student{s}.)").of(lang, count=count, s=s)], lang)
        return 0
    put(plain(typographic("\n".join(_mailed(write_letters(folder, school, members, today), lang)), lang)) + "\n", None)
    return 0


def _is_here(school: School, member: Member, today: date) -> bool:
    student = school.students.get(member.code)
    return student is not None and (student.left is None or student.left > today)


def one(found: Sequence[Member], text: str) -> Member:
    """The only person whom a text names. Raises ``Unreadable`` when there is none, or several."""
    if not found:
        raise Unreadable(
            Text(
                f"Personne dans le registre pour {ascii(text)[1:-1] if not text.isprintable() else text}.",
                f"Nobody in the register for {ascii(text)[1:-1] if not text.isprintable() else text}.",
            ),
        )
    if len(found) > 1:
        shown = " ; ".join(f"{member.number} {member.name}" for member in found[:5])
        raise Unreadable(
            Text(
                "Plusieurs personnes conviennent ({shown}). Donnez le numéro ou le pseudonyme.",
                "Several people fit ({shown}). Give the number or the pseudonym.",
            ),
            shown=shown,
        )
    return found[0]
