"""The attacker agrees with the enumeration of every possible world, and finds every disclosure planted for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyvalidate.publication.attack.aims import Aim, aims
from polyvalidate.publication.attack.attacker import Contradiction, Leak, Solver, Why, attack, disclosed
from polyvalidate.publication.attack.bands import Band, band_of
from polyvalidate.publication.attack.knowledge import Knowledge, Shown, knowledge
from polyvalidate.publication.attack.tables import Kind, Leaf, Scope
from tests.extent import examples
from tests.publication.classmates import Claim, Worlds

A, B, C = Leaf("A", "3A"), Leaf("B", "3A"), Leaf("C", "3A")


def scope(*leaves: Leaf) -> Scope:
    return Scope(Kind.GROUP, None, None, frozenset(leaves))


def exactly(*numbers: int) -> tuple[Band, ...]:
    return tuple(Band(number, number) for number in numbers)


def found(leaks: Sequence[Leak]) -> set[tuple[tuple[Leaf, ...], int, str]]:
    """The leaks about one published row: its leaves, the threshold or class, and why."""
    return {
        (tuple(sorted(leak.aim.people.inside[0][1].leaves)), leak.aim.rank, leak.why.value)
        for leak in leaks
        if len(leak.aim.people.inside) == 1 and not leak.aim.people.outside
    }


# --- what is too much -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "lowest", "highest", "coalition", "why"),
    [
        (31, 10, 15, 3, None),
        (31, 0, 4, 3, None),
        (31, 27, 31, 3, None),
        (31, 0, 3, 3, Why.NONE),
        (31, 0, 3, 2, None),
        (31, 28, 31, 3, Why.ALL),
        (31, 28, 31, 2, None),
        (31, 2, 2, 1, Why.NARROW),
        (31, 17, 19, 1, Why.NARROW),
        (31, 17, 20, 1, None),
        # Three who rose between two issues would close this one.
        (31, 17, 20, 3, Why.NARROW),
        # One person, two people: nothing at all may be learned.
        (1, 0, 1, 3, None),
        (1, 1, 1, 1, Why.ALL),
        (1, 0, 0, 1, Why.NONE),
        (2, 0, 2, 1, None),
        (2, 1, 2, 1, Why.ALL),
        (2, 0, 1, 1, Why.NONE),
    ],
)
def test_bounds_tell_too_much_or_not(size: int, lowest: int, highest: int, coalition: int, why: Why | None) -> None:
    actual = disclosed(size, lowest, highest, coalition)

    assert actual == why


@given(st.integers(1, 40), st.integers(1, 3), st.data())
def test_wider_bounds_never_tell_more(size: int, coalition: int, data: st.DataObject) -> None:
    lowest = data.draw(st.integers(0, size))
    highest = data.draw(st.integers(lowest, size))
    lower, higher = data.draw(st.integers(0, lowest)), data.draw(st.integers(highest, size))

    if disclosed(size, lowest, highest, coalition) is None:
        assert disclosed(size, lower, higher, coalition) is None


@given(st.integers(1, 40), st.data())
def test_more_friends_never_learn_less(size: int, data: st.DataObject) -> None:
    lowest = data.draw(st.integers(0, size))
    highest = data.draw(st.integers(lowest, size))

    if disclosed(size, lowest, highest, 1) is not None:
        assert disclosed(size, lowest, highest, 3) is not None


# --- every possible world ---------------------------------------------------------------------------------------------


def having(aim: Aim) -> Callable[[tuple[int, ...]], bool]:
    """What an aim counts, said of a path of classes."""
    if aim.until is not None:
        return lambda path: path[aim.issue] <= aim.rank < path[aim.until or 0]
    if aim.exactly:
        return lambda path: path[aim.issue] == aim.rank
    return lambda path: path[aim.issue] > aim.rank


def strata_of(known: Knowledge, aim: Aim) -> frozenset[int]:
    inside = frozenset.intersection(*(known.strata(issue, scope) for issue, scope in aim.people.inside))
    return inside.difference(*(known.strata(issue, scope) for issue, scope in aim.people.outside))


@st.composite
def tiny(draw: st.DrawFn) -> tuple[Knowledge, Worlds]:
    """A few students in two leaves, one or two issues, two or three classes; claims that some world agrees with."""
    issues = draw(st.integers(1, 2))
    classes = draw(st.integers(2, 3)) if issues == 1 else 2
    leaves = [A, B] if issues == 1 else draw(st.sampled_from([[A, B], [A]]))
    most = 5 if issues == 1 else 6
    # Students of one leaf may go to another: that is what makes strata.
    moves = {(leaf,) * issues: draw(st.integers(1, most)) for leaf in leaves}
    if issues == 2 and draw(st.booleans()):
        moves[A, B] = draw(st.integers(1, 2))
    paths = sorted(moves)
    sizes = [moves[path] for path in paths]
    truth = [
        [sorted(draw(st.lists(st.integers(0, classes - 1), min_size=issues, max_size=issues))) for _ in range(size)]
        for size in sizes
    ]
    shown: list[tuple[Shown, ...]] = []
    claims: list[Claim] = []
    for issue in range(issues):
        present = sorted({path[issue] for path in paths})
        rows = [scope(leaf) for leaf in present]
        if draw(st.booleans()) and len(present) > 1:
            rows.append(scope(*present))
        said = []
        for row in rows:
            strata = frozenset(s for s, path in enumerate(paths) if path[issue] in row.leaves)
            levels = [student[issue] for s in strata for student in truth[s]]
            told = []
            for rank in range(classes - 1):
                number = sum(level > rank for level in levels)
                lowest = max(0, number - draw(st.integers(0, 3)))
                highest = min(len(levels), number + draw(st.integers(0, 3)))
                told.append(Band(lowest, highest))
                claims.append(Claim(issue, strata, rank + 1, lowest, highest))
            said.append(Shown(row, tuple(told)))
        shown.append(tuple(said))
    return knowledge(shown, moves, ranks=classes - 1), Worlds(sizes, classes, issues, claims)


@settings(max_examples=examples(60))
@given(tiny())
def test_bounds_are_those_of_the_enumeration_of_every_world(case: tuple[Knowledge, Worlds]) -> None:
    known, worlds = case
    solver = Solver(known)

    wanted = [aim for aim in aims(known) if aim.size]

    actual = [solver.bounds(aim) for aim in wanted]
    expected = [worlds.bounds(strata_of(known, aim), having(aim)) for aim in wanted]
    assert actual == expected


@settings(max_examples=examples(30))
@given(tiny())
def test_what_the_attacker_lets_through_is_what_the_exact_bounds_let_through(case: tuple[Knowledge, Worlds]) -> None:
    known, worlds = case

    actual = {(leak.aim, leak.lowest, leak.highest) for leak in attack(known)}

    expected = set()
    for aim in aims(known):
        bounds = worlds.bounds(strata_of(known, aim), having(aim))
        if disclosed(aim.size, *bounds, 3) is not None:
            expected.add((aim, *bounds))
    assert actual == expected


@pytest.mark.parametrize("reached", range(10))
@pytest.mark.parametrize("later", range(10))
def test_no_coalition_of_three_learns_anything_of_a_group_whose_members_stay(reached: int, later: int) -> None:
    # The law behind bands of five: friends shift a band by three at most. Nine students, two issues, one threshold.
    if later < reached:
        return
    one, two = band_of(reached, 9), band_of(later, 9)
    everybody = frozenset({0})
    worlds = Worlds([9], 2, 2, [Claim(0, everybody, 1, *one), Claim(1, everybody, 1, *two)])

    learned = {
        (coalition, what)
        for coalition in (1, 2, 3)
        for issue in (0, 1)
        for what in worlds.learned_by(coalition, everybody, lambda path, issue=issue: path[issue] >= 1)
    }

    assert learned == set()


def test_four_friends_would_learn_something_of_a_band_of_five() -> None:
    # The witness that the enumeration can find something, and that three is where it stops.
    everybody = frozenset({0})
    worlds = Worlds([9], 2, 2, [Claim(0, everybody, 1, 0, 4), Claim(1, everybody, 1, 0, 4)])

    learned = worlds.learned_by(4, everybody, lambda path: path[0] >= 1)

    assert "none" in learned


# --- planted ----------------------------------------------------------------------------------------------------------


def test_a_hidden_cell_of_a_two_by_two_table_is_found_by_difference() -> None:
    # Two groups of 20 with the total shown: hiding the small cell of one hides nothing.
    moves = {(A,): 20, (B,): 20}
    shown = [(Shown(scope(A), exactly(12)), Shown(scope(A, B), exactly(15)))]

    leaks = attack(knowledge(shown, moves, ranks=1))

    hidden = [leak for leak in leaks if leak.aim.people.outside and not leak.aim.exactly]
    assert [(leak.aim.size, leak.lowest, leak.highest) for leak in hidden] == [(20, 3, 3)]


def test_a_group_that_wholly_succeeded_is_found() -> None:
    leaks = attack(knowledge([(Shown(scope(A), exactly(31)),)], {(A,): 31}, ranks=1))

    assert ((A,), 0, "all") in found(leaks)


def test_a_group_where_all_but_two_succeeded_is_found_for_two_friends() -> None:
    leaks = attack(knowledge([(Shown(scope(A), (Band(29, 31),)),)], {(A,): 31}, ranks=1))

    assert [(leak.coalition, leak.why.value) for leak in leaks] == [(1, "narrow")]


def test_two_issues_that_differ_by_one_student_tell_who_left() -> None:
    moves = {(A, A): 30, (A, None): 1}
    shown = [(Shown(scope(A), exactly(18)),), (Shown(scope(A), exactly(17)),)]

    leaks = attack(knowledge(shown, moves, ranks=1))

    alone = [leak for leak in leaks if leak.aim.size == 1]
    assert [(leak.lowest, leak.highest, leak.why.value) for leak in alone] == [(1, 1, "all")]


def test_bands_hide_who_left() -> None:
    moves = {(A, A): 30, (A, None): 1}
    shown = [(Shown(scope(A), (band_of(18, 31),)),), (Shown(scope(A), (band_of(17, 30),)),)]

    leaks = attack(knowledge(shown, moves, ranks=1))

    assert leaks == ()


def test_overlapping_breakdowns_are_found() -> None:
    # By programme {A, B} and {C}, by year {A} and {B, C}: what is in one and not in the other is B, five students.
    moves = {(A,): 20, (B,): 5, (C,): 20}
    shown = [(Shown(scope(A, B), exactly(16)), Shown(scope(B, C), exactly(14)), Shown(scope(A), exactly(12)))]

    leaks = attack(knowledge(shown, moves, ranks=1))

    assert (5, 4, 4) in {(leak.aim.size, leak.lowest, leak.highest) for leak in leaks}


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [(1, [(0, False)]), (2, [(0, False), (0, True), (1, False), (1, True), (2, True)])],
)
def test_every_threshold_and_every_class_between_two_is_aimed_at_once(
    ranks: int, expected: list[tuple[int, bool]]
) -> None:
    shown = (Shown(scope(A), (Band(3, 9),) * ranks), Shown(scope(A, B), (Band(6, 18),) * ranks))

    aimed = [(aim.size, aim.rank, aim.exactly) for aim in aims(knowledge([shown], {(A,): 12, (B,): 11}, ranks=ranks))]

    assert sorted(aimed) == sorted((size, *aim) for size in (12, 23, 11) for aim in expected)


def test_a_sum_that_everybody_knows_squeezes_classes() -> None:
    # Why thresholds are published and not classes: of 12 students, two classes of "6 to 12" are six and six.
    known = knowledge([(Shown(scope(A), (Band(6, 6), Band(0, 6))),)], {(A,): 12}, ranks=2)

    leaks = attack(known)

    assert ((A,), 0, "narrow") in found(leaks)


def test_a_correction_that_lowers_somebody_is_no_contradiction() -> None:
    # Nobody goes down, except by a correction: a classmate who sees one stops believing in the order, and so do we.
    shown = [(Shown(scope(A), (Band(15, 20),)),), (Shown(scope(A), (Band(5, 9),)),)]

    solver = Solver(knowledge(shown, {(A, A): 31}, ranks=1))

    assert solver.monotone is False
    assert attack(knowledge(shown, {(A, A): 31}, ranks=1)) == ()


def test_figures_that_no_world_agrees_with_are_a_contradiction() -> None:
    with pytest.raises(Contradiction):
        attack(knowledge([(Shown(scope(A), exactly(32)),)], {(A,): 31}, ranks=1))


def test_stopping_at_the_first_leak_is_enough_to_know_there_is_one() -> None:
    known = knowledge(
        [(Shown(scope(A), exactly(31, 2)), Shown(scope(B), exactly(3, 3)))], {(A,): 31, (B,): 20}, ranks=2
    )

    assert len(attack(known, stop_at_first=True)) == 1
    assert len(attack(known)) > 1
