"""``polyvalidate moodle users``, ``groups``, ``cohorts`` and ``grades``: files that Moodle takes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option, together
from polyvalidate.cli.kit.doubts import doubt_lines
from polyvalidate.cli.kit.opening import open_office
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.office.acts.follow import follow
from polyvalidate.office.acts.mail import group_of
from polyvalidate.office.exchange import moodle_lists
from polyvalidate.office.exchange.moodle_lists import Course, Enrolled, Graded, Made
from polyvalidate.office.follow.gathering import Chosen
from polyvalidate.repository.output import deliver_file
from polyvalidate.repository.private_files import outside_git, replace_private
from polyvalidate.school.school import open_school

COHORT = option(
    "--cohort",
    type=options.YEAR,
    metavar="YEAR",
    help=Text("Une promotion, par son année d'entrée.", "One cohort, by its year of entry."),
)
PREFIX = option(
    "--prefix",
    default="POLY",
    show_default=True,
    metavar="NAME",
    help=Text("Début du nom des cohortes : POLY-2025.", "Beginning of the name of cohorts."),
)
OUTPUT = option(
    "--output",
    "-o",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text("Écrit dans ce fichier au lieu de l'afficher.", "Write to this file instead of showing it."),
)
PRIVATE_OUTPUT = option(
    "--output",
    "-o",
    required=True,
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Fichier à écrire, hors de tout dépôt Git : il contient des noms.",
        "File to write, outside any Git repository: it holds names.",
    ),
)


@dataclass(frozen=True, slots=True)
class Account:
    """What every account of a file of users has alike. ``course`` may be None: then nobody is enrolled in any."""

    course: str | None
    role: str
    auth: str
    prefix: str


@command(
    "users",
    Text(
        "Le fichier des comptes à importer dans Moodle : un par élève, avec sa cohorte et, si --course est donné, son"
        " inscription au cours et son groupe (DI3).",
        "The file of accounts to upload into Moodle: one for each student, with their cohort and, when --course is"
        " given, their enrolment in the course and their group (DI3).",
    ),
)
@COHORT
@together(
    "account",
    Account,
    option("--course", metavar="NAME", help=Text("Nom abrégé du cours Moodle.", "Short name of the course in Moodle.")),
    option(
        "--role",
        default="student",
        show_default=True,
        metavar="NAME",
        help=Text("Rôle dans ce cours.", "Role in this course."),
    ),
    option(
        "--auth",
        default="cas",
        show_default=True,
        metavar="NAME",
        help=Text("Méthode d'authentification.", "Method of authentication."),
    ),
    PREFIX,
)
@option(
    "--departed",
    is_flag=True,
    help=Text(
        "Aussi les élèves partis, pour mettre fin à leur inscription au cours.",
        "The students who left as well, to end their enrolment in the course.",
    ),
)
@PRIVATE_OUTPUT
@options.office("register", "repo", "branch", "on", "dry-run")
def users(
    terminal: Terminal, cohort: int | None, account: Account, departed: bool, output: Path, office: Office
) -> int:
    """0 when the file is made (or would be), 1 when it would be empty."""
    if departed and account.course is None:
        raise terminal.misused(
            Text(
                "--departed met fin à l'inscription au cours : donnez aussi --course.",
                "--departed ends the enrolment in the course: give --course as well.",
            )
        )
    outside_git(output)
    school, register = open_office(office)
    people: list[Enrolled] = []
    for member in sorted(register.members, key=lambda m: (m.cohort, m.number)):
        student = school.students.get(member.code)
        if student is None or cohort not in (None, student.cohort):
            continue
        gone = student.left is not None and student.left <= office.today
        if departed or not gone:
            people.append(Enrolled(member, group_of(school, member.code, office.today), gone))
    course = Course(account.course, account.role) if account.course is not None else None
    made = moodle_lists.users(people, account.prefix, account.auth, course)
    ended = Text(
        "  {n} {n:élève parti|élèves partis} : fin de {n:son|leur} inscription au cours (enrolstatus1 = 1).",
        "  {n} {n:student|students} who left: end of their enrolment in the course (enrolstatus1 = 1).",
    )
    upload = Text(
        "  Dans Moodle : Administration du site, Utilisateurs, Importer des utilisateurs ; délimiteur « , », UTF-8.",
        "  In Moodle: Site administration, Users, Upload users; delimiter “,”, UTF-8.",
    )
    return _written(
        made, output, [*_some(sum(one.gone for one in people), ended), upload], office, terminal, named=True
    )


@command(
    "groups",
    Text(
        "Les groupes du cours, SPÉCIALITÉ + ANNÉE D'ÉTUDES (DI3), à importer dans Moodle. Aucun nom.",
        "The groups of the course, PROGRAMME + YEAR OF STUDY (DI3), to import into Moodle. No name.",
    ),
)
@COHORT
@OUTPUT
@options.office("repo", "branch", "on", "dry-run")
def groups(terminal: Terminal, cohort: int | None, output: Path | None, office: Office) -> int:
    """0 when the file is made (or would be), 1 when it would be empty."""
    school = open_school(office.repo, office.branch, office.today)
    some = [code for code, student in school.students.items() if cohort in (None, student.cohort)]
    names = {group_of(school, code, office.today) for code in some} - {""}
    year = int(academic_year(office.today)[:4])
    made = moodle_lists.groups(sorted(names), school.latest, year, school.latest.language)
    upload = Text(
        "  Dans Moodle : le cours, Participants, Groupes, Importer des groupes.",
        "  In Moodle: the course, Participants, Groups, Import groups.",
    )
    return _written(made, output, [upload], office, terminal)


@command(
    "cohorts",
    Text(
        "Les cohortes, une par promotion (POLY-2025), à déposer dans Moodle. Aucun nom.",
        "The cohorts, one for each year of entry (POLY-2025), to upload into Moodle. No name.",
    ),
)
@PREFIX
@OUTPUT
@options.office("repo", "branch", "on", "dry-run")
def cohorts(terminal: Terminal, prefix: str, output: Path | None, office: Office) -> int:
    """0 when the file is made (or would be), 1 when it would be empty."""
    school = open_school(office.repo, office.branch, office.today)
    years = sorted({student.cohort for student in school.students.values()})
    made = moodle_lists.cohorts(years, prefix, school.latest.school, school.latest.language)
    upload = Text(
        "  Dans Moodle : Administration du site, Utilisateurs, Cohortes, Déposer des cohortes.",
        "  In Moodle: Site administration, Users, Cohorts, Upload cohorts.",
    )
    return _written(made, output, [upload], office, terminal)


@command(
    "grades",
    Text(
        "Les bilans comme notes à importer dans le carnet de notes de Moodle, par numéro étudiant et courriel.",
        "The balances as grades to import into the grade book of Moodle, by student number and e-mail address.",
    ),
)
@COHORT
@option(
    "--item",
    default="PolyPoints",
    show_default=True,
    metavar="NAME",
    help=Text("Nom de l'élément d'évaluation dans Moodle.", "Name of the grade item in Moodle."),
)
@PRIVATE_OUTPUT
@options.office("register", "repo", "branch", "on", "dry-run")
def grades(terminal: Terminal, cohort: int | None, item: str, output: Path, office: Office) -> int:
    """0 when the file is made (or would be), 1 when it would be empty."""
    outside_git(output)
    school, register = open_office(office)
    chosen = Chosen(cohort, everybody=cohort is not None)
    found = follow(office.repo, office.branch, office.today, chosen, register, terminal.bar()).students
    known = [(one.member, one.balance) for one in found if one.member is not None]
    students = school.students
    gone = {code for code, one in students.items() if one.left is not None and one.left <= office.today}
    people = [
        Graded(member, balance.credited, balance.required) for member, balance in known if member.code not in gone
    ]
    made = moodle_lists.grades(people, item, office.today, school.latest.language)
    strangers = Text(
        "  {n} {n:dossier n'a|dossiers n'ont} personne dans le registre : {n:il n'y est|ils n'y sont} pas.",
        "  {n} {n:folder has|folders have} nobody in the register: {n:it is|they are} not in it.",
    )
    departed = Text(
        "  {n} {n:élève parti : il n'y est|élèves partis : ils n'y sont} pas, comme dans polyvalidate moodle users.",
        "  {n} {n:student|students} who left: they are not in it, as in polyvalidate moodle users.",
    )
    upload = Text(
        "  Dans Moodle : Notes, Importer, CSV ; reliez idnumber à « Numéro d'identification ». Le maximum de l'élément"
        " doit être d'au moins {most:number}.",
        "  In Moodle: Grades, Import, CSV; map idnumber to “ID number”. The maximum of the item must be at least"
        " {most:number}.",
    ).filled(most=max((one.credited for one in people), default=0))
    more = [*_some(len(found) - len(known), strangers), *_some(len(known) - len(people), departed), upload]
    return _written(made, output, more, office, terminal, named=True)


def _some(n: int, text: Text) -> list[Text]:
    """What is said of so many; nothing of none."""
    return [text.filled(n=n)] if n else []


def _written(
    made: Made, output: Path | None, more: Sequence[Text], office: Office, terminal: Terminal, named: bool = False
) -> int:
    """Write the file, private when it holds names, and say what comes next; without a place, print it."""
    terminal.lines(doubt_lines(made.doubts, terminal.lang), err=True)
    if not made.rows:
        terminal.say(Text("Personne à y mettre : rien n'a été écrit.", "Nobody to put in it: nothing was written."))
        return 1
    if office.dry_run:
        tried = Text(
            "(Essai : {n} {n:ligne|lignes}, rien n'a été écrit.)", "(Dry run: {n} {n:line|lines}, nothing was written.)"
        )
        terminal.say(tried, n=made.rows)
        return 0
    if output is None:
        click.echo(made.data, nl=False)
        return 0
    (replace_private if named else deliver_file)(output, made.data)
    terminal.say(
        Text("✓ {output} : {n} {n:ligne|lignes}.", "✓ {output}: {n} {n:line|lines}."), output=output, n=made.rows
    )
    terminal.lines(terminal.of(text) for text in more)
    if named:
        terminal.say(
            Text(
                "  Ce fichier contient des noms : supprimez-le après usage.",
                "  This file holds names: delete it after use.",
            )
        )
    return 0
