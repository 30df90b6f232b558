"""One activity of a statement, in words: what it is, what was declared, decided, contested and answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from polyvalidate.documents import phrases
from polyvalidate.documents.phrases import pick
from polyvalidate.documents.statement import Contest, Ruling, StatedActivity
from polyvalidate.model.phrases import BASES, loss_of
from polyvalidate.model.score import Basis
from polyvalidate.model.words import Text, day, number, points, typographic

DECISIONS = {
    "accepted": ("acceptée", "accepted"),
    "partial": ("acceptée en partie", "partly accepted"),
    "refused": ("refusée", "refused"),
}
ANSWERS = {
    "granted": ("recours accepté", "appeal granted"),
    "partial": ("recours accepté en partie", "appeal partly granted"),
    "rejected": ("recours rejeté", "appeal rejected"),
}
_UNEVALUATED = {
    Basis.GRID: (
        "enregistrée sans autre évaluation, points de la grille",
        "recorded without other evaluation, points of the grid",
    ),
}


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
        file=f"{activity.path.rpartition('/')[2]} · {pick(('grille', 'grid'), lang)} {activity.year}",
    )


def _about(activity: StatedActivity, lang: str) -> Iterator[str | None]:
    own = None if activity.own_title == activity.title.in_language(lang) else activity.own_title
    yield ", ".join(part for part in (own, activity.organisation) if part)
    parts = (
        phrases.when(activity.period, lang),
        pick(phrases.ROLES[activity.role], lang),
        phrases.amount(activity, lang),
        None if activity.level is None else activity.level.in_language(lang),
        activity.event and f"{pick(('événement', 'event'), lang)} {activity.event}",
        phrases.origin(activity, lang),
    )
    yield " · ".join(part for part in parts if part)


def _facts(activity: StatedActivity, lang: str) -> Iterator[Fact]:
    decision = Text("Décision", "Decision").of(lang)
    ruling, contest, answer = activity.ruling, activity.contest, activity.appeal
    if ruling is None or activity.basis is Basis.ERROR:
        yield Fact(decision, pick(_UNEVALUATED.get(activity.basis, BASES[activity.basis]), lang))
    if ruling is not None:
        yield from _ruled(decision, pick(DECISIONS[ruling.outcome], lang), ruling, lang)
    if contest is not None:
        yield from _contested(contest, answer is None, lang)
    if answer is not None:
        yield from _ruled(Text("Réponse", "Answer").of(lang), pick(ANSWERS[answer.outcome], lang), answer, lang)
    for loss in activity.losses:
        yield Fact(Text("Réduction", "Reduction").of(lang), typographic(loss_of(loss, lang), lang))


def _contested(contest: Contest, waits: bool, lang: str) -> Iterator[Fact]:
    said = Text("déposé", "lodged").of(lang)
    if contest.on is not None:
        said += Text(" le ", " on ").of(lang) + day(contest.on, lang)
    if waits:
        said += Text(", attend la réponse du jury", ", awaits the answer of the jury").of(lang)
    yield Fact(Text("Recours", "Appeal").of(lang), said)
    if contest.reason:
        yield Fact(Text("Motif du recours", "Reason of the appeal").of(lang), contest.reason.rstrip())


def _ruled(label: str, what: str, ruling: Ruling, lang: str) -> Iterator[Fact]:
    """What was decided (``acceptée le 3 février 2026, 1 point``), by whom, and what they wrote."""
    if ruling.on is not None:
        what += Text(" le ", " on ").of(lang) + day(ruling.on, lang)
    if ruling.points is not None and ruling.outcome not in ("refused", "rejected"):
        what += ", " + points(ruling.points, lang)
    yield Fact(label, what)
    if ruling.by is not None:
        yield Fact(Text("Par", "By").of(lang), ruling.by.in_language(lang))
    if ruling.second is not None:
        yield Fact(Text("Seconde lecture", "Second reading").of(lang), ruling.second.in_language(lang))
    if ruling.comment:
        yield Fact(Text("Commentaire", "Comment").of(lang), ruling.comment.rstrip())
