"""``polyvalidate minutes prepare``: the jury's working table, from a frozen commit."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from polyvalidate import repository
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import people, programme_in
from polyvalidate.cli.kit.phrases import NOT_BROUGHT
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.minutes import words
from polyvalidate.cli.minutes.kept import kept_lines
from polyvalidate.cli.minutes.words import counted
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.office.acts.jury_keep import Carried, carried
from polyvalidate.office.acts.jury_session import Aside, Cohort, before_the_jury, open_requests, read_cohort, year_of
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import OUTCOMES, Asked, Minutes
from polyvalidate.office.jury.working_table import as_file, working_table
from polyvalidate.repository import Unreadable
from polyvalidate.repository.private_files import create_private, outside_git
from polyvalidate.school.queue import not_brought


@command(
    "prepare",
    Text(
        "Prépare la table de travail du jury, d'un commit figé : bilan, seuil, ce qui manque, décision proposée. Le"
        " jury y écrit sa décision et, s'il le faut, un motif.",
        "Prepare the jury's working table from a frozen commit: balance, threshold, what is missing, proposed"
        " decision. The jury writes its decision there and, where needed, a reason.",
    ),
)
@words.asked(
    words.programme,
    option(
        "--everybody",
        is_flag=True,
        help=Text(
            "Avec les élèves qui ne sont pas en dernière année.", "With the students who are not in their last year."
        ),
    ),
)
@option(
    "--output",
    "-o",
    required=True,
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Fichier .xlsx ou .csv, hors de tout dépôt Git ; jamais remplacé.",
        "File .xlsx or .csv, outside any Git repository; never replaced.",
    ),
)
@option(
    "--keep",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Reprend les décisions écrites dans une table précédente de cette session.",
        "Take over the decisions written in an earlier table of this session.",
    ),
)
@option(
    "--rev",
    metavar="REV",
    help=Text("Commit figé (le dernier de la branche).", "Frozen commit (the last one of the branch)."),
)
@options.office("names", "repo", "branch", "on", "dry-run")
def prepare(terminal: Terminal, asked: Asked, output: Path, keep: Path | None, rev: str | None, office: Office) -> int:
    """0 when the table is written (or would be), 1 when something has to be mended first."""
    form = output.suffix.lower().removeprefix(".")
    if form not in ("xlsx", "csv"):
        raise terminal.wrong(
            Text("Donnez un nom qui finit par .xlsx ou .csv.", "Give a name that ends in .xlsx or .csv."), "--output"
        )
    _must_be_new(output)
    found = read_cohort(office.repo, rev or office.branch, office.today, asked)
    asked = asked._replace(programme=programme_in(asked.programme, found.checked.book, terminal))
    found = found._replace(asked=asked)
    if found.unreadable:
        return terminal.stopped([_unreadable(found, terminal)])
    members = people(office.register, office.repo, office.branch)
    minutes, aside = before_the_jury(found)
    if not minutes.rows:
        return terminal.stopped([_nobody(asked, aside, office.today, terminal)])
    tip = repository.resolve(office.repo, office.branch) == minutes.commit
    requests, unjudged = open_requests(found) if tip else (Counter[str](), 0)
    if tip and (unseen := not_brought(office.repo, found.checked.book)):
        terminal.warn(NOT_BROUGHT, place=unseen)
    kept = carried(keep, office.repo, asked, minutes) if keep is not None else Carried({})
    table = working_table(minutes, requests, members, terminal.lang, kept.kept)
    data = as_file(table, form, minutes, terminal.lang)
    if isinstance(data, Text):
        raise Unreadable(data)
    if not office.dry_run:
        create_private(output, data)
    terminal.lines(_before_lines(minutes, aside, requests, unjudged, terminal))
    then = _RECORDED if minutes.recorded else _FILLED_IN
    terminal.lines([terminal.of(words.DRY)] if office.dry_run else _then_lines(found, then, output, office, terminal))
    if keep is not None:
        terminal.lines(kept_lines(kept, asked, minutes.recorded, terminal))
    if members is not None:
        terminal.lines(words.named_lines(minutes, members, terminal))
    return 0


def _must_be_new(path: Path) -> None:
    """A table may hold the work of a jury. Raises ``Unreadable`` where one is there already."""
    if os.path.lexists(outside_git(path)):
        raise Unreadable(
            Text(
                "{path} existe déjà et n'est pas remplacé : des décisions peuvent y être écrites. Choisissez un autre "
                "nom.",
                "{path} exists already and is not replaced: decisions may be written in it. Choose another name.",
            ),
            path=path,
        )


# --- words ------------------------------------------------------------------------------------------------------------


def _unreadable(cohort: Cohort, terminal: Terminal) -> str:
    text = Text(
        "Des dossiers ne peuvent pas être lus ({paths}) : le jury ne les verrait pas. Lancez polyvalidate check et "
        "faites-les corriger d'abord.",
        "Some folders cannot be read ({paths}): the jury would not see them. Run polyvalidate check and have them "
        "mended first.",
    )
    return terminal.of(text, paths=", ".join(cohort.unreadable[:5]) + ("…" if len(cohort.unreadable) > 5 else ""))


def _nobody(asked: Asked, aside: Aside, day: date, terminal: Terminal) -> str:
    """How many are not before the jury, and why; which year it is that the session ends."""
    year, now = year_of(asked.session), academic_year(day)
    counts = (
        (aside.granted, Text("{n} avec un quitus déjà", "{n} with their quitus already")),
        (aside.left, Text("{n} départ avant le jury", "{n} no longer at the school")),
        (aside.going_on, Text("{n} pas en dernière année en {year}", "{n} not in their last year in {year}")),
    )
    why = ", ".join(terminal.of(words, n=count, year=year) for count, words in counts if count)
    more = Text("", "")
    if aside.going_on and now == year:
        more = Text(" Ajoutez --everybody pour les avoir dans la table.", " Add --everybody to have them in the table.")
    elif aside.going_on:
        more = Text(
            " Jusqu'en décembre, une session clôt l'année finie en août, et non {now}, l'année que compte "
            "polyvalidate follow. Prenez la promotion dont le cycle a fini cette année-là, ou ajoutez --everybody "
            "pour celle-ci.",
            " Until December, a session ends the year that ended in August, not {now}, the year that polyvalidate "
            "follow counts. Take the cohort whose cycle ended that year, or add --everybody for this one.",
        ).filled(now=now)
    return terminal.of(
        Text(
            "Personne de la promotion {cohort} n'est devant le jury de {session} : {why}.{more}",
            "Nobody of cohort {cohort} is before the jury of {session}: {why}.{more}",
        ),
        cohort=asked.cohort,
        session=asked.session,
        why=why or Text("aucun élève de cette spécialité", "no student of this programme"),
        more=more,
    )


def _before_lines(
    minutes: Minutes, aside: Aside, requests: Mapping[str, int], unjudged: int, terminal: Terminal
) -> list[str]:
    """Who is before the jury, what the rules propose, who is not and why."""
    rows = minutes.rows
    title = Text(
        "Jury {jury} : {n} {n:élève|élèves}, au commit {commit}",
        "Jury {jury}: {n} {n:student|students}, at commit {commit}",
    )
    proposals = Counter(row.proposal for row in rows)
    unknown = sum(row.required is None for row in rows)
    recorded = sum(row.outcome is not None for row in rows)
    waiting = sum(bool(row.waiting or requests.get(row.student)) for row in rows)
    errors = sum(bool(row.errors) for row in rows)
    counts = (
        *(
            (proposals[each], Text("proposé : {o}", "proposed: {o}").filled(o=outcomes.WORDS[each]))
            for each in OUTCOMES
        ),
        (
            unknown,
            Text("seuil à fixer par le jury, sans proposition", "threshold to be fixed by the jury, no proposal"),
        ),
        (
            proposals[None] - unknown,
            Text("en cours de cycle, sans proposition", "in the course of their cycle, no proposal"),
        ),
        (
            recorded,
            Text("décision de cette session déjà, reprise telle quelle", "decided in this session already, kept"),
        ),
        (
            len(rows) - recorded if recorded else 0,
            Text(
                "sans décision de cette session : laissé vide, rien n'y est proposé de nouveau",
                "not decided in this session: left empty, nothing is proposed there again",
            ),
        ),
        (waiting, Text("avec ce qui reste à décider", "with something to be decided")),
        (
            unjudged,
            Text(
                "en demandes ouvertes qui n'ont pas pu être jugées : voyez polyvalidate queue",
                "in open requests that could not be judged: see polyvalidate queue",
            ),
        ),
        (
            errors,
            Text("avec une déclaration à corriger, qui ne compte pas", "with a declaration to mend, not counted"),
        ),
        (
            aside.granted,
            Text("avec un quitus déjà : hors de la table", "with their quitus already: not in the table"),
        ),
        (aside.left, Text("départ avant le jury : hors de la table", "no longer at the school: not in the table")),
        (
            aside.going_on,
            Text(
                "pas en dernière année : hors de la table (à ajouter avec --everybody)",
                "not in their last year: not in the table (--everybody adds them)",
            ),
        ),
    )
    return [
        terminal.of(title, jury=minutes.asked.words, n=len(rows), commit=minutes.commit[:12]),
        "",
        *(counted(count, text, terminal) for count, text in counts if count),
        "",
    ]


_FILLED_IN = Text(
    "  La décision y est remplie d'avance avec la proposition. Le jury la change ou l'efface, écrit un motif s'il le "
    "faut, puis :",
    "  The decision is filled in with the proposal. The jury changes or empties it, writes a reason where needed; "
    "then:",
)
_RECORDED = Text(
    "  Les décisions de cette session y sont telles qu'enregistrées. Le jury en corrige une en écrivant pourquoi, ou "
    "en ajoute, puis :",
    "  The decisions of this session are there as recorded. The jury corrects one by writing why, or adds some; then:",
)


def _then_lines(cohort: Cohort, todo: Text, output: Path, office: Office, terminal: Terminal) -> list[str]:
    """Where the table is, what the jury does with it, and the command that comes next."""
    book = cohort.checked.book
    now = repository.today(office.repo, office.branch)
    juries = [c for c, h in sorted(book.roles.items()) if h.role == "jury" and in_office(h, now)]
    signer = juries[0] if len(juries) == 1 else "CODE"
    codes = Text("  (CODE : celui de qui signe, {codes})", "  (CODE: that of whoever signs, {codes})")
    return [
        f"✓ {output}",
        terminal.of(todo),
        words.then(office, "record", "--table", output, "--as", signer, asked=cohort.asked),
        *([terminal.of(codes, codes=", ".join(juries))] if len(juries) > 1 else []),
    ]
