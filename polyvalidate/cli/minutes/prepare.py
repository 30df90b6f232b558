"""``polyvalidate minutes prepare``: the jury's working table, from a frozen commit."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.following import programme_in
from polyvalidate.cli.jury_keeping import kept_lines
from polyvalidate.cli.jury_next import Given
from polyvalidate.cli.jury_words import dry, prepared_lines, written_lines
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.model.years import academic_year
from polyvalidate.office.acts.jury_keep import Carried, carried
from polyvalidate.office.acts.jury_session import Aside, Cohort, before_the_jury, open_requests, read_cohort, year_of
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.jury.content import SESSION, Asked
from polyvalidate.office.jury.working_table import as_file, working_table
from polyvalidate.office.register.register import Member
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.school.school import open_school


def run_prepare(
    session: str,
    cohort: int,
    programme: str | None,
    everybody: bool,
    register_file: Path | None,
    output: Path,
    keep: Path | None,
    rev: str | None,
    repo: Path,
    branch: str,
    on: datetime | None,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the table is written (or would be), 1 when something has to be mended first."""
    form = output.suffix.lower().removeprefix(".")
    if form not in ("xlsx", "csv"):
        raise click.BadParameter(
            Text("Donnez un nom qui finit par .xlsx ou .csv.", "Give a name that ends in .xlsx or .csv.").of(lang),
            param_hint="--output",
        )
    place = new_file(output)
    day = on.date() if on else repository.today()
    asked = Asked(session_in(session, lang), cohort, programme, everybody)
    found = read_cohort(repo, rev or branch, day, asked)
    asked = asked._replace(programme=programme_in(programme, found.checked.book, lang))
    found = found._replace(asked=asked)
    if found.unreadable:
        return stopped(_unreadable(found), lang)
    members = people(register_file, repo, branch)
    minutes, aside = before_the_jury(found)
    if not minutes.rows:
        return stopped(_nobody(asked, aside, day), lang)
    tip = repository.resolve(repo, branch) == minutes.commit
    requests = open_requests(found) if tip else {}
    kept = carried(keep, repo, asked, minutes) if keep is not None else Carried({})
    table = working_table(minutes, requests, members, lang, kept.kept)
    data = as_file(table, form, minutes, lang)
    if isinstance(data, Text):
        raise Unreadable(data)
    if not dry_run:
        put_private(place, data)
    say(prepared_lines(minutes, aside, requests, lang), lang)
    if dry_run:
        say([dry(lang)], lang)
    else:
        given = Given(asked, register_file, repo, branch)
        say(written_lines(given, output, _juries(found), lang), lang)
    if keep is not None:
        say(kept_lines(kept, asked, lang), lang)
    if members is not None:
        unknown = sum(row.student not in members for row in minutes.rows)
        say(named_lines(unknown, lang), lang)
    return 0


def _juries(cohort: Cohort) -> list[str]:
    """The codes that may sign for the jury."""
    book = cohort.checked.book
    return [c for c, h in sorted(book.roles.items()) if h.role == "jury" and in_office(h, repository.today())]


def session_in(text: str, lang: str) -> str:
    if SESSION.fullmatch(text):
        return text
    raise click.BadParameter(
        Text("Écrivez l'année et le mois du jury : 2026-07.", "Write the year and the month of the jury: 2026-07.").of(
            lang
        ),
        param_hint="--session",
    )


def new_file(path: Path) -> Path:
    """The place of a private file that is not there yet: a table may hold the work of a jury. Raises ``Unreadable``."""
    place = private_files.outside_git(path)
    if os.path.lexists(place):
        raise Unreadable(
            Text(
                "{path} existe déjà et n'est pas remplacé : des décisions peuvent y être écrites. Choisissez "
                "un autre nom.",
                "{path} exists already and is not replaced: decisions may be written in it. Choose another name.",
            ),
            path=path,
        )
    return place


def put_private(place: Path, data: bytes) -> None:
    try:
        private_files.place(place, data)
    except OSError as error:
        raise private_files.unwritable(place, error) from error


