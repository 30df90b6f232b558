"""What an evaluator's word gives on a claim, what a claim awaits, and whose it is."""

from __future__ import annotations

from datetime import date

import pytest

from polyvalidate.files.difference import Edit, Op
from polyvalidate.judgement.awaiting import Await, Awaited, awaited, evaluators, kind_of, needs_second
from polyvalidate.judgement.decision import Ruling, Unruled, Word, granted, rule_on, unruled
from polyvalidate.judgement.rights import Decision as Edited
from polyvalidate.judgement.rights import Ground
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from tests.judgement.changing import (
    BETWEEN,
    DECLARED,
    HALF,
    ROLES,
    RULES,
    THREE,
    base,
    book,
    claim,
    decision,
    judged,
)
from tests.proposing import OPEN_DAY, REFERENT_1, REFERENT_3, STUDENT

SIX = DECLARED[BETWEEN].replace("quantity: 1", "quantity: 3")
"""One to two points a year for three years: three to six, as the evaluator chooses."""


# --- a word, and the ruling that it gives


@pytest.mark.parametrize(
    ("word", "points", "comment", "path", "ruling"),
    [
        (Word.ACCEPT, None, None, OPEN_DAY, Ruling("accepted", None, None)),
        (Word.ACCEPT, None, "Bravo.", OPEN_DAY, Ruling("accepted", None, "Bravo.")),
        (Word.ACCEPT, None, None, BETWEEN, Unruled.TO_CHOOSE),
        (Word.REFUSE, None, None, OPEN_DAY, Unruled.REFUSED_UNSAID),
        (Word.REFUSE, None, "Illisible.", BETWEEN, Ruling("refused", None, "Illisible.")),
        (Word.COMPLETE, None, None, OPEN_DAY, Unruled.MISSING_UNSAID),
        (Word.COMPLETE, None, "La date.", OPEN_DAY, Ruling("to-complete", None, "La date.")),
        (Word.POINTS, None, "Rien.", OPEN_DAY, Unruled.NOTHING),
        (Word.POINTS, 0, "Rien.", OPEN_DAY, Unruled.NOTHING),
        (Word.POINTS, 5, "Plus.", OPEN_DAY, Unruled.TOO_MANY),
        (Word.POINTS, 4, None, OPEN_DAY, Ruling("accepted", Points(4), None)),
        (Word.POINTS, 3, None, OPEN_DAY, Unruled.REDUCED_UNSAID),
        (Word.POINTS, 3, "Le matin.", OPEN_DAY, Ruling("partial", Points(3), "Le matin.")),
        (Word.POINTS, 9, None, BETWEEN, Unruled.TOO_MANY),
        (Word.POINTS, 8, "Tout.", BETWEEN, Ruling("accepted", Points(8), "Tout.")),
        (Word.POINTS, 4, None, BETWEEN, Ruling("accepted", Points(4), None)),
        (Word.POINTS, 3, None, BETWEEN, Unruled.REDUCED_UNSAID),
        (Word.POINTS, 3, "Un mois.", BETWEEN, Ruling("partial", Points(3), "Un mois.")),
    ],
)
def test_a_word_gives_a_ruling_or_the_reason_why_not(
    word: Word, points: int | None, comment: str | None, path: str, ruling: Ruling | Unruled
) -> None:
    chosen = Points(points) if points is not None else None

    assert rule_on(word, chosen, comment, claim(path)) == ruling


@pytest.mark.parametrize(
    ("ruling", "points"),
    [
        (Ruling("accepted", None, None), 4),
        (Ruling("accepted", Points(3), None), 3),
        (Ruling("partial", Points(1), "."), 1),
        (Ruling("refused", Points(4), "."), 0),
        (Ruling("to-complete", Points(4), "."), 0),
    ],
)
def test_a_ruling_without_points_gives_those_of_the_grid_unless_it_refuses(ruling: Ruling, points: int) -> None:
    assert granted(ruling, claim(OPEN_DAY)) == points


