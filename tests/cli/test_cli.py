"""The commands as a person types them: what they print, and how they end.

Each way to end is seen once in a process of its own; what else they print needs none.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.places import BASE
from tests.running import run, typed

DECLARATION = "declarations/2025/s-base000001/3.1-portes-ouvertes.yml"
DAY = "--on=2026-10-31"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A small valid school, in a folder where it may be spoiled."""
    return Path(shutil.copytree(BASE, tmp_path / "école"))


def spoil(school: Path, old: str, new: str) -> None:
    path = school / DECLARATION
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def commit(school: Path) -> None:
    git = ["git", "-C", str(school), "-c", "user.name=essai", "-c", "user.email=essai@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "essai"], check=True)


def test_a_clean_school_ends_with_zero(school: Path) -> None:
    code, out, err = typed("check", school, DAY)

    assert (code, out, err) == (0, "Aucune remarque : 12 fichiers de 1 dossier vérifiés.\n", "")


def test_a_finding_ends_with_one_and_says_file_and_line(school: Path) -> None:
    spoil(school, "quantity: 2", 'quantity: "deux"')

    code, out, _ = typed("check", school, DAY)

    assert (code, out.splitlines()[0]) == (1, f"{DECLARATION}:6:11  PP103  erreur")


def test_several_mistakes_of_one_file_are_reported_in_one_run(school: Path) -> None:
    spoil(school, 'activity: "3.1"', "activity: 3.1")
    spoil(school, "quantity: 2", "quantity: 2\nlieu: Tours")
    spoil(school, "from: 2026-01-31, to: 2026-01-31", "from: 2026-01-31, to: 2026-01-30")

    code, out, _ = run("check", school, DAY, "--format", "json")

    found = {(f["line"], f["code"]) for f in json.loads(out)["findings"]}
    assert (code, found >= {(2, "PP103"), (7, "PP101"), (5, "PP308")}) == (1, True)


def test_a_missing_root_ends_with_two(tmp_path: Path) -> None:
    code, out, err = typed("check", tmp_path / "rien")

    assert (code, out, err) == (2, "", f"Le dossier {tmp_path / 'rien'} n'existe pas.\n")


def test_a_folder_that_is_no_repository_ends_with_two(tmp_path: Path) -> None:
    assert run("check", tmp_path)[0] == 2


def test_an_unknown_revision_ends_with_two(school: Path) -> None:
    commit(school)

    code, _, err = run("check", school, "--rev", "nulle-part", lang="en")

    assert (code, err) == (2, "The revision nulle-part does not exist in this repository.\n")


def test_an_unknown_option_ends_with_two(school: Path) -> None:
    assert run("check", school, "--couleur")[0] == 2


def test_a_revision_gives_the_findings_of_the_same_files_even_in_a_dirty_tree(school: Path) -> None:
    spoil(school, "quantity: 2", "quantity: 0")
    on_disk = run("check", school, DAY, "--format", "json")
    commit(school)
    spoil(school, "title:", "titre:")

    at_revision = run("check", school, DAY, "--rev", "HEAD", "--format", "json")

    assert at_revision == on_disk


def test_an_output_file_is_written_whole(school: Path, tmp_path: Path) -> None:
    code, out, _ = run("check", school, DAY, "--format", "json", "--output", tmp_path / "o.json")

    assert (code, out, json.loads((tmp_path / "o.json").read_text())["outcome"]) == (0, "", "clean")


def test_an_output_that_cannot_be_written_ends_with_two(school: Path, tmp_path: Path) -> None:
    assert typed("check", school, DAY, "--output", tmp_path / "nulle" / "part.json")[0] == 2


def test_the_balance_of_one_student_explains_each_line(school: Path) -> None:
    code, out, _ = run("balance", "s-base000001", "--root", school, DAY)

    assert code == 0
    assert "à décider" in out
    assert "Bilan : 0 / 10" in out


def test_the_balance_as_json_has_the_public_keys(school: Path) -> None:
    _, out, _ = run("balance", "--root", school, DAY, "--format", "json")

    (student,) = json.loads(out)["students"]
    assert {
        "student", "cohort", "programme", "profile", "required", "claimed", "credited", "categories", "quitus",
        "missing", "lines",
    } <= set(student)  # fmt: skip
    assert (student["claimed"], student["credited"], student["quitus"]) == (1, 0, "missing")
    assert [(line["claimed"], line["credited"], line["reason"]) for line in student["lines"]] == [(1, 0, "à décider")]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("fr", "La scolarité le trouve dans son registre"), ("en", "The registry office finds it in its register")],
)
def test_a_name_instead_of_a_pseudonym_is_told_where_to_be_found(school: Path, lang: str, words: str) -> None:
    code, out, said = run("balance", "DUPONT Léa", "--root", school, lang=lang)

    assert (code, out) == (2, "")
    assert words in said
    assert "polyvalidate register find 'DUPONT Léa' --register" in said


