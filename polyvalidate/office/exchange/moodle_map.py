"""Which item of Moodle is which activity of the grid: a YAML file that a person mends, and its draft."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polyvalidate.files import source
from polyvalidate.files.canonical import quoted
from polyvalidate.model.codes import ACTIVITY
from polyvalidate.model.findings import Keys
from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.words import Text, plain
from polyvalidate.model.years import academic_year
from polyvalidate.office.lists.cells import folded, shown

_YEAR = re.compile(r"(20[0-9]{2})-(20[0-9]{2})", re.ASCII)
_CODE = re.compile(ACTIVITY, re.ASCII)
_KEYS = ("moodle", "activity", "quantity", "from", "to", "organisation")
MOST_QUANTITY = 200


class Item(NamedTuple):
    """What an item of Moodle is: an activity, how many units being done is worth, the days when they are known, for
    whom."""

    activity: str
    quantity: int
    first: date | None
    last: date | None
    organisation: str | None


class Map(NamedTuple):
    """The items by folded name. ``year`` is the academic year of the export, None to go by the days of completion."""

    year: str | None
    items: Mapping[str, Item]

    def of(self, name: str) -> Item | None:
        return self.items.get(folded(name))


def read_map(data: bytes) -> Map | Text:
    """The map in a file; a ``Text`` says on which line it is wrong."""
    parsed = source.parse(data)
    if not parsed.readable:
        line = parsed.refusals[0].span.line if parsed.refusals else 1
        return Text(
            "Ligne {line} : ce fichier YAML n'est pas lisible. Corrigez cette ligne, ou refaites-le avec --draft-map.",
            "Line {line}: this YAML file cannot be read. Make it anew with --draft-map, or mend this line.",
        ).filled(line=line)
    lines = {keys: span.line for (keys, _), span in source.spans(data).items()}
    try:
        return _map(parsed.data)
    except _Wrong as wrong:
        line = next((lines[wrong.keys[:n]] for n in range(len(wrong.keys), 0, -1) if wrong.keys[:n] in lines), 1)
        return Text("Ligne {line} : {wrong}", "Line {line}: {wrong}").filled(line=line, wrong=wrong.text)


class _Wrong(Exception):
    """A value that is not what it should be, and where."""

    def __init__(self, keys: Keys, text: Text) -> None:
        super().__init__(text.en)
        self.keys = keys
        self.text = text


def _map(data: Mapping[str, Any]) -> Map:
    for key in data:
        if key not in ("year", "items"):
            raise _Wrong((key,), Text("écrivez year ou items.", "write year or items."))
    year = data.get("year")
    if year is not None:
        found = _YEAR.fullmatch(str(year))
        if found is None or int(found[2]) != int(found[1]) + 1:
            raise _Wrong(
                ("year",), Text("écrivez une année universitaire : 2023-2024.", "write an academic year: 2023-2024.")
            )
    rows = data.get("items")
    if not isinstance(rows, list):
        raise _Wrong(
            ("items",), Text("items est une liste, un tiret par activité.", "items is a list, a dash for each.")
        )
    items: dict[str, Item] = {}
    known: set[str] = set()
    for index, row in enumerate(rows):
        where: Keys = ("items", index)
        if not isinstance(row, dict) or not isinstance(row.get("moodle"), str) or not folded(row["moodle"]):
            raise _Wrong(where, Text("dites le nom dans Moodle : moodle: …", "say the name in Moodle: moodle: …"))
        for key in row:
            if key not in _KEYS:
                keys = Text("écrivez {keys}.", "write {keys}.").filled(keys=", ".join(_KEYS))
                raise _Wrong((*where, key), keys)
        name = folded(row["moodle"])
        if name in known:
            raise _Wrong(
                (*where, "moodle"), Text("ce nom y est déjà plus haut.", "this name stands there already, above.")
            )
        known.add(name)
        item = _item(row, where, year)
        if item is not None:
            items[name] = item
    return Map(year, items)


def _item(row: Mapping[str, Any], where: Keys, year: str | None) -> Item | None:
    """One line of the map; None for an item that is left aside."""
    code = row.get("activity")
    if code is None or code == "":
        return None
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise _Wrong(
            (*where, "activity"),
            Text(
                'écrivez un code de la grille, entre guillemets : "3.1" ; ou retirez la ligne.',
                'write a code of the grid, between quotes: "3.1"; or take the line out.',
            ),
        )
    quantity = row.get("quantity", 1)
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= MOST_QUANTITY:
        raise _Wrong((*where, "quantity"), Text("écrivez un nombre entier : 1.", "write a whole number: 1."))
    first, last = (_day(row, key, where) for key in ("from", "to"))
    if first is not None and last is None:
        last = first
    if (first is None and last is not None) or (first is not None and last is not None and last < first):
        raise _Wrong((*where, "to"), Text("from vient avant to.", "from comes before to."))
    if (
        first is not None
        and last is not None
        and {academic_year(first), academic_year(last)} != {year or academic_year(first)}
    ):
        raise _Wrong(
            (*where, "from"),
            Text(
                "ces jours ne sont pas d'une même année, celle de year.",
                "these days are not of one year, that of year.",
            ),
        )
    organisation = row.get("organisation")
    if organisation is not None and not (isinstance(organisation, str) and 1 <= len(organisation) <= 120):
        raise _Wrong(
            (*where, "organisation"), Text("écrivez un nom, de 120 signes au plus.", "write a name, 120 characters.")
        )
    return Item(code, quantity, first, last, organisation)


def _day(row: Mapping[str, Any], key: str, where: Keys) -> date | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _Wrong((*where, key), Text("écrivez une date : 2024-01-27.", "write a date: 2024-01-27.")) from None


# --- the draft --------------------------------------------------------------------------------------------------------

_HEAD = Text(
    "# Activités de Moodle et codes de la grille. Relisez chaque ligne ; sans « activity », elle n'est pas reprise.\n"
    "# En plus, si on le sait : quantity: 2, from: 2024-01-27, to: 2024-01-28, organisation: …",
    "# Items of Moodle and codes of the grid. Read every line; without “activity” it is not taken over.\n"
    "# Besides, where it is known: quantity: 2, from: 2024-01-27, to: 2024-01-28, organisation: …",
)


def draft(names: Sequence[str], grid: Grid, year: str | None, lang: str) -> tuple[bytes, int]:
    """A map of these items as far as their names tell, to be read and mended; how many have an activity."""
    lines = [
        plain(_HEAD.of(lang)),
        f"year: {year}" if year is not None else "# year: 2023-2024",
        "items:",
    ]
    found = 0
    for name in names:
        activity, sure = _nearest(name, grid)
        lines.append(f"  - moodle: {quoted(name)}")
        title = activity.title.in_language(lang) if activity is not None else ""
        if activity is not None and sure:
            found += 1
            lines.append(f'    activity: "{activity.code}"  # {title}')
        elif activity is not None:
            lines.append(f'    # activity: "{activity.code}"  # {title} ?')
        else:
            lines.append('    # activity: "…"')
    return ("\n".join(lines) + "\n").encode(), found


def _nearest(name: str, grid: Grid) -> tuple[Activity | None, bool]:
    """The activity that a name seems to be of: by its code, else by its title; and whether that is sure."""
    code = re.search(rf"(?<![\w.])({ACTIVITY})(?![0-9.])", name)
    if code and code[1] in grid.activities:
        return grid.activities[code[1]], True
    titles = {folded(text): a for a in grid.activities.values() for text in (a.title.fr, a.title.en)}
    plain = folded(name)
    if plain in titles:
        return titles[plain], True
    close = difflib.get_close_matches(plain, titles, n=1, cutoff=0.6)
    if close:
        return titles[close[0]], False
    inside = [a for title, a in titles.items() if len(plain) >= 6 and (plain in title or title in plain)]
    return (inside[0], False) if inside else (None, False)


def unknown(names: Sequence[str], given: Map) -> list[str]:
    """The items of an export that the map leaves aside, as a sentence may quote them."""
    return [shown(name) for name in names if given.of(name) is None]
