"""The usual delay of decisions, as the site says it: a bound for the whole school, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from polyvalidate.repository.answered import Answered
from polyvalidate.site.delays import delay_of, usual
from polyvalidate.site.form import declare
from polyvalidate.site.pages import home
from tests.proposing import School
from tests.site.sites import SITE

TODAY = date(2026, 6, 1)


def requests(*days: int, people: int = 11, signers: int = 3, entered: date = TODAY) -> list[Answered]:
    """Requests decided in so many days each."""
    return [
        Answered(entered - timedelta(each), entered, f"github:{rank % people}", (f"ref-{rank % signers}",))
        for rank, each in enumerate(days)
    ]


def test_it_is_the_bound_that_three_in_four_keep() -> None:
    assert usual(requests(*[2] * 30, *[40] * 10), TODAY) == 3
    assert usual(requests(*[2] * 29, *[9] * 1, *[40] * 10), TODAY) == 14
    assert usual(requests(*[31] * 40), TODAY) is None


@pytest.mark.parametrize(
    "few",
    [
        requests(*[2] * 39),
        requests(*[2] * 40, people=10),
        requests(*[2] * 40, signers=2),
        requests(*[2] * 40, entered=TODAY - timedelta(365)),
    ],
    ids=["requests", "people", "signers", "late"],
)
def test_of_few_nothing_is_said(few: list[Answered]) -> None:
    assert usual(few, TODAY) is None


def test_the_record_says_it_and_one_that_is_cut_does_not(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    for rank in range(40):
        code = f"ref-{1 + rank % 3}"
        ours = ("-c", f"user.name={code}", "-c", f"user.email={code}@polyvalidate.invalid")
        told = f"Opened-on: 2026-02-04\nProposed-by: github:{rank % 11}\nEvaluated-by: {code}"
        school.git(*ours, "commit", "-q", "--allow-empty", "-m", "Fusion", "-m", told)
    school.git("commit", "-q", "--allow-empty", "-m", "Opened-on: 2020-01-01")
    cut = tmp_path / "coupé"
    school.git("clone", "-q", "--bare", "--depth=5", f"file://{school.place}", str(cut))

    assert delay_of(school.place, "HEAD", date(2026, 3, 1)) == 7
    assert delay_of(cut, "HEAD", date(2026, 3, 1)) is None


def test_home_and_form_say_it_where_it_is_known() -> None:
    said = "au moins trois demandes sur quatre ont été décidées en deux semaines au plus."
    known = replace(SITE, delay=14)

    assert [said in page(known, "fr").text for page in (home.page, declare.page)] == [True, True]
    assert [said in page(SITE, "fr").text for page in (home.page, declare.page)] == [False, False]
