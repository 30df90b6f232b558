"""A student's folder and the grid judged in memory: what is read, what makes a claim, what counts and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from polyvalidate.judgement import check_folder, check_grid
from polyvalidate.judgement.balances import balance_of, conditions_of
from polyvalidate.judgement.folder import FolderResult
from polyvalidate.judgement.grid import GridResult
from polyvalidate.model.findings import Severity
from polyvalidate.model.folder import Arrangement
from polyvalidate.model.points import Points
from polyvalidate.model.score import Basis, Cap, Conditions, Loss
from tests.judgement.changing import (
    BETWEEN,
    DAY,
    DECLARED,
    HALF,
    HALF_AGAIN,
    JUDGE,
    ROLES,
    base,
    book,
    decision,
    entries,
    judged,
    laid,
)
from tests.judgement.changing import RULES as YEAR
from tests.proposing import FOLDER, OPEN_DAY

FILE, LINK = 0o100644, 0o120000
STUDENT_FILE = f"{FOLDER}/student.yml"
NONE = frozenset[str]()

QUITUS = "session: 2026-07\noutcome: not-acquired\ncredited: 1\nrequired: 10\non: 2026-02-09\nby: jury-1\n"
"""A decision of the jury on another balance than that of the folder."""


def codes(files: Mapping[str, str | None]) -> list[str]:
    return [f.code for f in judged(files).findings]


def test_a_folder_says_what_it_holds_and_what_the_rules_between_folders_need() -> None:
    found = judged({HALF: DECLARED[HALF] + decision("ref-3", 0.5)})
    digests = [("a1" * 32, HALF, 0)]

    assert (found.path, found.files, found.findings, found.quitus) == (FOLDER, 3, (), None)
    assert [claim.declaration.path for claim in found.claims] == [OPEN_DAY, HALF]
    assert (found.facts.path, found.facts.account) == (FOLDER, "github:2000001")
    assert found.facts.digests[1:] == digests
    assert found.facts.digests[0][1:] == (OPEN_DAY, 0)
    assert found.balance is not None
    assert [(line.path, line.credited, line.basis) for line in found.balance.lines] == [
        (OPEN_DAY, 0, Basis.AWAITING),
        (HALF, 2, Basis.ACCEPTED),
    ]


def test_the_texts_of_a_declaration_and_its_appeal_are_judged_beside_the_rest() -> None:
    told = DECLARED[HALF].replace("title: Présentation", "title: qui@example.org, présentation") + decision(
        "ref-3", 0.5
    )
    found = judged({HALF: told + "appeal:\n  on: 2026-02-01\n  reason: Tard.\n"}).findings

    assert [(f.code, f.path, f.keys) for f in found] == [
        ("PP345", HALF, ("title",)),
        ("PP370", HALF, ("appeal",)),
        ("PP374", HALF, ("appeal", "on")),
    ]


def test_the_rules_on_a_folder_see_its_student_and_the_decision_of_the_jury() -> None:
    unknown = {STUDENT_FILE: base(STUDENT_FILE).replace("FISE3", "FISE9")}
    session = {f"{FOLDER}/quitus.yml": QUITUS.replace("by: jury-1", "by: ref-3")}

    assert codes(unknown) == ["PP402"]
    assert set(codes(session)) - set(codes({f"{FOLDER}/quitus.yml": QUITUS})) == {"PP414"}


def test_what_is_sent_between_processes_is_lighter() -> None:
    found = judged({HALF: DECLARED[HALF].replace("title:", "titel:"), f"{FOLDER}/quitus.yml": QUITUS})
    light = FolderResult(FOLDER, found.findings, 4, found.facts, None, None)

    assert found.findings != ()
    assert found.quitus is not None
    assert (found.without_balance(), found.without_findings()) == (light, replace(light, findings=()))


def test_what_would_be_accepted_counts_as_the_grid_computes_it() -> None:
    broken = DECLARED[HALF_AGAIN].replace("to: 2026-02-04", "to: 2026-02-01")
    found = judged({HALF: DECLARED[HALF], HALF_AGAIN: broken})
    would = found.if_accepted({OPEN_DAY, HALF_AGAIN}, book())

    assert would is not None
    assert [(line.path, line.credited, line.basis) for line in would.lines] == [
        (OPEN_DAY, 4, Basis.GRID),
        (HALF, 0, Basis.AWAITING),
        (HALF_AGAIN, 0, Basis.ERROR),
    ]
    assert judged({STUDENT_FILE: None}).if_accepted({OPEN_DAY}, book()) is None


def test_a_warning_takes_nothing_from_what_counts() -> None:
    earlier = DECLARED[HALF] + decision("ref-3", 0.25)
    found = judged({HALF: earlier})
    balances = [found.balance, found.if_accepted((), book())]

    assert {f.severity for f in found.findings} == {Severity.WARNING}
    assert [balance.credited for balance in balances if balance is not None] == [1, 1]


def test_without_its_student_a_folder_makes_no_claim_and_no_balance() -> None:
    found = judged({STUDENT_FILE: None})

    assert (found.student, found.balance, found.claims, found.facts.account) == (None, None, (), None)
    assert found.facts.digests != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('activity: "3.3"', 'activity: "3.9"'),
        ("from: 2026-02-03, to: 2026-02-03", "from: 2019-02-03, to: 2019-02-03"),
    ],
)
def test_a_declaration_that_no_grid_knows_makes_no_claim_and_hides_no_other(old: str, new: str) -> None:
    first = f"{FOLDER}/3.1-aa.yml"
    found = judged({first: DECLARED[HALF].replace(old, new)})

    assert [claim.declaration.path for claim in found.claims] == [OPEN_DAY]


def test_a_profile_or_a_unit_that_the_grid_lacks_makes_no_claim() -> None:
    profile = judged({STUDENT_FILE: base(STUDENT_FILE).replace("FISE3", "FISE9")})
    unit = judged({YEAR: base(YEAR).replace("  event:", "  happening:"), HALF: DECLARED[HALF]})

    assert (profile.claims, profile.balance) == ((), None)
    assert [claim.declaration.path for claim in unit.claims] == [OPEN_DAY]


def test_the_decision_of_the_jury_is_held_against_the_balance_once_all_can_be_read() -> None:
    quitus = {f"{FOLDER}/quitus.yml": QUITUS}
    broken = DECLARED[HALF].replace("to: 2026-02-03", "to: 2026-02-01")
    unread = judged({**quitus, HALF: "a: ["})
    found = judged(quitus)
    against = [(f.code, f.path) for f in found.findings]

    assert found.quitus is not None
    assert (found.quitus.path, found.quitus.session, against) == (
        f"{FOLDER}/quitus.yml",
        "2026-07",
        [("PP413", f"{FOLDER}/quitus.yml")],
    )
    assert [codes(each) for each in ({**quitus, HALF: broken}, {**quitus, STUDENT_FILE: None})] == [
        ["PP308"],
        ["PP401"],
    ]
    assert ([f.code for f in unread.findings], unread.files) == (["PP010"], 4)


def test_evidence_may_stand_beside_and_nothing_else() -> None:
    beside = {f"{FOLDER}/evidence/a.pdf": "x", f"{FOLDER}/notes.txt": "x"}
    files = laid(beside)
    asked = entries(files, f"{FOLDER}/")
    link = [e._replace(mode=LINK) if "evidence" in e.path else e for e in asked]
    twins = frozenset({f"{FOLDER}/evidence/a.pdf"})

    assert codes(beside) == ["PP421", "PP019"]
    assert [(f.code, f.path) for f in check_folder(JUDGE, book(), FOLDER, link).findings] == [
        ("PP002", f"{FOLDER}/evidence/a.pdf"),
        ("PP019", f"{FOLDER}/evidence/a.pdf"),
        ("PP421", f"{FOLDER}/evidence/a.pdf"),
        ("PP019", f"{FOLDER}/notes.txt"),
    ]
    assert [f.code for f in check_folder(JUDGE, book(), FOLDER, asked, twins).findings] == [
        "PP019",
        "PP020",
        "PP421",
        "PP019",
    ]


# --- the grid


def grid_of(files: Mapping[str, str | None], day: date = DAY, twins: frozenset[str] = NONE) -> GridResult:
    asked = [e for e in entries(laid(files)) if e.path.startswith("grid/")]
    return check_grid(JUDGE, asked, day, twins)


def test_the_grid_is_a_book_of_its_years_and_of_the_people_who_decide() -> None:
    found = grid_of({})

    assert (found.findings, found.files, found.book.today) == ((), 10, DAY)
    assert (list(found.book.grids), found.book.broken_years) == (["2025-2026"], frozenset())
    assert sorted(found.book.grids["2025-2026"].categories) == list("12345678")
    assert max(found.book.roles) == "scolarite-1"


def test_a_year_that_cannot_be_read_or_has_no_rules_is_broken_and_the_others_stay() -> None:
    other, category = "grid/2024-2025", "grid/2025-2026/3-promotion.yml"
    alone = grid_of({f"{other}/3-promotion.yml": base(category)})
    unread = grid_of({category: "a: ["})
    roles = grid_of({ROLES: "a: ["})

    assert (alone.book.broken_years, list(alone.book.grids)) == (frozenset({"2024-2025"}), ["2025-2026"])
    assert (unread.book.broken_years, unread.book.grids) == (frozenset({"2025-2026"}), {})
    assert (roles.book.roles, roles.book.broken_years) == ({}, frozenset())
    assert ([f.path for f in roles.findings if f.code == "PP010"], roles.files) == ([ROLES], 10)


def test_a_category_or_an_activity_given_twice_is_told_where_it_comes_again() -> None:
    again, moved = "grid/2025-2026/3-seconde.yml", "grid/2025-2026/4-solidarite.yml"
    category = base("grid/2025-2026/3-promotion.yml")
    twice = grid_of({again: category})
    doubled = grid_of({moved: base(moved).replace('  "4.1":', '  "3.1":')})

    first = {"first": "grid/2025-2026/3-promotion.yml"}
    assert [(f.code, f.path, f.keys, f.details) for f in twice.findings] == [
        ("PP244", again, ("category",), {"number": "3", **first}),
        ("PP202", again, ("activities", "3.1"), {"code": "3.1", **first}),
        ("PP202", again, ("activities", "3.3"), {"code": "3.3", **first}),
    ]
    assert twice.book.grids == grid_of({}).book.grids
    assert [(f.code, f.path, f.details) for f in doubled.findings] == [
        ("PP202", moved, {"code": "3.1", **first}),
        ("PP203", moved, {"code": "3.1", "number": "4"}),
    ]


def test_the_names_that_some_disk_confuses_are_told_in_the_grid_too() -> None:
    found = grid_of({}, twins=frozenset({YEAR}))

    assert [(f.code, f.path) for f in found.findings] == [("PP020", YEAR)]


def test_the_same_grid_on_another_day_is_another_book() -> None:
    assert grid_of({}, DAY + timedelta(days=1)).book == replace(grid_of({}).book, today=DAY + timedelta(days=1))


# --- the balance


def test_what_is_asked_of_a_student_is_that_of_the_profile_or_of_the_arrangement() -> None:
    student = judged({}).student
    assert student is not None
    arranged = replace(student, arrangement=Arrangement(Points(8), DAY, "jury-1"))
    category, known = book().grids["2025-2026"].categories["3"], book()
    least = replace(category, minimums={"FISE3": Points(2), "FISA": Points(9)})
    grid = replace(known.grids["2025-2026"], categories={"3": least, "8": known.grids["2025-2026"].categories["8"]})
    strict = replace(known, grids={"2025-2026": grid})

    profile = replace(known.grids["2025-2026"].profiles["FISE3"], total_cap=Points(60))
    whole = replace(known.grids["2025-2026"], profiles={"FISE3": profile})

    assert conditions_of(student, known) == Conditions(Points(40), 2, {}, None)
    assert conditions_of(student, replace(known, grids={"2025-2026": whole})) == Conditions(
        Points(40), 2, {}, Points(60)
    )
    assert conditions_of(arranged, known) == Conditions(Points(8), 2, {}, None)
    assert conditions_of(student, strict) == Conditions(Points(40), 2, {"3": Points(2)}, None)
    assert conditions_of(replace(student, profile="FISE9"), known) is None
    assert conditions_of(student, replace(known, grids={})) is None


def test_each_claim_is_credited_by_its_basis_and_under_the_caps_of_its_activity_and_category() -> None:
    found = judged({HALF: DECLARED[HALF] + decision("ref-3", 3), BETWEEN: DECLARED[BETWEEN]})
    assert found.student is not None
    grid = found.claims[0].grid
    capped = replace(
        grid, categories={**grid.categories, "3": replace(grid.categories["3"], caps={"FISE3": Points(3)})}
    )
    claims = [claim._replace(grid=capped) for claim in found.claims]
    balance = balance_of(found.student, claims, {OPEN_DAY}, book(), {OPEN_DAY, HALF, BETWEEN})

    assert balance is not None
    assert [(x.path, x.claimed, x.computed, x.credited, x.basis, x.losses) for x in balance.lines] == [
        (BETWEEN, 8, 0, 0, Basis.AWAITING, ()),
        (OPEN_DAY, 4, 0, 0, Basis.ERROR, ()),
        (
            HALF,
            2,
            12,
            3,
            Basis.ACCEPTED,
            (Loss(Cap.ACTIVITY_YEAR, Points(8), Points(4)), Loss(Cap.CATEGORY, Points(1), Points(3))),
        ),
    ]
    assert [(x.activity, x.category, x.year) for x in balance.lines][-1] == ("3.3", "3", "2025-2026")
    assert balance_of(replace(found.student, profile="FISE9"), claims, (), book()) is None


def test_where_the_merge_decides_what_nobody_has_decided_counts() -> None:
    merged = judged({YEAR: base(YEAR) + "decisions: merged\n"}).balance

    assert merged is not None
    assert [(line.credited, line.basis) for line in merged.lines] == [(4, Basis.GRID)]
