"""Whose each edit of the record is: what a merge says of itself is text, and what it holds beside is of who merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_evaluate import PRESIDENCY, THREE_POINTS
from tests.proposing import FAIR, FOLDER, KEEPER, OPEN_DAY, OTHER, REFERENT_1, REFERENT_3, REGISTRY, STUDENT, School
from tests.running import run
from tests.school.test_audit import NEW, SIGNED, audit, brought, codes, merged, ours

SECOND = f"{FOLDER}/3.3-autre.yml"
READ_TWICE = "evaluation:\n  decision: accepted\n  points: 3\n  by: ref-1\n  second: ref-2\n  on: 2026-02-09\n"
REFERENT_2 = "github:1000002"
DAY = ("--opened-at", "2026-02-10", "--on", "2026-02-10")
AGAIN = FAIR.replace("a1a1", "b2b2").replace("02-03", "02-04")
TRAILERS = "Demande fusionnée\n\nProposed-by: {who}\nEvaluated-by: {code}"


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def pushed(school: School, base: str, *words: str) -> tuple[int, set[str]]:
    """How the check of a waiting branch ends: its exit code, the rules that are broken."""
    report = audit(school, "--since", base, *words)
    return report["exit"], {finding["code"] for wrong in report["illegal"] for finding in wrong["findings"]}


def last(school: School) -> tuple[int, set[str]]:
    """The same for the last merge, when nobody says who pushed it."""
    return pushed(school, "main^1")


# --- with a pusher who is known


STUDENT_FILE = f"{FOLDER}/student.yml"


@pytest.mark.parametrize(
    ("who", "files"),
    [
        (REFERENT_3, {NEW: FAIR + SIGNED}),
        (REGISTRY, {STUDENT_FILE: "programme: DI"}),
        (KEEPER, {"README.md": "Ma grille.\n"}),
    ],
    ids=["referent", "registry", "keeper"],
)
def test_a_pusher_gives_nobody_s_rights_by_writing_their_account(
    school: School, who: str, files: dict[str, str | None]
) -> None:
    merged(school, {NEW: FAIR})
    if STUDENT_FILE in files:
        text = school.read(STUDENT_FILE)
        files = {STUDENT_FILE: text.replace("programme: DI", "programme: DEE")}
        assert files[STUDENT_FILE] != text
    base, head = school.git("rev-parse", "main"), school.propose(files)
    brought(school, head, message=TRAILERS.format(who=who, code="ref-1"), code="ref-1")

    alone = pushed(school, base, "--pushed-by", REFERENT_1)
    vouched = pushed(school, base, "--pushed-by", REFERENT_1, "--proposed-by", who)

    assert (alone[0], bool(alone[1])) == (1, True)
    assert vouched == (0, set())


@pytest.mark.parametrize(
    ("pusher", "deciders", "refused"),
    [
        (REFERENT_1, (REFERENT_3,), False),
        (REFERENT_1, (), True),
        (REFERENT_1, (OTHER,), True),
        (STUDENT, (REFERENT_3,), True),
    ],
)
def test_a_correction_is_of_those_who_said_it_on_the_forge_and_never_by_a_push_of_the_student(
    school: School, pusher: str, deciders: tuple[str, ...], refused: bool
) -> None:
    merged(school, {NEW: FAIR})
    base = school.git("rev-parse", "main")
    school.settle({NEW: FAIR + SIGNED})

    approved = [word for account in deciders for word in ("--approved-by", account)]
    _, codes_found = pushed(school, base, "--pushed-by", pusher, *approved)

    assert bool(codes_found) is refused


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), 0),
        (("--pushed-by", REFERENT_1), 1),
        (("--pushed-by", REFERENT_1, "--approved-by", REFERENT_3), 1),
        (("--pushed-by", REFERENT_1, "--proposed-by", STUDENT), 1),
        (("--pushed-by", REFERENT_1, "--approved-by", REFERENT_2), 0),
        (("--pushed-by", REFERENT_2, "--proposed-by", REFERENT_1), 0),
        (("--pushed-by", REFERENT_1, "--proposed-by", REFERENT_2), 0),
    ],
    ids=["nobody knows", "alone", "another", "the student", "approved", "pushed", "proposed"],
)
def test_whoever_pushes_does_not_name_a_second_reader_who_has_read_nothing(
    school: School, words: tuple[str, ...], expected: int
) -> None:
    merged(school, {PRESIDENCY: THREE_POINTS})
    base, head = school.git("rev-parse", "main"), school.propose({PRESIDENCY: THREE_POINTS + READ_TWICE})
    brought(
        school,
        head,
        message=f"{TRAILERS.format(who=REFERENT_2, code='ref-1')}\nApproved-by: {REFERENT_2}",
        code="ref-1",
    )

    _, said, _ = run("audit", "--repo", school.place, "--since", base, *words)

    assert pushed(school, base, *words) == (expected, set())
    assert ("sans la seconde lecture qu'elle attendait de ref-2" in said) is bool(expected)


def test_a_pusher_brings_what_the_owner_of_a_folder_may_write(school: School) -> None:
    base, head = school.git("rev-parse", "main"), school.propose({NEW: FAIR})
    brought(school, head, beside={NEW: FAIR + SIGNED}, message=TRAILERS.format(who=STUDENT, code="ref-3"), code="ref-3")

    assert pushed(school, base, "--pushed-by", REFERENT_3) == (0, set())
    assert pushed(school, base, "--pushed-by", REFERENT_1)[0] == 1


def test_the_title_of_a_request_is_no_trailer_of_the_forge_s_merge(school: School) -> None:
    merged(school, {NEW: FAIR})
    base, head = school.git("rev-parse", "main"), school.propose({NEW: FAIR + SIGNED})
    brought(school, head, message=f"Merge pull request #1 from eleve/branche\n\nProposed-by: {REFERENT_3}")

    assert pushed(school, base, "--pushed-by", REFERENT_1)[0] == 1
    assert pushed(school, base, "--pushed-by", REFERENT_3)[0] == 0


# --- the title of a request


@pytest.mark.parametrize("title", [f"Proposed-by: {OTHER}", "Evaluated-by: ref-1", "Request: 8\nMerged-by: ref-1"])
def test_a_title_accuses_no_honest_merge(school: School, title: str) -> None:
    message = f"Merge pull request #1 from eleve/branche\n\n{title}"
    brought(school, school.propose({NEW: FAIR}), beside={NEW: FAIR + SIGNED}, message=message)
    merged(school, {OPEN_DAY: None})
    report = audit(school)

    assert [row["request"] for row in report["illegal"]] == [None]
    assert report["illegal"][0]["commit"] == school.git("rev-parse", "HEAD")


def test_an_author_who_takes_our_name_is_not_believed_either(school: School) -> None:
    """A forge signs its merges itself: the author may be anybody, the committer is not."""
    school.write({NEW: FAIR + SIGNED})
    school.git("add", "-A")
    author = "--author=ref-3 <ref-3@polyvalidate.invalid>"
    school.git("commit", "-q", author, "-m", "Fusion", "-m", f"Proposed-by: {OTHER}\nMerged-by: ref-3")

    assert codes(school) == (0, [])


@pytest.mark.parametrize(("code", "expected"), [("ref-3", (1, ["PP603"])), ("grille-1", (0, []))])
def test_a_commit_of_one_role_that_names_another_is_not_believed(
    school: School, code: str, expected: tuple[int, list[str]]
) -> None:
    school.write({"README.md": "L'école.\n"})
    school.git("add", "-A")
    school.git(*ours(code), "commit", "-q", "-m", f"Fusion\n\nProposed-by: {STUDENT}\nMerged-by: grille-1")

    assert codes(school) == expected


def test_a_request_signed_in_the_name_of_a_role_is_its_holder_s(school: School) -> None:
    """Put on the branch as it is, it would be believed, and accuse whoever it names."""
    school.write({NEW: FAIR})
    school.git("add", "-A")
    school.git(*ours("ref-3"), "commit", "-q", "-m", f"Fusion\n\nProposed-by: {OTHER}")
    head = school.git("rev-parse", "HEAD")
    words = ("gate", "--repo", school.place, "--base", "main~1", "--head", head, *DAY, "--format", "json")
    found = {who: "PP633" in run(*words, "--actor", who)[1] for who in (STUDENT, REFERENT_3, REFERENT_1)}

    assert (codes(school)[0], found) == (1, {STUDENT: True, REFERENT_3: False, REFERENT_1: True})


# --- what a merge holds beside


@pytest.mark.parametrize("code", ["", "ref-3"], ids=["by a forge", "by us"])
def test_what_a_merge_holds_beside_is_not_the_student_s(school: School, code: str) -> None:
    base = school.git("rev-parse", "main")
    message = TRAILERS.format(who=STUDENT, code="ref-3")
    brought(school, school.propose({NEW: FAIR}), beside={SECOND: AGAIN}, message=message, code=code)

    assert last(school) == (1, {"PP603"})
    assert pushed(school, base, "--pushed-by", REFERENT_3)[0] == 1


def test_a_decision_beside_is_the_referent_s(school: School) -> None:
    brought(school, school.propose({NEW: FAIR}), beside={NEW: FAIR + SIGNED})
    by_us = TRAILERS.format(who=STUDENT, code="ref-3")
    signed = AGAIN + SIGNED
    brought(school, school.propose({SECOND: AGAIN}), beside={SECOND: signed}, message=by_us, code="ref-3")

    assert codes(school) == (0, [])


def test_a_merge_by_a_code_that_nobody_holds_decides_nothing(school: School) -> None:
    message = TRAILERS.format(who=STUDENT, code="ref-99")
    brought(school, school.propose({NEW: FAIR}), beside={NEW: FAIR + SIGNED}, message=message, code="ref-99")

    assert last(school) == (1, {"PP602"})


def test_a_title_changed_by_who_merges_is_refused(school: School) -> None:
    head = school.propose({NEW: FAIR})
    brought(school, head, beside={NEW: FAIR.replace("Présentation", "Deux présentations") + SIGNED})

    assert last(school) == (1, {"PP603"})


def test_an_older_version_taken_back_by_a_merge_is_of_who_merged(school: School) -> None:
    """The branch is from before the decision, and its author has not touched the file: the merge has."""
    merged(school, {NEW: FAIR})
    head = school.propose({SECOND: AGAIN})
    merged(school, {NEW: FAIR + SIGNED})
    brought(school, head, beside={NEW: FAIR, SECOND: AGAIN + SIGNED})

    assert last(school) == (1, {"PP603"})


# --- what the parents give, however the histories lie


def test_branches_that_started_long_ago_are_merged_as_they_are(school: School) -> None:
    old = school.propose({SECOND: AGAIN})
    for number in range(3):
        merged(school, {"README.md": f"Version {number}.\n"})
    brought(school, old, beside={SECOND: AGAIN + SIGNED})

    assert codes(school) == (0, [])


def test_a_file_changed_on_both_sides_is_merged_as_git_merges_it(school: School) -> None:
    merged(school, {NEW: FAIR})
    head = school.propose({NEW: "# Ma déclaration\n" + FAIR})
    merged(school, {NEW: FAIR + SIGNED})
    brought(school, head)

    assert school.read(NEW) == "# Ma déclaration\n" + FAIR + SIGNED
    assert last(school) == (0, set())


def test_the_file_of_both_sides_holds_no_more_than_git_gives(school: School) -> None:
    merged(school, {NEW: FAIR})
    head = school.propose({NEW: "# Ma déclaration\n" + FAIR})
    merged(school, {NEW: FAIR + SIGNED})
    brought(school, head, beside={NEW: "# Ma déclaration\n" + FAIR})

    assert last(school) == (1, {"PP603"})


def test_a_branch_that_goes_on_after_its_merge_is_merged_again(school: School) -> None:
    first = school.propose({NEW: FAIR})
    brought(school, first, beside={NEW: FAIR + SIGNED})
    brought(school, school.propose({SECOND: AGAIN}, since=first), beside={SECOND: AGAIN + SIGNED})

    assert codes(school) == (0, [])


def test_two_requests_merged_at_once_are_their_students(school: School) -> None:
    heads = [school.propose({NEW: FAIR}), school.propose({SECOND: AGAIN})]
    brought(school, *heads, beside={NEW: FAIR + SIGNED, SECOND: AGAIN + SIGNED})
    merged(school, {"README.md": "Bonjour.\n"})

    assert len(school.git("rev-parse", "HEAD^^@").split()) == 3
    assert codes(school) == (0, [])


def test_what_two_requests_merged_at_once_do_not_hold_is_of_who_merged(school: School) -> None:
    heads = [school.propose({NEW: FAIR}), school.propose({f"{FOLDER}/3.3-tiers.yml": AGAIN})]
    more = {
        NEW: FAIR + SIGNED,
        f"{FOLDER}/3.3-tiers.yml": AGAIN + SIGNED,
        SECOND: FAIR.replace("a1a1", "e5e5") + SIGNED,
    }
    brought(school, *heads, beside=more)

    code, found = last(school)
    assert (code, "PP603" in found) == (1, True)


def test_another_history_is_brought_by_who_merges_it(school: School) -> None:
    school.git("checkout", "-q", "--orphan", "ailleurs")
    school.git("rm", "-rfq", ".")
    school.write({NEW: FAIR + SIGNED})
    alone = school.commit("", "ailleurs")
    school.git("checkout", "-q", "main")
    brought(school, alone)

    assert last(school) == (1, {"PP603"})


def test_a_contradiction_settled_by_hand_is_nobody_s_alone(school: School) -> None:
    merged(school, {NEW: FAIR})
    other = FAIR.replace("Lycée d'exemple", "Lycée d'un exemple")
    head = school.propose({NEW: other})
    merged(school, {NEW: "# Lu\n" + FAIR.replace("Lycée d'exemple", "Lycée d'exemples")}, "Merged-by: grille-1")
    school.git("update-ref", "refs/heads/reponse", head)
    tree = school.git("rev-parse", "main^{tree}")
    settled = school.git("commit-tree", tree, "-p", "main", "-p", head, "-m", "Fusion")
    base = school.git("rev-parse", "main")
    school.git("update-ref", "refs/heads/main", settled)

    assert pushed(school, base)[0] == 0


# --- witnesses


@pytest.mark.parametrize("text", ["", "\n", "# têtes publiées\n", "[]", '{"heads": []}'])
def test_a_file_without_any_published_head_is_an_error(school: School, tmp_path: Path, text: str) -> None:
    witness = tmp_path / "témoins"
    witness.write_text(text, encoding="utf-8")
    code, out, error = run("audit", "--repo", school.place, "--witness", witness)

    assert (code, out, "ne contient aucune tête publiée" in error) == (2, "", True)
