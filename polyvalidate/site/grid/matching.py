"""Which activity of another school is like one of ours: as the settings say, else by the words of the titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.site.pages.finishing import folded
from polyvalidate.site.pages.shared_grids import SharedActivity, SharedGrid

_WORD = re.compile(r"[a-z0-9]{3,}")
_EMPTY = frozenset(
    "aux avec chez dans des dont elle est etc les leur nos notre ont ou par pas pour que qui sans ses son sous sur une"
    " vos votre and for from its not the with your ecole school".split()
)
LEAST = (1, 2)
"""Two titles are alike when at least this share of all their words is in both: a half."""


class Match(NamedTuple):
    """``declared``: the settings say so; otherwise the titles look alike, which somebody should look at."""

    ours: SharedActivity
    theirs: SharedActivity
    declared: bool


def words(title: Text) -> frozenset[str]:
    """The French words that carry meaning, singular and without accents."""
    found = _WORD.findall(folded(title.fr))
    return frozenset(word[:-1] if word[-1] in "sx" and len(word) > 3 else word for word in found) - _EMPTY


def likeness(one: frozenset[str], other: frozenset[str]) -> tuple[int, int]:
    """How many words are in both, and how many there are in all."""
    return len(one & other), len(one | other)


def matches(ours: SharedGrid, theirs: SharedGrid) -> list[Match]:
    """Each activity at most once on either side, in our order: declared pairs first, then the most alike."""
    mine = {activity.code: activity for activity in ours.activities}
    other = {activity.code: activity for activity in theirs.activities}
    found: dict[str, Match] = {}
    taken: set[str] = set()
    for code, twin in theirs.pairs.items():
        if code in mine and twin in other and code not in found and twin not in taken:
            found[code] = Match(mine[code], other[twin], declared=True)
            taken.add(twin)
    for _, code, twin in sorted(_alike(ours, theirs)):
        if code not in found and twin not in taken:
            found[code] = Match(mine[code], other[twin], declared=False)
            taken.add(twin)
    return [found[code] for code in mine if code in found]


def _alike(ours: SharedGrid, theirs: SharedGrid) -> Iterator[tuple[float, str, str]]:
    """(unlikeness, our code, their code): the most alike come first when sorted."""
    told = [(activity.code, words(activity.title)) for activity in theirs.activities]
    for activity in ours.activities:
        said = words(activity.title)
        for twin, others in told:
            both, together = likeness(said, others)
            if both and both * LEAST[1] >= together * LEAST[0]:
                yield -both / together, activity.code, twin
