"""Students, evaluators, offices, attackers act in any order on one repository: only those who may move points.

Whatever the gate lets through is merged, as a forge would; then the balances of the whole school are computed again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from polyvalidate import judgement
from polyvalidate.judgement.verdict import Request, Status
from polyvalidate.model.paths import Entry, grid_kind
from polyvalidate.school.check import make_judge
from polyvalidate.school.gate import gate
from tests.extent import examples
from tests.hostile.scene import (
    BASE,
    JURY,
    KEEPER,
    ME,
    OPEN_DAY,
    OTHER,
    REF3,
    REF4,
    REF5,
    REGISTRY,
    STRANGER,
    VISIT,
    School,
    appealed,
    decided,
    declared,
    student,
    visit,
)

JUDGE = make_judge()
TODAY = date(2026, 2, 10)
FOLDERS = [f"declarations/2025/s-base00000{n}" for n in (1, 2, 3)]
ACTORS = [ME, OTHER, STRANGER, REF3, REF4, REF5, REGISTRY, JURY, KEEPER]
SIGNATURES = {REF3: "ref-3", REF4: "ref-4", REF5: "ref-5", JURY: "jury-1"}
NAMES = ["3.1-portes-ouvertes.yml", "3.3-visite-a.yml", "3.3-visite-b.yml"]

actors = st.sampled_from(ACTORS)
folders = st.sampled_from(FOLDERS)
names = st.sampled_from(NAMES)


def parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """A declaration as its claim, its evaluation and its appeal."""
    claim, mark, appeal = data.partition(b"appeal:\n")
    appeal = mark + appeal
    claim, mark, evaluation = claim.partition(b"evaluation:\n")
    return claim, mark + evaluation, appeal


class Anybody(RuleBasedStateMachine):
    """``entitled`` says, for each request, the folders whose points it may move."""

    @initialize()
    def school(self) -> None:
        self.place = tempfile.TemporaryDirectory(prefix="polyvalidate-test-")
        more = {
            f"{FOLDERS[2]}/student.yml": student.replace(b"2000001", b"1000004"),  # an evaluator who studies
            f"{FOLDERS[2]}/{NAMES[0]}": declared.replace(b"9f2c", b"4f2c"),
        }
        self.school = School(Path(self.place.name) / "school", more)
        self.history = [(self.school.base, {k: v for k, v in self.school.files.items() if isinstance(v, bytes)})]
        self.points = balances(self.history[-1][1])

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.place.cleanup()

    def owner(self, folder: str) -> str:
        data = self.history[-1][1].get(f"{folder}/student.yml", b"")
        return data.partition(b"account: ")[2].partition(b"\n")[0].decode()

    def propose(self, actor: str, changes: dict[str, bytes | None], age: int, entitled: set[str]) -> None:
        """Send a request from a base that may be old; merge it unless the gate refuses; hold it to its right."""
        fork, files = self.history[max(0, len(self.history) - 1 - age)]
        head = self.school.made.commit_of({p: d for p, d in {**files, **changes}.items() if d is not None}, fork)
        base, current = self.history[-1]
        gated = gate(self.school.made.folder, base, head, Request(actor, TODAY), TODAY, judge=JUDGE)
        again = gate(self.school.made.folder, base, head, Request(actor, TODAY), TODAY, judge=JUDGE)
        assert gated == again
        if gated.verdict.status is Status.FAILURE:  # what awaits a decision is merged too, by whoever has the button
            return
        merged = dict(current)
        for path in {decision.path for decision in gated.verdict.changes}:
            if path in gated.files:
                merged[path] = gated.files[path]
            else:
                merged.pop(path, None)
        points = balances(merged)
        moved = {f for f in {*points, *self.points} if points.get(f, 0) != self.points.get(f, 0)}
        assert moved <= entitled, (actor, changes, moved)
        self.points = points
        self.history.append((self.school.made.commit_of(merged, base, head), merged))

    @rule(actor=actors, folder=folders, name=names, age=st.integers(0, 2), quantity=st.integers(1, 3))
    def declare(self, actor: str, folder: str, name: str, age: int, quantity: int) -> None:
        digest = f"{FOLDERS.index(folder)}{NAMES.index(name)}".encode()
        new = visit.replace(b"1a", digest).replace(b"2026-01-20", b"2026-01-%02d" % (10 + NAMES.index(name)))
        new = new.replace(b"quantity: 1", b"quantity: %d" % quantity)
        self.propose(actor, {f"{folder}/{name}": new}, age, set())

    @rule(
        actor=actors, folder=folders, name=names, age=st.integers(0, 2),
        decision=st.sampled_from(["accepted", "refused", "partial"]),
        signature=st.sampled_from(["own", "ref-3", "ref-4"]),
    )  # fmt: skip
    def evaluate(self, actor: str, folder: str, name: str, age: int, decision: str, signature: str) -> None:
        data = self.history[-1][1].get(f"{folder}/{name}")
        if data is None:
            return
        claim, _, appeal = parts(data)
        by = SIGNATURES.get(actor, "ref-3") if signature == "own" else signature
        points = {"points": 0.5} if decision == "partial" else {}
        evaluation = decided(decision, by=by, comment="Une raison.", **points)
        right = actor in (REF3, REF4) and SIGNATURES[actor] == by and self.owner(folder) != actor
        self.propose(actor, {f"{folder}/{name}": claim + evaluation + appeal}, age, {folder} if right else set())

    @rule(actor=actors, folder=folders, name=names, age=st.integers(0, 2), granted=st.booleans())
    def appeal(self, actor: str, folder: str, name: str, age: int, granted: bool) -> None:
        data = self.history[-1][1].get(f"{folder}/{name}")
        if data is None:
            return
        claim, evaluation, _ = parts(data)
        answer = {"outcome": "granted", "by": "jury-1", "decided": "2026-02-09"} if granted else {}
        right = actor == JURY and granted and self.owner(folder) != actor
        self.propose(
            actor, {f"{folder}/{name}": claim + evaluation + appealed(**answer)}, age, {folder} if right else set()
        )

    @rule(actor=actors, folder=folders, name=names, age=st.integers(0, 2), how=st.integers(0, 5), other=folders)
    def tamper(self, actor: str, folder: str, name: str, age: int, how: int, other: str) -> None:
        """What nobody may do to a decided declaration."""
        data = self.history[-1][1].get(f"{folder}/{name}", declared)
        claim, evaluation, appeal = parts(data)
        changes: dict[str, bytes | None] = {
            f"{folder}/{name}": (
                None,
                claim.replace(b"quantity: 1", b"quantity: 2") + evaluation + appeal,
                claim + appeal,
                self.history[-1][1].get(f"{other}/{NAMES[0]}", b""),
                b"\t" + data,
                claim.replace(b"{from", b"{to: 2026-01-20, from"),
            )[how]
        }
        self.propose(actor, changes, age, set())

    @rule(actor=actors, folder=folders, account=st.sampled_from(ACTORS), age=st.integers(0, 2))
    def give_away(self, actor: str, folder: str, account: str, age: int) -> None:
        self.propose(actor, {f"{folder}/student.yml": student.replace(ME.encode(), account.encode())}, age, set())

    @rule(actor=actors, folder=folders, name=names, age=st.integers(0, 2), data=st.binary(max_size=80))
    def noise(self, actor: str, folder: str, name: str, age: int, data: bytes) -> None:
        self.propose(actor, {f"{folder}/{name}": data}, age, set())

    @rule(actor=actors, age=st.integers(0, 3), back=st.integers(0, 4))
    def go_back(self, actor: str, age: int, back: int) -> None:
        """An old state of the whole school, sent as a change."""
        old, now = self.history[max(0, len(self.history) - 1 - back)][1], self.history[-1][1]
        self.propose(actor, {path: old.get(path) for path in {*old, *now}}, age, set())

    @rule(actor=actors, folder=folders, name=names)
    def roles_and_decision(self, actor: str, folder: str, name: str) -> None:
        roles = BASE["grid/roles.yml"].replace(b"github:1000003", actor.encode())
        claim, _, appeal = parts(self.history[-1][1].get(f"{folder}/{name}", visit))
        right = actor == REF3 and self.owner(folder) != actor  # for whom the roles are as they were
        changes: dict[str, bytes | None] = {"grid/roles.yml": roles, f"{folder}/{name}": claim + decided() + appeal}
        self.propose(actor, changes, 0, {folder} if right else set())

    @invariant()
    def every_declaration_was_let_in_by_the_gate(self) -> None:
        if hasattr(self, "history"):
            assert balances(self.history[-1][1]) == self.points


def balances(files: dict[str, bytes]) -> dict[str, int]:
    """The points of each folder, computed apart from the gate."""
    grid_files = [Entry(p, 0o100644, len(d), d) for p, d in files.items() if grid_kind(p) != "unknown"]
    book = judgement.check_grid(JUDGE, grid_files, TODAY).book
    found: dict[str, int] = {}
    for folder in FOLDERS:
        entries = [Entry(p, 0o100644, len(d), d) for p, d in sorted(files.items()) if p.startswith(folder + "/")]
        result = judgement.check_folder(JUDGE, book, folder, entries)
        found[folder] = result.balance.credited if result.balance is not None else 0
    return found


Anybody.TestCase.settings = settings(
    max_examples=int(os.environ.get("POLYVALIDATE_EXAMPLES", "0")) or examples(20),
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestAnybody = Anybody.TestCase

REQUESTS: dict[str, tuple[str, dict[str, bytes | None]]] = {
    "declares": (ME, {VISIT: visit}),
    "evaluates": (REF3, {OPEN_DAY: declared + decided()}),
    "cheats": (ME, {OPEN_DAY: declared + decided(), VISIT: visit + b"# 06 39 98 12 34\n", "README.md": None}),
}


@pytest.mark.parametrize("request_", REQUESTS)
def test_the_verdict_is_the_same_whatever_the_language_the_clock_and_the_hashes(tmp_path: Path, request_: str) -> None:
    school = School(tmp_path / "school")
    actor, changes = REQUESTS[request_]
    head = school.propose(changes)
    base = school.propose({"docs/index.md": b"# Meanwhile\n"})
    words = ["gate", "--repo", str(school.made.folder), "--base", base, "--head", head, "--actor", actor]
    words += ["--on", "2026-02-10", "--opened-at", "2026-02-09T23:30:00-05:00", "--format", "json", "--lang", "fr"]
    said = set()
    for seed, zone, locale in (
        ("0", "UTC", "C"),
        ("1", "Pacific/Kiritimati", "fr_FR.UTF-8"),
        ("2", "America/Los_Angeles", "tr_TR.UTF-8"),
        ("random", "Europe/Paris", "C.UTF-8"),
    ):
        environment = dict(os.environ) | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale}
        command = [sys.executable, "-m", "polyvalidate", *words]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert json.loads(done.stdout)["outcome"] == ("introduces" if request_ == "cheats" else "ok")
        said.add((done.returncode, done.stdout, done.stderr))

    assert len(said) == 1