def people(register_file: Path | None, repo: Path, branch: str) -> dict[str, Member] | None:
    """The people of the register by pseudonym; None without a register. Raises ``Unreadable`` for another school's."""
    if register_file is None:
        return None
    register = peek(register_file)
    hold_to(open_school(repo, branch, repository.today()), register, register_file.name)
    return register.by_code


# --- words ------------------------------------------------------------------------------------------------------------


def _unreadable(cohort: Cohort) -> Text:
    paths = ", ".join(cohort.unreadable[:5]) + ("…" if len(cohort.unreadable) > 5 else "")
    return Text(
        "Des dossiers ne peuvent pas être lus ({paths}) : le jury ne les verrait pas. Lancez "
        "polyvalidate check et faites-les corriger d'abord.",
        "Some folders cannot be read ({paths}): the jury would not see them. Run polyvalidate check "
        "and have them mended first.",
    ).filled(paths=paths)


def _nobody(asked: Asked, aside: Aside, day: date) -> Text:
    """How many are not before the jury, and why; which year it is that the session ends."""
    year, now = year_of(asked.session), academic_year(day)
    counts = (
        (aside.granted, "avec un quitus déjà", "with their quitus already"),
        (aside.left, "départ avant le jury", "no longer at the school"),
        (aside.going_on, f"pas en dernière année en {year}", f"not in their last year in {year}"),
    )
    fr, en = (", ".join(f"{each[0]} {each[at]}" for each in counts if each[0]) for at in (1, 2))
    more = Text("", "")
    if aside.going_on and now == year:
        more = Text(" Ajoutez --everybody pour les avoir dans la table.", " Add --everybody to have them in the table.")
    elif aside.going_on:
        more = Text(
            " Jusqu'en décembre, une session clôt l'année finie en août, et non {now}, l'année que "
            "compte polyvalidate follow. Prenez la promotion dont le cycle a fini cette année-là, ou "
            "ajoutez --everybody pour celle-ci.",
            " Until December, a session ends the year that ended in August, not {now}, the year that "
            "polyvalidate follow counts. Take the cohort whose cycle ended that year, or add --everybody "
            "for this one.",
        ).filled(now=now)
    return Text(
        "Personne de la promotion {cohort} n'est devant le jury de {session} : {value}.{more}",
        "Nobody of cohort {cohort} is before the jury of {session}: {value2}.{more}",
    ).filled(
        cohort=asked.cohort,
        session=asked.session,
        value=fr or "aucun élève de cette spécialité",
        more=more,
        value2=en or "no student of this programme",
    )


def named_lines(unknown: int, lang: str, files: int = 1) -> list[str]:
    """What is said of a file with names."""
    fr = lang == "fr"
    lines = []
    if unknown:
        lines.append(
            Text(
                "  Sans nom, faute d'être dans le registre : {unknown} {unknown:élève|élèves}.",
                "  Without a name, not being in the register: {unknown} {unknown:student|students}.",
            ).of(lang, unknown=unknown)
        )
    many, one = (
        ("  Des noms y sont écrits : gardez ces fichiers hors du dépôt, supprimez-les quand ils ne servent plus.",
         "  Des noms y sont écrits : gardez-le hors du dépôt, supprimez-le quand il ne sert plus."),
        ("  They hold names: keep them out of the repository, delete them when they are no longer of use.",
         "  It holds names: keep it out of the repository, delete it when it is no longer of use."),
    )[0 if fr else 1]  # fmt: skip
    return [*lines, many if files > 1 else one]


def stopped(text: Text, lang: str) -> int:
    from polyvalidate.cli.agreeing import nothing_written

    say([text.in_language(lang)], lang, err=True)
    nothing_written(lang)
    return 1


def say(lines: Sequence[str], lang: str, err: bool = False) -> None:
    if lines:
        click.echo(plain(typographic("\n".join(lines), lang)), err=err)
