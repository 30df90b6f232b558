"""``polyvalidate publish``: what was published of a cohort, or why nothing was."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put

if TYPE_CHECKING:
    from polyvalidate.publication import Outcome

RECORD = Path("publications") / "issues.json"

_FAMILIES = {
    "programme": ("totaux par spécialité", "totals by programme"),
    "year": ("totaux par année d'études", "totals by year of study"),
    "cohort": ("total de la promotion", "total of the cohort"),
}


def run_explanation(lang: str) -> int:
    from polyvalidate.publication.figures.explaining import explanation

    put(explanation(lang), None)
    return 0


def run_publish(
    cohort: int | None,
    on: datetime | None,
    issues: Path | None,
    root: Path,
    rev: str,
    with_moves: bool,
    lang: str,
) -> int:
    """Publish, and say what was done. Exit code 1 when the answer is no."""
    _need_the_extra()
    if cohort is None or on is None:
        raise Unreadable(
            Text(
                "Indiquez la promotion et la date : polyvalidate publish --cohort 2025 --on 2026-07-01.",
                "Give the cohort and the date: polyvalidate publish --cohort 2025 --on 2026-07-01.",
            )
        )
    from polyvalidate import repository
    from polyvalidate.cli.checks import Bar
    from polyvalidate.publication import NotPublished, Order, publish

    order = Order(root, rev, cohort, on.date(), issues or root / RECORD, repository.today(), with_moves)
    try:
        outcome = publish(order, Bar(lang))
    except NotPublished as refusal:
        click.echo(plain(refusal.text.in_language(lang)), err=True)
        return 1
    click.echo("\n".join(plain(typographic(line, lang)) for line in _said(outcome, lang)))
    return 0


def _need_the_extra() -> None:
    from importlib.util import find_spec

    if find_spec("scipy") is None:
        raise Unreadable(
            Text(
                "Il manque scipy, dont l'attaque a besoin avant toute publication : pip install "
                "'polyvalidate[publish]'.",
                "scipy is missing, which the attack needs before anything is published: pip install "
                "'polyvalidate[publish]'.",
            )
        )


def _said(outcome: Outcome, lang: str) -> list[str]:
    """What was published, what was left out, what changed."""
    from polyvalidate.publication.figures import words

    fr = lang == "fr"
    tables, released = outcome.tables, outcome.released
    about = words.occasion(tables, lang)
    if released is None:
        return [
            Text("Déjà publié, inchangé : {about} ({folder})", "Already published, unchanged: {about} ({folder})").of(
                lang, about=about, folder=outcome.folder
            )
        ]
    groups, size = len(tables.groups), words.students(tables.size, lang)
    lines = [
        Text("Publié : {about} ({folder})", "Published: {about} ({folder})").of(
            lang, about=about, folder=outcome.folder
        )
    ]
    lines.append(
        Text(
            "  {size} en {groups} groupes ; une, deux ou trois personnes n'en déduisent le résultat de personne.",
            "  {size} in {groups} groups; one, two or three people cannot deduce anybody's result.",
        ).of(lang, size=size, groups=groups)
    )
    lines += [f"  {words.merged(row, lang)}" for row in tables.groups if words.merged(row, lang)]
    hidden = [_FAMILIES[kind][0 if fr else 1] for kind in released.dropped]
    if released.without_categories:
        hidden.append(Text("activité par catégorie", "activity by category").of(lang))
    if hidden:
        lines.append(
            Text(
                "  Non montré, car on pourrait en déduire trop : {listed}.",
                "  Not shown, since too much could be deduced: {listed}.",
            ).of(lang, listed=", ".join(hidden))
        )
    if outcome.errors:
        lines.append(
            Text(
                "  {errors} erreur(s) ce jour-là : ce qu'elles touchent n'est pas compté. Voyez polyvalidate "
                "check --rev {commit}.",
                "  {errors} error(s) that day: what they touch is not counted. See polyvalidate check --rev {commit}.",
            ).of(lang, errors=outcome.errors, commit=tables.commit[:12])
        )
    return lines + _what_changed(outcome, lang)


def _what_changed(outcome: Outcome, lang: str) -> list[str]:
    fr = lang == "fr"
    lines = []
    if outcome.changes is not None:
        came, went, elsewhere = outcome.changes
        lines.append(
            Text(
                "  Depuis la publication précédente : {went} départ(s) ou fin(s) de cycle, {came} "
                "arrivée(s), {elsewhere} changement(s) de groupe. L'attaque en tient compte.",
                "  Since the issue before: {went} left or finished, {came} came, {elsewhere} changed groups. "
                "The attack takes it into account.",
            ).of(lang, went=went, came=came, elsewhere=elsewhere)
        )
    if outcome.now_merged:
        names = ", ".join(f"{leaf.programme} {leaf.year}" for leaf in outcome.now_merged)
        lines.append(
            Text(
                "  Un groupe tombé sous 11 élèves, ou absorbé par un autre, n'est plus montré seul : {names}.",
                "  A group now under 11 students, or absorbed by another, is no longer shown by itself: {names}.",
            ).of(lang, names=names)
        )
    return lines
