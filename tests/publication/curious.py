"""A third attacker, for whole cohorts: it reads the published JSON and who is enrolled where, nothing of the product.

Written from the rule: integers by stratum and by rising path of classes, exact sizes, every interval of every issue;
minimum and maximum of each number by integer programming; too much is known when lo = hi in 1..4, lo >= N - c, hi <= c,
or hi - lo < 3, for a coalition of c; of people fewer than eleven, when all have it or none has.
"""

from __future__ import annotations

import itertools
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

THRESHOLDS = ("25", "50", "75", "quitus")
_YEARS = {"FISE3": 3, "FISE4": 2, "FISA": 3}
Group = tuple[str, str] | None


def enrolled(root: Path, commit: str, cohort: int, day: str) -> dict[str, Group]:
    """Programme and year of study of everybody who is there that day, from the files of the registry office."""
    listing = ["git", "-C", str(root), "ls-tree", "-r", "--name-only", commit, f"declarations/{cohort}/"]
    paths = [p for p in subprocess.check_output(listing, text=True).splitlines() if p.endswith("/student.yml")]
    wanted = "".join(f"{commit}:{path}\n" for path in paths)
    batch = subprocess.run(
        ["git", "-C", str(root), "cat-file", "--batch"], input=wanted.encode(), capture_output=True, check=True
    ).stdout
    found: dict[str, Group] = {}
    for path in paths:
        head, _, batch = batch.partition(b"\n")
        size = int(head.split()[2])
        student = yaml.safe_load(batch[:size])
        batch = batch[size + 1 :]
        if "left" in student and str(student["left"]) <= day:
            continue
        # The academic year begins on 1 September; a year repeated is lived twice.
        lived = int(day[:4]) - (day[5:] < "09-01") - cohort - student.get("extra_years", 0)
        years = _YEARS[student["profile"]]
        if lived < years:
            found[path.split("/")[2]] = (student["programme"], f"{6 - years + max(lived, 0)}A")
    return found


class Curious:
    """What somebody knows who kept every issue of a cohort."""

    def __init__(self, issues: list[dict[str, Any]], members: list[dict[str, Group]]) -> None:
        self.issues = issues
        everybody = sorted(set().union(*members))
        self.sizes = Counter(tuple(there.get(code) for there in members) for code in everybody)
        self.strata = sorted(self.sizes, key=repr)
        self.paths = [p for p in itertools.product(range(5), repeat=len(issues)) if list(p) == sorted(p)]
        self.cells = list(itertools.product(range(len(self.strata)), range(len(self.paths))))
        rows, low, high = [], [], []
        for number, stratum in enumerate(self.strata):
            rows.append(np.array([float(s == number) for s, _ in self.cells]))
            low.append(self.sizes[stratum])
            high.append(self.sizes[stratum])
        for issue, group, strata in self.groups():
            size = sum(self.sizes[self.strata[s]] for s in strata)
            assert size == group["size"], "exact sizes are known"
            for rank, name in enumerate(THRESHOLDS):
                rows.append(self.weights(strata, lambda path, issue=issue, rank=rank: path[issue] > rank))
                low.append(group["reached"][name][0])
                high.append(group["reached"][name][1])
        self.known = LinearConstraint(csr_array(np.array(rows)), np.array(low), np.array(high))
        # Some worlds that agree with everything: where two of them differ enough, nothing more is to be proved.
        chance = np.random.default_rng(1)
        self.worlds = np.array([self.world(chance.normal(size=len(self.cells)))[1] for _ in range(3)])

    def groups(self) -> Iterator[tuple[int, dict[str, Any], frozenset[int]]]:
        """Every published row: its issue, and the strata it is about."""
        for issue, tables in enumerate(self.issues):
            for group in tables["groups"]:
                yield issue, group, frozenset(s for s, x in enumerate(self.strata) if _holds(group, x[issue]))

    def weights(self, strata: frozenset[int], has: Callable[[tuple[int, ...]], bool]) -> Any:
        return np.array([float(s in strata and has(self.paths[p])) for s, p in self.cells])

    def world(self, weights: Any) -> tuple[int, Any]:
        """A world that agrees with everything known, with the least of something; the least only counts if whole."""
        found = milp(weights, integrality=1, bounds=Bounds(0, np.inf), constraints=self.known)
        assert found.status == 0, found.message
        return round(found.fun), np.rint(found.x)

    def learned(self) -> list[str]:
        """Everything that is too much: of groups, of the cohort without a group, of those who left a group."""
        said = []
        for name, issue, strata in self._people():
            size = sum(self.sizes[self.strata[s]] for s in strata)
            for rank in range(4):
                said += self._judge(f"{name} >{rank}", size, self.weights(strata, lambda p, i=issue, r=rank: p[i] > r))
            if size >= 11:
                for level in range(5):
                    weights = self.weights(strata, lambda p, i=issue, c=level: p[i] == c)
                    said += self._judge(f"{name} ={level}", size, weights)
        return said

    def _people(self) -> Iterator[tuple[str, int, frozenset[int]]]:
        rows = list(self.groups())
        cohort = [frozenset(s for s, x in enumerate(self.strata) if x[i]) for i in range(len(self.issues))]
        for issue, group, strata in rows:
            name = f"{issue} {group['kind']} {group.get('programme', '')} {group.get('year', '')}"
            yield name, issue, strata
            if group["kind"] == "group":
                yield f"all but {name}", issue, cohort[issue] - strata
                for later, other, others in rows:
                    if later == issue + 1 and other["kind"] == "group" and strata & others and strata - others:
                        yield f"gone from {name}", issue, strata - others

    def _judge(self, name: str, size: int, weights: Any) -> list[str]:
        seen = self.worlds @ weights
        if not _too_much(size, round(seen.min()), round(seen.max())):
            return []
        (low, least), (less, most) = self.world(weights), self.world(-weights)
        self.worlds = np.vstack([self.worlds, least, most])
        return [f"{name}: {low} to {-less} of {size}"] if _too_much(size, low, -less) else []


def _too_much(size: int, low: int, high: int) -> bool:
    """The rule, for coalitions of one, two and three; for few people, all or none."""
    if size < 11:
        return low == size or high == 0
    exact = low == high and 1 <= low <= 4
    return exact or high - low < 3 or any(low >= size - c or high <= c for c in (1, 2, 3))


def _holds(group: dict[str, Any], where: Group) -> bool:
    """Whether a published row is about the students of a programme and year."""
    if where is None:
        return False
    if group["kind"] == "others":
        return list(where) in group["merged"]
    programme, year = where
    return group.get("programme", programme) == programme and group.get("year", year) == year
