"""What is about to enter a school's files or its history, shown first to whoever may refuse it.

An office holds a register, of which nothing is known here; what writes a file or makes a commit shows it, so that no
command has to think of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from polyvalidate.model.told import Told


class Coming(NamedTuple):
    """A file that is about to be written: its name, what it will hold, and how to know what it holds so far (None when
    it is not there yet)."""

    name: str
    data: bytes
    before: Callable[[], bytes | None]


class Withheld(Told):
    """Whoever looks at what is about to be written has it not written: nothing is."""


Look = Callable[[Sequence[Coming], str], None]
"""Looks at files and at the message of a commit; raises ``Withheld`` to have nothing written."""

_LOOK: ContextVar[Look | None] = ContextVar("look", default=None)


@contextmanager
def watched(look: Look) -> Iterator[None]:
    """Until the block ends, nothing is written that was not looked at."""
    token = _LOOK.set(look)
    try:
        yield
    finally:
        _LOOK.reset(token)


def show(coming: Callable[[], Iterable[Coming]], message: str = "") -> None:
    """Show what is about to be written. When nobody looks, nothing is read for it."""
    look = _LOOK.get()
    if look is not None:
        look(list(coming()), message)
