"""Formats that a forge cuts without a word: we cut first, keep what teaches most, and say how much is left out."""

from __future__ import annotations

import json
import re

from polyvalidate.model.findings import START, Finding, Severity, Span
from polyvalidate.reports import FORMATS
from tests.reports.hand_made_reports import FOLDER, OPEN_DAY, RULES, STRAY, HandMade, late, reader

WHOLE_FILE = Finding("PP019", Severity.ERROR, STRAY, (), {"expected": "3.1-x.yml"}, START)


def note(line: int) -> Finding:
    return Finding("PP330", Severity.NOTE, OPEN_DAY, ("quantity", line), {"name": "3.1"}, Span(line, 1, line, 2))


def test_github_gets_ten_annotations_of_each_level_and_a_sentence_on_the_rest() -> None:
    findings = (*(late(line=n) for n in range(1, 15)), *(note(n) for n in range(1, 13)))

    lines = FORMATS["github"](HandMade(findings, 41, 12), RULES, reader("en")).splitlines()

    assert [line.split(" ")[0] for line in lines[:20]] == ["::error"] * 10 + ["::notice"] * 10
    assert lines[20:] == [
        "6 more findings are not shown here (polyvalidate check gives them all).",
        "14\u00a0errors, 12\u00a0notes in 1\u00a0file, out of 41\u00a0files in 12\u00a0folders.",
    ]


def test_github_shows_each_kind_of_mistake_before_any_of_them_twice() -> None:
    findings = (*(late(line=n) for n in range(1, 15)), WHOLE_FILE)

    lines = FORMATS["github"](HandMade(findings, 41, 12), RULES, reader("en")).splitlines()

    assert [re.findall("title=(PP...)", line) for line in lines[:3]] == [["PP308"], ["PP019"], ["PP308"]]


def test_github_gets_no_columns_for_a_place_over_several_lines() -> None:
    finding = Finding("PP330", Severity.NOTE, OPEN_DAY, (), {"name": "3.1"}, Span(2, 5, 4, 1))

    lines = FORMATS["github"](HandMade((finding,), 41, 12), RULES, reader("en")).splitlines()

    assert lines[0].partition("::The")[0] == f"::notice file={OPEN_DAY},line=2,endLine=4,title=PP330"


def test_github_escapes_as_its_toolkit_does() -> None:
    path = f"{FOLDER}/100%, a:b.yml"
    finding = Finding("PP330", Severity.NOTE, path, (), {"name": "50%\r\n"}, Span(2, 5, 2, 6))

    lines = FORMATS["github"](HandMade((finding,), 41, 12), RULES, reader("en")).splitlines()

    assert lines[0] == (
        f"::notice file={FOLDER}/100%25%2C a%3Ab.yml,line=2,col=5,endLine=2,endColumn=6,title=PP330::"
        "The cap of the activity is reached.%0ANothing is to be done: 50%25\\r\\n.%0A"
        "https://polyvalidate.example.org/en/regles/PP330/"
    )


def test_a_markdown_summary_stays_below_one_mebibyte_and_says_what_it_hides() -> None:
    findings = tuple(late(path=f"{FOLDER}/3.1-{n:05}.yml") for n in range(8_000))

    written = FORMATS["markdown"](HandMade(findings, 9_000, 900), RULES, reader("fr"))

    shown = written.count("[PP308](")
    assert len(written.encode()) <= 1_048_576
    assert shown > 1_000
    assert written.splitlines()[-1] == (
        f"{8_000 - shown:,}\u00a0remarques de plus ne sont pas montrées ici (`polyvalidate check` les donne toutes)."
    ).replace(",", "\u202f")


def test_a_markdown_summary_shows_a_part_of_one_file_that_is_too_long() -> None:
    findings = tuple(late(line=n) for n in range(1, 8_001))

    written = FORMATS["markdown"](HandMade(findings, 1, 1), RULES, reader("en"))

    shown = written.count("[PP308](")
    assert len(written.encode()) <= 1_048_576
    assert shown > 1_000
    assert written.splitlines()[-1].startswith(f"{8_000 - shown:,} more findings are not shown here")


def test_a_markdown_summary_puts_files_with_an_error_first() -> None:
    written = FORMATS["markdown"](HandMade((note(1), WHOLE_FILE), 41, 12), RULES, reader("fr"))

    assert [line for line in written.splitlines() if line.startswith("#")] == [
        "## ✗ À corriger",
        f"### `{STRAY}`",
        f"### `{OPEN_DAY}`",
    ]


def test_a_note_alone_blocks_nothing() -> None:
    report = HandMade((note(1),), 41, 12)

    assert json.loads(FORMATS["json"](report, RULES, reader("fr")))["outcome"] == "clean"
    assert FORMATS["markdown"](report, RULES, reader("fr")).splitlines()[0] == "## ✓ Rien ne bloque"
    assert 'failures="0"' in FORMATS["junit"](report, RULES, reader("fr"))


def test_one_error_makes_an_outcome_of_findings() -> None:
    written = FORMATS["json"](HandMade((WHOLE_FILE,), 41, 12), RULES, reader("fr"))

    assert json.loads(written)["outcome"] == "findings"
