"""Whole stories on real repositories, through the commands: students, evaluators, the jury, and an attacker."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proposing import FAIR, FOLDER, JURY, OTHER, STUDENT, School
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
OTHER_FOLDER = "declarations/2025/s-base000002"


@pytest.fixture
def school(tmp_path: Path) -> School:
    made = School(tmp_path / "école")
    student = made.read(f"{FOLDER}/student.yml").replace(STUDENT, OTHER)
    made.settle({f"{OTHER_FOLDER}/student.yml": student})
    return made


def gate(school: School, head: str, actor: str) -> tuple[int, str]:
    words = ("--base", "main", "--head", head, "--actor", actor, "--opened-at", "2026-02-10", "--on", "2026-03-01")
    code, said, error = run("gate", "--repo", school.place, *words)
    return code, said + error


def merge(school: School, head: str, author: str, *words: str, on: str = "2026-03-01") -> tuple[int, str]:
    opened = ("--author", author, "--opened-at", "2026-02-10", "--on", on)
    code, said, error = run("merge", "--repo", school.place, "--head", head, *opened, *words)
    return code, said + error


def credited(school: School, student: str = "s-base000001") -> float:
    _, said, _ = run("balance", student, "--root", school.place, "--format", "json", "--on", "2026-05-01")
    found: float = json.loads(said)["students"][0]["credited"]
    return found


def audited(school: School) -> int:
    return run("audit", "--repo", school.place)[0]


def test_a_wrong_declaration_is_mended_evaluated_merged_and_counts(school: School) -> None:
    wrong = school.propose({NEW: FAIR.replace("to: 2026-02-03", "to: 2026-02-01")})
    code, said = gate(school, wrong, STUDENT)
    assert (code, said.splitlines()[0]) == (
        1,
        "✗ À corriger : 1 erreur. Modifiez votre demande, le contrôle repart tout seul.",
    )

    mended = school.propose({NEW: FAIR}, since=wrong)
    assert gate(school, mended, STUDENT)[0] == 0

    school.git("checkout", "-q", "--detach", mended)
    evaluated = run("evaluate", NEW, "--root", school.place, "--accept", "--as", "ref-3", "--on", "2026-02-20")
    school.git("checkout", "-q", "-f", "main")
    assert evaluated[0] == 0

    before = credited(school)
    assert merge(school, mended, STUDENT, "--as", "ref-3", "--accept", "--number", "4")[0] == 0
    assert (before, credited(school), audited(school)) == (0, 0.5, 0)


def test_a_refusal_is_merged_appealed_and_answered_by_the_jury(school: School) -> None:
    head = school.propose({NEW: FAIR})
    refused = merge(school, head, STUDENT, "--as", "ref-3", "--refuse", "--comment", "Présence non confirmée.")
    assert (refused[0], credited(school)) == (0, 0)

    appeal = "appeal:\n  on: 2026-03-05\n  reason: L'organisateur confirme ma présence.\n"
    asked = school.propose({NEW: school.read(NEW) + appeal})
    assert merge(school, asked, STUDENT, "--as", "jury-1", on="2026-03-06")[0] == 0

    answer = "  outcome: granted\n  by: jury-1\n  decided: 2026-03-20\n  comment: Attestation reçue.\n"
    by_student = school.propose({NEW: school.read(NEW) + answer})
    assert merge(school, by_student, STUDENT, "--as", "jury-1", on="2026-03-20")[0] == 1
    assert merge(school, by_student, JURY, "--as", "jury-1", on="2026-03-20")[0] == 0

    assert (credited(school), audited(school)) == (0.5, 0)


def test_an_attack_by_another_student_goes_nowhere(school: School) -> None:
    merge(school, school.propose({NEW: FAIR}), STUDENT, "--as", "ref-3", "--accept")
    main, text = school.git("rev-parse", "main"), school.read(NEW)
    roles = school.read("grid/roles.yml")
    attacks = [
        school.propose({NEW: text.replace("accepted", "refused")}),
        school.propose({NEW: None}),
        school.propose({f"{OTHER_FOLDER}/3.3-lycee.yml": text}),
        school.propose({"grid/roles.yml": roles.replace("github:1000003", OTHER)}),
        school.propose({f"{FOLDER}/student.yml": school.read(f"{FOLDER}/student.yml").replace(STUDENT, OTHER)}),
    ]

    assert [merge(school, head, OTHER, "--as", "ref-3")[0] for head in attacks] == [1, 1, 1, 1, 1]
    assert (school.git("rev-parse", "main"), audited(school)) == (main, 0)


def test_two_requests_that_pass_a_cap_together_are_both_merged_and_the_cap_says_what_it_takes(school: School) -> None:
    second = f"{FOLDER}/3.3-college.yml"
    other = FAIR.replace("a1a1", "d4d4").replace("2026-02-03", "2026-02-05").replace("quantity: 1", "quantity: 2")
    heads = [school.propose({NEW: FAIR}), school.propose({second: other})]

    said = [merge(school, head, STUDENT, "--as", "ref-4", "--accept") for head in heads]

    assert [(code, text.splitlines()[1]) for code, text in said] == [
        (0, "  s-base000001 : 0 → 0,5 point sur 10"),
        (0, "  s-base000001 : 0,5 → 1 point sur 10"),
    ]
    _, balance, _ = run("balance", "s-base000001", "--root", school.place, "--on", "2026-05-01")
    assert "plafond de l'activité pour l'année (1 point) : 0,5 point en moins" in balance
    assert audited(school) == 0


def test_the_same_document_used_by_two_students_is_seen_at_the_second_merge(school: School) -> None:
    heads = [school.propose({NEW: FAIR}), school.propose({f"{OTHER_FOLDER}/3.3-lycee.yml": FAIR})]

    first = merge(school, heads[0], STUDENT, "--as", "ref-3", "--accept")
    second = merge(school, heads[1], OTHER, "--as", "ref-3", "--accept")

    assert (first[0], "PP501" in first[1], second[0], "PP501" in second[1]) == (0, False, 0, True)


def test_the_same_activity_declared_in_two_requests_is_refused_at_the_second(school: School) -> None:
    heads = [school.propose({NEW: FAIR}), school.propose({f"{FOLDER}/3.3-lycee-bis.yml": FAIR})]

    first = merge(school, heads[0], STUDENT, "--as", "ref-3", "--accept")
    second = merge(school, heads[1], STUDENT, "--as", "ref-3", "--accept")

    assert (first[0], second[0]) == (0, 1)
    assert "PP410" in second[1]
    assert credited(school) == 0.5
