"""Each rule on a change against its folder: ``tests/rules/PP6xx/{good,bad}/``, through the gate on a real repository.

A folder holds the files of the request, laid over ``tests/rules/base/``, and ``change.yml``: who proposes it (actor),
when it was opened, the day of the check (on), who approved it (approvals). ``before/`` is laid over the base first;
``meanwhile/`` is what the school's repository has received since; ``unrelated: true`` starts from another history;
``repeated: {path, times}`` sends a file many times under other names; ``shuffled: true`` writes the folders in the
wrong order, ``author: …`` and ``dated: …`` the commit with another author or another date, as only a hand would;
``message: …`` is the message of the commit.
``pytest --accept`` writes ``bad/expected.txt`` and ``bad/expected.en.txt`` anew; read them before you commit them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.files import source
from polyvalidate.judgement import Judge
from polyvalidate.judgement.verdict import Outcome, Request, Status
from polyvalidate.reports import verdict_text
from polyvalidate.reports.context import Context
from polyvalidate.reports.example import SAID
from polyvalidate.reports.verdict_words import Judgement
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RuleSet
from polyvalidate.school.check import make_judge
from polyvalidate.school.gate import Gated, gate
from tests.examples import RULES_FOLDER, FolderTree
from tests.gitmaking import Repository, nested
from tests.hostile.test_entries import rows_of

READER = make_judge().reader

CODES = sorted(p.name for p in RULES_FOLDER.glob("PP6[0-9][0-9]"))
BASE = RULES_FOLDER / "base"


def judged(place: Path, code: str, side: str, rules: RuleSet = RULES) -> tuple[Gated, date]:
    """The verdict on one example, from a repository made of it."""
    example = RULES_FOLDER / code / side
    said: dict[str, Any] = source.parse((example / "change.yml").read_bytes()).data
    made = Repository(place / side)
    layers = [BASE, example / "before"] if (example / "before").is_dir() else [BASE]
    fork = made.commit_of(FolderTree(*layers).files)
    base = made.commit_of(FolderTree(*layers, example / "meanwhile").files, fork)
    proposed = {
        path: file
        for path, file in FolderTree(*layers, example).files.items()
        if not path.startswith(("before/", "meanwhile/"))
    }
    repeated = said.get("repeated", {"path": "", "times": 0})
    for number in range(repeated["times"]):
        path = repeated["path"].removesuffix(".yml") + f"-{number}.yml"
        proposed[path] = proposed[repeated["path"]]
    tree = made.snapshot(proposed)
    if said.get("shuffled"):
        tree = made.tree(reversed(rows_of(made, nested(proposed))))
    who = f"{said.get('author', 'Élève <eleve@example.org>')} {said.get('dated', 1767225600)} +0000"
    head = made.commit(tree, *([] if said.get("unrelated") else [fork]), who=who, message=said.get("message", "essai"))
    opened, today = date.fromisoformat(said["opened"]), date.fromisoformat(said["on"])
    request = Request(said["actor"], opened, frozenset(said.get("approvals", ())))
    return gate(made.folder, base, head, request, today, judge=Judge(READER, rules)), opened


def rendered(gated: Gated, opened: date, lang: str) -> str:
    def lines(path: str) -> list[str]:
        return gated.files.get(path, b"").decode("utf-8", "replace").split("\n")

    context = Context(lang=lang, site="https://polyvalidate.example.org", version="0", lines=lines)
    return verdict_text.render(Judgement(gated.verdict, gated.book, gated.base, gated.head, opened), RULES, context)


def codes(gated: Gated) -> set[str]:
    return {finding.code for finding in gated.verdict.introduced}


@pytest.mark.parametrize("code", CODES)
def test_the_bad_change_says_what_its_page_shows(
    code: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    gated, opened = judged(tmp_path, code, "bad")

    for lang, name in SAID.items():
        golden(RULES_FOLDER / code / "bad" / name, rendered(gated, opened, lang))
    assert code in codes(gated)
    assert (gated.verdict.outcome, gated.verdict.status) == (Outcome.INTRODUCES, Status.FAILURE)


@pytest.mark.parametrize("code", CODES)
def test_the_good_change_is_allowed_whole(code: str, tmp_path: Path) -> None:
    gated, _ = judged(tmp_path, code, "good")

    assert codes(gated) == set()
    assert gated.verdict.status in (Status.SUCCESS, Status.PENDING)


@pytest.mark.parametrize("code", CODES)
def test_disabling_a_rule_on_changes_is_noticed_and_lets_nothing_through(code: str, tmp_path: Path) -> None:
    gated, _ = judged(tmp_path, code, "bad", RULES.without(code))

    assert code not in codes(gated)
    assert code in codes(judged(tmp_path / "with", code, "bad")[0])
    if code < "PP620":
        # A refused edit needs no sentence to stop a merge.
        assert gated.verdict.status is Status.FAILURE
