"""``polyvalidate publish``: what was published of a cohort, or why nothing was."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polyvalidate.model.words import plain, typographic
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
            "Indiquez la promotion et la date : polyvalidate publish --cohort 2025 --on 2026-07-01.",
            "Give the cohort and the date: polyvalidate publish --cohort 2025 --on 2026-07-01.",
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
            "Il manque scipy, dont l'attaque a besoin avant toute publication : pip install 'polyvalidate[publish]'.",
            "scipy is missing, which the attack needs before anything is published: "
            "pip install 'polyvalidate[publish]'.",
        )


def _said(outcome: Outcome, lang: str) -> list[str]:
    """What was published, what was left out, what changed."""
    from polyvalidate.publication.figures import words

    fr = lang == "fr"
    tables, released = outcome.tables, outcome.released
    about = words.occasion(tables, lang)
    if released is None:
        return [
            f"Déjà publié, inchangé : {about} ({outcome.folder})"
            if fr
            else f"Already published, unchanged: {about} ({outcome.folder})"
        ]
    groups, size = len(tables.groups), words.students(tables.size, lang)
    lines = [f"Publié : {about} ({outcome.folder})" if fr else f"Published: {about} ({outcome.folder})"]
    lines.append(
        f"  {size} en {groups} groupes ; une, deux ou trois personnes n'en déduisent le résultat de personne."
        if fr
        else f"  {size} in {groups} groups; one, two or three people cannot deduce anybody's result."
    )
    lines += [f"  {words.merged(row, lang)}" for row in tables.groups if words.merged(row, lang)]
    hidden = [_FAMILIES[kind][0 if fr else 1] for kind in released.dropped]
    if released.without_categories:
        hidden.append("activité par catégorie" if fr else "activity by category")
    if hidden:
        lines.append(
            f"  Non montré, car on pourrait en déduire trop : {', '.join(hidden)}."
            if fr
            else f"  Not shown, since too much could be deduced: {', '.join(hidden)}."
        )
    if outcome.errors:
        lines.append(
            f"  {outcome.errors} erreur(s) ce jour-là : ce qu'elles touchent n'est pas compté. Voyez polyvalidate "
            f"check --rev {tables.commit[:12]}."
            if fr
            else f"  {outcome.errors} error(s) that day: what they touch is not counted. See polyvalidate check "
            f"--rev {tables.commit[:12]}."
        )
    return lines + _what_changed(outcome, lang)


def _what_changed(outcome: Outcome, lang: str) -> list[str]:
    fr = lang == "fr"
    lines = []
    if outcome.changes is not None:
        came, went, elsewhere = outcome.changes
        lines.append(
            f"  Depuis la publication précédente : {went} départ(s) ou fin(s) de cycle, {came} arrivée(s), {elsewhere} "
            "changement(s) de groupe. L'attaque en tient compte."
            if fr
            else f"  Since the issue before: {went} left or finished, {came} came, {elsewhere} changed groups. The "
            "attack takes it into account."
        )
    if outcome.now_merged:
        names = ", ".join(f"{leaf.programme} {leaf.year}" for leaf in outcome.now_merged)
        lines.append(
            f"  Un groupe tombé sous 11 élèves, ou absorbé par un autre, n'est plus montré seul : {names}."
            if fr
            else f"  A group now under 11 students, or absorbed by another, is no longer shown by itself: {names}."
        )
    return lines
