"""What somebody decides is the same from a terminal, in a comment and by a review: one table, three roads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from polyvalidate.forge.facts import Kind
from polyvalidate.model.points import as_number
from tests.forge.test_commands import FOLDER, GALA, HEAVY, NEW, RANGE, TODAY, WHY, plan_of, ruled, said
from tests.proposing import FAIR, OTHER, REFERENT_1, REFERENT_3, STUDENT, School
from tests.running import run

TREASURY, MONTHS = f"{FOLDER}/2.1-tresorerie.yml", f"{FOLDER}/8.3-micro-entreprise.yml"
BOTH = {NEW: FAIR, f"{FOLDER}/2.5-gala.yml": GALA}
OF = {"ref-1": REFERENT_1, "ref-2": "github:1000002", "ref-3": REFERENT_3, "ref-8": "github:1000008"}


class Case(NamedTuple):
    """A request, who decides, in which words on either road, who has approved, and what becomes of each declaration."""

    files: dict[str, str | None]
    code: str
    terminal: tuple[str, ...]
    comment: str
    decided: list[tuple[str, str, Any, str]]
    """The file, the decision, the points (None when it is refused), who takes it."""
    approved: tuple[str, ...] = ()


CASES = {
    "accepted": Case({NEW: FAIR}, "ref-3", ("--accept",), "/accepter", [(NEW, "accepted", 0.5, "ref-3")]),
    "refused": Case(
        {NEW: FAIR}, "ref-3", ("--refuse", "--comment", WHY), f"/refuser {WHY}", [(NEW, "refused", None, "ref-3")]
    ),
    "refused without a reason": Case({NEW: FAIR}, "ref-3", ("--refuse",), "/refuser", []),
    "reduced": Case(
        {NEW: FAIR},
        "ref-3",
        ("--points", "0,25", "--comment", WHY),
        f"/points 0,25 {WHY}",
        [(NEW, "partial", 0.25, "ref-3")],
    ),
    "reduced without a reason": Case({NEW: FAIR}, "ref-3", ("--points", "0,25"), "/points 0,25", []),
    "nothing": Case({NEW: FAIR}, "ref-3", ("--points", "0", "--comment", WHY), f"/points 0 {WHY}", []),
    "too many": Case({NEW: FAIR}, "ref-3", ("--points", "9", "--comment", WHY), f"/points 9 {WHY}", []),
    "of another category": Case({NEW: FAIR}, "ref-1", ("--accept",), "/accepter", []),
    "a range to choose": Case({MONTHS: RANGE}, "ref-8", ("--accept",), "/accepter", []),
    "a range, chosen": Case(
        {MONTHS: RANGE}, "ref-8", ("--points", "1,5"), "/points 1,5", [(MONTHS, "accepted", 1.5, "ref-8")]
    ),
    "two readings, one reader": Case({TREASURY: HEAVY}, "ref-2", ("--accept",), "/accepter", []),
    "two categories, one person": Case(BOTH, "ref-3", ("--accept",), "/accepter", []),
    "two categories": Case(
        BOTH,
        "ref-3",
        ("--accept",),
        "/accepter",
        [(f"{FOLDER}/2.5-gala.yml", "accepted", 1, "ref-1"), (NEW, "accepted", 0.5, "ref-3")],
        (REFERENT_1,),
    ),
    "approved by a student": Case(BOTH, "ref-3", ("--accept",), "/accepter", [], (OTHER,)),
}


@pytest.mark.parametrize("name", CASES)
def test_every_road_leads_to_the_same_decision(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    school = School(tmp_path / "école")
    head = school.propose(case.files)
    approved = [word for account in case.approved for word in ("--approved-by", account)]
    words = ("--author", STUDENT, "--opened-at", "2026-02-10", "--on", TODAY.isoformat(), *approved, "--dry-run")
    place = ("--repo", school.place, "--head", head, "--as", case.code)

    _, told, _ = run("merge", *place, *words, *case.terminal, "--format", "json")
    typed = sorted((one["path"], one["decision"], one["points"], one["by"]) for one in json.loads(told)["decisions"])
    facts = replace(said(case.comment, OF[case.code], approvals=case.approved), head=head)
    roads = [facts]
    if case.comment == "/accepter" and facts.comment is not None:
        review = facts.comment._replace(body="", kind=Kind.APPROVAL)
        roads.append(replace(facts, comment=review, approvals=(*case.approved, OF[case.code])))
    plans = [ruled(plan_of(school.place, "main", road, TODAY)) for road in roads]

    assert typed == case.decided
    for plan in plans:
        assert sorted((one.path, one.ruling.decision, one.by) for one in plan if one.ruling) == [
            (path, decision, by) for path, decision, _, by in case.decided
        ]
        chosen = {one.path: as_number(one.ruling.points) for one in plan if one.ruling and one.ruling.points}
        assert chosen.items() <= {path: points for path, _, points, _ in case.decided}.items()
