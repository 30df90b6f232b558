"""``polyvalidate statement``: what each student is told of their own record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.checks import Bar
from polyvalidate.cli.following import programme_in
from polyvalidate.cli.recording import put_private, record_of, say
from polyvalidate.documents import typesetting
from polyvalidate.documents.sheet import sheet
from polyvalidate.documents.sheet_forms import TEMPLATE, as_document, as_text
from polyvalidate.documents.stating import statements
from polyvalidate.model.words import Text
from polyvalidate.office.acts.mail import ready
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.acts.statements import Handed, hand, person_of
from polyvalidate.office.register.letters import School as Sender
from polyvalidate.office.register.register import Member
from polyvalidate.repository import Unreadable
from polyvalidate.repository.history import moment_of
from polyvalidate.repository.private_files import outside_git, replace_private
from polyvalidate.repository.private_folder import write_folder
from polyvalidate.school.school import School, open_school


def run_statement(
    student: str | None,
    cohort: int | None,
    programme: str | None,
    directory: Path | None,
    drafts: bool,
    register_file: Path | None,
    root: Path,
    rev: str,
    on: datetime | None,
    format_name: str | None,
    output: Path | None,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when all is stated; 1 when a statement is provisional, or a folder could not be read."""
    day = on.date() if on else repository.today()
    if (student is None) == (cohort is None):
        raise _usage(
            "Donnez le pseudonyme d'un élève, ou une promotion avec --cohort.",
            "Give the pseudonym of a student, or a cohort with --cohort.",
            lang,
        )
    if cohort is None:
        if programme is not None or directory is not None or drafts or dry_run:
            raise _usage(
                "--programme, --directory, --drafts et --dry-run vont avec --cohort.",
                "--programme, --directory, --drafts and --dry-run go with --cohort.",
                lang,
            )
        return _one(student or "", register_file, root, rev, day, format_name, output, lang)
    if directory is None or output is not None or format_name == "text":
        raise _usage(
            "Avec --cohort, les relevés sont des PDF dans un dossier : --directory, sans --output ni --format text.",
            "With --cohort, statements are PDF files in a folder: --directory, without --output or --format text.",
            lang,
        )
    if drafts and register_file is None:
        raise _usage(
            "--drafts a besoin des adresses du registre : ajoutez --register.",
            "--drafts needs the addresses of the register: add --register.",
            lang,
        )
    return _many(cohort, programme, directory, drafts, register_file, root, rev, day, dry_run, lang)


def _one(
    student: str,
    register_file: Path | None,
    root: Path,
    rev: str,
    day: date,
    format_name: str | None,
    output: Path | None,
    lang: str,
) -> int:
    form = format_name or ("pdf" if output is not None and output.suffix.lower() == ".pdf" else "text")
    if output is None and form == "pdf":
        raise _usage(
            "Un PDF s'écrit dans un fichier : --output releve.pdf.",
            "A PDF is written to a file: --output statement.pdf.",
            lang,
        )
    if output is not None:
        outside_git(output)  # said before anything long
    if form == "pdf":
        typesetting.ready(TEMPLATE)
    members = _members(register_file, lambda: open_school(root, rev, day))
    said = record_of(student, root, rev, day)
    member = members.get(student)
    if register_file is not None and member is None:
        say(
            f"{student} n'est pas dans le registre : le relevé n'est pas nommé.",
            f"{student} is not in the register: the statement has no name.",
            lang,
        )
    stated = sheet(said, lang, person_of(member))
    if form == "text" or output is None:
        put_private(as_text(stated), output)
    else:
        replace_private(output, typesetting.typeset(as_document(stated, moment_of(root, said.commit or rev))))
    if output is not None:
        click.echo(f"✓ {output}")
    if not said.errors:
        return 0
    say(
        f"{said.errors} erreur(s) dans ce dossier : le relevé est provisoire. Voyez polyvalidate check --rev {rev}.",
        f"{said.errors} error(s) in this folder: the statement is provisional. See polyvalidate check --rev {rev}.",
        lang,
    )
    return 1


