"""The demonstration school: the same for the same seed, whole or absent, clean, with nobody in it."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from polyvalidate import repository
from polyvalidate.demo import DemoError, DemoSummary, make_school
from polyvalidate.model.findings import Severity
from polyvalidate.office.register.register import Register, parsed
from polyvalidate.school.check import check
from tests.running import run

ENVIRONMENT = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
YEARS = ("2024-2025", "2025-2026")
"""The years of the example that this school is made from, whatever others the example has by now."""
AFTERWARDS = date(2026, 11, 15)


def example_files() -> dict[str, bytes]:
    """The grid of ``YEARS`` and the schemas that come with the program, by path."""
    found = {
        f"{folder}/{path.relative_to(repository.packaged(folder)).as_posix()}": path.read_bytes()
        for folder in ("grid", "schemas")
        for path in sorted(repository.packaged(folder).rglob("*"))
        if path.is_file()
    }
    kept = ("schemas/", "grid/roles.yml", *(f"grid/{year}/" for year in YEARS))
    return {path: data for path, data in found.items() if path.startswith(kept)}


def a_school(directory: Path, seed: int = 1, students: int = 30, cohorts: int = 3) -> DemoSummary:
    return make_school(directory, files=example_files(), students=students, cohorts=cohorts, seed=seed)


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def findings(root: Path, revision: str | None = None) -> list[tuple[str, str]]:
    """The errors and warnings; notes inform about the example grid, which is not this school's."""
    report = check(repository.open_tree(root, revision), AFTERWARDS, jobs=1).report
    return [(finding.code, finding.path) for finding in report.findings if finding.severity is not Severity.NOTE]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    return a_school(tmp_path_factory.mktemp("demonstration") / "school")


def test_the_same_seed_makes_the_same_commits(school: DemoSummary, tmp_path: Path) -> None:
    again = a_school(tmp_path / "again")

    assert again.head == school.head
    assert git(again.directory, "for-each-ref") == git(school.directory, "for-each-ref")


def test_the_same_seed_makes_the_same_private_files(school: DemoSummary, tmp_path: Path) -> None:
    again = a_school(tmp_path / "again")

    assert {p.name: p.read_bytes() for p in again.private.iterdir()} == {
        p.name: p.read_bytes() for p in school.private.iterdir()
    }


def test_another_seed_makes_another_school(school: DemoSummary, tmp_path: Path) -> None:
    other = a_school(tmp_path / "other", seed=2)

    assert other.head != school.head


def test_the_history_is_whole_for_git(school: DemoSummary) -> None:
    said = git(school.directory, "fsck", "--full", "--strict", "--no-dangling")

    assert said == ""


def test_main_is_checked_out_without_any_difference(school: DemoSummary) -> None:
    assert git(school.directory, "rev-parse", "HEAD") == school.head
    assert git(school.directory, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(school.directory, "status", "--porcelain") == ""


def test_every_change_of_main_is_a_commit_of_ours_and_bears_no_name(school: DemoSummary) -> None:
    rows = git(school.directory, "log", "--format=%P|%an <%ae>|%cn <%ce>", "main").split("\n")

    people = {row.partition("|")[2] for row in rows[:-1]}
    assert [len(row.partition("|")[0].split()) for row in rows] == [1] * school.merges + [0]
    assert {re.sub(r"(\S+) <\1@polyvalidate.invalid>", "code", who) for who in people} == {"code|code"}
    assert "EXEMPLE" not in git(school.directory, "log", "--format=%an%cn%B", "main")


def test_dates_never_go_back_along_main(school: DemoSummary) -> None:
    dates = [int(d) for d in git(school.directory, "log", "--first-parent", "--format=%ct", "main").split("\n")]

    assert dates == sorted(dates, reverse=True)


def test_a_request_is_always_opened_after_the_main_it_stands_on(school: DemoSummary) -> None:
    rows = git(school.directory, "rev-list", "--parents", "--timestamp", "--all").split("\n")
    at = {row.split()[1]: int(row.split()[0]) for row in rows}
    too_early = [
        commit for when, commit, *parents in (row.split() for row in rows) if any(at[p] > int(when) for p in parents)
    ]

    assert too_early == []


def test_nothing_of_main_is_dated_after_the_autumn_that_follows_the_last_year(school: DemoSummary) -> None:
    last = git(school.directory, "log", "-1", "--format=%cs", "main")

    assert last <= "2026-10-31"


def test_the_only_references_are_main_and_the_requests_still_open(school: DemoSummary) -> None:
    references = git(school.directory, "for-each-ref", "--format=%(refname)").split("\n")

    assert references == ["refs/heads/main", *sorted(request.ref for request in school.requests)]


def test_there_are_five_good_requests_and_the_ten_mistakes(school: DemoSummary) -> None:
    kinds = [(request.good, request.kind) for request in school.requests]

    assert kinds == [
        (True, "one-declaration"),
        (True, "several-declarations"),
        (True, "in-a-range"),
        (True, "sensitive"),
        (True, "second-reader"),
        (False, "file-of-another"),
        (False, "own-evaluation"),
        (False, "bad-yaml"),
        (False, "unknown-activity"),
        (False, "end-before-start"),
        (False, "missing-evidence"),
        (False, "personal-data"),
        (False, "link-for-file"),
        (False, "edited-grid"),
        (False, "duplicate"),
    ]


def test_each_open_request_stands_on_main_and_is_written_under_the_name_of_its_student(school: DemoSummary) -> None:
    register = parsed((school.private / "registre.json").read_bytes())
    assert isinstance(register, Register)
    for request in school.requests:
        member = register.by_code[request.author]
        written = git(school.directory, "log", "-1", "--format=%P|%an <%ae>", request.ref)

        assert written == f"{school.head}|{member.first} {member.surname} <{member.email}>"


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("file-of-another", "M\tdeclarations/"),
        ("own-evaluation", "A\tdeclarations/"),
        ("link-for-file", "A\tdeclarations/"),
        ("edited-grid", "M\tgrid/2025-2026/"),
        ("duplicate", "A\tdeclarations/"),
    ],
)
def test_a_mistaken_request_changes_what_it_should_not(school: DemoSummary, kind: str, changed: str) -> None:
    request = next(r for r in school.requests if r.kind == kind)

    names = git(school.directory, "diff-tree", "-r", "--name-status", "main", request.ref).split("\n")

    assert [name.startswith(changed) for name in names] == [True]
    assert (request.author in names[0]) == (kind not in ("file-of-another", "edited-grid"))


