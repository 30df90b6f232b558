"""Long works tell where they stand: each merge of an audit, each request of a queue, even while one takes long."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polyvalidate.judgement.verdict import Request
from polyvalidate.repository import GitTree
from polyvalidate.school.audit import audit
from polyvalidate.school.check import check
from polyvalidate.school.gate import gate
from polyvalidate.school.queue import queue
from tests.proposing import FAIR, FOLDER, KEEPER, OPEN_DAY, School

DAY = date(2026, 3, 1)
NEW = f"{FOLDER}/3.3-lycee.yml"


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def with_another_grid(school: School) -> dict[str, str | None]:
    rules = "grid/2025-2026/rules.yml"
    return {rules: f"{school.read(rules)}# Relu.\n"}


def test_an_audit_tells_each_merge(school: School) -> None:
    for number in range(4):
        school.settle({"README.md": f"{number}\n"})
    told: list[tuple[int, int]] = []

    audit(school.place, "main", progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_an_audit_tells_again_while_the_whole_repository_is_judged(school: School) -> None:
    school.settle({"README.md": "Un.\n"})
    school.settle(with_another_grid(school))
    told: list[tuple[int, int]] = []

    audit(school.place, "main", progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (1, 2), (1, 2), (2, 2)]


def test_a_queue_tells_the_files_then_the_requests(school: School) -> None:
    for number in (7, 8):
        head = school.propose({NEW: FAIR.replace("quantity: 1", f"quantity: {number}")})
        school.git("update-ref", f"refs/pull/{number}/head", head)
    files: list[tuple[int, int]] = []
    requests: list[tuple[int, int]] = []

    queue(
        school.place,
        "main",
        DAY,
        progress=lambda done, total: files.append((done, total)),
        judging=lambda done, total: requests.append((done, total)),
    )

    assert [done == total for done, total in files][-1:] == [True]
    assert requests == [(1, 2), (2, 2)]


def test_a_queue_of_a_base_that_was_checked_already_does_not_check_it_again(school: School) -> None:
    files: list[tuple[int, int]] = []
    checked = check(GitTree(school.place, "main"), DAY, keep_balances=True)

    found = queue(school.place, "main", DAY, checked=checked, progress=lambda *done: files.append(done))

    assert (files, [one.claim.declaration.path for one in found.waiting]) == ([], [OPEN_DAY])


@pytest.mark.parametrize(("across", "times"), [(False, 0), (True, 1)])
def test_a_gate_tells_the_files_when_it_reads_them_all(school: School, across: bool, times: int) -> None:
    head = school.propose({NEW: FAIR})
    told: list[tuple[int, int]] = []
    request = Request("github:1000001", date(2026, 2, 10))

    gate(
        school.place,
        "main",
        head,
        request,
        DAY,
        across=across,
        progress=lambda done, total: told.append((done, total)),
    )

    assert len([done for done, total in told if done == total]) == times


def test_a_gate_reads_them_all_before_and_after_a_change_of_the_grid(school: School) -> None:
    head = school.propose(with_another_grid(school))
    told: list[tuple[int, int]] = []

    gate(
        school.place,
        "main",
        head,
        Request(KEEPER, date(2026, 2, 10)),
        DAY,
        progress=lambda done, total: told.append((done, total)),
    )

    assert len([done for done, total in told if done == total]) == 2
