"""Each rule against its own folder: ``tests/rules/PPxxx/{good,bad}/`` laid over ``tests/rules/base/``.

The folder is at once the rule's test, the golden output and the example on its page. ``pytest --accept`` writes
``bad/expected.txt`` and ``bad/expected.en.txt`` anew; read them before you commit them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from polyvalidate import reports
from polyvalidate.judgement import Report
from polyvalidate.reports.context import Context
from polyvalidate.reports.example import SAID
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RuleSet
from polyvalidate.school.check import check
from tests.examples import RULES_FOLDER as HERE
from tests.examples import FolderTree

TODAY = date(2026, 10, 31)
EXAMPLES = sorted(p.name for p in HERE.glob("PP[0-9][0-9][0-9]"))
CODES = [code for code in EXAMPLES if not code.startswith("PP6")]
"""The rules on a change have theirs in ``test_change_rules``."""


def judged(code: str, side: str, rules: RuleSet = RULES) -> tuple[FolderTree, Report]:
    tree = FolderTree(HERE / "base", HERE / code / side)
    return tree, check(tree, TODAY, rules=rules).report


def rendered(tree: FolderTree, report: Report, lang: str = "fr") -> str:
    def lines(path: str) -> list[str]:
        return tree.files[path][1].decode("utf-8", "replace").split("\n") if path in tree.files else []

    context = Context(lang=lang, site="https://polyvalidate.example.org", version="0", lines=lines)
    return reports.FORMATS["text"](report, RULES, context)


def test_the_base_repository_has_no_finding_at_all() -> None:
    report = check(FolderTree(HERE / "base"), TODAY).report

    assert [(f.code, f.path, f.keys) for f in report.findings] == []


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_says_what_its_page_shows(code: str, golden: Callable[[Path, str], None]) -> None:
    tree, report = judged(code, "bad")

    for lang, name in SAID.items():
        golden(HERE / code / "bad" / name, rendered(tree, report, lang))
    assert code in {f.code for f in report.findings}


@pytest.mark.parametrize("code", CODES)
def test_the_good_example_does_not_break_its_rule(code: str) -> None:
    _, report = judged(code, "good")

    assert [f for f in report.findings if f.code == code] == []


@pytest.mark.parametrize("code", CODES)
def test_disabling_a_rule_is_noticed_by_its_example(code: str) -> None:
    _, with_it = judged(code, "bad")
    _, without_it = judged(code, "bad", RULES.without(code))

    assert [f for f in without_it.findings if f.code == code] == []
    assert [f for f in with_it.findings if f.code == code] != []


def test_every_rule_has_its_examples() -> None:
    missing = [rule.code for rule in RULES if rule.code not in EXAMPLES]

    assert missing == []