def test_the_reason_why_not_is_told_with_the_code_and_the_bounds_of_the_grid() -> None:
    words = {Unruled.TO_CHOOSE: Text("", "{code}: {least:points} to {most:points}")}

    assert unruled(Unruled.TO_CHOOSE, words, claim(BETWEEN)).in_language("en") == "8.3: 1\xa0point to 2\xa0points"


# --- what nobody has decided


@pytest.mark.parametrize(
    ("path", "kind", "where_merges_decide"),
    [
        (HALF, Awaited.DECISION, Awaited.REFERENT),
        (THREE, Awaited.EVALUATION, Awaited.EVALUATION),
        (BETWEEN, Awaited.POINTS, Awaited.POINTS),
    ],
)
def test_what_a_claim_awaits_that_nobody_has_decided(path: str, kind: Awaited, where_merges_decide: Awaited) -> None:
    decides = {RULES: base(RULES) + "decisions: merged\n"}

    assert (kind_of(claim(path)), kind_of(claim(path, more=decides))) == (kind, where_merges_decide)


@pytest.mark.parametrize(
    ("path", "text", "twice"),
    [
        (HALF, decision("ref-3", 0.5), False),
        (THREE, "", False),
        (THREE, decision("ref-1", 3), True),
        (THREE, decision("ref-1"), True),
        (THREE, decision("ref-1", 2.75, "partial", comment="Un mois."), False),
        (THREE, decision("ref-1", said="partial", comment="Un mois."), False),
        (THREE, decision("ref-1", 3, "refused", comment="Non."), False),
        (BETWEEN, decision("ref-7", 1), False),
    ],
)
def test_from_three_points_granted_a_second_person_reads(path: str, text: str, twice: bool) -> None:
    assert needs_second(claim(path, DECLARED[path] + text)) is twice


def test_a_range_that_may_be_worth_three_points_is_read_twice_when_it_is_given_them() -> None:
    found = [needs_second(claim(BETWEEN, SIX + decision("ref-7", points))) for points in (2.75, 3, None)]

    assert found == [False, True, False]


# --- by whom


def test_a_deputy_is_among_its_evaluators_on_their_days_only() -> None:
    stands = "    deputies: [{code: ref-5, from: 2026-02-11, until: 2026-02-11}]\n"
    roles = {ROLES: base(ROLES).replace("    until: 2027-08-31\n", "    until: 2027-08-31\n" + stands)}
    days = [claim(HALF, more=roles, day=date(2026, 2, day)) for day in (10, 11, 12)]

    assert [evaluators(one, one.book) for one in days] == [
        ("ref-3", "ref-4"),
        ("ref-3", "ref-4", "ref-5"),
        ("ref-3", "ref-4"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", ("ref-3", "ref-4")),
        ("until: 2027-08-31", "until: 2026-02-09", ("ref-4",)),
        ("until: 2027-08-31", "from: 2026-02-11", ("ref-4",)),
        ("account: github:1000004", f"account: {STUDENT}", ("ref-3",)),
        ('categories: ["1", "2"]', 'categories: ["3"]', ("ref-1", "ref-2", "ref-3", "ref-4")),
    ],
)
def test_a_claim_is_its_evaluators_in_office_and_never_its_author_s(old: str, new: str, codes: tuple[str, ...]) -> None:
    found = claim(HALF, more={ROLES: base(ROLES).replace(old, new)})

    assert evaluators(found, found.book) == codes


# --- what a change awaits

READ_TWICE = decision("ref-1", 3, second="ref-2")
APPEAL = "appeal:\n  on: 2026-02-10\n  reason: La date figure au verso.\n"
ANSWERED = APPEAL + "  outcome: rejected\n  by: jury-1\n  decided: 2026-02-10\n  comment: Non.\n"


