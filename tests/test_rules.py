"""Each rule against its own folder: ``tests/rules/PPxxx/{good,bad}/`` laid over ``tests/rules/base/``.

The folder is at once the rule's test, the golden output and the example on its page. ``pytest --accept`` writes
``bad/expected.txt`` anew; read it before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from polyvalidate import rendering, running
from polyvalidate.checking import Report
from polyvalidate.layout import Entry, Node
from polyvalidate.rendering.context import Context
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RuleSet
from polyvalidate.source import MAXIMUM_SIZE

HERE = Path(__file__).parent / "rules"
TODAY = date(2026, 10, 31)
CODES = sorted(p.name for p in HERE.glob("PP[0-9][0-9][0-9]"))


class FolderTree:
    """The base repository with a folder of examples laid over it. A file named ``*.removed`` takes its twin away;
    ``*.uppercase`` stands under its name in capitals, which not every disk could hold beside the other."""

    def __init__(self, *layers: Path) -> None:
        self.files: dict[str, tuple[int, bytes]] = {}
        for layer in layers:
            for path in sorted(layer.rglob("*")):
                name = path.relative_to(layer).as_posix()
                if name == "expected.txt" or (path.is_dir() and not path.is_symlink()):
                    continue
                if name.endswith(".removed"):
                    self.files.pop(name.removesuffix(".removed"), None)
                elif name.endswith(".uppercase"):
                    folder, _, last = name.removesuffix(".uppercase").rpartition("/")
                    self.files[f"{folder}/{last.upper()}"] = (0o100644, path.read_bytes())
                elif path.is_symlink():
                    self.files[name] = (0o120000, os.fsencode(path.readlink()))
                else:
                    self.files[name] = (0o100644, path.read_bytes())

    def nodes(self) -> list[Node]:
        return [Node(path, mode, len(data), "") for path, (mode, data) in self.files.items()]

    def read(self, nodes: Sequence[Node]) -> list[Entry]:
        return [Entry(n.path, n.mode, n.size, self.files[n.path][1] if n.size <= MAXIMUM_SIZE else None) for n in nodes]


def judged(code: str, side: str, rules: RuleSet = RULES) -> tuple[FolderTree, Report]:
    tree = FolderTree(HERE / "base", HERE / code / side)
    return tree, running.check(tree, TODAY, rules=rules).report


def rendered(tree: FolderTree, report: Report, lang: str = "fr") -> str:
    def lines(path: str) -> list[str]:
        return tree.files[path][1].decode("utf-8", "replace").split("\n") if path in tree.files else []

    context = Context(lang=lang, site="https://polyvalidate.example.org", version="0", lines=lines)
    return rendering.FORMATS["text"](report, RULES, context)


def test_the_base_repository_has_no_finding_at_all() -> None:
    report = running.check(FolderTree(HERE / "base"), TODAY).report

    assert [(f.code, f.path, f.keys) for f in report.findings] == []


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_says_what_its_page_shows(code: str, golden: Callable[[Path, str], None]) -> None:
    tree, report = judged(code, "bad")

    golden(HERE / code / "bad" / "expected.txt", rendered(tree, report))
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
    missing = [rule.code for rule in RULES if rule.code not in CODES]

    assert missing == []
