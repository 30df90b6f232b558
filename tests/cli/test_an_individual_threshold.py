"""A threshold that the jury fixed for one person: beside any profile, and out of the profile that told whose it is."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.demo import make_school
from polyvalidate.publication.attack.standing import leaf_of, level_of
from polyvalidate.repository import DiskTree
from polyvalidate.school.check import check
from tests.demo.test_demonstration import example_files
from tests.places import RULES
from tests.running import run

ON = date(2026, 11, 15)
STUDENT = "declarations/2025/s-base000001/student.yml"
TELLING = (
    "AMENAGE: {title: {fr: Cursus aménagé, en: Arranged studies}, years: 3, required: jury, minimum_categories: 2}"
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A small school in which one student has the profile of those whose threshold the jury fixes."""
    for layer in ("base", "PP422/bad"):
        shutil.copytree(RULES / layer, tmp_path, dirs_exist_ok=True)
    return tmp_path


def counted(root: Path) -> list[dict[str, Any]]:
    """The balance of everybody, as the command gives it, their profile apart."""
    rows = json.loads(run("balance", "--repo", root, "--on", ON.isoformat(), "--format", "json")[1])["students"]
    return [{key: value for key, value in row.items() if key != "profile"} for row in rows]


def said(root: Path) -> list[str]:
    return sorted(
        finding.code for finding in check(DiskTree(root), ON, jobs=1).report.findings if "PP4" in finding.code
    )


def groups(root: Path) -> dict[str, object]:
    """All that publication takes of each student."""
    checked = check(DiskTree(root), ON, keep_balances=True, jobs=1)
    found: dict[str, object] = {}
    for one in checked.report.results:
        assert one.student is not None
        assert one.balance is not None
        profile = checked.book.grids[max(checked.book.grids)].profiles[one.student.profile]
        leaf, level = leaf_of(one.student, profile, ON), level_of(one.balance, one.quitus)
        found[one.student.code] = leaf, level, {code for code, n in one.balance.categories.items() if n}
    return found


def edited(path: Path, pattern: str, by: str) -> None:
    text, times = re.subn(pattern, by, path.read_text(), flags=re.MULTILINE)
    assert times
    path.write_text(text)


def test_no_balance_of_a_school_changes_when_its_old_profiles_are_mended(tmp_path: Path) -> None:
    root = make_school(tmp_path / "school", files=example_files(), students=40, cohorts=3, seed=6).directory
    fixed = [path for path in root.glob("declarations/*/*/student.yml") if "arrangement:" in path.read_text()]
    new_form = {path: path.read_bytes() for path in fixed}
    for path in fixed:
        edited(path, "^profile: FISE3$", "profile: AMENAGE")
    for path in root.glob("grid/20*/[1-8]-*.yml"):
        edited(path, r"^caps: \{FISE3: (\d+),", r"caps: {AMENAGE: \1, FISE3: \1,")
        edited(path, r"open_to: \[FISE3", "open_to: [AMENAGE, FISE3")
    for path in root.glob("grid/20*/rules.yml"):
        edited(path, "^profiles:$", f"profiles:\n  {TELLING}")
    before, published = counted(root), groups(root)

    remarks = said(root)
    code, words, _ = run("fix", "--repo", root)

    assert (len(fixed) > 2, remarks, said(root)) == (True, ["PP422"] * len(fixed), [])
    assert (code, words.count("profil du cycle écrit, qui compte de même")) == (0, len(fixed))
    assert (counted(root), groups(root)) == (before, published)
    assert {path: path.read_bytes() for path in fixed} == new_form
    assert {row["required"] for row in before} == {5, 6, 7, 8, 10}


def test_the_threshold_that_the_jury_fixed_is_that_of_the_person_whatever_the_profile(old: Path) -> None:
    with_a_profile_apart = counted(old)
    edited(old / STUDENT, "^profile: AMENAGE$", "profile: FISE3")
    beside = counted(old)
    edited(old / STUDENT, r"(?s)^arrangement:.*", "")

    assert [rows[0]["required"] for rows in (with_a_profile_apart, beside, counted(old))] == [7, 7, 10]
    assert (beside, said(old)) == (with_a_profile_apart, [])


Edit = tuple[str, str, str]
"""A file of the grid, what is looked for in it, and what is there instead."""

