"""Whose a key is, how a block of several people is taken apart, what is asked of one edit alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from polyvalidate.files.difference import Edit, Op
from polyvalidate.judgement import check_grid
from polyvalidate.judgement.change import denied
from polyvalidate.judgement.rights import (
    ABSENT,
    Actor,
    Authority,
    Decision,
    Ground,
    Refusal,
    Scene,
    Side,
    actor_of,
    grid_of,
    is_answered,
    refusals,
    writers,
    writers_of,
)
from polyvalidate.judgement.rights.writers import parts, writers_within
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import grid_kind
from polyvalidate.model.words import Text
from polyvalidate.school.check import make_judge
from tests.examples import RULES_FOLDER, FolderTree
from tests.judgement import changing
from tests.judgement.changing import ROLES, base

JUDGE = make_judge()
TABLE = writers_of(JUDGE.reader.schemas)
STUDENT, EVALUATOR, JURY = (frozenset({role}) for role in ("student", "evaluator", "jury"))
FOLDER = "declarations/2025/s-base000001"
DAY = f"{FOLDER}/3.1-portes-ouvertes.yml"
ME, STRANGER, REF3, KEEPER = "github:2000001", "github:7777777", "github:1000003", "github:1000031"


def book(day: date = date(2026, 2, 10)) -> Book:
    tree = FolderTree(RULES_FOLDER / "base")
    return check_grid(JUDGE, tree.read([n for n in tree.nodes() if grid_kind(n.path) != "unknown"]), day).book


BOOK = book()


def file(data: dict[str, Any] | None, mode: int = 0o100644, raw: bytes = b"x") -> Side:
    return Side(True, mode, raw, data)


def by(account: str) -> Authority:
    return Authority(actor_of(account, BOOK), BOOK, TABLE)


# --- whose a key is ---------------------------------------------------------------------------------------------------


def test_the_schemas_say_whose_each_key_is_and_lists_have_no_numbers() -> None:
    nested = {"x-writers": ["student"], "properties": {
        "a": {"x-writers": ["jury"]},
        "b": {"type": "array", "items": {"properties": {"c": {"x-writers": ["registry"]}}}},
        "d": {"items": True},
    }}  # fmt: skip

    assert writers_of({"file": nested, "free": {}}) == {
        "file": {(): STUDENT, ("a",): JURY, ("b", "c"): frozenset({"registry"})},
        "free": {},
    }


@pytest.mark.parametrize(
    ("keys", "roles"),
    [
        ((), STUDENT),
        (("title",), STUDENT),
        (("nobody-s",), STUDENT),
        (("evaluation", "by"), EVALUATOR),
        (("evaluation", "nobody-s"), EVALUATOR),
        (("evaluation", "nobody-s", "either"), EVALUATOR),
        (("appeal", "outcome", 0, "deep"), JURY),
        (("evidence", 3, "name"), STUDENT),
    ],
)
def test_a_key_is_its_own_writers_or_those_of_the_nearest_key_above(
    keys: tuple[Any, ...], roles: frozenset[str]
) -> None:
    assert writers(TABLE, "declaration", keys) == roles


def test_a_key_that_no_schema_gives_to_anybody_is_nobody_s() -> None:
    assert writers({"file": {("a",): JURY}}, "file", ("b", "c")) == frozenset()


def test_a_block_is_written_whole_by_those_who_may_write_all_of_it() -> None:
    rows = {(): STUDENT, ("a",): STUDENT | JURY, ("a", "b"): JURY, ("ab",): frozenset[str]()}
    added = Edit(("a",), Op.ADD, None, {"b": 1})

    assert writers_within({"file": rows}, "file", added) == JURY
    assert writers_within({"file": rows}, "file", Edit(("a",), Op.CHANGE, {"b": 1}, "text")) == JURY
    assert writers_within({"file": rows}, "file", Edit(("a",), Op.ADD, None, "text")) == STUDENT | JURY


# --- a block of several people ----------------------------------------------------------------------------------------

TWO = {("a",): STUDENT | JURY, ("a", "b"): STUDENT | JURY, ("a", "c"): JURY}


def test_a_block_of_two_people_is_added_key_by_key() -> None:
    assert parts(Edit(("a",), Op.ADD, None, {"b": 1, "c": 2}), TWO) == [
        Edit(("a", "b"), Op.ADD, None, 1),
        Edit(("a", "c"), Op.ADD, None, 2),
    ]


def test_a_block_of_two_people_is_removed_key_by_key() -> None:
    assert parts(Edit(("a",), Op.REMOVE, {"b": 1, "c": 2}, None), TWO) == [
        Edit(("a", "b"), Op.REMOVE, 1, None),
        Edit(("a", "c"), Op.REMOVE, 2, None),
    ]


@pytest.mark.parametrize(
    "edit",
    [
        Edit(("a",), Op.CHANGE, {"b": 1}, "text"),
        Edit(("a",), Op.CHANGE, "text", {"b": 1}),
        Edit(("a",), Op.ADD, None, {}),
        Edit(("a",), Op.ADD, None, "text"),
        Edit(("a", "c"), Op.ADD, None, {"d": 1}),
    ],
)
def test_an_edit_that_is_no_block_of_several_people_stays_one(edit: Edit) -> None:
    assert parts(edit, TWO) == [edit]


def test_a_block_in_a_block_is_taken_apart_too() -> None:
    deep = {("a",): JURY, ("a", "b"): JURY, ("a", "b", "c"): STUDENT}

    assert parts(Edit(("a",), Op.ADD, None, {"b": {"c": 1, "d": 2}}), deep) == [
        Edit(("a", "b", "c"), Op.ADD, None, 1),
        Edit(("a", "b", "d"), Op.ADD, None, 2),
    ]


# --- what a declaration says ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["outcome", "points", "by", "decided"])
def test_an_appeal_is_answered_from_the_first_line_of_the_jury(key: str) -> None:
    assert is_answered({"appeal": {"reason": "x", key: 0}})
    assert not is_answered({"appeal": {"reason": "x", key: None}})


@pytest.mark.parametrize("data", [None, {}, {"appeal": {"reason": "x", "comment": "y"}}, {"appeal": "outcome"}])
def test_an_appeal_without_a_line_of_the_jury_is_not_answered(data: dict[str, Any] | None) -> None:
    assert not is_answered(data)


def test_a_declaration_is_judged_by_the_grid_of_the_year_of_its_first_day() -> None:
    days = ["2026-01-31", "2019-01-31", "soon", 20260131, None]
    periods: list[Any] = [*({"from": day} for day in days), ["2026-01-31"], "2026-01-31", None]

    found = [grid_of({"period": period}, BOOK) for period in periods]

    assert found == [BOOK.grids["2025-2026"], *[None] * 7]
    assert grid_of({}, BOOK) is None


# --- who asks ---------------------------------------------------------------------------------------------------------


def test_a_person_is_the_roles_they_hold_that_day() -> None:
    assert [(h.code, h.role) for h in actor_of(REF3, BOOK).holders] == [("ref-3", "evaluator")]
    assert actor_of(REF3, BOOK).codes == {"ref-3"}
    assert actor_of(REF3, book(date(2027, 9, 1))) == Actor(REF3, ())
    assert actor_of(REF3, BOOK).holding("jury") == ()


@pytest.mark.parametrize(("day", "able"), [(10, False), (11, True), (12, False)])
def test_a_deputy_decides_on_their_days_only_and_is_named_then(day: int, able: bool) -> None:
    stands = "    until: 2027-08-31\n    deputies: [{code: ref-5, from: 2026-02-11, until: 2026-02-11}]\n"
    there = changing.book({ROLES: base(ROLES).replace("    until: 2027-08-31\n", stands)}, date(2026, 2, day))
    before = {"activity": "3.3", "period": {"from": "2026-02-03"}}
    after = before | {"evaluation": {"by": "ref-5"}}

    deputy, other = (
        Authority(actor_of(account, there), there, TABLE).decide(DAY, file(before), file(after), MINE)[0]
        for account in ("github:1000005", "github:1000001")
    )

    assert deputy.why is (Ground.EVALUATOR if able else Refusal.NOT_CATEGORY)
    assert other.details == {"codes": ("ref-3", "ref-4", "ref-5") if able else ("ref-3", "ref-4")}


# --- one file, one edit -----------------------------------------------------------------------------------------------

MINE, THEIRS = Scene(ME), Scene("github:2000002")


def test_a_file_that_becomes_a_program_and_says_the_same_is_form() -> None:
    before, after = file({"activity": "3.1"}), file({"activity": "3.1"}, 0o100755)

    assert by(ME).decide(DAY, before, after, MINE) == [Decision(DAY, Edit((), Op.FORM), True, Ground.FORM)]
    assert by(ME).decide(DAY, before, before, MINE) == []


def test_what_is_neither_a_file_nor_a_link_is_refused_even_to_a_keeper() -> None:
    assert by(KEEPER).decide("docs/x", ABSENT, Side(True, 0, None, None), None) == [
        Decision("docs/x", Edit((), Op.ADD), False, Refusal.UNEXPECTED)
    ]
    assert by(KEEPER).decide("docs/x", file(None), Side(True, 0, None, None), None) == [
        Decision("docs/x", Edit((), Op.CHANGE), False, Refusal.UNEXPECTED)
    ]
    assert by(KEEPER).decide("docs/x", Side(True, 0, None, None), ABSENT, None)[0].allowed


LINK = Side(True, 0o120000, None, None)


@pytest.mark.parametrize(
    ("account", "before", "after", "answer"),
    [
        (KEEPER, LINK, ABSENT, Ground.KEEPER),
        (ME, LINK, ABSENT, Ground.OWNER),
        (REF3, LINK, ABSENT, Refusal.WHOLE),
        (STRANGER, LINK, ABSENT, Refusal.NOT_OWNER),
        (KEEPER, LINK, file({"title": "x"}), Refusal.NOT_WRITER),
        (KEEPER, ABSENT, LINK, Refusal.NOT_WRITER),
        (KEEPER, file(None), ABSENT, Refusal.WHOLE),
    ],
)
def test_a_link_in_the_place_of_a_file_is_taken_away_by_its_owner_or_a_keeper(
    account: str, before: Side, after: Side, answer: Ground | Refusal
) -> None:
    assert {decision.why for decision in by(account).decide(DAY, before, after, Scene(ME, frozenset({DAY})))} == {
        answer
    }


@pytest.mark.parametrize(
    ("account", "path", "scene", "why"),
    [
        (ME, f"{FOLDER}/notes.txt", MINE, Refusal.UNEXPECTED),
        (ME, f"{FOLDER}/evidence/a.pdf", MINE, Refusal.DECIDED),
        (ME, DAY, MINE, Refusal.DECIDED),
        (ME, DAY, Scene(ME, frozenset({DAY})), Ground.OWNER),
        (ME, DAY, THEIRS, Refusal.NOT_OWNER),
        (STRANGER, DAY, Scene(None), Refusal.STRANGER),
        (REF3, DAY, MINE, Refusal.NOT_WRITER),
    ],
)
def test_one_edit_is_answered_like_the_same_edit_among_others(
    account: str, path: str, scene: Scene, why: Ground | Refusal
) -> None:
    edit = Edit(("title",), Op.CHANGE, "a", "b")
    answer = by(account).decide_edit(path, edit, file({"title": "a"}), file({"title": "b"}), scene)

    details = {"writers": ("student",)} if why is Refusal.NOT_WRITER else {}
    assert answer == Decision(path, edit, isinstance(why, Ground), why, details)


@pytest.mark.parametrize("path", ["declarations/2025/3.1-jpo.yml", "declarations/3.1-jpo.yml"])
def test_a_declaration_beside_the_folders_is_told_the_folder_of_its_author_and_is_nobody_s_to_put_there(
    path: str,
) -> None:
    added = (ABSENT, file({}), None)

    assert by(ME)._replace(home=FOLDER).decide(path, *added)[0].details == {"folder": FOLDER}
    assert [by(account).decide(path, *added)[0].why for account in (ME, REF3, KEEPER)] == [
        Refusal.MISPLACED,
        Refusal.UNEXPECTED,
        Refusal.UNEXPECTED,
    ]


@pytest.mark.parametrize(("home", "details"), [("", {}), (FOLDER, {"folder": FOLDER})])
def test_who_writes_in_the_folder_of_somebody_is_told_their_own_where_it_is_known(
    home: str, details: dict[str, str]
) -> None:
    edit = Edit((), Op.ADD)
    answer = by(STRANGER)._replace(home=home).decide_edit(DAY, edit, ABSENT, file({}), Scene(ME))

    assert answer == Decision(DAY, edit, False, Refusal.NOT_OWNER, details)
    (remark,) = denied([answer])
    said = Text(f"votre dossier, {FOLDER}", f"your own folder, {FOLDER}")
    assert remark.details == {"folder": said if home else Text("votre dossier", "your own folder")}


@pytest.mark.parametrize("path", ["3.1-jpo.yml", "3.10 JPO.YAML", "docs/8.3-à-l-étranger.yml"])
def test_a_declaration_that_stands_elsewhere_is_told_the_folder_of_its_author(path: str) -> None:
    added, home = (ABSENT, file({}), None), "declarations/2025/s-…"

    assert by(ME).decide(path, *added) == [Decision(path, Edit((), Op.ADD), False, Refusal.MISPLACED, {"folder": home})]
    assert by(ME)._replace(home=FOLDER).decide(path, *added)[0].details == {"folder": FOLDER}
    assert by(KEEPER).decide(path, *added)[0].allowed
    assert by(REF3).decide(path, *added)[0].why is Refusal.MISPLACED
    assert by(ME).decide(path, file({}), file({}), None)[0].why is Refusal.NOT_WRITER


@pytest.mark.parametrize("path", ["notes.yml", "3.1-jpo.pdf", "0.1-jpo.yml", "3.1-jpo.yml/a", "3.100-jpo.yml"])
def test_what_is_no_declaration_is_the_keepers_elsewhere(path: str) -> None:
    assert by(ME).decide(path, ABSENT, file({}), None)[0].why is Refusal.NOT_WRITER


def test_what_is_refused_is_told_apart_from_what_is_allowed() -> None:
    yes = Decision(DAY, Edit((), Op.ADD), True, Ground.OWNER)
    no = Decision(DAY, Edit((), Op.ADD), False, Refusal.STRANGER)

    assert refusals([yes, no]) == [no]