def test_a_link_is_proposed_as_a_link(school: DemoSummary) -> None:
    request = next(r for r in school.requests if r.kind == "link-for-file")

    modes = git(school.directory, "diff-tree", "-r", "main", request.ref).split()[:2]

    assert modes == [":000000", "120000"]


def test_main_is_clean(school: DemoSummary) -> None:
    assert findings(school.directory) == []


def test_the_good_requests_are_clean(school: DemoSummary) -> None:
    found = {r.kind: [code for code, _ in findings(school.directory, r.ref)] for r in school.requests if r.good}

    assert found == {
        "one-declaration": [],
        "several-declarations": [],
        "in-a-range": ["PP359"],  # a warning: somebody has to choose the points
        "sensitive": [],
        "second-reader": [],
    }


def test_the_check_alone_sees_the_mistakes_that_stand_in_files(school: DemoSummary) -> None:
    found = {r.kind: sorted({c for c, _ in findings(school.directory, r.ref)}) for r in school.requests if not r.good}

    assert found == {
        "file-of-another": [],  # who may write what is judged by comparing with main, not by the check
        "own-evaluation": [],
        "bad-yaml": ["PP010"],
        "unknown-activity": ["PP302"],
        "end-before-start": ["PP308"],
        "missing-evidence": ["PP330"],
        "personal-data": ["PP345", "PP346"],
        "link-for-file": ["PP002"],
        "edited-grid": [],
        "duplicate": ["PP410"],
    }


def test_every_student_whose_cycle_is_over_has_a_quitus(school: DemoSummary) -> None:
    folders = sorted((school.directory / "declarations" / "2023").iterdir())
    decided = [f for f in folders if (f / "quitus.yml").exists()]
    excused = [f for f in folders if any(w in (f / "student.yml").read_text() for w in ("extra_years:", "left:"))]

    assert sorted(decided + excused) == folders


def test_private_files_stand_beside_the_repository_and_nothing_of_them_inside(school: DemoSummary) -> None:
    inside = git(school.directory, "log", "--all", "--format=", "--name-only")

    assert school.private == school.directory.with_name("school-prive")
    assert sorted(path.name for path in school.private.iterdir()) == ["apogee.csv", "registre.json"]
    assert "apogee" not in inside
    assert git(school.directory, "log", "--all", "--format=%h", "-S99000001") == ""


def test_the_apogee_extraction_has_the_form_of_a_real_one(school: DemoSummary) -> None:
    data = (school.private / "apogee.csv").read_bytes()

    rows = data.decode("cp1252").split("\r\n")

    assert rows[0] == "COD_ETU;LIB_NOM_PAT_IND;LIB_NOM_USU_IND;LIB_PR1_IND;COD_ETP;COD_VRS_VET;COD_ANU"
    assert rows[2].startswith("99000002;EXEMPLE-002;;Élève;P")
    assert {row.rpartition(";")[2] for row in rows[1:-1]} == {"2025"}


