"""The groups of an issue: programme × year of study, small ones merged in an order that everybody can compute.

Everything here is a function of sizes. No result is within reach, so that what is merged tells nothing of results.
"""

from __future__ import annotations

from collections.abc import Mapping

from polyvalidate.publication.attack.bands import SMALLEST_GROUP
from polyvalidate.publication.attack.tables import Kind, Leaf, Scope


def partition(sizes: Mapping[Leaf, int]) -> tuple[Scope, ...]:
    """Disjoint groups that hold every student, by leaf, *autres* last.

    A leaf under 11 merges into *autres*; as long as *autres* is under 11 it absorbs the next smallest leaf, ties by
    programme and year. A cohort under 11 gives one group that is too small: the caller refuses it.
    """
    present = {leaf: size for leaf, size in sizes.items() if size > 0}
    merged = [leaf for leaf, size in present.items() if size < SMALLEST_GROUP]
    kept = sorted((size, leaf) for leaf, size in present.items() if size >= SMALLEST_GROUP)
    while merged and kept and sum(present[leaf] for leaf in merged) < SMALLEST_GROUP:
        merged.append(kept.pop(0)[1])
    groups = [
        Scope(Kind.GROUP, leaf.programme, leaf.year, frozenset({leaf})) for leaf in sorted(leaf for _, leaf in kept)
    ]
    if merged:
        groups.append(Scope(Kind.OTHERS, None, None, frozenset(merged)))
    return tuple(groups)


def margins(sizes: Mapping[Leaf, int], groups: tuple[Scope, ...]) -> tuple[Scope, ...]:
    """What may be shown beside the groups: each programme, each year of study, the cohort. A margin under 11, or that
    holds the same students as a group or as the whole cohort, is left out."""
    present = frozenset(leaf for leaf, size in sizes.items() if size > 0)
    cohort = Scope(Kind.COHORT, None, None, present)
    found: list[Scope] = []
    taken = {group.leaves for group in groups} | {present}
    for programme in sorted({leaf.programme for leaf in present}):
        leaves = frozenset(leaf for leaf in present if leaf.programme == programme)
        found.append(Scope(Kind.PROGRAMME, programme, None, leaves))
    for year in sorted({leaf.year for leaf in present}):
        leaves = frozenset(leaf for leaf in present if leaf.year == year)
        found.append(Scope(Kind.YEAR, None, year, leaves))
    shown = [
        scope
        for scope in found
        if scope.leaves not in taken and sum(sizes[leaf] for leaf in scope.leaves) >= SMALLEST_GROUP
    ]
    return (*shown, cohort)
