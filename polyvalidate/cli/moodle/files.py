"""``polyvalidate moodle users``, ``groups``, ``cohorts`` and ``grades``: files that Moodle takes in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.checks import Bar
from polyvalidate.cli.roster_words import doubt_lines
from polyvalidate.model.words import Text, number, plain, typographic
from polyvalidate.model.years import academic_year
from polyvalidate.office.acts.follow import follow
from polyvalidate.office.acts.mail import group_of
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.exchange.moodle_lists import Course, Enrolled, Graded, Made, cohorts, grades, groups, users
from polyvalidate.office.follow.gathering import Chosen
from polyvalidate.office.register.register import Register
from polyvalidate.repository import private_files
from polyvalidate.repository.output import replace_file
from polyvalidate.school.school import School, open_school


def run_users(
    register_file: Path,
    cohort: int | None,
    course: str | None,
    role: str,
    auth: str,
    prefix: str,
    departed: bool,
    output: Path,
    repo: Path,
    branch: str,
    on: datetime | None,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the file is made (or would be), 1 when it would be empty."""
    if departed and course is None:
        raise click.UsageError(
            Text(
                "--departed met fin à l'inscription au cours : donnez aussi --course.",
                "--departed ends the enrolment in the course: give --course as well.",
            ).of(lang)
        )
    target = private_files.outside_git(output)
    today = on.date() if on else repository.today()
    school, register = _school(register_file, repo, branch, today)
    people: list[Enrolled] = []
    for member in sorted(register.members, key=lambda m: (m.cohort, m.number)):
        student = school.students.get(member.code)
        if student is None or cohort not in (None, student.cohort):
            continue
        gone = student.left is not None and student.left <= today
        if departed or not gone:
            people.append(Enrolled(member, group_of(school, member.code, today), gone))
    made = users(people, prefix, auth, Course(course, role) if course is not None else None)
    gone_count = sum(one.gone for one in people)
    more = []
    if gone_count:
        more.append(
            Text(
                "  {gone_count} élève(s) partis : fin de leur inscription au cours (enrolstatus1 = 1).",
                "  {gone_count} student(s) who left: end of their enrolment in the course (enrolstatus1 = 1).",
            ).of(lang, gone_count=gone_count)
        )
    more.append(
        Text(
            "  Dans Moodle : Administration du site, Utilisateurs, Importer des utilisateurs ; "
            "délimiteur « , », UTF-8.",
            "  In Moodle: Site administration, Users, Upload users; delimiter “,”, UTF-8.",
        ).of(lang)
    )
    return _written(made, target, output, more, True, dry_run, lang)


def run_groups(
    cohort: int | None, output: Path | None, repo: Path, branch: str, on: datetime | None, dry_run: bool, lang: str
) -> int:
    """0 when the file is made (or would be), 1 when it would be empty."""
    today = on.date() if on else repository.today()
    school = open_school(repo, branch, today)
    names = {
        group_of(school, code, today) for code, s in school.students.items() if cohort is None or s.cohort == cohort
    } - {""}
    made = groups(sorted(names), school.latest, int(academic_year(today)[:4]), school.latest.language)
    more = Text(
        "  Dans Moodle : le cours, Participants, Groupes, Importer des groupes.",
        "  In Moodle: the course, Participants, Groups, Import groups.",
    ).of(lang)
    return _written(made, output, output, [more], False, dry_run, lang)


def run_cohorts(
    prefix: str, output: Path | None, repo: Path, branch: str, on: datetime | None, dry_run: bool, lang: str
) -> int:
    """0 when the file is made (or would be), 1 when it would be empty."""
    school = open_school(repo, branch, on.date() if on else repository.today())
    years = sorted({student.cohort for student in school.students.values()})
    made = cohorts(years, prefix, school.latest.school, school.latest.language)
    more = Text(
        "  Dans Moodle : Administration du site, Utilisateurs, Cohortes, Déposer des cohortes.",
        "  In Moodle: Site administration, Users, Cohorts, Upload cohorts.",
    ).of(lang)
    return _written(made, output, output, [more], False, dry_run, lang)


