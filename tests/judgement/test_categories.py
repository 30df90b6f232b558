"""The number and the codes of categories are the school's: a ninth, a twelfth, a letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from polyvalidate.judgement import check_grid
from polyvalidate.model.codes import in_order
from polyvalidate.model.paths import example_of, kind_of
from polyvalidate.rules.naming import nearest_activity
from tests.judgement.changing import (
    DAY,
    DECLARED,
    HALF,
    JUDGE,
    ROLES,
    RULES,
    base,
    book,
    decision,
    entries,
    judged,
    laid,
)
from tests.proposing import FOLDER

NOTHING: Mapping[str, str | None] = MappingProxyType({})
THREE = "grid/2025-2026/3-promotion.yml"


def category(code: str) -> dict[str, str | None]:
    """A category with the activities of the third."""
    text = re.sub(r'"3\.', f'"{code}.', base(THREE).replace('category: "3"', f'category: "{code}"'))
    return {f"grid/2025-2026/{code}-promotion.yml": text}


MORE = {
    **category("12"),
    **category("B"),
    ROLES: base(ROLES).replace('categories: ["3", "4"]', 'categories: ["3", "4", "12", "B"]'),
}


def test_a_twelfth_category_and_a_letter_are_judged_and_counted_in_the_order_of_people() -> None:
    declared = {
        f"{FOLDER}/{code}.3-lycee.yml": DECLARED[HALF].replace('"3.3"', f'"{code}.3"').replace("a1a1", digest * 2)
        + decision("ref-3", 0.5)
        for code, digest in (("B", "b1"), ("12", "c1"), ("3", "d1"))
    }
    found = judged({**MORE, **declared})

    assert found.findings == ()
    balance = found.balance
    assert balance is not None
    assert balance.categories == {"3": 2, "12": 2, "B": 2}
    assert list(balance.categories) == ["3", "12", "B"]
    assert list(book(MORE).grids["2025-2026"].categories) == [*"12345678", "12", "B"]
    assert list(book(MORE).grids["2025-2026"].activities)[-1].startswith("B.")


def test_codes_are_numbers_of_two_digits_or_one_capital_letter() -> None:
    names = ("9.1-a.yml", "12.1-a.yml", "B.1-a.yml", "0.1-a.yml", "100.1-a.yml", "BB.1-a.yml", "b.1-a.yml", "É.1-a.yml")

    assert [kind_of(f"{FOLDER}/{name}") == "declaration" for name in names] == [True] * 3 + [False] * 5
    assert example_of(f"{FOLDER}/b.1 Stand.PDF") == f"{FOLDER}/B.1-stand.yml"
    assert sorted(["B.1", "10.1", "9.10", "9.9", "A.2"], key=in_order) == ["9.9", "9.10", "10.1", "A.2", "B.1"]
    assert nearest_activity("B.9", ["9.9", "A.1", "B.2", "B.8"]) == "B.8"
    assert nearest_activity("C.1", ["99.1", "A.1", "B.1"]) == "B.1"
    assert nearest_activity("11.1", ["9.9", "12.4", "A.1"]) == "12.4"


def test_a_category_that_somebody_evaluates_and_the_grid_lacks_is_told_once_and_of_the_latest_year() -> None:
    def told(more: str, files: Mapping[str, str | None] = NOTHING) -> list[tuple[str, object, object]]:
        roles = base(ROLES).replace("    until: 2027-08-31\n", "").replace('categories: ["3", "4"]\n', more)
        known = check_grid(
            JUDGE, [e for e in entries(laid({ROLES: roles, **files})) if e.path.startswith("grid/")], DAY
        )
        assert len(known.book.roles) > 8
        return [(f.path, f.details["holder"], f.details["number"]) for f in known.findings if f.code == "PP201"]

    older = {path.replace("2025-2026", "2024-2025"): base(path) for path in (RULES, THREE)}
    older[RULES.replace("2025-2026", "2024-2025")] = base(RULES).replace("2025-2026", "2024-2025")

    assert told('categories: ["3", "4"]\n') == []
    assert told('categories: ["3", "4", "12", "9"]\n') == [(ROLES, "ref-3", "9"), (ROLES, "ref-3", "12")]
    assert told('categories: ["3", "4"]\n', older) == []
    assert told('categories: ["3", "4", "9"]\n    until: 2025-08-31\n') == []
    assert told('categories: ["3", "4", "9"]\n    until: 2025-09-01\n') == [(ROLES, "ref-3", "9")]
