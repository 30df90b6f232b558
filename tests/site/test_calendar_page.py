"""When one may declare: on the page, and in the file that calendars read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from polyvalidate.model.grid import Campaign, Period
from polyvalidate.model.words import Text
from polyvalidate.site.pages import Site, calendar
from polyvalidate.site.pages.calendar import State, state
from polyvalidate.site.pages.calendar_file import ics
from tests.site.sites import MOMENT, SITE

LANGUAGES = ["fr", "en"]
EXTENSIONS = ("attr_list", "md_in_html", "toc", "pymdownx.details", "pymdownx.superfences")
GRID = SITE.grid
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@st.composite
def campaigns(draw: st.DrawFn) -> tuple[Campaign, ...]:
    found = []
    for number in range(draw(st.integers(0, 5))):
        opens, start = draw(DAYS), draw(DAYS)
        lasts, covers = draw(st.integers(0, 400)), draw(st.integers(0, 400))
        found.append(
            Campaign(
                code=f"c{number}",
                title=Text(draw(TITLES), draw(TITLES)),
                opens=opens,
                closes=opens + timedelta(days=lasts),
                covers=Period(start, start + timedelta(days=covers)),
                second_chance=draw(st.booleans()),
            )
        )
    return tuple(found)


def with_campaigns(found: tuple[Campaign, ...]) -> Site:
    return replace(SITE, grids={GRID.year: replace(GRID, campaigns=found)})


def test_the_page_as_it_is_read(golden: Callable[[str, str], None]) -> None:
    only = replace(SITE, grids={GRID.year: GRID})

    golden("calendrier.fr.md", calendar.page(only, "fr").markdown())
    golden("calendrier.en.md", calendar.page(only, "en").markdown())


def test_the_file_as_it_is_written(golden: Callable[[str, str], None]) -> None:
    only = replace(SITE, grids={GRID.year: GRID})

    golden("calendrier.fr.ics", ics(only, "fr").decode().replace("\r\n", "\n"))


@given(campaigns(), st.sampled_from(LANGUAGES))
def test_every_campaign_is_one_event_of_the_same_days(found: tuple[Campaign, ...], lang: str) -> None:
    read = Calendar.from_ical(ics(with_campaigns(found), lang))
    events = read.walk("VEVENT")

    assert {str(event["UID"]): (event.decoded("DTSTART"), event.decoded("DTEND")) for event in events} == {
        # The end of an event is the first day that is out.
        f"{GRID.year}-{c.code}@polyvalidate.example.org": (c.opens, c.closes + timedelta(days=1))
        for c in found
    }
    assert sorted(str(event["SUMMARY"]) for event in events) == sorted(c.title.in_language(lang) for c in found)
    assert {event.decoded("DTSTAMP") for event in events} <= {datetime(2026, 2, 1, tzinfo=UTC)}


@given(campaigns())
def test_the_page_says_every_campaign_whatever_its_title(found: tuple[Campaign, ...]) -> None:
    read = markdown.markdown(calendar.page(with_campaigns(found), "fr").text, extensions=EXTENSIONS)

    shown = [c.code for c in sorted(found, key=lambda c: (c.opens, c.closes))]
    assert re.findall(r'id="campagne-(c\d)-', read) == shown


@pytest.mark.parametrize(("on", "folds"), [(date(2026, 7, 9), 0), (date(2026, 11, 1), 1)])
def test_the_campaigns_of_a_year_are_folded_once_all_are_over_and_keep_their_addresses(on: date, folds: int) -> None:
    only = replace(SITE, grids={GRID.year: GRID}, today=on)
    read = markdown.markdown(calendar.page(only, "fr").text, extensions=EXTENSIONS)

    assert read.count("<details") == folds
    assert [f'id="campagne-{c.code}-{GRID.year}"' in read for c in GRID.campaigns] == [True] * len(GRID.campaigns)
    assert f'id="annee-{GRID.year}"' in read


@given(campaigns(), DAYS)
def test_a_campaign_is_open_on_its_days_and_on_no_other(found: tuple[Campaign, ...], today: date) -> None:
    for campaign in found:
        inside = today in {
            campaign.opens + timedelta(days=n) for n in range((campaign.closes - campaign.opens).days + 1)
        }

        assert (state(campaign, today) is State.OPEN) == inside


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2025, 9, 30), "Aucune campagne n'est ouverte. La prochaine, **Campagne principale**, ouvre le"),
        (date(2025, 10, 1), "Campagne principale : déclarez jusqu'au **15 juin 2026** (encore 257 jours)."),
        (date(2026, 6, 14), "Campagne principale : déclarez jusqu'au **15 juin 2026** (encore 1 jour)."),
        (date(2026, 6, 15), "Campagne principale : déclarez jusqu'au **15 juin 2026** (dernier jour)."),
        (date(2026, 6, 16), "Aucune campagne n'est ouverte. La prochaine, **Seconde chance**, ouvre le"),
        (date(2027, 1, 1), "Aucune campagne n'est ouverte ni annoncée."),
    ],
)
def test_what_is_said_at_the_moment(on: date, said: str) -> None:
    only = replace(SITE, grids={GRID.year: GRID}, today=on)

    shown = re.sub("<[^<>]*>", "", calendar.now(only, "fr")).replace("\u00a0", " ")

    assert shown.startswith(said)


def test_the_file_is_the_same_on_another_day_and_follows_the_commit() -> None:
    later = replace(SITE, today=date(2027, 1, 1))
    moved = replace(SITE, moment=MOMENT._replace(day=date(2026, 3, 1)))

    assert ics(later, "fr") == ics(SITE, "fr")
    assert ics(moved, "fr") != ics(SITE, "fr")


def test_two_schools_on_one_host_have_events_of_their_own() -> None:
    one, other = (replace(SITE, url=f"https://x.example/{name}/") for name in ("one", "other"))
    found = [{str(e["UID"]) for e in Calendar.from_ical(ics(site, "fr")).walk("VEVENT")} for site in (one, other)]

    assert "2025-2026-ete@x.example/one" in found[0]
    assert found[0] & found[1] == set()


def test_outside_git_and_without_an_address_the_file_reads_all_the_same() -> None:
    events = Calendar.from_ical(ics(replace(SITE, moment=None, url=""), "en")).walk("VEVENT")

    assert len(events) == sum(len(grid.campaigns) for grid in SITE.grids.values())
    assert not any("URL" in event for event in events)
