"""The decisions of a year and what waits, read at the tip of a branch."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from polyvalidate.office.follow.effort import Effort, decisions_of
from polyvalidate.repository import GitTree, resolve
from polyvalidate.repository.answered import answered, written
from polyvalidate.repository.partial import complete
from polyvalidate.school.check import Progress, check
from polyvalidate.school.queue import queue


def effort(place: Path, branch: str, year: str, today: date, progress: Progress | None = None) -> Effort:
    """Raises ``Unreadable`` when there is nothing to read, or the history is cut."""
    checked = check(GitTree(place, branch), today, keep_balances=True, progress=progress, kept=True)
    waits = queue(place, branch, today, checked=checked)
    requests = answered(place, branch)
    complete(place, resolve(place, branch), history=True)
    opened: dict[str, list[date]] = {}
    for one in written(place, resolve(place, branch), ":(glob)declarations/*/*/*.yml"):
        if one.commit in requests:
            opened.setdefault(one.path, []).append(requests[one.commit].opened)
    claims = (claim for result in checked.report.results for claim in result.claims)
    found = decisions_of(claims, year, opened)
    return Effort(year, today, found, waits.waiting, len(waits.unjudged), waits.boxes)
