"""Students who came, went or changed groups from one issue to the next, and groups that became too small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from polyvalidate.publication.attack.tables import Kind, Leaf, PublicTables


def moves(histories: Sequence[dict[str, Leaf]]) -> Counter[tuple[Leaf | None, ...]]:
    """How many students followed each path through the groups of some issues."""
    codes = sorted({code for history in histories for code in history})
    return Counter(tuple(history.get(code) for history in histories) for code in codes)


def changes_of(histories: Sequence[dict[str, Leaf]]) -> tuple[int, int, int] | None:
    """Since the issue before: how many came, went, and changed programme or did not move up with the others."""
    if len(histories) < 2:
        return None
    before, now = histories[-2], histories[-1]
    stayed = before.keys() & now.keys()
    elsewhere = sum(
        before[code].programme != now[code].programme or before[code].year == now[code].year for code in stayed
    )
    return len(now.keys() - stayed), len(before.keys() - stayed), elsewhere


def now_merged(tables: PublicTables, published: Sequence[PublicTables]) -> tuple[Leaf, ...]:
    """The leaves of *autres* whose programme had a group of its own, a year lower, at the issue before."""
    if not published:
        return ()
    alone = {leaf for row in published[-1].groups if row.scope.kind is Kind.GROUP for leaf in row.scope.leaves}
    merged = {leaf for row in tables.groups if row.scope.kind is Kind.OTHERS for leaf in row.scope.leaves}
    return tuple(sorted(leaf for leaf in merged if Leaf(leaf.programme, f"{int(leaf.year[0]) - 1}A") in alone))
