"""What the fakes of forges know of repositories, people and settings, beside requests: a school well set, and boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.forge.specimens import REPOSITORY

ORGANISATION, BOXES = REPOSITORY.partition("/")[0], "ecole-boites"
ADMINISTRATOR = 500
"""Who set it all, and whose token it is that looks."""
LOGIN = "administre"


@dataclass
class Repository:
    """A repository there. ``people`` are rights by account, in the words of the forge; ``invited``, accounts by the
    number of an invitation that nobody has accepted; ``rules`` protect branches."""

    number: int
    private: bool = True
    archived: bool = False
    branch: str = "main"
    files: dict[str, str] = field(default_factory=dict)
    people: dict[int, Any] = field(default_factory=dict)
    invited: dict[int, int] = field(default_factory=dict)
    expired: set[int] = field(default_factory=set)
    rules: list[dict[str, Any]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


def login(number: int) -> str:
    return LOGIN if number == ADMINISTRATOR else f"compte-{number}"


def number_of(name: str) -> int:
    return ADMINISTRATOR if name == LOGIN else int(name.rpartition("-")[2])
