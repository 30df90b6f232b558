"""The queue: the open requests of a repository, known from their references, and what each of them waits for.

The references do not say who opened a request: a request that touches one student's folder is taken as that student's.
The gate, which knows the author, says the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from polyvalidate.judgement import GridResult, Judge
from polyvalidate.judgement.awaiting import evaluators, kind_of
from polyvalidate.judgement.together import Clash, Proposed, clashes, documents, meets
from polyvalidate.judgement.verdict import MOST_FILES, Request, Verdict
from polyvalidate.judgement.waiting import Other, Past, Queue, Returned, Unjudged, Waiting
from polyvalidate.model.clock import day_in
from polyvalidate.model.codes import in_order
from polyvalidate.model.findings import Severity, printable
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import folder_of
from polyvalidate.model.score import Basis
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, resolve, run_git, zone_of
from polyvalidate.repository.boxes import HEADS, HERE, head_in_box, proposed
from polyvalidate.repository.changes import Sides, sides
from polyvalidate.repository.differing import Differences
from polyvalidate.repository.git import try_git
from polyvalidate.repository.landed import landed
from polyvalidate.repository.partial import complete
from polyvalidate.repository.soundness import LAST_SECOND
from polyvalidate.repository.trees import GitTree
from polyvalidate.school.check import Checked, Progress, check, make_judge
from polyvalidate.school.gate import base_grid, gated_in

MOST_READ = 5_000
"""Objects read of one request among others; of a student's, with fifty files and a hundred commits, a thousand are."""

_NO_CATEGORY = Text(
    "Il n'y a pas de catégorie {category} dans la grille. Écrivez l'une de celles-ci : {known:list}.",
    "There is no category {category} in the grid. Write one of these: {known:list}.",
)
_REFERENCE = re.compile(r"refs/(?:pull|merge-requests)/([0-9]{1,9})/head", re.ASCII)


class Opened(NamedTuple):
    """An open request: what it is called, its reference, and the day of its first commit; of one in a box, that box."""

    key: str
    ref: str
    since: date
    box: str = ""


def open_requests(place: Path, base: str, today: date) -> Iterator[Opened]:
    """The requests whose head is not in the branch, oldest first. One that has no readable date is of ``today``."""
    patterns = ("refs/pull/*/head", "refs/merge-requests/*/head", f"{HEADS}*/*")
    listed = try_git(place, "for-each-ref", f"--no-merged={base}", "--format=%(refname)", *patterns)
    refs = listed.output.decode("utf-8", "replace").split()
    if listed.code:  # one of them cannot be walked through: each is asked by itself
        named = run_git(place, "for-each-ref", "--format=%(refname)", *patterns).decode("utf-8", "replace").split()
        refs = [ref for ref in named if try_git(place, "merge-base", "--is-ancestor", ref, base).code]
    found, zone, entered = [], zone_of(place, base), dict(landed(place, base))
    for ref in refs:
        own, head = _REFERENCE.fullmatch(ref), head_in_box(ref)
        key, box = (head.key, head.box) if head is not None else (own[1] if own is not None else "", "")
        if key and resolve(place, ref) not in entered:
            started = HERE + box if box else base
            found.append(Opened(key, ref, _since(place, started, ref, zone) or today, box))
    yield from sorted(found, key=lambda one: (one.since, one.box, int(one.key.rpartition("/")[2])))


def _since(place: Path, base: str, ref: str, zone: ZoneInfo) -> date | None:
    """The day on which the first commit of a request was written. Its author says so: it sorts, and proves nothing."""
    said = try_git(place, "log", "--no-use-mailmap", "--format=%at", "--end-of-options", f"{base}..{ref}").output
    first = min(map(int, said.split()), default=LAST_SECOND)  # of a date that does not read, Git says nothing
    return day_in(datetime.fromtimestamp(first, UTC), zone) if first < LAST_SECOND else None


