"""The students of a repository followed on one day: their folders, then the open requests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from polyvalidate.judgement.waiting import Queue, Returned, Waiting
from polyvalidate.model.words import Text
from polyvalidate.office.follow.gathering import Chosen, Followed, Following, followed, name_of
from polyvalidate.office.follow.pace import Former, Paces, former
from polyvalidate.office.follow.standing import is_here
from polyvalidate.office.register.register import Register
from polyvalidate.repository import GitTree, Unreadable, resolve
from polyvalidate.repository.history import as_of, day_of
from polyvalidate.school.check import Checked, Progress, check
from polyvalidate.school.queue import queue


def follow(
    place: Path,
    branch: str,
    today: date,
    chosen: Chosen,
    register: Register | None,
    progress: Progress | None = None,
) -> Following:
    """Read everything once: the students' folders as they were recorded by the end of that day, then the requests that
    were open. Raises ``Unreadable``."""
    commit = known_on(place, branch, today)
    checked = check(GitTree(place, commit), today, keep_balances=True, progress=progress, kept=True)
    return followed_in(checked, queue(place, commit, today, checked=checked, later=False), today, chosen, register)


def followed_in(
    checked: Checked, waits: Queue, today: date, chosen: Chosen, register: Register | None = None
) -> Following:
    """The same of a school that was read already: ``checked`` with its balances, and what waits in it."""
    waiting: dict[str, list[Waiting]] = {}
    returned: dict[str, list[Returned]] = {}
    for wait in waits.waiting:
        waiting.setdefault(wait.claim.student.code, []).append(wait)
    for one in waits.returned:
        returned.setdefault(one.student, []).append(one)
    members = register.by_code if register is not None else {}
    here, over = _parted(checked, today)
    paces = Paces(over, checked.book, today)
    found: list[Followed] = []
    unread = gone = 0
    for result in checked.report.results:
        student = result.student
        if chosen.cohort is not None and not result.path.startswith(f"declarations/{chosen.cohort}/"):
            continue
        if student is None or result.balance is None:
            unread += 1
            continue
        if not chosen.everybody and student.code not in here:
            gone += 1
            continue
        code = student.code
        one_followed = followed(
            result, checked.book, today, members.get(code), waiting.get(code, ()), returned.get(code, ()), paces
        )
        if one_followed is not None and chosen.keeps(one_followed):
            found.append(one_followed)
    found.sort(key=lambda one: (one.group, name_of(one), one.student.code))
    named, unjudged = register is not None, len(waits.unjudged)
    return Following(today, checked.book, tuple(found), unread, gone, chosen.referent, named, unjudged)


def known_on(place: Path, branch: str, day: date) -> str:
    """The last commit of a branch that was merged by the end of a day. Raises ``Unreadable`` without one."""
    tip = resolve(place, branch)
    if day_of(place, tip) <= day:
        return tip
    then = as_of(place, tip, day)
    if then is None:
        raise Unreadable(
            Text("Rien n'était encore fusionné le {on:date}.", "Nothing had been merged by {on:date}."), on=day
        )
    return then.commit


def _parted(checked: Checked, today: date) -> tuple[frozenset[str], list[Former]]:
    """The pseudonyms of those who are to be followed, and the students who have finished."""
    here: set[str] = set()
    over: list[Former] = []
    for result in checked.report.results:
        student = result.student
        if student is None:
            continue
        outcome = result.quitus.outcome if result.quitus is not None else None
        if is_here(student, outcome, checked.book, today):
            here.add(student.code)
        elif (one := former(result, checked.book, today)) is not None:
            over.append(one)
    return frozenset(here), over
