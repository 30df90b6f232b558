"""``polyvalidate roster import``: what was read, what changes, what was done, what comes next."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from polyvalidate.cli.kit import options, workbook
from polyvalidate.cli.kit.commands import argument, command, option, together
from polyvalidate.cli.kit.doubts import doubt_lines
from polyvalidate.cli.kit.letters import letters_told
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.roster.said import Said
from polyvalidate.cli.roster.words import CURE, mail_command, plan_lines
from polyvalidate.model.accounts import FORGES
from polyvalidate.model.words import Text
from polyvalidate.office.acts.import_ import Prepared, carry_out, prepare
from polyvalidate.office.acts.mail import letters_of, write_letters
from polyvalidate.office.acts.shelf import held
from polyvalidate.office.register.changes import Kind
from polyvalidate.office.register.register import Register
from polyvalidate.repository.commits import Committer
from polyvalidate.repository.private_folder import ready
from polyvalidate.school.school import open_school


@command(
    "import",
    Text(
        "Lit une liste d'élèves (APOGEE, livraison de l'université, CSV ou classeur Excel), montre ce qui change,"
        " demande, puis écrit le registre et un seul commit. Rien n'est écrit tant que tout ne peut pas l'être. Les"
        " réponses de --column, --programme, --profile et --digits sont retenues dans le registre.",
        "Read a list of students (APOGEE, feed of the university, CSV or Excel workbook), show what changes, ask, then"
        " write the register and a single commit. Nothing is written until all of it can be. What --column,"
        " --programme, --profile and --digits say is remembered in the register.",
    ),
)
@argument("list_file", metavar="FILE", type=options.PATH)
@option(
    "--cohort",
    type=options.YEAR,
    required=True,
    metavar="YEAR",
    help=Text(
        "Année de la liste : 2025 pour 2025-2026. Les nouveaux entrent dans cette promotion.",
        "Year of the list: 2025 for 2025-2026. New students enter this cohort.",
    ),
)
@together(
    "said",
    Said,
    option(
        "--column",
        "columns",
        metavar="KEY=NAME",
        multiple=True,
        help=Text(
            "Nom d'une colonne dans ce fichier : number=Matricule. KEY : number, surname, usual, first, email,"
            " programme, level, year, profile.",
            "Name of a column in this file: number=Matricule. KEY: number, surname, usual, first, email, programme,"
            " level, year, profile.",
        ),
    ),
    option(
        "--programme",
        "steps",
        metavar="TEXT=GROUP",
        multiple=True,
        help=Text("Ce que veut dire un texte de la liste : PINFO3=DI3.", "What a text of the list means: PINFO3=DI3."),
    ),
    option(
        "--profile",
        "profiles",
        metavar="GROUP=CODE",
        multiple=True,
        help=Text("Profil des nouveaux d'un groupe : DI3=FISE3.", "Profile of the new students of a group: DI3=FISE3."),
    ),
    option(
        "--digits",
        type=click.IntRange(0, 20),
        metavar="N",
        help=Text(
            "Nombre de chiffres d'un numéro étudiant, pour remettre les zéros retirés par Excel (0 : variable).",
            "Digits of a student number, to put back the zeros that Excel took away (0: they differ).",
        ),
    ),
    workbook.sheet,
    option(
        "--ignore-others",
        is_flag=True,
        help=Text("Laisse de côté les lignes d'autres formations.", "Leave lines of other schools aside."),
    ),
    option(
        "--accounts",
        "accounts_file",
        type=options.PATH,
        metavar="FILE",
        help=Text(
            "Liste des comptes de la forge : numéro étudiant ou pseudonyme, puis compte (github:583231).",
            "List of forge accounts: student number or pseudonym, then account (github:583231).",
        ),
    ),
    option(
        "--emails",
        "addresses_file",
        type=options.PATH,
        metavar="FILE",
        help=Text(
            "Liste des courriels, quand la première n'en a pas : numéro étudiant et adresse.",
            "List of e-mails, when the first has none: student number and address.",
        ),
    ),
    option(
        "--forge",
        type=click.Choice(FORGES),
        help=Text("Forge des comptes donnés en numéro seul.", "Forge of accounts given as a bare number."),
    ),
    option(
        "--accept",
        "accepted",
        metavar="NUMBER",
        multiple=True,
        help=Text("Importe cette ligne douteuse, que vous avez vérifiée.", "Import this doubtful line."),
    ),
    option(
        "--entered",
        metavar="LEVEL=YEAR",
        multiple=True,
        help=Text(
            "Année d'entrée des nouveaux d'une année d'études, quand l'école commence en cours de route : 5=2023.",
            "Year of entry of the new students of a year of study, when the school begins midway: 5=2023.",
        ),
    ),
    option("--departures", is_flag=True, help=Text("Confirme de nombreux départs.", "Confirm many departures.")),
    option(
        "--left-on",
        type=options.DAY,
        metavar="DATE",
        help=Text("Date écrite pour les départs (aujourd'hui).", "Date written for departures (today)."),
    ),
    option(
        "--new-register",
        is_flag=True,
        help=Text(
            "Commence un registre alors que le dépôt a déjà des élèves, qu'il ne connaîtra pas.",
            "Begin a register although the repository already has students, whom it will not know.",
        ),
    ),
    workbook.hidden_rows,
    option(
        "--changes",
        is_flag=True,
        help=Text(
            "Confirme de nombreux redoublements, changements de spécialité ou retours.",
            "Confirm many repeated years, changes of programme or returns.",
        ),
    ),
)
@option(
    "--mail",
    type=options.PATH,
    metavar="DIR",
    help=Text("Écrit aussi les courriels des nouveaux ici.", "Also write the letters of new students here."),
)
@options.office("register", "as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def import_(terminal: Terminal, list_file: Path, cohort: int, said: Said, mail: Path | None, office: Office) -> int:
    """0 when the list is imported (or would be, or changes nothing), 1 when nothing was written."""
    order = said.order(list_file, cohort, office, terminal)
    folder = ready(mail) if mail is not None else None
    terminal.names_in_git(list_file, said.addresses_file, said.accounts_file)
    with held(office.register_file) as shelf:
        school = open_school(office.repo, office.branch, office.today)
        committer = Committer(office.repo, office.branch, school.commit)
        prepared = prepare(school, shelf, order, terminal.bar(Text("élèves", "students")))
        if isinstance(prepared, Text):
            return terminal.stopped([terminal.of(prepared)])
        terminal.lines(plan_lines(prepared, terminal.lang) if not prepared.blocked else [])
        terminal.lines(doubt_lines(prepared.doubts, terminal.lang), err=True)
        if prepared.blocked:
            return terminal.stopped()
        if not prepared.files and not prepared.plan.people and shelf.register in (None, prepared.register):
            terminal.say(Text("\nIl n'y a rien à changer.", "\nThere is nothing to change."))
            return 0
        if shelf.register is None:
            new = Text("\nUn nouveau registre sera créé : {path}", "\nA new register will be made: {path}")
            terminal.say(new, path=shelf.path)
        if office.dry_run:
            terminal.lines(["", terminal.of(DRY_RUN)])
            return 0
        if not terminal.agreed(_question(prepared), yes=office.yes, files=len(prepared.files)):
            return terminal.stopped()
        code = 0
        done = carry_out(prepared, school, shelf, cohort, datetime.now().astimezone(), committer)
        terminal.lines([""])
        if done.register:
            terminal.say(Text("✓ Registre : {path}", "✓ Register: {path}"), path=shelf.path)
        if done.commit is not None:
            terminal.say(
                Text(
                    "✓ Un commit sur {branch}, {n} {n:fichier|fichiers}, sans aucun nom : {commit}",
                    "✓ One commit on {branch}, {n} {n:file|files}, without any name: {commit}",
                ),
                branch=office.branch,
                n=len(prepared.files),
                commit=done.commit[:12],
            )
            code = sent(office, terminal)
        if shelf.register is not None:
            _letters(prepared, shelf.register, folder, office, terminal)
    return code


def _question(prepared: Prepared) -> Text:
    if not prepared.files:
        return Text("\nÉcrire le registre ?", "\nWrite the register?")
    return Text(
        "\nÉcrire le registre et {files} {files:fichier|fichiers} student.yml ?",
        "\nWrite the register and {files} student.yml {files:file|files}?",
    )


def _letters(prepared: Prepared, register: Register, folder: Path | None, office: Office, terminal: Terminal) -> None:
    """The letters of the new students, or how to have them."""
    new = {change.code for change in prepared.plan.of(Kind.NEW, Kind.PENDING) if change.code}
    if not new:
        return
    if folder is None:
        text = Text("  Pour leur écrire leur pseudonyme : {command}", "  To write to them: {command}")
        terminal.say(text, command=mail_command(register, new, office, terminal))
        return
    school = open_school(office.repo, office.branch, office.today)
    members = [member for member in register.members if member.code in new]
    made = letters_of(school, register, members, office.today)
    letters_told(write_letters(folder, made), CURE, terminal)
