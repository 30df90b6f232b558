"""What a change of the grid does to people: the difference of two checks, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyvalidate.files.difference import Edit, Op
from polyvalidate.judgement import FolderResult
from polyvalidate.judgement.holding import held
from polyvalidate.judgement.impact import Effect, Group, Impact, impact
from polyvalidate.judgement.rights import Decision, Ground
from polyvalidate.model.findings import START, Finding, Severity
from polyvalidate.reports import impacts
from tests.extent import examples
from tests.judgement.changing import DECLARED, FOLDER, HALF, RULES, THREE, Files, base, decision, judged

THIRD, SECOND = "grid/2025-2026/3-promotion.yml", "grid/2025-2026/2-vie-associative.yml"
QUITUS = f"{FOLDER}/quitus.yml"
BOTH = {
    THREE: DECLARED[THREE] + decision("ref-1", 3, second="ref-2", comment="Mandat d'un an."),
    HALF: DECLARED[HALF] + decision("ref-3", 0.5),
}
"""Three points and a half, decided."""
LOW = {RULES: base(RULES).replace("required: 10", "required: 3.5")}
"""A threshold that they reach."""


def quitus(outcome: str = "acquired", credited: float = 3.5) -> Files:
    written = {"session": "2026-01", "outcome": outcome, "credited": credited, "required": 3.5}
    text = "".join(f"{key}: {value}\n" for key, value in {**written, "on": "2026-02-09", "by": "jury-1"}.items())
    return {QUITUS: text}


def grid(path: str, *changes: tuple[str, str]) -> dict[str, str]:
    text = base(path)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {path: text}


def of(folder: Files, after: Files, before: Files | None = None) -> Impact:
    """What a change of the grid does to one student."""
    return impact([judged({**folder, **(before or {})})], [judged({**folder, **(before or {}), **after})])


def said(found: Impact) -> tuple[int, int, list[tuple[int, int, bool]]]:
    """The decisions that keep their points, the declarations that wait, and each effect."""
    return found.kept, found.waiting, [(e.gained, e.crossed, e.disagrees) for e in found.effects]


HALVED = grid(THIRD, ('  "3.3":', '  "3.3": '), ("unit: event\n    points: 0.5", "unit: event\n    points: 0.25"))
CAPPED = grid(SECOND, ("caps: {FISE3: 5,", "caps: {FISE3: 2,"))


@pytest.mark.parametrize(
    ("folder", "before", "after", "expected"),
    [
        (BOTH, {}, {}, (0, 0, [])),
        # What is decided in writing stands, what waits does not, and what was accepted without a number follows.
        (BOTH, {}, HALVED, (1, 0, [])),
        ({HALF: DECLARED[HALF]}, {}, HALVED, (0, 1, [])),
        ({HALF: DECLARED[HALF] + decision("ref-3")}, {}, HALVED, (0, 0, [(-1, 0, False)])),
        ({HALF: DECLARED[HALF] + decision("ref-3", said="refused", comment="Non.")}, {}, HALVED, (0, 0, [])),
        (BOTH, {}, CAPPED, (0, 0, [(-4, 0, False)])),
        (BOTH, CAPPED, {SECOND: base(SECOND)}, (0, 0, [(4, 0, False)])),
        # A threshold that is crossed, either way, and one that only moves.
        (BOTH, {}, LOW, (0, 0, [(0, 1, False)])),
        (BOTH, LOW, {RULES: base(RULES)}, (0, 0, [(0, -1, False)])),
        (BOTH, {}, grid(RULES, ("required: 10", "required: 9")), (0, 0, [(0, 0, False)])),
        # A profile that goes takes the balance with it.
        (BOTH, {}, grid(RULES, ("  FISE3: {", "  FISE5: {")), (0, 0, [(-14, 0, False)])),
        # A recorded quitus disagrees from now on, or did already.
        ({**BOTH, **quitus()}, LOW, CAPPED, (0, 0, [(-4, -1, True)])),
        ({**BOTH, **quitus(credited=4)}, LOW, {**LOW, **HALVED}, (1, 0, [])),
    ],
)  # fmt: skip
def test_what_changes_for_one_student(
    folder: Files, before: Files, after: Files, expected: tuple[int, int, list[tuple[int, int, bool]]]
) -> None:
    found = of(folder, after, before)

    assert said(found) == expected
    assert found.students == 1


def test_the_points_that_decisions_keep_are_summed() -> None:
    found = of(BOTH, HALVED)

    assert (found.kept, found.kept_points) == (1, 2)


def test_a_quitus_that_is_given_stands_and_another_may_be_taken_up_again() -> None:
    given_, refused = (of({**BOTH, **quitus(outcome)}, CAPPED, LOW) for outcome in ("acquired", "exempted"))
    reached = of({**BOTH, **quitus("not-acquired")}, LOW)

    assert [(i.standing(acquired=True), i.standing(acquired=False), i.covered) for i in (given_, refused, reached)] == [
        (1, 0, 1),
        (1, 0, 1),
        (0, 1, 0),
    ]


def test_who_only_crosses_the_threshold_neither_gains_nor_loses() -> None:
    assert of(BOTH, LOW).groups == (Group("FISE3", 2025, 1, 0, 0, 0, 0, 1, 0),)


def test_a_quitus_that_still_agrees_is_not_counted_among_those_that_do_not() -> None:
    found = of({**BOTH, **quitus("not-acquired", credited=4)}, CAPPED)  # it did not agree before either

    assert [(e.disagrees, e.quitus is not None) for e in found.effects] == [(False, True)]
    assert (found.standing(acquired=True), found.standing(acquired=False)) == (0, 0)


def another(result: FolderResult, code: str, cohort: int) -> FolderResult:
    """The same folder, of somebody else."""
    assert result.student is not None
    path = f"declarations/{cohort}/{code}"
    return replace(result, path=path, student=replace(result.student, code=code, cohort=cohort))


def test_groups_are_counted_by_profile_and_year_of_entry() -> None:
    was, now = judged({**BOTH, **LOW}), judged({**BOTH, **LOW, **CAPPED})
    codes = [("s-base000001", 2025), ("s-base000002", 2025), ("s-base000003", 2024), ("s-base000004", 2024)]
    before = [another(was, code, cohort) for code, cohort in codes]
    after = [another(now, code, cohort) for code, cohort in codes[:3]] + [before[3]]
    found = impact([*before, another(was, "s-gone000000", 2025)], [*after, another(now, "s-come000000", 2025)])

    assert found.students == 4
    assert [effect.student.code for effect in found.effects] == ["s-base000003", "s-base000001", "s-base000002"]
    assert found.groups == (
        Group("FISE3", 2024, 2, 0, 0, 1, 4, 0, 1),
        Group("FISE3", 2025, 2, 0, 0, 2, 8, 0, 2),
    )
    assert impact(after, before).groups[0] == Group("FISE3", 2024, 2, 1, 4, 0, 0, 1, 0)


def test_a_folder_that_cannot_be_read_on_one_side_is_nobody_s() -> None:
    was = judged(BOTH)

    assert impact([replace(was, student=None, balance=None)], [judged({**BOTH, **CAPPED})]).students == 0
    assert impact([was], [replace(was, student=None, balance=None)]).students == 0


@given(
    caps=st.tuples(*[st.integers(0, 24)] * 2),
    points=st.integers(1, 8),
    required=st.integers(4, 24),
    written=st.sampled_from((0.5, None)),
)
@settings(max_examples=examples(60, all_of_them=False))
def test_an_impact_is_the_difference_of_two_checks(
    caps: tuple[int, int], points: int, required: int, written: float | None
) -> None:
    folder = {**BOTH, HALF: DECLARED[HALF] + decision("ref-3", written)}
    after = {
        **grid(SECOND, ("caps: {FISE3: 5,", f"caps: {{FISE3: {caps[0] / 4:g},")),
        **grid(
            THIRD,
            ("caps: {FISE3: 5,", f"caps: {{FISE3: {caps[1] / 4:g},"),
            ("unit: event\n    points: 0.5", f"unit: event\n    points: {points / 4:g}"),
        ),
        **grid(RULES, ("required: 10", f"required: {required / 4:g}")),
    }
    was, now = judged(folder), judged({**folder, **after})
    found = impact([was], [now])
    assert was.balance is not None
    assert now.balance is not None
    before_, after_ = was.balance, now.balance

    difference = after_.credited - before_.credited
    assert sum(effect.gained for effect in found.effects) == difference
    assert sum(group.gained - group.lost for group in found.groups) == difference
    assert bool(found.effects) == ((before_.credited, before_.required) != (after_.credited, after_.required))
    assert sum(effect.crossed for effect in found.effects) == after_.reached - before_.reached
    assert impact([now], [was]) == impact([now], [was])
    assert [-e.gained for e in impact([now], [was]).effects] == [e.gained for e in found.effects]


# --- what a change is held to


def finding(code: str, path: str) -> Finding:
    return Finding(code, Severity.WARNING, path, (), START, {})


def writes(path: str) -> Decision:
    return Decision(path, Edit((), Op.CHANGE), allowed=True, why=Ground.JURY)


@pytest.mark.parametrize(
    ("code", "path", "written", "old", "expected"),
    [
        ("PP354", HALF, HALF, (), Severity.ERROR),
        ("PP354", HALF, THREE, (), Severity.WARNING),
        ("PP359", HALF, HALF, (), Severity.WARNING),
        ("PP413", QUITUS, QUITUS, (), Severity.ERROR),
        ("PP413", QUITUS, HALF, (), Severity.ERROR),
        # The grid changed it: nobody's to mend who writes something else, and held when it is written anew.
        ("PP413", QUITUS, THIRD, (), Severity.WARNING),
        ("PP413", QUITUS, HALF, ("PP413",), Severity.WARNING),
        ("PP413", QUITUS, HALF, ("PP417",), Severity.ERROR),
        ("PP413", QUITUS, QUITUS, ("PP413",), Severity.ERROR),
    ],
)
def test_a_quitus_is_held_to_the_record_by_who_changes_its_folder(
    code: str, path: str, written: str, old: tuple[str, ...], expected: Severity
) -> None:
    (found,) = held([finding(code, path)], [writes(written)], [finding(one, path) for one in old])

    assert found.severity is expected


# --- the words


def everything() -> Impact:
    """Something of each kind."""
    was, now = judged({**BOTH, **quitus(), **LOW}), judged({**BOTH, **quitus(), **LOW, **CAPPED})
    found = impact([was], [now])
    up = replace(found.effects[0], before=found.effects[0].after, after=found.effects[0].before, disagrees=False)
    up = replace(up, student=replace(up.student, code="s-base000002"), quitus=None)
    later = of({**BOTH, **quitus("not-acquired")}, LOW).effects[0]
    effects: tuple[Effect, ...] = (*found.effects, up, later)
    groups = (*found.groups, Group("FISA", 2025, 40, 2, found.groups[0].lost, 0, found.kept_points, 1, 0))
    return replace(found, students=1_200, effects=effects, groups=groups, kept=2, kept_points=up.gained, waiting=1)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_list_for_staff(lang: str, golden: Callable[[str, str], None]) -> None:
    text = impacts.as_text(everything(), lang)

    golden(f"impact.{lang}.txt", text)


def test_under_a_request_nobody_is_named() -> None:
    text = "\n".join(impacts.as_comment(everything(), "fr"))

    assert "s-base" not in text
    assert "| FISA | 2025 | 40 | 2 (+1\u00a0point) | — | 1 | — |" in text


def test_where_nobody_is_concerned_it_is_said() -> None:
    assert impacts.as_text(of(BOTH, {}), "fr") == "Aucun bilan ne change, ni aucun seuil (1 élève, avant et après).\n"
    assert "| Profil |" not in "\n".join(impacts.as_comment(of(BOTH, {}), "fr"))


def test_a_table_under_a_request_is_bounded() -> None:
    found = everything()
    many = replace(found, groups=found.groups[:1] * 25)

    assert "| … 5 de plus |" in "\n".join(impacts.as_comment(many, "fr"))
