"""Files judged together in memory: where each finding stands, in which order, and what is counted."""

from __future__ import annotations

import pytest

from polyvalidate.files import source
from polyvalidate.files.source import MAXIMUM_SIZE
from polyvalidate.judgement import Report, check_folder
from polyvalidate.judgement.files import Files
from polyvalidate.judgement.folder import FolderResult
from polyvalidate.judgement.folding import check_schemas, check_unexpected, cohort_problems, fold, paths_of
from polyvalidate.judgement.grid import GridResult
from polyvalidate.model.findings import START, Finding, Place, Problem, Severity, Span
from polyvalidate.model.paths import DECLARATION_PATH, GRID_PATH, Entry, Node, sort_tree
from polyvalidate.rules import RULES
from tests.judgement.changing import (
    DECLARED,
    HALF,
    JUDGE,
    ROLES,
    THREE,
    base,
    book,
    entries,
    laid,
)
from tests.proposing import FOLDER

FILE, LINK = 0o100644, 0o120000
SECOND = FOLDER.replace("000001", "000002")
STUDENT_FILE = f"{FOLDER}/student.yml"
NONE = frozenset[str]()
AT_KEY = next(rule.code for rule in RULES if rule.at_key)
Told = list[tuple[str, str, tuple[str | int, ...], tuple[int, int]]]


def entry(path: str, text: str, mode: int = FILE) -> Entry:
    return Entry(path, mode, len(text.encode()), text.encode())


def told(findings: tuple[Finding, ...]) -> Told:
    return [(f.code, f.path, f.keys, (f.span.line, f.span.column)) for f in findings]


def finding(path: str, severity: Severity = Severity.NOTE, line: int = 1) -> Finding:
    return Finding("PP999", severity, path, (), {}, Span(line, 1, line, 2))


# --- the report


@pytest.mark.parametrize(
    ("severities", "blocked"),
    [((), False), ((Severity.WARNING, Severity.NOTE), False), ((Severity.NOTE, Severity.ERROR), True)],
)
def test_only_an_error_blocks(severities: tuple[Severity, ...], blocked: bool) -> None:
    assert Report(tuple(finding("a", each) for each in severities), 1, 1).blocked is blocked


def two_folders() -> tuple[dict[str, bytes], list[FolderResult]]:
    """A student, and another who names the same evidence and has the same account."""
    files = laid(
        {HALF: DECLARED[HALF]},
        {
            f"{SECOND}/student.yml": base(STUDENT_FILE),
            f"{SECOND}/3.3-lycee.yml": DECLARED[HALF].replace("title: Présentation", "titel: Présentation"),
        },
    )
    results = [check_folder(JUDGE, book(), one, entries(files, f"{one}/")) for one in (SECOND, FOLDER)]
    return files, results


def test_what_is_found_everywhere_is_told_in_one_order_with_its_lines() -> None:
    files, results = two_folders()
    grid = GridResult(book(), (finding("grid/roles.yml", line=3),), 9)
    others = [finding("schemas/b"), finding("a")]
    report = fold(JUDGE, grid, others, results, files)

    assert told(report.findings) == [
        ("PP999", "a", (), (1, 1)),
        ("PP101", f"{SECOND}/3.3-lycee.yml", ("titel",), (3, 1)),
        ("PP501", f"{SECOND}/3.3-lycee.yml", ("evidence", 0, "sha256"), (11, 13)),
        ("PP502", f"{SECOND}/student.yml", ("account",), (2, 10)),
        ("PP999", "grid/roles.yml", (), (3, 1)),
        ("PP999", "schemas/b", (), (1, 1)),
    ]
    assert (report.files, report.folders, report.results) == (9 + 2 + 3, 2, tuple(results))
    assert {f.span for f in fold(JUDGE, grid, (), results).findings if f.code.startswith("PP5")} == {START}


def test_folders_are_compared_in_the_order_of_their_paths() -> None:
    _, results = two_folders()
    found = cohort_problems(JUDGE, book(), results)

    assert [problem.place.path for problem in found] == [f"{SECOND}/3.3-lycee.yml", f"{SECOND}/student.yml"]
    assert found == cohort_problems(JUDGE, book(), results[::-1])
    assert paths_of([*found, *found]) == [f"{SECOND}/3.3-lycee.yml", f"{SECOND}/student.yml"]


# --- what nothing provides for


