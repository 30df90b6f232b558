"""The sweep: every open request is judged, told, heard and carried out, whatever stops it and however often it runs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyvalidate.forge.judging import MOST_OBJECTS
from tests.forge.fake_forge import FakeForge
from tests.forge.fake_github import FakeGitHub, Fault, label_of
from tests.forge.specimens import group_event, pull
from tests.forge.world import World, crosses, number_of, title
from tests.places import RULES
from tests.proposing import FAIR, FOLDER, JURY, OTHER, REFERENT_1, REFERENT_4, STUDENT
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
GALA_FILE = f"{FOLDER}/2.5-gala.yml"
GALA = FAIR.replace('"3.3"', '"2.5"').replace("a1a1", "e5e5")
GALA += "  - kind: E6\n    store: pull-request\n    name: bilan.pdf\n    sha256: " + "b2" * 32 + "\n"
AGAIN = FAIR.replace("a1a1", "d4d4").replace("2026-02-03", "2026-02-05")
MERGED = "### Décision fusionnée\xa0: acceptée"
NOTED = "### Décision notée, il en manque une autre"


@pytest.fixture
def world(github: FakeGitHub, tmp_path: Path) -> Iterator[World]:
    made = World(github, tmp_path, (STUDENT, OTHER))
    made.opens()
    yield made
    made.server.close()


@pytest.fixture
def anywhere(any_forge: FakeForge, tmp_path: Path) -> Iterator[World]:
    """What must hold on every forge."""
    made = World(any_forge, tmp_path, (STUDENT, OTHER))
    made.opens()
    yield made
    made.server.close()


def states(world: World, head: str) -> list[str]:
    return world.forge.states(head)


def comments(world: World, number: int) -> list[str]:
    return [body.split("\n")[1] for body in world.forge.bodies(number)]


def calls(world: World, method: str = "") -> int:
    return sum(call.startswith(method) for call in world.forge.calls)


# --- judged and told --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "text", "state", "labels"),
    [
        (STUDENT, FAIR, "pending", ["catégorie 3", "à décider"]),
        (STUDENT, FAIR.replace("to: 2026-02-03", "to: 2026-02-01"), "failure", ["à corriger"]),
        (OTHER, FAIR, "failure", ["à corriger"]),
    ],
)
def test_a_request_has_its_status_its_comment_and_its_labels(
    world: World, account: str, text: str, state: str, labels: list[str]
) -> None:
    head = world.opened(7, account, {NEW: text})
    world.github.pulls[7]["labels"] = [label_of("urgent")]
    world.github.labels[7] = ["urgent"]

    judged = world.judged(7)

    assert (judged, len(comments(world, 7)), world.github.labels[7]) == (state, 1, ["urgent", *labels])
    assert world.github.statuses[head][-1]["target_url"].endswith(f"/actions/runs/{world.run_id}?pr=7")


def test_nothing_of_a_request_reaches_the_work_tree_of_the_runner(world: World) -> None:
    marker = world.place / "ran"
    hostile = {
        ".github/x.sh": f"touch '{marker}'\n",
        "polyvalidate/__init__.py": f"open({str(marker)!r}, 'w')\n",
        "sitecustomize.py": f"open({str(marker)!r}, 'w')\n",
        ".gitattributes": "* filter=mal\n",
    }
    world.opened(7, STUDENT, dict(hostile))

    judged = world.judged(7)

    clone = world.place / "sweep-0"
    assert (judged, [path for path in hostile if (clone / path).exists()], marker.exists()) == ("failure", [], False)


def test_a_request_that_cannot_be_read_stops_no_other_and_is_told(world: World) -> None:
    first = world.opened(7, STUDENT, {NEW: FAIR})
    gone = "e" * 40
    world.github.pulls[8] = pull(8, number_of(STUDENT), gone, first)
    last = world.opened(9, OTHER, {NEW: AGAIN})

    job = world.swept()

    assert (job.code, states(world, first)[-1], states(world, gone), states(world, last)[-1]) == (
        0,
        "pending",
        ["error"],
        "failure",
    )
    assert comments(world, 8) == ["### Le contrôle n'a pas abouti"]


def test_a_request_that_never_ends_stops_no_other_and_is_told_so(world: World) -> None:
    slow = world.opened(7, STUDENT, {NEW: FAIR})
    last = world.opened(9, STUDENT, {f"{FOLDER}/3.3-college.yml": AGAIN})
    tools = world.place / "outils"
    tools.mkdir()
    real = f'exec {next(p for p in ("/usr/bin/git", "/usr/local/bin/git") if Path(p).exists())} "$@"'
    never = f'case "$*" in *merge-base*{slow}*|*rev-parse*{slow}*) exec sleep 900 ;; esac'
    (tools / "git").write_text(f"#!/bin/sh\n{never}\n{real}\n", encoding="utf-8")
    (tools / "git").chmod(0o755)

    job = world.swept("--each", "3s", PATH=f"{tools}:/usr/local/bin:/usr/bin:/bin")

    assert (job.code, states(world, slow)[-1], states(world, last)[-1]) == (0, "error", "pending")
    assert "plus de 3 s" in world.verdict(7).replace("\xa0", " ")


def test_a_request_that_is_too_large_stops_no_other_and_is_told_so(world: World) -> None:
    rows = "".join(f"M 100644 inline {n:05d}/{n % 7}/x\ndata 2\nx\n\n" for n in range(MOST_OBJECTS // 2 + 100))
    start = (
        "commit refs/pull/7/head\ncommitter essai <essai@example.org> 1770000000 +0000\ndata 0\nfrom refs/heads/main\n"
    )
    words = ["git", "-C", str(world.main), "fast-import", "--quiet"]
    subprocess.run(words, input=f"{start}{rows}\n".encode(), check=True)
    large = world.server_git("rev-parse", "refs/pull/7/head")
    world.adopts(7, STUDENT, large, world.now())
    last = world.opened(9, STUDENT, {NEW: FAIR})

    job = world.swept()

    assert (job.code, states(world, large)[-1], states(world, last)[-1]) == (0, "failure", "pending")
    assert "PP625" in world.verdict(7)


def test_a_stranger_who_proposes_the_same_commit_does_not_turn_it_red(world: World) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    world.judged(7)
    world.adopts(9, OTHER, head, world.now())
    world.server_git("update-ref", "refs/pull/9/head", head)
    world.github.statuses[head].pop()  # nobody has spoken of the copy yet

    world.swept()

    assert (world.state(head), len(comments(world, 9))) == ("pending", 1)


def test_a_merge_group_is_judged_at_its_own_commit(world: World) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    base = world.server_git("rev-parse", "main")
    who = ("-c", "user.name=forge", "-c", "user.email=forge@example.org")
    group = world.server_git(*who, "commit-tree", f"{head}^{{tree}}", "-p", base, "-p", head, "-m", "groupe")
    world.server_git("update-ref", f"refs/heads/gh-readonly-queue/main/pr-7-{base}", group)

    job = world.sweep(group_event(7, group, base))

    assert (job.code, states(world, group), comments(world, 7)) == (0, ["pending"], [])


def test_what_cannot_be_heard_is_an_error_and_the_next_sweep_heals_it(world: World, github: FakeGitHub) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    github.statuses.clear()
    github.faults["GET", "/comments$"] = [Fault(404)]

    codes = [world.swept().code, world.swept().code]

    assert (codes, states(world, head), len(comments(world, 7))) == ([2, 0], ["error", "pending"], 1)


# --- heard ------------------------------------------------------------------------------------------------------------


def test_an_approval_alone_decides_and_merges(anywhere: World) -> None:
    anywhere.opened(7, STUDENT, {NEW: FAIR})

    answer = anywhere.reviews(REFERENT_4, 7, "APPROVED", "Très bien !")

    assert title(answer) == MERGED
    assert "  decision: accepted\n  points: 0.5\n  by: ref-4\n" in anywhere.read(NEW)
    assert (anywhere.forge.labelled(7), anywhere.forge.is_open(7)) == (["acceptée"], False)
    assert run("audit", "--repo", anywhere.main)[0] == 0


def test_each_category_is_decided_by_the_review_or_the_comment_of_its_own(anywhere: World) -> None:
    anywhere.opened(7, STUDENT, {NEW: FAIR, GALA_FILE: GALA})

    first = anywhere.reviews(REFERENT_4, 7, "APPROVED")
    told = anywhere.verdict(7)
    second = anywhere.says(REFERENT_1, 7, "/accepter 2.5")

    page = f"{anywhere.server.root}/{'-/u/' if anywhere.forge.name == 'gitlab' else 'compte-'}1000001"
    who = f"ref-1 ([Première personne référente des catégories 1 et 2]({page})) ou ref-2 ([Seconde personne"
    assert (f"à décider par {who}" in first, f"la décision de {who}" in told) == (True, True)
    assert ([title(first), title(second)], run("audit", "--repo", anywhere.main)[0]) == ([NOTED, MERGED], 0)
    assert ("by: ref-4" in anywhere.read(NEW), "by: ref-1" in anywhere.read(GALA_FILE)) == (True, True)


@pytest.mark.parametrize("reviews", [False, True])
def test_two_who_say_the_same_are_both_readings(anywhere: World, reviews: bool) -> None:
    text = (RULES / "PP352/good" / FOLDER / "2.1-tresorerie.yml").read_text(encoding="utf-8")
    path = f"{FOLDER}/2.1-tresorerie.yml"
    anywhere.opened(7, STUDENT, {path: text[: text.index("evaluation:")]})

    first = anywhere.says("github:1000002", 7, "/accepter")
    if reviews:
        second = anywhere.reviews("github:1000003", 7, "APPROVED")
    else:
        second = anywhere.says("github:1000003", 7, "/accepter")

    assert ([title(first), title(second)], run("audit", "--repo", anywhere.main)[0]) == ([NOTED, MERGED], 0)
    assert ("by: ref-2" in anywhere.read(path), "second: ref-3" in anywhere.read(path)) == (True, True)


def test_a_request_for_changes_sends_back_with_its_text_and_a_later_approval_decides(world: World) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})

    sent_back = world.reviews(REFERENT_4, 7, "CHANGES_REQUESTED", "La date n'est pas\nsur l'attestation.")
    labels = world.github.labels[7]
    world.swept()
    status = world.github.statuses[head][-1]
    later = world.reviews(REFERENT_4, 7, "APPROVED")

    assert (title(sent_back), labels) == ("### Décision lue\xa0: à compléter", ["catégorie 3", "à compléter"])
    assert (status["state"], status["description"].startswith("À compléter")) == ("pending", True)
    assert title(later) == MERGED


@pytest.mark.parametrize(
    ("account", "state", "body", "told"),
    [
        (REFERENT_4, "COMMENTED", "/accepter", ["Cette commande se trouve dans une relecture"]),
        (REFERENT_4, "APPROVED", "/points 0,25 Une matinée.", ["Cette commande se trouve dans une relecture"]),
        (REFERENT_4, "CHANGES_REQUESTED", "/refuser Absent.", ["Cette commande se trouve dans une relecture"]),
        (REFERENT_1, "APPROVED", "", [f"`{NEW}` · L'activité 3.3 est évaluée par ref-3 (Première personne"]),
        (REFERENT_4, "COMMENTED", "Pouvez-vous préciser ?", []),
        (OTHER, "APPROVED", "", []),
        (STUDENT, "COMMENTED", "Merci.", []),
    ],
)
def test_a_review_that_decides_nothing_merges_nothing_and_says_why_to_evaluators(
    world: World, account: str, state: str, body: str, told: list[str]
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    main = world.server_git("rev-parse", "main")

    answer = world.reviews(account, 7, state, body)

    assert [cross[: len(start)] for cross, start in zip(crosses(answer), told, strict=True)] == told
    assert world.server_git("rev-parse", "main") == main


def test_a_review_of_an_earlier_commit_or_one_that_was_dismissed_decides_nothing(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    main = world.server_git("rev-parse", "main")
    world.approves(REFERENT_4, 7)
    world.mends(7, {NEW: AGAIN})
    world.approves(REFERENT_4, 7)["state"] = "DISMISSED"

    world.swept()

    assert (world.server_git("rev-parse", "main"), len(comments(world, 7))) == (main, 1)


# --- decided anew -----------------------------------------------------------------------------------------------------


def test_a_decision_is_corrected_below_the_request_that_brought_it(anywhere: World) -> None:
    anywhere.opened(7, STUDENT, {NEW: FAIR})
    anywhere.says(REFERENT_4, 7, "/accepter")
    before = anywhere.server_git("rev-parse", "main")

    answer = anywhere.says("github:1000003", 7, "/corriger points 0,25 Le matin seulement.")

    assert [line for line in answer.splitlines() if line.startswith(("###", "**"))] == [
        "### Décision corrigée\xa0: acceptée en partie",
        "**Bilan** (`s-base000001`)\xa0: 0,5 → 0,25\xa0point sur 10",
    ]
    assert (anywhere.server_git("rev-parse", "main^"), anywhere.refs()) == (before, ["refs/heads/main"])
    assert "  decision: partial\n  points: 0.25\n  by: ref-3\n" in anywhere.read(NEW)
    assert (anywhere.balance("s-base000001")[0], run("audit", "--repo", anywhere.main)[0]) == (0.25, 0)
    assert anywhere.forge.name not in anywhere.server_git("log", "-1", "main")


def test_a_request_that_was_moved_to_what_another_had_proposed_changes_nothing_of_theirs(world: World) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    world.says(REFERENT_4, 7, "/accepter")
    before = world.server_git("rev-parse", "main")
    world.adopts(8, OTHER, head, world.now())

    corrected = world.says(REFERENT_4, 8, "/corriger refuser Non.")
    appealed = world.says(JURY, 8, "/recours accordé Oui.")

    assert [title(answer) for answer in (corrected, appealed)] == ["### La commande n'est pas exécutée"] * 2
    assert world.server_git("rev-parse", "main") == before


@pytest.mark.parametrize(
    ("account", "body", "told"),
    [
        (STUDENT, "/corriger accepter", ["Cette décision revient à qui évalue l'activité", "Personne ne décide"]),
        (REFERENT_1, "/corriger refuser Non.", [f"`{NEW}` · L'activité 3.3 est évaluée par ref-3 (Première personne"]),
        (REFERENT_4, "/corriger", ["Dites ce que devient la décision"]),
        (REFERENT_4, "/corriger completer la date", ["Dites ce que devient la décision"]),
        (REFERENT_4, "/corriger refuser", [f"`{NEW}` · Un refus dit pourquoi"]),
        (REFERENT_4, "/corriger accepter 4.2", ["Une ligne nomme une déclaration qui n'est pas dans cette demande"]),
        (REFERENT_4, "/corriger points 0,5", ["La décision est déjà celle-là."]),
        (REFERENT_4, "/refuser Non.", ["Cette demande est déjà fusionnée"]),
    ],
)
def test_a_correction_that_is_not_allowed_or_not_clear_changes_nothing(
    world: World, account: str, body: str, told: list[str]
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.says(REFERENT_4, 7, "/accepter")
    before = world.server_git("rev-parse", "main")

    answer = world.says(account, 7, body)

    assert [cross[: len(start)] for cross, start in zip(crosses(answer), told, strict=True)] == told
    assert world.server_git("rev-parse", "main") == before


def test_an_appeal_is_lodged_by_the_student_and_answered_by_the_jury_below_the_request(anywhere: World) -> None:
    anywhere.opened(7, STUDENT, {NEW: FAIR})
    anywhere.says(REFERENT_4, 7, "/refuser Présence non confirmée.")

    lodged = anywhere.says(STUDENT, 7, "/recours L'organisateur confirme ma présence.")
    answered = anywhere.says(JURY, 7, "/recours partiel 0,25 Le matin est confirmé.")

    assert [title(lodged), title(answered)] == ["### Recours déposé", "### Recours accepté en partie"]
    assert "Bilan** (`s-base000001`)\xa0: 0 → 0,25\xa0point" in answered
    assert "  reason: L'organisateur confirme ma présence.\n  outcome: partial\n  points: 0.25\n  by: jury-1\n" in (
        anywhere.read(NEW) + "\n"
    )
    assert (anywhere.balance("s-base000001")[0], run("audit", "--repo", anywhere.main)[0]) == (0.25, 0)
    names = anywhere.server_git("log", "-2", "--format=%an", "main").split()
    assert (names, anywhere.refs()) == (["jury-1", "s-base000001"], ["refs/heads/main"])


@pytest.mark.parametrize(
    ("account", "body", "told"),
    [
        (OTHER, "/recours Ce n'est pas juste.", ["Un recours est déposé par l'élève dont c'est la déclaration"]),
        (REFERENT_4, "/recours accordé Finalement.", ["Un recours est déposé par l'élève dont c'est la déclaration"]),
        (JURY, "/recours accordé Attestation reçue.", ["L'élève n'a pas déposé de recours contre cette décision"]),
        (STUDENT, "/recours", ["Il manque le motif du recours."]),
        (STUDENT, "/recours 4.2 Motif.", ["Une ligne nomme une déclaration qui n'est pas dans cette demande"]),
        (STUDENT, "/recours Motif\nsur deux lignes.", ["Le motif s'écrit en entier sur la ligne de /recours"]),
        (STUDENT, "/recours in\u200bvisible", ["Le motif contient un caractère invisible"]),
    ],
)
def test_an_appeal_that_is_not_allowed_or_not_clear_changes_nothing(
    world: World, account: str, body: str, told: list[str]
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.says(REFERENT_4, 7, "/refuser Présence non confirmée.")
    before = world.server_git("rev-parse", "main")

    answer = world.says(account, 7, body)

    assert [cross[: len(start)] for cross, start in zip(crosses(answer), told, strict=True)] == told
    assert world.server_git("rev-parse", "main") == before


def test_an_accepted_declaration_or_one_not_merged_yet_has_no_appeal(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    early = world.says(STUDENT, 7, "/recours Motif.")
    world.says(REFERENT_4, 7, "/accepter")
    late = world.says(STUDENT, 7, "/recours Motif.")

    assert [crosses(answer)[0].partition(".")[0] for answer in (early, late)] == [
        "Cette demande n'est pas encore fusionnée\xa0: il n'y a pas de décision à contester",
        "Il n'y a pas de décision à contester ici",
    ]


def test_there_is_nothing_to_correct_before_the_request_is_merged(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})

    answer = world.says(REFERENT_4, 7, "/corriger refuser Absent.")

    assert crosses(answer) == [
        "Cette demande n'est pas encore fusionnée\xa0: il n'y a rien à corriger. Décidez-en sans /corriger."
    ]


def test_a_correction_to_many_points_waits_for_a_second_reader(anywhere: World) -> None:
    text = (RULES / "PP352/good" / FOLDER / "2.1-tresorerie.yml").read_text(encoding="utf-8")
    path = f"{FOLDER}/2.1-tresorerie.yml"
    anywhere.opened(7, STUDENT, {path: text[: text.index("evaluation:")]})
    anywhere.says("github:1000002", 7, "/refuser Bilan absent.")

    first = anywhere.says("github:1000002", 7, "/corriger accepter Bilan retrouvé.")
    second = anywhere.says("github:1000003", 7, "/corriger accepter")

    assert [title(first), title(second)] == [NOTED, "### Décision corrigée\xa0: acceptée"]
    assert ("by: ref-2" in anywhere.read(path), "second: ref-3" in anywhere.read(path)) == (True, True)
    assert run("audit", "--repo", anywhere.main)[0] == 0


# --- again ------------------------------------------------------------------------------------------------------------


def test_a_sweep_that_finds_nothing_new_asks_for_the_lists_only_and_writes_nothing(anywhere: World) -> None:
    for number in range(1, 6):
        anywhere.opened(number, STUDENT, {f"{FOLDER}/3.3-{number}.yml": FAIR.replace("a1a1", f"{number:04d}")})
    anywhere.swept()
    anywhere.swept()  # what the first one wrote has touched every request
    anywhere.rests()
    anywhere.swept()
    anywhere.forge.calls.clear()

    job = anywhere.swept()

    assert (job.code, calls(anywhere), calls(anywhere, "P")) == (0, 2, 0)


def test_a_request_that_is_touched_costs_six_calls_at_most(anywhere: World) -> None:
    anywhere.opened(1, STUDENT, {NEW: FAIR})
    anywhere.forge.forgets()
    anywhere.forge.calls.clear()

    anywhere.swept()

    lists = 3  # open, closed, who we are
    labels = 3 if anywhere.forge.name == "forgejo" else 0  # they are numbers there: listed, and two made, once
    pages = 0 if anywhere.forge.name == "gitlab" else 2  # of the two who may decide, once in a sweep
    assert calls(anywhere) == lists + labels + pages + 6


def test_a_command_that_follows_another_comment_at_once_is_not_missed_by_a_sweep_in_between(anywhere: World) -> None:
    """GitLab shows that something is touched once a minute at most."""
    anywhere.opened(7, STUDENT, {NEW: FAIR})
    anywhere.swept()
    anywhere.rests()
    anywhere.writes(STUDENT, 7, "Bonjour.")
    anywhere.swept()
    command = anywhere.writes(REFERENT_4, 7, "/accepter")

    anywhere.swept()

    assert title(anywhere.answer_to(7, command["id"])) == MERGED


def test_a_landing_has_the_requests_of_the_same_folder_told_anew_and_no_other(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.opened(8, STUDENT, {f"{FOLDER}/3.3-college.yml": AGAIN})
    elsewhere = "declarations/2025/s-base000002"
    world.opened(9, OTHER, {f"{elsewhere}/3.3-x.yml": FAIR.replace("a1a1", "0909")})
    world.swept()
    world.swept()
    before = world.verdict(8)
    world.github.calls.clear()

    world.says(REFERENT_4, 7, "/accepter")

    assert ("0,5" in world.verdict(8), world.verdict(8) != before) == (True, True)
    assert [call for call in world.github.calls if "/9/" in call] == []


def test_a_request_that_was_merged_from_a_terminal_is_closed_and_told_what_was_decided(anywhere: World) -> None:
    head = anywhere.opened(7, STUDENT, {NEW: FAIR})
    anywhere.judged(7)
    words = (
        "--head",
        head,
        "--author",
        anywhere.account(STUDENT),
        "--number",
        "7",
        "--as",
        "ref-3",
        "--refuse",
        "--comment",
        "Absent.",
    )
    assert run("merge", "--repo", anywhere.main, *words, "--opened-at", "2026-02-10", "--on", "2026-03-01")[0] == 0
    commit = anywhere.server_git("rev-parse", "main")

    jobs = [anywhere.swept(), anywhere.swept()]

    assert ([job.code for job in jobs], anywhere.forge.is_open(7), anywhere.forge.labelled(7)) == (
        [0, 0],
        False,
        ["refusée"],
    )
    assert comments(anywhere, 7) == ["### Décision fusionnée\xa0: refusée"]
    assert f"`{commit[:12]}`" in anywhere.verdict(7)


@pytest.mark.parametrize("faults", [[], [None, Fault(401)]], ids=["well", "refused"])
def test_that_something_has_landed_is_told_to_the_next_job_however_the_sweep_ends(
    world: World, github: FakeGitHub, faults: list[Fault | None]
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    github.faults["GET", "/pulls$"] = [*faults]

    world.says(REFERENT_4, 7, "/accepter")

    assert world.jobs[-1].code == (2 if faults else 0)
    assert (world.place / "output.txt").read_text(encoding="utf-8") == "landed=yes\n"


def test_a_cursor_that_is_lost_or_spoiled_is_made_anew_and_nothing_is_said_twice(anywhere: World) -> None:
    anywhere.opened(7, STUDENT, {NEW: FAIR})
    anywhere.swept()
    kept = anywhere.server_git("rev-parse", "refs/polyvalidate/sweep")
    junk = anywhere.place / "junk"
    junk.write_text('{"shape": 1, "marks": {"7": ["x"]}}', encoding="utf-8")
    anywhere.server_git("update-ref", "refs/polyvalidate/sweep", anywhere.server_git("hash-object", "-w", str(junk)))

    codes = [anywhere.swept().code, anywhere.swept().code]

    assert (codes, len(comments(anywhere, 7)), kept != anywhere.server_git("rev-parse", "refs/polyvalidate/sweep")) == (
        [0, 0],
        1,
        True,
    )


def test_a_cursor_that_lies_never_makes_a_success(anywhere: World) -> None:
    """Whoever may push to the repository may write it: it may keep a request from being looked at, and no more."""
    head = anywhere.opened(7, STUDENT, {NEW: FAIR})
    anywhere.swept()
    lie = anywhere.server_git("cat-file", "blob", "refs/polyvalidate/sweep").replace("pending", "success")
    place = anywhere.place / "lie"
    place.write_text(lie, encoding="utf-8")
    anywhere.server_git("update-ref", "refs/polyvalidate/sweep", anywhere.server_git("hash-object", "-w", str(place)))

    anywhere.swept()

    assert "success" not in states(anywhere, head)


def test_time_that_is_over_stops_cleanly_and_the_next_sweep_goes_on(world: World) -> None:
    heads = [
        world.opened(number, STUDENT, {f"{FOLDER}/3.3-{number}.yml": FAIR.replace("a1a1", f"{number:04d}")})
        for number in range(1, 4)
    ]
    world.github.statuses.clear()

    short = world.swept("--most", "1s", "--each", "1s")
    world.swept()

    assert short.code == 0
    assert [world.state(head) for head in heads] == ["pending"] * 3


def test_one_request_is_swept_by_its_number(anywhere: World) -> None:
    anywhere.opened(7, STUDENT, {NEW: FAIR})
    anywhere.opened(9, STUDENT, {f"{FOLDER}/3.3-college.yml": AGAIN})

    anywhere.swept("--number", "9")

    assert (comments(anywhere, 7), len(comments(anywhere, 9))) == ([], 1)


# --- what is wrongly given --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "variables", "told"),
    [
        ((), {"GITHUB_TOKEN": ""}, "The token of the forge is missing."),
        ((), {"GITHUB_REPOSITORY": ""}, "Say which repository of the forge is to be checked"),
        (("--place", "a b"), {}, "Say which repository of the forge is to be checked"),
        (("--base", "autre"), {}, "Git cannot read origin."),
        (("--each", "vite"), {}, "vite is no length of time."),
        (("--number", "77"), {}, "The forge does not find what is asked"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_written(
    world: World, words: tuple[str, ...], variables: dict[str, str], told: str
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})

    job = world.swept(*words, **variables)

    assert (job.code, told in job.said, calls(world, "P")) == (2, True, 0)


def test_an_event_that_is_not_github_s_ends_with_two(world: World) -> None:
    job = world.sweep(["pas", "un", "événement"])

    assert (job.code, "is no event of the forge" in job.said) == (2, True)


def test_whoever_decides_is_told_how_others_were_decided_once_they_are(world: World) -> None:
    def told() -> str:
        body = next(body for body in world.forge.bodies(7) if "polyvalidate:verdict" in body)
        return body.partition("sur cette activité\u00a0: ")[2].partition("\n")[0]

    world.opened(7, STUDENT, {NEW: FAIR})
    world.opened(8, STUDENT, {f"{FOLDER}/3.3-autre.yml": AGAIN})
    world.swept()
    before = told()
    world.says(REFERENT_4, 8, "/refuser Sans rapport avec l'école.")

    assert (before, told()) == ("aucune", "1 refusée")
