"""``polyvalidate grid show`` and ``grid diff``: years as arguments, and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.cli import main
from polyvalidate.files import edit
from polyvalidate.site.grid import open_data
from polyvalidate.site.grid.data import changes_json
from polyvalidate.site.pages.packages import package
from tests.places import ROOT
from tests.site.sites import SITE

Run = Callable[..., tuple[int, str]]
YEARS = ("2024-2025", "2025-2026")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str]:
        code = main(["grid", *words, "--repo", str(ROOT), "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def changes(run: Run, *words: str) -> list[dict[str, Any]]:
    code, out = run("diff", *words, "--format", "json")
    assert code == 0
    document: dict[str, Any] = json.loads(out)
    assert list(document) == ["format", "old", "new", "changes"]
    assert document["format"] == "polyvalidate-grid-changes/1"
    found: list[dict[str, Any]] = document["changes"]
    return found


def test_a_year_is_an_argument_and_the_latest_by_default(run: Run) -> None:
    assert run("show", "2024-2025") == run("show", "--year", "2024-2025")
    assert run("show") == run("show", "2025-2026")
    assert "2024-2025" in run("show", "2024-2025")[1].splitlines()[0]


def test_a_year_without_a_grid_is_said_with_those_that_have_one(run: Run) -> None:
    assert run("show", "1999-2000") == (2, f"No grid 1999-2000 here; known years: {', '.join(YEARS)}.\n")


def test_the_old_option_is_not_shown(run: Run) -> None:
    _, said = run("show", "--help")

    assert ("[YEAR]" in said, "--year" in said) == (True, False)


def test_a_grid_in_json_is_the_one_that_the_site_publishes(run: Run) -> None:
    code, out = run("show", "2024-2025", "--format", "json")

    assert (code, out.encode()) == (0, open_data.files(SITE, "fr")["api/grid/2024-2025.json"])


def test_what_changed_has_points_as_numbers(run: Run) -> None:
    found = {(each["code"], each["key"]): (each["old"], each["new"]) for each in changes(run, *YEARS)}

    assert found["3.1", "points"] == ({"from": 0.25, "to": 0.25}, {"from": 0.5, "to": 0.5})
    assert found["3.1", "caps"] == ({"year": 1, "cycle": 2}, {"year": 1.5, "cycle": 3})


def test_changes_come_in_the_order_of_codes_and_backwards_they_are_the_same(run: Run) -> None:
    there, back = changes(run, *YEARS), changes(run, *reversed(YEARS))

    codes = [tuple(map(int, each["code"].split("."))) for each in there if each["of"] == "activity"]
    assert codes == sorted(codes)
    assert there == [each | {"old": each["new"], "new": each["old"]} for each in back]


def test_what_is_new_or_gone_has_no_key() -> None:
    grid = SITE.grids["2025-2026"]
    fewer = replace(grid, activities={code: each for code, each in grid.activities.items() if code != "3.1"})

    (gone,) = json.loads(changes_json(grid, fewer))["changes"]
    assert (gone["of"], gone["code"], gone["key"], gone["old"]["code"], gone["new"]) == (
        "activity", "3.1", None, "3.1", None,
    )  # fmt: skip


def test_the_same_grid_has_no_change(run: Run) -> None:
    assert changes(run, "2025-2026", "2025-2026") == []
    assert run("diff", "2025-2026", "2025-2026") == (0, "Nothing has changed.\n")


def test_what_touches_points_is_told_first_then_all_the_rest(
    run: Run, golden: Callable[[str | Path, str], None]
) -> None:
    golden("grid_diff.txt", run("diff", *YEARS)[1])


def test_other_schools_are_compared_in_the_terminal(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*words: str) -> tuple[int, str]:
        code = main(["grid", "compare", *words, "--repo", str(school), "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    assert told() == (0, "No other school is named in mkdocs.yml (extra.polyvalidate.comparisons).\n")

    folder, settings = school / "comparaisons/b", school / "mkdocs.yml"
    folder.mkdir(parents=True)
    for name, data in package(replace(SITE.grid, school="École B")).items():
        (folder / name).write_bytes(data)
    settings.write_text(
        f"{settings.read_text()}\nextra: {{polyvalidate: {{comparisons: [comparaisons/b/datapackage.json]}}}}\n"
    )
    code, said = told("3.1")

    assert (code, "École B 2025-2026" in said, said.count("3.1 Open day"), "3.2" in said) == (0, True, 2, False)
    assert told("9.1") == (2, "No activity 9.1 in the grid 2025-2026.\n")


@pytest.fixture
def school(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["init", str(tmp_path / "school"), "--year", "2025-2026", "--yes", "--lang", "en"]) == 0
    capsys.readouterr()
    return tmp_path / "school"


def written(school: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["grid", "new", *words, "--repo", str(school), "--lang", "en"])
    said = capsys.readouterr()
    return code, (said.out + said.err).replace("\u00a0", " ")


def test_the_grid_of_the_next_year_is_clean_at_once(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in (school / "grid/2025-2026").iterdir()}

    code, said = written(school, capsys, "2026-2027")

    assert (code, said.startswith("✓ grid/2026-2027: 9 files, from 2025-2026.")) == (0, True)
    assert {path: path.read_bytes() for path in before} == before
    assert main(["check", str(school), "--on", "2026-10-10", "--lang", "en"]) == 0
    checked = capsys.readouterr().out
    assert "error" not in checked
    assert run_json(school, capsys)["year"] == "2026-2027"


def run_json(school: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["grid", "show", "--repo", str(school), "--format", "json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.parametrize(("until", "told"), [("2026-08-31", True), ("2026-09-01", False)])
def test_a_role_that_ends_before_the_new_year_is_told(
    school: Path, capsys: pytest.CaptureFixture[str], until: str, told: bool
) -> None:
    roles = school / "grid/roles.yml"
    roles.write_text(roles.read_text().replace("role: keeper", f"role: keeper\n    until: {until}", 1))

    code, said = written(school, capsys, "2026-2027", "--dry-run")

    assert code == 0
    assert ("this role ends on 31 August 2026, before the new year" in said, "this role ends" in said) == (told, told)
    assert "grid/2026-2027: 9 files would be written" in said
    assert not (school / "grid/2026-2027").exists()


def test_rules_that_cannot_be_written_anew_are_told(
    school: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_asked: object) -> bytes:
        raise edit.Uneditable("this value is not on one line")

    monkeypatch.setattr(edit, "respell", refused)

    code, said = written(school, capsys, "2026-2027")

    assert (code, said.strip()) == (
        2,
        "The grid 2025-2026 cannot be written anew: this value is not on one line.",
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["2025-2026", "--from", "2025-2026"], "The grid 2025-2026 exists already"),
        (["2025-2026"], "No grid before 2025-2026 here; there is 2025-2026."),
        (["2026-2027", "--from", "2019-2020"], "No grid before 2026-2027 here"),
        (["2026-2028"], "Write two years in a row: 2026-2027."),
        (["2026"], "Write two years in a row: 2026-2027."),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is(
    school: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    before = sorted(school.rglob("*"))

    code, said = written(school, capsys, *words)

    assert (code, told in said) == (2, True)
    assert sorted(school.rglob("*")) == before
