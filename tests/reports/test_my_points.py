"""« Mes points »: what a student reads of their balance, and the link that shows what would complete it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.model.folder import Quitus
from polyvalidate.model.points import ZERO
from polyvalidate.model.score import Missing
from polyvalidate.reports.my_points import Waiting, form_link, points_link, render
from polyvalidate.school.check import check
from tests.examples import RULES_FOLDER, FolderTree

CHECKED = check(FolderTree(RULES_FOLDER / "base"), date(2026, 4, 1), keep_balances=True)
(MINE,) = CHECKED.report.results
WAITING = (Waiting(7, "https://forge.example/o/r/pulls/7", ("à décider",)),)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_a_student_reads(lang: str, golden: Callable[[Path, str], None]) -> None:
    form = form_link("https://points.example", "s-base000001", 2025, "FISE3")

    page = render(MINE, CHECKED.book, lang, WAITING, form)

    golden(Path(__file__).parent / f"golden/my-points.{lang}.md", page)


def test_the_link_leads_to_the_page_in_the_language_of_the_reader() -> None:
    links = [points_link(MINE, CHECKED.book, lang).partition("mes-points/#") for lang in ("fr", "en")]

    assert links[1][0] == f"{links[0][0]}en/"
    assert links[0][2] == links[1][2]


@pytest.mark.parametrize("outcome", ["acquired", "exempted"])
def test_there_is_no_link_once_the_quitus_is_given(outcome: str) -> None:
    assert MINE.balance is not None
    given = Quitus("quitus.yml", "2026-07", outcome, ZERO, ZERO, date(2026, 7, 1), "JURY1")
    filled = replace(MINE.balance, missing=Missing(ZERO, 0, {}, threshold_unknown=False))

    assert points_link(replace(MINE, quitus=given), CHECKED.book, "fr") == ""
    assert points_link(replace(MINE, balance=filled), CHECKED.book, "fr") != ""
    assert points_link(replace(MINE, quitus=replace(given, outcome="not-acquired")), CHECKED.book, "fr") != ""
