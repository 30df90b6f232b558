"""What the attacker tries to find out: every cell, margin, difference of groups, difference of issues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from polyvalidate.publication.attack.knowledge import Form, Knowledge
from polyvalidate.publication.attack.tables import Scope


class People(NamedTuple):
    """Some students, as the published rows let one name them: in all of ``inside``, in none of ``outside``.

    Each is (issue, row): the people of DI 4A at issue 1 who are not in DI 5A at issue 2.
    """

    inside: tuple[tuple[int, Scope], ...]
    outside: tuple[tuple[int, Scope], ...]


class Aim(NamedTuple):
    """How many of some people are in a state: ``constant + form``, between 0 and ``size``.

    ``rank`` is a threshold reached (``exactly`` False) or a class (True); ``rose`` means: reached between ``issue`` and
    the later issue ``until``.
    """

    people: People
    size: int
    issue: int
    until: int | None
    rank: int
    exactly: bool
    constant: int
    form: Form


def aims(known: Knowledge) -> Iterator[Aim]:
    """Every aim once: the same students at the same issue are aimed at under the first name found."""
    seen: set[tuple[frozenset[int], int, int | None]] = set()
    for people, strata, issue, until in _targets(known):
        key = (strata, issue, until)
        if not strata or key in seen:
            continue
        seen.add(key)
        size = known.size(strata)
        if until is not None:
            for rank in range(known.ranks):
                form = known.form(strata, rank, until) + known.form(strata, rank, issue, -1)
                yield Aim(people, size, issue, until, rank, False, 0, form)
            continue
        for rank in range(known.ranks):
            yield Aim(people, size, issue, None, rank, False, 0, known.form(strata, rank, issue))
        # With one threshold the two classes are the threshold and its complement: nothing to add.
        for level in range(known.ranks + 1 if known.ranks > 1 else 0):
            above = known.form(strata, level, issue, -1) if level < known.ranks else ()
            here = known.form(strata, level - 1, issue) if level else ()
            yield Aim(people, size, issue, None, level, True, 0 if level else size, here + above)


_Target = tuple[People, frozenset[int], int, int | None]


def _targets(known: Knowledge) -> Iterator[_Target]:
    rows = [[(row.scope, known.strata(issue, row.scope)) for row in rows] for issue, rows in enumerate(known.shown)]
    for issue, here in enumerate(rows):
        for scope, strata in here:
            yield People(((issue, scope),), ()), strata, issue, None
    for issue, here in enumerate(rows):
        for later in range(issue, known.issues):
            for scope, strata in here:
                for other, others in rows[later]:
                    yield from _compared(known, (issue, scope, strata), (later, other, others))
    for stratum, path in enumerate(known.paths):
        inside = tuple((i, scope) for i, here in enumerate(rows) for scope, strata in here if stratum in strata)
        for issue, leaf in enumerate(path):
            if leaf is not None:
                yield People(inside, ()), frozenset({stratum}), issue, None


_Row = tuple[int, Scope, frozenset[int]]


def _compared(known: Knowledge, one: _Row, two: _Row) -> Iterator[_Target]:
    """What two overlapping rows, of one issue or of two, let one say of those in both and of those in one only."""
    both = one[2] & two[2]
    if not both:
        return
    first, second = (one[0], one[1]), (two[0], two[1])
    parts = (
        (People((first, second), ()), both),
        (People((first,), (second,)), one[2] - two[2]),
        (People((second,), (first,)), two[2] - one[2]),
    )
    for people, strata in parts:
        for issue in sorted({one[0], two[0]}):
            present = frozenset(s for s in strata if known.paths[s][issue] is not None)
            yield people, present, issue, None
    if one[0] != two[0]:
        yield parts[0][0], both, one[0], two[0]
