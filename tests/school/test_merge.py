"""``polyvalidate merge`` on real repositories: the commit, the branch, the work tree, and what stops it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from polyvalidate import __version__
from polyvalidate.files.source import MAXIMUM_SIZE
from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.judgement.verdict import Request
from polyvalidate.repository import resolve
from polyvalidate.school import land as landing
from polyvalidate.school.land import build, land
from polyvalidate.school.merge import Ask, Ready, Stopped, prepare
from tests.cli.test_evaluate import RANGE, THREE_POINTS
from tests.places import RULES
from tests.proposing import (
    ACCEPTED,
    FAIR,
    FOLDER,
    JURY,
    KEEPER,
    OPEN_DAY,
    OTHER,
    REFERENT_1,
    REFERENT_3,
    REFERENT_4,
    REGISTRY,
    STUDENT,
    School,
)
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
WHEN = ("--opened-at", "2026-02-10", "--on", "2026-03-01")

EVIDENCE = "  - kind: E6\n    store: pull-request\n    name: bilan.pdf\n    sha256: " + "b2" * 32 + "\n"


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def merges_decide(school: School) -> None:
    """Make it a school in which the merge decides."""
    rules = "grid/2025-2026/rules.yml"
    school.settle({rules: school.read(rules) + "decisions: merged\n"})


def merge(school: School, head: str, *words: str, author: str = STUDENT, lang: str = "fr") -> tuple[int, str]:
    code, said, error = run(
        "merge", "--repo", school.place, "--head", head, "--author", author, *WHEN, *words, lang=lang
    )
    return code, said + error


def test_a_merge_holds_the_decision_and_says_which_head_it_holds(school: School) -> None:
    head, base = school.propose({NEW: FAIR}), school.git("rev-parse", "main")

    code, said = merge(school, head, "--as", "ref-3", "--accept", "--number", "12")

    assert (code, said.splitlines()[:2]) == (
        0,
        ["✓ 3.3-lycee.yml : acceptée, 0,5 point (ref-3, 1er mars 2026).", "  s-base000001 : 0 → 0,5 point sur 10"],
    )
    assert school.git("rev-parse", "main^@") == base
    assert school.git("log", "-1", "--format=%an <%ae>|%cn|%B", "main").strip() == (
        "ref-3 <ref-3@polyvalidate.invalid>|ref-3|Demande 12 fusionnée par ref-3\n\n"
        "2025/s-base000001 3.3-lycee.yml : acceptée, 0,5 point (ref-3, 1er mars 2026).\n\n"
        f"Request: 12\nOpened-on: 2026-02-10\nHead: {head}\nProposed-by: {STUDENT}\nEvaluated-by: ref-3"
    )
    assert school.git("show", f"main:{NEW}") == (
        FAIR + "evaluation:\n  decision: accepted\n  points: 0.5\n  by: ref-3\n  on: 2026-03-01"
    )


def test_a_day_that_nobody_said_does_not_enter_the_record(school: School) -> None:
    head = school.propose({NEW: FAIR})

    words = ("merge", "--repo", school.place, "--head", head, "--author", STUDENT, "--as", "ref-3", "--accept")
    said = run(*words, "--on", "2026-03-01")

    assert (said[0], "Opened-on" in school.git("log", "-1", "--format=%B", "main")) == (0, False)


def test_the_work_tree_follows_its_branch(school: School) -> None:
    head = school.propose({NEW: FAIR})

    merge(school, head, "--as", "ref-3", "--accept")

    assert (school.git("status", "--porcelain"), school.read(NEW).count("evaluation:")) == ("", 1)


def test_a_work_tree_whose_folder_was_deleted_stops_nothing(school: School) -> None:
    head = school.propose({NEW: FAIR})
    school.git("checkout", "-q", "--detach")
    school.git("worktree", "add", "-q", str(school.place.parent / "autre"), "main")
    shutil.rmtree(school.place.parent / "autre")

    assert merge(school, head, "--as", "ref-3", "--accept")[0] == 0
    assert "evaluation:" in school.git("show", f"main:{NEW}")


@pytest.mark.parametrize("words", [("-a", "-m", "à fusionner"), ()], ids=["with a message", "bare"])
def test_a_request_may_be_named_by_a_tag(school: School, words: tuple[str, ...]) -> None:
    school.git("tag", *words, "demande-12", school.propose({NEW: FAIR}))

    assert merge(school, "demande-12", "--as", "ref-3", "--accept")[0] == 0


def test_work_that_is_not_committed_stops_the_merge(school: School) -> None:
    head, base = school.propose({NEW: FAIR}), school.git("rev-parse", "main")
    school.write({NEW: "à moi\n"})

    code, said = merge(school, head, "--as", "ref-3", "--accept")

    assert (code, said.splitlines()[-1], school.read(NEW)) == (1, "Rien n'a été fusionné.", "à moi\n")
    assert school.git("rev-parse", "main") == base


def test_work_that_would_be_committed_next_stops_the_merge_wherever_it_is(school: School) -> None:
    head, base = school.propose({NEW: FAIR}), school.git("rev-parse", "main")
    school.write({"notes.md": "à moi\n"})
    school.git("add", "notes.md")

    code, said = merge(school, head, "--as", "ref-3", "--accept")

    assert (code, said.splitlines()[-1]) == (1, "Rien n'a été fusionné.")
    assert (school.git("rev-parse", "main"), school.git("status", "--porcelain")) == (base, "A  notes.md")


def test_a_bare_repository_is_merged_into(school: School, tmp_path: Path) -> None:
    head = school.propose({NEW: FAIR})
    school.git("branch", "demande", head)
    subprocess.run(["git", "clone", "-q", "--bare", school.place, tmp_path / "nu"], check=True)

    code, _, error = run(
        "merge", "--repo", tmp_path / "nu", "--head", "demande", "--author", STUDENT, *WHEN, "--as", "ref-3", "--accept"
    )

    assert (code, error) == (0, "")
    shown = subprocess.run(["git", "-C", tmp_path / "nu", "log", "-1", "main"], check=True, capture_output=True)
    assert f"Head: {head}" in shown.stdout.decode()


def test_each_declaration_may_have_its_own_decision(school: School) -> None:
    abroad = f"{FOLDER}/8.3-international.yml"
    head = school.propose({NEW: FAIR, abroad: RANGE})

    stopped = merge(school, head, "--as", "ref-3", "--accept")
    decided = merge(
        school, head, "--as", "ref-3", "--decide", "3.3-lycee.yml=refuse absent", "--decide", "x.yml=accept"
    )

    assert stopped == (
        1,
        "8.3-international.yml attend une décision de ref-7 ou ref-8, et non la vôtre. Qu'une de ces personnes "
        "approuve d'abord la demande, puis donnez son compte avec --approved-by ; ou laissez-leur cette demande.\n"
        "Rien n'a été fusionné.\n",
    )
    assert decided[1].splitlines()[0] == (
        "x.yml ne désigne pas une déclaration de cette demande qui attend une décision."
    )


@pytest.mark.parametrize("words", [("--accept",), ("--points", "0.5"), ("--refuse", "--comment", "Déjà comptée.")])
def test_points_of_another_school_are_decided_when_they_are_merged(school: School, words: tuple[str, ...]) -> None:
    head = school.propose({NEW: FAIR + "origin: autre-ecole\n"})

    code, said = merge(school, head, "--as", "ref-3", *words, author=REGISTRY)

    assert code == 0, said
    assert "  by: ref-3" in school.git("show", f"main:{NEW}")
    pushed = ("audit", "--repo", school.place, "--since", "main^1", "--pushed-by", "github:1000003")
    said_by_the_forge, said_by_the_merge = run(*pushed, "--proposed-by", REGISTRY), run(*pushed)
    assert (said_by_the_forge[0], said_by_the_merge[0]) == (0, 1), said_by_the_forge


def test_points_of_another_school_that_nobody_chose_are_asked_of_who_may(school: School) -> None:
    head = school.propose({NEW: FAIR + "origin: autre-ecole\n"})

    theirs, others = (merge(school, head, "--as", code, author=REGISTRY)[1] for code in ("ref-3", "ref-1"))

    assert theirs.startswith("3.3-lycee.yml attend une décision de ref-3 ou ref-4. Ajoutez --accept")
    assert others.startswith("Cette demande n'est pas à vous d'accepter.")


def test_what_an_office_changes_is_an_evaluator_s_to_merge_only_with_points_that_are_chosen(school: School) -> None:
    school.settle({NEW: FAIR + "origin: autre-ecole\n"})
    head = school.propose({NEW: FAIR})

    file = f"{FOLDER}/student.yml"
    more = {file: school.read(file).replace("programme: DI", "programme: DEE")}
    elsewhere = FAIR.replace("a1a1", "b3b3").replace("02-03", "02-04") + "origin: autre-ecole\n"
    also = school.propose({f"{FOLDER}/3.3-autre.yml": elsewhere, **more})

    told = "Cette demande n'est pas à vous d'accepter. La fusionnent : la scolarité."
    for one in (head, also):
        code, said = merge(school, one, "--as", "ref-3", "--accept", author=REGISTRY)
        assert (code, said.splitlines()[0]) == (1, told)


def test_an_appeal_is_merged_by_those_who_decide_and_by_nobody_else(school: School) -> None:
    reduced = (
        FAIR + "evaluation:\n  decision: partial\n  points: 0.25\n  by: ref-3\n  on: 2026-02-09\n  comment: Le matin.\n"
    )
    school.settle({NEW: reduced})
    head = school.propose({NEW: reduced + "appeal:\n  on: 2026-02-10\n  reason: La date figure au verso.\n"})

    jury = merge(school, head, "--as", "jury-1", "--dry-run")
    office, referent = (merge(school, head, "--as", code) for code in ("scolarite-1", "ref-3"))

    assert office[1].splitlines()[0] == "Une demande d'élève est fusionnée par une personne référente ou par le jury."
    assert (jury[0], office[0], referent[0]) == (0, 1, 0)


def test_a_file_name_that_two_students_have_names_neither_of_them(school: School) -> None:
    other = "declarations/2025/s-base000002"
    school.settle({f"{other}/student.yml": school.read(f"{FOLDER}/student.yml").replace(STUDENT, OTHER)})
    brought = FAIR + "origin: autre-ecole\n"
    head = school.propose({NEW: brought, f"{other}/3.3-lycee.yml": brought.replace("a1a1", "b2b2")})

    words = ("--as", "ref-3", "--decide", "3.3-lycee.yml=accept")
    short = merge(school, head, *words, author=REGISTRY)
    whole = merge(school, head, *words[:3], f"{NEW}=accept", author=REGISTRY)

    assert short[1].startswith("3.3-lycee.yml ne désigne pas une déclaration de cette demande")
    assert whole[1].startswith("3.3-lycee.yml attend une décision")


def test_the_day_of_opening_is_asked_for_when_that_alone_is_wrong(school: School) -> None:
    late = ("--opened-at", "2026-12-24")
    wrong = FAIR.replace("to: 2026-02-03", "to: 2026-02-01")

    alone, beside = (merge(school, school.propose({NEW: text}), "--as", "ref-3", *late)[1] for text in (FAIR, wrong))

    assert ("PP621" in alone, "--opened-at 2026-02-03" in alone) == (True, True)
    assert ("PP308" in beside, "--opened-at 2026-02-03" in beside) == (True, False)


def test_a_second_reader_must_have_approved_and_is_recorded(school: School) -> None:
    presidency = f"{FOLDER}/2.1-presidence.yml"
    head = school.propose({presidency: THREE_POINTS})
    words = ("--as", "ref-1", "--accept", "--second", "ref-2")

    alone = merge(school, head, *words)
    together = merge(school, head, *words, "--approved-by", "github:1000002")

    assert alone == (
        1,
        "2.1-presidence.yml attend la seconde lecture de ref-2. Donnez le compte qui a approuvé avec --approved-by.\n"
        "Rien n'a été fusionné.\n",
    )
    assert (together[0], school.git("log", "-1", "--format=%(trailers:key=Approved-by,valueonly)", "main")) == (
        0,
        "github:1000002",
    )


def test_who_merges_confirms_what_another_decides_and_names_them_for(school: School) -> None:
    presidency = f"{FOLDER}/2.1-presidence.yml"
    head = school.propose({presidency: THREE_POINTS})
    request = Request(STUDENT, date(2026, 2, 10))

    def merged_by(code: str) -> Ready | Stopped:
        others = {presidency: ("ref-1", Spoken(Word.ACCEPT, second="ref-2"))}
        return prepare(school.place, Ask("main", head, code, request, None, None, {}, others), date(2026, 3, 1))

    assert [type(merged_by(code)) for code in ("ref-2", "ref-1")] == [Ready, Stopped]


def test_a_second_reader_goes_with_the_decision_of_one_declaration_too(school: School) -> None:
    head = school.propose({f"{FOLDER}/2.1-presidence.yml": THREE_POINTS})
    words = ("--decide", "2.1-presidence.yml=accept", "--second", "ref-2", "--approved-by", "github:1000002")

    code, said = merge(school, head, "--as", "ref-1", *words)

    assert (code, said.splitlines()[0]) == (
        0,
        "✓ 2.1-presidence.yml : acceptée, 3 points (ref-1, 1er mars 2026).",
    )
    assert "  second: ref-2\n" in school.git("show", f"main:{FOLDER}/2.1-presidence.yml")


@pytest.mark.parametrize("decision", ["3.3-lycee.yml", "3.3-lycee.yml=", "=accept", "3.3-lycee.yml=beaucoup"])
def test_a_decision_of_one_declaration_that_is_not_understood_names_its_option(school: School, decision: str) -> None:
    code, said = merge(school, school.propose({NEW: FAIR}), "--as", "ref-3", "--decide", decision)

    assert (code, "--decide" in said) == (2, True)


def test_what_the_gate_refuses_is_not_merged(school: School) -> None:
    base = school.git("rev-parse", "main")
    by_another = merge(school, school.propose({NEW: FAIR}), "--as", "ref-3", "--accept", author=OTHER)
    wrong = merge(school, school.propose({NEW: FAIR.replace("to: 2026-02-03", "to: 2026-02-01")}), "--as", "ref-3")

    assert [by_another[0], "PP602" in by_another[1], wrong[0], "PP308" in wrong[1]] == [1, True, 1, True]
    assert school.git("rev-parse", "main") == base


def test_somebody_who_does_not_evaluate_it_does_not_merge_it(school: School) -> None:
    not_theirs = merge(school, school.propose({NEW: FAIR}), "--as", "ref-1")
    merges_decide(school)
    where_the_merge_decides = merge(school, school.propose({NEW: FAIR}), "--as", "ref-1")

    assert [(code, said.splitlines()[0]) for code, said in (not_theirs, where_the_merge_decides)] == [
        (
            1,
            "3.3-lycee.yml attend une décision de ref-3 ou ref-4, et non la vôtre. Qu'une de ces personnes "
            "approuve d'abord la demande, puis donnez son compte avec --approved-by ; ou laissez-leur cette demande.",
        ),
        (
            1,
            "3.3-lycee.yml n'est pas à vous de décider. Laissez cette demande à ref-3 ou ref-4, ou donnez le compte de "
            "qui l'a approuvée avec --approved-by.",
        ),
    ]


def test_nothing_is_merged_without_a_written_decision(school: School) -> None:
    head, base = school.propose({NEW: FAIR}), school.git("rev-parse", "main")

    assert merge(school, head, "--as", "ref-3") == (
        1,
        "3.3-lycee.yml attend une décision de ref-3 ou ref-4. Ajoutez --accept, --points ou --refuse.\n"
        "Rien n'a été fusionné.\n",
    )
    assert school.git("rev-parse", "main") == base


def test_one_decision_for_all_says_whose_they_are_or_that_none_awaits_one(school: School) -> None:
    head = school.propose({NEW: FAIR})
    theirs = merge(school, head, "--as", "ref-1", "--accept")
    school.settle({NEW: FAIR})
    signed = FAIR + "evaluation:\n  decision: accepted\n  points: 0.5\n  by: ref-4\n  on: 2026-02-09\n"
    none = merge(school, school.propose({NEW: signed}), "--as", "ref-4", "--accept", author=REFERENT_4)

    assert [(code, said.splitlines()[0]) for code, said in (theirs, none)] == [
        (1, "ref-1 n'évalue pas l'activité 3.3. Laissez la décision à ref-3 ou ref-4."),
        (1, "Aucune déclaration de cette demande n'attend de décision. Retirez --accept, --points ou --refuse."),
    ]


def test_where_the_merge_decides_it_needs_no_other_word(school: School) -> None:
    merges_decide(school)
    head = school.propose({NEW: FAIR})

    code, said = merge(school, head, "--as", "ref-3")

    assert (code, said.splitlines()[:2]) == (
        0,
        ["✓ Demande acceptée telle quelle.", "  s-base000001 : 1 → 1,5 point sur 10"],
    )
    assert school.git("log", "-1", "--format=%(trailers:key=Merged-by,valueonly)", "main") == "ref-3"
    assert school.read(NEW) == FAIR


def test_where_the_merge_decides_a_decision_may_be_written_all_the_same(school: School) -> None:
    merges_decide(school)

    code, said = merge(school, school.propose({NEW: FAIR}), "--as", "ref-3", "--accept")

    assert (code, "  by: ref-3\n" in school.read(NEW)) == (0, True), said


def test_points_that_must_be_chosen_are_asked_for(school: School) -> None:
    head = school.propose({f"{FOLDER}/8.3-international.yml": RANGE})

    assert merge(school, head, "--as", "ref-7", lang="en") == (
        1,
        "8.3-international.yml awaits a decision of ref-7 or ref-8. Add --accept, --points or --refuse.\n"
        "Nothing was merged.\n",
    )


def test_a_dry_run_moves_nothing_and_the_author_must_be_known(school: School) -> None:
    head, base = school.propose({NEW: FAIR}), school.git("rev-parse", "main")

    code, _ = merge(school, head, "--as", "ref-3", "--accept", "--dry-run")
    unknown, _, _ = run("merge", "--repo", school.place, "--head", head, "--as", "ref-3")

    assert (code, unknown, school.git("rev-parse", "main")) == (0, 2, base)


def as_json(school: School, head: str, *words: str, code: int = 0) -> dict[str, Any]:
    """What ``--format json`` says, and nothing else."""
    words = ("--repo", str(school.place), "--head", head, "--author", STUDENT, *WHEN, "--as", "ref-3", *words)
    ended, said, error = run("merge", *words, "--format", "json")
    assert (ended, error) == (code, "")
    found: dict[str, Any] = json.loads(said)
    return found


def test_a_trial_in_json_says_what_would_be_merged(school: School) -> None:
    head, base = school.propose({NEW: FAIR}), school.git("rev-parse", "main")

    trial, again = (as_json(school, head, "--accept", "--dry-run") for _ in range(2))

    assert (school.git("rev-parse", "main"), trial) == (base, again)
    assert trial == {
        "tool": "polyvalidate",
        "version": __version__,
        "outcome": "possible",
        "message": None,
        "base": base,
        "head": head,
        "commit": None,
        "decisions": [
            {
                "path": NEW,
                "decision": "accepted",
                "points": 0.5,
                "by": "ref-3",
                "second": None,
                "on": "2026-03-01",
                "comment": None,
            }
        ],
        "students": [{"student": "s-base000001", "before": 0, "after": 0.5, "required": 10}],
        "findings": [],
    }


def test_a_merge_in_json_gives_its_commit_and_keeps_its_keys_whatever_happens(school: School) -> None:
    head, base = school.propose({NEW: FAIR}), school.git("rev-parse", "main")
    wrong = school.propose({NEW: FAIR.replace("to: 2026-02-03", "to: 2026-02-01")})

    broken = as_json(school, wrong, "--accept", "--dry-run", code=1)
    unasked = as_json(school, head, "--decide", "x.yml=accept", code=1)
    merged = as_json(school, head, "--accept")
    again = as_json(school, head, "--accept")

    assert [(each["outcome"], each["base"], each["commit"]) for each in (broken, unasked, merged, again)] == [
        ("refused", base, None),
        ("refused", base, None),
        ("merged", base, school.git("rev-parse", "main")),
        ("already-merged", school.git("rev-parse", "main"), None),
    ]
    assert ("PP308" in {found["code"] for found in broken["findings"]}, broken["head"]) == (True, wrong)
    assert unasked["message"].startswith("x.yml ne désigne pas une déclaration de cette demande")
    assert list(broken) == list(unasked) == list(merged) == list(again)


def test_a_merge_that_was_remembered_is_taken_again_only_while_it_is_the_same(school: School) -> None:
    head = school.propose({NEW: FAIR})

    def built(spoken: Spoken, hour: int) -> tuple[str, str, str]:
        ask = Ask("main", head, "ref-3", Request(STUDENT, date(2026, 2, 10)), None, spoken, {})
        ready = prepare(school.place, ask, date(2026, 3, 1))
        assert isinstance(ready, Ready)
        commit = build(school.place, ready, datetime(2026, 3, 1, hour, tzinfo=UTC), keep=True)
        return commit, *school.git("rev-parse", f"{commit}^{{tree}}", f"{commit}^").split()

    first, again = (built(Spoken(Word.ACCEPT), hour) for hour in (9, 10))
    refused = built(Spoken(Word.REFUSE, None, "Absence."), 11)
    school.git("commit", "-q", "--allow-empty", "-m", "rien")
    later = built(Spoken(Word.REFUSE, None, "Absence."), 12)

    assert first == again
    assert (refused[1] == first[1], refused[2] == first[2]) == (False, True)
    assert (later[1] == refused[1], later[2]) == (True, school.git("rev-parse", "main"))


def test_a_server_whose_branch_has_moved_is_sent_nothing(school: School, tmp_path: Path) -> None:
    server = tmp_path / "serveur"
    head = school.propose({NEW: FAIR})
    subprocess.run(["git", "clone", "-q", "--bare", school.place, server], check=True)
    school.settle({"README.md": "L'école.\n"})

    code, said = merge(school, head, "--as", "ref-3", "--accept", "--push", str(server))

    there = subprocess.check_output(["git", "-C", server, "for-each-ref", "--format=%(refname)"]).decode().split()
    assert (code, said.splitlines()[0].partition(" :")[0]) == (1, "La branche a changé sur le serveur")
    assert there == ["refs/heads/main"]


def test_only_a_branch_is_merged_into(school: School) -> None:
    base = school.git("rev-parse", "main")
    school.git("tag", "rentrée", base)

    code, said = merge(school, school.propose({NEW: FAIR}), "--base", "rentrée", "--as", "ref-3", "--accept")

    assert (code, said.splitlines()[0]) == (1, "--base doit être une branche de ce dépôt.")
    assert school.git("rev-parse", "main", "rentrée").split() == [base, base]


def test_files_that_an_earlier_merge_left_behind_are_completed_by_the_next(school: School) -> None:
    heads = [
        school.propose({NEW: FAIR}),
        school.propose({f"{FOLDER}/3.3-forum.yml": FAIR.replace("a1a1", "b2b2").replace("02-03", "02-04")}),
    ]
    assert merge(school, heads[0], "--as", "ref-3", "--accept")[0] == 0
    school.git("read-tree", "-u", "--reset", "main^")  # as a disk that was full leaves them

    code, _ = merge(school, heads[1], "--as", "ref-3", "--accept")

    assert (code, school.git("status", "--porcelain"), school.read(NEW).count("evaluation:")) == (0, "", 1)


def test_a_branch_that_moved_meanwhile_is_not_merged_into(school: School) -> None:
    head = school.propose({NEW: FAIR})
    ask = Ask("main", head, "ref-4", Request(STUDENT, date(2026, 2, 10)), 3, Spoken(Word.ACCEPT), {})
    ready = prepare(school.place, ask, date(2026, 3, 1))
    assert isinstance(ready, Ready)
    commit = build(school.place, ready, datetime(2026, 3, 1, 9, tzinfo=UTC))
    moved = school.settle({"README.md": "L'école.\n"})

    why = land(school.place, ask, ready, commit)

    assert why is not None
    assert why.fr.startswith("La branche ou la demande a changé entre-temps")
    assert school.git("rev-parse", "main") == moved


def test_a_request_that_moved_meanwhile_is_not_merged(school: School) -> None:
    head = school.propose({NEW: FAIR})
    school.git("update-ref", "refs/pull/3/head", head)
    ask = Ask("main", "refs/pull/3/head", "ref-4", Request(STUDENT, date(2026, 2, 10)), 3, Spoken(Word.ACCEPT), {})
    ready = prepare(school.place, ask, date(2026, 3, 1))
    assert isinstance(ready, Ready)
    commit = build(school.place, ready, datetime(2026, 3, 1, 9, tzinfo=UTC))

    school.git("update-ref", "refs/pull/3/head", "main")
    moved = land(school.place, ask, ready, commit)
    school.git("update-ref", "refs/pull/3/head", head)
    school.settle({"README.md": "Autre chose.\n"})
    base_moved = land(school.place, ask, ready, commit)

    assert moved is not None
    assert base_moved is not None
    assert school.git("rev-list", "--count", "--merges", "main") == "0"


def test_a_request_that_moves_at_the_last_moment_is_not_merged(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    head, base = school.propose({NEW: FAIR}), school.git("rev-parse", "main")
    school.git("update-ref", "refs/pull/3/head", head)
    ask = Ask("main", "refs/pull/3/head", "ref-4", Request(STUDENT, date(2026, 2, 10)), 3, Spoken(Word.ACCEPT), {})
    ready = prepare(school.place, ask, date(2026, 3, 1))
    assert isinstance(ready, Ready)
    commit = build(school.place, ready, datetime(2026, 3, 1, 9, tzinfo=UTC))

    def looked(place: Path, revision: str) -> str:
        """It is found where it was judged, and moves at once."""
        found = resolve(place, revision)
        school.git("update-ref", "refs/pull/3/head", base)
        return found

    monkeypatch.setattr(landing, "resolve", looked)
    why = land(school.place, ask, ready, commit)

    assert why is not None
    assert (why.fr.startswith("La branche ou la demande a changé"), school.git("rev-parse", "main")) == (True, base)


def test_a_protected_branch_is_reached_by_a_waiting_branch_and_steps_may_be_repeated(
    school: School, tmp_path: Path
) -> None:
    server = tmp_path / "serveur"
    subprocess.run(["git", "clone", "-q", "--bare", school.place, server], check=True)
    head = school.propose({NEW: FAIR})
    words = ("--as", "ref-3", "--accept", "--push", str(server), "--wait", "1s")

    first, said = merge(school, head, *words)
    waiting = f"refs/heads/polyvalidate/{head[:12]}"
    commit = subprocess.check_output(["git", "-C", server, "rev-parse", waiting]).decode().strip()
    subprocess.run(["git", "-C", server, "update-ref", "refs/heads/main", commit], check=True)
    subprocess.run(["git", "-C", server, "update-ref", "-d", waiting], check=True)
    second, _ = merge(school, head, *words)
    again, said_again = merge(school, head, *words)

    assert (first, "n'a pas encore répondu" in said) == (1, True)
    assert second == 0
    assert (again, said_again) == (0, "Cette demande est déjà fusionnée.\n")
    refs = subprocess.check_output(["git", "-C", server, "for-each-ref", "--format=%(refname) %(objectname)"]).decode()
    assert refs.splitlines() == [f"refs/heads/main {commit}"]
    assert school.git("rev-parse", "main") == commit


def test_the_second_decision_of_an_evaluator_is_an_evaluation_like_another(school: School) -> None:
    merge(school, school.propose({NEW: FAIR}), "--as", "ref-3", "--accept")
    text = school.read(NEW)
    head = school.propose(
        {NEW: text.replace("decision: accepted\n  points: 0.5", "decision: refused") + "  comment: Absent.\n"}
    )

    code, said = merge(school, head, "--as", "ref-3", author="github:1000003")

    assert (code, said.splitlines()[1]) == (0, "  s-base000001 : 0,5 → 0 point sur 10")
    assert merge(school, school.propose({OPEN_DAY: school.read(OPEN_DAY) + "# relu\n"}), "--as", "ref-4")[0] == 0


def test_two_categories_in_one_request_are_decided_by_one_person_of_each(school: School) -> None:
    event = FAIR.replace('"3.3"', '"2.5"').replace("a1a1", "e5e5") + EVIDENCE
    head = school.propose({NEW: FAIR, f"{FOLDER}/2.5-gala.yml": event})

    alone = merge(school, head, "--as", "ref-3", "--accept")
    stranger = merge(school, head, "--as", "ref-3", "--accept", "--approved-by", "github:1000005")
    together = merge(school, head, "--as", "ref-3", "--accept", "--approved-by", "github:1000001")

    awaited = "2.5-gala.yml attend une décision de ref-1 ou ref-2, et non la vôtre."
    assert [(code, text.startswith(awaited)) for code, text in (alone[:2], stranger[:2])] == [(1, True), (1, True)]
    assert (together[0], together[1].splitlines()[:3]) == (
        0,
        [
            "✓ 2.5-gala.yml : acceptée, 1 point (ref-1, 1er mars 2026).",
            "✓ 3.3-lycee.yml : acceptée, 0,5 point (ref-3, 1er mars 2026).",
            "  s-base000001 : 0 → 1,5 point sur 10",
        ],
    )
    signed = [
        next(line for line in school.git("show", f"main:{path}").splitlines() if line.startswith("  by:"))
        for path in (f"{FOLDER}/2.5-gala.yml", NEW)
    ]
    assert signed == ["  by: ref-1", "  by: ref-3"]
    trailers = school.git("log", "-1", "--format=%(trailers:key=Evaluated-by,key=Approved-by,separator=%x20)", "main")
    assert trailers == "Evaluated-by: ref-3 Evaluated-by: ref-1 Approved-by: github:1000001"
    said = ("audit", "--root", school.place, "--since", "main~1")
    pushed = (*said, "--pushed-by", "github:1000003", "--proposed-by", STUDENT)
    assert [run(*words)[0] for words in (said, pushed, (*pushed, "--approved-by", "github:1000001"))] == [0, 1, 0]
    assert run(*pushed, "--approved-by", "github:1000005")[0] == 1


def test_what_who_merges_evaluates_is_for_them_to_say_and_not_for_a_colleague_who_approved(school: School) -> None:
    head, base = school.propose({NEW: FAIR}), school.git("rev-parse", "main")

    code, said = merge(school, head, "--as", "ref-3", "--approved-by", REFERENT_4)

    awaited = "3.3-lycee.yml attend une décision de ref-3 ou ref-4. Ajoutez --accept, --points ou --refuse."
    assert (code, said.splitlines()[0], school.git("rev-parse", "main")) == (1, awaited, base)


def test_what_an_office_proposes_is_merged_by_that_office(school: School) -> None:
    file = f"{FOLDER}/student.yml"
    head = school.propose({file: school.read(file).replace("programme: DI", "programme: DEE")})

    by_a_referent = merge(school, head, "--as", "ref-3", author=REGISTRY)
    by_the_office = merge(school, head, "--as", "scolarite-1", author=REGISTRY)

    assert by_a_referent[1].splitlines()[0].startswith("Cette demande n'est pas à vous d'accepter. La fusionnent")
    assert (by_a_referent[0], by_the_office[0]) == (1, 0)


def test_what_the_jury_or_a_keeper_proposes_is_no_referent_s_to_merge(school: School) -> None:
    rules, quitus = "grid/2025-2026/rules.yml", f"{FOLDER}/quitus.yml"
    decided = "session: 2026-07\noutcome: not-acquired\ncredited: 0\nrequired: 10\non: 2026-02-10\nby: jury-1\n"
    asked = [
        (KEEPER, {rules: school.read(rules).replace("engagement@", "points@")}),
        (JURY, {quitus: decided}),
    ]

    said = [merge(school, school.propose(files), "--as", "ref-3", author=who) for who, files in asked]

    assert [(code, text.splitlines()[0]) for code, text in said] == [
        (1, "Cette demande n'est pas à vous d'accepter. La fusionnent : les gardiens de la grille."),
        (1, "Cette demande n'est pas à vous d'accepter. La fusionnent : le jury."),
    ]


def test_what_an_evaluator_decides_is_no_office_s_to_merge(school: School) -> None:
    head = school.propose({OPEN_DAY: school.read(OPEN_DAY) + ACCEPTED})

    said = [merge(school, head, "--as", code, author=REFERENT_3) for code in ("scolarite-1", "jury-1", "ref-4")]

    told = "Cette demande n'est pas à vous d'accepter. La fusionnent : les référents."
    assert [(code, text.splitlines()[0]) for code, text in said[:2]] == [(1, told), (1, told)]
    assert said[2][0] == 0


def test_what_a_second_reader_confirms_is_no_office_s_to_merge_either(school: School) -> None:
    rules = "grid/2025-2026/rules.yml"
    decided = school.read(OPEN_DAY) + ACCEPTED
    low = school.read(rules).replace("second_reader_from: 3", "second_reader_from: 1")
    school.settle({rules: low, OPEN_DAY: decided})
    head = school.propose({OPEN_DAY: decided + "  second: ref-4\n"})

    said = [merge(school, head, "--as", code, author=REFERENT_4) for code in ("scolarite-1", "jury-1", "grille-1")]
    by_an_evaluator = merge(school, head, "--as", "ref-3", author=REFERENT_4)

    told = "Cette demande n'est pas à vous d'accepter. La fusionnent : les référents."
    assert [(code, text.splitlines()[0]) for code, text in said] == [(1, told)] * 3
    assert (by_an_evaluator[0], "second: ref-4" in school.git("show", f"main:{OPEN_DAY}")) == (0, True)


def test_a_decision_that_the_rules_refuse_is_shown_with_its_findings(school: School) -> None:
    """Beside the lines where they stand, as these would be."""
    head = school.propose({f"{FOLDER}/2.1-presidence.yml": THREE_POINTS})

    code, said = merge(school, head, "--as", "ref-1", "--accept", "--second", "ref-1", "--approved-by", REFERENT_1)

    assert (code, "La décision n'est pas possible ainsi." in said, "PP353" in said) == (1, True, True)
    assert "│   second: ref-1\n" in said


def test_a_decision_for_which_a_file_has_no_room_is_said_to_be_for_a_hand(school: School) -> None:
    room = MAXIMUM_SIZE - len(FAIR.encode())
    head = school.propose({NEW: FAIR + "# " + "relu " * (room // 5 - 1) + "\n"})

    code, said = merge(school, head, "--as", "ref-3", "--accept")

    assert (code, said.splitlines()) == (
        1,
        [
            "L'évaluation ne peut être ajoutée à 3.3-lycee.yml : le fichier est trop long, ou écrit d'une façon qui ne "
            "le permet pas sans toucher au reste. Écrivez-la à la main, après avoir raccourci ce qui doit l'être.",
            "Rien n'a été fusionné.",
        ],
    )


def test_only_those_who_hold_a_role_are_named_in_the_record(school: School) -> None:
    head = school.propose({NEW: FAIR})
    approved = ("--approved-by", OTHER, "--approved-by", REFERENT_4)

    assert merge(school, head, "--as", "ref-3", "--accept", *approved)[0] == 0
    assert school.git("log", "-1", "--format=%(trailers:key=Approved-by,valueonly)", "main") == REFERENT_4


def test_where_the_merge_decides_each_category_has_a_person_of_its_own(school: School) -> None:
    """Who merges, who has approved that commit, or who is quoted with a decision."""
    merges_decide(school)
    gala = f"{FOLDER}/2.5-gala.yml"
    event = FAIR.replace('"3.3"', '"2.5"').replace("a1a1", "e5e5") + EVIDENCE
    head, day = school.propose({NEW: FAIR, gala: event}), date(2026, 3, 1)

    def prepared(approvals: frozenset[str], others: dict[str, tuple[str, Spoken]]) -> bool:
        ask = Ask("main", head, "ref-3", Request(STUDENT, date(2026, 2, 10), approvals), None, None, {}, others)
        return isinstance(prepare(school.place, ask, day), Ready)

    quoted = {gala: ("ref-1", Spoken(Word.ACCEPT))}
    assert [prepared(frozenset(), {}), prepared(frozenset({REFERENT_4}), {})] == [False, False]
    assert [prepared(frozenset({REFERENT_1}), {}), prepared(frozenset(), quoted)] == [True, True]


def test_an_approval_decides_nothing_of_what_takes_two_readers(school: School) -> None:
    heavy = (RULES / "PP352" / "good" / FOLDER / "2.1-tresorerie.yml").read_text(encoding="utf-8")
    heavy = re.sub(r"to: 2026-[0-9-]+", "to: 2026-02-20", heavy)
    files = {NEW: FAIR, f"{FOLDER}/2.1-tresorerie.yml": heavy[: heavy.index("evaluation:")]}

    code, said = merge(school, school.propose(files), "--as", "ref-3", "--accept", "--approved-by", "github:1000001")

    assert (code, said.split(", ")[0]) == (1, "2.1-tresorerie.yml attend une décision de ref-1 ou ref-2")


def test_the_late_of_a_campaign_and_the_unknown_revision_are_said(school: School) -> None:
    head = school.propose({NEW: FAIR})
    late, said, error = run(
        *("merge", "--repo", school.place, "--head", head, "--as", "ref-3", "--author", STUDENT),
        *("--opened-at", "2029-01-01", "--on", "2026-03-01"),
    )
    nowhere, _, _ = run("merge", "--repo", school.place, "--head", "rien", "--as", "ref-3", "--author", STUDENT)

    assert (late, said, "PP621" in error, nowhere) == (1, "", True, 2)