def test_a_cohort_without_students_is_told_with_its_repository(school: Path) -> None:
    said = run("balance", "--cohort", "2019", "--root", school, lang="fr")[2]

    assert said == f"Aucun dossier d'élève pour 2019 dans le dépôt {school.resolve()}.\n"


@pytest.mark.parametrize("day", ["15/05/2026", "15 mai 2026", "2026-05-15"])
def test_a_day_is_taken_as_people_write_it(school: Path, day: str) -> None:
    assert run("balance", "s-base000001", "--root", school, "--on", day)[0] == 0


@pytest.mark.parametrize(("lang", "words"), [("fr", "Cette date n'est pas comprise."), ("en", "is not understood.")])
def test_a_day_that_is_none_is_told_with_its_option(school: Path, lang: str, words: str) -> None:
    code, _, said = run("balance", "--root", school, "--on", "demain", lang=lang)

    assert (code, words in said, "--on" in said) == (2, True, True)


def test_an_unknown_student_ends_with_two(school: Path) -> None:
    assert run("balance", "s-0000000000", "--root", school)[0] == 2


def test_a_rule_is_explained_in_both_languages() -> None:
    assert "Un fichier vide ne déclare rien" in run("explain", "PP006")[1]
    assert "An empty file declares nothing" in run("explain", "pp006", lang="en")[1]


def test_an_unknown_rule_offers_the_nearest() -> None:
    code, _, err = run("explain", "PP999")

    assert (code, "PP999" in err) == (2, True)


def test_the_language_asked_for_wins_over_the_environment(school: Path) -> None:
    assert typed("check", school, DAY, "--lang", "en", lang="fr")[1].startswith("Nothing to report")


def test_a_new_school_passes_its_own_check_on_disk_and_at_its_first_commit(tmp_path: Path) -> None:
    made = run("init", tmp_path / "neuve")

    assert (made[0], run("check", tmp_path / "neuve")[0], run("check", tmp_path / "neuve", "--rev", "HEAD")[0]) == (
        0,
        0,
        0,
    )
    assert not list((tmp_path / "neuve" / "declarations").rglob("*.yml"))


def test_a_folder_in_use_is_left_alone(school: Path) -> None:
    code, _, err = run("init", school)

    assert (code, "n'est pas vide" in err) == (2, True)


def test_schemas_are_brought_up_to_date(school: Path) -> None:
    (school / "schemas").mkdir()
    (school / "schemas" / "student.schema.json").write_text("{}")
    before = run("check", school, DAY)[1]

    run("init", school, "--schemas")

    assert ("PP021" in before, "PP021" in run("check", school, DAY)[1]) == (True, False)


def test_the_grid_says_that_it_is_an_example_and_what_an_activity_is_worth() -> None:
    _, out, _ = run("grid", "show", "--root", BASE.parent.parent.parent)

    assert "Grille d'exemple, à remplacer par celle de l'école." in out
    assert [line.split()[0] for line in out.splitlines() if line.startswith("3.1 ")] == ["3.1"]


def test_two_years_of_the_grid_differ_by_what_touches_points() -> None:
    _, out, _ = run("grid", "diff", "2024-2025", "2025-2026", "--root", BASE.parent.parent.parent)

    assert "3.1 points : 0,25 → 0,5" in out.splitlines()


def test_an_unknown_year_of_the_grid_ends_with_two() -> None:
    assert run("grid", "show", "--year", "1999-2000", "--root", BASE)[0] == 2


def test_a_folder_outside_any_repository_is_said_with_where_to_go(tmp_path: Path) -> None:
    code, _, said = run("follow", "--repo", tmp_path)

    assert (code, said.strip()) == (
        2,
        f"Le dossier {tmp_path.resolve()} n'est pas dans un dépôt Git. Allez dans celui de votre école (cd …), ou "
        "donnez son chemin avec --repo.",
    )
