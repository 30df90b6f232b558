"""The grid of another year, written from that of one: what the year moves, and nothing else of what was written.

The dates of the rules move by as many years, and so do the years that titles of the grid and of campaigns name; every
other byte stays. What the year may have made untrue and that no program can know is told, to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from polyvalidate.files import edit, source
from polyvalidate.model.findings import Keys
from polyvalidate.model.words import Text

RULES = "rules.yml"
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SPAN = re.compile(r"(?<![0-9])(20[0-9]{2})([-/–])(20[0-9]{2}|[0-9]{2})(?![0-9-])", re.ASCII)
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])", re.ASCII)
_DATED = ("period", "campaigns")
_NAMED = ("title", "campaigns")
_WEEKEND = 5


class Look(NamedTuple):
    """What somebody is to look at: the file, its line as written, and why."""

    name: str
    line: int
    why: Text


def next_year(files: Mapping[str, bytes], of: str, year: str) -> tuple[dict[str, bytes], list[Look]]:
    """The files of the grid ``year`` (name in its folder -> bytes), from those of the year ``of``; and what there is to
    look at. Raises ``edit.Uneditable`` for rules that cannot be read or written."""
    by = int(year[:4]) - int(of[:4])
    written = {name: _respelled(name, data, of, by) for name, data in files.items()}
    looks = [look for name, (data, touched) in written.items() for look in _looks(name, data, of, touched)]
    return {name: data for name, (data, _) in written.items()}, looks


def _respelled(name: str, data: bytes, of: str, by: int) -> tuple[bytes, frozenset[int]]:
    """The file with its years moved, and the lines that changed."""
    plain, lines = source.parse(data).data, data.decode("utf-8", "replace").split("\n")
    written: dict[Keys, str] = {}
    touched = set()
    for (keys, at_key), span in source.spans(data).items():
        if at_key or span.line != span.end_line or not isinstance(_at(plain, keys), str):
            continue
        raw = lines[span.line - 1][span.column - 1 : span.end_column - 1]
        moved = _moved(raw, keys if name == RULES else (), of, by)
        if moved != raw:
            written[keys] = moved
            touched.add(span.line)
    return edit.respell(data, written) if written else data, frozenset(touched)


def _at(plain: object, keys: Keys) -> object:
    for key in keys:
        plain = plain[key]  # type: ignore[index]
    return plain


def _moved(raw: str, keys: Keys, of: str, by: int) -> str:
    """A value as it is written, moved. In a text only the year of the grid is: ``2025-2026``, ``2025/26``."""
    first = int(of[:4])
    if keys[:1] and keys[0] in _DATED and (found := _DAY.search(raw)):
        return raw.replace(found[0], _shifted(found[0], by))

    def span(found: re.Match[str]) -> str:
        if (int(found[1]), int(found[3]) % 100) != (first, (first + 1) % 100):
            return found[0]
        second = str(int(found[3]) + by) if len(found[3]) == 4 else f"{(int(found[3]) + by) % 100:02}"
        return f"{first + by}{found[2]}{second}"

    def alone(found: re.Match[str]) -> str:
        return str(int(found[0]) + by) if int(found[0]) in (first, first + 1) else found[0]

    moved = _SPAN.sub(span, raw)
    return _YEAR.sub(alone, raw) if moved == raw and keys[:1] and keys[0] in _NAMED else moved


def _shifted(day: str, by: int) -> str:
    """The same day some years later; 29 February is the 28th where there is none."""
    year = int(day[:4]) + by
    try:
        return date(year, int(day[5:7]), int(day[8:])).isoformat()
    except ValueError:
        return f"{year}-02-28"


def _looks(name: str, data: bytes, of: str, touched: frozenset[int]) -> Iterator[Look]:
    years = (of[:4], of[5:])
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if number not in touched and any(year in _YEAR.findall(line) for year in years):
            yield Look(name, number, _STILL.filled(years=" / ".join(y for y in years if y in line)))
    if name == RULES:
        plain = source.parse(data).data
        for (keys, at_key), span in source.spans(data).items():
            if not at_key and keys[:1] == ("campaigns",) and keys[-1] in _ENDS:
                day = date.fromisoformat(str(_at(plain, keys)))
                if day.weekday() >= _WEEKEND:
                    yield Look(name, span.line, _ENDS[str(keys[-1])].filled(day=day))


_STILL = Text("cette ligne nomme encore {years}", "this line still names {years}")
_ENDS = {
    "opens": Text(
        "cette campagne ouvre un samedi ou un dimanche ({day:date})", "this campaign opens on a weekend ({day:date})"
    ),
    "closes": Text(
        "cette campagne ferme un samedi ou un dimanche ({day:date})", "this campaign closes on a weekend ({day:date})"
    ),
}
