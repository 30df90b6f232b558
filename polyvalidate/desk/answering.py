"""A file that was dropped, with what is answered of it since: it stays in memory, and no address holds any of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from polyvalidate.desk.receiving import Files
from polyvalidate.desk.state import Desk
from polyvalidate.model.words import Text
from polyvalidate.office.lists.doubts import Doubt, together, where

_NO_FILE = Text("Choisissez d'abord un fichier.", "Choose a file first.")
_FORGOTTEN = Text(
    "Cette liste n'est plus en mémoire : déposez-la de nouveau.", "This list is no longer in memory: drop it again."
)
_NAMED = Text("« {control} »", "“{control}”")
_OPTION = re.compile(r"--([a-z-]+)(?: \w+=(?:NOM|NAME|FICHIER|FILE|https://…))?")


class Dropped(NamedTuple):
    """A list with the files beside it, and what the form says of it."""

    files: Files
    answers: Mapping[str, str]

    def data(self, name: str) -> bytes | None:
        brought = self.files.get(name)
        return brought.data if brought is not None else None


def dropped(desk: Desk, fields: Mapping[str, str], files: Files) -> Dropped | Text:
    """What a form brings, or says anew of what was brought before; or why there is nothing to read."""
    before = kept(desk, fields["of"]) if "of" in fields else Dropped({}, {})
    if isinstance(before, Text):
        return before
    brought = {**before.files, **files}
    return Dropped(brought, fields) if "list" in brought else _NO_FILE


def kept(desk: Desk, name: str) -> Dropped | Text:
    """What was dropped before, by the name under which it is kept; or why it is no longer there."""
    found = desk.kept(name)
    return found if isinstance(found, Dropped) else _FORGOTTEN


def said_here(text: str, lang: str, controls: Mapping[str, Text]) -> str:
    """A sentence that says which option to give, with the name that this has on the page."""

    def name(found: re.Match[str]) -> str:
        control = controls.get(found[1])
        return _NAMED.of(lang, control=control) if control is not None else found[0]

    return _OPTION.sub(name, text)


def remarks(doubts: Iterable[Doubt], lang: str, controls: Mapping[str, Text]) -> list[tuple[str, str, list[str]]]:
    """Each remark: on which lines, what, and the numbers that may be accepted all the same."""
    return [
        (where(same, lang), said_here(text, lang, controls), [one.number for one in same if one.number])
        for text, same in together(doubts, lang).items()
    ]
