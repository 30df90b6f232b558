"""``polyvalidate audit`` on real histories: what was legal passes, each breach is named with its commit and reason."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from proposing import FAIR, FOLDER, OPEN_DAY, OTHER, STUDENT, School
from test_cli import run
from test_demonstration import a_school
from test_evaluate import RANGE

NEW = f"{FOLDER}/3.3-lycee.yml"
SIGNED = "evaluation:\n  decision: accepted\n  points: 0.5\n  by: ref-3\n  on: 2026-02-09\n"


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def audit(school: School, *words: str) -> dict[str, Any]:
    code, said, error = run("audit", "--repo", school.place, "--format", "json", *words)
    assert error == ""
    report: dict[str, Any] = json.loads(said)
    return report | {"exit": code}


def codes(school: School) -> tuple[int, list[str]]:
    """The exit code, and the rules that the first illegal merge breaks."""
    report = audit(school)
    return report["exit"], [finding["code"] for wrong in report["illegal"][:1] for finding in wrong["findings"]]


def merged(school: School, files: dict[str, str | None], *trailers: str) -> str:
    """A merge with the given trailers, whoever made it."""
    school.write(files)
    school.git("add", "-A")
    school.git("commit", "-q", "-m", "Fusion", "-m", "\n".join(trailers) or "rien")
    return school.git("rev-parse", "HEAD")


def test_a_legal_history_is_legal(school: School) -> None:
    merged(school, {NEW: FAIR}, f"Proposed-by: {STUDENT}", "Merged-by: ref-3")
    merged(school, {NEW: FAIR + SIGNED}, "Proposed-by: github:1000003", "Evaluated-by: ref-3")
    merged(school, {"README.md": "L'école.\n"})

    report = audit(school)

    assert (report["exit"], report["sound"], report["merges"], report["illegal"]) == (0, True, 3, [])


def test_a_decision_changed_by_its_author_is_named(school: School) -> None:
    merged(school, {NEW: FAIR + SIGNED})
    wrong = merged(school, {NEW: FAIR.replace("quantity: 1", "quantity: 2") + SIGNED})
    merged(school, {"README.md": "Ensuite.\n"})

    report = audit(school)

    assert (report["exit"], [row["commit"] for row in report["illegal"]]) == (1, [wrong])
    assert "PP604" in [finding["code"] for finding in report["illegal"][0]["findings"]]


@pytest.mark.parametrize(
    ("files", "trailers", "code"),
    [
        ({NEW: FAIR}, (f"Proposed-by: {OTHER}",), "PP602"),
        ({OPEN_DAY: None}, (), "PP604"),
        ({NEW: FAIR + SIGNED.replace("ref-3", "ref-1")}, (), "PP350"),
        ({NEW: FAIR.replace("to: 2026-02-03", "to: 2026-02-01")}, (), "PP308"),
        ({"grid/2025-2026/README.txt": "x\n"}, (f"Proposed-by: {STUDENT}",), "PP603"),
        ({"declarations/nulle-part.yml": "x\n"}, (), "PP610"),
    ],
)
def test_each_breach_has_its_reason(
    school: School, files: dict[str, str | None], trailers: tuple[str, ...], code: str
) -> None:
    merged(school, files, *trailers)

    status, found = codes(school)

    assert (status, code in found) == (1, True)


def test_a_range_merged_without_its_points_is_named(school: School) -> None:
    abroad = f"{FOLDER}/8.3-international.yml"
    merged(school, {abroad: RANGE})

    report = audit(school)

    assert report["illegal"][0]["undecided"] == [{"path": abroad, "codes": ["ref-7", "ref-8"]}]


def test_an_erased_evaluation_is_named(school: School) -> None:
    merged(school, {NEW: FAIR + SIGNED})
    merged(school, {NEW: FAIR})

    assert codes(school) == (1, ["PP603"])


def test_roles_are_those_of_the_base(school: School) -> None:
    roles = school.read("grid/roles.yml")
    merged(school, {"grid/roles.yml": roles.replace("until: 2027-08-31", "until: 2026-01-31")}, "Merged-by: grille-1")
    merged(school, {NEW: FAIR + SIGNED})

    assert codes(school)[0] == 1


def test_a_published_head_that_is_gone_is_seen(school: School, tmp_path: Path) -> None:
    published = merged(school, {NEW: FAIR})
    school.git("reset", "-q", "--hard", "HEAD^")
    kept = merged(school, {"README.md": "Autre histoire.\n"})
    witness = tmp_path / "témoins.txt"
    witness.write_text(f"# têtes publiées\n{kept} 2026-02-11\n{published} 2026-02-10\n", encoding="utf-8")

    report = audit(school, "--witness", str(witness))
    code, said, _ = run("audit", "--repo", school.place, "--witness", witness)

    assert report["lost"] == [{"commit": published, "published": "2026-02-10"}]
    assert (code, said.splitlines()[1]) == (
        1,
        f"✗ L'histoire a été réécrite : {published}, publié le 10 février 2026, n'y est plus.",
    )


def test_witnesses_that_cannot_be_read_and_cut_histories_end_with_two(school: School, tmp_path: Path) -> None:
    merged(school, {NEW: FAIR})
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{school.place}", tmp_path / "coupé"], check=True)
    (tmp_path / "t.json").write_text('[{"commit": "abc", "date": "2026-02-10"}]', encoding="utf-8")

    shallow, _, said = run("audit", "--repo", tmp_path / "coupé", lang="en")
    witness, _, _ = run("audit", "--repo", school.place, "--witness", tmp_path / "t.json")

    assert (shallow, said.splitlines()[0], witness) == (
        2,
        "This copy of the repository does not have its whole history. Complete it with git fetch --unshallow.",
        2,
    )


def test_since_takes_the_past_as_it_is(school: School) -> None:
    wrong = merged(school, {OPEN_DAY: None})
    merged(school, {NEW: FAIR})

    assert (audit(school)["exit"], audit(school, "--since", wrong)["exit"]) == (1, 0)


def test_the_demonstration_school_is_legal_from_its_first_day(tmp_path: Path) -> None:
    made = a_school(tmp_path / "school")

    code, said, _ = run("audit", "--repo", made.directory)

    assert (code, said.splitlines()[0].split(" ")[:2]) == (0, ["✓", str(made.merges)])
