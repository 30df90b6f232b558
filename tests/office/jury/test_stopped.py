"""A command stopped while it writes: the decisions are all there or none is; minutes are whole or absent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.office.jury.sitting import BEFORE, Jury, folder
from tests.stopping import KILLED, How, limited, stopped

SAMPLE = 5
"""Calls at which each command is stopped, the last ones before the end: before them nothing has been written."""


def _decisions(jury: Jury) -> int:
    names = jury.school.git("ls-tree", "-r", "--name-only", "main").split()
    here = {f"{folder(member)}/quitus.yml" for member in BEFORE}
    found = [name for name in names if name in here]
    return sum("session: 2026-07" in jury.school.git("show", f"main:{name}") for name in found)


@pytest.fixture
def ready(jury: Jury) -> Jury:
    jury.prepared()
    return jury


@pytest.mark.slow
@pytest.mark.parametrize("how", list(How))
def test_decisions_are_recorded_together_or_not_at_all(
    ready: Jury, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: How
) -> None:
    def copy(name: str) -> Jury:
        return Jury.copied(ready.desk.parent, tmp_path / name, monkeypatch)

    code, count = stopped(lambda: copy("whole").recorded().code, None, How.BEFORE)
    assert code == 0
    seen = set()

    for at in range(count - SAMPLE + 1, count + 1):
        one = copy(str(at))
        code, _ = stopped(lambda jury=one: jury.recorded().code, at, how)  # type: ignore[misc]
        seen.add(_decisions(one))
        assert code in (0, 2, KILLED)
        assert one.recorded().code == 0  # the next run finishes, or finds nothing to do
        assert _decisions(one) == 4
        assert one.school.git("status", "--porcelain") == ""
        shutil.rmtree(tmp_path / str(at))

    assert seen <= {0, 4}


def test_a_full_disk_leaves_no_table_no_decision_and_no_minutes(ready: Jury) -> None:
    tip, there = ready.tip(), sorted(p.name for p in ready.desk.iterdir())

    for largest in (0, 200):
        for command, said_then in (
            (lambda: ready.prepared("autre.csv"), "ne peut pas être écrit"),
            (ready.recorded, "Git n'a pas pu enregistrer les fichiers"),
        ):
            code, said = limited(lambda command=command: tuple(command()), largest)  # type: ignore[misc]
            assert (code, said_then in said, ready.tip()) == (2, True, tip), said

    assert sorted(p.name for p in ready.desk.iterdir()) == there


def test_a_full_disk_leaves_no_minutes(jury: Jury, monkeypatch: pytest.MonkeyPatch) -> None:
    # The typesetter has threads, which a forked process does not: the bytes are given.
    monkeypatch.setattr("polyvalidate.cli.minutes.print_.forms", lambda *_: {"pv.pdf": b"x" * 900, "pv.csv": b"y"})
    jury.decide()
    there = sorted(p.name for p in jury.desk.iterdir())

    code, said = limited(lambda: tuple(jury.printed()), 500)

    assert (code, "Rien n'a pu être écrit" in said) == (2, True), said
    assert sorted(p.name for p in jury.desk.iterdir()) == there
