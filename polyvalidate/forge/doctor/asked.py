"""What a look at a school on its forge begins with: where it is, and whose accounts its branch names."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from polyvalidate.forge.doctor.lines import Look
from polyvalidate.forge.http import Api
from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.roles import in_office


@dataclass(frozen=True, slots=True)
class Asked:
    """``place`` is the repository on the forge, ``boxes`` what holds those of students (empty where they share it),
    ``commit`` the one that was read here of ``branch``. ``bot`` is the name of the account that the sweep writes as,
    empty when nobody said. ``holders`` are in office, by code; ``students`` are pseudonyms by account."""

    forge: str
    place: str
    branch: str
    commit: str
    bot: str
    boxes: str
    holders: Mapping[str, RoleHolder]
    students: Mapping[str, str]

    @classmethod
    def of(
        cls, book: Book, students: Mapping[str, Student], forge: str, place: str, branch: str, commit: str, bot: str
    ) -> Self:
        """The people of a school on the day of its book."""
        holders = {code: one for code, one in book.roles.items() if in_office(one, book.today)}
        accounts = {one.account: code for code, one in students.items() if one.account is not None}
        return cls(forge, place, branch, commit, bot, book.boxes, holders, accounts)


def forge_of(book: Book) -> str | None:
    """The forge that the accounts of a school's roles are of; None when they are of several, or there is none."""
    found = {one.account.partition(":")[0] for one in book.roles.values()}
    return found.pop() if len(found) == 1 else None


Door = Callable[[], Api]
"""Opens the API, once. Raises ``Unreadable`` without a token: then nothing is seen, and nothing is good."""


class Looks(ABC):
    """What is looked at on one forge."""

    def __init__(self, door: Door, asked: Asked) -> None:
        self.door = door
        self.asked = asked

    @property
    def api(self) -> Api:
        return self.door()

    @abstractmethod
    def all(self) -> list[Look]:
        """The looks, in the order in which they are told."""
