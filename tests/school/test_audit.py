"""``polyvalidate audit`` on real histories: what was legal passes, each breach is named with its commit and reason."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_evaluate import RANGE
from tests.demo.test_demonstration import a_school
from tests.proposing import FAIR, FOLDER, OPEN_DAY, OTHER, STUDENT, School
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
SIGNED = "evaluation:\n  decision: accepted\n  points: 0.5\n  by: ref-3\n  on: 2026-02-09\n"
SECOND_THOUGHT = SIGNED.replace("accepted\n  points: 0.5", "partial\n  points: 0.25") + "  comment: Le matin.\n"


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
    """A commit on main with these changes; with trailers, one that we made, since they are read nowhere else."""
    school.write(files)
    school.git("add", "-A")
    code = next((line.split(": ")[1] for line in trailers if line.startswith(("Evaluated", "Merged"))), "ref-3")
    who = ours(code) if trailers else ()
    school.git(*who, "commit", "-q", "-m", "Fusion", "-m", "\n".join(trailers) or "rien")
    return school.git("rev-parse", "HEAD")


def ours(code: str) -> tuple[str, ...]:
    """Who signs the commits that we make."""
    return ("-c", f"user.name={code}", "-c", f"user.email={code}@polyvalidate.invalid")


def brought(
    school: School,
    *heads: str,
    beside: dict[str, str | None] | None = None,
    message: str = "Merge pull request #1 from eleve/branche",
    code: str = "",
) -> str:
    """A merge of heads into main, with other changes beside what they give; made by us with a ``code``."""
    school.git("merge", "-q", "--no-ff", "--no-commit", "--allow-unrelated-histories", *heads)
    school.write(beside or {})
    school.git("add", "-A")
    school.git(*(ours(code) if code else ()), "commit", "-q", "-m", message)
    return school.git("rev-parse", "HEAD")


def test_a_legal_history_is_legal(school: School) -> None:
    merged(school, {NEW: FAIR + SIGNED}, f"Proposed-by: {STUDENT}", "Evaluated-by: ref-3")
    merged(school, {NEW: FAIR + SECOND_THOUGHT}, "Proposed-by: github:1000003", "Evaluated-by: ref-3")
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
        ({"docs/aux.md": "Annexe.\n"}, ("Merged-by: grille-1",), "PP626"),
    ],
)
def test_each_breach_has_its_reason(
    school: School, files: dict[str, str | None], trailers: tuple[str, ...], code: str
) -> None:
    merged(school, files, *trailers)

    status, found = codes(school)

    assert (status, code in found) == (1, True)


def test_two_names_of_who_proposed_are_as_good_as_none(school: School) -> None:
    """Nobody is held to the first of them: the edits are attributed as if the merge had not said it."""
    merged(school, {NEW: FAIR + SIGNED}, f"Proposed-by: {OTHER}", f"Proposed-by: {STUDENT}", "Merged-by: ref-3")

    assert codes(school) == (0, [])


@pytest.mark.parametrize(("on", "legal"), [("2026-02-11", True), ("2026-02-12", False)])
def test_a_decision_of_the_day_after_the_commit_is_not_in_the_future(school: School, on: str, legal: bool) -> None:
    merged(school, {NEW: FAIR + SIGNED.replace("2026-02-09", on)})

    assert (audit(school)["exit"] == 0) == legal


def test_a_range_merged_without_its_points_is_named(school: School) -> None:
    abroad = f"{FOLDER}/8.3-international.yml"
    merged(school, {abroad: RANGE})

    report = audit(school)

    assert report["illegal"][0]["undecided"] == [{"path": abroad, "codes": ["ref-7", "ref-8"]}]


def test_a_declaration_merged_without_its_decision_is_named(school: School) -> None:
    """Whoever pressed the button and whatever the message says, until somebody entitled has decided it in writing."""
    wrong = merged(school, {NEW: FAIR}, f"Proposed-by: {STUDENT}", "Merged-by: ref-3")
    merged(school, {NEW: FAIR + SIGNED}, "Proposed-by: github:1000003", "Evaluated-by: ref-3")

    report = audit(school)
    code, said, _ = run("audit", "--repo", school.place, lang="fr")

    assert [(one["commit"], one["undecided"]) for one in report["illegal"]] == [
        (wrong, [{"path": NEW, "codes": ["ref-3", "ref-4"]}])
    ]
    assert (code, said.splitlines()[2]) == (
        1,
        f"{NEW} : fusionnée sans la décision qu'elle attendait de ref-3 ou ref-4.",
    )


def test_where_the_merge_decides_what_counted_without_a_name_is_listed_and_is_legal(school: School) -> None:
    rules = "grid/2025-2026/rules.yml"
    merged(school, {rules: school.read(rules) + "decisions: merged\n"}, "Merged-by: grille-1")
    counted = merged(school, {NEW: FAIR}, f"Proposed-by: {STUDENT}", "Merged-by: ref-3")
    merged(school, {NEW: FAIR + "# relu\n"}, f"Proposed-by: {STUDENT}", "Merged-by: ref-3")
    merged(school, {f"{FOLDER}/3.3-autre.yml": FAIR.replace("a1a1", "b2b2").replace("02-03", "02-04") + SIGNED})

    report = audit(school)
    code, said, _ = run("audit", "--repo", school.place, lang="fr")

    assert (report["exit"], report["sound"], report["unsigned"]) == (0, True, [{"commit": counted, "path": NEW}])
    assert (code, said.splitlines()[1:3]) == (
        0,
        [
            "  Comptées par la seule fusion, sans décision écrite (1) :",
            f"    {NEW}, le 10 février 2026 ({counted[:12]})",
        ],
    )


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

    assert (report["lost"], report["witnesses"]) == ([{"commit": published, "published": "2026-02-10"}], 2)
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
    merged(school, {NEW: FAIR + SIGNED})

    assert (audit(school)["exit"], audit(school, "--since", wrong)["exit"]) == (1, 0)


def test_what_is_not_in_the_history_is_no_beginning(school: School) -> None:
    aside = school.propose({NEW: FAIR})
    code, _, error = run("audit", "--repo", school.place, "--since", aside)

    assert (code, error.splitlines()[0]) == (2, f"La révision {aside} n'est pas dans l'histoire de cette branche.")


def test_the_demonstration_school_is_legal_from_its_first_day(tmp_path: Path) -> None:
    made = a_school(tmp_path / "school")

    code, said, _ = run("audit", "--repo", made.directory)

    assert (code, said.splitlines()[0].split(" ")[:2]) == (0, ["✓", str(made.merges)])


def test_a_grid_that_breaks_what_was_right_is_named(school: School) -> None:
    grid = school.read("grid/2025-2026/3-promotion.yml")
    start = grid.index('  "3.1":')
    end = grid.index('  "3.', start + 6)
    wrong = merged(school, {"grid/2025-2026/3-promotion.yml": grid[:start] + grid[end:]}, "Merged-by: grille-1")

    report = audit(school)

    assert [row["commit"] for row in report["illegal"]] == [wrong]
    assert "PP302" in [finding["code"] for finding in report["illegal"][0]["findings"]]


def test_a_folder_is_judged_anew_by_another_grid(school: School) -> None:
    """What the grid broke stands on both sides of the next merge, and is not what that one introduced."""
    merged(school, {NEW: FAIR + SIGNED})
    grid = school.read("grid/2025-2026/3-promotion.yml")
    start = grid.index('  "3.1":')
    end = grid.index('  "3.', start + 6)
    wrong = merged(school, {"grid/2025-2026/3-promotion.yml": grid[:start] + grid[end:]}, "Merged-by: grille-1")
    merged(school, {f"{FOLDER}/3.3-autre.yml": FAIR.replace("a1a1", "b2b2").replace("02-03", "02-04") + SIGNED})

    report = audit(school)

    assert [row["commit"] for row in report["illegal"]] == [wrong]


def test_a_trailer_does_not_let_a_student_sign(school: School) -> None:
    """A decision signed by somebody who does not evaluate this activity stays illegal whatever the message says."""
    signed = SIGNED.replace("by: ref-3", "by: ref-1")
    merged(school, {NEW: FAIR + signed}, f"Proposed-by: {STUDENT}", "Evaluated-by: ref-3")

    assert codes(school)[0] == 1


def test_grafts_and_mailmaps_hide_nothing(school: School) -> None:
    merged(school, {OPEN_DAY: None})
    merged(school, {".mailmap": "Autre <autre@example.org> <essai@example.org>\n"}, "Merged-by: grille-1")
    grafts = school.place / ".git" / "info" / "grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{school.git('rev-parse', 'HEAD')}\n", encoding="utf-8")

    report = audit(school)

    assert school.git("rev-list", "--count", "HEAD") == "1"  # what Git shows to whoever believes the graft
    assert (report["exit"], report["merges"]) == (1, 2)


def test_a_false_list_of_what_comes_before_what_hides_nothing(school: School) -> None:
    """Git keeps one beside the commits, to be quicker, and believes it: here it leaves out the merge that is wrong."""
    base, wrong = school.git("rev-parse", "HEAD"), merged(school, {OPEN_DAY: None})
    tip = merged(school, {"README.md": "L'école.\n"}, "Merged-by: grille-1")
    school.git("commit-graph", "write", "--reachable")
    file = school.place / ".git" / "objects" / "info" / "commit-graph"
    raw = bytearray(file.read_bytes()[:-20])
    rows = (raw[8 + 12 * number : 20 + 12 * number] for number in range(raw[6]))
    at = {bytes(row[:4]): int.from_bytes(row[4:], "big") for row in rows}
    place = {raw[n : n + 20].hex(): (n - at[b"OIDL"]) // 20 for n in range(at[b"OIDL"], at[b"OIDL"] + 60, 20)}
    before = at[b"CDAT"] + 36 * place[tip] + 20
    assert int.from_bytes(raw[before : before + 4], "big") == place[wrong]
    raw[before : before + 4] = place[base].to_bytes(4, "big")
    file.chmod(0o600)
    file.write_bytes(raw + hashlib.sha1(raw, usedforsecurity=False).digest())

    report = audit(school)

    assert school.git("rev-list", "HEAD").split() == [tip, base]  # what Git says to whoever believes it
    assert (report["merges"], [row["commit"] for row in report["illegal"]]) == (2, [wrong])


def test_a_foxtrot_merge_hides_no_published_head(school: School, tmp_path: Path) -> None:
    """A branch moved to a merge whose first parent is another history holds the old head, not as its own."""
    school.git("checkout", "-q", "-b", "ailleurs")
    merged(school, {NEW: FAIR})
    school.git("checkout", "-q", "main")
    published = merged(school, {"README.md": "L'école.\n"})
    school.git("checkout", "-q", "ailleurs")
    school.git("merge", "-q", "--no-edit", "main")
    school.git("checkout", "-q", "main")
    school.git("reset", "-q", "--hard", "ailleurs")
    witness = tmp_path / "t.json"
    witness.write_text(json.dumps({"heads": [{"commit": published, "date": "2026-02-10"}]}), encoding="utf-8")

    report = audit(school, "--witness", str(witness))

    assert (report["exit"], [lost["commit"] for lost in report["lost"]]) == (1, [published])


def test_what_people_read(school: School) -> None:
    merged(school, {NEW: FAIR + SIGNED})
    wrong = merged(school, {NEW: FAIR.replace("quantity: 1", "quantity: 2") + SIGNED}, "Request: 8")
    merged(school, {"declarations/x.yml": "x\n"})

    code, said, _ = run("audit", "--repo", school.place, lang="fr")
    lines = said.splitlines()

    assert (code, lines[0]) == (1, f"✗ Première fusion qui n'était pas permise : {wrong} (10 février 2026, demande 8).")
    assert lines[2].endswith("PP604  erreur")
    assert "Sur 3 fusions rejouées, 1 de plus ne l'était pas." in lines


def test_when_it_is_known_who_pushed_nobody_else_has_decided(school: School) -> None:
    base = school.git("rev-parse", "main")
    merged(school, {NEW: FAIR + SIGNED}, f"Proposed-by: {STUDENT}", "Evaluated-by: ref-3")

    by = [audit(school, "--since", base, "--pushed-by", who)["exit"] for who in ("github:1000003", "github:1000001")]

    assert by == [0, 1]
