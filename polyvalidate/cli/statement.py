"""``polyvalidate statement``: what each student is told of their own record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from polyvalidate.cli.kit import options, records
from polyvalidate.cli.kit.commands import argument, command, option, together
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import people, programme_in
from polyvalidate.cli.kit.records import put_private, record_of
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.documents import typesetting
from polyvalidate.documents.sheet import sheet
from polyvalidate.documents.sheet_forms import TEMPLATE, as_document, as_text
from polyvalidate.documents.stating import statements
from polyvalidate.model.words import Text
from polyvalidate.office.acts.statements import Handed, hand, person_of
from polyvalidate.office.register.letters import School as Sender
from polyvalidate.repository import Unreadable
from polyvalidate.repository.history import moment_of
from polyvalidate.repository.private_files import outside_git, replace_private
from polyvalidate.repository.private_folder import ready, write_folder
from polyvalidate.school.school import open_school


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of a cohort, or of one programme of it, in a folder; with drafts of e-mails to send them."""

    cohort: int | None
    programme: str | None
    directory: Path | None
    drafts: bool


@command(
    "statement",
    Text(
        "Relevé d'un élève, texte ou PDF. Chaque activité avec ce qui est déclaré, décidé et compté, le bilan, ce"
        " qui manque, la décision du jury. Avec --cohort, un PDF par élève dans un dossier. La langue du relevé est"
        " celle du terminal (--lang).",
        "Statement of a student, text or PDF. Each activity with what is claimed, decided and credited, the"
        " balance, what is missing, the decision of the jury. With --cohort, one PDF for each student in a folder."
        " The statement is in the language of the terminal (--lang).",
    ),
)
@argument("student", required=False)
@together(
    "group",
    Group,
    option(
        "--cohort",
        type=options.YEAR,
        metavar="YEAR",
        help=Text("Toute une promotion, par son année d'entrée.", "A whole cohort, by its year of entry."),
    ),
    option(
        "--programme",
        metavar="CODE",
        help=Text("Avec --cohort : une spécialité, DI.", "With --cohort: one programme, DI."),
    ),
    option(
        "--directory",
        "-d",
        type=options.PATH,
        metavar="DIRECTORY",
        help=Text(
            "Avec --cohort : le dossier à créer, hors de tout dépôt Git.",
            "With --cohort: the folder to make, outside any Git repository.",
        ),
    ),
    option(
        "--drafts",
        is_flag=True,
        help=Text(
            "Avec --cohort et --register : aussi un brouillon de courriel par élève, relevé joint.",
            "With --cohort and --register: also a draft of an e-mail for each student, statement attached.",
        ),
    ),
)
@together(
    "office",
    Office,
    options.register(required=False),
    options.repo,
    options.today(Text("Date du relevé (aujourd'hui).", "Date of the statement (today).")),
    options.dry_run,
)
@records.rev(Text("Révision Git lue ; le relevé la nomme.", "Git revision read; the statement names it."))
@option(
    "--format",
    "format_name",
    type=click.Choice(["text", "pdf"]),
    help=Text(
        "Texte ou PDF ; sinon d'après le nom du fichier, texte au terminal.",
        "Text or PDF; by default after the name of the file, text on the terminal.",
    ),
)
@records.private_output(
    Text(
        "Écrit le relevé dans ce fichier, hors de tout dépôt Git, lisible par vous seul.",
        "Write the statement to this file, outside any Git repository, for your eyes only.",
    )
)
def statement(
    terminal: Terminal,
    student: str | None,
    group: Group,
    office: Office,
    rev: str,
    format_name: str | None,
    output: Path | None,
) -> int:
    """0 when all is stated; 1 when a statement is provisional, or a folder could not be read."""
    if (student is None) == (group.cohort is None):
        raise terminal.misused(
            Text(
                "Donnez le pseudonyme d'un élève, ou une promotion avec --cohort.",
                "Give the pseudonym of a student, or a cohort with --cohort.",
            )
        )
    if student is not None:
        if group != Group(None, None, None, drafts=False) or office.dry_run:
            raise terminal.misused(
                Text(
                    "--programme, --directory, --drafts et --dry-run vont avec --cohort.",
                    "--programme, --directory, --drafts and --dry-run go with --cohort.",
                )
            )
        return _one(terminal, student, office, rev, format_name, output)
    if group.directory is None or output is not None or format_name == "text":
        raise terminal.misused(
            Text(
                "Avec --cohort, les relevés sont des PDF dans un dossier : --directory, sans --output ni --format"
                " text.",
                "With --cohort, statements are PDF files in a folder: --directory, without --output or --format text.",
            )
        )
    if group.drafts and office.register is None:
        raise terminal.misused(
            Text(
                "--drafts a besoin des adresses du registre : ajoutez --register.",
                "--drafts needs the addresses of the register: add --register.",
            )
        )
    return _many(terminal, group, group.directory, office, rev)


