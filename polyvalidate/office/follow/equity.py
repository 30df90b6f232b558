"""Access and outcomes beside each other: by profile, programme and cohort, in bands, for the people of the school.

Nothing of it is to be published: the same students are cut in three ways, which the attack on published figures has not
tried together. The bands and the least size of a group are those of the figures all the same, so that a printed table
says of nobody what they have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from polyvalidate.model.words import Text
from polyvalidate.office.follow.gathering import Followed, Following
from polyvalidate.office.follow.pace import GRANTED
from polyvalidate.publication.attack.bands import SMALLEST_GROUP, THRESHOLDS, band_of
from polyvalidate.reports.spreadsheets import Cell, Table

_FACETS: tuple[tuple[Text, Callable[[Followed], str]], ...] = (
    (Text("Profil", "Profile"), lambda one: one.student.profile),
    (Text("Spécialité", "Programme"), lambda one: one.student.programme),
    (Text("Promotion", "Cohort"), lambda one: str(one.student.cohort)),
)
_OTHERS, _ALL = Text("autres", "others"), Text("Ensemble", "All")
_MEASURES: tuple[tuple[Text, Callable[[Followed], bool]], ...] = (
    (Text("Ont déclaré", "Have declared"), lambda one: bool(one.claims or one.waiting or one.returned)),
    (Text("Ont des points", "Have points"), lambda one: one.balance.credited > 0),
    (Text("Dans deux catégories ou plus", "In two categories or more"), lambda one: _categories(one) > 1),
    (Text("25 % du seuil", "25 % of the threshold"), lambda one: _level(one) > 0),
    (Text("50 %", "50 %"), lambda one: _level(one) > 1),
    (Text("75 %", "75 %"), lambda one: _level(one) > 2),
    (Text("Seuil ou quitus", "Threshold or quitus"), lambda one: _level(one) > 3),
)
_HEADS = (Text("Par", "By"), Text("Groupe", "Group"), Text("Élèves", "Students"))
_BAND = Text("{lowest} à {highest} %", "{lowest} to {highest} %")


def equity(following: Following, name: str, lang: str) -> Table:
    """One line a group, then everybody: of how many students, in which band, in hundredths, lies the share of those who
    have declared, who have points, who have reached each part of the threshold. Empty under eleven students."""
    rows: list[tuple[Cell, ...]] = []
    for facet, key in _FACETS:
        found: dict[str, list[Followed]] = {}
        for one in following.students:
            found.setdefault(key(one), []).append(one)
        rows += [_row(facet.of(lang), group, members, lang) for group, members in _merged(found, lang).items()]
    if len(following.students) >= SMALLEST_GROUP:
        rows.append(_row("", _ALL.of(lang), following.students, lang))
    heads = (*_HEADS, *(title for title, _ in _MEASURES))
    return Table(name, tuple(head.of(lang) for head in heads), tuple(rows))


def _merged(groups: Mapping[str, Sequence[Followed]], lang: str) -> dict[str, Sequence[Followed]]:
    """The groups by name; those under eleven are one, which takes the smallest of the others in while it is under
    eleven itself. It depends on sizes alone, as in published figures."""
    kept = {name: groups[name] for name in sorted(groups) if len(groups[name]) >= SMALLEST_GROUP}
    others = [one for name, members in sorted(groups.items()) if name not in kept for one in members]
    while others and kept and len(others) < SMALLEST_GROUP:
        others += kept.pop(min(kept, key=lambda name: (len(kept[name]), name)))
    return {**kept, **({_OTHERS.of(lang): others} if len(others) >= SMALLEST_GROUP else {})}


def _row(facet: str, group: str, members: Sequence[Followed], lang: str) -> tuple[Cell, ...]:
    return (facet, group, len(members), *_numbers(members, lang))


def _numbers(members: Sequence[Followed], lang: str) -> Iterable[str]:
    for _, has in _MEASURES:
        size = len(members)
        band = band_of(sum(map(has, members)), size)
        yield _BAND.of(lang, lowest=100 * band.lowest // size, highest=-(-100 * band.highest // size))


def _categories(one: Followed) -> int:
    return len({line.category for line in one.balance.lines if line.credited > 0})


def _level(one: Followed) -> int:
    """How many parts of the threshold somebody has reached: quarters, then all of it, or the jury's word."""
    balance = one.balance
    if one.outcome in GRANTED or (one.outcome != "not-acquired" and balance.reached):
        return len(THRESHOLDS)
    if not balance.required:
        return 0
    return min(len(THRESHOLDS) - 1, balance.credited * len(THRESHOLDS) // balance.required)
