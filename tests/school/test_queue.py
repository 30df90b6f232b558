"""``polyvalidate queue``: what waits in a real repository, told to a teacher."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.judgement.verdict import MOST_FILES
from polyvalidate.judgement.waiting import age
from polyvalidate.repository.boxes import HERE
from polyvalidate.school import queue as queueing
from tests.cli.test_evaluate import RANGE
from tests.gitmaking import Repository
from tests.places import RULES
from tests.proposing import FAIR, FOLDER, OPEN_DAY, School
from tests.running import run

OTHER_FOLDER = "declarations/2025/s-base000002"
NEW = f"{FOLDER}/3.3-lycee.yml"
ABROAD = f"{FOLDER}/8.3-international.yml"
BEFORE = "evaluation:\n  decision: accepted\n  points: 0.5\n  by: ref-3\n  on: 2026-02-05\n"


@pytest.fixture
def school(tmp_path: Path) -> School:
    made = School(tmp_path / "école")
    made.settle({f"{FOLDER}/3.3-college.yml": FAIR.replace("a1a1", "c3c3") + BEFORE, ABROAD: RANGE})
    heads = [
        made.propose({NEW: FAIR.replace("2026-02-03", "2026-02-08")}),
        made.propose({f"{FOLDER}/3.3-autre.yml": FAIR.replace("to: 2026-02-03", "to: 2026-02-01") + "hours: 3\n"}),
        made.propose({"README.md": "Bonjour.\n"}),
    ]
    for number, head in enumerate(heads, 7):
        made.git("update-ref", f"refs/pull/{number}/head", head)
    made.git("update-ref", "refs/merge-requests/3/head", "main")
    return made


def listed(school: School, *words: str) -> dict[str, Any]:
    code, said, error = run("queue", "--repo", school.place, "--on", "2026-03-01", "--format", "json", *words)
    assert (code, error) == (0, "")
    found: dict[str, Any] = json.loads(said)
    return found


def test_what_waits_comes_with_all_that_helps_to_decide(school: School) -> None:
    found = listed(school)

    assert found["waiting"][0] == {
        "request": 7,
        "since": "2026-02-10",
        "student": "s-base000001",
        "path": NEW,
        "activity": "3.3",
        "claimed": "1 × événement",
        "grid": {"least": 0.5, "most": 0.5},
        "awaits": "decision",
        "who": ["ref-3", "ref-4"],
        "room": {"left": 0.5, "cap": "plafond de l'activité pour l'année"},
        "similar": {"accepted": 1, "partial": 0, "refused": 0, "median": 0.5},
    }


def test_what_was_merged_without_its_decision_still_waits(school: School) -> None:
    waiting = listed(school)["waiting"][1:]

    assert [(one["request"], one["path"], one["awaits"], one["who"]) for one in waiting] == [
        (None, OPEN_DAY, "decision", ["ref-3", "ref-4"]),
        (None, ABROAD, "points", ["ref-7", "ref-8"]),
    ]


def test_where_the_merge_decides_only_points_to_choose_still_wait_after_it(school: School) -> None:
    rules = "grid/2025-2026/rules.yml"
    school.settle({rules: school.read(rules) + "decisions: merged\n"})

    assert [(one["request"], one["path"], one["awaits"]) for one in listed(school)["waiting"]] == [
        (7, NEW, "referent"),
        (None, ABROAD, "points"),
    ]


def test_what_the_student_has_to_mend_is_listed_apart(school: School) -> None:
    found = listed(school)

    assert [(one["request"], one["codes"]) for one in found["to_mend"]] == [(8, ["PP308"])]
    assert found["others"] == [{"request": 9, "since": "2026-02-10", "paths": ["README.md"]}]


def test_requests_of_every_forge_are_listed_by_day_then_by_number(school: School) -> None:
    """Each waits since its first commit."""
    made = Repository(school.place, bare=False)
    base = school.git("rev-parse", "main")
    tree, who = school.git("rev-parse", "refs/pull/9/head^{tree}"), "A <a@example.org> {} +0000"
    first = made.commit(tree, base, who=who.format(1_770_458_400))  # 7 February
    later = made.commit(tree, first, who=who.format(1_770_804_000))
    for ref in ("pull/1000000000", "pull/10", "merge-requests/11"):
        school.git("update-ref", f"refs/{ref}/head", school.git("rev-parse", "refs/pull/9/head"))
    school.git("update-ref", "refs/pull/12/head", later)

    assert [(one["request"], one["since"]) for one in listed(school)["others"]] == [
        (12, "2026-02-07"),
        (9, "2026-02-10"),
        (10, "2026-02-10"),
        (11, "2026-02-10"),
    ]


def test_what_is_not_of_one_folder_alone_is_told_by_its_paths_and_by_a_few_of_many(school: School) -> None:
    many: dict[str, str | None] = {f"notes/{number}.md": "Bonjour.\n" for number in range(MOST_FILES + 9)}
    for number, files in ((10, {NEW: FAIR, "notes.md": "Bonjour.\n"}), (11, many)):
        school.git("update-ref", f"refs/pull/{number}/head", school.propose(files))
    paths = {one["request"]: one["paths"] for one in listed(school)["others"]}

    assert (paths[10], len(paths[11])) == ([NEW, "notes.md"], MOST_FILES + 1)


def test_a_request_is_of_the_campaign_in_which_it_was_opened_whenever_it_is_looked_at(school: School) -> None:
    late = listed(school, "--on", "2026-12-24")

    assert [one["request"] for one in late["waiting"]] == [7, None, None]


def test_points_of_another_school_are_in_error_until_they_are_decided_and_are_not_waited_for(school: School) -> None:
    school.settle({NEW: FAIR + "origin: autre-ecole\n"})

    assert NEW not in [one["path"] for one in listed(school)["waiting"] if one["request"] is None]


def test_a_category_and_an_age_narrow_it(school: School) -> None:
    by_category = listed(school, "--category", "8")
    by_age = listed(school, "--older-than", "4w")

    assert [one["path"] for one in by_category["waiting"]] == [ABROAD]
    assert (by_category["others"], by_category["to_mend"]) == ([], [])
    assert [one["request"] for one in listed(school, "--category", "3")["to_mend"]] == [8]
    assert [one["request"] for one in by_age["waiting"]] == [None, None]
    assert [age(text) for text in ("14d", "2w", "14j", "14", "x")] == [14, 14, 14, 14, None]


def test_the_younger_of_two_requests_that_would_break_a_rule_together_is_shown_with_the_older(school: School) -> None:
    old, young = (
        school.propose(
            {path: (RULES / "PP411/bad" / path).read_text(encoding="utf-8").replace("2026-03-2", "2026-02-0")}
        )
        for path in (f"{FOLDER}/2.5-gala.yml", f"{FOLDER}/2.6-vestiaire.yml")
    )
    alone = school.propose({f"{FOLDER}/README.md": "Bonjour.\n"})
    for number, head, day in ((10, old, "10"), (11, young, "27"), (12, alone, "27")):
        school.git("checkout", "-q", "--detach", head)
        school.git("commit", "-q", "--amend", "--no-edit", f"--date=2026-02-{day}T10:00:00Z")
        school.git("update-ref", f"refs/pull/{number}/head", "HEAD")
    school.git("checkout", "-q", "main")

    def shown(age: str) -> tuple[list[int | None], list[list[int]], list[list[int]]]:
        found = listed(school, "--older-than", age)
        rest = [[one["request"] for one in found[part]] for part in ("to_mend", "others")]
        return [one["request"] for one in found["waiting"]], [one["requests"] for one in found["together"]], rest

    assert shown("14d") == ([7, 10, 11, None, None], [[10, 11]], [[8], [9]])
    assert shown("4w") == ([None, None], [], [[], []])


def test_boxes_of_which_nothing_was_brought_are_named_with_the_command_that_brings_it(school: School) -> None:
    rules = "grid/2025-2026/rules.yml"
    school.settle({rules: school.read(rules) + "intake: boxes\nboxes: ecole-boites\n"})

    code, said, error = run("queue", "--repo", school.place, "--on", "2026-03-01", "--older-than", "4w")

    assert (code, "boîtes" in said) == (0, False)
    assert error.replace("\xa0", " ") == (
        "Aucune demande des boîtes (ecole-boites) n'est dans cette copie. Pour y apporter celles qui sont ouvertes :"
        " polyvalidate boxes fetch\n"
    )

    school.git("update-ref", HERE + "s-base000001", school.propose({}))
    assert run("queue", "--repo", school.place, "--on", "2026-03-01")[2] == ""


def test_a_teacher_reads_a_table(school: School) -> None:
    code, said, _ = run("queue", "--repo", school.place, "--on", "2026-03-01", lang="fr")
    lines = said.splitlines()

    assert (code, lines[0]) == (0, "En attente de décision (3)")
    assert " ".join(lines[4].split()) == (
        "7 19 s-base000001 3.3-lycee.yml 1 × événement 0,5 point 0,5"
        " 1 acceptée ; médiane 0,5 point ref-3, ref-4 décision"
    )
    assert lines[-5:-1] == [
        "À corriger par l'élève (1)",
        "  8  s-base000001  19 j  PP308  3.3-autre.yml",
        "",
        "Autres demandes (1)",
    ]


def test_tables_for_other_programs(school: School) -> None:
    _, csv, _ = run("queue", "--repo", school.place, "--on", "2026-03-01", "--format", "csv", lang="en")
    _, markdown, _ = run("queue", "--repo", school.place, "--on", "2026-03-01", "--format", "markdown", lang="en")

    assert csv.splitlines()[1].startswith("7,19,s-base000001,3.3-lycee.yml,")
    assert markdown.splitlines()[0] == "## Waiting for a decision (3)"


def test_requests_that_would_break_a_rule_together_are_shown_as_such(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    other = school.read(f"{FOLDER}/student.yml").replace("2000001", "2000002")
    school.settle({f"{OTHER_FOLDER}/student.yml": other})
    gala, cloakroom = (
        (RULES / "PP411/bad" / FOLDER / name).read_text(encoding="utf-8").replace("2026-03-2", "2026-02-0")
        for name in ("2.5-gala.yml", "2.6-vestiaire.yml")
    )
    days = [FAIR.replace("2026-02-03", f"2026-02-0{day}").replace("a1a1", f"f{day}" * 2) for day in (4, 5, 6)]
    requests = [
        {f"{FOLDER}/3.3-a.yml": days[0]},
        {f"{FOLDER}/3.3-b.yml": days[1]},  # 0,5 point each, and 1 a year: any two of the three are within the cap
        {f"{FOLDER}/3.3-c.yml": days[2]},
        {f"{FOLDER}/2.5-gala.yml": gala},
        {f"{FOLDER}/2.6-vestiaire.yml": cloakroom},
        {f"{OTHER_FOLDER}/3.3-a.yml": days[0]},
        {f"{OTHER_FOLDER}/3.3-a.yml": days[0].replace("Présentation", "Une présentation")},
    ]
    for number, files in enumerate(requests, 11):
        school.git("update-ref", f"refs/pull/{number}/head", school.propose(files))

    found = listed(school)["together"]
    _, said, _ = run("queue", "--repo", school.place, "--on", "2026-03-01", "--category", "2", lang="fr")

    assert [(one["requests"], one["path"], one["code"]) for one in found] == [
        ([14, 15], f"{FOLDER}/2.6-vestiaire.yml", "PP411"),
        ([11, 12, 13], None, None),
        ([16, 17], f"{OTHER_FOLDER}/3.3-a.yml", None),
        ([11, 16, 17], None, "PP501"),
    ]
    assert (
        found[1]["why"] == "si toutes sont acceptées, plafond de l'activité pour l'année (1 point) : 0,5 point en moins"
    )
    lines = said.splitlines()
    assert lines[lines.index("À regarder ensemble (1)") + 1].startswith("  14, 15  2.6-vestiaire.yml  L'activité 2.6")


def test_wrong_words_and_a_wrong_place_end_with_two(school: School, tmp_path: Path) -> None:
    assert [
        run("queue", "--repo", place, *words)[0]
        for place, words in (
            (school.place, ("--category", "0")),
            (school.place, ("--older-than", "hier")),
            (tmp_path / "nulle-part", ()),
        )
    ] == [2, 2, 2]


# --- requests that cannot be judged, among others


def with_a_bad_request(school: School, head: str) -> tuple[list[int], str]:
    """The queue with one more request, number 5: the numbers of what could not be judged, and why."""
    before = listed(school)
    school.git("update-ref", "refs/pull/5/head", head)
    found = listed(school)
    for part in ("waiting", "to_mend", "others"):
        assert found[part] == before[part]
    return [one["request"] for one in found["unjudged"]], "".join(one["why"] for one in found["unjudged"])


def test_a_request_that_cannot_be_read_stops_no_other(school: School) -> None:
    made = Repository(school.place, bare=False)
    base = school.git("rev-parse", "main")
    numbers, why = with_a_bad_request(school, made.commit("2" * 40, base))

    assert (numbers, "manque" in why) == ([5], True)
    code, said, _ = run("queue", "--repo", school.place, "--on", "2026-03-01", lang="fr")
    assert (code, "Demandes qui n'ont pas pu être jugées (1)" in said.splitlines()) == (0, True)


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many objects are read of a request: a few, so that too many are soon made."""
    monkeypatch.setattr(queueing, "MOST_READ", 100)
    return 100


