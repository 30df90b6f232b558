"""The grid at the desk: one value changed in the file and nothing else, what that does to people, the next year."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.served import Served, desk_of, served
from tests.desk.test_changing import said
from tests.proposing import School
from tests.running import run

FILE = "grid/2025-2026/3-promotion.yml"
PAGE = "/grid/2025-2026/3.1"


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


@pytest.fixture
def desk(school: School) -> Iterator[Served]:
    with served(desk_of(school, signer=None)) as opened:
        yield opened


def typed(desk: Served, page: str = PAGE) -> dict[str, str]:
    """What a form holds before anything is typed."""
    text = desk.get(page).text
    found = dict(re.findall(r'<input id="[\w-]+" name="([\w-]+)".*? value="([^"]*)"', text))
    found |= dict(re.findall(r'<textarea id="[\w-]+" name="([\w-]+)"[^>]*>([^<]*)<', text))
    found.pop("back", None)
    return {name: said(value) for name, value in found.items()}


def test_one_value_changes_and_every_other_byte_stays(desk: Served, school: School) -> None:
    asked = desk.post(PAGE, typed(desk) | {"points": "0,25"})
    shown, before = desk.follow(asked).text, school.git("rev-parse", "main")
    between = school.git("rev-parse", "main")

    done = desk.follow(desk.post(asked.headers["location"], {})).text
    lines = [one for one in school.git("diff", "-U0", before, "main").splitlines() if re.match(r"[+-][^+-]", one)]
    audited = run("audit", "--repo", school.place, "--since", before)

    assert "3.1 points : 0,5 → 0,25" in said(shown)
    assert between == before
    assert lines == ["-    points: 0.5", "+    points: 0.25"]
    assert "C'est enregistré : commit" in said(done)
    assert school.git("log", "-1", "--format=%an: %s") == "grille-1: Grille 2025-2026 : 3.1"
    assert audited[0] == 0, audited


def test_what_it_does_to_people_is_what_the_command_says(desk: Served, school: School) -> None:
    asked = desk.post("/grid/2025-2026/FISE3", typed(desk, "/grid/2025-2026/FISE3") | {"required": "1"})
    shown, before = desk.follow(asked).text, school.git("rev-parse", "main")
    desk.post(asked.headers["location"], {})
    _, told, _ = run("grid", "impact", before, "main", "--repo", school.place, "--format", "json", "--on", "2026-03-01")
    counts = json.loads(told)

    assert counts["thresholds"] == len(counts["effects"]) > 0
    assert f"Qui ({len(counts['effects'])})" in said(shown)
    assert all(f'href="/students/{one["student"]}"' in shown for one in counts["effects"])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Rien ne change"),
        ({"points": "0,3"}, "Points : écrivez un nombre de quarts de point"),
        ({"points": "=1+1"}, "Points : écrivez un nombre de quarts de point"),
        ({"title-fr": "  "}, "Intitulé (fr) ne peut pas être vide"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_typed(
    desk: Served, school: School, fields: dict[str, str], sentence: str
) -> None:
    before = school.git("rev-parse", "main")

    page = desk.follow(desk.post(PAGE, typed(desk) | fields)).text

    assert sentence in said(page)
    assert school.git("rev-parse", "main") == before


def test_what_the_check_refuses_is_shown_and_cannot_be_recorded(desk: Served, school: School) -> None:
    asked = desk.post(PAGE, typed(desk) | {"year": "9", "cycle": "1"})
    page, before = desk.follow(asked).text, school.git("rev-parse", "main")

    desk.post(asked.headers["location"], {})

    assert "Ce changement n'est pas possible" in said(page)
    assert "PP2" in page
    assert school.git("rev-parse", "main") == before


def test_a_text_that_could_be_a_mark_or_yaml_is_a_text(desk: Served) -> None:
    strange = '<b>Portes</b> : "ouvertes" # {a: b}'
    asked = desk.post(PAGE, typed(desk) | {"title-fr": strange})
    shown = desk.follow(asked).text
    desk.post(asked.headers["location"], {})

    assert "<b>" not in shown
    assert desk.desk.whole().school.book.grids["2025-2026"].activities["3.1"].title.fr == strange


def test_the_next_year_is_prepared_as_the_command_does(desk: Served, school: School) -> None:
    asked = desk.post("/grid", {})
    shown, before = desk.follow(asked).text, school.git("rev-parse", "main")
    desk.post(asked.headers["location"], {})
    ours = school.git("rev-parse", "main:grid/2026-2027")
    school.git("reset", "-q", "--hard", before)
    run("grid", "new", "2026-2027", "--repo", school.place)
    school.git("add", "-A")

    assert "Grille 2026-2027, d'après 2025-2026" in said(shown)
    assert school.git("write-tree", "--prefix=grid/2026-2027/") == ours


def test_caps_of_a_category_are_changed(desk: Served, school: School) -> None:
    page = "/grid/2025-2026/3"
    asked = desk.post(page, typed(desk, page) | {"cap-FISE3": "2"})
    desk.post(asked.headers["location"], {})

    assert "FISE3: 2" in school.git("show", f"main:{FILE}")


def test_an_evaluator_does_not_change_the_grid(desk: Served, school: School) -> None:
    desk.post("/who", {"code": "ref-3"})
    before = school.git("rev-parse", "main")

    page = desk.follow(desk.post(PAGE, typed(desk) | {"points": "0,25"})).text

    assert "à écrire par les gardiens de la grille" in said(page)
    assert school.git("rev-parse", "main") == before


@pytest.mark.parametrize("path", ["/grid/1999-2000", "/grid/2025-2026/9.9", "/grid/2025-2026/..", "/grid/x/3.1"])
def test_what_is_not_in_the_grid_has_no_page(desk: Served, path: str) -> None:
    assert desk.get(path).status == 404
