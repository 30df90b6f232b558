"""The gate: a change of a Git repository, read as objects and judged by the grid and roles of its base.

Here the door to Git meets the pure judgement of ``judgement.change``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.judgement import FolderResult, GridResult, Judge
from polyvalidate.judgement.change import check_change, decide_one, refused_findings
from polyvalidate.judgement.rights import Authority, Decision, actor_of, writers, writers_of
from polyvalidate.judgement.verdict import MOST_FILES, Around, Change, FolderChange, Request, Verdict
from polyvalidate.judgement.waiting import Past
from polyvalidate.model.findings import Finding, Keys, Place
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import folder_kind, folder_of
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, resolve
from polyvalidate.repository.boxes import proposed
from polyvalidate.repository.changes import Sides, grid_entries, read_change, read_folder, sides
from polyvalidate.repository.git import run_git
from polyvalidate.repository.pieces import digests
from polyvalidate.repository.trees import GitTree
from polyvalidate.rules.cases import Remark
from polyvalidate.rules.privacy import is_personal
from polyvalidate.school.check import Checked, Memory, Progress, check, make_judge
from polyvalidate.school.impact import weigh


class Gated(NamedTuple):
    """A verdict and what it was reached from: both commits, the book of the base, the bytes findings stand in.
    ``asked`` is the head of the request: in a box, another commit than the one that was judged. ``alone``: the change,
    when it is of one student's folder and of nothing else. ``past``: how activities of which it awaits something were
    decided before, None when the other folders were not read."""

    verdict: Verdict
    book: Book
    base: str
    head: str
    asked: str
    files: dict[str, bytes]
    objects_read: int
    alone: FolderChange | None = None
    past: Past | None = None


def gate(
    place: Path,
    base: str,
    head: str,
    request: Request,
    today: date,
    *,
    across: bool = False,
    judge: Judge | None = None,
    progress: Progress | None = None,
    most: int | None = None,
    memory: Memory | None = None,
) -> Gated:
    """Judge what merging ``head`` into ``base`` would do; ``most`` is how many objects may be read for it.

    ``across`` also runs the rules on folders side by side, which read every folder, or those that ``memory`` has not;
    ``progress`` then hears of the files. Raises ``Unreadable`` when a revision cannot be read; a change that is only
    wrong comes back as a verdict.
    """
    with sides(place, base, proposed(place, base, head, request.box, most), most) as found:
        return gated_in(
            found, place, head, request, today, across=across, judge=judge, progress=progress, memory=memory
        )


def gated_in(
    found: Sides,
    place: Path,
    head: str,
    request: Request,
    today: date,
    *,
    across: bool = False,
    judge: Judge | None = None,
    progress: Progress | None = None,
    memory: Memory | None = None,
    grid: GridResult | None = None,
) -> Gated:
    """The same of a change that is open already; ``grid`` is what its base says, where that is known."""
    judge = judge or make_judge()
    asked = resolve(place, head) if request.box else found.head_commit
    grid = grid or base_grid(found, judge, today)
    authority = Authority(actor_of(request.actor, grid.book), grid.book, writers_of(judge.reader.schemas))
    # A person without a role is refused well before that many files; the offices work on whole cohorts.
    change = read_change(found) if authority.actor.holders else read_change(found, MOST_FILES)
    strange = [Remark("signed", Place(""), {"commit": commit[:12]}) for commit in _not_theirs(found, authority)]
    change = change._replace(
        digests=digests(found, change, asked if request.box else ""), remarks=(*change.remarks, *strange)
    )
    if grid.book.names_land:
        change = change._replace(remarks=(*change.remarks, *_messages(place, found.base_commit, found.head_commit)))
    after, around = grid.book, Around()
    settled: list[FolderResult] | None = None
    # Every folder is judged anew, which takes time: only for somebody who may change the grid.
    keeps = bool(authority.actor.holding("keeper"))
    if keeps and any(other.path.startswith(("grid/", "schemas/")) for other in change.others):
        after, around = _with_new_grid(place, found, judge, today, progress)
        if not any(other.path.startswith("grid/20") for other in change.others):
            around = around._replace(impact=None)  # roles and schemas are worth no point
    elif across:
        whole = check(_tree(place, found, found.new_tree), today, rules=judge.rules, progress=progress, memory=memory)
        settled = _settled(judge, grid, change, whole)
        around = _across(judge, grid, settled, whole)
        own = (r.path for r in whole.report.results if r.facts.account == request.actor)
        authority = authority._replace(home=next(own, authority.home))
    verdict = check_change(judge, authority, change, request, after, around)
    files = {e.path: e.data for folder in change.folders for e in folder.after if e.data is not None}
    files |= {o.path: o.after.data for o in change.others if o.after is not None and o.after.data is not None}
    read, alone = found.objects.read, _alone(change)
    codes = {claim.activity.code for claim in verdict.claims.values()}
    past = Past.of(settled, codes) if settled is not None and codes else None
    return Gated(verdict, grid.book, found.base_commit, found.head_commit, asked, files, read, alone, past)


def base_grid(found: Sides, judge: Judge, today: date) -> GridResult:
    """What the base of a change says of the grid and of who may write what."""
    return judgement.check_grid(judge, grid_entries(found, found.base_tree), today)


def proposal(place: Path, base: str, head: str, box: str = "") -> FolderChange | None:
    """What merging ``head`` into ``base`` would do to the one student's folder that it changes, read and not judged;
    None when it is about anything else. Raises ``Unreadable``."""
    with sides(place, base, proposed(place, base, head, box)) as found:
        return _alone(read_change(found, MOST_FILES))


def _alone(change: Change) -> FolderChange | None:
    only = change.folders if len(change.folders) == 1 and not change.others else ()
    return next(iter(only), None)


def _not_theirs(found: Sides, authority: Authority) -> list[str]:
    """The commits that a request brings under the name of a role which its author does not hold. The audit believes
    what such a commit says, of who proposed it and of who decided."""
    return [commit for commit, code in found.makers.items() if code and code not in authority.actor.codes]


_SIGNED = re.compile(r"^[A-Z][a-z]+(?:-[a-z]+)*-by: .*$", re.MULTILINE)


def _messages(place: Path, base: str, head: str) -> Iterator[Remark]:
    """The commits of a request whose message says how to reach somebody, or a number of theirs. A line that signs, such
    as ``Co-authored-by``, says no more than the name of an author."""
    limit = f"--max-count={MOST_FILES}"  # of more commits, other rules refuse the request
    said = run_git(place, "log", "-z", "--no-use-mailmap", "--format=%H%n%B", limit, head, f"^{base}")
    for row in said.decode("utf-8", "replace").split("\0"):
        commit, _, message = row.partition("\n")
        if is_personal(_SIGNED.sub("", message)):
            yield Remark("message", Place(""), {"commit": commit[:12]})


class Answer(NamedTuple):
    """May somebody write this? The decision, the roles whose it is, and the finding that says why not."""

    account: str
    codes: tuple[str, ...]
    decision: Decision
    roles: frozenset[str]
    findings: tuple[Finding, ...]
    book: Book


def may_write(place: Path, base: str, path: str, keys: Keys, who: str, today: date) -> Answer:
    """Who may write a key of a file at a revision, decided as the gate would. ``who`` is an account or a role's code.

    Raises ``Unreadable`` for a code that is not in ``grid/roles.yml``.
    """
    judge = make_judge()
    with sides(place, base, base) as found:
        grid = judgement.check_grid(judge, grid_entries(found, found.base_tree), today)
        book = grid.book
        holder = book.roles.get(who)
        if holder is None and ":" not in who:
            raise Unreadable(
                Text("Le code {who} n'est pas dans grid/roles.yml.", "The code {who} is not in grid/roles.yml."),
                who=ascii(who)[1:-1],
            )
        actor = actor_of(holder.account if holder is not None else who, book)
        table = writers_of(judge.reader.schemas)
        folder = folder_of(path)
        entries = read_folder(found, folder) if folder is not None else ()
    decision = decide_one(judge, Authority(actor, book, table), path, keys, entries)
    kind = folder_kind(path.split("/", 3)[3]) if folder is not None else ""
    roles = writers(table, kind, keys) if kind in table else frozenset({"keeper"})
    return Answer(actor.account, tuple(sorted(actor.codes)), decision, roles, refused_findings(judge, [decision]), book)


def _tree(place: Path, found: Sides, tree: str) -> GitTree:
    return GitTree.of_tree(place, tree, found.environment)


def _with_new_grid(
    place: Path, found: Sides, judge: Judge, today: date, progress: Progress | None
) -> tuple[Book, Around]:
    """A change of the grid judges every declaration anew: the whole repository, before and after."""
    before, after = (
        check(_tree(place, found, tree), today, keep_balances=True, rules=judge.rules, progress=progress)
        for tree in (found.base_tree, found.new_tree)
    )
    return after.book, Around(before.report.findings, after.report.findings, across=True, impact=weigh(before, after))


def _settled(judge: Judge, grid: GridResult, change: Change, after: Checked) -> list[FolderResult]:
    """The folders as they were before. Only the touched ones differ from what is there after."""
    touched = {folder.path: folder for folder in change.folders}
    others = [result for result in after.report.results if result.path not in touched]
    before = [judgement.check_folder(judge, grid.book, path, folder.before) for path, folder in touched.items()]
    return [*others, *before]


def _across(judge: Judge, grid: GridResult, before: Iterable[FolderResult], after: Checked) -> Around:
    """The findings between folders, before and after."""
    return Around(
        _between(judge, grid.book, before),
        tuple(f for f in after.report.findings if f.code.startswith("PP5")),
        across=True,
    )


def _between(judge: Judge, book: Book, results: Iterable[FolderResult]) -> tuple[Finding, ...]:
    """The findings on folders side by side; where they stand in the text does not matter on this side."""
    ordered = sorted(results, key=lambda result: result.path)
    return judgement.fold(judge, GridResult(book, (), 0), (), [r.without_findings() for r in ordered]).findings
