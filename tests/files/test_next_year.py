"""The grid of another year: what names the year moves, every other byte stays, what may be untrue is told."""

from __future__ import annotations

import pytest

from polyvalidate.files.next_year import RULES, Look, next_year
from polyvalidate.model.words import Text
from tests.places import ROOT

GRID = {path.name: path.read_bytes() for path in sorted((ROOT / "grid/2025-2026").iterdir())}


def changed(before: bytes, after: bytes) -> list[tuple[str, str]]:
    pairs = zip(before.decode().split("\n"), after.decode().split("\n"), strict=True)
    return [pair for pair in pairs if pair[0] != pair[1]]


def of_rules(lines: str, year: str = "2027-2028") -> tuple[list[str], list[Look]]:
    files, looks = next_year({RULES: f"year: 2025-2026\n{lines}".encode()}, "2025-2026", year)
    return files[RULES].decode().split("\n")[1:], looks


def test_the_rules_move_by_their_dates_and_titles_and_categories_stay() -> None:
    files, _ = next_year(GRID, "2025-2026", "2026-2027")

    assert {name for name in GRID if files[name] != GRID[name]} == {RULES}
    moved = changed(GRID[RULES], files[RULES])
    assert moved[:4] == [
        ("year: 2025-2026", "year: 2026-2027"),
        ("  fr: Grille d'exemple 2025-2026", "  fr: Grille d'exemple 2026-2027"),
        ("  en: Example grid 2025-2026", "  en: Example grid 2026-2027"),
        ("period: {from: 2025-09-01, to: 2026-08-31}", "period: {from: 2026-09-01, to: 2027-08-31}"),
    ]
    assert all("opens" in old or "closes" in old or "covers" in old for old, _ in moved[4:])


@pytest.mark.parametrize("year", ["2026-2027", "2031-2032"])
def test_there_and_back_is_the_same_grid(year: str) -> None:
    there, _ = next_year(GRID, "2025-2026", year)
    back, _ = next_year(there, year, "2025-2026")

    assert back == GRID


@pytest.mark.parametrize(
    ("line", "moved"),
    [
        ('title: {fr: "Grille 2025/26", en: Grid 2025–2026}', 'title: {fr: "Grille 2027/28", en: Grid 2027–2028}'),
        ("title: {fr: Printemps 2026, en: Spring 2026}", "title: {fr: Printemps 2028, en: Spring 2028}"),
        ("title: {fr: École fondée en 1969}", "title: {fr: École fondée en 1969}"),
        ("legal: {a: {fr: Charte de 2025-2026}}", "legal: {a: {fr: Charte de 2027-2028}}"),
        ("period: {from: 2024-02-29}", "period: {from: 2026-02-28}"),
        ("contact: a@b.example # 2025-2026", "contact: a@b.example # 2025-2026"),
        ("code: '2025-20263'", "code: '2025-20263'"),
    ],
)
def test_a_year_moves_where_it_is_that_of_the_grid(line: str, moved: str) -> None:
    assert of_rules(line)[0] == [moved]


def test_what_still_names_the_year_is_told_with_its_line() -> None:
    _, looks = of_rules("legal: {a: {fr: Loi de 2025}}\n# depuis 2026\nschool: École 2024")

    assert looks == [
        Look(RULES, 2, Text("cette ligne nomme encore 2025", "this line still names 2025")),
        Look(RULES, 3, Text("cette ligne nomme encore 2026", "this line still names 2026")),
    ]


def test_a_campaign_that_opens_or_closes_on_a_weekend_is_told() -> None:
    _, looks = of_rules("campaigns:\n  - opens: 2025-10-02\n    closes: 2026-06-16")

    assert [(look.line, look.why.fr) for look in looks] == [
        (3, "cette campagne ouvre un samedi ou un dimanche (2\u00a0octobre\u00a02027)")
    ]


def test_text_over_several_lines_is_left_and_told() -> None:
    lines, looks = of_rules("title:\n  fr: >\n    Grille\n    2025-2026")

    assert (lines[-1], [look.line for look in looks]) == ("    2025-2026", [5])


def test_files_of_a_category_are_told_too() -> None:
    files = {RULES: b"year: 2025-2026\n", "3-promotion.yml": b"title: {fr: JPO du 31 janvier 2026}\n"}

    written, looks = next_year(files, "2025-2026", "2026-2027")

    assert written["3-promotion.yml"] == files["3-promotion.yml"]
    assert [(look.name, look.line) for look in looks] == [("3-promotion.yml", 1)]
