"""The demonstration on a day: in the middle of a campaign, with published figures, other schools, a site."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from polyvalidate import repository
from polyvalidate.demo import DemoSummary, make_school
from polyvalidate.demo.grids import dated, read_book
from polyvalidate.model.findings import Severity
from polyvalidate.model.words import plain
from polyvalidate.school.check import check
from polyvalidate.site import gathering
from polyvalidate.site.pages import Site
from polyvalidate.site.pages.calendar import State, state
from polyvalidate.site.pages.contents import contents
from tests.demo.test_demonstration import git
from tests.extent import WHOLE

DAYS = [date(2026, 11, 30), date(2027, 6, 18), date(2026, 10, 20)]
"""In a campaign, between two, and after the last one of a year."""
MORE = [date(2027, 1, 5), date(2027, 7, 20), date(2027, 8, 25), date(2026, 9, 3), date(2028, 2, 29), date(2031, 12, 31)]
TODAY = DAYS[0]


@pytest.mark.parametrize("today", DAYS + MORE)
def test_on_every_day_a_campaign_is_open_in_the_last_year_of_the_grids(today: date) -> None:
    grids = read_book(dated(repository.starting_files(), today), today).grids
    last = grids[max(grids)]

    assert [campaign.code for campaign in last.campaigns if state(campaign, today) is State.OPEN] != []
    assert last.period.start < today
    assert min(campaign.opens for campaign in last.campaigns) < today


@pytest.mark.parametrize("today", DAYS + MORE if WHOLE else DAYS)
def test_on_every_day_the_school_is_clean_and_nothing_later_has_happened(today: date, tmp_path: Path) -> None:
    made = make_school(tmp_path / "s", files=repository.starting_files(), students=30, cohorts=2, today=today)
    revisions = ["main", *(request.ref for request in made.requests if request.good)]
    reports = [check(repository.open_tree(made.directory, revision), today, jobs=1).report for revision in revisions]
    found = {f.code for report in reports for f in report.findings if f.severity is not Severity.NOTE}

    assert found <= {"PP359"}  # somebody has to choose the points
    assert git(made.directory, "log", "--all", "--format=%cs").split("\n")[0] < today.isoformat()
    assert all(when < today.isoformat() for when in git(made.directory, "log", "--all", "--format=%as").split("\n"))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    return make_school(
        tmp_path_factory.mktemp("living") / "school",
        files=repository.starting_files(),
        students=120,
        cohorts=2,
        today=TODAY,
        publish=True,
    )


@pytest.fixture(scope="module")
def site(school: DemoSummary) -> Site:
    return gathering.gather(school.directory, TODAY)


def test_figures_are_published_by_the_real_road_and_stand_on_main(school: DemoSummary, site: Site) -> None:
    entries = [(entry.tables.cohort, entry.tables.on) for entry in site.releases]

    assert (school.issues, entries) == (1, [(2025, date(2026, 7, 15))])
    assert "publications/2025/2026-07-15/tables.json" in git(school.directory, "ls-tree", "-r", "--name-only", "main")
    assert {git(school.directory, "rev-parse", f"{r.ref}^") for r in school.requests} == {school.head}


def test_three_schools_that_do_not_exist_are_compared(site: Site) -> None:
    assert [other.school for other in site.others] == [
        "École inventée du bord de mer",
        "École inventée de la montagne",
        "École inventée de la plaine",
    ]
    assert all(other.example for other in site.others)


def test_the_forge_does_not_exist_and_the_site_says_so(school: DemoSummary, site: Site) -> None:
    settings = (school.directory / "mkdocs.yml").read_text(encoding="utf-8")

    assert site.forge is not None
    assert site.forge.url == "https://forge.polyvalidate.example.org/ecole/polypoints"
    assert site.said_elsewhere == ""
    assert "sa forge (forge.polyvalidate.example.org) non plus." in settings


def test_no_page_of_the_public_says_a_command(site: Site) -> None:
    pages = {page.path: page.text for page in contents(site, "fr").pages()}
    said = {path for path, text in pages.items() if re.search(r"polyvalidate [a-z]+|mkdocs\.yml", text)}

    # Guides of those who work with the program, rules that explain it, and the page where evidence is verified.
    assert {path for path in said if not path.startswith(("guides/", "regles/", "verifier."))} == set()


def test_the_home_page_says_until_when_and_where_cohorts_stand(site: Site) -> None:
    home = next(page for page in contents(site, "fr").pages() if page.path == "index.md")
    shown = re.sub("<[^<>]*>", "", plain(home.text))

    assert "déclarez jusqu'au **15 juin 2027**" in shown
    assert "des élèves ont le quitus" in shown
