"""A change judged in memory: what it is answered, whom it awaits, what becomes of the balance, and what was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from polyvalidate.files.difference import Op
from polyvalidate.judgement import Judge, check_folder
from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.change import (
    bytes_of,
    check_change,
    decide_one,
    identity,
    refused_findings,
    scene_of,
    side_of,
)
from polyvalidate.judgement.rights import Authority, Ground, Refusal, actor_of
from polyvalidate.judgement.verdict import Around, Outcome, Request, Status, Verdict
from polyvalidate.model.findings import START, Finding, Place, Severity
from polyvalidate.model.paths import DECLARATION_PATH, Entry
from polyvalidate.model.phrases import WRITERS
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
    ACCEPTED,
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
BACKWARDS = NEW.replace("to: 2026-02-03", "to: 2026-02-01")
STUDENT_FILE = f"{FOLDER}/student.yml"


def authority(who: str, before: Files | None = None) -> Authority:
    known = book(before)
    return Authority(actor_of(who, known), known, TABLE)


def verdict(
    after: Files,
    who: str = STUDENT,
    before: Files | None = None,
    *,
    opened: date = DAY,
    approvals: frozenset[str] = frozenset(),
    around: Around | None = None,
    **parts: Any,
) -> Verdict:
    """What is answered to a change that lays files over the school; ``parts`` are of the change itself."""
    change = changed(after, before)._replace(**parts)
    made = book({**(before or {}), **{p: t for p, t in after.items() if p.startswith("grid/")}})
    request = Request(who, opened, approvals)
    return check_change(JUDGE, authority(who, before), change, request, made, around or Around())


def answer(found: Verdict) -> tuple[Outcome, Status]:
    return found.outcome, found.status


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in findings]


OK, PENDING, FAILED = (Outcome.OK, Status.SUCCESS), (Outcome.OK, Status.PENDING), (Outcome.INTRODUCES, Status.FAILURE)
WAITS = (Awaited.DECISION, HALF, ("ref-3", "ref-4"))
WRONG = [("PP308", HALF)]
BROUGHT = NEW + "origin: autre-ecole\n"
MANY, NONE, JULY = (
    NEW.replace(old, new)
    for old, new in (("quantity: 1", "quantity: 900"), ("quantity: 1", "quantity: 0"), ("2026-02-03", "2026-07-03"))
)


@pytest.mark.parametrize(
    ("after", "who", "before", "expected", "introduced", "standing", "waits"),
    [
        ({HALF: NEW}, STUDENT, {}, PENDING, [], [], [WAITS]),
        ({HALF: SIGNED}, REFERENT_3, {HALF: NEW}, OK, [], [], []),
        ({HALF: SIGNED}, STUDENT, {}, FAILED, [("PP603", HALF)], [], []),
        ({HALF: NEW}, OTHER, {}, FAILED, [("PP602", HALF)], [], [WAITS]),
        ({HALF: BACKWARDS}, STUDENT, {}, FAILED, WRONG, [], [WAITS]),
        ({HALF: NEW}, STUDENT, {HALF: BACKWARDS}, (Outcome.HEALED, Status.PENDING), [], [], [WAITS]),
        # What was wrong before is not this change's, unless it writes that very value anew, or one around it.
        ({HALF_AGAIN: DECLARED[HALF_AGAIN]}, STUDENT, {HALF: BACKWARDS}, (Outcome.STILL_BROKEN, Status.PENDING), [],
         WRONG, [(Awaited.DECISION, HALF_AGAIN, ("ref-3", "ref-4"))]),
        (
            {HALF: BACKWARDS.replace("title: Pré", "title: Une pré")},
            *(STUDENT, {HALF: BACKWARDS}, (Outcome.STILL_BROKEN, Status.PENDING), [], WRONG, [WAITS]),
        ),
        ({HALF: BACKWARDS.replace("-02-01", "-02-02")}, STUDENT, {HALF: BACKWARDS}, FAILED, WRONG, [], [WAITS]),
        (
            {HALF: BACKWARDS},
            *(STUDENT, {HALF: BACKWARDS.replace("period: {from: 2026-02-03,", "period: {from: 2026-02-04,")}),
            *(FAILED, WRONG, [], [WAITS]),
        ),
        # The same finding before and after: of a value written anew, of one within it, of one around it.
        ({HALF: MANY}, STUDENT, {HALF: NONE}, FAILED, [("PP109", HALF)], [], []),
        ({HALF: MANY.replace("title: Pré", "title: Une pré")}, STUDENT, {HALF: MANY},
         (Outcome.STILL_BROKEN, Status.SUCCESS), [], [("PP109", HALF)], []),
        ({HALF: JULY.replace("07-03", "07-04")}, STUDENT, {HALF: JULY}, FAILED, [("PP309", HALF), ("PP311", HALF)], [],
         [WAITS]),
        ({HALF: NEW.replace("a1a1", "zzb1")}, STUDENT, {HALF: NEW.replace("a1a1", "zza1")}, FAILED, [("PP107", HALF)],
         [], []),
        # The points of a decision are those of the grid in the change that writes it, and a warning in another.
        ({HALF: NEW + decision("ref-3", 1.5)}, REFERENT_3, {HALF: NEW}, FAILED, [("PP354", HALF)], [], []),
        ({HALF_AGAIN: DECLARED[HALF_AGAIN]}, STUDENT, {HALF: NEW + decision("ref-3", 1.5)}, PENDING, [],
         [("PP354", HALF)], [(Awaited.DECISION, HALF_AGAIN, ("ref-3", "ref-4"))]),
        ({HALF: NEW, "README.md": "x\n"}, STUDENT, {}, FAILED, [("PP603", "README.md"), ("PP620", "README.md")], [],
         [WAITS]),
        ({RULES: base(RULES) + "# x\n", "README.md": "x\n"}, KEEPER, {}, OK, [], [], []),
        ({OPEN_DAY: None, STUDENT_FILE: None}, REGISTRY, {}, OK, [], [], []),
        ({}, STUDENT, {}, FAILED, [("PP624", "")], [], []),
    ],
)  # fmt: skip
def test_a_change_is_answered(
    after: Files,
    who: str,
    before: Files,
    expected: tuple[Outcome, Status],
    introduced: list[tuple[str, str]],
    standing: list[tuple[str, str]],
    waits: list[tuple[Awaited, str, tuple[str, ...]]],
) -> None:
    found = verdict(after, who, before)

    assert (answer(found), codes(found.introduced), codes(found.standing)) == (expected, introduced, standing)
    assert [(wait.kind, wait.path, wait.codes) for wait in found.awaits] == waits


def test_a_verdict_counts_what_it_judged_and_says_each_edit() -> None:
    found = verdict({HALF: NEW, THREE: DECLARED[THREE], "declarations/2025/s-base000002/x.yml": "a: 1\n"})

    assert (found.files, found.folders, found.across) == (3, 2, False)
    assert {(one.path, one.why) for one in found.changes} == {
        (HALF, Ground.OWNER),
        (THREE, Ground.OWNER),
        ("declarations/2025/s-base000002/x.yml", Refusal.UNEXPECTED),
    }


def test_points_to_choose_await_who_chooses_them_and_are_not_the_author_s_to_mend() -> None:
    found = verdict({BETWEEN: DECLARED[BETWEEN]})

    assert [(wait.kind, wait.codes) for wait in found.awaits] == [(Awaited.POINTS, ("ref-7", "ref-8"))]
    assert (answer(found), codes(found.introduced)) == (PENDING, [("PP359", BETWEEN)])


@pytest.mark.parametrize(
    ("after", "who", "before", "expected", "standing"),
    [
        ({HALF: BROUGHT}, REGISTRY, {}, PENDING, []),
        ({HALF: BROUGHT + decision("ref-3", 0.5)}, REFERENT_3, {HALF: BROUGHT}, (Outcome.HEALED, Status.SUCCESS), []),
        ({HALF: BROUGHT.replace("title: Pré", "title: Une pré")}, STUDENT, {HALF: BROUGHT},
         (Outcome.STILL_BROKEN, Status.PENDING), [("PP380", HALF)]),
        ({HALF_AGAIN: DECLARED[HALF_AGAIN]}, STUDENT, {HALF: BROUGHT}, (Outcome.STILL_BROKEN, Status.PENDING),
         [("PP380", HALF)]),
    ],
)  # fmt: skip
def test_points_of_another_school_await_an_evaluator_and_are_wrong_where_they_stand_without_one(
    after: Files, who: str, before: Files, expected: tuple[Outcome, Status], standing: list[tuple[str, str]]
) -> None:
    found = verdict(after, who, before)

    assert (answer(found), codes(found.introduced), codes(found.standing)) == (expected, [], standing)


def test_each_path_outside_the_folders_is_added_changed_or_removed() -> None:
    before: Files = {"README.md": "x\n", "LICENSE": "x\n"}

    found = verdict({"README.md": "y\n", "LICENSE": None, "CHANGELOG.md": "x\n"}, KEEPER, before).changes

    assert [(one.path, one.edit.op) for one in found] == [
        ("CHANGELOG.md", Op.ADD),
        ("LICENSE", Op.REMOVE),
        ("README.md", Op.CHANGE),
    ]


@pytest.mark.parametrize(
    ("files", "remarks", "code"), [({HALF: NEW}, (), "PP602"), ({}, (Remark("unrelated", Place("")),), "PP623")]
)
def test_a_refusal_stands_without_the_sentence_that_says_it(
    monkeypatch: pytest.MonkeyPatch, files: Files, remarks: tuple[Remark, ...], code: str
) -> None:
    spoken = codes(verdict(files, OTHER, remarks=remarks).introduced)
    monkeypatch.setattr("tests.judgement.test_changes.JUDGE", Judge(JUDGE.reader, JUDGE.rules.without(code)))

    silent = verdict(files, OTHER, remarks=remarks)

    assert ([one for one, _ in spoken], answer(silent), silent.introduced) == ([code], FAILED, ())


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        ({HALF: NEW}, {}, (0, 2, 40, [(HALF, 2)], True)),
        ({HALF: SIGNED}, {HALF: NEW}, (0, 2, 40, [(HALF, 2)], False)),
        ({HALF: NEW}, {OPEN_DAY: base(OPEN_DAY) + ACCEPTED}, (4, 6, 40, [(HALF, 2)], True)),
        ({STUDENT_FILE: None}, {OPEN_DAY: base(OPEN_DAY) + ACCEPTED}, (4, None, 40, [], False)),
        ({OPEN_DAY: None}, {STUDENT_FILE: "programme: [\n"}, (None, None, None, [], False)),
        ({STUDENT_FILE: base(STUDENT_FILE)}, {STUDENT_FILE: None}, (None, 0, 40, [], False)),
    ],
)
def test_the_balance_of_a_student_before_and_once_it_is_accepted(after: Files, before: Files, expected: Any) -> None:
    (student,) = verdict(after, REFERENT_3, before).students

    lines = [(line.path, line.credited) for line in student.lines]
    assert (student.before, student.after, student.required, lines, student.provisional) == expected
    assert student.student == "s-base000001"


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        ({HALF: NEW}, {}, [HALF]),
        ({HALF: NEW, OPEN_DAY: base(OPEN_DAY) + ACCEPTED}, {}, [HALF]),
        ({OPEN_DAY: base(OPEN_DAY) + ACCEPTED}, {HALF: NEW}, []),
    ],
)
def test_what_awaits_something_comes_with_what_it_claims(after: Files, before: Files, expected: list[str]) -> None:
    found = verdict(after, REFERENT_3, before)

    assert {path: one.declaration.path for path, one in found.claims.items()} == {path: path for path in expected}
    assert [wait.path for wait in found.awaits] == expected


# --- the second reading, campaigns, evidence


SECOND = DECLARED[THREE] + decision("ref-1", 3, second="ref-2")


@pytest.mark.parametrize(
    ("who", "approvals", "status"),
    [(REFERENT_1, [], Status.PENDING), (REFERENT_1, ["github:1000002"], Status.SUCCESS), ("github:1000002", [], None)],
)
def test_a_second_reader_confirms_by_approving_or_proposing(
    who: str, approvals: list[str], status: Status | None
) -> None:
    found = verdict({THREE: SECOND}, who, {THREE: DECLARED[THREE]}, approvals=frozenset(approvals))

    waits = [wait.codes for wait in found.awaits]
    assert waits == ([("ref-2",)] if status is Status.PENDING else [])
    assert status in (found.status, None)


@pytest.mark.parametrize(
    ("opened", "who", "after", "before", "closed"),
    [
        (date(2025, 9, 30), STUDENT, {HALF: NEW}, {}, True),
        (date(2025, 10, 1), STUDENT, {HALF: NEW}, {}, False),
        (date(2026, 6, 15), STUDENT, {HALF: NEW}, {}, False),
        (date(2026, 6, 16), STUDENT, {HALF: NEW}, {}, True),
        (date(2026, 6, 22), STUDENT, {HALF: NEW}, {}, False),
        (date(2026, 7, 4), STUDENT, {HALF: NEW}, {}, True),
        # Only what its own student declares is held to a campaign: not a decision, an appeal, or what was there.
        (date(2026, 7, 4), REFERENT_3, {HALF: SIGNED}, {HALF: NEW}, False),
        (date(2026, 7, 4), STUDENT, {HALF: SIGNED + "appeal:\n  on: 2026-02-09\n  reason: Non.\n"}, {HALF: SIGNED},
         False),
        (date(2026, 7, 4), STUDENT, {OPEN_DAY: None}, {HALF: NEW}, False),
        (date(2026, 7, 4), STUDENT, {HALF: NEW.replace("title: Pré", "title: Une pré")}, {HALF: NEW}, False),
        (date(2026, 7, 4), STUDENT, {HALF: NEW}, {HALF: BACKWARDS}, True),
    ],
)  # fmt: skip
def test_who_declares_does_so_during_a_campaign(
    opened: date, who: str, after: Files, before: Files, closed: bool
) -> None:
    found = [finding for finding in verdict(after, who, before, opened=opened).introduced if finding.code == "PP621"]

    assert [(finding.path, finding.keys, finding.details["day"]) for finding in found] == [
        (HALF, ("period",), opened)
    ] * closed
    assert [[text.en for text in finding.details["campaigns"]] for finding in found] == [  # type: ignore[union-attr]
        ["1\xa0October\xa02025 to 15\xa0June\xa02026", "22\xa0June\xa02026 to 3\xa0July\xa02026"]
    ] * closed
    assert [finding.details["contact"] for finding in found] == ["engagement@example.org"] * closed


KEPT = {RULES: base(RULES).replace("stores: [pull-request, url]", "stores: [pull-request, repository]")}
CITED = NEW.replace("store: pull-request", "store: repository").replace("attestation", "é")
FILE = f"{FOLDER}/evidence/e\u0301.pdf"
"""As some systems write the name: an accent of its own."""
TWO = f"evidence:\n  - {{kind: E1, store: repository, name: absente.pdf, sha256: {'d4' * 32}}}\n"
SAME, ANOTHER = {FILE: "a1" * 32}, {FILE: "b2" * 32}


@pytest.mark.parametrize(
    ("after", "before", "digests", "agrees", "wrong"),
    [
        ({HALF: CITED, FILE: "x"}, {}, SAME, [True], False),
        ({HALF: CITED, FILE: "x"}, {}, ANOTHER, [False], True),
        ({HALF: CITED, FILE: "x"}, {}, {}, [None], False),
        ({FILE: "y"}, {HALF: CITED, FILE: "x"}, ANOTHER, [False], True),
        # It differed already: whoever touches neither the file nor what is said of it has nothing to mend.
        ({HALF: CITED.replace("title: Pré", "title: Une pré")}, {HALF: CITED, FILE: "x"}, ANOTHER, [False], False),
        ({HALF: CITED}, {HALF: CITED.replace("a1a1", "c3c3"), FILE: "x"}, ANOTHER, [False], True),
        ({OPEN_DAY: None}, {HALF: CITED, FILE: "x"}, ANOTHER, [], False),
        ({HALF: CITED}, {FILE: "x"}, ANOTHER, [False], True),
        ({HALF: CITED.replace("evidence:\n", TWO)}, {FILE: "x"}, SAME, [True], False),
        ({HALF: CITED}, {}, {}, [], False),
        # In a box it stands outside the folder: its digest alone is known.
        ({HALF: NEW.replace("attestation", "é")}, {}, SAME, [True], False),
        # A file beside the declaration is held to it wherever it was said to be; an address is no file.
        ({HALF: NEW.replace("attestation", "é"), FILE: "x"}, {}, ANOTHER, [False], True),
        ({HALF: CITED.replace("store: repository", "store: url"), FILE: "x"}, {}, ANOTHER, [], False),
    ],
)
def test_evidence_of_the_repository_is_the_file_that_is_declared(
    after: Files, before: Files, digests: Mapping[str, str], agrees: list[bool | None], wrong: bool
) -> None:
    found = verdict(after, STUDENT, {**KEPT, **before}, digests=digests)

    rank = 1 if TWO in (after.get(HALF) or "") else 0
    assert list(found.evidence) == [(HALF, "E1", one, rank) for one in agrees]
    told = [(f.path, f.keys, f.details) for f in found.introduced if f.code == "PP631"]
    assert told == [(HALF, ("evidence", 0, "sha256"), {"kind": "E1"})] * wrong


def test_two_files_that_some_disk_confuses_are_refused_in_what_the_change_leaves() -> None:
    found = verdict({HALF: NEW}, before={HALF: BACKWARDS}, twins=frozenset({HALF}))

    assert (found.outcome, [code for code, path in codes(found.introduced) if path == HALF]) == (
        Outcome.INTRODUCES,
        ["PP020"],
    )


# --- around the folders, and beside the edits


def finding(code: str, severity: Severity = Severity.ERROR, path: str = RULES, **details: Any) -> Finding:
    return Finding(code, severity, path, (), details, START)


@pytest.mark.parametrize(
    ("before", "after", "expected", "introduced", "standing"),
    [
        ([], ["PP501"], FAILED, ["PP501"], []),
        (["PP501"], ["PP501"], (Outcome.STILL_BROKEN, Status.PENDING), [], ["PP501"]),
        (["PP501"], [], (Outcome.HEALED, Status.PENDING), [], []),
        (["PP501"], ["PP502"], FAILED, ["PP502"], []),
    ],
)
def test_what_is_found_around_the_folders_is_this_change_s_when_it_is_new(
    before: list[str], after: list[str], expected: tuple[Outcome, Status], introduced: list[str], standing: list[str]
) -> None:
    around = Around(tuple(map(finding, before)), tuple(map(finding, after)), across=True)

    found = verdict({HALF: NEW}, around=around)

    assert (answer(found), found.across) == (expected, True)
    assert ([f.code for f in found.introduced], [f.code for f in found.standing]) == (introduced, standing)


def test_only_errors_block() -> None:
    around = Around((finding("PP501"),), (finding("PP502", Severity.WARNING),))

    assert verdict({HALF: NEW}, around=around).outcome is Outcome.HEALED


def test_a_file_in_conflict_is_said_to_be_so_and_nothing_else_is_said_of_it() -> None:
    conflict = Remark("conflict", Place(HALF))

    found = verdict({HALF: BACKWARDS, "README.md": "x\n"}, remarks=(conflict,))

    assert (answer(found), codes(found.introduced)) == (
        FAILED,
        [("PP603", "README.md"), ("PP620", "README.md"), ("PP622", HALF)],
    )


def test_a_remark_on_the_whole_change_refuses_it_and_it_is_not_empty() -> None:
    found = verdict({}, remarks=(Remark("unrelated", Place("")),))

    assert (answer(found), len(found.introduced), "PP624" in dict(codes(found.introduced))) == (FAILED, 1, False)


@pytest.mark.parametrize(
    ("who", "number", "counted", "refused"),
    [(STUDENT, 50, False, False), (STUDENT, 51, False, True), (STUDENT, 51, True, True), (KEEPER, 51, False, False)],
)
def test_who_holds_no_role_touches_fifty_files_at_most(who: str, number: int, counted: bool, refused: bool) -> None:
    files = {f"docs/{at:03}.md": "x\n" for at in range(number)}
    said = Remark("too-many", Place("docs/000.md"), {"number": 900, "most": 50})

    found = [f for f in verdict(files, who, remarks=(said,) * counted).introduced if f.code == "PP625"]

    assert [(f.path, f.details["number"], f.details["most"]) for f in found] == [
        ("docs/000.md", 900 if counted else 51, 50)
    ] * refused


# --- what is refused, and one edit by itself


@pytest.mark.parametrize(
    ("path", "text", "code", "details"),
    [
        (HALF, NEW + "evaluation:\n  decision: accepted\n", "PP603", {"writers": (WRITERS["evaluator"],)}),
        (f"{FOLDER}/notes/x.txt", "x", "PP610", {"expected": DECLARATION_PATH}),
        ("2025/3.3-lycee.yml", NEW, "PP612", {"expected": "3.1-portes-ouvertes.yml"}),
    ],
)
def test_a_refusal_says_whose_it_is_or_what_is_expected(path: str, text: str, code: str, details: Any) -> None:
    (found,) = [one for one in verdict({path: text}).introduced if one.code == code]

    assert {key: found.details[key] for key in details} == details


APPEALED = SIGNED + "appeal:\n  on: 2026-02-09\n  reason: Non.\n"
QUITUS = f"{FOLDER}/quitus.yml"


@pytest.mark.parametrize(
    ("who", "path", "keys", "before", "why", "op"),
    [
        (STUDENT, HALF, ("title",), {}, Ground.OWNER, Op.ADD),
        (OTHER, HALF, ("title",), {}, Refusal.NOT_OWNER, Op.ADD),
        (STUDENT, HALF, ("evaluation",), {HALF: NEW}, Refusal.NOT_WRITER, Op.CHANGE),
        (STUDENT, HALF, ("appeal",), {HALF: SIGNED}, Ground.OWNER, Op.CHANGE),
        (REFERENT_3, HALF, ("evaluation",), {HALF: NEW}, Ground.EVALUATOR, Op.CHANGE),
        # The signature would be theirs, whoever has signed before.
        (REFERENT_4, HALF, ("evaluation", "points"), {HALF: SIGNED}, Ground.EVALUATOR, Op.CHANGE),
        (REFERENT_4, HALF, ("evaluation", "second"), {HALF: SIGNED}, Ground.SECOND, Op.CHANGE),
        (REFERENT_1, HALF, ("evaluation",), {HALF: NEW}, Refusal.NOT_CATEGORY, Op.CHANGE),
        (JURY, HALF, ("appeal", "outcome"), {HALF: APPEALED}, Ground.JURY, Op.CHANGE),
        (JURY, QUITUS, (), {}, Ground.JURY, Op.ADD),
        (STUDENT, QUITUS, (), {}, Refusal.NOT_WRITER, Op.ADD),
        (JURY, QUITUS, ("session",), {}, Ground.JURY, Op.ADD),
        (JURY, QUITUS, ("outcome",), {}, Ground.JURY, Op.ADD),
        (JURY, QUITUS, ("credited",), {}, Ground.JURY, Op.ADD),
        (JURY, QUITUS, ("required",), {}, Ground.JURY, Op.ADD),
        (JURY, STUDENT_FILE, ("arrangement",), {}, Ground.JURY, Op.CHANGE),
        (REGISTRY, STUDENT_FILE, ("profile",), {}, Ground.REGISTRY, Op.CHANGE),
        (KEEPER, ROLES, ("holders",), {}, Ground.KEEPER, Op.ADD),
        (JURY, ROLES, ("holders",), {}, Refusal.NOT_WRITER, Op.ADD),
    ],
)
def test_one_key_is_answered_as_if_it_were_written_and_signed(
    who: str, path: str, keys: tuple[str, ...], before: Files, why: Ground | Refusal, op: Op
) -> None:
    found = decide_one(JUDGE, authority(who, before), path, keys, entries(laid(before), f"{FOLDER}/"))

    assert (found.why, found.edit.op, found.edit.keys) == (why, op, keys if path.startswith(FOLDER) else ())
    told = [(one.code, one.path, one.keys) for one in refused_findings(JUDGE, [found])]
    codes = {Refusal.NOT_OWNER: "PP602", Refusal.NOT_WRITER: "PP603", Refusal.NOT_CATEGORY: "PP606"}
    assert told == ([(codes[why], path, found.edit.keys)] if isinstance(why, Refusal) else [])


# --- sides and findings


LINK, FILE_MODE = 0o120000, 0o100644


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (None, (False, 0, None, None)),
        (Entry(HALF, FILE_MODE, 5, b"a: 1\n"), (True, FILE_MODE, b"a: 1\n", {"a": 1})),
        (Entry(HALF, FILE_MODE, 4, b"a: [\n"), (True, FILE_MODE, b"a: [\n", None)),
        (Entry(HALF, FILE_MODE, 99_999, None), (True, FILE_MODE, None, None)),
        (Entry(HALF, LINK, 5, b"a: 1\n"), (True, LINK, b"a: 1\n", None)),
        (Entry("README.md", FILE_MODE, 5, b"a: 1\n"), (True, FILE_MODE, b"a: 1\n", None)),
    ],
)
def test_a_side_is_what_can_be_read_of_it(made: Entry | None, expected: Any) -> None:
    side = side_of(made)

    assert (side.present, side.mode, side.raw, side.data) == expected


BROKEN = "activity: [\n"


@pytest.mark.parametrize(
    ("text", "undecided"),
    [
        (BACKWARDS, True),
        (BACKWARDS + decision("ref-3", 0.5), False),
        (BACKWARDS + "appeal:\n  on: 2026-02-09\n  reason: Non.\n  outcome: rejected\n", False),
        (BROKEN, True),
        (BROKEN + "evaluation: x\n", False),
        (BROKEN + "outcome: x\n", False),
        (NEW, False),
    ],
)
def test_a_declaration_in_error_is_its_student_s_to_take_back_until_somebody_has_decided(
    text: str, undecided: bool
) -> None:
    (found,) = verdict({HALF: None}, STUDENT, {HALF: text}).changes

    assert (found.why is Ground.OWNER) is undecided


def test_a_link_in_the_place_of_a_declaration_holds_no_decision() -> None:
    link = Entry(HALF, LINK, 5, b"evaluation")
    found = check_folder(JUDGE, book(), FOLDER, (*entries(laid(), f"{FOLDER}/"), link))

    assert scene_of(found, {HALF: side_of(link)}, leaves=False).undecided == {HALF}


def test_a_finding_is_the_same_wherever_its_line_has_moved_and_not_another() -> None:
    one = finding("PP501", a=1, b=2)
    others = [
        finding("PP502", a=1, b=2),
        finding("PP501", path=ROLES, a=1, b=2),
        finding("PP501", a=1, b=3),
        replace(one, keys=("a",)),
    ]

    assert identity(one) == identity(replace(finding("PP501", b=2, a=1), severity=Severity.NOTE))
    assert [identity(other) == identity(one) for other in others] == [False] * 4


def test_the_bytes_of_a_change_are_the_later_ones_of_what_it_leaves() -> None:
    found = bytes_of(changed({HALF: NEW, OPEN_DAY: None, "README.md": "x\n", RULES: None}))

    assert found == {HALF: NEW.encode(), STUDENT_FILE: base(STUDENT_FILE).encode(), "README.md": b"x\n"}
