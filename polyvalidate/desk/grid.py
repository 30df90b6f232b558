"""The grid at the desk: read, changed value by value with what that does to everybody, and begun for the next year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk import acting
from polyvalidate.desk.acting import Act, Shown
from polyvalidate.desk.pages import Fields, Web
from polyvalidate.desk.state import Note
from polyvalidate.model.grid import Activity, Category, Grid, Profile
from polyvalidate.model.points import Points, as_number, from_text
from polyvalidate.model.words import Text, number
from polyvalidate.office.acts.grid_change import Edit, carry_out, edited, files_of, weighed
from polyvalidate.reports import grids, impacts
from polyvalidate.reports.context import message
from polyvalidate.reports.grid_changes import beside_points
from polyvalidate.repository.commits import Committer
from polyvalidate.rules import RULES
from polyvalidate.school.next_year import prepare

MOST_LISTED = 200
"""Students that are named one by one; the counts are of all."""
_POINTS = Text(
    "{label} : écrivez un nombre de quarts de point, comme 0,5.", "{label}: write a number of quarter-points, as 0.5."
)
_EMPTY = Text("{label} ne peut pas être vide.", "{label} cannot be empty.")
_SAME = Text("Rien ne change.", "Nothing changes.")
_DONE = Text("C'est enregistré : commit {made}.", "It is recorded: commit {made}.")
_CHANGED = Text("Grille {year} : {what}", "Grid {year}: {what}")
_BEGUN = Text("Grille {year}, d'après {of}", "Grid {year}, from {of}")
_NAMED = Text("{code} {title}", "{code} {title}")
_CAP_YEAR, _CAP_CYCLE = Text("Plafond par an", "Cap per year"), Text("Plafond par cycle", "Cap per cycle")
_TITLE = Text("Intitulé ({lang})", "Title ({lang})")
_GUIDANCE = Text("Consigne ({lang})", "Guidance ({lang})")


class Field(NamedTuple):
    """A value that the page changes: where it stands, and what it says. ``kind``: points, line or text."""

    name: str
    label: Text
    edit: Edit
    typed: str
    kind: str


class Part(NamedTuple):
    """What a form is about: how it is called, its fields, and what is said where something is not changed here."""

    what: str
    title: Text
    fields: tuple[Field, ...]
    note: Text | None = None


_BY_HAND = Text(
    "Ses points ne sont pas un seul nombre (niveaux, ou intervalle) : ils se changent dans le fichier de la grille.",
    "Its points are not one number (levels, or a range): they are changed in the file of the grid.",
)


def part_of(grid: Grid, files: Mapping[str, str], what: str, lang: str) -> Part | None:
    """The form of an activity (``3.1``), of the caps of a category (``3``), or of a profile (``FISE3``)."""
    if what in grid.activities:
        return _activity(grid, files[grid.activities[what].category], grid.activities[what], lang)
    if what in grid.categories:
        return _category(grid, files[what], grid.categories[what], lang)
    return _profile(grid, grid.profiles[what], lang) if what in grid.profiles else None


def _activity(grid: Grid, path: str, one: Activity, lang: str) -> Part:
    at = ("activities", one.code)
    whole = not one.levels and not one.is_range
    made = (
        [_points("points", Text("Points", "Points"), Edit(path, (*at, "points"), None), one.highest, lang)]
        if whole
        else []
    )
    caps = (*at, "caps")
    made += [
        _points("year", _CAP_YEAR, Edit(path, (*caps, "year"), None), one.cap_year, lang),
        _points("cycle", _CAP_CYCLE, Edit(path, (*caps, "cycle"), None), one.cap_cycle, lang),
        *_texts("title", _TITLE, Edit(path, (*at, "title"), None), one.title, grid, "line"),
        *_texts("guidance", _GUIDANCE, Edit(path, (*at, "guidance"), None), one.guidance, grid, "text"),
    ]
    return Part(
        one.code,
        _NAMED.filled(code=one.code, title=one.title),
        tuple(made),
        None if whole else _BY_HAND,
    )


def _category(grid: Grid, path: str, one: Category, lang: str) -> Part:
    caps = [
        _points(f"cap-{profile}", grid.profiles[profile].title, Edit(path, ("caps", profile), None), most, lang)
        for profile, most in one.caps.items()
        if profile in grid.profiles
    ]
    named = _texts("title", _TITLE, Edit(path, ("title",), None), one.title, grid, "line")
    return Part(one.code, _NAMED.filled(code=one.code, title=one.title), (*caps, *named), _CAPS)


_CAPS = Text(
    "Le plus que la catégorie peut compter, pour chaque profil.", "The most that the category may count, by profile."
)


def _profile(grid: Grid, one: Profile, lang: str) -> Part:
    path, at = f"grid/{grid.year}/rules.yml", ("profiles", one.code)
    made = []
    if one.required is not None:
        asked = Text("Points demandés pour le quitus", "Points asked for the quitus")
        made.append(_points("required", asked, Edit(path, (*at, "required"), None), one.required, lang))
    made += _texts("title", _TITLE, Edit(path, (*at, "title"), None), one.title, grid, "line")
    return Part(one.code, one.title, tuple(made))


def _points(name: str, label: Text, edit: Edit, value: Points, lang: str) -> Field:
    return Field(name, label, edit, number(value, lang), "points")


def _texts(name: str, label: Text, edit: Edit, value: Text, grid: Grid, kind: str) -> list[Field]:
    return [
        Field(
            f"{name}-{lang}",
            label.filled(lang=lang),
            edit._replace(keys=(*edit.keys, lang)),
            value.in_language(lang),
            kind,
        )
        for lang in grid.languages
    ]


# --- pages ------------------------------------------------------------------------------------------------------------


def read(web: Web, request: Request) -> Response:
    """The grid of a year, the latest unless another is asked for."""
    desk = web.desk
    book = desk.seen().school.book
    grid = book.grids.get(request.path_params.get("year", max(book.grids)))
    if grid is None:
        raise HTTPException(404)
    latest = max(book.grids)
    after = f"{int(latest[:4]) + 1}-{int(latest[:4]) + 2}"
    return web.page(
        request,
        "grid",
        web.terminal("grid", "show", grid.year),
        grid=grid,
        years=sorted(book.grids, reverse=True),
        after=after if grid.year == latest else "",
        offices=desk.offices(desk.seen().school, "keeper"),
        worth=lambda one: grids.worth_in_short(grid, one, desk.lang),
        limits=lambda one: grids.limits(one, desk.lang),
        evidence=lambda one: grids.evidence_in_short(one, desk.lang),
    )


def page(web: Web, request: Request) -> Response:
    """The form of an activity, of a category or of a profile."""
    desk = web.desk
    school = desk.seen().school
    grid, part = _asked(web, request)
    return web.page(
        request,
        "grid_form",
        web.terminal("grid", "impact", desk.branch),
        grid=grid,
        part=part,
        filled=acting.filled(web, request),
        offices=desk.offices(school, "keeper"),
    )


def _asked(web: Web, request: Request) -> tuple[Grid, Part]:
    school = web.desk.seen().school
    year, what = request.path_params["year"], request.path_params["what"]
    grid = school.book.grids.get(year)
    part = part_of(grid, files_of(school, year), what, web.desk.lang) if grid is not None else None
    if grid is None or part is None:
        raise HTTPException(404)
    return grid, part


def change(web: Web, request: Request, fields: Fields) -> Response:
    """What the form changes is weighed with every folder, and shown."""
    desk = web.desk
    grid, part = _asked(web, request)
    back = f"/grid/{grid.year}/{part.what}"

    @contextmanager
    def prepared() -> Iterator[Shown | Note]:
        edits = _edits(part, fields)
        if isinstance(edits, Text) or not edits:
            yield Note((edits,), good=False) if isinstance(edits, Text) else Note((_SAME,))
            return
        seen = desk.whole()
        files = edited(seen.school, edits)
        what = _CHANGED.filled(year=grid.year, what=part.what)
        yield _shown(web, grid, files, what)

    return acting.ask(web, Act(back, f"/grid/{grid.year}", prepared), fields)


def _edits(part: Part, fields: Fields) -> list[Edit] | Text:
    """What of the form is not so already; or what cannot be read."""
    found = []
    for one in part.fields:
        typed = fields.get(one.name, one.typed)
        typed = (
            "\n".join(" ".join(row.split()) for row in typed.strip().splitlines())
            if one.kind == "text"
            else " ".join(typed.split())
        )
        if typed == " ".join(one.typed.split()) or typed == one.typed.strip():
            continue
        if not typed:
            return _EMPTY.filled(label=one.label)
        value: object = typed
        if one.kind == "points":
            try:
                value = as_number(from_text(typed))
            except ValueError:
                return _POINTS.filled(label=one.label)
        found.append(one.edit._replace(value=value))
    return found


def _shown(
    web: Web, before: Grid | None, files: Mapping[str, bytes], what: Text, looks: tuple[object, ...] = ()
) -> Shown:
    """The files weighed, and what carries them out."""
    desk, lang = web.desk, web.desk.lang
    seen = desk.whole()
    school = seen.school
    holder = desk.office(school, "keeper")
    found = weighed(school, holder, files, seen.checked)
    committer = Committer(desk.place, desk.branch, school.commit)

    def does() -> Note:
        now, language = datetime.now().astimezone(), school.latest.language
        return Note((_DONE.filled(made=carry_out(files, what, committer, holder, now, language)[:12]),))

    after = found.book.grids.get(before.year) if before is not None else None
    impact = found.impact
    values = {
        "what": what,
        "changes": list(grids.changes(before, after, lang)) if before is not None and after is not None else [],
        "beside": list(beside_points(before, after, lang)) if before is not None and after is not None else [],
        "errors": [(one.code, one.path, message(one, RULES, lang)) for one in found.findings[:20]],
        "impact": impact,
        "sentences": list(impacts.sentences(impact, lang)) if impact is not None else [],
        "group_heads": impacts.GROUP_HEADS[lang],
        "groups": [impacts.group_row(one, lang) for one in impact.groups] if impact is not None else [],
        "student_heads": impacts.STUDENT_HEADS[lang],
        "students": [impacts.student_row(one, lang) for one in impact.effects[:MOST_LISTED]]
        if impact is not None
        else [],
        "looks": looks,
        "files": sorted(files),
    }
    return Shown(
        "grid_shown", values, web.terminal("grid", "impact", desk.branch), does if not found.findings else None
    )


def next_year(web: Web, _request: Request, fields: Fields) -> Response:
    """The grid of the next year, prepared from the latest."""
    desk = web.desk

    @contextmanager
    def prepared() -> Iterator[Shown | Note]:
        latest = max(desk.whole().school.book.grids)
        year = f"{int(latest[:4]) + 1}-{int(latest[:4]) + 2}"
        made = prepare(desk.place, year, latest, desk.day(), desk.branch)
        files = {f"grid/{year}/{name}": data for name, data in made.files.items()}
        yield _shown(web, None, files, _BEGUN.filled(year=year, of=made.of), made.looks)

    return acting.ask(web, Act("/grid", "/grid", prepared), fields)
