"""What may happen to a student between two lists, and what an import is made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book
from polyvalidate.model.words import Text
from polyvalidate.office.lists.doubts import Doubt
from polyvalidate.office.lists.steps import Step
from polyvalidate.office.register.register import Member


class Kind(StrEnum):
    """What happens to a student. ``PENDING`` has a pseudonym in the register and no folder yet: an import that was
    stopped is taken up."""

    NEW = "new"
    PENDING = "pending"
    PROGRAMME = "programme"
    PROFILE = "profile"
    REPEATS = "repeats"
    RETURNS = "returns"
    LEFT = "left"
    ACCOUNT = "account"
    EXTRA = "extra"
    IDENTITY = "identity"


KINDS = {
    Kind.NEW: Text("{n:nouveau|nouveaux}", "new"),
    Kind.PENDING: Text(
        "{n:inscription reprise|inscriptions reprises} (import interrompu)", "enrolled at last (an import was stopped)"
    ),
    Kind.PROGRAMME: Text("{n:change|changent} de spécialité", "with another programme"),
    Kind.PROFILE: Text("{n:change|changent} de profil", "with another profile"),
    Kind.REPEATS: Text(
        "{n:année supplémentaire|années supplémentaires} (redoublement, césure)",
        "with one more year (repeated or spent away)",
    ),
    Kind.EXTRA: Text("autre nombre d'années supplémentaires", "extra years"),
    Kind.RETURNS: Text("{n:revient|reviennent}", "back"),
    Kind.LEFT: Text("{n:n'est|ne sont} plus dans la liste : départ", "no longer in the list: gone"),
    Kind.ACCOUNT: Text("{n:compte|comptes} de la forge", "forge {n:account|accounts}"),
    Kind.IDENTITY: Text(
        "{n:nom ou courriel mis|noms ou courriels mis} à jour (registre seul)",
        "{n:name or e-mail|names or e-mails} updated (register only)",
    ),
}
"""What happens to ``n`` students, after their number."""


def another_profile(student: Student, profile: str, last: date) -> dict[str, Any]:
    """The keys of ``student.yml`` to write for another profile: the one that ends stays, with its last day, since what
    was done with it is judged by it. One that ends before the latest former one did was held on no day."""
    former = [{"profile": one.profile, "until": one.until.isoformat()} for one in student.formerly]
    if all(one.until < last for one in student.formerly):
        former.append({"profile": student.profile, "until": last.isoformat()})
    return {"profile": profile, "formerly": former}


class Change(NamedTuple):
    """One change. ``code`` is None for somebody who has no pseudonym yet; ``wanted`` are the keys of ``student.yml``
    to write (None: to remove), the only thing of all this that enters the repository; ``before`` and ``after`` are
    what is told of it, codes and dates only."""

    kind: Kind
    code: str | None
    cohort: int
    number: str
    name: str
    wanted: Mapping[str, Any]
    before: str = ""
    after: str = ""
    step: Step | None = None


class Situation(NamedTuple):
    """What a list is compared with.

    ``enrolled`` are the students of the repository by pseudonym; ``accepted`` are numbers that a person has looked at;
    ``profiles`` maps programmes or steps to profiles, as a person said; ``entered`` maps a year of study to the year in
    which its new students entered the school, when that is not the year of the list (a school that begins midway).
    """

    book: Book
    members: Mapping[str, Member]
    enrolled: Mapping[str, Student]
    cohort: int
    profiles: Mapping[str, str]
    accepted: Collection[str]
    entered: Mapping[int, int]


class Plan(NamedTuple):
    """What an import would do. ``people`` are the register's rows that change (code empty: to be drawn); ``levels``
    counts the students of the list by group; ``covered`` is how many of the register the list should have."""

    changes: tuple[Change, ...]
    people: tuple[Member, ...]
    doubts: tuple[Doubt, ...]
    groups: Mapping[str, int]
    unchanged: int
    covered: int

    def of(self, *kinds: Kind) -> list[Change]:
        return [change for change in self.changes if change.kind in kinds]
