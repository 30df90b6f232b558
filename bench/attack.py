"""``make bench``: how long one audit takes, and how often an issue would be withheld, on invented cohorts.

The audit is that of 36 groups and five classes, alone and after two earlier issues. The second measure draws cohorts in
which students leave, change programme and repeat a year, publishes three yearly issues of each, and counts what the
attacker let through; beside it, the same intervals put on the five classes instead of the thresholds they reach.
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
from polyvalidate.publication.attack.bands import LEVELS, band_of
from polyvalidate.publication.attack.drawing import Candidate, Heading, draw
from polyvalidate.publication.attack.knowledge import Constraint, Knowledge, Path, of_levels
from polyvalidate.publication.attack.releasing import Released, release
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import Kind, Leaf, PublicTables

COHORTS = 20
TOTAL = frozenset({Kind.COHORT})


def moves(issues: Sequence[Sequence[Standing]]) -> Counter[Path]:
    where = [{s.code: s.leaf for s in issue} for issue in issues]
    return Counter(tuple(there.get(code) for there in where) for code in sorted({c for there in where for c in there}))


def candidate(students: Sequence[Standing], year: int) -> Candidate:
    return draw(Heading(2020, date(year, 7, 1), "", {}, {}), students)


def yearly(rng: random.Random, sizes: dict[Leaf, int], unrest: float) -> Iterator[list[Standing]]:
    """Three issues of a cohort. ``unrest`` scales how many leave (1.5 % a year), move (1 %) or repeat a year (2 %)."""
    people = [
        [leaf.programme, int(leaf.year[0]), rng.gauss(1.1, 0.25), 0.0] for leaf, n in sizes.items() for _ in range(n)
    ]
    programmes = sorted({leaf.programme for leaf in sizes})
    gone: set[int] = set()
    for rank in range(3):
        students = []
        for number, person in enumerate(people):
            if rank:
                person[1] += 1
                if rng.random() < 0.015 * unrest:
                    gone.add(number)
                if rng.random() < 0.01 * unrest:
                    person[0] = rng.choice(programmes)
                if rng.random() < 0.02 * unrest:
                    person[1] -= 1
            if number in gone or person[1] > 5:
                continue
            person[3] = max(person[3], person[2] * (rank + 1) / 3 * rng.uniform(0.8, 1.2))
            level = max(0, min(4, int(person[3] * 4)))
            students.append(Standing(str(number), Leaf(str(person[0]), f"{person[1]}A"), level, frozenset()))
        yield students


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
    for unrest, name in ((0.0, "whose members stay"), (1.0, "whose members come and go")):
        rng = random.Random(1)
        issues: list[list[Standing]] = []
        tables: list[PublicTables] = []
        for rank, students in enumerate(yearly(rng, sizes, unrest)):
            issues.append(students)
            tables.append(candidate(students, 2021 + rank).tables(TOTAL, with_categories=False))
            known = of_levels(tables, moves(issues))
            start = time.perf_counter()
            leaks = attack(known)
            seconds = time.perf_counter() - start
            wanted = sum(1 for _ in aims(known))
            print(
                f"  {rank + 1} issue(s), {len(tables[-1].groups)} groups {name}: {seconds:6.2f} s, "
                f"{wanted} aims, {len(leaks)} leaks",
                flush=True,
            )


def withheld() -> None:
    said: Counter[str] = Counter()
    for seed in range(COHORTS):
        rng = random.Random(seed)
        sizes = {Leaf(p, "3A"): rng.randint(15, 60) for p in "ABCDEF"} | {
            Leaf(p, "4A"): rng.randint(2, 10) for p in "ABCD"
        }
        issues: list[list[Standing]] = []
        earlier: list[PublicTables] = []
        for rank, students in enumerate(yearly(rng, sizes, 1.0)):
            issues.append(students)
            outcome = release(candidate(students, 2021 + rank), earlier, moves(issues))
            said["thresholds: issues"] += 1
            if not isinstance(outcome, Released):
                said["thresholds: withheld"] += 1
                break
            said[f"thresholds: shown, without {len(outcome.dropped)} families of totals"] += 1
            earlier.append(outcome.tables)
        _on_classes(issues, said)
    for name, number in sorted(said.items()):
        print(f"  {name:50} {number}")


def _on_classes(issues: Sequence[Sequence[Standing]], said: Counter[str]) -> None:
    tables: list[PublicTables] = []
    counts: list[list[list[int]]] = []
    for rank, students in enumerate(issues):
        tables.append(candidate(students, 2021 + rank).tables(TOTAL, with_categories=False))
        held = [[s.level for s in students if s.leaf in row.scope.leaves] for row in tables[-1].rows]
        counts.append([[levels.count(level) for level in range(len(LEVELS))] for levels in held])
        said["classes: issues"] += 1
        try:
            leaks = attack(on_classes(of_levels(tables, moves(issues[: rank + 1])), counts), stop_at_first=True)
        except Contradiction:
            continue
        if leaks:
            said["classes: withheld"] += 1
            return


if __name__ == "__main__":
    print("One audit, 36 groups, 5 classes:")
    audit()
    if "--audit" not in sys.argv:
        print(f"{COHORTS} cohorts of some 240 students, three yearly issues:")
        withheld()
