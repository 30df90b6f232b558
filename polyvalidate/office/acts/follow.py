"""The students of a repository followed on one day: their folders, then the open requests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from polyvalidate.judgement.waiting import Returned, Waiting
from polyvalidate.office.follow.gathering import Chosen, Followed, Following, followed, name_of
from polyvalidate.office.follow.standing import is_here
from polyvalidate.office.register.register import Register
from polyvalidate.repository import GitTree
from polyvalidate.school.check import Progress, check
from polyvalidate.school.queue import queue


def follow(
    place: Path,
    branch: str,
    today: date,
    chosen: Chosen,
    register: Register | None,
    progress: Progress | None = None,
) -> Following:
    """Read everything once: the students' folders, then the open requests. Raises ``Unreadable``."""
    checked = check(GitTree(place, branch), today, keep_balances=True, progress=progress, kept=True)
    waits = queue(place, branch, today, checked=checked)
    waiting: dict[str, list[Waiting]] = {}
    returned: dict[str, list[Returned]] = {}
    for wait in waits.waiting:
        waiting.setdefault(wait.claim.student.code, []).append(wait)
    for one in waits.returned:
        returned.setdefault(one.student, []).append(one)
    members = register.by_code if register is not None else {}
    found: list[Followed] = []
    unread = gone = 0
    for result in checked.report.results:
        student = result.student
        if chosen.cohort is not None and not result.path.startswith(f"declarations/{chosen.cohort}/"):
            continue
        if student is None or result.balance is None:
            unread += 1
            continue
        outcome = result.quitus.outcome if result.quitus is not None else None
        if not chosen.everybody and not is_here(student, outcome, checked.book, today):
            gone += 1
            continue
        code = student.code
        one_followed = followed(
            result, checked.book, today, members.get(code), waiting.get(code, ()), returned.get(code, ())
        )
        if one_followed is not None and chosen.keeps(one_followed):
            found.append(one_followed)
    found.sort(key=lambda one: (one.group, name_of(one), one.student.code))
    named, unjudged = register is not None, len(waits.unjudged)
    return Following(today, checked.book, tuple(found), unread, gone, chosen.referent, named, unjudged)