def waits(
    path: str,
    text: str,
    *edits: Edit,
    actor: str = REFERENT_1,
    approvals: frozenset[str] = frozenset(),
    day: date = date(2026, 2, 10),
    roles: tuple[str, str] = ("", ""),
) -> list[Await]:
    """What a change by somebody awaits, which makes some edits of a declaration; an evaluation, when not said."""
    files = {path: text, ROLES: base(ROLES).replace(*roles)}
    known = book(files, day)
    done = [Edited(path, edit, True, Ground.EVALUATOR) for edit in edits or (Edit(("evaluation",), Op.ADD),)]
    return list(awaited([judged(files, day=day)], done, approvals | {actor}, known))


def test_a_second_reader_confirms_by_approving_or_by_proposing() -> None:
    text = DECLARED[THREE] + READ_TWICE
    asked = [Await(Awaited.SECOND, THREE, ("ref-2",))]

    assert waits(THREE, text) == asked
    assert waits(THREE, text, approvals=frozenset({REFERENT_3})) == asked
    assert waits(THREE, text, approvals=frozenset({"github:1000002"})) == []
    assert waits(THREE, text, actor="github:1000002") == []


def test_a_second_reader_who_has_left_confirms_nothing() -> None:
    gone = (
        "account: github:1000002\n    role: evaluator",
        "account: github:1000002\n    until: 2026-02-09\n    role: evaluator",
    )

    assert waits(THREE, DECLARED[THREE] + READ_TWICE, actor="github:1000002", roles=gone) == [
        Await(Awaited.SECOND, THREE, ("ref-2",))
    ]


def test_nobody_is_awaited_for_a_second_reading_that_is_not_needed_or_of_a_code_that_nobody_holds() -> None:
    assert waits(HALF, DECLARED[HALF] + decision("ref-3", 0.5, second="ref-4")) == []
    assert waits(THREE, DECLARED[THREE] + decision("ref-1", 3, second="ref-99")) == []
    assert waits(THREE, DECLARED[THREE] + decision("ref-1", 3)) == []


@pytest.mark.parametrize("edit", [Edit((), Op.FORM), Edit(("appeal",), Op.ADD), Edit(("appeal", "reason"), Op.CHANGE)])
def test_what_leaves_a_decision_as_it_was_awaits_nobody_again(edit: Edit) -> None:
    assert waits(THREE, DECLARED[THREE] + READ_TWICE, edit) == []
    assert waits(THREE, DECLARED[THREE] + READ_TWICE, edit, Edit(("title",), Op.CHANGE)) != []


def test_an_appeal_awaits_the_jury_until_it_is_answered_and_blocks_nothing() -> None:
    text = DECLARED[HALF] + decision("ref-3", 0.5)
    made = Edit(("appeal",), Op.ADD)
    asked = waits(HALF, text + APPEAL, made)

    assert (asked, [wait.blocking for wait in asked]) == ([Await(Awaited.JURY, HALF, ("jury-1",))], [False])
    assert waits(HALF, text + ANSWERED, made) == []
    assert waits(HALF, text + APPEAL, made, roles=("role: jury", "role: jury\n    until: 2026-02-09"))[0].codes == ()


def test_only_what_a_change_touches_is_awaited() -> None:
    edited = [Edited(f"{HALF}x", Edit((), Op.ADD), True, Ground.OWNER)]

    assert list(awaited([judged({HALF: DECLARED[HALF]})], edited, frozenset(), book())) == []
    assert waits(HALF, DECLARED[HALF], Edit((), Op.ADD), actor=STUDENT) == [
        Await(Awaited.DECISION, HALF, ("ref-3", "ref-4"))
    ]


@pytest.mark.parametrize("kind", Awaited)
def test_a_referent_and_the_jury_are_told_and_all_others_are_waited_for(kind: Awaited) -> None:
    assert Await(kind, HALF, ()).blocking is (kind not in (Awaited.REFERENT, Awaited.JURY))
