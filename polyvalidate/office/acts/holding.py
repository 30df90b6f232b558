"""What is about to be written, held against the register: nobody of it is named, unless somebody else is meant.

What is refused is what comes in: a name that stands in the file already is ``register check``'s.
"""

from __future__ import annotations

import shlex
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from polyvalidate.files import source
from polyvalidate.model.findings import Keys, printable
from polyvalidate.model.words import Text
from polyvalidate.office.acts.ordinary import ordinary
from polyvalidate.office.acts.shelf import peek
from polyvalidate.office.register.personal import DATA, WORD, Found, Searcher
from polyvalidate.office.register.unpacking import Unpacked
from polyvalidate.repository.showing import Coming, Withheld

MOST_TOLD = 20
LONGEST = 80
_NAME = Text("nom du fichier", "name of the file")
_CONTENT = Text("contenu", "content")
_MESSAGE = Text("message du commit", "message of the commit")
_SEEN = Text("  {where} ({field}) : {what}, « {quoted} »", "  {where} ({field}): {what}, “{quoted}”")
_MORE = Text("  … et {more} {more:autre|autres}.", "  … and {more} more.")
_TOLD = Text(
    "Ce qui allait être écrit nomme {n:une personne|des personnes} du registre, et Git garde ce qui est écrit :\n"
    "{seen}\n"
    "Écrivez plutôt une fonction (« la personne qui tient le stand »). Si ces mots désignent quelqu'un d'autre, qui "
    "porte le même nom, ajoutez : {option}",
    "What was about to be written names {n:somebody|people} of the register, and Git keeps what is written:\n"
    "{seen}\n"
    "Write a function instead (“the person in charge of the stand”). If these words mean somebody else, of the same "
    "name, add: {option}",
)


class Place(NamedTuple):
    """A text, and where it stands: the keys that lead to it, a line, or the file as a whole."""

    field: Text
    text: str


class Hold:
    """Looks at what is about to be written, with the register at a path. ``others`` are words that mean somebody else.

    ``may_be_absent``: the command that runs makes the register, which knows nobody yet.
    """

    def __init__(self, register: Path, others: Sequence[str], *, may_be_absent: bool) -> None:
        self.register = register
        self.others = others
        self.may_be_absent = may_be_absent

    @cached_property
    def searcher(self) -> Searcher:
        absent = self.may_be_absent and not self.register.exists()
        return Searcher(() if absent else peek(self.register).members, self.others, ordinary())

    def __call__(self, coming: Sequence[Coming], message: str) -> None:
        """Raises ``Withheld``, and ``Unreadable`` for a register that cannot be read."""
        seen = [(Text(name, name), place, found) for name, place, found in self._in_files(coming)]
        seen += [(_MESSAGE, Place(_MESSAGE, message), found) for found in sorted(self.searcher.look(message))]
        if not seen:
            return
        lines, option = [], []
        for where, place, found in seen:
            quoted = quote(place.text, found, self.searcher)
            lines.append(_SEEN.filled(where=where, field=place.field, what=DATA[found.what], quoted=quoted))
            option.append(f"--somebody-else {shlex.quote(quoted)}")
        kept = lines[:MOST_TOLD] + [_MORE.filled(more=len(lines) - MOST_TOLD)] * (len(lines) > MOST_TOLD)
        raise Withheld(
            _TOLD,
            n=len({found.code for *_, found in seen}),
            seen=Text("\n".join(line.fr for line in kept), "\n".join(line.en for line in kept)),
            option=" ".join(list(dict.fromkeys(option))[:MOST_TOLD]),
        )

    def _in_files(self, coming: Sequence[Coming]) -> Iterator[tuple[str, Place, Found]]:
        look = self.searcher.look
        for one in coming:
            inside, named = list(self._in(one.data)), look(one.name)
            if not inside and not named:
                continue
            before = one.before()
            known = {found for _, found in self._in(before)} if before is not None else set()
            for found in sorted(named) if before is None else ():
                yield printable(one.name), Place(_NAME, one.name), found
            for place, found in inside:
                if found not in known:
                    yield printable(one.name), place, found

    def _in(self, data: bytes) -> Iterator[tuple[Place, Found]]:
        """What a file holds of anybody, each datum at the first place that holds it."""
        texts = list(Unpacked(data).texts())
        left = set().union(*map(self.searcher.look, texts))
        for place in (*_fields(data), *(Place(_CONTENT, text) for text in texts)) if left else ():
            here = left & self.searcher.look(place.text)
            left -= here
            yield from ((place, found) for found in sorted(here))


def _fields(data: bytes) -> Iterator[Place]:
    """The texts of a file of ours, each by its keys, then its comments; none for another file."""
    for keys, value in _scalars(source.parse(data).data):
        name = ".".join(map(str, keys))
        yield Place(Text(name, name), value)
    for span, text in source.comments(data):
        yield Place(Text("ligne {n}", "line {n}").filled(n=span.line), text)


def _scalars(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield keys, str(value)
        return
    for key, below in inner:
        yield from _scalars(below, (*keys, key))


def quote(text: str, found: Found, searcher: Searcher) -> str:
    """The words of a text in which a datum was found, as they were typed; never more of the register than that."""
    words = list(WORD.finditer(text))

    def holds(first: int, last: int) -> bool:
        return found in searcher.look(text[words[first].start() : words[last].end()])

    last = bisect_left(range(len(words) - 1), True, key=lambda at: holds(0, at))
    first = bisect_left(range(last), True, key=lambda at: not holds(at + 1, last))
    quoted = text[words[first].start() : words[last].end()]
    return "".join(c if c.isprintable() else " " for c in quoted)[:LONGEST]
