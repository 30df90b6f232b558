"""``make bench``: how long one audit takes, and what other ways to publish would tell or lose, on invented cohorts.

The audit is that of 36 groups and five classes, alone and after two earlier issues. Beside it, for cohorts of some 240
published three times: the same intervals put on the five classes instead of the thresholds they reach, and how much
wider than a band of its own the sum is that is shown of the whole cohort.
"""

from __future__ import annotations

import dataclasses
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from polyvalidate.publication.attack.aims import aims
from polyvalidate.publication.attack.attacker import Contradiction, attack
from polyvalidate.publication.attack.bands import LEVELS, Band, band_of, reached
from polyvalidate.publication.attack.drawing import Heading, draw
from polyvalidate.publication.attack.knowledge import Constraint, Knowledge, of_levels
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import Kind, Leaf, PublicTables

COHORTS = 20


def tables_of(students: Sequence[Standing], year: int) -> PublicTables:
    """The groups and the cohort."""
    drawn = draw(Heading(2020, date(year, 7, 1), date(2021, 7, 1), "", {}, {}, 2), students)
    return drawn._replace(rows=tuple(row for row in drawn.rows if row.scope.kind is not Kind.YEAR)).tables()


def yearly(rng: random.Random, sizes: dict[Leaf, int]) -> Iterator[list[Standing]]:
    """Three issues of the students of a cohort."""
    people = [[leaf, rng.gauss(1.1, 0.25), 0.0] for leaf, n in sizes.items() for _ in range(n)]
    for rank in range(3):
        for person in people:
            person[2] = max(person[2], person[1] * (rank + 1) / 3 * rng.uniform(0.8, 1.2))
        yield [
            Standing(str(number), leaf, max(0, min(4, int(points * 4))), frozenset())
            for number, (leaf, _, points) in enumerate(people)
        ]


def known_of(tables: Sequence[PublicTables], students: Sequence[Standing]) -> Knowledge:
    return of_levels(tables, Counter((student.leaf,) * len(tables) for student in students))


def on_classes(known: Knowledge, counts: Sequence[Sequence[Sequence[int]]]) -> Knowledge:
    """What would be known if intervals were those of the five classes: the sums that everybody knows included."""
    within = [c for c in known.within if c.highest is None]
    for issue, rows in enumerate(known.shown):
        for row, numbers in zip(rows, counts[issue], strict=True):
            strata = known.strata(issue, row.scope)
            size = known.size(strata)
            for level in range(len(LEVELS)):
                band = band_of(numbers[level], size)
                above = known.form(strata, level, issue, -1) if level < len(LEVELS) - 1 else ()
                here = known.form(strata, level - 1, issue) if level else ()
                constant = 0 if level else size
                within.append(Constraint(here + above, band.lowest - constant, band.highest - constant))
    return dataclasses.replace(known, within=tuple(within))


def audit() -> None:
    sizes = {Leaf(f"P{n:02}", "3A"): 11 + n * 49 // 35 for n in range(36)}
    tables: list[PublicTables] = []
    for rank, students in enumerate(yearly(random.Random(1), sizes)):
        tables.append(tables_of(students, 2021 + rank))
        known = known_of(tables, students)
        start = time.perf_counter()
        leaks = attack(known)
        seconds = time.perf_counter() - start
        wanted = sum(1 for _ in aims(known))
        print(f"  {rank + 1} issue(s), 36 groups: {seconds:6.2f} s, {wanted} aims, {len(leaks)} leaks", flush=True)


def other_ways() -> None:
    said: Counter[str] = Counter()
    widths: list[tuple[float, float]] = []
    for seed in range(COHORTS):
        rng = random.Random(seed)
        sizes = {Leaf(p, "3A"): rng.randint(15, 60) for p in "ABCDEF"} | {
            Leaf(p, "4A"): rng.randint(2, 10) for p in "ABCD"
        }
        issues = list(yearly(rng, sizes))
        tables = [tables_of(students, 2021 + rank) for rank, students in enumerate(issues)]
        for shown, students in zip(tables, issues, strict=True):
            for number, band in zip(reached([s.level for s in students]), shown.rows[-1].reached, strict=True):
                widths.append((_part(band, shown.size), _part(band_of(number, shown.size), shown.size)))
        _on_classes(issues, tables, said)
    for name, number in sorted(said.items()):
        print(f"  {name:50} {number}")
    added, own = (100 * sum(each) / len(widths) for each in zip(*widths, strict=True))
    print(f"  the cohort, in parts of its students: sums {added:.1f} %, bands of its own {own:.1f} %")


def _part(band: Band, size: int) -> float:
    return (band.highest - band.lowest + 1) / size


def _on_classes(issues: Sequence[Sequence[Standing]], tables: Sequence[PublicTables], said: Counter[str]) -> None:
    counts: list[list[list[int]]] = []
    for rank, students in enumerate(issues, 1):
        held = [[s.level for s in students if s.leaf in row.scope.leaves] for row in tables[rank - 1].rows]
        counts.append([[levels.count(level) for level in range(len(LEVELS))] for levels in held])
        said["classes: issues"] += 1
        known = known_of(tables[:rank], students)
        try:
            leaks = attack(on_classes(known, counts), stop_at_first=True)
        except Contradiction:
            continue
        if leaks:
            said["classes: an issue that tells too much"] += 1
            return


if __name__ == "__main__":
    print("One audit, 36 groups, 5 classes:")
    audit()
    if "--audit" not in sys.argv:
        print(f"{COHORTS} cohorts of some 240 students, three yearly issues:")
        other_ways()
