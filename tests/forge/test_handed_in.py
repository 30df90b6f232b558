"""What staff write on their own machines enters a protected branch: sent to a waiting branch, audited there as pushed
by their account, brought in by the sweep; nobody else can push, and nobody needs to."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from polyvalidate.repository.replaying import MOST
from tests.forge.fake_forge import FakeForge
from tests.forge.fake_github import BOT, FakeGitHub
from tests.forge.world import World
from tests.places import RULES
from tests.proposing import FAIR, FOLDER, KEEPER, OTHER, REFERENT_3, REGISTRY, STUDENT
from tests.running import run

REFERENT_2 = "github:1000002"
NEW = f"{FOLDER}/3.3-lycee.yml"
CLOSE = ("campaign", "close", "principale", "--closes", "2026-06-10", "--on", "2026-03-01", "--as", "grille-1", "--yes")
SENDING = "Envoi à origin, puis attente du contrôle…\n"
AT_ONCE = ("--wait", "1s")


@pytest.fixture
def world(github: FakeGitHub, tmp_path: Path) -> Iterator[World]:
    made = World(github, tmp_path, (STUDENT,), staff=(KEEPER, REFERENT_2, REFERENT_3, REGISTRY, OTHER))
    made.opens()
    yield made
    made.server.close()


def written(world: World, account: str, files: dict[str, str], message: str = "À la main") -> Path:
    """Somebody of the staff commits files by hand, in their clone."""
    desk = world.desk(account)
    for path, text in files.items():
        (desk / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / path).write_text(text, encoding="utf-8")
    git(desk, "add", "-A")
    git(desk, "-c", "user.name=bureau", "-c", "user.email=bureau@example.org", "commit", "-q", "-m", message)
    return desk


@contextmanager
def sweeping(world: World) -> Iterator[None]:
    """A sweep begins as soon as something waits, as an event starts one."""
    ended = threading.Event()

    def begin() -> None:
        while not world.waiting and not ended.wait(0.1):
            pass
        if world.waiting:
            world.swept()

    sweep = threading.Thread(target=begin)
    sweep.start()
    try:
        yield
    finally:
        ended.set()
        sweep.join()


def git(place: Path, *words: str) -> str:
    return subprocess.check_output(["git", "-C", place, *words], stderr=subprocess.PIPE).decode().strip()


def send(desk: Path, *words: str) -> tuple[int, str]:
    code, out, error = run("send", "--repo", desk, *(words or AT_ONCE))
    return code, out + error


def tips(world: World, desk: Path) -> tuple[str, str]:
    return world.server_git("rev-parse", "main"), git(desk, "rev-parse", "main")


def test_a_command_writes_sends_and_says_when_it_is_on_the_server(world: World) -> None:
    desk = world.desk(KEEPER)
    before = world.server_git("rev-parse", "main")

    first, _, why = run(*CLOSE, "--repo", desk, "--push", "origin", *AT_ONCE)
    made = git(desk, "rev-parse", "main")
    waiting = world.refs()
    job = world.swept()
    second, then = send(desk)

    assert (first, "polyvalidate send" in why) == (1, True)
    assert waiting == ["refs/heads/main", f"refs/heads/polyvalidate/{made[:12]}"]
    assert (job.code, tips(world, desk), world.refs()) == (0, (made, made), ["refs/heads/main"])
    assert f"polyvalidate/{made[:12]}: entered the school's branch with {made[:12]}" in job.said
    assert (made != before, world.state(made)) == (True, "success")
    assert (second, then.replace("\xa0", " ")) == (0, f"✓ Sur le serveur : {made[:12]}, dans main.\n{SENDING}")
    assert (world.place / "output.txt").read_text(encoding="utf-8") == "landed=yes\n"


def test_every_forge_knows_who_has_pushed_what_waits(any_forge: FakeForge, tmp_path: Path) -> None:
    world = World(any_forge, tmp_path, (STUDENT,), staff=(KEEPER, REFERENT_3))
    world.opens()
    world.sends(REFERENT_3, {"grid/2025-2026/rules.yml": "campaigns: []\n"}, "a")
    world.sends(KEEPER, {"docs/accueil.md": "# Bienvenue\n"}, "b")
    desk = world.desk(KEEPER)

    job = world.swept()
    entered, said = send(desk)
    world.server.close()

    assert (job.code, entered, len(set(tips(world, desk))), world.refs()) == (0, 0, 1, ["refs/heads/main"]), said
    assert f"polyvalidate/a: refused, sent by {any_forge.name}:1000003" in job.said
    assert len(world.server_git("for-each-ref", "refs/polyvalidate/said").splitlines()) == 1


def test_one_command_is_enough_where_the_sweep_runs_meanwhile(world: World) -> None:
    desk = world.desk(KEEPER)

    with sweeping(world):
        code, said, why = run(*CLOSE, "--repo", desk, "--push", "origin", "--wait", "2m")

    assert (code, "✓ Sur le serveur" in said) == (0, True), why
    assert len(set(tips(world, desk))) == 1


def test_what_an_account_may_not_write_does_not_enter_and_its_author_reads_why(world: World) -> None:
    before = world.server_git("rev-parse", "main")
    student = f"{FOLDER}/student.yml"
    desk = written(world, REFERENT_3, {student: world.read(student) + "\nextra_years: 1\n"})

    first, _ = send(desk)
    job = world.swept()
    second, said = send(desk)
    assert world.server_git("for-each-ref", "refs/polyvalidate/said") == ""
    assert world.state(git(desk, "rev-parse", "main")) == "failure"

    assert (first, job.code, second, world.refs()) == (1, 0, 1, ["refs/heads/main"])
    assert world.server_git("rev-parse", "main") == before
    assert "le compte github:1000003 n'avait pas le droit" in said
    assert f"{student}:" in said
    assert (said.count("git reset --keep refs/polyvalidate/server"), git(desk, "status", "--porcelain")) == (1, "")
    git(desk, "reset", "-q", "--keep", "refs/polyvalidate/server")
    assert git(desk, "rev-parse", "main") == before


def test_a_commit_that_was_refused_may_be_mended_by_another_and_sent_again(world: World) -> None:
    desk = written(world, KEEPER, {"grid/2025-2026/rules.yml": "campaigns: []\n"})
    with sweeping(world):
        wrong, said = send(desk, "--wait", "2m")
    _ = written(world, KEEPER, {"grid/2025-2026/rules.yml": world.read("grid/2025-2026/rules.yml") + "\n# relu\n"})

    with sweeping(world):
        alone, _ = send(desk, "--wait", "2m")
    git(desk, "reset", "-q", "--soft", "origin/main")
    git(desk, "-c", "user.name=bureau", "-c", "user.email=bureau@example.org", "commit", "-q", "-m", "En un seul")
    with sweeping(world):
        mended, _ = send(desk, "--wait", "2m")

    # Each commit of the record has to be right by itself.
    assert (wrong, "PP" in said, alone, mended) == (1, True, 1, 0)
    assert world.read("grid/2025-2026/rules.yml").endswith("# relu")


def test_a_server_that_went_on_meanwhile_is_caught_up_with(world: World) -> None:
    desk = world.desk(KEEPER)
    run(*CLOSE, "--repo", desk)
    other = written(world, REGISTRY, {"docs/accueil.md": "# Bienvenue\n"})
    world.server_git("fetch", "-q", str(other), "main")
    world.server_git("update-ref", "refs/heads/main", git(other, "rev-parse", "main"))

    with sweeping(world):
        code, said = send(desk, "--wait", "2m")

    assert code == 0, said
    assert len(set(tips(world, desk))) == 1
    assert git(desk, "log", "-2", "--format=%s").splitlines()[1] == "À la main"
    assert (git(desk, "status", "--porcelain"), (desk / "docs/accueil.md").exists()) == ("", True)


def test_two_who_send_in_one_sweep_both_enter_where_nothing_is_of_both(world: World) -> None:
    student = f"{FOLDER}/student.yml"
    world.sends(REGISTRY, {student: world.read(student) + "\nextra_years: 1\n"}, "a")
    second = written(world, KEEPER, {"docs/accueil.md": "# Bonjour\n"}, "Accueil")
    world.sends(KEEPER, {"docs/aide.md": "# Aide\n"}, "b")
    sent = git(second, "rev-parse", "main")

    job = world.swept()
    entered, status = tips(world, second)[0], world.state(tips(world, second)[0])
    written(world, KEEPER, {"docs/aide.md": "# Aide et appui\n"}, "Encore")
    codes = [send(desk)[0] for desk in (world.desk(REGISTRY), second)]

    assert (job.code, job.said.count("entered the school's branch"), status) == (0, 2, "success"), job.said
    assert world.server_git("log", "--format=%s", f"{sent}~2..{entered}").splitlines() == [
        "À la main",
        "Accueil",
        "À la main",
    ]
    # What was made again there is known here for what it is: only what came after it is sent.
    assert (codes, world.server_git("log", "--format=%s", f"{entered}..{tips(world, second)[1]}")) == ([0, 1], "Encore")
    assert git(second, "status", "--porcelain") == ""


def test_what_the_grid_was_changed_under_meanwhile_is_not_made_again_and_its_author_is_told(world: World) -> None:
    rules = "grid/2025-2026/rules.yml"
    world.sends(KEEPER, {rules: world.read(rules) + "\n# relu"}, "a")
    world.sends(REGISTRY, {NEW: FAIR}, "b")

    job = world.swept()
    code, said = send(world.desk(REGISTRY))

    assert "polyvalidate/b: the school's branch has moved on meanwhile; to be sent again" in job.said
    assert (code, "Le serveur a changé aussi grid" in said, world.refs()) == (2, True, ["refs/heads/main"])


def test_what_the_office_says_of_a_student_enters_whatever_became_of_the_grid(world: World) -> None:
    student, rules, roles = f"{FOLDER}/student.yml", "grid/2025-2026/rules.yml", "grid/roles.yml"
    world.sends(KEEPER, {rules: world.read(rules) + "\n# relu", roles: world.read(roles) + "\n# relu"}, "a")
    world.sends(REGISTRY, {student: world.read(student) + "\nextra_years: 1\n"}, "b")

    job = world.swept()

    assert job.said.count("entered the school's branch") == 2
    assert (world.read(student).rstrip().endswith("extra_years: 1"), world.refs()) == (True, ["refs/heads/main"])


def test_a_decision_enters_whatever_became_of_the_roles(world: World) -> None:
    world.sends(KEEPER, {"grid/roles.yml": world.read("grid/roles.yml") + "\n# relu"}, "a")
    world.sends(REGISTRY, {NEW: FAIR}, "b")

    assert "moved on meanwhile" not in world.swept().said  # it is made again, and audited as any other


def test_what_was_changed_on_both_sides_is_said_and_nothing_is_sent(world: World) -> None:
    desk = world.desk(KEEPER)
    run(*CLOSE, "--repo", desk)
    mine = git(desk, "rev-parse", "main")
    other = written(
        world, REGISTRY, {"grid/2025-2026/rules.yml": world.read("grid/2025-2026/rules.yml") + "\n# autre\n"}
    )
    world.server_git("fetch", "-q", str(other), "main")
    world.server_git("update-ref", "refs/heads/main", git(other, "rev-parse", "main"))

    code, said = send(desk)

    assert (code, "Le serveur a changé aussi grid" in said) == (2, True)
    assert (world.refs(), git(desk, "rev-parse", "main")) == (["refs/heads/main"], mine)


def test_no_commit_is_lost_where_there_are_too_many_to_make_again(world: World) -> None:
    desk = written(world, KEEPER, {"docs/accueil.md": "# Bonjour\n"})
    who = ("-c", "user.name=bureau", "-c", "user.email=bureau@example.org")
    tip = git(desk, "rev-parse", "main")
    for _ in range(MOST):
        tip = git(desk, *who, "commit-tree", f"{tip}^{{tree}}", "-p", tip, "-m", "encore")
    git(desk, "update-ref", "refs/heads/main", tip)
    other = written(world, REGISTRY, {"docs/autre.md": "# Autre\n"})
    world.server_git("fetch", "-q", str(other), "main")
    world.server_git("update-ref", "refs/heads/main", git(other, "rev-parse", "main"))

    code, said = send(desk)

    assert (code, f"plus de {MOST} commits" in said) == (2, True)
    assert (git(desk, "rev-parse", "main"), world.refs()) == (tip, ["refs/heads/main"])


@pytest.mark.parametrize("behind", [False, True], ids=["alone", "behind another"])
def test_a_merge_of_a_terminal_is_held_to_the_request_on_the_forge(world: World, behind: bool) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    desk = world.desk(REFERENT_3)
    git(desk, "fetch", "-q", "origin", "refs/pull/7/head")
    asked = ("merge", "--head", head, "--repo", desk, "--as", "ref-3", "--accept", "--number", "7")
    asked += ("--opened-at", "2026-02-10", "--on", "2026-02-11", "--push", "origin")

    first, _, _ = run(*asked, "--author", STUDENT, *AT_ONCE)
    if behind:
        world.sends(KEEPER, {"docs/accueil.md": "# Bonjour\n"}, "0")
    job = world.swept()
    again, _, _ = run(*asked, "--author", STUDENT, *AT_ONCE)

    assert (first, job.code, job.said.count("entered the school's"), again) == (1, 0, 1 + behind, 0)
    assert "decision: accepted" in world.read(NEW)
    assert len(set(tips(world, desk))) == 1
    assert (world.github.pulls[7]["state"], world.github.labels[7]) == ("closed", ["acceptée"])
    assert world.refs() == ["refs/heads/main"]


def test_a_second_reader_who_accepts_in_a_comment_has_read_what_a_terminal_merges(world: World) -> None:
    text = (RULES / "PP352/good" / FOLDER / "2.1-tresorerie.yml").read_text(encoding="utf-8")
    path = f"{FOLDER}/2.1-tresorerie.yml"
    head = world.opened(7, STUDENT, {path: text[: text.index("evaluation:")]})
    world.swept()
    desk = world.desk(REFERENT_2)
    git(desk, "fetch", "-q", "origin", "refs/pull/7/head")
    asked = ("merge", "--head", head, "--repo", desk, "--as", "ref-2", "--accept", "--second", "ref-3", "--number", "7")
    asked += ("--approved-by", REFERENT_3, "--author", STUDENT, "--opened-at", "2026-02-10", "--on", "2026-06-03")

    said = []
    for comment in ("/points 1 Une partie seulement.", "/accepter"):
        world.writes(REFERENT_3, 7, comment)
        git(desk, "reset", "-q", "--hard", "origin/main")
        run(*asked, "--push", "origin", *AT_ONCE)
        world.swept()
        code, _, why = run(*asked, "--push", "origin", *AT_ONCE)
        said.append((code, "sans la seconde lecture qu'elle attendait de ref-3" in why))

    assert said == [(1, True), (0, False)]
    assert "second: ref-3" in world.read(path)
    assert run("audit", "--repo", world.main)[0] == 0


def test_a_merge_that_holds_another_head_than_the_forge_knows_gives_no_right_of_its_author(world: World) -> None:
    before = world.server_git("rev-parse", "main")
    world.opened(7, STUDENT, {NEW: FAIR})
    desk = written(world, REFERENT_3, {NEW: FAIR.replace("d'ingénieur", "d'ailleurs")})
    head = git(desk, "rev-parse", "HEAD")
    git(desk, "reset", "-q", "--hard", "origin/main")
    asked = ("merge", "--head", head, "--repo", desk, "--as", "ref-3", "--accept", "--number", "7", "--author", STUDENT)
    asked += ("--opened-at", "2026-02-10", "--on", "2026-02-11", "--push", "origin")
    first, _, _ = run(*asked, *AT_ONCE)
    job = world.swept()
    again, _, why = run(*asked, *AT_ONCE)

    assert (first, job.code, "refused" in job.said, again, "PP603" in why) == (1, 0, True, 1, True)
    assert world.server_git("rev-parse", "main") == before


def test_what_a_merge_of_a_terminal_holds_beside_the_request_is_not_its_author_s(world: World) -> None:
    """The clone of a sweep does not have the head of a request that has not changed: it is fetched to be compared."""
    before = world.server_git("rev-parse", "main")
    head = world.opened(7, STUDENT, {NEW: FAIR})
    world.swept()
    desk = world.desk(REFERENT_3)
    git(desk, "fetch", "-q", "origin", "refs/pull/7/head")
    asked = ("merge", "--head", head, "--repo", desk, "--as", "ref-3", "--accept", "--number", "7", "--author", STUDENT)
    assert run(*asked, "--opened-at", "2026-02-10", "--on", "2026-02-11")[0] == 0
    file = desk / NEW
    file.write_text(file.read_text(encoding="utf-8").replace("d'ingénieur", "d'ailleurs"), encoding="utf-8")
    who = ("-c", "user.name=ref-3", "-c", "user.email=ref-3@polyvalidate.invalid")
    git(desk, *who, "commit", "-q", "--all", "--amend", "--no-edit", "--reset-author")

    send(desk)
    job = world.swept()

    assert ("refused" in job.said, world.server_git("rev-parse", "main")) == (True, before)


def test_an_account_without_a_role_writes_nothing_directly(world: World) -> None:
    desk = written(world, OTHER, {"docs/accueil.md": "# Bonjour\n"})
    with sweeping(world):
        code, said = send(desk, "--wait", "2m")

    assert (code, "n'a pas de fonction dans grid/roles.yml" in said) == (1, True)
    assert len(set(tips(world, desk))) == 2


def test_a_push_of_nobody_known_waits_and_is_said(world: World) -> None:
    desk = written(world, KEEPER, {"docs/accueil.md": "# Bonjour\n"})
    send(desk)
    world.github.activities.clear()

    job = world.swept()

    assert (job.code, "does not say who pushed this branch" in job.said) == (2, True)
    assert len(world.refs()) == 2


def test_what_a_sweep_has_left_is_not_taken_for_what_somebody_sends(world: World) -> None:
    desk = written(world, KEEPER, {"docs/accueil.md": "# Bonjour\n"})
    commit = git(desk, "rev-parse", "main")
    world.server_git("fetch", "-q", str(desk), "main")
    world.server_git("update-ref", f"refs/heads/polyvalidate/{commit[:12]}", commit)
    world.github.pushed(BOT, f"refs/heads/polyvalidate/{commit[:12]}", "0" * 40, commit)

    job = world.swept()

    assert (job.code, len(world.refs()), world.state(commit)) == (0, 2, "")


def test_what_somebody_else_has_put_in_the_place_of_a_reason_is_shown_as_text_only(world: World) -> None:
    desk = written(world, KEEPER, {"docs/accueil.md": "# Bonjour\n"})
    commit = git(desk, "rev-parse", "main")
    send(desk)
    said = json.dumps(["Non.\x1b]0;pris\x07\u202e\nDeux.", "No."]).encode()
    blob = (
        subprocess.check_output(["git", "-C", world.main, "hash-object", "-w", "--stdin"], input=said).decode().strip()
    )
    world.server_git("update-ref", f"refs/polyvalidate/said/{commit}", blob)
    world.server_git("update-ref", "-d", f"refs/heads/polyvalidate/{commit[:12]}")

    code, shown = send(desk)

    assert (code, "Non.·]0;pris··\nDeux." in shown, "\x1b" in shown) == (1, True, False)
