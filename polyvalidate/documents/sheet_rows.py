"""One activity of a statement, in words: what it is, what was declared, decided, contested and answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from polyvalidate.documents import phrases
from polyvalidate.documents.statement import Contest, Ruling, StatedActivity
from polyvalidate.model.phrases import ANSWERS, BASES, DECISIONS, loss_of
from polyvalidate.model.score import Basis
from polyvalidate.model.words import Text, number, points

_UNEVALUATED = Text(
    "enregistrée sans autre évaluation, points de la grille", "recorded without other evaluation, points of the grid"
)
_ON = Text(" le {on:date}", " on {on:date}")


class Fact(NamedTuple):
    label: str
    value: str


class Row(NamedTuple):
    """One activity: what it is, what was declared of it, what became of it, its points, its file."""

    title: str
    about: tuple[str, ...]
    facts: tuple[Fact, ...]
    claimed: str
    computed: str
    credited: str
    file: str


def row(activity: StatedActivity, lang: str) -> Row:
    return Row(
        title=f"{activity.code} {activity.title.in_language(lang)}",
        about=tuple(part for part in _about(activity, lang) if part),
        facts=tuple(_facts(activity, lang)),
        claimed=number(activity.claimed, lang),
        computed=number(activity.computed, lang),
        credited=number(activity.credited, lang),
        file=f"{activity.path.rpartition('/')[2]} · {Text('grille', 'grid').of(lang)} {activity.year}",
    )


def _about(activity: StatedActivity, lang: str) -> Iterator[str | None]:
    own = None if activity.own_title == activity.title.in_language(lang) else activity.own_title
    yield ", ".join(part for part in (own, activity.organisation) if part)
    parts = (
        phrases.when(activity.period, lang),
        phrases.ROLES[activity.role].of(lang),
        phrases.amount(activity, lang),
        None if activity.level is None else activity.level.in_language(lang),
        activity.event and f"{Text('événement', 'event').of(lang)} {activity.event}",
        phrases.origin(activity, lang),
    )
    yield " · ".join(part for part in parts if part)


def _facts(activity: StatedActivity, lang: str) -> Iterator[Fact]:
    decision = Text("Décision", "Decision").of(lang)
    ruling, contest, answer = activity.ruling, activity.contest, activity.appeal
    if ruling is None or activity.basis is Basis.ERROR:
        yield Fact(decision, (_UNEVALUATED if activity.basis is Basis.GRID else BASES[activity.basis]).of(lang))
    if ruling is not None:
        yield from _ruled(decision, DECISIONS[ruling.outcome].of(lang), ruling, lang)
    if contest is not None:
        yield from _contested(contest, answer is None, lang)
    if answer is not None:
        yield from _ruled(Text("Réponse", "Answer").of(lang), ANSWERS[answer.outcome].of(lang), answer, lang)
    for loss in activity.losses:
        yield Fact(Text("Réduction", "Reduction").of(lang), loss_of(loss, lang))


def _contested(contest: Contest, waits: bool, lang: str) -> Iterator[Fact]:
    said = Text("déposé", "lodged").of(lang)
    if contest.on is not None:
        said += _ON.of(lang, on=contest.on)
    if waits:
        said += Text(", attend la réponse du jury", ", awaits the answer of the jury").of(lang)
    yield Fact(Text("Recours", "Appeal").of(lang), said)
    if contest.reason:
        yield Fact(Text("Motif du recours", "Reason of the appeal").of(lang), contest.reason.rstrip())


def _ruled(label: str, what: str, ruling: Ruling, lang: str) -> Iterator[Fact]:
    """What was decided (``acceptée le 3 février 2026, 1 point``), by whom, and what they wrote."""
    if ruling.on is not None:
        what += _ON.of(lang, on=ruling.on)
    if ruling.points is not None and ruling.outcome not in ("refused", "rejected"):
        what += ", " + points(ruling.points, lang)
    yield Fact(label, what)
    if ruling.by is not None:
        yield Fact(Text("Par", "By").of(lang), ruling.by.in_language(lang))
    if ruling.second is not None:
        yield Fact(Text("Seconde lecture", "Second reading").of(lang), ruling.second.in_language(lang))
    if ruling.comment:
        yield Fact(Text("Commentaire", "Comment").of(lang), ruling.comment.rstrip())
