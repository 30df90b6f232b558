"""``polyvalidate publish``: what was published of a cohort, or why nothing was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.publication import NotPublished, Order, Outcome
from polyvalidate.publication import publish as issue
from polyvalidate.publication.figures import words
from polyvalidate.publication.figures.explaining import explanation
from polyvalidate.repository import Unreadable, today
from polyvalidate.repository.output import put

ATTACKS = Text("attaques", "attacks")
RECORD = Path("publications") / "issues.json"


@command(
    "publish",
    Text(
        "Publie les chiffres d'une promotion à une date, en intervalles, après avoir essayé d'en déduire le résultat de"
        " quelqu'un. Rien n'est écrit si cela réussit.",
        "Publish the figures of a cohort on a date, as intervals, after trying to deduce somebody's result from them."
        " Nothing is written if that succeeds.",
    ),
)
@option(
    "--cohort",
    type=options.YEAR,
    metavar="YEAR",
    help=Text("Année d'entrée de la promotion.", "Year of entry of the cohort."),
)
@option(
    "--on",
    type=options.DAY,
    metavar="DATE",
    help=Text(
        "Jour de l'état publié, jusqu'à minuit, à l'heure de l'école.",
        "Day of the published state, up to midnight at the school.",
    ),
)
@option(
    "--issues",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Registre des publications ; les fichiers sont écrits à côté (publications/issues.json).",
        "Record of issues; the files are written beside it (publications/issues.json).",
    ),
)
@options.repo
@option(
    "--rev",
    default="HEAD",
    show_default=True,
    metavar="REV",
    help=Text("Révision Git dont on suit l'histoire.", "Git revision whose history is followed."),
)
@option(
    "--with-moves",
    is_flag=True,
    hidden=True,
    expose_value=False,
    help=Text("Sans effet : les groupes ne changent plus.", "Without effect: groups do not change any more."),
)
@option(
    "--explain",
    is_flag=True,
    help=Text(
        "Explique ce qui est publié, ce qui ne l'est pas et pourquoi, puis s'arrête.",
        "Explain what is published, what is not and why, then stop.",
    ),
)
def publish(
    terminal: Terminal,
    cohort: int | None,
    on: date | None,
    issues: Path | None,
    repo: Path,
    rev: str,
    explain: bool,
) -> int:
    """Publish, and say what was done. Exit code 1 when the answer is no."""
    if explain:
        put(explanation(terminal.lang), None)
        return 0
    if find_spec("scipy") is None:
        raise Unreadable(
            Text(
                "Il manque scipy, dont l'attaque a besoin avant toute publication : pip install "
                "'polyvalidate[publish]'.",
                "scipy is missing, which the attack needs before anything is published: pip install "
                "'polyvalidate[publish]'.",
            )
        )
    if cohort is None or on is None:
        raise Unreadable(
            Text(
                "Indiquez la promotion et la date : polyvalidate publish --cohort 2025 --on 2026-07-01.",
                "Give the cohort and the date: polyvalidate publish --cohort 2025 --on 2026-07-01.",
            )
        )
    order = Order(repo, rev, cohort, on, issues or repo / RECORD, today(repo, rev))
    try:
        outcome = issue(order, terminal.bar(), terminal.bar(ATTACKS))
    except NotPublished as refusal:
        terminal.warn(refusal.text)
        return 1
    terminal.lines(_said(outcome, terminal.lang))
    return 0


def _said(outcome: Outcome, lang: str) -> Iterator[str]:
    """What was published, and of whom."""
    tables = outcome.tables
    named = {"about": words.occasion(tables, lang), "folder": outcome.folder}
    if outcome.again:
        again = Text("Déjà publié, inchangé : {about} ({folder})", "Already published, unchanged: {about} ({folder})")
        yield again.of(lang, **named)
        return
    yield Text("Publié : {about} ({folder})", "Published: {about} ({folder})").of(lang, **named)
    yield Text(
        "  {size} en {groups} groupes ; une, deux ou trois personnes n'en déduisent le résultat de personne.",
        "  {size} in {groups} groups; one, two or three people cannot deduce anybody's result.",
    ).of(lang, size=words.students(tables.size, lang), groups=len(tables.groups))
    yield from (f"  {merged}" for merged in (words.merged(row, tables, lang) for row in tables.groups) if merged)
    if tables.formed < tables.on:
        yield f"  {words.followed(tables, lang)}"
    if outcome.errors:
        yield Text(
            "  {errors} {errors:erreur|erreurs} ce jour-là : ce {errors:qu'elle touche|qu'elles touchent} n'est pas"
            " compté. Voyez polyvalidate check --rev {commit}.",
            "  {errors} {errors:error|errors} that day: what {errors:it touches|they touch} is not counted. See"
            " polyvalidate check --rev {commit}.",
        ).of(lang, errors=outcome.errors, commit=tables.commit[:12])
