"""The marks of a Moodle export to what each student claims: one claim for each activity and year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.office.exchange.moodle_export import Export, Line, Mark
from polyvalidate.office.exchange.moodle_map import Map
from polyvalidate.office.lists.doubts import Doubt, told
from polyvalidate.office.register.attendance import Attendee
from polyvalidate.office.register.recognising import Known


class Claim(NamedTuple):
    """All that the export says of one student for one activity of one year. ``points`` are None for an activity that is
    only completed, ``units`` times."""

    who: Attendee
    activity: str
    year: str
    points: Points | None
    units: int
    first: date | None
    last: date | None
    organisation: str | None


def claims_of(known: Known, export: Export, given: Map, doubts: list[Doubt]) -> dict[str, list[Claim]]:
    """What the export says of each student who is known, by activity and year; several items of one add up."""
    lines: dict[str, list[Line]] = {}
    for line in export.lines:
        code = known.find(line.row) if line.marks else None
        if isinstance(code, Doubt):
            doubts.append(code)
        elif code is not None:
            lines.setdefault(code, []).append(line)
    found: dict[str, list[Claim]] = {}
    for code, some in lines.items():
        first, others = some[0], some[1:]
        doubts += [_twice(first, other) for other in others]
        if all(other.marks == first.marks for other in others):
            claims = _of_line(Attendee(first.row.line, code, None), first.marks, given, doubts)
            if claims:
                found[code] = claims
    return found


def _twice(first: Line, other: Line) -> Doubt:
    """Two lines for one student: one if they say the same, else none, since nobody can tell which is right."""
    text = Text("Même personne qu'à la ligne {line}.", "Same person as on line {line}.")
    if other.marks != first.marks:
        text = Text(
            "Même personne qu'à la ligne {line}, avec d'autres résultats : rien n'est repris pour elle. Gardez une "
            "ligne.",
            "Same person as on line {line}, with other results: nothing is taken over for them. Keep one line.",
        )
    return told(text, other.row.line, line=first.row.line)


def _of_line(who: Attendee, marks: Mapping[str, Mark], given: Map, doubts: list[Doubt]) -> list[Claim]:
    found: dict[tuple[str, str], Claim] = {}
    for name, mark in marks.items():
        item = given.of(name)
        if item is None:
            continue
        day = item.first or mark.on
        year = given.year or (academic_year(day) if day is not None else None)
        if year is None:
            no_year = Text(
                "Rien ne dit de quelle année c'est : écrivez year: 2023-2024 dans le fichier de --map.",
                "Nothing says of which year it is: write year: 2023-2024 in the file of --map.",
            )
            doubts.append(told(no_year, who.line))
            continue
        claim = Claim(who, item.activity, year, mark.points, item.quantity, item.first, item.last, item.organisation)
        before = found.get((item.activity, year))
        found[item.activity, year] = claim if before is None else _sum(before, claim)
    return list(found.values())


def _sum(one: Claim, other: Claim) -> Claim:
    """Two items of one activity: what they say together."""
    points = None if one.points is None or other.points is None else Points(one.points + other.points)
    days = one.first is not None and other.first is not None
    return one._replace(
        points=points,
        units=one.units + other.units,
        first=min(filter(None, (one.first, other.first))) if days else None,
        last=max(filter(None, (one.last, other.last))) if days else None,
        organisation=one.organisation if one.organisation == other.organisation else None,
    )


def unmapped(export: Export, given: Map) -> Mapping[str, int]:
    """How many marks of each item the map leaves aside."""
    found: dict[str, int] = {}
    for line in export.lines:
        for name in line.marks:
            if given.of(name) is None:
                found[name] = found.get(name, 0) + 1
    return found