def test_what_is_not_expected_is_told_with_what_stands_there() -> None:
    asked = (("grid/x", FILE), ("declarations/X", LINK), ("grid/X", FILE))
    layout = sort_tree([Node(path, mode, 1, "") for path, mode in asked])
    found = check_unexpected(JUDGE, layout)

    assert [(f.code, f.path, f.details) for f in found] == [
        ("PP002", "declarations/X", {}),
        ("PP019", "declarations/X", {"expected": DECLARATION_PATH}),
        ("PP019", "grid/X", {"expected": GRID_PATH}),
        ("PP020", "grid/X", {}),
        ("PP019", "grid/x", {"expected": GRID_PATH}),
        ("PP020", "grid/x", {}),
    ]


def test_a_copy_of_a_schema_is_the_schema_whatever_its_ends_of_lines() -> None:
    official = {"a.json": b"1\n2\n"}
    asked = [
        entry("schemas/a.json", "1\r\n2\r\n"),
        entry("schemas/b.json", "other"),
        entry("schemas/b/a.json", "1"),
        Entry("schemas/a.json", FILE, 9, None),
    ]

    assert check_schemas(JUDGE, asked, official) == ()
    altered = [entry("schemas/a.json", "1 2"), entry("schemas/b.json", "1 2")]
    assert [(f.code, f.path) for f in check_schemas(JUDGE, altered, official | {"b.json": b"1"})] == [
        ("PP021", "schemas/a.json"),
        ("PP021", "schemas/b.json"),
    ]


@pytest.mark.parametrize("path", ["schemas/a.json", "schemas/b.json"])
def test_a_link_is_no_schema(path: str) -> None:
    found = check_schemas(JUDGE, [entry(path, "1", LINK)], {"a.json": b"1"})

    assert [(f.code, f.path) for f in found] == [("PP002", path), ("PP019", path)]


# --- one file


def read(text: str, path: str = HALF, kind: str = "declaration", twins: frozenset[str] = NONE) -> tuple[object, Told]:
    files = Files(JUDGE, twins)
    data = files.read(entry(path, text), kind)
    return data, told(files.findings())


def test_what_is_no_ordinary_file_or_too_large_is_not_read() -> None:
    link, large = Files(JUDGE), Files(JUDGE)
    data = [link.read(entry(HALF, "a: 1", LINK), "declaration"), large.read(Entry(HALF, FILE, 70_000, None), "student")]
    found = [(f.code, f.details) for files in (link, large) for f in files.findings()]

    assert data == [None, None]
    assert found == [("PP002", {}), ("PP001", {"size": 70_000, "most": MAXIMUM_SIZE})]


def test_what_does_not_read_is_told_where_it_stops_and_beside_its_twin() -> None:
    text = DECLARED[HALF] + "a: [\n"

    assert read(text, twins=frozenset({HALF})) == (None, [("PP020", HALF, (), (1, 1)), ("PP010", HALF, (), (13, 1))])
    assert read(DECLARED[HALF], twins=frozenset({HALF}))[1] == [("PP020", HALF, (), (2, 1))]
    assert read(DECLARED[HALF], twins=frozenset({THREE}))[1] == []


def test_a_slip_is_told_and_the_rest_is_read_all_the_same() -> None:
    right = read(DECLARED[HALF])
    slip = read(DECLARED[HALF].replace("title:", "titel:"))
    refused = read(DECLARED[HALF].replace("quantity: 1", "quantity: [1]"))

    assert right == (source.parse(DECLARED[HALF].encode()).data, [])
    assert slip == (right[0], [("PP101", HALF, ("titel",), (3, 1))])
    assert refused == (None, [("PP103", HALF, ("quantity",), (6, 11))])
    twin = read(DECLARED[HALF].replace("title:", "titel:"), twins=frozenset({HALF}))
    assert [code for code, *_ in twin[1]] == ["PP020", "PP101"]


@pytest.mark.parametrize(
    ("path", "kind", "told_there"),
    [(HALF, "declaration", True), (STUDENT_FILE, "student", True), (ROLES, "roles", False)],
)
def test_a_comment_may_identify_somebody_in_the_files_of_a_person(path: str, kind: str, told_there: bool) -> None:
    text = DECLARED.get(path) or base(path)
    lines = text.count("\n") + 1
    found = read(f"{text}# Rien.\n# qui@example.org\n", path, kind)[1]

    assert found == ([("PP349", path, (), (lines + 1, 1))] if told_there else [])


