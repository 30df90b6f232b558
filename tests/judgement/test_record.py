"""A merge of the record judged again, without Git: to whom each edit is attributed, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from polyvalidate.judgement import check_folder
from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.record import Attribution, Judged, judge_record
from polyvalidate.judgement.verdict import Given, OtherChange
from polyvalidate.model.findings import START, Finding, Place, Severity
from polyvalidate.model.paths import Entry
from polyvalidate.rules.cases import Remark
from tests.judgement.changing import (
    BETWEEN,
    DAY,
    DECLARED,
    HALF,
    HALF_AGAIN,
    JUDGE,
    ROLES,
    RULES,
    TABLE,
    THREE,
    Files,
    base,
    book,
    changed,
    decision,
    entries,
    laid,
)
from tests.proposing import (
    FOLDER,
    JURY,
    KEEPER,
    OPEN_DAY,
    OTHER,
    REFERENT_1,
    REFERENT_3,
    REFERENT_4,
    REGISTRY,
    STUDENT,
)

NEW = DECLARED[HALF]
SIGNED = NEW + decision("ref-3", 0.5)
FORGE = Attribution(None)
STUDENT_FILE = f"{FOLDER}/student.yml"
CLASSMATE = "declarations/2025/s-base000002"


def judge(
    after: Files,
    by: Attribution = FORGE,
    *,
    before: Files | None = None,
    given: dict[str, Given] | None = None,
    around: tuple[Sequence[Finding], Sequence[Finding]] = ((), ()),
    day: date = DAY,
    remarks: tuple[Remark, ...] = (),
) -> Judged:
    """A merge that lays files over the school."""
    change = changed(after, before)._replace(given=given or {}, remarks=remarks)
    looked = lambda book, path, files: check_folder(JUDGE, book, path, files)  # noqa: E731
    return judge_record(JUDGE, book(before, day), TABLE, change, by, looked, around)


def broken(judged: Judged) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in judged.findings]


def merged(who: str | None = STUDENT, *codes: str) -> Attribution:
    """What a merge of ours says of itself."""
    return Attribution(who, frozenset(codes))


def pushed(by: str, *approved: str, proposer: str | None = None) -> Attribution:
    """A merge of which the forge says who pushed it, who approved it, and who proposed it."""
    return Attribution(proposer, pusher=by, vouched=proposer is not None, approvers=frozenset(approved))


# --- whose an edit is


def test_what_a_forge_merged_is_its_owner_s_and_its_decision_that_of_who_signed_it() -> None:
    found = judge({HALF: SIGNED})

    assert (found, bool(found)) == (Judged((), (), ()), False)


@pytest.mark.parametrize(
    ("after", "by", "expected"),
    [
        ({HALF: SIGNED}, merged(STUDENT, "ref-3"), set()),
        ({HALF: SIGNED}, merged(STUDENT, "ref-4"), set()),
        ({HALF: SIGNED}, merged(OTHER, "ref-3"), {"PP603"}),
        ({HALF: NEW + decision("ref-99", 0.5)}, merged(STUDENT, "ref-3"), {"PP350", "PP603"}),
        ({OPEN_DAY: base(OPEN_DAY) + decision("ref-3", 1)}, merged(REFERENT_3), set()),
        ({OPEN_DAY: base(OPEN_DAY) + decision("ref-3", 1)}, merged(STUDENT), set()),
        ({OPEN_DAY: base(OPEN_DAY) + decision("ref-1", 1)}, FORGE, {"PP350", "PP603"}),
        ({STUDENT_FILE: base(STUDENT_FILE).replace("DI", "DEE")}, FORGE, set()),
        ({STUDENT_FILE: base(STUDENT_FILE).replace("DI", "DEE")}, merged(STUDENT, "ref-3"), {"PP603"}),
        ({STUDENT_FILE: base(STUDENT_FILE).replace("DI", "DEE")}, merged(STUDENT, "scolarite-1"), set()),
        ({"README.md": "# École\n"}, FORGE, set()),
        ({"README.md": "# École\n"}, merged(STUDENT, "ref-3"), {"PP603"}),
        ({"README.md": "# École\n"}, merged(KEEPER), set()),
    ],
)
def test_who_a_merge_names_answers_for_it(after: Files, by: Attribution, expected: set[str]) -> None:
    assert {code for code, _ in broken(judge(after, by))} == expected


def test_nobody_is_named_and_yet_the_student_signs_nothing_of_their_own() -> None:
    """They evaluate that category too; a forge has merged."""
    roles = {ROLES: base(ROLES).replace("account: github:1000003", f"account: {STUDENT}")}

    assert broken(judge({HALF: SIGNED}, before=roles)) != []
    assert broken(judge({HALF: NEW + decision("ref-4", 0.5)}, before=roles)) == []


def test_an_edit_of_a_decided_declaration_is_named_with_its_reason() -> None:
    after = {HALF: SIGNED.replace("quantity: 1", "quantity: 2").replace("points: 0.5", "points: 1")}

    assert broken(judge(after, before={HALF: SIGNED})) == [("PP604", HALF)]


APPEAL = "appeal:\n  on: 2026-02-10\n  reason: La date figure au verso.\n"
REDUCED = NEW + decision("ref-3", 0.25, "partial", comment="Le matin.")
ANSWER = "  outcome: rejected\n  by: jury-1\n  decided: 2026-02-10\n  comment: Non.\n"
ARRANGEMENT = "arrangement:\n  required: 5\n  by: jury-1\n  decided: 2026-02-10\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({HALF: REDUCED + APPEAL}, {HALF: REDUCED + APPEAL + ANSWER}),
        ({}, {STUDENT_FILE: base(STUDENT_FILE) + ARRANGEMENT}),
        (
            {
                ROLES: base(ROLES).replace("1000001\n", "1000001\n    until: 2026-02-01\n"),
                THREE: DECLARED[THREE] + decision("ref-1", 3),
            },
            {THREE: DECLARED[THREE] + decision("ref-1", 3, second="ref-2")},
        ),
    ],
    ids=["an answer", "a threshold", "a second reading"],
)
def test_whoever_signs_answers_for_what_they_sign_wherever_it_stands(before: Files, after: Files) -> None:
    assert {code for code, _ in broken(judge(after, merged(STUDENT), before=before))} & {"PP603", "PP607"} == set()


def test_each_edit_of_a_file_is_of_the_first_who_may_make_it() -> None:
    """The quantity is its student's, the decision the referent's; together they are legal, and so each alone."""
    files = {OPEN_DAY: base(OPEN_DAY).replace(", to: 2026-01-31}", "}")}
    mended = {OPEN_DAY: base(OPEN_DAY) + decision("ref-3", 1)}

    assert judge(mended, before=files) == Judged((), (), ())
    assert [code for code, _ in broken(judge(mended, merged(STUDENT, "ref-1"), before=files))] == []
    assert "PP603" in [code for code, _ in broken(judge(mended, merged(OTHER, "ref-1"), before=files))]


# --- when somebody says who pushed


@pytest.mark.parametrize(
    ("after", "by", "legal"),
    [
        ({HALF: SIGNED}, pushed(REFERENT_3), True),
        ({HALF: SIGNED}, pushed(REFERENT_1), False),
        ({HALF: SIGNED}, pushed(REFERENT_4), False),
        ({HALF: SIGNED}, pushed(STUDENT), False),
        ({HALF: SIGNED}, pushed(REFERENT_1, REFERENT_3), True),
        ({HALF: SIGNED}, pushed(STUDENT, REFERENT_3), False),
        ({HALF: SIGNED}, pushed(REFERENT_1, REFERENT_4), False),
        ({HALF: SIGNED}, pushed(REFERENT_1, REFERENT_3, proposer=STUDENT), False),
        ({HALF: SIGNED}, pushed(REFERENT_3, proposer=OTHER), False),
        ({HALF: SIGNED}, pushed(REFERENT_1, proposer=REFERENT_3), False),
        ({OPEN_DAY: base(OPEN_DAY) + decision("ref-3", 1)}, pushed(REFERENT_1, proposer=REFERENT_3), True),
        ({OPEN_DAY: base(OPEN_DAY) + decision("ref-3", 1)}, pushed(REFERENT_1)._replace(proposer=REFERENT_3), False),
        ({"README.md": "# École\n"}, pushed(KEEPER), True),
        ({"README.md": "# École\n"}, pushed(REFERENT_1), False),
        ({"README.md": "# École\n"}, pushed(REFERENT_1, KEEPER), False),
        ({"README.md": "# École\n"}, pushed(REFERENT_1, proposer=KEEPER), True),
        ({STUDENT_FILE: base(STUDENT_FILE).replace("DI", "DEE")}, pushed(REGISTRY), True),
        ({STUDENT_FILE: base(STUDENT_FILE).replace("DI", "DEE")}, pushed(JURY), False),
    ],
)
def test_what_is_pushed_is_of_who_pushed_and_of_those_the_forge_names(
    after: Files, by: Attribution, legal: bool
) -> None:
    assert (broken(judge(after, by)) == []) is legal


@pytest.mark.parametrize(
    ("by", "asked"),
    [
        (FORGE, False),
        (pushed(REFERENT_1), True),
        (pushed(REFERENT_1, REFERENT_3), True),
        (pushed(REFERENT_1, "github:1000002"), False),
        (pushed("github:1000002", proposer=REFERENT_1), False),
        (pushed(REFERENT_1, proposer="github:1000002"), False),
        (pushed(REFERENT_1)._replace(proposer="github:1000002"), True),
    ],
)
def test_a_second_reading_is_asked_of_the_forge_when_it_can_tell(by: Attribution, asked: bool) -> None:
    found = judge({THREE: DECLARED[THREE] + decision("ref-1", 3, second="ref-2")}, by, before={THREE: DECLARED[THREE]})

    waited = [(wait.kind, wait.path, wait.codes) for wait in found.undecided]
    assert (broken(found), waited, bool(found)) == ([], [(Awaited.SECOND, THREE, ("ref-2",))] * asked, asked)


# --- what a merge holds beside what its parents give


def given(text: str | None, path: str = HALF, *, differs: bool = True) -> dict[str, Given]:
    there = entries(laid({path: text}), path)
    return {path: Given(there[0] if there else None, differs)}


@pytest.mark.parametrize(
    ("parents", "by", "legal"),
    [
        (NEW, FORGE, True),
        (NEW, merged(STUDENT, "ref-3"), True),
        (NEW, merged(STUDENT, "ref-1"), False),
        (NEW, merged(STUDENT, "ref-99"), False),
        (NEW, pushed(REFERENT_3), True),
        (NEW, pushed(REFERENT_1), False),
        (NEW, pushed(REFERENT_1, REFERENT_3), True),
        (NEW, pushed(REFERENT_1, REFERENT_3, proposer=STUDENT), True),
        (NEW, pushed(STUDENT, proposer=STUDENT), False),
        (NEW.replace("Présentation", "Autre présentation"), merged(STUDENT, "ref-3"), False),
        (NEW.replace("Présentation", "Autre présentation"), FORGE, False),
    ],
)
def test_what_a_merge_holds_beside_is_of_who_merged(parents: str, by: Attribution, legal: bool) -> None:
    assert (broken(judge({HALF: SIGNED}, by, given=given(parents))) == []) is legal


def test_what_parents_give_is_judged_as_well_when_it_is_not_what_was_there() -> None:
    """The student has changed what is decided, and whoever merged has put a decision on that."""
    before = {HALF: SIGNED}
    theirs = SIGNED.replace("Présentation", "Autre présentation")
    after = {HALF: theirs.replace("points: 0.5", "points: 0.25").replace("accepted", "partial") + "  comment: Non.\n"}

    assert [code for code, _ in broken(judge(after, merged(STUDENT, "ref-3"), before=before, given=given(theirs)))] == [
        "PP604"
    ]
    still = given(theirs, differs=False)
    assert broken(judge(after, merged(STUDENT, "ref-3"), before=before, given=still)) == []


def test_a_student_who_merges_decides_nothing_of_their_own_folder() -> None:
    roles = {ROLES: base(ROLES).replace("account: github:1000003", f"account: {STUDENT}")}

    for by in (FORGE, merged(STUDENT, "ref-3"), pushed(STUDENT)):
        assert broken(judge({HALF: SIGNED}, by, before=roles, given=given(NEW))) != [], by


def test_a_student_who_merges_adds_nothing_beside_to_their_own_folder() -> None:
    """What they hold a role for does not make of the owner somebody who has merged."""
    roles = {ROLES: base(ROLES).replace("account: github:1000003", f"account: {STUDENT}")}
    beside = given(None, differs=False)
    after = {HALF: NEW + decision("ref-4", 0.5)}

    assert set(broken(judge(after, before=roles, given=beside))) == {("PP603", HALF)}
    assert ("PP603", HALF) in broken(judge({HALF: SIGNED}, before=roles, given=beside))
    assert broken(judge(after, before=roles)) == []


def test_a_file_beside_that_no_student_has_is_anybody_s_who_holds_a_role_and_no_student_s() -> None:
    path, text = "README.md", {"README.md": "# École\n"}

    assert broken(judge(text, FORGE, given=given(None, path, differs=False))) == []
    assert broken(judge(text, merged(STUDENT, "grille-1"), given=given(None, path, differs=False))) == []
    assert broken(judge(text, merged(KEEPER, "ref-3"), given=given(None, path, differs=False))) == [("PP603", path)]


# --- what else stands against a merge


@pytest.mark.parametrize(
    ("path", "kind", "codes"),
    [
        (HALF, Awaited.DECISION, ("ref-3", "ref-4")),
        (THREE, Awaited.EVALUATION, ("ref-1", "ref-2")),
        (BETWEEN, Awaited.POINTS, ("ref-7", "ref-8")),
    ],
)
def test_a_declaration_that_nobody_decided_is_named_with_those_who_could(
    path: str, kind: Awaited, codes: tuple[str, ...]
) -> None:
    found = judge({path: DECLARED[path]}, merged(STUDENT, codes[0]))

    assert ([tuple(wait) for wait in found.undecided], broken(found), bool(found)) == ([(kind, path, codes)], [], True)


def test_where_the_merge_decides_it_is_legal_and_told() -> None:
    decides = {RULES: base(RULES) + "decisions: merged\n"}

    assert judge({HALF: NEW}, before=decides) == Judged((), (), (HALF,))
    assert judge({HALF: "# Relu\n" + NEW}, before={**decides, HALF: NEW}) == Judged((), (), ())
    assert judge({HALF: SIGNED}, before=decides) == Judged((), (), ())


def test_an_appeal_waits_and_nothing_stands_against_it() -> None:
    assert judge({HALF: REDUCED + APPEAL}, before={HALF: REDUCED}) == Judged((), (), ())


def test_what_was_wrong_before_is_not_held_against_a_merge() -> None:
    wrong = NEW.replace("to: 2026-02-03", "to: 2026-02-01")
    both = {HALF: wrong}

    assert broken(judge(both)) == [("PP308", HALF)]
    assert judge({HALF_AGAIN: DECLARED[HALF_AGAIN] + decision("ref-3", 0.5)}, before=both) == Judged((), (), ())
    assert [
        code for code, _ in broken(judge({HALF: NEW.replace("to: 2026-02-03", "to: 2026-02-02")}, before=both))
    ] == ["PP308"]


def test_each_folder_is_judged_by_what_it_was() -> None:
    wrong = NEW.replace("to: 2026-02-03", "to: 2026-02-01")
    theirs = f"{CLASSMATE}/student.yml"
    classmate = {theirs: base(STUDENT_FILE).replace("2000001", "2000002")}
    moved = {theirs: classmate[theirs].replace("DI", "DEE")}

    assert broken(judge({HALF: wrong, **classmate})) == [("PP308", HALF)]
    assert broken(judge({HALF: wrong + "# lu\n", **moved}, before={HALF: wrong, **classmate})) == []


def test_an_office_takes_a_folder_away_whole_or_not_at_all() -> None:
    whole: Files = {path: None for path in laid() if path.startswith(f"{FOLDER}/")}

    assert broken(judge(whole, pushed(REGISTRY))) == []
    assert broken(judge({OPEN_DAY: None}, pushed(REGISTRY))) == [("PP604", OPEN_DAY)]


def test_what_nothing_provides_for_is_taken_away_by_a_keeper_and_brought_by_nobody() -> None:
    junk = {"declarations/rien.yml": "x\n"}

    assert broken(judge({"declarations/rien.yml": None}, merged(KEEPER), before=junk)) == []
    assert broken(judge(junk, merged(KEEPER))) == [("PP610", "declarations/rien.yml")]


def test_what_is_no_file_is_brought_by_nobody() -> None:
    module = OtherChange("docs/module", None, Entry("docs/module", 0, 0, None))
    change = changed({})._replace(others=(module,))
    found = judge_record(JUDGE, book(), TABLE, change, merged(KEEPER), lambda b, p, f: check_folder(JUDGE, b, p, f))

    assert {path for _, path in broken(found)} == {"docs/module"}


def test_the_points_of_a_decision_are_those_of_the_grid_in_the_merge_that_writes_it() -> None:
    other = {HALF: NEW + decision("ref-3", 0.75)}

    assert broken(judge(other)) == [("PP354", HALF)]
    assert broken(judge({HALF_AGAIN: DECLARED[HALF_AGAIN] + decision("ref-3", 0.5)}, before=other)) == []


def test_only_errors_that_are_new_around_the_folders_stand_against_a_merge() -> None:
    old = Finding("PP302", Severity.ERROR, OPEN_DAY, ("activity",), {}, START)
    new, warned = replace(old, path=HALF), replace(old, path=THREE, severity=Severity.WARNING)

    found = judge({"README.md": "# École\n"}, around=((old,), (warned, old, new)))

    assert (found.findings, found.undecided) == ((new,), ())


def test_findings_come_in_the_order_of_files() -> None:
    wrong = {HALF: NEW.replace("to: 2026-02-03", "to: 2026-02-01"), HALF_AGAIN: "x\n", "README.md": "# École\n"}
    found = judge(wrong, merged(OTHER)).findings

    assert [finding.order for finding in found] == sorted(finding.order for finding in found)
    assert len({finding.path for finding in found}) == 3


def test_the_grid_and_declarations_change_apart() -> None:
    both = judge({HALF: SIGNED, "README.md": "# École\n"})
    alone = judge({HALF: SIGNED, f"{CLASSMATE}/student.yml": base(STUDENT_FILE).replace("2000001", "2000002")})

    assert [(f.code, f.path) for f in both.findings] == [("PP620", "README.md")]
    assert alone == Judged((), (), ())


def test_what_was_remarked_of_the_change_stands_against_the_merge_with_its_line() -> None:
    wrong = Remark("undated", Place(""), {"commit": "0" * 12})
    conflict = Remark("unexpected", Place(HALF, ("title",)), {"expected": "x"})
    found = judge({HALF: SIGNED}, remarks=(wrong, conflict)).findings

    assert [(finding.code, finding.span.line) for finding in found] == [("PP629", 1), ("PP610", 3)]
