"""No administrative change takes away a decided point: another profile, a cycle of fewer years, a departure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyvalidate.judgement.balances import most_favourable
from polyvalidate.model.folder import Former, Student
from polyvalidate.model.grid import Period
from polyvalidate.model.score import Balance
from polyvalidate.rules.belonging import within_the_cycle
from tests.extent import examples
from tests.judgement.changing import DECLARED, FOLDER, HALF, RULES, THREE, Files, base, book, claim, decision, judged

STUDENT, QUITUS = f"{FOLDER}/student.yml", f"{FOLDER}/quitus.yml"
DECIDED = {
    THREE: DECLARED[THREE] + decision("ref-1", 3, second="ref-2", comment="Mandat d'un an."),
    HALF: DECLARED[HALF] + decision("ref-3", 0.5),
}
"""Three points of an activity that is closed to apprentices (1 October to 3 February), and a half (3 February)."""


def student(profile: str = "FISE3", *former: tuple[str, str], more: str = "") -> Files:
    text = base(STUDENT).replace("profile: FISE3", f"profile: {profile}")
    items = "".join(f"  - profile: {code}\n    until: {until}\n" for code, until in former)
    return {STUDENT: text + (f"formerly:\n{items}" if items else "") + more}


def balance(files: Files) -> Balance:
    found = judged({**DECIDED, **files}).balance
    assert found is not None
    return found


def codes(files: Files) -> list[tuple[str, str]]:
    return [(f.code, f.path.rpartition("/")[2]) for f in judged(files).findings]


def test_somebody_who_becomes_an_apprentice_keeps_what_was_decided_and_has_the_new_threshold() -> None:
    before, after = balance(student()), balance(student("FISA", ("FISE3", "2026-02-05")))

    assert (before.credited, before.required) == (14, 40)
    assert (after.credited, after.required) == (14, 20)
    assert codes({**DECIDED, **student("FISA", ("FISE3", "2026-02-05"))}) == []


@pytest.mark.parametrize(
    ("until", "expected"),
    [("2025-10-01", []), ("2025-09-30", [("PP304", "2.1-presidence.yml")])],
)
def test_what_nobody_has_decided_is_judged_by_the_profile_of_its_first_day(
    until: str, expected: list[tuple[str, str]]
) -> None:
    assert codes({THREE: DECLARED[THREE], **student("FISA", ("FISE3", until))}) == expected


def test_what_is_decided_stands_even_where_the_office_forgets_the_former_profile() -> None:
    files = {**DECIDED, **student("FISA")}

    assert codes(files) == [("PP366", "2.1-presidence.yml")]
    assert balance(student("FISA")).lines[0].computed == 12


@pytest.mark.parametrize(
    ("more", "undecided"),
    [("left: 2026-02-02\n", "PP312"), ("left: 2026-02-03\n", None), ("left: 2026-02-09\n", None)],
)
def test_a_departure_takes_away_no_decision(more: str, undecided: str | None) -> None:
    assert balance(student(more=more)).credited == 14
    assert (("PP366", "3.3-lycee.yml") in codes({**DECIDED, **student(more=more)})) == (undecided is not None)
    assert codes({HALF: DECLARED[HALF], **student(more=more)}) == ([(undecided, "3.3-lycee.yml")] if undecided else [])


def test_a_decision_that_is_refused_is_held_as_what_is_not_decided() -> None:
    refused = {THREE: DECLARED[THREE] + decision("ref-1", said="refused", comment="Non."), **student("FISA")}
    heard = "appeal: {on: 2026-02-09, reason: Si., outcome: granted, by: jury-1, decided: 2026-02-10, comment: Oui.}\n"
    granted = {**refused, THREE: (refused[THREE] or "") + heard}

    assert codes(refused) == [("PP304", "2.1-presidence.yml")]
    assert [code for code, _ in codes(granted)] == ["PP366"]


def test_the_cycle_is_the_longest_of_the_profiles_that_somebody_had() -> None:
    case = claim(HALF)
    two_years = replace(case.student, cohort=2023, profile="FISE4")

    def told(of: Student, **parts: date) -> list[object]:
        period = Period(
            parts.get("start", case.declaration.period.start), parts.get("end", case.declaration.period.end)
        )
        there = case._replace(student=of, declaration=case.declaration._replace(period=period))
        return [details for _, details in within_the_cycle(there)]

    last = {"first": date(2023, 9, 1), "last": date(2025, 8, 31)}
    assert told(two_years) == [last]
    assert told(replace(two_years, extra_years=1)) == []
    assert told(replace(two_years, formerly=(Former("FISE3", date(2024, 8, 31)),))) == []
    assert told(two_years, start=date(2023, 9, 1), end=date(2025, 8, 31)) == []
    assert told(two_years, start=date(2023, 8, 31), end=date(2025, 8, 31)) == [last]


def test_a_quitus_decided_with_the_former_profile_stands() -> None:
    written = "session: 2026-01\noutcome: not-acquired\ncredited: 3.5\nrequired: 10\non: 2026-02-09\nby: jury-1\n"
    files = {**DECIDED, QUITUS: written}

    assert codes({**files, **student("FISA", ("FISE3", "2026-02-09"))}) == []
    assert codes({**files, **student("FISA", ("FISE3", "2026-02-08"))}) == [("PP418", "quitus.yml")]


def test_a_former_profile_is_known_and_over() -> None:
    assert codes(student("FISE3", ("FISE9", "2026-02-09"))) == [("PP423", "student.yml")]
    assert codes(student("FISE3", ("FISA", "2026-02-10"))) == [("PP424", "student.yml")]
    assert codes(student("FISE3", ("FISA", "2026-02-09"))) == []


def somebody(*former: Former, profile: str = "FISA") -> Student:
    return Student("", "s-base000001", 2025, None, "DI", profile, 0, None, None, former)


def test_the_profile_of_a_day_whatever_the_order_in_which_they_are_written() -> None:
    found = somebody(Former("FISE4", date(2026, 3, 1)), Former("FISE3", date(2026, 1, 1)))
    days = (date(2026, 1, 1), date(2026, 1, 2), date(2026, 3, 1), date(2026, 3, 2))

    assert [found.profile_on(day) for day in days] == ["FISE3", "FISE4", "FISE4", "FISA"]
    assert found.profiles == {"FISA", "FISE3", "FISE4"}


def test_of_several_caps_the_most_favourable_holds() -> None:
    categories = book().grids["2025-2026"].categories

    caps = [most_favourable(somebody(*former), categories["3"]) for former in ((), (Former("FISE3", date.min),))]
    assert caps == [12, 20]
    assert most_favourable(somebody(profile="X"), categories["3"]) is None


def test_a_cap_of_the_profile_holds_only_where_all_have_one() -> None:
    rules = base(RULES)
    for code in ("FISA", "FISE4"):
        line = next(one for one in rules.splitlines() if one.startswith(f"  {code}:"))
        rules = rules.replace(line, line.replace("years:", f"total_cap: {1 if code == 'FISA' else 2}, years:"))
    files = {RULES: rules}

    assert balance({**files, **student("FISA")}).credited == 4
    assert balance({**files, **student("FISA", ("FISE4", "2026-02-05"))}).credited == 8
    assert balance({**files, **student("FISA", ("FISE3", "2026-02-05"))}).credited == 14


PROFILES = ("FISE3", "FISE4", "FISA")


@given(
    held=st.lists(st.tuples(st.sampled_from(PROFILES), st.integers(1, 160)), max_size=2, unique_by=lambda one: one[1]),
    was=st.sampled_from(PROFILES),
    now=st.sampled_from(PROFILES),
    since=st.integers(1, 160),
    extra=st.integers(0, 1),
    left=st.none() | st.integers(1, 160),
    points=st.tuples(st.sampled_from((1, 2, 3)), st.sampled_from((0.25, 0.5))),
    caps=st.tuples(*[st.integers(1, 12)] * 3),
)
@settings(max_examples=examples(60, all_of_them=False))
def test_no_administrative_change_takes_away_a_decided_point(
    held: list[tuple[str, int]],
    was: str,
    now: str,
    since: int,
    extra: int,
    left: int | None,
    points: tuple[float, float],
    caps: tuple[int, int, int],
) -> None:
    """Whatever the profile becomes, from whichever day, however long the cycle, and whether or not somebody leaves."""

    def day(number: int) -> str:
        return date.fromordinal(date(2025, 9, 1).toordinal() + number).isoformat()

    path = "grid/2025-2026/2-vie-associative.yml"
    written = dict(zip(("FISE3", "FISE4", "FISA"), caps, strict=True))
    listed = ", ".join(f"{code}: {cap / 4:g}" for code, cap in written.items())
    grid = {path: base(path).replace("{FISE3: 5, FISE4: 3, FISA: 3, ", f"{{{listed}, ")}
    decided = {
        THREE: DECLARED[THREE] + decision("ref-1", points[0], "partial", comment="Oui.", second="ref-2"),
        HALF: DECLARED[HALF] + decision("ref-3", points[1], "partial", comment="Oui."),
    }
    former = [(code, day(number)) for code, number in held]
    gone = f"left: {day(left)}\n" if left is not None else ""
    files = {**decided, **grid}
    before = judged({**files, **student(was, *former, more="extra_years: 1\n")}).balance
    changed = student(now, *former, (was, day(since)), more=(f"extra_years: {extra}\n" if extra else "") + gone)
    after = judged({**files, **changed}).balance

    assert before is not None
    assert after is not None
    assert after.credited >= before.credited
    assert [line.computed for line in after.lines] == [line.computed for line in before.lines]
