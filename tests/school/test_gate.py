"""The gate as it is used: a request of a real repository, its verdict, its words and its exit code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.judgement.verdict import MOST_FILES
from polyvalidate.school.gate import proposal
from tests.proposing import FAIR, FOLDER, KEEPER, NOBODY, OPEN_DAY, OTHER, REFERENT_1, REFERENT_3, STUDENT, School
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
RULES = "grid/2025-2026/rules.yml"
WHEN = ("--opened-at", "2026-02-10", "--on", "2026-03-01")
EVALUATION = """\
evaluation:
  decision: refused
  by: ref-3
  on: 2026-02-20
  comment: Présence non confirmée par l'organisateur.
"""


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def gate(school: School, head: str, actor: str, *more: str, lang: str = "fr") -> tuple[int, str]:
    words = ("gate", "--repo", school.place, "--base", "main", "--head", head, "--actor", actor, *WHEN, *more)
    code, said, error = run(*words, lang=lang)
    return code, said + error


def verdict(school: School, head: str, actor: str, *more: str) -> dict[str, Any]:
    """The verdict as JSON, with the exit code."""
    code, said = gate(school, head, actor, "--format", "json", *more)
    answer: dict[str, Any] = json.loads(said)
    return answer | {"exit": code}


def short(answer: dict[str, Any]) -> tuple[int, str, str, list[str]]:
    """Exit code, outcome, status and the codes of what the change introduces."""
    codes = [finding["code"] for finding in answer["findings"] if finding["introduced"]]
    return answer["exit"], answer["outcome"], answer["status"], codes


def test_a_good_declaration_of_ones_own_passes_and_says_who_reads_it(school: School) -> None:
    answer = verdict(school, school.propose({NEW: FAIR}), STUDENT)

    assert short(answer) == (0, "ok", "pending", [])
    assert answer["awaits"] == [{"kind": "decision", "path": NEW, "codes": ["ref-3", "ref-4"], "blocking": True}]
    assert answer["students"] == [{"student": "s-base000001", "before": 0, "after": 0.5, "required": 10}]
    assert {change["allowed"] for change in answer["changes"]} == {True}


def test_where_the_merge_decides_a_good_declaration_waits_for_nothing_and_says_who_reads_it(school: School) -> None:
    rules = "grid/2025-2026/rules.yml"
    school.settle({rules: school.read(rules) + "decisions: merged\n"})

    answer = verdict(school, school.propose({NEW: FAIR}), STUDENT)

    assert short(answer) == (0, "ok", "success", [])
    assert answer["awaits"] == [{"kind": "referent", "path": NEW, "codes": ["ref-3", "ref-4"], "blocking": False}]
    assert answer["students"] == [{"student": "s-base000001", "before": 1, "after": 1.5, "required": 10}]


def test_a_wrong_date_is_the_authors_to_mend(school: School) -> None:
    head = school.propose({NEW: FAIR.replace("to: 2026-02-03", "to: 2026-02-01")})

    assert short(verdict(school, head, STUDENT)) == (1, "introduces", "failure", ["PP308"])


def test_another_student_writes_nothing_there(school: School) -> None:
    answer = verdict(school, school.propose({NEW: FAIR}), OTHER)

    assert (answer["exit"], answer["status"], {c["allowed"] for c in answer["changes"]}) == (1, "failure", {False})


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("declarations/2025/s-0000000009/3.3-lycee.yml", "PP602"),
        ("declarations/2024/s-base000001/3.3-lycee.yml", "PP602"),
        ("declarations/2025/s-base/3.3-lycee.yml", "PP612"),
        ("declarations/3.3-lycee.yml", "PP612"),
        ("3.3-lycee.yml", "PP612"),
    ],
)
def test_a_wrong_folder_names_one_s_own_and_shows_no_balance(school: School, path: str, code: str) -> None:
    said = " ".join(gate(school, school.propose({path: FAIR}), STUDENT, "--across")[1].split())
    found = verdict(school, school.propose({path: FAIR}), STUDENT, "--across")

    assert code in [finding["code"] for finding in found["findings"]]
    assert (f"dans votre dossier, {FOLDER}." in said, f"dans {FOLDER}, sous" in said) == (
        code == "PP602",
        code != "PP602",
    )
    assert ("PP601" in said, found["students"]) == (False, [])


def test_what_comes_when_no_campaign_is_open_promises_no_point_and_says_whom_to_write_to(school: School) -> None:
    head = school.propose({NEW: FAIR})
    words = ("gate", "--repo", school.place, "--base", "main", "--head", head, "--actor", STUDENT)
    code, said, _ = run(*words, "--opened-at", "2026-06-18", "--on", "2026-06-18")

    assert (code, "PP621" in said, "écrivez à engagement@example.org" in said) == (1, True, True)
    assert "s-base000001  0 → 0 point sur 10\n" in said


def test_an_unknown_account_writes_nothing(school: School) -> None:
    head = school.propose({"declarations/2025/s-0000000000/3.3-lycee.yml": FAIR})

    assert "PP601" in short(verdict(school, head, NOBODY))[3]


def test_a_student_does_not_evaluate_oneself(school: School) -> None:
    head = school.propose({OPEN_DAY: school.read(OPEN_DAY) + EVALUATION.replace("refused", "accepted")})

    assert short(verdict(school, head, STUDENT))[2:] == ("failure", ["PP603"])


def test_a_referent_decides_in_the_category(school: School) -> None:
    head = school.propose({OPEN_DAY: school.read(OPEN_DAY) + EVALUATION})

    assert short(verdict(school, head, REFERENT_3)) == (0, "ok", "success", [])


def test_a_referent_of_another_category_does_not(school: School) -> None:
    head = school.propose({OPEN_DAY: school.read(OPEN_DAY) + EVALUATION})

    assert short(verdict(school, head, REFERENT_1))[2:] == ("failure", ["PP606"])


def test_a_decided_declaration_stays_as_it_is_but_its_form_may_change(school: School) -> None:
    altered = school.propose({OPEN_DAY: school.read(OPEN_DAY).replace("familles", "élèves")})
    removed = school.propose({OPEN_DAY: None})
    tidied = school.propose({OPEN_DAY: school.read(OPEN_DAY) + "# relu\n"})

    assert [short(verdict(school, head, STUDENT))[2:] for head in (altered, removed, tidied)] == [
        ("failure", ["PP604"]),
        ("failure", ["PP604"]),
        ("success", []),
    ]


def test_what_was_broken_before_is_not_the_authors_fault(school: School) -> None:
    broken = school.read(OPEN_DAY).replace("quantity: 2", "quantity: deux")
    school.settle({OPEN_DAY: broken})
    head = school.propose({NEW: FAIR})

    answer = verdict(school, head, STUDENT)

    assert short(answer) == (0, "still-broken", "pending", [])
    assert [f["code"] for f in answer["findings"]] == ["PP103"]


def test_mending_what_was_broken_heals(school: School) -> None:
    right = school.read(OPEN_DAY)
    school.settle({OPEN_DAY: right.replace("quantity: 2", "quantity: deux")})
    head = school.propose({OPEN_DAY: right})

    assert short(verdict(school, head, STUDENT)) == (0, "healed", "pending", [])


def test_the_grid_and_declarations_never_change_together(school: School) -> None:
    rules = school.read("grid/2025-2026/rules.yml")
    head = school.propose({NEW: FAIR, "grid/2025-2026/rules.yml": rules + "# relu\n"})

    assert "PP620" in short(verdict(school, head, KEEPER))[3]


def test_two_changes_that_contradict_each_other_are_said(school: School) -> None:
    start = school.git("rev-parse", "main")
    school.settle({NEW: FAIR})
    head = school.propose({NEW: FAIR.replace("quantity: 1", "quantity: 2")}, since=start)

    assert "PP622" in short(verdict(school, head, STUDENT))[3]


def test_a_stale_branch_is_judged_as_it_would_be_merged(school: School) -> None:
    start = school.git("rev-parse", "main")
    school.settle(
        {"declarations/2025/s-base000002/student.yml": school.read(f"{FOLDER}/student.yml").replace("1\n", "2\n", 1)}
    )
    head = school.propose({NEW: FAIR}, since=start)

    answer = verdict(school, head, STUDENT)

    assert short(answer) == (0, "ok", "pending", [])
    assert {change["path"] for change in answer["changes"]} == {NEW}


def test_a_request_that_changes_nothing_is_said(school: School) -> None:
    assert short(verdict(school, school.propose({}), STUDENT))[2:] == ("failure", ["PP624"])


def test_an_unrelated_history_is_said(school: School) -> None:
    school.git("checkout", "-q", "--orphan", "ailleurs")
    school.git("commit", "-q", "--allow-empty", "-m", "ailleurs")
    head = school.git("rev-parse", "HEAD")
    school.git("checkout", "-q", "-f", "main")

    assert short(verdict(school, head, STUDENT))[3] == ["PP623"]


def test_the_same_evidence_in_two_folders_is_seen_when_folders_are_compared(school: School) -> None:
    other = "declarations/2025/s-base000002"
    student = school.read(f"{FOLDER}/student.yml").replace(STUDENT, OTHER)
    school.settle({f"{other}/student.yml": student, NEW: FAIR})
    head = school.propose({f"{other}/3.3-lycee.yml": FAIR})

    assert short(verdict(school, head, OTHER, "--across")) == (0, "ok", "pending", ["PP501"])


def test_evidence_that_two_folders_had_already_is_not_found_anew(school: School) -> None:
    other = "declarations/2025/s-base000002"
    student = school.read(f"{FOLDER}/student.yml").replace(STUDENT, OTHER)
    school.settle({f"{other}/student.yml": student, NEW: FAIR, f"{other}/3.3-lycee.yml": FAIR})
    another = FAIR.replace("a1a1", "c3c3").replace("02-03", "02-04")

    assert short(verdict(school, school.propose({f"{other}/3.3-autre.yml": another}), OTHER, "--across"))[3] == []


@pytest.mark.parametrize(
    ("line", "told"),
    [("Co-authored-by: Camille <camille@example.org>", []), ("Écrire à camille@example.org", ["PP632"])],
)
def test_a_line_that_signs_says_no_more_than_the_name_of_an_author(school: School, line: str, told: list[str]) -> None:
    school.settle({RULES: school.read(RULES) + "landing: merge\n"})
    school.git("commit", "-q", "--allow-empty", "-m", "Ce que la base a déjà : qui@example.org")
    tree = school.propose({NEW: FAIR}) + "^{tree}"
    first = school.git("commit-tree", tree, "-p", "main", "-m", f"Demande\n\n{line}")
    head = school.git("commit-tree", tree, "-p", first, "-m", "Suite")

    assert short(verdict(school, head, STUDENT))[3] == told


def test_what_is_wrong_in_other_folders_is_not_the_author_s_when_folders_are_compared(school: School) -> None:
    other = "declarations/2025/s-base000002"
    student = school.read(f"{FOLDER}/student.yml").replace(STUDENT, OTHER)
    wrong = FAIR.replace("to: 2026-02-03", "to: 2026-02-01").replace("a1a1", "b2b2")
    school.settle({f"{other}/student.yml": student, f"{other}/3.3-lycee.yml": wrong})

    assert short(verdict(school, school.propose({NEW: FAIR}), STUDENT, "--across")) == (0, "ok", "pending", [])


@pytest.mark.parametrize(
    ("actor", "path", "across"),
    [(KEEPER, "README.md", False), (KEEPER, RULES, True), (STUDENT, RULES, False), (REFERENT_3, RULES, False)],
)
def test_the_whole_school_is_read_for_a_change_of_the_grid_by_who_may_change_it(
    school: School, actor: str, path: str, across: bool
) -> None:
    text = school.read(path) if path == RULES else ""

    assert verdict(school, school.propose({path: text + "# relu\n"}), actor)["across"] is across


def test_a_declaration_at_the_root_is_told_the_folder_of_its_author_and_no_other(school: School) -> None:
    second, third = "declarations/2025/s-base000002", "declarations/2025/s-base000003"
    student = school.read(f"{FOLDER}/student.yml")
    school.settle({f"{second}/student.yml": student.replace(STUDENT, OTHER), f"{third}/student.yml": "a: ["})
    head = school.propose({"3.3-lycee.yml": FAIR})

    def told(actor: str, *words: str) -> set[str]:
        said = verdict(school, head, actor, *words)["findings"]
        return set(re.findall(r"declarations/2025/s-[a-z0-9…]+", next(f["help"] for f in said if f["code"] == "PP612")))

    assert [told(OTHER, "--across"), told(NOBODY, "--across"), told(OTHER)] == [
        {second},
        {"declarations/2025/s-…"},
        {"declarations/2025/s-…"},
    ]


def test_what_is_proposed_for_one_folder_is_read_when_it_is_about_nothing_else(school: School) -> None:
    other = "declarations/2025/s-base000002/3.3-lycee.yml"
    many = {f"{FOLDER}/3.3-lycee-{number}.yml": FAIR for number in range(MOST_FILES + 1)}
    requests: list[dict[str, str | None]] = [
        {NEW: FAIR, f"{FOLDER}/3.3-forum.yml": FAIR},
        {NEW: FAIR, "README.md": "Bonjour.\n"},
        {NEW: FAIR, other: FAIR},
        {"README.md": "Bonjour.\n"},
        {**many},
    ]
    found = [proposal(school.place, "main", school.propose(files)) for files in requests]

    assert [one and one.path for one in found] == [FOLDER, None, None, None, None]


def test_nothing_is_written_to_the_repository(school: School) -> None:
    start = school.git("rev-parse", "main")
    school.settle({"declarations/README.md": "Les déclarations.\n"})
    head = school.propose({NEW: FAIR}, since=start)
    before = sorted(p.relative_to(school.place) for p in school.place.rglob("*"))

    gate(school, head, STUDENT)

    assert sorted(p.relative_to(school.place) for p in school.place.rglob("*")) == before


def test_an_unknown_revision_or_a_wrong_account_ends_with_two(school: School) -> None:
    assert [gate(school, "nulle-part", STUDENT)[0], gate(school, "main", "jeanne")[0]] == [2, 2]


def requests(school: School) -> dict[str, tuple[str, str]]:
    """A request for each kind of outcome, with its author."""
    right = school.read(OPEN_DAY)
    return {
        "declared": (school.propose({NEW: FAIR}), STUDENT),
        "second-reader": (school.propose({f"{FOLDER}/2.1-presidence.yml": PRESIDENCY}), STUDENT),
        "introduces": (school.propose({NEW: FAIR.replace("to: 2026-02-03", "to: 2026-02-01")}), STUDENT),
        "refused": (school.propose({OPEN_DAY: right.replace("quantity: 2", "quantity: 3")}), STUDENT),
        "decision": (school.propose({OPEN_DAY: right + EVALUATION}), REFERENT_3),
    }


PRESIDENCY = FAIR.replace('"3.3"', '"2.1"').replace("2026-02-03, to", "2025-10-01, to").replace(
    "kind: E1", "kind: E3"
) + ("  - kind: E6\n    store: pull-request\n    name: bilan.pdf\n    sha256: " + "b2" * 32 + "\n")


@pytest.mark.parametrize("kind", ["declared", "second-reader", "introduces", "refused", "decision"])
def test_what_people_read(kind: str, school: School, golden: Callable[[str, str], None]) -> None:
    head, actor = requests(school)[kind]

    for format_name, lang in (("text", "fr"), ("text", "en"), ("comment", "fr")):
        golden(f"gate/{kind}.{lang}.{format_name}", gate(school, head, actor, "--format", format_name, lang=lang)[1])


def test_what_people_read_when_the_base_was_broken(school: School, golden: Callable[[str, str], None]) -> None:
    right = school.read(OPEN_DAY)
    school.settle({OPEN_DAY: right.replace("quantity: 2", "quantity: deux")})
    still, healed = school.propose({NEW: FAIR}), school.propose({OPEN_DAY: right})

    for kind, head in (("still-broken", still), ("healed", healed)):
        for format_name in ("text", "comment"):
            golden(f"gate/{kind}.fr.{format_name}", gate(school, head, STUDENT, "--format", format_name)[1])


@pytest.mark.parametrize("spoken", ["fr", "en"])
@pytest.mark.parametrize("preview", [False, True])
def test_a_comment_speaks_as_the_school_does_unless_another_language_is_asked_for(
    school: School, spoken: str, preview: bool
) -> None:
    other = {"fr": "en", "en": "fr"}[spoken]
    school.settle({RULES: school.read(RULES).replace("language: fr", f"language: {other if preview else spoken}")})
    wrong = school.propose({NEW: FAIR.replace("to: 2026-02-03", "to: 2026-02-01")})
    asked = ("--lang", spoken) if preview else ()
    _, said = gate(school, wrong, STUDENT, "--format", "comment", *asked, lang=other)

    page, folded = {"fr": ("", "Ce que le contrôle"), "en": ("/en", "What the check")}[spoken]
    assert f"[PP308](https://polyvalidate.example.org{page}/regles/PP308/)" in said
    assert f"<summary>{folded}" in said


def test_why_says_who_may_write_a_line(school: School) -> None:
    def why(*words: str) -> tuple[int, str]:
        code, said, _ = run("why", *words, "--repo", school.place, "--base", "main", lang="fr")
        return code, said.splitlines()[1]

    assert why(OPEN_DAY, "evaluation", "points", "--as", "ref-3") == (
        0,
        "✓ github:1000003 (ref-3) : oui (par une personne référente).",
    )
    assert why(OPEN_DAY, "evaluation", "points", "--as", STUDENT) == (1, f"✗ {STUDENT} : non.")
    assert why(NEW, "title", "--as", STUDENT) == (0, f"✓ {STUDENT} : oui (par l'élève, dans son dossier).")
    assert why("grid/roles.yml", "--as", "grille-1")[0] == 0


# --- a change of the grid: what it does to people

PROMOTION = "grid/2025-2026/3-promotion.yml"
SIGNED = "evaluation:\n  decision: accepted\n  points: 1\n  by: ref-3\n  on: 2026-02-09\n"


@pytest.fixture
def decided(school: School) -> School:
    school.settle({OPEN_DAY: school.read(OPEN_DAY) + SIGNED})
    return school


def lowered(school: School, cap: str = "0.5") -> str:
    """The head of a request that lowers the cap of a category, and what the open day is worth."""
    text = school.read(PROMOTION).replace("{FISE3: 5,", f"{{FISE3: {cap},").replace("points: 0.5", "points: 0.25")
    return school.propose({PROMOTION: text})


def test_a_change_of_the_grid_says_what_it_does_to_people(decided: School, golden: Callable[[str, str], None]) -> None:
    head = lowered(decided)
    code, said = gate(decided, head, KEEPER, "--format", "comment")

    golden("impact.fr.md", re.sub(r"[0-9a-f]{12}", "<commit>", said))
    assert code == 0
    assert re.search(r"^FISE3 +2025 +1 +— +1 \(-0,5 point\)", gate(decided, head, KEEPER)[1], re.MULTILINE)
    counts = verdict(decided, head, KEEPER)["impact"]
    assert (counts["groups"][0]["lost"], counts["kept"], counts["kept_points"]) == (0.5, 1, 1)


def test_what_the_rules_find_in_folders_is_counted_by_rule(decided: School) -> None:
    text = decided.read(PROMOTION)
    gone = text[: text.index('  "3.1":')] + text[text.index('  "3.3":') :]

    code, said = gate(decided, decided.propose({PROMOTION: gone}), KEEPER, "--format", "comment")

    assert code == 1
    assert "- 1\u00a0erreur dans 1 dossier d'élève\u00a0: L'activité … n'existe pas dans la grille" in said
    assert OPEN_DAY.rpartition("/")[2] not in said


def test_roles_a_grid_that_cannot_be_read_and_a_student_have_no_impact(decided: School) -> None:
    roles = decided.read("grid/roles.yml") + "# relu\n"
    broken = decided.read(RULES).replace("year: 2025-2026", "year: [")

    assert verdict(decided, decided.propose({"grid/roles.yml": roles}), KEEPER)["impact"] is None
    assert verdict(decided, decided.propose({RULES: broken}), KEEPER)["impact"] is None
    another = RULES.replace("2025-2026", "2026-2027")
    assert verdict(decided, decided.propose({another: broken}), KEEPER)["impact"] is None
    assert verdict(decided, lowered(decided), STUDENT)["impact"] is None
    assert verdict(decided, decided.propose({NEW: FAIR}), STUDENT)["impact"] is None


def impact(school: School, *words: str) -> tuple[int, str]:
    code, said, error = run("grid", "impact", *words, "--repo", school.place, "--on", "2026-03-01", lang="fr")
    return code, said + error


def test_staff_have_the_list_of_a_request_and_of_what_is_on_disk(decided: School) -> None:
    head = lowered(decided)
    of_request = impact(decided, "main", head)
    decided.write({PROMOTION: decided.git("show", f"{head}:{PROMOTION}")})

    assert of_request[0] == 0
    assert "s-base000001  2025      FISE3           1      0,5     -0,5       10" in of_request[1]
    assert impact(decided, "main") == of_request
    code, table = impact(decided, "main", head, "--format", "csv")
    assert (code, table.splitlines()[1]) == (0, "s-base000001;2025;FISE3;1;0,5;-0,5;10;")
    document = json.loads(impact(decided, "main", head, "--format", "json")[1])
    assert document["effects"] == [
        {"student": "s-base000001", "cohort": 2025, "profile": "FISE3", "before": 1, "after": 0.5}
        | {"required": [10, 10], "crossed": 0, "quitus": None, "disagrees": False}
    ]


def test_what_cannot_be_compared_is_said(decided: School) -> None:
    head = lowered(decided)
    decided.settle({PROMOTION: decided.read(PROMOTION).replace("{FISE3: 5,", "{FISE3: 4,")})
    broken = decided.propose({RULES: decided.read(RULES).replace("year: 2025-2026", "year: [")})

    assert impact(decided, "main", head) == (2, f"{head} ne se fusionne pas dans main : accordez d'abord les deux.\n")
    assert impact(decided, "main", broken) == (
        2,
        "La grille d'après ne se lit pas : lancez polyvalidate check pour savoir pourquoi.\n",
    )