def _one(
    terminal: Terminal, student: str, office: Office, rev: str, format_name: str | None, output: Path | None
) -> int:
    form = format_name or ("pdf" if output is not None and output.suffix.lower() == ".pdf" else "text")
    if output is None and form == "pdf":
        raise terminal.misused(
            Text(
                "Un PDF s'écrit dans un fichier : --output releve.pdf.",
                "A PDF is written to a file: --output statement.pdf.",
            )
        )
    if output is not None:
        outside_git(output)  # said before anything long
    if form == "pdf":
        typesetting.ready(TEMPLATE)
    members = people(office.register, office.repo, rev) or {}
    said = record_of(student, office.repo, rev, office.today)
    member = members.get(student)
    if office.register is not None and member is None:
        terminal.warn(
            Text(
                "{student} n'est pas dans le registre : le relevé n'est pas nommé.",
                "{student} is not in the register: the statement has no name.",
            ),
            student=student,
        )
    stated = sheet(said, terminal.lang, person_of(member))
    if form == "text" or output is None:
        put_private(as_text(stated), output)
    else:
        replace_private(output, typesetting.typeset(as_document(stated, moment_of(office.repo, said.commit or rev))))
    if output is not None:
        terminal.lines([f"✓ {output}"])
    if not said.errors:
        return 0
    terminal.warn(
        Text(
            "{n} {n:erreur|erreurs} dans ce dossier : le relevé est provisoire. Voyez polyvalidate check --rev {rev}.",
            "{n} {n:error|errors} in this folder: the statement is provisional. See polyvalidate check --rev {rev}.",
        ),
        n=said.errors,
        rev=rev,
    )
    return 1


def _many(terminal: Terminal, group: Group, directory: Path, office: Office, rev: str) -> int:
    place = ready(directory)
    typesetting.ready(TEMPLATE)
    school = open_school(office.repo, rev, office.today)
    wanted = programme_in(group.programme, school.book, terminal)
    members = people(office.register, office.repo, rev) or {}
    inside = f"declarations/{group.cohort}/"
    found = {said.student: said for said in statements(school.tree, office.today, lambda f: f.path.startswith(inside))}
    unread = sorted(c for c, folder in school.folders.items() if folder.path.startswith(inside) and c not in found)
    chosen = [said for said in found.values() if wanted is None or said.programme == wanted]
    if not chosen and not unread:
        raise Unreadable(
            Text(
                "Aucun élève dans cette promotion ({group}) à la révision {commit}.",
                "No student in this cohort ({group}) at revision {commit}.",
            ),
            group=f"{group.cohort}" if wanted is None else f"{group.cohort}, {wanted}",
            commit=school.commit[:12],
        )
    unnamed = tuple(said.student for said in chosen if said.student not in members)
    handed = Handed({}, len(chosen), 0, unnamed)
    if not office.dry_run:
        sender = Sender(school.latest.school, school.latest.site, school.latest.contact) if group.drafts else None
        made_on, bar = moment_of(office.repo, school.commit), terminal.bar(Text("relevés", "statements"))
        handed = hand(chosen, members, sender, terminal.lang, made_on, bar)
        write_folder(place, handed.files)
    provisional = sorted(said.student for said in chosen if said.errors)
    terminal.lines(_report(terminal, group, handed, provisional, unread, office))
    return 1 if provisional or unread else 0


def _report(
    terminal: Terminal, group: Group, handed: Handed, provisional: list[str], unread: list[str], office: Office
) -> list[str]:
    """What was written, what is provisional, what is left out, what to do next."""
    drafts = group.drafts and not office.dry_run
    lacking = handed.statements - handed.drafts if drafts else 0
    unnamed = handed.unnamed if office.register is not None else ()
    lines = (
        (
            True,
            Text(
                "{mark} {folder} : {n} {n:relevé|relevés} en PDF.",
                "{mark} {folder}: {n} {n:statement|statements} as PDF.",
            ),
        ),
        (
            drafts,
            Text(
                "  {drafts} {drafts:brouillon|brouillons} de courriel.", "  {drafts} {drafts:draft|drafts} of e-mails."
            ),
        ),
        (
            lacking,
            Text(
                "  Sans brouillon, faute d'adresse au registre : {lacking}.",
                "  Without a draft, for want of an address in the register: {lacking}.",
            ),
        ),
        (
            unnamed,
            Text("  Sans nom, absents du registre : {unnamed}.", "  Without name, not in the register: {unnamed}."),
        ),
        (
            provisional,
            Text(
                "  Provisoires, dossier à corriger (polyvalidate check) : {provisional}.",
                "  Provisional, folder to be mended (polyvalidate check): {provisional}.",
            ),
        ),
        (
            unread,
            Text(
                "  Sans relevé, student.yml illisible (polyvalidate check) : {unread}.",
                "  No statement, unreadable student.yml (polyvalidate check): {unread}.",
            ),
        ),
        (office.dry_run, Text("  Rien n'est écrit.", "  Nothing is written.")),
        (
            not office.dry_run,
            Text(
                "  Données personnelles : remettez chaque relevé à la personne seule, puis supprimez ce dossier.",
                "  Personal data: hand each statement to its person alone, then delete this folder.",
            ),
        ),
    )
    details = {
        "mark": "·" if office.dry_run else "✓",
        "folder": group.directory,
        "n": handed.statements,
        "drafts": handed.drafts,
        "lacking": lacking,
        "unnamed": ", ".join(unnamed),
        "provisional": ", ".join(provisional),
        "unread": ", ".join(unread),
    }
    return [terminal.of(text, **details) for when, text in lines if when]
