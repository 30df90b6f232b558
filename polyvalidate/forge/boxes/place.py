"""The boxes of students on a forge: private repositories of one organisation or group, each named as a pseudonym."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import ClassVar, NamedTuple

from polyvalidate.forge.boxes.pace import Pace
from polyvalidate.forge.http import Api
from polyvalidate.forge.people import Person, login_of, people_in

BRANCH = "main"
README = "README.md"


class Box(NamedTuple):
    """A box as a list shows it; ``branch`` is its default one, whether anything stands there or not."""

    code: str
    number: int
    private: bool
    archived: bool
    branch: str


class Invited(NamedTuple):
    """Somebody who has not said yes yet; the invitation has its own number."""

    number: int
    account: str
    login: str
    expired: bool


class Boxes(ABC):
    """``guards_each``: each box has a protection of its own; else one, of the place, guards them all. ``bot`` is
    the name of the account that sweeps, empty for that of the token. Each call raises ``Fault`` or ``Misshapen``; done
    twice, an act is as if done once."""

    name: ClassVar[str]
    guards_each: ClassVar[bool] = True

    def __init__(self, api: Api, place: str, pace: Pace, bot: str = "") -> None:
        self.api = api
        self.place = place
        self.pace = pace
        self.bot = bot

    # --- what is there --------------------------------------------------------------------------------------------

    @cached_property
    def us(self) -> str:
        """What the account of the token is called."""
        return self._us()

    @abstractmethod
    def _us(self) -> str: ...

    @property
    def ours(self) -> frozenset[str]:
        """The accounts that keep the boxes: that of the token, and the one that sweeps."""
        return frozenset({self.us, self.bot} - {""})

    @abstractmethod
    def there(self) -> list[Box]:
        """Every repository of the place."""

    @abstractmethod
    def filled(self, code: str) -> bool:
        """Has the box its first page?"""

    @abstractmethod
    def guarded(self, code: str) -> bool:
        """Is the main branch kept from being rewritten?"""

    def people(self, code: str) -> list[Person]:
        """Who has access to a box."""
        return people_in(self.name, self.api, f"{self.place}/{code}")

    def invited(self, code: str) -> list[Invited]:
        """Whose access waits for their yes; nobody's where a forge asks for none."""
        return []

    def unread(self, code: str, staff: Collection[str], people: Mapping[str, Person]) -> list[str]:
        """The accounts of staff who cannot read a box; ``people`` are those who have access, by account."""
        return sorted(account for account in staff if account not in people)

    def login(self, account: str) -> str | None:
        """What an account is called today; None when there is none."""
        return login_of(self.api, account)

    # --- what is done ---------------------------------------------------------------------------------------------

    def write(self, method: str, path: str, body: object, needs: str, *, repeatable: bool = True) -> object:
        """One writing, when it is its turn."""
        self.pace()
        return self.api.write(method, path, body, needs, repeatable=repeatable)  # type: ignore[arg-type]

    @abstractmethod
    def make(self, code: str) -> None:
        """An empty private repository."""

    @abstractmethod
    def fill(self, code: str, text: str) -> None:
        """Its first page, on the main branch."""

    @abstractmethod
    def name_branch(self, code: str) -> None:
        """Call the default branch of a box as the check expects it."""

    @abstractmethod
    def guard(self, code: str) -> None:
        """Keep the main branch; ``code`` is empty where one guard keeps all."""

    @abstractmethod
    def give(self, code: str, account: str, login: str, held: Person | None) -> None:
        """Let somebody write, and no more; ``held`` is what they may do in that very box."""

    @abstractmethod
    def take(self, code: str, person: Person) -> None:
        """Take away what somebody may do in a box."""

    def revoke(self, code: str, invited: Invited) -> None:
        """Take an invitation back. Where a forge lets people in at once there is none, and nobody asks."""
        raise NotImplementedError(self.name)

    @abstractmethod
    def archive(self, code: str, *, archived: bool) -> None:
        """Make a box one that is only read, or not any more."""
