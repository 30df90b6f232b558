"""The fold: the results of the folders, of the grid and of the folders side by side, in one report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from polyvalidate.files import source
from polyvalidate.judgement.files import Files, Judge
from polyvalidate.judgement.folder import FolderResult
from polyvalidate.judgement.grid import GridResult
from polyvalidate.model.findings import Finding, Place, Problem, Severity
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import REGULAR, Entry, Layout
from polyvalidate.rules.cases import CohortCase, FileCase
from polyvalidate.rules.registry import Sees


@dataclass(frozen=True, slots=True)
class Report:
    """A repository judged: findings in file, line, column, code order, and how much was looked at."""

    findings: tuple[Finding, ...]
    files: int
    folders: int
    results: tuple[FolderResult, ...] = ()

    @property
    def blocked(self) -> bool:
        return any(f.severity is Severity.ERROR for f in self.findings)


def check_unexpected(judge: Judge, sorted_tree: Layout) -> tuple[Finding, ...]:
    """Paths under the judged folders that nothing provides for."""
    files = Files(judge, sorted_tree.twins)
    for node in sorted_tree.unexpected:
        files.unexpected(node.path, node.mode)
    return files.findings()


def check_schemas(judge: Judge, entries: Iterable[Entry], official: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """The copies of the schemas that editors use, against the schemas that judge."""
    files = Files(judge)
    for entry in entries:
        name = entry.path.partition("/")[2]
        if entry.mode not in REGULAR:
            files.unexpected(entry.path, entry.mode)
        elif name in official and entry.data is not None and entry.data.replace(b"\r\n", b"\n") != official[name]:
            case = FileCase(entry.path, (source.Refusal("schema-differs"),))
            files.problems += judge.rules.judge(Sees.FILE, case)
    return files.findings()


def fold(
    judge: Judge,
    grid: GridResult,
    others: Iterable[Finding],
    results: Sequence[FolderResult],
    read: Mapping[str, bytes] | None = None,
) -> Report:
    """Findings of all folders, of the grid and of the folders side by side, in one order.

    ``read`` gives the bytes of the few files that side-by-side findings stand in, so that they have a line.
    """
    findings = [*grid.findings, *others]
    for result in results:
        findings.extend(result.findings)
    side_by_side = Files(judge)
    side_by_side.problems = cohort_problems(judge, grid.book, results)
    side_by_side.bytes = dict(read or {})
    findings.extend(side_by_side.findings())
    findings.sort(key=lambda f: f.order)
    files = grid.files + sum(result.files for result in results)
    return Report(tuple(findings), files, len(results), tuple(results))


def cohort_problems(judge: Judge, book: Book, results: Sequence[FolderResult]) -> list[Problem]:
    """What the rules on folders side by side find, from the facts of each folder."""
    facts = tuple(result.facts for result in sorted(results, key=lambda r: r.path))
    return judge.rules.judge(Sees.COHORT, CohortCase(facts, book))


def paths_of(problems: Iterable[Problem]) -> list[str]:
    """The files that problems stand in."""
    places: Iterable[Place] = (p.place for p in problems)
    return sorted({place.path for place in places})
