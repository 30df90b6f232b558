"""From a table that a jury has filled in to what would be written: read, held to the record, judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_record import Moved, Prepared, moved, prepare
from polyvalidate.office.acts.jury_session import before_the_jury, read_cohort
from polyvalidate.office.acts.jury_table import decisions_of
from polyvalidate.office.jury.content import Minutes
from polyvalidate.office.jury.decisions import Rulings
from polyvalidate.office.jury.told import Told
from polyvalidate.office.register.register import Member
from polyvalidate.repository import Unreadable
from polyvalidate.repository.making import contains
from polyvalidate.school.school import School


class Deciding(NamedTuple):
    """What a table decides. ``minutes`` is the cohort as the jury saw it, ``after`` as it is now; ``moved`` are the
    students of whom the record has changed since; ``prepared`` is None as long as remarks or moves prevent it."""

    minutes: Minutes
    after: Minutes
    rulings: Rulings
    moved: tuple[Moved, ...]
    prepared: Prepared | None


def decide(school: School, told: Told, members: Mapping[str, Member], holder: RoleHolder, on: date) -> Deciding | Text:
    """What a table would write at the tip of the branch, decided on a day. Raises ``Unreadable`` for a table of another
    branch."""
    provenance = told.provenance
    _in_history(school, provenance.commit)
    found = decisions_of(told, school.place, members)
    if isinstance(found, Text):
        return found
    minutes, rulings = found
    there = read_cohort(school.place, school.commit, provenance.day, provenance.asked)
    after, _ = before_the_jury(there)
    changed = () if rulings.blocked else tuple(moved(after, rulings.decided))
    done = prepare(school, there, rulings.decided, holder, on) if not rulings.blocked and not changed else None
    return Deciding(minutes, after, rulings, changed, done)


def _in_history(school: School, commit: str) -> None:
    """The table comes from this branch. Raises ``Unreadable`` when it does not."""
    try:
        inside = contains(school.place, school.commit, commit)
    except Unreadable:
        inside = False
    if not inside:
        raise Unreadable(_ELSEWHERE, commit=commit[:12], branch=school.revision)


_ELSEWHERE = Text(
    "Le commit de cette table ({commit}) n'est pas dans la branche {branch}. Vérifiez --repo et --branch, ou mettez "
    "votre copie à jour (git pull).",
    "The commit of this table ({commit}) is not in the branch {branch}. Check --repo and --branch, or update your copy "
    "(git pull).",
)