def test_a_sign_within_a_text_begins_no_comment_and_a_comment_is_told_wherever_it_stands() -> None:
    evaluation = "evaluation:\n  decision: refused\n  by: ref-3\n  on: 2026-02-09\n"
    block = evaluation + "  comment: |{}\n    Écrire.\n    # qui@example.org\n"
    quoted = ('"Écrire # qui@example.org"', "'Écrire # qui@example.org'", '"Écrire\n    # qui@example.org\n    "')

    assert [read(f"{DECLARED[HALF]}{evaluation}  comment: {text}\n")[1] for text in quoted] == [[], [], []]
    assert read(DECLARED[HALF] + block.format(""))[1] == []
    assert [one[3] for one in read(DECLARED[HALF] + block.format(" # qui@example.org"))[1]] == [(16, 14)]
    assert [one[0] for one in read(DECLARED[HALF] + block.format("") + "# autre@example.org\n")[1]] == ["PP349"]
    repeated = evaluation + "  comment: Écrire à qui@example.org, avier@example.org.\n# qui@example.org\n"
    assert [one[3] for one in read(DECLARED[HALF] + repeated)[1]] == [(17, 1)]
    twin = read(DECLARED[HALF] + "# qui@example.org\n", twins=frozenset({HALF}))[1]
    assert [one[0] for one in twin] == ["PP020", "PP349"]
    assert [one[0] for one in read(DECLARED[HALF] + "# ＱＵＩ@ｅｘａｍｐｌｅ.org\n")[1]] == ["PP349"]


def test_a_file_that_is_not_expected_is_told_once() -> None:
    files = Files(JUDGE, frozenset({"grid/x"}))
    for path, mode in (("grid/x", LINK), ("declarations/x", FILE), ("declarations/x", FILE)):
        files.unexpected(path, mode)

    assert [(f.code, f.path, f.severity) for f in files.findings()] == [
        ("PP019", "declarations/x", Severity.ERROR),
        ("PP002", "grid/x", Severity.ERROR),
        ("PP019", "grid/x", Severity.ERROR),
        ("PP020", "grid/x", Severity.ERROR),
    ]


def test_what_is_judged_further_leaves_what_was_read_as_it_was() -> None:
    files = Files(JUDGE, frozenset({"grid/x"}))
    files.read(entry(HALF, DECLARED[HALF].replace("title:", "titel:")), "declaration")
    before = files.findings()
    further = files.again()
    further.unexpected("grid/x", FILE)

    assert files.findings() == before
    assert [f.code for f in further.findings()] == ["PP101", "PP019", "PP020"]
    assert further.findings()[0] == before[0]


TEXT = "a: 1\nb:\n  c: [x, {d: 2}]\n"


@pytest.mark.parametrize(
    ("code", "keys", "place"),
    [
        ("PP308", ("a",), (1, 4)),
        ("PP308", ("b", "c", 1, "d"), (3, 14)),
        ("PP308", ("b", "c", 1, "e"), (3, 10)),
        ("PP308", ("b", "e"), (2, 1)),
        ("PP308", ("b", "c", 7), (3, 3)),
        ("PP308", ("z",), (1, 1)),
        ("PP308", (), (1, 1)),
        (AT_KEY, ("b", "c"), (3, 3)),
        (AT_KEY, ("b", "c", 0), (3, 7)),
        (AT_KEY, ("b", "e"), (2, 1)),
    ],
)
def test_a_finding_stands_at_its_value_its_key_or_what_is_nearest(
    code: str, keys: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    files = Files(JUDGE)
    files.bytes["x"] = TEXT.encode()
    files.problems = [Problem(code, Place("x", keys), {})]

    assert told(files.findings()) == [(code, "x", keys, place)]


def test_a_problem_that_has_its_place_keeps_it_and_one_of_no_file_is_at_the_start() -> None:
    span = Span(7, 8, 9, 10)
    files = Files(JUDGE)
    files.problems = [
        Problem("PP308", Place("y"), {"a": 1}, span),
        Problem("PP308", Place("x", ("a",)), {"a": 1}),
        Problem("PP308", Place("x", ("a",)), {"a": 2}),
        Problem("PP308", Place("x", ("a",)), {"a": 1}),
    ]

    assert [(f.path, f.details, f.span) for f in files.findings()] == [
        ("x", {"a": 1}, START),
        ("x", {"a": 2}, START),
        ("y", {"a": 1}, span),
    ]