def test_the_register_knows_every_student(school: DemoSummary) -> None:
    register = parsed((school.private / "registre.json").read_bytes())
    folders = {path.name for path in (school.directory / "declarations").glob("*/*")}

    assert isinstance(register, Register)
    assert set(register.by_code) == folders
    assert register.root == git(school.directory, "rev-list", "--max-parents=0", "main").strip()


def test_one_cohort_alone_is_a_school_too(tmp_path: Path) -> None:
    made = a_school(tmp_path / "small", students=15, cohorts=1)

    assert made.cohorts == (2025,)
    assert findings(made.directory) == []


def test_five_cohorts_have_the_grids_of_five_years(tmp_path: Path) -> None:
    made = a_school(tmp_path / "long", cohorts=5)

    years = sorted(path.name for path in (made.directory / "grid").iterdir() if path.is_dir())

    assert years == ["2021-2022", "2022-2023", "2023-2024", "2024-2025", "2025-2026"]
    assert findings(made.directory) == []


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    make_school(
        tmp_path / "school",
        files=example_files(),
        students=15,
        cohorts=1,
        seed=1,
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == sorted(told)
    assert told[-1] == (33, 33)


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "school").mkdir()
    (tmp_path / "school" / "mine.txt").write_text("mine")

    with pytest.raises(DemoError) as refused:
        a_school(tmp_path / "school")

    assert refused.value.text.fr == (
        f"{tmp_path / 'school'} existe déjà et n'est pas un dossier vide : choisissez un autre nom."
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["school", "mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "school").mkdir()

    a_school(tmp_path / "school", students=15, cohorts=1)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["school", "school-prive"]


def test_a_register_that_would_stand_in_git_is_refused_and_accepted_elsewhere(tmp_path: Path) -> None:
    around, elsewhere = tmp_path / "around", tmp_path / "elsewhere"
    subprocess.run(["git", "init", "-q", str(around)], env=ENVIRONMENT, check=True)
    asked = ("demo", around / "school", "--students", "15", "--cohorts", "1")

    refused = run(*asked, lang="en")
    made = run(*asked, "--private", elsewhere)
    read = run("register", "find", "EXEMPLE-001", "--register", elsewhere / "registre.json")

    said = " ".join(refused[2].split())
    assert (refused[0], f"inside the Git repository {around}" in said, "--private" in said) == (2, True, True)
    assert (made[0], f"registre et la liste APOGEE fictifs : {elsewhere}" in made[1]) == (0, True)
    assert (read[0], "EXEMPLE-001" in read[1], sorted(os.listdir(around))) == (0, True, [".git", "school"])


def test_the_command_gives_the_school_the_settings_of_the_template(tmp_path: Path) -> None:
    made = run("demo", tmp_path / "school", "--students", "15", "--cohorts", "1")
    template = repository.packaged("template")

    settings = {name: (template / name).read_text("utf-8").strip() for name in (".gitattributes", ".gitignore")}
    assert made[0] == 0
    assert {name: git(tmp_path / "school", "show", f"HEAD:{name}") for name in settings} == settings


def test_private_files_of_another_school_are_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "school-prive").mkdir()
    (tmp_path / "school-prive" / "registre.json").write_text("mine")

    with pytest.raises(DemoError):
        a_school(tmp_path / "school")

    assert [path.name for path in tmp_path.iterdir()] == ["school-prive"]


@pytest.mark.parametrize(("students", "cohorts"), [(0, 3), (14, 3), (100_001, 3), (30, 0), (30, 13)])
def test_a_school_out_of_bounds_is_refused(tmp_path: Path, students: int, cohorts: int) -> None:
    with pytest.raises(DemoError):
        a_school(tmp_path / "school", students=students, cohorts=cohorts)

    assert list(tmp_path.iterdir()) == []


def test_a_failure_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupted(done: int, _total: int) -> None:
        if done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_school(tmp_path / "school", files=example_files(), students=30, cohorts=3, seed=1, progress=interrupted)

    assert list(tmp_path.iterdir()) == []


def test_a_grid_that_does_not_read_is_named(tmp_path: Path) -> None:
    files = {**example_files(), "grid/2025-2026/rules.yml": b'year: "2025-2026\n'}

    with pytest.raises(DemoError) as refused:
        make_school(tmp_path / "school", files=files, students=30, cohorts=3, seed=1)

    assert refused.value.text.en == (
        "The file grid/2025-2026/rules.yml of the example grid does not read: mend it, then start again."
    )
    assert list(tmp_path.iterdir()) == []


def test_an_environment_that_points_to_another_repository_changes_nothing(
    school: DemoSummary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z")

    made = a_school(tmp_path / "school")

    assert made.head == school.head
    assert sorted(path.name for path in tmp_path.iterdir()) == ["school", "school-prive"]
