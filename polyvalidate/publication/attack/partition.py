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


def margins(groups: tuple[Scope, ...]) -> tuple[Scope, ...]:
    """What is shown beside the groups: the programmes and the years of study that several whole groups make up and that
    are not everybody, then the cohort."""
    present = frozenset(leaf for group in groups for leaf in group.leaves)
    named = [
        *(Scope(Kind.PROGRAMME, code, None, present) for code in sorted({leaf.programme for leaf in present})),
        *(Scope(Kind.YEAR, None, year, present) for year in sorted({leaf.year for leaf in present})),
    ]
    found = [scope._replace(leaves=frozenset(leaf for leaf in scope.leaves if scope.names(leaf))) for scope in named]
    whole = [scope for scope in found if scope.leaves < present and _made_of_several(scope, groups)]
    return (*whole, Scope(Kind.COHORT, None, None, present))


def _made_of_several(scope: Scope, groups: tuple[Scope, ...]) -> bool:
    parts = [group.leaves for group in groups if group.leaves & scope.leaves]
    return len(parts) > 1 and frozenset().union(*parts) == scope.leaves
