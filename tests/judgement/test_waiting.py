"""What waits beside what is already there, in memory: the room under each cap, and how others were decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.waiting import Past, Room, Similar, Waiting, age, called
from polyvalidate.model.points import Points
from polyvalidate.model.score import Balance, Basis, Cap, Line, Missing
from polyvalidate.rules.cases import Precedent
from tests.judgement.changing import (
    BETWEEN,
    DECLARED,
    HALF,
    base,
    claim,
    decision,
    judged,
)
from tests.proposing import FOLDER, OPEN_DAY

OTHER_FOLDER = FOLDER.replace("000001", "000002")
REASON = {"comment": "Bien."}


def line(path: str, activity: str, year: str, points: int) -> Line:
    given = Points(points)
    return Line(f"{FOLDER}/{path}", activity, activity[0], year, given, Points(99), given, Basis.ACCEPTED, ())


def past(*lines: Line) -> Past:
    nothing = Missing(Points(0), 0, {}, False)
    balance = Balance(tuple(lines), Points(0), Points(0), {}, {}, None, nothing)
    return Past({FOLDER: balance}, {})


# --- the room


@pytest.mark.parametrize(
    ("lines", "left", "cap"),
    [
        ((), 4, Cap.ACTIVITY_YEAR),
        ((line("3.3-a.yml", "3.3", "2025-2026", 3),), 1, Cap.ACTIVITY_YEAR),
        ((line("3.3-a.yml", "3.3", "2025-2026", 5),), 0, Cap.ACTIVITY_YEAR),
        ((line("3.3-a.yml", "3.3", "2024-2025", 4),), 4, Cap.ACTIVITY_YEAR),
        ((line("3.3-a.yml", "3.3", "2024-2025", 5),), 3, Cap.ACTIVITY_CYCLE),
        ((line("3.1-a.yml", "3.1", "2025-2026", 12),), 4, Cap.ACTIVITY_YEAR),
        ((line("3.1-a.yml", "3.1", "2025-2026", 12), line("3.1-b.yml", "3.1", "2024-2025", 5)), 3, Cap.CATEGORY),
        ((line("2.1-a.yml", "2.1", "2025-2026", 20),), 4, Cap.ACTIVITY_YEAR),
        ((line("3.3-lycee.yml", "3.3", "2025-2026", 4),), 4, Cap.ACTIVITY_YEAR),
    ],
)
def test_the_room_is_what_the_tightest_cap_leaves_beside_the_other_declarations(
    lines: Sequence[Line], left: int, cap: Cap
) -> None:
    assert past(*lines).room(claim(HALF), FOLDER) == Room(Points(left), cap)


def test_a_folder_without_a_balance_has_all_the_room() -> None:
    known = past(line("3.3-a.yml", "3.3", "2025-2026", 3))

    assert known.room(claim(HALF), OTHER_FOLDER) == Room(Points(4), Cap.ACTIVITY_YEAR)


def test_a_profile_that_its_category_does_not_cap_has_the_room_of_the_activity() -> None:
    found = claim(HALF)
    category = replace(found.grid.categories["3"], caps={})
    free = found._replace(grid=replace(found.grid, categories={"3": category}))
    full = line("3.1-a.yml", "3.1", "2025-2026", 20)

    assert past(full).room(found, FOLDER) == Room(Points(0), Cap.CATEGORY)
    assert past(full).room(free, FOLDER) == Room(Points(4), Cap.ACTIVITY_YEAR)


# --- how others were decided


def decided(on: date, points: float | None, said: str = "accepted", name: str = "3.3-lycee") -> dict[str, str]:
    block = decision("ref-3", points, said, on=on.isoformat(), **(REASON if said != "accepted" else {}))
    return {f"{FOLDER}/{name}.yml": DECLARED[HALF] + block}


def test_what_the_branch_holds_is_each_balance_and_each_decided_claim_the_latest_first() -> None:
    early, late = date(2026, 2, 5), date(2026, 2, 6)
    files = {
        **decided(early, 0.5, name="3.3-a"),
        **decided(late, 0.25, "partial", "3.3-b"),
        **decided(early, 0.5, name="3.3-c"),
        HALF: DECLARED[HALF],
    }
    result = judged(files)
    broken = replace(judged({OPEN_DAY: base(OPEN_DAY)}), path=OTHER_FOLDER, balance=None, claims=())
    found = Past.of([broken, result])

    assert found.balances == {FOLDER: result.balance}
    assert {code: [(one.on, one.decision) for one in those] for code, those in found.decided.items()} == {
        "3.3": [(late, "partial"), (early, "accepted"), (early, "accepted")]
    }
    assert [Past.of([result], codes).decided == found.decided for codes in ({"3.3"}, {"3.1"})] == [True, False]
    assert found.similar(claim(HALF)) == Similar(2, 1, 0, Points(2), ((Points(2), 2), (Points(1), 1)))


def test_what_was_decided_is_known_of_folders_whose_balance_is_not_kept() -> None:
    result = judged(decided(date(2026, 2, 5), 0.5))

    assert Past.of([result.without_balance()]).similar(claim(HALF)) == Past.of([result]).similar(claim(HALF))


def test_what_was_granted_for_another_quantity_is_not_for_as_much() -> None:
    one, twice = DECLARED[HALF], DECLARED[HALF].replace("quantity: 1", "quantity: 2")
    before = [
        Precedent.of(claim(HALF, text + decision("ref-3", points, said, **REASON)))
        for text, points, said in ((one, 0.25, "partial"), (one, None, "refused"), (twice, 1, "partial"))
    ]
    known = Past({}, {"3.3": before})

    assert known.similar(claim(HALF)) == Similar(0, 2, 1, Points(1), ((Points(1), 1),))
    assert known.similar(claim(HALF, twice)) == Similar(0, 2, 1, Points(1), ((Points(4), 1),))


@pytest.mark.parametrize("other", [{"unit": "week"}, {"units": 2}, {"level": "winner"}])
def test_as_much_is_the_same_unit_the_same_number_and_the_same_level(other: dict[str, Any]) -> None:
    now = claim(HALF)
    same = Precedent.of(claim(HALF, DECLARED[HALF] + decision("ref-3")))

    assert (same.is_alike(now), same._replace(**other).is_alike(now)) == (True, False)


def test_an_activity_that_nobody_has_decided_has_nothing_similar() -> None:
    assert Past({}, {}).similar(claim(HALF)) == Similar(0, 0, 0, None)


def test_the_median_is_of_what_was_granted_points_the_lower_of_two() -> None:
    words: list[tuple[float | None, str]] = [(0.5, "accepted"), (0.25, "partial"), (None, "refused")]
    before = [Precedent.of(claim(HALF, decided(date(2026, 2, 5), points, said)[HALF])) for points, said in words]

    assert Past({}, {"3.3": before}).similar(claim(HALF))[:4] == (1, 1, 1, Points(1))
    assert Past({}, {"3.3": before[2:]}).similar(claim(HALF)) == Similar(0, 0, 1, None)


def test_an_acceptance_without_points_granted_those_of_the_grid_unless_they_are_chosen() -> None:
    whole = Precedent.of(claim(HALF, DECLARED[HALF] + decision("ref-3")))
    chosen = Precedent.of(claim(BETWEEN, DECLARED[BETWEEN] + decision("ref-7")))

    assert Past({}, {"3.3": [whole]}).similar(claim(HALF)) == Similar(1, 0, 0, Points(2), ((Points(2), 1),))
    assert Past({}, {"8.3": [chosen]}).similar(claim(BETWEEN)) == Similar(1, 0, 0, None)


def test_only_the_eight_latest_decisions_are_summed_up() -> None:
    accepted = Precedent.of(claim(HALF, decided(date(2026, 2, 5), 0.5)[HALF]))
    refused = Precedent.of(claim(HALF, decided(date(2026, 2, 5), None, "refused")[HALF]))

    assert Past({}, {"3.3": [*[accepted] * 8, refused]}).similar(claim(HALF))[:3] == (8, 0, 0)
    assert Past({}, {"3.3": [*[accepted] * 7, refused]}).similar(claim(HALF))[:3] == (7, 0, 1)


def test_what_waits_is_told_with_the_least_it_may_be_worth_its_room_and_what_is_similar() -> None:
    one, since = claim(BETWEEN), date(2026, 2, 8)
    before = Precedent.of(claim(BETWEEN, DECLARED[BETWEEN] + decision("ref-7", 1)))
    known = Past(past(line("8.3-a.yml", "8.3", "2025-2026", 5)).balances, {"8.3": [before]})

    assert known.waiting("7", since, one, Awaited.POINTS, ("ref-7",)) == Waiting(
        "7",
        since,
        one,
        Awaited.POINTS,
        ("ref-7",),
        Points(4),
        Room(Points(3), Cap.ACTIVITY_YEAR),
        Similar(1, 0, 0, Points(4), ((Points(4), 1),)),
    )


# --- an age


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("14d", 14),
        ("14j", 14),
        ("14", 14),
        (" 2w ", 14),
        ("2 w", 14),
        ("9999", 9999),
        ("0d", 0),
        ("10000", None),
        ("", None),
        ("d", None),
        ("2m", None),
        ("2W", None),
        ("-1", None),
        ("2w2", None),
        ("٢", None),
        ("2\u2003d", None),
    ],
)
def test_an_age_is_a_number_of_days_or_of_weeks(text: str, days: int | None) -> None:
    assert age(text) == days


def test_a_request_is_a_number_in_tables_unless_it_is_one_of_a_box() -> None:
    assert [called(one) for one in ("12", "s-k3f9q2mz7w/3", None)] == [12, "s-k3f9q2mz7w/3", None]