TOO_LARGE = "Cette demande est trop grande pour être jugée avec les autres. Jugez-la à part, avec polyvalidate gate."


def test_a_request_that_is_too_large_stops_no_other(school: School, little: int) -> None:
    made = Repository(school.place, bare=False)
    base = school.git("rev-parse", "main")
    crowd = {f"{n}": (0o40000, made.folder_of({"a.pdf": b"%d" % n})) for n in range(little)}
    tree = made.folder_of({"evidence": crowd})

    assert with_a_bad_request(school, made.commit(tree, base)) == ([5], TOO_LARGE)


def test_a_request_with_too_much_evidence_to_compare_stops_no_other(school: School, little: int) -> None:
    other, evidence = f"{OTHER_FOLDER}/3.3-lycee.yml", f"{OTHER_FOLDER}/evidence"
    owner = school.read(f"{FOLDER}/student.yml").replace("2000001", "2000002")
    school.settle(
        {f"{OTHER_FOLDER}/student.yml": owner, other: FAIR, **{f"{evidence}/{n}.pdf": "%PDF" for n in range(little)}}
    )

    assert with_a_bad_request(school, school.propose({other: FAIR + "# relu\n"})) == ([5], TOO_LARGE)


@pytest.mark.parametrize("stamp", ["253402300800", "99999999999999999999", "hier", "-1"])
def test_a_request_of_no_day_is_of_today(school: School, stamp: str) -> None:
    made = Repository(school.place, bare=False)
    base = school.git("rev-parse", "main")
    tree = school.git("rev-parse", "refs/pull/7/head^{tree}")
    head = made.commit(tree, base, who=f"A <a@example.org> {stamp} +0000")
    school.git("update-ref", "refs/pull/7/head", head)
    found = listed(school)

    assert [(one["request"], one["since"]) for one in found["to_mend"]] == [(8, "2026-02-10"), (7, "2026-03-01")]


def test_the_requests_are_told_apart_when_git_cannot_walk_through_one(school: School) -> None:
    made = Repository(school.place, bare=False)
    before = listed(school)
    orphan = made.commit(made.folder_of({"a": b"x"}), "3" * 40)
    (school.place / ".git" / "refs" / "pull" / "5").mkdir()
    (school.place / ".git" / "refs" / "pull" / "5" / "head").write_text(orphan + "\n")
    found = listed(school)

    assert (found["waiting"], found["to_mend"]) == (before["waiting"], before["to_mend"])
    assert [one["request"] for one in found["others"]] == [9, 5]