def queue(
    place: Path,
    base: str,
    today: date,
    *,
    category: str | None = None,
    days: int = 0,
    progress: Progress | None = None,
    judging: Progress | None = None,
    checked: Checked | None = None,
    later: bool = True,
) -> Queue:
    """All that waits. ``category`` keeps the declarations of one category; ``days`` those that wait so long, and those
    of younger requests that would break a rule with one of them.

    ``checked`` is the base on that day with its balances, for a caller that has checked it already. ``progress`` hears
    of the files read, ``judging`` of the requests. Without ``later``, ``today`` may be long past: a request that was
    written afterwards is left out.
    """
    judge = make_judge()
    commit = resolve(place, base)
    requests = [one for one in open_requests(place, commit, today) if later or one.since <= today]
    old = {opened.key for opened in requests if (today - opened.since).days >= days}
    requests = requests if old else []  # nothing young is shown for itself
    complete(place, commit, *(opened.ref for opened in requests))
    if checked is None:
        checked = check(GitTree(place, commit), today, keep_balances=True, progress=progress, kept=True)
    known = sorted({code for grid in checked.book.grids.values() for code in grid.categories}, key=in_order)
    if category is not None and known and category not in known:
        raise Unreadable(_NO_CATEGORY, category=category, known=tuple(known))
    past = Past.of(checked.report.results)
    owners = {r.path: r.student.account for r in checked.report.results if r.student is not None}
    waiting: list[Waiting] = []
    returned: list[Returned] = []
    others: list[Other] = []
    unjudged: list[Unjudged] = []
    sound: list[Proposed] = []
    grid: GridResult | None = None
    for done, opened in enumerate(requests, 1):
        if judging is not None:
            judging(done, len(requests))
        try:
            head = proposed(place, commit, opened.ref, opened.box, MOST_READ)
            with sides(place, commit, head, MOST_READ) as found:
                folder, paths = _contents(found)
                gated = None
                if folder is not None:
                    request = Request(owners.get(folder) or "", opened.since, box=opened.box)
                    grid = grid or base_grid(found, judge, today)  # one base for all
                    gated = gated_in(found, place, opened.ref, request, today, judge=judge, grid=grid)
        except Unreadable as stopped:
            unjudged.append(Unjudged(opened.key, opened.since, stopped.text))
            continue
        if folder is None or gated is None:
            if category is None:
                others.append(Other(opened.key, opened.since, tuple(printable(path) for path in paths)))
            continue
        verdict = gated.verdict
        if verdict.to_mend:
            returned.append(_returned(opened, folder, verdict))
            continue
        if gated.alone is not None:
            sound.append(Proposed(opened.key, gated.alone))
        waiting += [
            past.waiting(opened.key, opened.since, verdict.claims[wait.path], wait.kind, wait.codes)
            for wait in verdict.awaits
        ]
    for result in checked.report.results:
        lines = {line.path: line.basis for line in result.balance.lines} if result.balance is not None else {}
        for claim in result.claims:
            if lines.get(claim.declaration.path) is Basis.AWAITING:
                waiting.append(past.waiting(None, None, claim, kind_of(claim), evaluators(claim, checked.book)))
    met = [clash for clash in _clashes(judge, checked, sound) if old & {*clash.of}]
    shown = old.union(*(clash.of for clash in met))
    waiting = [one for one in waiting if one.request is None or one.request in shown]
    kept = tuple(w for w in waiting if category is None or w.claim.activity.category == category)
    keys = {w.request for w in kept}
    return Queue(
        today,
        kept,
        tuple(one for one in _of_category(returned, category) if one.request in old),
        tuple(one for one in others if one.request in old),
        tuple(one for one in unjudged if one.request in old),
        tuple(clash for clash in met if category is None or keys & {*clash.of}),
        not_brought(place, checked.book),
    )


def not_brought(place: Path, book: Book) -> str:
    """Where students make requests of which none was brought to this copy; empty where one was, or where all make them
    in the school's own repository."""
    return book.boxes if book.boxes and not run_git(place, "for-each-ref", "--count=1", HERE) else ""


def _clashes(judge: Judge, checked: Checked, sound: Iterable[Proposed]) -> Iterator[Clash]:
    """What requests would break together, folder by folder, then by the documents that they cite."""
    by_folder: dict[str, list[Proposed]] = {}
    cited: dict[str, tuple[str, ...]] = {}
    for one in sound:
        by_folder.setdefault(one.change.path, []).append(one)
        cited[one.of] = meets(one.change, checked.book)
    for those in by_folder.values():
        yield from clashes(judge, checked.book, those)
    yield from documents(cited)


def _of_category(returned: Iterable[Returned], category: str | None) -> Iterator[Returned]:
    """The requests to mend that touch a file of the category."""
    for one in returned:
        names = [path.rpartition("/")[2] for path in one.paths]
        if category is None or any(name.startswith(category) for name in names):
            yield one


def _contents(found: Sides) -> tuple[str | None, list[str]]:
    """The one folder that a request touches (None when it is not one folder), and its paths."""
    differing = Differences(found.objects).between(found.base_tree, found.new_tree)
    paths = [each.path for each in islice(differing, MOST_FILES + 1)]
    folders = {folder_of(path) for path in paths}
    return next(iter(folders)) if len(folders) == 1 else None, paths


def _returned(opened: Opened, folder: str, verdict: Verdict) -> Returned:
    errors = [finding for finding in verdict.introduced if finding.severity is Severity.ERROR]
    codes = tuple(sorted({finding.code for finding in errors}))
    paths = tuple(sorted({printable(finding.path) for finding in errors}))
    return Returned(opened.key, opened.since, folder.rpartition("/")[2], codes, paths)
