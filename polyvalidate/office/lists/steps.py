"""What a list says of somebody's studies (``PDI3A``, ``DI 3``, ``Informatique``) to a programme and a year of study."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists.cells import folded

LAST_LEVEL = 5
"""The year of study in which the engineer's cycle ends."""
_YEAR = "a|e|eme|annee|eannee|emeannee"


class Step(NamedTuple):
    """A programme of the grid, and the year of study (3 to 5) when it is said."""

    programme: str
    level: int | None

    def __str__(self) -> str:
        return f"{self.programme}{self.level or ''}"


def step_of(text: str, programmes: Mapping[str, Text], known: Mapping[str, str]) -> Step | None:
    """The step that a text names; None when it names none, or could name two.

    ``known`` maps the texts of this school (``PINFO3``) to steps as the group names have them (``DI3``, ``DI``).
    Several codes joined by ``@``, as the university's feed has them, are one step when one only is known.
    """
    found = {step for part in text.split("@") if (step := _one(part.strip(), programmes, known)) is not None}
    return found.pop() if len(found) == 1 else None


def names_several(text: str, programmes: Mapping[str, Text], known: Mapping[str, str]) -> bool:
    """Is somebody enrolled in two steps of the school at once?"""
    return len({step for part in text.split("@") if (step := _one(part.strip(), programmes, known))}) > 1


def written(text: str, programmes: Mapping[str, Text]) -> Step | None:
    """A step as group names are written: ``DI3``, or ``DI`` when the year is told elsewhere."""
    for code in programmes:
        rest = text.strip().upper().removeprefix(code)
        if rest != text.strip().upper() and (not rest or rest in ("3", "4", "5")):
            return Step(code, int(rest) if rest else None)
    return None


def level_of(text: str) -> int | None:
    """A year of study: ``3``, ``3A``, ``4e année``."""
    found = re.fullmatch(r"([345]) ?(?:a|e|eme|ème|è|re|rd|th)?(?: ?ann[ée]e)?", text.strip().casefold())
    return int(found[1]) if found else None


def _one(text: str, programmes: Mapping[str, Text], known: Mapping[str, str]) -> Step | None:
    if not text:
        return None
    plain = folded(text)
    for name, step in known.items():
        if folded(name) == plain:
            return written(step, programmes)
    found = set()
    for code, title in programmes.items():
        # APOGEE puts the letter of the school before its codes: PDI3A. Without a year, PDI may be a code of its own.
        patterns = [rf"p?{folded(code)}([345])(?:{_YEAR})?", folded(code)]
        for name in (folded(title.fr), folded(title.en)):
            patterns += [rf"{name}(?:([345])(?:{_YEAR})?)?"]
        patterns += [rf"([345])(?:{_YEAR}){name}" for name in (folded(code), folded(title.fr), folded(title.en))]
        for pattern in patterns:
            match = re.fullmatch(pattern, plain)
            if match:
                found.add(Step(code, int(match[1]) if match.groups() and match[1] else None))
    return found.pop() if len(found) == 1 else None


def nearest(text: str, programmes: Mapping[str, Text]) -> str:
    """The code of the grid that looks most like a text, for a sentence."""
    names = {folded(name): code for code, title in programmes.items() for name in (code, title.fr, title.en)}
    close = difflib.get_close_matches(folded(text), names, n=1, cutoff=0.3)
    return names[close[0]] if close else next(iter(programmes), "—")
