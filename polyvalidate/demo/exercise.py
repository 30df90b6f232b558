"""Invented requests to practise on: what a student says, what the documents show, what is answered and why.

They are drawn from a grid and from nothing else: the same grid gives the same requests, and no student is in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from random import Random
from typing import NamedTuple

from polyvalidate.demo.claims import Claim, draw_claim
from polyvalidate.files.schema import read_declaration
from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.points import ZERO, Points
from polyvalidate.model.score import claimed_points
from polyvalidate.model.words import Text

MOST = 200
_TRIES = 30


class Answer(NamedTuple):
    """``decision`` is one of ``phrases.DECISIONS``; ``points`` what it gives, none unless it gives some."""

    decision: str
    points: Points | None
    why: Text


class Case(NamedTuple):
    """One request: its place in the exercise, what is claimed, what the documents show, the answer."""

    number: int
    claim: Claim
    shown: Text
    answer: Answer


def cases(grid: Grid, count: int, category: str | None = None) -> list[Case]:
    """``count`` requests, of activities of all categories in turn (or of one). Fewer where the grid has nothing that
    may be declared in writing."""
    rng = Random(f"{grid.year} {category or ''}")
    open_ones = [a for a in grid.activities.values() if not a.sensitive and a.category == (category or a.category)]
    found: list[Case] = []
    kinds: list[_Kind] = []
    for activity in islice(_in_turn(rng, open_ones), count * _TRIES):
        if len(found) == count:
            break
        claim = draw_claim(rng, activity, grid, grid.period, set())
        if claim is None or not claim.claimed or not claim.plain.get("evidence"):
            continue
        found.append(Case(len(found) + 1, claim, *_next(kinds, claim)))
    return found


def _next(kinds: list[_Kind], claim: Claim) -> tuple[Text, Answer]:
    """What is made of a claim by the first of the kinds that fits it; the others wait for a claim that fits them."""
    while True:
        for rank, kind in enumerate(kinds):
            if (made := kind(claim)) is not None:
                del kinds[rank]
                return made
        kinds += _KINDS


def _in_turn(rng: Random, activities: Sequence[Activity]) -> Iterator[Activity]:
    """The activities without end: a category after another, each time one that has been seen the least."""
    by_category: dict[str, list[Activity]] = {}
    for activity in activities:
        by_category.setdefault(activity.category, []).append(activity)
    for own in by_category.values():
        rng.shuffle(own)
    turns = [cycle(own) for own in by_category.values()]
    while turns:
        for turn in turns:
            yield next(turn)


# --- what the documents show, and what is answered --------------------------------------------------------------------

_Made = tuple[Text, Answer] | None


def _sound(claim: Claim) -> _Made:
    if claim.activity.is_range:
        return None
    return Text(
        "Pièces demandées, signées par l'organisation, aux dates et pour la quantité déclarées.",
        "The documents that the grid asks for, signed by the organisation, for the dates and the quantity declared.",
    ), Answer("accepted", claim.claimed, Text("Tout ce qui est déclaré est prouvé.", "All that is declared is proved."))


def _fewer(claim: Claim) -> _Made:
    """The documents prove one unit less than what is declared."""
    unit = claim.grid.units[claim.activity.unit]
    key = "hours" if unit.hours else "quantity"
    amount = claim.plain.get(key, 0)
    proved = amount - (unit.hours or 1)
    if claim.activity.is_range or unit.minimum_hours or proved < (unit.hours or 1):
        return None
    plain = {**claim.plain, key: proved}
    points = claimed_points(read_declaration(claim.name, claim.name, plain), claim.activity, unit)
    if not ZERO < points < claim.claimed:
        return None
    return Text(
        "Pièces signées, aux dates déclarées, mais pour {proved} seulement au lieu de {amount}{hours}.",
        "Documents signed, for the dates declared, but for {proved} only instead of {amount}{hours}.",
    ).filled(proved=proved, amount=amount, hours=_HOURS if unit.hours else Text("", "")), Answer(
        "partial",
        points,
        Text(
            "Seul ce que les pièces prouvent compte ; le motif le dit à l'élève.",
            "Only what the documents prove counts; the reason tells the student.",
        ),
    )


_HOURS = Text(" heures", " hours")


def _unsigned(_: Claim) -> _Made:
    return Text(
        "Pièces aux bonnes dates, sans signature, ni cachet, ni nom de qui les a faites.",
        "Documents for the right dates, without a signature, a stamp, or the name of who made them.",
    ), Answer(
        "to-complete",
        None,
        Text(
            "La pièce peut être refaite : un refus fermerait une demande qui est peut-être juste.",
            "The document can be made again: a refusal would close a request that may be right.",
        ),
    )


def _other_dates(_: Claim) -> _Made:
    return Text(
        "Pièces signées, mais leurs dates sont hors de la période déclarée.",
        "Documents signed, but their dates are outside the period declared.",
    ), Answer(
        "to-complete",
        None,
        Text(
            "Une des deux dates est fausse ; l'élève dit laquelle avant toute décision.",
            "One of the two dates is wrong; the student says which before any decision.",
        ),
    )


def _by_oneself(_: Claim) -> _Made:
    return Text(
        "Pièces complètes, signées par l'élève, au titre de sa fonction dans l'organisation.",
        "Documents complete, signed by the student, as an officer of the organisation.",
    ), Answer(
        "to-complete",
        None,
        Text(
            "Personne n'atteste pour soi-même : une autre personne de l'organisation signe.",
            "Nobody attests for oneself: another person of the organisation signs.",
        ),
    )


def _missing(claim: Claim) -> _Made:
    if len(claim.plain["evidence"]) < 2:
        return None
    kinds = claim.grid.evidence.kinds
    given, absent = (kinds[claim.plain["evidence"][rank]["kind"]].title for rank in (0, -1))
    return Text(
        "« {given} » signé, aux dates déclarées. Le fichier nommé « {absent} » est une photo de groupe.",
        "“{given}” signed, for the dates declared. The file named “{absent}” is a picture of a group.",
    ).filled(given=given, absent=absent), Answer(
        "to-complete",
        None,
        Text(
            "La grille demande les deux pièces ; l'élève joint celle qui manque.",
            "The grid asks for both documents; the student adds the one that is missing.",
        ),
    )


def _graded(_: Claim) -> _Made:
    return Text(
        "Pièces signées et complètes ; elles disent que le travail a été noté dans un module du semestre.",
        "Documents signed and complete; they say that the work was marked in a course of the semester.",
    ), Answer(
        "refused",
        None,
        Text(
            "Une activité ne donne lieu qu'à une seule validation : elle est déjà comptée dans un enseignement.",
            "An activity is validated once only: it already counts in a course.",
        ),
    )


def _twice(_: Claim) -> _Made:
    return Text(
        "Pièces signées et complètes ; une déclaration déjà acceptée a la même période et la même organisation.",
        "Documents signed and complete; a declaration already accepted has the same period and organisation.",
    ), Answer(
        "refused",
        None,
        Text("La même activité n'est pas comptée deux fois.", "The same activity is not counted twice."),
    )


def _lowest(claim: Claim) -> _Made:
    activity = claim.activity
    if not activity.is_range:
        return None
    return Text(
        "Pièces signées ; elles disent une participation occasionnelle, sans charge particulière.",
        "Documents signed; they tell of an occasional part, without any particular charge.",
    ), Answer(
        "accepted",
        Points(claim.claimed * activity.lowest // activity.highest),
        Text(
            "La grille laisse le choix : une charge légère prend le bas de l'intervalle.",
            "The grid leaves the choice: a light charge takes the lower end of the range.",
        ),
    )


_Kind = Callable[[Claim], _Made]
_KINDS: tuple[_Kind, ...] = (
    *(_lowest, _sound, _fewer, _sound, _unsigned, _fewer, _graded, _sound, _missing, _other_dates, _fewer, _sound),
    *(_twice, _sound, _by_oneself, _graded, _sound, _missing),
)
"""In turn, over and over: about a third is to be accepted as it stands."""


_ALL, _ANY = Text("{kinds:all}", "{kinds:all}"), Text("{kinds:list}", "{kinds:list}")


def rule_of(activity: Activity, grid: Grid) -> Text:
    """What the grid says of an activity: points, caps, documents."""
    kinds = grid.evidence.kinds
    ranged = Text("{low:number} à {high:points}", "{low:number} to {high:points}")
    each = ranged if activity.lowest != activity.highest else Text("{high:points}", "{high:points}")
    named = ((_ALL, activity.all_of), (_ANY, activity.any_of))
    asked = tuple(text.filled(kinds=tuple(kinds[code].title for code in codes)) for text, codes in named if codes)
    return Text(
        "{each} ({unit}) ; au plus {year:points} par an. Pièces : {asked:all}.",
        "{each} ({unit}); at most {year:points} a year. Documents: {asked:all}.",
    ).filled(
        each=each.filled(low=activity.lowest, high=activity.highest),
        unit=grid.units[activity.unit].title,
        year=activity.cap_year,
        asked=asked,
    )
