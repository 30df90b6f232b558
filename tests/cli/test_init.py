"""A new school: its jobs are those of its forge, and something can be declared in it on the very day."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate import repository
from polyvalidate.model.years import academic_year, years_later
from polyvalidate.repository.own_wheel import FOLDERS
from tests.running import run


@pytest.mark.parametrize("forge", FOLDERS)
def test_a_school_has_the_jobs_of_its_forge_and_installs_from_its_own_files(tmp_path: Path, forge: str) -> None:
    code, _, why = run("init", tmp_path / "école", "--forge", forge)

    school = tmp_path / "école"
    jobs = [path for path in school.rglob("*.y*ml") if path.relative_to(school).parts[0].startswith(".")]
    installs = {name for path in jobs for name in re.findall(r"--requirement (\S+)", path.read_text(encoding="utf-8"))}
    assert code == 0, why
    assert bool(jobs) is (forge != "git")
    assert all((school / name).is_file() for name in installs)
    assert {path.name for path in school.iterdir() if path.name.startswith(".")} - {
        ".git",
        ".gitattributes",
        ".gitignore",
    } <= {
        FOLDERS[forge],
        ".gitlab-ci.yml",
    }
    said = yaml.safe_load((school / "mkdocs.yml").read_text(encoding="utf-8"))["extra"]["polyvalidate"].get("forge")
    assert said == (forge if forge in ("gitlab", "forgejo") else None)
    assert run("check", school) == (0, "Aucune remarque : 10 fichiers vérifiés.\n", "")


@pytest.mark.parametrize("year", ["2024-2025", "2026-2027", "2031-2032"])
def test_the_grid_is_of_the_year_that_is_asked_for(tmp_path: Path, year: str) -> None:
    run("init", tmp_path / "école", "--year", year)

    text = (tmp_path / "école/grid" / year / "rules.yml").read_text(encoding="utf-8")
    first = int(year[:4])
    years = {int(found) for found in re.findall(r"\b(20[0-9]{2})-", text)}
    assert (years, run("check", tmp_path / "école")[0]) == ({first, first + 1}, 0)


def test_something_can_be_declared_in_a_new_school_on_the_day_it_is_made(tmp_path: Path) -> None:
    run("init", tmp_path / "école")

    today = repository.today(tmp_path / "école")
    code, said, _ = run("campaign", "status", "--repo", tmp_path / "école")

    assert [path.name for path in (tmp_path / "école/grid").iterdir() if path.is_dir()] == [academic_year(today)]
    assert (code, academic_year(today) in said) == (0, True)


@pytest.mark.parametrize("year", ["2026", "2026-2028", "26-27", "2026-2027 ", "../2026-2027"])
def test_what_is_no_academic_year_is_said_to_be_none(tmp_path: Path, year: str) -> None:
    code, _, why = run("init", tmp_path / "école", "--year", year)

    assert (code, "deux années qui se suivent" in why, (tmp_path / "école").exists()) == (2, True, False)


@given(st.dates(date(2000, 1, 1), date(2089, 12, 31)), st.integers(0, 10))
def test_a_day_some_years_later_is_that_day_of_that_year(day: date, years: int) -> None:
    moved = date.fromisoformat(years_later(f"du {day} au {day}.", years)[3:13])

    assert (moved.year, moved.month) == (day.year + years, day.month)
    assert moved.day == day.day or (day.month, day.day, moved.day) == (2, 29, 28)


def test_what_is_no_day_stays_as_it_is() -> None:
    text = "v2025-13-01 2025-2026 2024-02-29 20256-01-01 2025"

    assert years_later(text, 1) == "v2025-13-01 2026-2027 2025-02-28 20256-01-01 2025"
