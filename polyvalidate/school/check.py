"""The map: a whole repository checked folder by folder, in as many processes as there are cores.

Every process reads its own folders from the tree (nothing large is sent), and sends back small results.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import NamedTuple

from polyvalidate import judgement, repository
from polyvalidate.files.schema import Reader
from polyvalidate.judgement import FolderResult, GridResult, Judge, Report
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import Folder, sort_tree
from polyvalidate.repository import Tree
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RuleSet
from polyvalidate.school.results import Results, kept_beside

BATCH = 1_500
"""Files read and judged together: large enough for Git's batches, small enough for memory and progress."""
WORTH_FORKING = 2_000
"""Below this many files a second process costs more than it brings."""

Progress = Callable[[int, int], None]


class Checked(NamedTuple):
    """A report, the book that judged and the tree it was read from."""

    report: Report
    book: Book
    tree: Tree


class Memory:
    """Folders that were judged already, by the objects they hold: of a Git tree only, which names them by content.

    A request changes one folder, and the rules on folders side by side look at all of them. It holds for one grid, one
    day and one set of rules: under others it begins anew.
    """

    def __init__(self) -> None:
        self._kept: dict[object, dict[tuple[Folder, frozenset[str]], FolderResult]] = {}

    def under(self, *what: object) -> None:
        """What the results depend on, apart from the folder."""
        self._kept = {what: self._kept.get(what, {})}

    @property
    def _results(self) -> dict[tuple[Folder, frozenset[str]], FolderResult]:
        return next(iter(self._kept.values()))

    def recall(self, folders: Sequence[Folder], twins: frozenset[str]) -> tuple[list[FolderResult], list[Folder]]:
        """What is known of some folders, and those that are still to be judged."""
        known = [(folder, self._results.get(_key(folder, twins))) for folder in folders]
        return [found for _, found in known if found is not None], [one for one, found in known if found is None]

    def keep(self, folders: Iterable[Folder], twins: frozenset[str], results: Iterable[FolderResult]) -> None:
        """Remember what was found, and forget the oldest when there is twice what one tree holds."""
        by_path = {result.path: result for result in results}
        for folder in folders:
            if folder.path in by_path:
                self._results[_key(folder, twins)] = by_path[folder.path]
        for old in list(self._results)[: max(0, len(self._results) - 2 * len(by_path) - BATCH)]:
            del self._results[old]


def _key(folder: Folder, twins: frozenset[str]) -> tuple[Folder, frozenset[str]]:
    return folder, twins.intersection(node.path for node in folder.nodes)


@cache
def make_judge(rules: RuleSet = RULES) -> Judge:
    """What judges by the schemas of the program. Compiling them takes longer than a gate does."""
    return Judge(Reader(repository.parsed_schemas()), rules)


def check(
    tree: Tree,
    today: date,
    *,
    keep_balances: bool = False,
    only: Callable[[Folder], bool] | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
    rules: RuleSet = RULES,
    memory: Memory | None = None,
    kept: bool = False,
) -> Checked:
    """Check a tree. ``only`` keeps some of the students' folders; ``keep_balances`` keeps every balance, which
    ``memory`` does not. What was ``kept`` by another command is not judged again, and what is found is kept."""
    judge = make_judge(rules)
    sorted_tree = sort_tree(tree.nodes())
    grid = judgement.check_grid(judge, tree.read(sorted_tree.grid), today, sorted_tree.twins)
    others = judgement.check_unexpected(judge, sorted_tree) + judgement.check_schemas(
        judge, tree.read(sorted_tree.schemas), repository.official_schemas()
    )
    folders = [f for f in sorted_tree.folders if only is None or only(f)]
    work = _Work(tree, judge, grid.book, sorted_tree.twins, keep_balances)
    results: list[FolderResult] = []
    asked = folders
    if memory is not None:
        memory.under(tuple(sorted_tree.grid), today, rules)
        results, asked = memory.recall(folders, sorted_tree.twins)
    store = kept_beside(tree) if kept else None
    before: Results | None = None
    if store is not None:
        before = Results(store, grid.book, sorted_tree.grid, today, keep_balances)
        results, asked = before.recall(folders, sorted_tree.twins)
    total = sum(len(f.nodes) for f in asked)
    done = 0
    with _without_collector():
        for part in _map(work, list(_batches(asked)), total, jobs):
            results.extend(part)
            done += sum(r.files for r in part)
            if progress is not None:
                progress(done, total)
    if memory is not None:
        memory.keep(folders, sorted_tree.twins, results)
    if before is not None:
        before.keep(folders, sorted_tree.twins, results[len(folders) - len(asked) :])
        results.sort(key=lambda result: result.path)
    return Checked(_fold(judge, grid, others, results, tree, folders), grid.book, tree)


def _fold(
    judge: Judge,
    grid: GridResult,
    others: tuple[Finding, ...],
    results: list[FolderResult],
    tree: Tree,
    folders: Sequence[Folder],
) -> Report:
    problems = judgement.cohort_problems(judge, grid.book, results)
    wanted = set(judgement.paths_of(problems))
    nodes = [n for f in folders for n in f.nodes if n.path in wanted]
    read = {e.path: e.data for e in tree.read(nodes) if e.data is not None}
    return judgement.fold(judge, grid, others, results, read)


@contextmanager
def _without_collector() -> Iterator[None]:
    """The check makes many small values and no cycles: the cyclic collector would only walk them, an eighth of the
    time of a large check. The memory is measured by the bench."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Work(NamedTuple):
    """What a process needs to judge folders."""

    tree: Tree
    judge: Judge
    book: Book
    twins: frozenset[str]
    keep_balances: bool

    def __call__(self, folders: Sequence[Folder]) -> list[FolderResult]:
        entries = {e.path: e for e in self.tree.read([n for f in folders for n in f.nodes])}
        results = []
        for folder in folders:
            result = judgement.check_folder(
                self.judge, self.book, folder.path, [entries[n.path] for n in folder.nodes], self.twins
            )
            results.append(result if self.keep_balances else result.without_balance())
        return results


_WORK: list[_Work] = []
"""What the forked processes of this run inherit; compiled schemas cannot be sent through a pipe."""


def _run(folders: Sequence[Folder]) -> list[FolderResult]:
    return _WORK[-1](folders)


def _map(work: _Work, batches: list[list[Folder]], files: int, jobs: int | None) -> Iterator[list[FolderResult]]:
    jobs = jobs or os.cpu_count() or 1
    # A fork of a process that has other threads may wait for ever for what one of them held.
    if jobs == 1 or files < WORTH_FORKING or not hasattr(os, "fork") or threading.active_count() > 1:
        yield from (work(batch) for batch in batches)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    _WORK.append(work)
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_run, batches)
    finally:
        _WORK.pop()


def _batches(folders: Sequence[Folder]) -> Iterator[list[Folder]]:
    batch: list[Folder] = []
    size = 0
    for folder in folders:
        batch.append(folder)
        size += len(folder.nodes)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