def _many(
    cohort: int,
    programme: str | None,
    directory: Path,
    drafts: bool,
    register_file: Path | None,
    root: Path,
    rev: str,
    day: date,
    dry_run: bool,
    lang: str,
) -> int:
    place = ready(directory)
    typesetting.ready(TEMPLATE)
    school = open_school(root, rev, day)
    wanted = programme_in(programme, school.book, lang)
    members = _members(register_file, lambda: school)
    inside = f"declarations/{cohort}/"
    found = {said.student: said for said in statements(school.tree, day, lambda f: f.path.startswith(inside))}
    unread = sorted(c for c, folder in school.folders.items() if folder.path.startswith(inside) and c not in found)
    chosen = [said for said in found.values() if wanted is None or said.programme == wanted]
    if not chosen and not unread:
        group = f"{cohort}" if wanted is None else f"{cohort}, {wanted}"
        raise Unreadable(
            Text(
                "Aucun élève dans cette promotion ({group}) à la révision {commit}.",
                "No student in this cohort ({group}) at revision {commit}.",
            ),
            group=group,
            commit=school.commit[:12],
        )
    sender = Sender(school.latest.school, school.latest.site, school.latest.contact)
    made_on = moment_of(root, school.commit)
    if dry_run:
        handed = Handed({}, len(chosen), 0, tuple(said.student for said in chosen if said.student not in members))
    else:
        handed = hand(chosen, members, sender if drafts else None, lang, made_on, Bar(lang, ("relevés", "statements")))
        write_folder(place, handed.files)
    provisional = sorted(said.student for said in chosen if said.errors)
    _report(directory, handed, provisional, unread, register_file is not None, drafts, dry_run, lang)
    return 1 if provisional or unread else 0


def _members(register_file: Path | None, open_it: Callable[[], School]) -> Mapping[str, Member]:
    """The members of this school's register by pseudonym; nobody without a register."""
    if register_file is None:
        return {}
    register = peek(register_file)
    hold_to(open_it(), register, register_file.name)
    return register.by_code


def _report(
    directory: Path,
    handed: Handed,
    provisional: list[str],
    unread: list[str],
    named: bool,
    drafts: bool,
    dry_run: bool,
    lang: str,
) -> None:
    """What was written, what is provisional, what is left out, what to do next."""
    mark, count = "·" if dry_run else "✓", handed.statements
    lines = [(f"{mark} {directory} : {count} relevé(s) en PDF.", f"{mark} {directory}: {count} statement(s) as PDF.")]
    if drafts and not dry_run:
        lines.append((f"  {handed.drafts} brouillon(s) de courriel.", f"  {handed.drafts} draft(s) of e-mails."))
        if handed.drafts < count:
            others = count - handed.drafts
            lines.append(
                (
                    f"  Sans brouillon, faute d'adresse au registre : {others}.",
                    f"  Without a draft, for want of an address in the register: {others}.",
                )
            )
    if named and handed.unnamed:
        who = ", ".join(handed.unnamed)
        lines.append((f"  Sans nom, absents du registre : {who}.", f"  Without name, not in the register: {who}."))
    if provisional:
        who = ", ".join(provisional)
        lines.append(
            (
                f"  Provisoires, dossier à corriger (polyvalidate check) : {who}.",
                f"  Provisional, folder to be mended (polyvalidate check): {who}.",
            )
        )
    if unread:
        who = ", ".join(unread)
        lines.append(
            (
                f"  Sans relevé, student.yml illisible (polyvalidate check) : {who}.",
                f"  No statement, unreadable student.yml (polyvalidate check): {who}.",
            )
        )
    if dry_run:
        lines.append(("  Rien n'est écrit.", "  Nothing is written."))
    else:
        lines.append(
            (
                "  Données personnelles : remettez chaque relevé à la personne seule, puis supprimez ce dossier.",
                "  Personal data: hand each statement to its person alone, then delete this folder.",
            )
        )
    click.echo("\n".join(fr if lang == "fr" else en for fr, en in lines))


def _usage(fr: str, en: str, lang: str) -> click.UsageError:
    return click.UsageError(fr if lang == "fr" else en)