def run_grades(
    register_file: Path,
    cohort: int | None,
    item: str,
    output: Path,
    repo: Path,
    branch: str,
    on: datetime | None,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the file is made (or would be), 1 when it would be empty."""
    target = private_files.outside_git(output)
    today = on.date() if on else repository.today()
    school, register = _school(register_file, repo, branch, today)
    found = follow(repo, branch, today, Chosen(cohort, everybody=cohort is not None), register, Bar(lang))
    known = [f for f in found.students if f.member is not None]
    gone = {code for code, student in school.students.items() if student.left is not None and student.left <= today}
    people = [
        Graded(f.member, f.balance.credited, f.balance.required)
        for f in known
        if f.member is not None and f.member.code not in gone
    ]
    made = grades(people, item, today, school.latest.language)
    most = number(max((one.credited for one in people), default=0), lang)
    unknown, departed = len(found.students) - len(known), len(known) - len(people)
    more = [
        Text(
            "  Dans Moodle : Notes, Importer, CSV ; reliez idnumber à « Numéro d'identification ». Le "
            "maximum de l'élément doit être d'au moins {most}.",
            "  In Moodle: Grades, Import, CSV; map idnumber to “ID number”. The maximum of the item must "
            "be at least {most}.",
        ).of(lang, most=most)
    ]
    if departed:
        more.insert(
            0,
            Text(
                "  {departed} élève(s) partis : ils n'y sont pas, comme dans polyvalidate moodle users.",
                "  {departed} student(s) who left: they are not in it, as in polyvalidate moodle users.",
            ).of(lang, departed=departed),
        )
    if unknown:
        more.insert(
            0,
            Text(
                "  {unknown} dossiers n'ont personne dans le registre : ils n'y sont pas.",
                "  {unknown} folders have nobody in the register: they are not in it.",
            ).of(lang, unknown=unknown),
        )
    return _written(made, target, output, more, True, dry_run, lang)


def _school(register_file: Path, repo: Path, branch: str, today: date) -> tuple[School, Register]:
    school = open_school(repo, branch, today)
    register = peek(register_file)
    hold_to(school, register, register_file.name)
    return school, register


def _written(
    made: Made, target: Path | None, output: Path | None, more: Sequence[str], named: bool, dry_run: bool, lang: str
) -> int:
    """Write the file, private when it holds names, and say what comes next; without a place, print it."""
    fr = lang == "fr"
    _say(doubt_lines(made.doubts, lang), lang, err=True)
    if not made.rows:
        _say(
            [Text("Personne à y mettre : rien n'a été écrit.", "Nobody to put in it: nothing was written.").of(lang)],
            lang,
        )
        return 1
    if dry_run:
        words = f"(Essai : {made.rows} lignes, rien n'a été écrit.)"
        _say([words if fr else f"(Dry run: {made.rows} lines, nothing was written.)"], lang)
        return 0
    if target is None or output is None:
        sys.stdout.buffer.write(made.data)
        sys.stdout.flush()
        return 0
    if named:
        try:
            private_files.place(target, made.data)
        except OSError as error:
            raise private_files.unwritable(output, error) from error
    else:
        replace_file(target, made.data)
    lines = [
        Text("✓ {output} : {rows} lignes.", "✓ {output}: {rows} lines.").of(lang, output=output, rows=made.rows),
        *more,
    ]
    if named:
        lines.append(
            Text(
                "  Ce fichier contient des noms : supprimez-le après usage.",
                "  This file holds names: delete it after use.",
            ).of(lang)
        )
    _say(lines, lang)
    return 0


def _say(lines: Sequence[str], lang: str, err: bool = False) -> None:
    if lines:
        click.echo(plain(typographic("\n".join(lines), lang)), err=err)
