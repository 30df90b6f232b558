"""What a look at a school gives: one line for each thing that it must have. Good is only what was seen to be so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.forge.facts import Misshapen
from polyvalidate.forge.fault import unreadable_answer
from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable


class Mark(StrEnum):
    """``UNSEEN``: it could not be read, or a person has to say."""

    GOOD = "good"
    WRONG = "wrong"
    UNSEEN = "unseen"


class Check(NamedTuple):
    """What must be so, and where it is set (``click``). ``topic`` names it for ever, in JSON and in tests."""

    topic: str
    must: Text
    click: Text

    def good(self, found: Text | None = None) -> Line:
        return Line(self, Mark.GOOD, found)

    def wrong(self, found: Text | None = None) -> Line:
        return Line(self, Mark.WRONG, found)

    def unseen(self, why: Text) -> Line:
        return Line(self, Mark.UNSEEN, why)

    def held(self, found: object, wanted: object = True) -> Line:
        """What the forge says, against what it must say. None: it says nothing to this token."""
        if found is None:
            return self.unseen(_HIDDEN)
        return Line(self, Mark.GOOD if found == wanted else Mark.WRONG, None)

    def none_of(self, those: Iterable[str]) -> Line:
        """There must be none of those."""
        named = tuple(those)
        return self.wrong(few(named)) if named else self.good()


class Line(NamedTuple):
    """``found`` is what there is instead, or beside it, or why it was not seen."""

    check: Check
    mark: Mark
    found: Text | None


class Look(NamedTuple):
    """Something that is read, and all that it is to say something of."""

    checks: tuple[Check, ...]
    read: Callable[[], Iterable[Line]]


def looked(looks: Sequence[Look]) -> Iterator[Line]:
    """The lines of several looks. What one of them did not come to say, since it could not be read, is unseen."""
    for look in looks:
        left = dict.fromkeys(look.checks)
        why = _HIDDEN
        try:
            for line in look.read():
                left.pop(line.check, None)
                yield line
        except Misshapen:
            why = unreadable_answer().text
        except Unreadable as error:
            why = error.text
        yield from (check.unseen(why) for check in left)


MOST = 5


def few(names: Sequence[str]) -> Text:
    """The first of some names, and how many more there are."""
    more = len(names) - MOST
    said = Text("{some}", "{some}") if more <= 0 else Text("{some} et {more} de plus", "{some} and {more} more")
    return said.filled(some=", ".join(names[:MOST]), more=more)


_HIDDEN = Text("la forge ne le dit pas à ce jeton", "the forge does not tell this token")
