"""Grids of any shape, hostile titles included, and the site of a school that has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from polyvalidate.model.findings import Key
from polyvalidate.model.grid import (
    Activity,
    Campaign,
    Category,
    EvidenceKind,
    EvidencePolicy,
    Grid,
    Level,
    Period,
    Privacy,
    Profile,
    RoleHolder,
    Unit,
)
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.repository import official_schemas, packaged
from polyvalidate.site.pages import Site

HOSTILE = (
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '"><svg onload=alert(1)>',
    "[ici](javascript:alert(1))",
    "![x](x) **gras** _x_ ~~y~~ `code`",
    "a | b || c",
    "{ #accueil .md-button onclick=alert(1) }",
    "# Titre",
    "!!! danger",
    "1. un",
    "- x",
    "*[JPO]: Journée",
    "<!-- x",
    "--- : ;",
    "&amp; & &#60;",
    "fin \\",
    "ligne\nune   autre\t",
    "É œuvre ß ?",
)

WORDS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40),
).filter(lambda said: bool(said.strip()))
TEXTS = st.builds(Text, WORDS, WORDS)
_POINTS = st.integers(1, 40).map(Points)
_UNITS = (
    Unit("day", Text("jour", "day")),
    Unit("block", Text("bloc", "block"), hours=7),
    Unit("sem", Text("s", "s"), 0, 10),
)
_PROFILES = ("FISE3", "FISA", "X")
_KINDS = ("E1", "E2", "E10")
_BOOLEANS = st.booleans()


@st.composite
def _activities(draw: st.DrawFn, code: str) -> Activity:
    levels: dict[str, Level] = {}
    lowest, highest = sorted((draw(_POINTS), draw(_POINTS)))
    if draw(_BOOLEANS):
        levels = {name: Level(name, draw(TEXTS), draw(_POINTS)) for name in ("a", "b")}
        lowest, highest = (f(level.points for level in levels.values()) for f in (min, max))
    kinds = draw(st.permutations(_KINDS))
    cut = draw(st.integers(0, len(kinds)))
    return Activity(
        code=code,
        category=code.partition(".")[0],
        title=draw(TEXTS),
        guidance=draw(TEXTS),
        unit=draw(st.sampled_from(_UNITS)).code,
        lowest=lowest,
        highest=highest,
        levels=levels,
        cap_year=draw(_POINTS),
        cap_cycle=draw(_POINTS),
        all_of=tuple(kinds[:cut]),
        any_of=tuple(kinds[cut:]),
        role=draw(st.sampled_from(("organiser", "participant", "lead"))),
        scope=draw(st.sampled_from(("internal", "external"))),
        open_to=draw(st.frozensets(st.sampled_from(_PROFILES), min_size=1)),
        referents=("ref-1",),
        exclusive=frozenset(),
        legal=draw(st.sampled_from(((), ("association",), ("unknown",)))),
        sensitive=draw(_BOOLEANS),
        bulk=draw(_BOOLEANS),
        on_request=draw(_BOOLEANS),
        allows_paid=draw(_BOOLEANS),
    )


@st.composite
def grids(draw: st.DrawFn, year: str = "2025-2026") -> Grid:
    """A grid of one to three categories, whatever it is called and however it counts."""
    first = int(year[:4])
    period = Period(date(first, 9, 1), date(first + 1, 8, 31))
    categories: dict[str, Category] = {}
    for code in sorted(draw(st.sets(st.sampled_from("12345678"), min_size=1, max_size=3))):
        numbers = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=3)))
        activities = {f"{code}.{n}": draw(_activities(f"{code}.{n}")) for n in numbers}
        caps = {profile: draw(_POINTS) for profile in _PROFILES}
        minimums = {"FISA": Points(2)} if draw(_BOOLEANS) else {}
        categories[code] = Category(code, draw(TEXTS), draw(TEXTS), caps, minimums, ("ref-1",), activities)
    return Grid(
        year=year,
        example=draw(_BOOLEANS),
        title=draw(TEXTS),
        school=draw(WORDS),
        language="fr",
        site="https://example.org",
        contact="engagement@example.org",
        period=period,
        profiles={
            code: Profile(code, draw(TEXTS), 3, None if code == "X" else draw(_POINTS), 2, draw(st.none() | _POINTS))
            for code in _PROFILES
        },
        programmes={},
        units={unit.code: unit for unit in _UNITS},
        campaigns=tuple(
            Campaign("c", draw(TEXTS), period.start, period.end, period, second_chance=False)
            for _ in range(draw(st.integers(0, 1)))
        ),
        evidence=EvidencePolicy(
            {code: EvidenceKind(code, draw(TEXTS), frozenset({"application/pdf", "x/y"})) for code in _KINDS},
            draw(st.sampled_from((frozenset({"url"}), frozenset({"pull-request", "url"}), frozenset({"repository"})))),
            frozenset({"github.com"}),
            5_000_000,
        ),
        second_reader_from=draw(_POINTS),
        merge_decides=draw(st.booleans()),
        names_land=draw(st.booleans()),
        legal={"association": draw(TEXTS)},
        categories=categories,
        activities={code: a for c in categories.values() for code, a in c.activities.items()},
        privacy=Privacy(*(draw(TEXTS) for _ in range(4))),
    )


def texts(value: Any, keys: tuple[Key, ...] = ()) -> Iterator[tuple[Key, ...]]:
    """Where the texts stand that people read, in a file of the grid: in two languages, or the name of the school."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("fr", "en") or (key == "school" and isinstance(inner, str)):
                yield (*keys, key)
            else:
                yield from texts(inner, (*keys, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, (*keys, index))


def put(data: Any, keys: tuple[Key, ...], text: Any) -> Any:
    """Put a text at a place of the data; what stood there."""
    for key in keys[:-1]:
        data = data[key]
    before, data[keys[-1]] = data[keys[-1]], text
    return before


def site_of(*known: Grid, roles: Mapping[str, RoleHolder] | None = None, **more: Any) -> Site:
    """A school that has these grids, in the middle of the year of the last one."""
    latest = max(known, key=lambda grid: grid.year)
    settings: dict[str, Any] = {
        "name": latest.school,
        "url": "https://example.org/",
        "forge": None,
        "discussions": "",
        "grids": {grid.year: grid for grid in known},
        "roles": roles or {},
        "today": date(int(latest.year[5:]), 4, 1),
        "moment": None,
        "schemas": official_schemas(),
        "packaged": _assets(packaged("site")),
    }
    return Site(**(settings | more))


def _assets(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