OTHERWISE: dict[str, Edit] = {
    "another length of the cycle": ("rules.yml", "(AMENAGE: .*years: )3", r"\g<1>2"),
    "another number of categories": ("rules.yml", "(AMENAGE: .*minimum_categories: )2", r"\g<1>1"),
    "a cap of its own": ("rules.yml", "(AMENAGE: .*minimum_categories: 2)", r"\1, total_cap: 20"),
    "another cap of a category": ("3-promotion.yml", "AMENAGE: 5", "AMENAGE: 4"),
    "a minimum in a category": ("3-promotion.yml", "^(caps: .*)$", r"\1\nminimums: {AMENAGE: 1}"),
    "an activity that it does not open": ("3-promotion.yml", "FISE3, FISE4, FISA, AMENAGE", "FISE3, FISE4, FISA"),
    "two profiles that count the same": ("rules.yml", "(?<=  )FISE3: (.*)$", r"FISE3: \1\n  DOUBLE: \1"),
}


@pytest.mark.parametrize("edit", OTHERWISE.values(), ids=OTHERWISE)
def test_a_profile_is_left_to_a_person_when_none_or_several_count_the_same(old: Path, edit: Edit) -> None:
    if "DOUBLE" in edit[2]:
        for path in old.glob("grid/2025-2026/[1-8]-*.yml"):
            edited(path, r"FISE3(: \d+)?,", r"FISE3\1, DOUBLE\1,")
    edited(old / "grid/2025-2026" / edit[0], *edit[1:])
    before = (old / STUDENT).read_text(), counted(old)

    _, words, _ = run("fix", "--repo", old, "--lang", "en")

    listed = "FISE3 or DOUBLE" if "DOUBLE" in edit[2] else "—"
    assert ((old / STUDENT).read_text(), counted(old)) == before
    assert f"those that count the same: {listed}." in " ".join(words.split())


@pytest.mark.parametrize(
    "edit", [("3-promotion.yml", "AMENAGE: 5", "AMENAGE: 4"), ("rules.yml", "^  AMENAGE: .*\n", "")]
)
def test_a_later_grid_that_counts_otherwise_is_looked_at_too(old: Path, edit: Edit) -> None:
    later = old / "grid/2026-2027"
    shutil.copytree(old / "grid/2025-2026", later)
    for path in later.glob("*.yml"):
        edited(path, "^", "")
        path.write_text(re.sub(r"\b202[56]\b", lambda year: str(int(year[0]) + 1), path.read_text()))
    same = said(old)
    edited(later / edit[0], *edit[1:])

    run("fix", "--repo", old)

    assert (same, said(old), "AMENAGE" in (old / STUDENT).read_text()) == (["PP422"], ["PP422"], True)


def test_nothing_is_said_of_the_same_while_a_grid_does_not_read(old: Path) -> None:
    later = old / "grid/2026-2027/rules.yml"
    later.parent.mkdir()
    later.write_text("year: [\n")

    run("fix", "--repo", old)
    kept = (old / STUDENT).read_text()
    later.unlink()
    run("fix", "--repo", old)

    assert ("AMENAGE" in kept, "AMENAGE" in (old / STUDENT).read_text()) == (True, False)


def test_a_threshold_that_is_not_fixed_yet_stays_with_its_profile(old: Path) -> None:
    edited(old / STUDENT, r"(?s)^arrangement:.*", "")

    run("fix", "--repo", old)

    assert (said(old), counted(old)[0]["required"]) == (["PP404"], None)


def test_the_rest_of_the_file_stays_and_mending_again_changes_nothing(old: Path) -> None:
    edited(old / STUDENT, "^profile: AMENAGE$", "profile: 'AMENAGE'  # vu le 4 novembre")

    trial = json.loads(run("fix", "--repo", old, "--dry-run", "--format", "json")[1])
    run("fix", "--repo", old)
    again = run("fix", "--repo", old, "--dry-run", "--lang", "en")

    assert trial["mended"][0]["repairs"] == [{"kind": "profile", "lines": [4]}]
    assert "profile: FISE3  # vu le 4 novembre\narrangement:\n  required: 7\n" in (old / STUDENT).read_text()
    assert (again[0], again[1]) == (0, "")
