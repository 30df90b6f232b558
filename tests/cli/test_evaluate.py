"""``polyvalidate evaluate`` as a teacher types it: what is written, what is refused, and what stays as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from polyvalidate import __version__
from tests.proposing import FAIR, OPEN_DAY, School
from tests.running import run

FOLDER = "declarations/2025/s-base000001"
PRESIDENCY, ABROAD = f"{FOLDER}/2.1-presidence.yml", f"{FOLDER}/8.3-international.yml"
THREE_POINTS = FAIR.replace('"3.3"', '"2.1"').replace("2026-02-03, to", "2025-10-01, to").replace(
    "kind: E1", "kind: E3"
) + ("  - kind: E6\n    store: pull-request\n    name: bilan.pdf\n    sha256: " + "b2" * 32 + "\n")
RANGE = THREE_POINTS.replace('"2.1"', '"8.3"').replace("kind: E3", "kind: E4")


@pytest.fixture
def school(tmp_path: Path) -> School:
    made = School(tmp_path / "école")
    made.settle({PRESIDENCY: THREE_POINTS, ABROAD: RANGE})
    return made


def evaluate(school: School, *words: str, path: str = OPEN_DAY, lang: str = "fr") -> tuple[int, str]:
    """The exit code and all that was said, on the day of the decision."""
    code, said, error = run("evaluate", path, "--repo", school.place, "--on", "2026-02-20", *words, lang=lang)
    return code, said + error


def test_accepting_writes_the_points_of_the_grid_and_nothing_else(school: School) -> None:
    before = school.read(OPEN_DAY)

    code, said = evaluate(school, "--accept", "--as", "ref-3")

    assert school.read(OPEN_DAY) == before + (
        "evaluation:\n  decision: accepted\n  points: 1\n  by: ref-3\n  on: 2026-02-20\n"
    )
    assert code == 0
    assert said.splitlines() == [
        "✓ 3.1-portes-ouvertes.yml : acceptée, 1 point (ref-3, 20 février 2026).",
        "  s-base000001 : 0 → 1 point sur 10",
        "Étape suivante : proposez ce fichier dans une demande à votre nom. Si la déclaration n'est pas encore "
        "fusionnée, polyvalidate merge écrit cette décision dans la fusion.",
    ]


def test_fewer_points_are_a_partial_decision_with_a_reason(school: School) -> None:
    refused = evaluate(school, "--points", "0,5", "--as", "ref-3")
    code, said = evaluate(school, "--points", "0.5", "--as", "ref-3", "--comment", "Le matin seulement.")

    assert refused == (
        1,
        "C'est moins que ce que la grille donne (1 point). Ajoutez --comment avec la raison.\nRien n'a été écrit.\n",
    )
    assert (code, said.splitlines()[1]) == (0, "  s-base000001 : 0 → 0,5 point sur 10")
    assert "  decision: partial\n  points: 0.5\n" in school.read(OPEN_DAY)


def test_a_refusal_needs_a_reason(school: School) -> None:
    assert evaluate(school, "--refuse", "--as", "ref-3", lang="en") == (
        1,
        "A refusal says why, so that it can be understood and appealed. Add --comment with the reason.\n"
        "Nothing was written.\n",
    )


def test_the_points_of_a_range_are_chosen(school: School) -> None:
    asked, _ = evaluate(school, "--accept", "--as", "ref-7", path=ABROAD)
    code, said = evaluate(school, "--points", "1,5", "--as", "ref-7", "--comment", "Un semestre.", path=ABROAD)

    assert (asked, code, said.splitlines()[:2]) == (
        1,
        0,
        [
            "✓ 8.3-international.yml : acceptée, 1,5 point (ref-7, 20 février 2026).",
            "  s-base000001 : 0 → 1,5 point sur 10",
        ],
    )


def test_a_second_reader_is_asked_from_three_points(school: School) -> None:
    asked = evaluate(school, "--points", "3", "--as", "ref-1", path=PRESIDENCY)
    code, said = evaluate(school, "--points", "3", "--as", "ref-1", "--second", "ref-2", path=PRESIDENCY)

    assert asked[1].splitlines()[0] == (
        "À partir de 3 points, une seconde personne relit. Ajoutez --second avec son code : ref-2."
    )
    assert (code, said.splitlines()[-1]) == (
        0,
        "Étape suivante : proposez ce fichier dans une demande à votre nom, que ref-2 relit et approuve.",
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--accept", "--as", "ref-1"), "ref-1 n'évalue pas l'activité 3.1. Laissez la décision à ref-3 ou ref-4."),
        (
            ("--accept", "--as", "ref-99"),
            "Le code ref-99 n'est pas dans grid/roles.yml. Vérifiez-le avec la scolarité.",
        ),
        (
            ("--points", "5", "--as", "ref-3"),
            "L'activité 3.1 vaut ici 1 point au plus. Donnez un nombre inférieur ou égal.",
        ),
    ],
)
def test_what_is_not_possible_is_said_and_nothing_is_written(
    school: School, words: tuple[str, ...], sentence: str
) -> None:
    before = school.read(OPEN_DAY)

    code, said = evaluate(school, *words)

    assert (code, said.splitlines()[0], school.read(OPEN_DAY)) == (1, sentence, before)


def test_nobody_decides_their_own_declaration(school: School) -> None:
    student = "declarations/2025/s-base000001/student.yml"
    school.write({student: school.read(student).replace("github:2000001", "github:1000003")})

    code, said = evaluate(school, "--accept", "--as", "ref-3")

    assert (code, said.splitlines()[0]) == (1, "Cette déclaration est la vôtre. Laissez la décision à ref-4.")


def test_a_decision_before_the_end_of_the_activity_is_refused_by_the_rules(school: School) -> None:
    before = school.read(OPEN_DAY)

    code, _, error = run("evaluate", OPEN_DAY, "--repo", school.place, "--accept", "--as", "ref-3", "--on=2026-01-02")

    assert (code, "PP358" in error, school.read(OPEN_DAY)) == (1, True, before)


def test_a_dry_run_and_a_request_to_complete_write_nothing(school: School) -> None:
    before = school.read(OPEN_DAY)

    tried, _ = evaluate(school, "--accept", "--as", "ref-3", "--dry-run")
    code, said = evaluate(school, "--complete", "Joignez la liste signée.", "--as", "ref-3")

    assert (tried, code, school.read(OPEN_DAY)) == (0, 0, before)
    assert said.startswith("Votre déclaration (activité 3.1) est à compléter :\n\nJoignez la liste signée.\n\n")


# --- for programs -----------------------------------------------------------------------------------------------------


def as_json(school: School, *words: str, path: str = OPEN_DAY, code: int = 0) -> dict[str, Any]:
    """What ``--format json`` says and nothing else, twice the same when nothing is written."""
    ended, said, error = run(
        "evaluate", path, "--repo", school.place, "--on", "2026-02-20", "--as", "ref-3", "--format", "json", *words
    )
    assert (ended, error) == (code, "")
    found: dict[str, Any] = json.loads(said)
    return found


def test_a_trial_in_json_says_what_would_be_decided_and_the_next_run_that_it_is(school: School) -> None:
    words = ("--points", "0.5", "--comment", "Le matin seulement.")

    trial, again = (as_json(school, *words, "--dry-run") for _ in range(2))
    done = as_json(school, *words)

    assert trial == again == {
        "tool": "polyvalidate",
        "version": __version__,
        "outcome": "possible",
        "message": None,
        "decisions": [
            {
                "path": OPEN_DAY,
                "decision": "partial",
                "points": 0.5,
                "by": "ref-3",
                "second": None,
                "on": "2026-02-20",
                "comment": "Le matin seulement.",
            }
        ],
        "students": [{"student": "s-base000001", "before": 0, "after": 0.5, "required": 10}],
        "findings": [],
    }  # fmt: skip
    assert (list(done), done["decisions"], done["students"]) == (list(trial), trial["decisions"], trial["students"])
    assert (done["outcome"], done["message"].split(" : ")[0]) == ("written", "Étape suivante")


def test_a_refusal_in_json_has_no_points(school: School) -> None:
    found = as_json(school, "--refuse", "--comment", "Absence.", "--dry-run")

    assert [(each["decision"], each["points"]) for each in found["decisions"]] == [("refused", None)]


def test_what_is_not_possible_is_in_the_json_with_its_reason_and_its_findings(school: School) -> None:
    before = school.read(OPEN_DAY)

    fewer = as_json(school, "--points", "0,5", code=1)
    early = as_json(school, "--accept", "--on", "2026-01-02", code=1)

    assert (fewer["outcome"], fewer["decisions"], fewer["findings"]) == ("refused", [], [])
    assert fewer["message"] == "C'est moins que ce que la grille donne (1 point). Ajoutez --comment avec la raison."
    assert (early["outcome"], "PP358" in {found["code"] for found in early["findings"]}) == ("refused", True)
    assert (list(fewer), school.read(OPEN_DAY)) == (list(early), before)


def test_what_is_to_be_completed_is_in_the_json_as_it_is_to_be_posted(school: School) -> None:
    _, said = evaluate(school, "--complete", "Joignez la liste signée.", "--as", "ref-3")

    found = as_json(school, "--complete", "Joignez la liste signée.")

    assert (found["outcome"], f"{found['message']}\n", found["decisions"]) == ("to-complete", said, [])


def test_several_decisions_or_none_are_wrong_usage(school: School) -> None:
    assert [
        evaluate(school, *words, "--as", "ref-3")[0] for words in ((), ("--accept", "--refuse"), ("--points", "a"))
    ] == [
        2,
        2,
        2,
    ]
