"""A new school: its jobs are those of its forge, and something can be declared in it on the very day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate import repository
from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Campaign
from polyvalidate.model.years import academic_year, years_later
from polyvalidate.office.acts.founding import Wishes, grid_of, reaching
from polyvalidate.repository.own_wheel import FOLDERS
from tests.running import run
from tests.terminal import CTRL_D, talk


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


def test_on_every_day_of_a_year_something_of_that_day_can_be_declared_in_a_school_made_then() -> None:
    grid = grid_of("2027-2028", date(2026, 11, 30), Wishes()).book.grids["2027-2028"]
    for day in (date(2027, 9, 1) + timedelta(number) for number in range(366)):
        campaigns = dict(enumerate(grid.campaigns))
        moved = reaching(grid.campaigns, grid.period, day)
        campaigns |= dict([moved]) if moved is not None else {}

        assert can_declare(campaigns.values(), day), day


@pytest.mark.parametrize("day", ["2027-09-01", "2027-09-30", "2028-06-16", "2028-06-21", "2028-07-11", "2028-08-31"])
def test_a_grid_whose_campaign_moved_is_one_that_the_check_takes(day: str) -> None:
    today = date.fromisoformat(day)
    made = grid_of(academic_year(today), today, Wishes())

    assert can_declare(made.book.grids["2027-2028"].campaigns, today)
    assert [found for found in made.findings if found.severity is Severity.ERROR] == []


def can_declare(campaigns: Iterable[Campaign], day: date) -> bool:
    """Something that is done on a day, on that same day."""
    return any(one.opens <= day <= one.closes and one.covers.start <= day <= one.covers.end for one in campaigns)


@pytest.mark.parametrize("day", [date(2027, 8, 31), date(2028, 9, 1), date(2026, 11, 30)])
def test_the_campaigns_of_a_year_that_is_not_running_stay_as_the_example_has_them(day: date) -> None:
    campaigns = grid_of("2027-2028", day, Wishes()).book.grids["2027-2028"].campaigns

    assert [(one.opens, one.closes) for one in campaigns] == [
        (date(2027, 10, 1), date(2028, 6, 15)),
        (date(2028, 6, 22), date(2028, 7, 10)),
        (date(2028, 9, 1), date(2028, 10, 15)),
    ]


def test_what_a_school_says_of_itself_stands_where_it_is_read(tmp_path: Path) -> None:
    code, said, why = run(
        *("init", tmp_path / "école", "--name", "École : « Essai »", "--address", "https://points.ecole.example/"),
        *("--repository", "https://forge.ecole.example/points/points", "--intake", "boxes", "--boxes", "ecole/boites"),
    )

    school = tmp_path / "école"
    rules = yaml.safe_load(next((school / "grid").glob("20*/rules.yml")).read_text(encoding="utf-8"))
    settings = yaml.safe_load((school / "mkdocs.yml").read_text(encoding="utf-8"))
    assert (code, why, "Restent à dire" in said) == (0, "", False)
    assert [rules[key] for key in ("school", "site", "intake", "boxes")] == [
        *("École : « Essai »", "https://points.ecole.example", "boxes", "ecole/boites")
    ]
    assert (settings["site_url"], settings["repo_url"], settings["extra"]["polyvalidate"]["forge"]) == (
        *("https://points.ecole.example/", "https://forge.ecole.example/points/points", "github"),
    )
    assert run("check", school) == (0, "Aucune remarque : 10 fichiers vérifiés.\n", "")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--name", "deux\nlignes"), "--name"),
        (("--name", ""), "--name"),
        (("--address", "http://points.ecole.example"), "--address"),
        (("--repository", "https://github.com"), "--repository"),
        (("--repository", "https://gitlab.com/ecole/points"), "github"),
        (("--intake", "boxes"), "--boxes"),
        (("--boxes", "ecole"), "--intake"),
        (("--intake", "boxes", "--boxes", "../ecole"), "--boxes"),
        (("--forge", "git", "--intake", "boxes", "--boxes", "ecole"), "Sans forge"),
    ],
)
def test_what_a_school_cannot_say_of_itself_is_refused_and_nothing_is_made(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    code, _, said = run("init", tmp_path / "école", *words)

    assert (code, why in said, (tmp_path / "école").exists()) == (2, True, False), said


def test_at_a_terminal_what_was_not_given_is_asked_and_asked_again(tmp_path: Path) -> None:
    answers = [
        ("Adresse du site (Entrée : plus tard) : ", "points.ecole.example"),
        ("Adresse du site (Entrée : plus tard) : ", "https://points.ecole.example"),
        ("Adresse du dépôt sur sa forge (Entrée : plus tard) : ", ""),
        ("Organisation des boîtes, si chaque élève a la sienne (Entrée : un dépôt commun) : ", "ecole-boites"),
    ]
    code, screen = talk(["init", "ecole", "--name", "École d'essai"], answers, tmp_path)

    text = next((tmp_path / "ecole/grid").glob("20*/rules.yml")).read_text(encoding="utf-8")
    assert (code, "Restent à dire : l'adresse du dépôt (mkdocs.yml)." in screen) == (0, True)
    assert all(
        line in text
        for line in (
            "school: École d'essai\n",
            "site: https://points.ecole.example\n",
            "intake: boxes\n",
            "boxes: ecole-boites\n",
        )
    )
    left, screen = talk(["init", "autre"], [("Nom de l'école (Entrée : plus tard) : ", CTRL_D)], tmp_path)
    assert (left, "Rien n'a été écrit." in screen, (tmp_path / "autre").exists()) == (1, True, False)


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
