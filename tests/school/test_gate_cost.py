"""What the gate reads depends on the request alone, not on how much the repository holds."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.judgement.verdict import Request
from polyvalidate.school.gate import Gated, gate
from tests.crowds import make_crowd
from tests.extent import WHOLE
from tests.hostile.scene import KEEPER
from tests.hostile.scene import School as Scene


def judged(place: Path, declarations: int) -> Gated:
    crowd = make_crowd(place / str(declarations), declarations)
    day = date(2026, 2, 10)
    return gate(crowd.folder, crowd.base, crowd.head, Request(crowd.actor, day), day)


@pytest.mark.slow
def test_as_many_objects_are_read_among_very_many_declarations_as_among_1_000(tmp_path: Path) -> None:
    few, many = judged(tmp_path, 1_000), judged(tmp_path, 100_000 if WHOLE else 20_000)

    assert few.verdict.status == many.verdict.status == "pending"
    assert few.objects_read == many.objects_read


def test_the_objects_read_are_the_grid_the_folder_and_the_way_to_it(tmp_path: Path) -> None:
    gated = judged(tmp_path, 100)

    # Commits; root, declarations, cohort and folder on both sides, read to look at names, to compare, then to read;
    # the grid and its year; twelve files of the grid and of the base, and three of the request.
    assert gated.objects_read < 60


@pytest.mark.parametrize("stale", [False, True], ids=["fresh", "stale"])
@pytest.mark.parametrize(("number", "where"), [(19_000, "docs"), (60_000, "docs"), (19_000, "declarations")])
def test_thousands_of_odd_names_are_counted_and_a_few_are_told(
    tmp_path: Path, number: int, where: str, stale: bool
) -> None:
    """Each compared with all the others, they would be at work for minutes; the gate is stopped well before."""
    school = Scene(tmp_path / "school")
    names = {f"{where}/a:{n}": b"x" for n in range(number)}
    base = school.propose({"README.md": b"# Meanwhile\n"}) if stale else school.base
    answer = school.gate(school.propose(names), KEEPER, base=base)
    told = Counter(finding["code"] for finding in (answer.verdict or {})["findings"])

    assert (answer.code, answer.status) == (1, "failure")
    assert max(told.values()) <= 50
    assert ("PP630" in told) == (number < 20_000)
    assert ("PP625" in told) == (number > 20_000)


def test_commits_are_counted_as_files_are(tmp_path: Path) -> None:
    """A branch longer than anybody looks at is refused, and not looked at in part."""
    school = Scene(tmp_path / "school")
    tree = school.made.snapshot({**school.files, "docs/index.md": b"x"})
    who = "A <a@example.org> 1767225600 +0000"
    told = [
        f"commit refs/heads/long\nauthor {who}\ncommitter {who}\ndata 0\n"
        + (f"from {school.base}\nM 040000 {tree} \n" if number == 0 else "")
        for number in range(20_001)
    ]
    school.made.git("fast-import", "--quiet", stdin="\n".join(told).encode())
    day = date(2026, 2, 10)
    verdict = gate(school.made.folder, school.base, "refs/heads/long", Request(KEEPER, day), day).verdict

    assert (verdict.status, "PP625" in {finding.code for finding in verdict.introduced}) == ("failure", True)


def test_what_is_told_and_what_is_counted_make_the_whole(tmp_path: Path) -> None:
    school = Scene(tmp_path / "school")
    answer = school.gate(school.propose({f"declarations/note-{n}.txt": b"x" for n in range(70)}), KEEPER)
    findings = (answer.verdict or {})["findings"]

    assert [f["message"] for f in findings if f["code"] == "PP630"] == [
        "And 20 more remarks of the same kind, which this list does not show."
    ]
    assert sum(f["code"] == "PP610" for f in findings) == 50


UNUSED = {"concurrent", "git", "httpx", "importlib.resources", "jsonschema", "multiprocessing", "tempfile"} | {
    "polyvalidate.cli.balance", "polyvalidate.cli.publish", "polyvalidate.files.draft",
    "polyvalidate.files.canonical",
}  # fmt: skip
LOADED = "import sys; from polyvalidate.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


def loaded_by(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, check=True, text=True)
    return set(done.stderr.split())


def test_the_gate_does_not_load_what_it_does_not_use(tmp_path: Path) -> None:
    crowd = make_crowd(tmp_path / "crowd", 10)
    words = ["gate", "--repo", str(crowd.folder), "--base", crowd.base, "--head", crowd.head, "--actor", crowd.actor]
    loaded = loaded_by(*words, "--on", "2026-02-10")

    assert "polyvalidate.school.gate" in loaded
    assert loaded & UNUSED == set()
    assert "polyvalidate.files.draft" in loaded_by("new", "--help")
