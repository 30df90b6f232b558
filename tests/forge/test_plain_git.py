"""A school on a plain Git server: what its hooks take, refuse and say; real pushes over ``git http-backend``."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.cli.server.hook import login_in
from polyvalidate.forge.facts import Misshapen
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.obeying import Place
from polyvalidate.forge.plain import store
from polyvalidate.forge.plain.accounts import account_of
from polyvalidate.forge.plain.adapter import Plain, connect
from polyvalidate.forge.plain.talk import OURS, Said, Stated, Talk
from polyvalidate.forge.sweeping import Sweep
from polyvalidate.repository import Unreadable, making, today
from tests.forge.plain_world import PlainGit, PlainWorld, here
from tests.forge.world import crosses, title
from tests.proposing import FAIR, FOLDER, KEEPER, NOBODY, OTHER, REFERENT_3, REFERENT_4, STUDENT, School
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
MERGED = "### Décision fusionnée\xa0: acceptée"
NOW = ("2026-02-10T10:00:00Z",) * 3


@pytest.fixture
def world(tmp_path: Path) -> Iterator[PlainWorld]:
    made = PlainWorld(PlainGit(), tmp_path, ())
    made.opens()
    yield made
    made.server.close()


def push(world: PlainWorld, account: str, *words: str) -> tuple[int, str]:
    """A push by somebody from their clone, and all that Git says of it."""
    git = ["git", "-C", world.clone(account), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    done = subprocess.run([*git, "push", "origin", *words], capture_output=True, text=True, check=False)
    return done.returncode, re.sub(r"^remote: ?| +$", "", done.stderr, flags=re.MULTILINE).replace("\xa0", " ")


def refs(world: PlainWorld) -> list[str]:
    return world.server_git("for-each-ref", "--format=%(objectname) %(refname)").splitlines()


def commit(world: PlainWorld, account: str, files: dict[str, str], message: str = "À la main") -> Path:
    desk = world.clone(account)
    for path, text in files.items():
        (desk / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / path).write_text(text, encoding="utf-8")
    git = ["git", "-C", desk, "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", message], check=True)
    return desk


# --- what people read -------------------------------------------------------------------------------------------------


def test_a_student_reads_the_verdict_in_the_output_of_git_push_and_the_evaluator_the_decision(
    world: PlainWorld,
) -> None:
    commit(world, STUDENT, {NEW: FAIR.replace("to: 2026-02-03", "to: 2026-02-01")})
    wrong, told = push(world, STUDENT, "HEAD:demandes/lycee")
    commit(world, STUDENT, {NEW: FAIR})
    mended, better = push(world, STUDENT, "HEAD:requests/lycee")
    listed = run("requests", "--repo", world.clone(REFERENT_4))[1]
    steps = [
        (REFERENT_4, "/refuser"),
        (STUDENT, "/accepter"),
        (OTHER, "/bilan"),
        (STUDENT, "/compte"),
        (STUDENT, "/bilan"),
        (STUDENT, "Merci."),
        (REFERENT_4, "/accepter"),
    ]
    answered = [world.writes(account, 1, body) for account, body in steps]
    said = answered[-1]["said"]
    _, shown, _ = run("requests", "1", "--repo", world.clone(REFERENT_4))

    assert (wrong, mended, [one["code"] for one in answered]) == (0, 0, [1, 1, 1, 1, 0, 0, 0])
    everything = "\n".join([told, better, shown, *(one["said"] for one in answered), *world.forge.bodies(1)])
    assert [word for word in ("bouton", "button", "la forge", "the forge") if word in everything] == []
    assert "Demande 1 (lycee)\n\n✗ À corriger : 1 erreur." in told
    assert "3.3-lycee.yml, ligne 5 — La date de fin (1er février 2026) précède la date de début. Écrivez" in told
    assert "Demande 1 (lycee)\n\n✓ Rien à corriger." in better
    assert 'polyvalidate say 1 "…"' in better
    assert "<" not in told + better + said + shown
    assert listed == "1  lycee  catégorie 3, à décider  (ouverte le 10 février 2026)\n"
    assert said.startswith("Décision fusionnée : acceptée\n")
    assert "— ref-4 (Seconde personne référente des catégories 3 et 4), le 10 février 2026 :\n/accepter\n" in shown
    assert shown.endswith("Demande 1 (lycee)\nCette demande est fermée : acceptée.\n")
    assert (world.balance("s-base000001")[0], run("audit", "--repo", world.main)[0]) == (0.5, 0)


def test_no_login_enters_the_record_or_any_object_of_the_server(world: PlainWorld) -> None:
    world.opened(4, STUDENT, {NEW: FAIR})
    world.says(REFERENT_4, 4, "/accepter")

    words = ["git", "-C", world.main, "cat-file", "--batch-all-objects", "--batch", "--unordered"]
    objects = subprocess.check_output(words)

    assert b"prenom.nom" not in objects
    assert here(STUDENT).encode() in objects
    one, two = b"k" * 32, b"K" * 32
    assert account_of(" Ada.Lovelace", one) == account_of("ada.lovelace", one) != account_of("ada.lovelace", two)
    assert re.fullmatch(r"git:[1-9][0-9]{11}", account_of("ada.lovelace", one))


def test_the_account_of_a_login_is_told_on_the_server_alone(world: PlainWorld) -> None:
    code, said, _ = run("server", "account", "prenom.nom-1000004", "prenom.nom-1", "--repo", world.main)
    elsewhere = run("server", "account", "prenom.nom-1", "--repo", world.clone(STUDENT))

    assert (code, said.splitlines()[0]) == (0, f"{here(REFERENT_4)}\tprenom.nom-1000004")
    assert (elsewhere[0], "La clé du serveur ne peut pas être lue" in elsewhere[2]) == (2, True)


# --- attacks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("account", [STUDENT, KEEPER])
def test_nobody_pushes_to_what_is_not_theirs_to_write(world: PlainWorld, account: str) -> None:
    head = world.opened(4, STUDENT, {NEW: FAIR})
    commit(world, account, {NEW: FAIR.replace("a1a1", "b2b2")})
    before = refs(world)
    names = [
        "heads/main",
        "heads/autre",
        "heads/demandes",
        "heads/demandes/a/b",
        "tags/v1",
        "notes/commits",
        "pull/1/head",
    ]
    names += [f"polyvalidate/{name}" for name in ("talks/1", "sweep", "base", "pushed/x", "say/x", "say/0")]
    names += ["polyvalidate/claims/git-1", "polyvalidate/said/" + head]

    answers = {name: push(world, account, "--force", f"HEAD:refs/{name}") for name in names}
    answers |= {f"-{name}": push(world, account, f":refs/{name}") for name in ("heads/main", "polyvalidate/talks/1")}
    together = push(world, account, "HEAD:refs/heads/demandes/x", "+HEAD:refs/heads/main")

    assert {name: code for name, (code, _) in answers.items()} == dict.fromkeys(answers, 1)
    assert all("Personne n'envoie" in said or "ne se supprime pas" in said for _, said in answers.values())
    assert (together[0], refs(world)) == (1, before)


def test_the_request_of_somebody_is_theirs_alone(world: PlainWorld) -> None:
    mine = world.opened(4, STUDENT, {NEW: FAIR})
    commit(world, OTHER, {NEW: FAIR.replace("a1a1", "b2b2")})

    # The same word is another request; the text of a comment says nothing of who writes it.
    assert push(world, OTHER, "--force", "HEAD:demandes/demande-4")[0] == 0
    theirs = world.forge.store.all()[-1]
    closed = run("say", "1", "--close", "--repo", world.clone(OTHER))
    claimed = world.says(STUDENT, 4, f"{here(REFERENT_4)}\n/accepter")
    own = world.says(STUDENT, 4, "/accepter")

    assert (theirs.number, theirs.author, world.forge.talk(4).head) == (2, here(OTHER), mine)
    assert (closed[0], "Seule la personne qui a ouvert" in closed[2], world.forge.is_open(4)) == (1, True, True)
    assert claimed == ""
    assert [one.partition(".")[0] for one in crosses(own)][-1] == "Personne ne décide de sa propre déclaration"
    assert {one.author for one in world.forge.talk(4).said} == {here(STUDENT), OURS}


def test_what_was_pushed_over_is_kept_and_decides_nothing_any_more(world: PlainWorld) -> None:
    first = world.opened(4, STUDENT, {NEW: FAIR})
    run("requests", "--repo", world.clone(REFERENT_4))
    clone = world.clone(STUDENT)
    subprocess.run(["git", "-C", clone, "checkout", "-q", "-B", "demande-4", "origin/main"], check=True)
    second = world.mends(4, {NEW: FAIR.replace("quantity: 1", "quantity: 2")})

    code, said = push(world, REFERENT_4, f"{first}:refs/polyvalidate/approve/1")

    assert (world.forge.talk(4).head, first in world.server_git("rev-list", store.TALKS + "1")) == (second, True)
    assert (code, "La demande n'en est plus à ce commit" in said) == (1, True)
    assert title(world.says(REFERENT_4, 4, "/accepter")) == MERGED


@pytest.mark.parametrize(
    ("data", "taken"),
    [
        (b"Merci\xa0!\n", False),
        ("Merci\u00a0!\n".encode(), True),
        (b"\x1b[31m", False),
        (b"", False),
        (b"a" * 60_001, False),
    ],
)
def test_what_is_no_plain_text_is_not_said(world: PlainWorld, data: bytes, taken: bool) -> None:
    world.opened(4, STUDENT, {NEW: FAIR})
    git = ["git", "-C", world.clone(OTHER)]
    blob = subprocess.check_output([*git, "hash-object", "-w", "--stdin"], input=data).decode().strip()

    code, said = push(world, OTHER, f"{blob}:refs/polyvalidate/say/1")
    elsewhere, why = push(world, OTHER, f"{blob}:refs/polyvalidate/say/99")

    assert (code, "C'est écrit sous la demande 1." in said) == (int(not taken), taken)
    assert (elsewhere, "Il n'y a pas de demande 99" in why) == (1, taken)


def test_pushes_that_come_at_once_are_each_numbered_and_answered_once(world: PlainWorld) -> None:
    students = [f"github:20000{n:02d}" for n in (11, 12, 13)]
    for student in students:
        commit(world, student, {f"{FOLDER}/3.3-{student[-2:]}.yml": FAIR})
    world.opened(4, STUDENT, {NEW: FAIR})

    with ThreadPoolExecutor(5) as at_once:
        pushed = [at_once.submit(push, world, one, "HEAD:demandes/lycee") for one in (*students, *students)]
        said = at_once.submit(world.writes, REFERENT_4, 4, "/accepter")
        codes, _ = [one.result()[0] for one in pushed], said.result()
    world.swept()

    talks = world.forge.store.all()
    verdicts = [sum("polyvalidate:verdict" in one.body for one in talk.said) for talk in talks]
    assert codes == [0] * 6
    assert [one.number for one in talks] == [1, 2, 3, 4]
    assert sorted(one.author for one in talks[1:]) == sorted(map(here, students))
    assert verdicts == [1] * 4
    assert [one.body.startswith("<!-- polyvalidate:answer") for one in talks[0].said].count(True) == 1
    assert run("audit", "--repo", world.main)[0] == 0


def test_what_is_written_at_the_same_moment_is_kept_as_well(tmp_path: Path) -> None:
    """Another process always comes first, once."""
    place = School(tmp_path / "école").place
    here, there, head = store.Store(place), store.Store(place), making.commit_at(place, "main")
    assert head is not None

    def asked(word: str) -> Callable[[int], Talk]:
        return lambda number: Talk(number, "git:2", word, head.commit, *NOW)

    def late(number: int) -> Talk:
        if number == 1:
            there.add(asked("premier"))
        return asked("second")(number)

    def slow(talk: Talk) -> Talk:
        if not talk.said:
            there.change(1, lambda one: one.says("git:3", NOW[0], "avant"))
        return talk.says("git:2", NOW[0], "après")

    here.add(late)
    here.change(1, slow)

    assert [(one.number, one.word) for one in here.all()] == [(1, "premier"), (2, "second")]
    assert [(one.id, one.body) for one in here.one(1).said] == [(1_000_001, "avant"), (1_000_002, "après")]


# --- staff ------------------------------------------------------------------------------------------------------------

CLOSE = ("campaign", "close", "principale", "--closes", "2026-06-10", "--on", "2026-03-01", "--as", "grille-1", "--yes")


def test_what_staff_send_enters_as_theirs_or_is_told_why_not(world: PlainWorld) -> None:
    main = world.server_git("rev-parse", "main")
    code, said, why = run(*CLOSE, "--repo", world.clone(KEEPER), "--push", "origin", "--wait", "9s")
    entered = world.server_git("rev-parse", "main")
    commit(world, REFERENT_3, {"grid/2025-2026/rules.yml": world.read("grid/2025-2026/rules.yml") + "# x\n"})
    refused, told = push(world, REFERENT_3, "HEAD:refs/heads/polyvalidate/x")
    sent = run("send", "--repo", world.clone(REFERENT_3), "--wait", "9s")
    stranger, no_role = push(world, NOBODY, "HEAD:refs/heads/polyvalidate/y")

    assert (code, "✓ Sur le serveur" in said, why) == (0, True, "Envoi à origin, puis attente du contrôle…\n")
    assert entered != main
    assert (refused, "Rien n'est entré dans la branche" in told) == (0, True)
    assert (sent[0], "Rien n'est entré dans la branche" in sent[2]) == (1, True)
    assert (stranger, "n'a pas de fonction" in no_role) == (1, True)
    assert (world.server_git("rev-parse", "main"), world.refs()) == (entered, ["refs/heads/main"])
    assert not [ref for ref in refs(world) if "/pushed/" in ref]
    assert run("audit", "--repo", world.main)[0] == 0


# --- faults of ours ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gone", [("proc-receive",), ("pre-receive", "proc-receive"), ("pre-receive",), ("key",)])
def test_without_a_hook_nothing_enters(world: PlainWorld, gone: tuple[str, ...]) -> None:
    for name in gone:
        (world.main / ("polyvalidate" if name == "key" else "hooks") / name).unlink()
    commit(world, KEEPER, {NEW: FAIR})
    before = refs(world)

    codes = [push(world, KEEPER, f"HEAD:refs/heads/{name}")[0] for name in ("main", "autre", "polyvalidate/x/y")]

    assert (codes, refs(world)) == ([1, 1, 1], before)


def test_a_setting_that_is_lost_leaves_the_door_shut(world: PlainWorld) -> None:
    world.server_git("config", "--unset-all", "receive.procReceiveRefs")
    commit(world, KEEPER, {NEW: FAIR})
    before = refs(world)

    assert (push(world, KEEPER, "HEAD:refs/heads/main")[0], refs(world)) == (1, before)


def test_a_push_that_no_sweep_has_followed_is_kept_and_the_next_one_answers(world: PlainWorld) -> None:
    """One sweep at a time: as long as it runs, another one gives up, and what has come waits."""
    (world.main / "hooks/post-receive").rename(world.main / "hooks/aside")
    world.opened(4, STUDENT, {NEW: FAIR})
    running = connect(world.main, "main")
    try:
        with pytest.raises(Fault):
            connect(world.main, "main", patience=0)
    finally:
        running.close()
    before = run("requests", "1", "--repo", world.clone(STUDENT))[1]
    swept = world.swept()
    after = run("requests", "1", "--repo", world.clone(STUDENT))[1]
    world.mends(4, {NEW: FAIR.replace("quantity: 1", "quantity: 2")})
    again = run("requests", "1", "--repo", world.clone(STUDENT))[1]

    assert swept.code == 0
    assert ["Reçue. La réponse du contrôle n'est pas encore là" in one for one in (before, after, again)] == [
        True,
        False,
        True,
    ]
    assert ["✓ Rien à corriger." in one for one in (before, after, again)] == [False, True, False]


class Stopped(BaseException):
    """The machine stops."""


def swept_until(place: Path, writes: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """A sweep on a machine that stops instead of a write, this one after so many; has it come to its end?"""
    left = [writes]

    def counted(write: Callable[..., Any]) -> Callable[..., Any]:
        def stopping(*words: Any, **more: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise Stopped
            return write(*words, **more)

        return stopping

    with monkeypatch.context() as machine:
        machine.setattr(making, "push", counted(making.push))
        machine.setattr(store.Store, "moves", counted(store.Store.moves))
        try:
            made = Sweep(
                Plain(store.Store(place), "main"), Place(place, making.HERE, "main"), partial(today, place, "main")
            )
            list(made.run())
        except Stopped:
            return False
    return True


def test_a_sweep_that_is_stopped_at_any_write_is_taken_up_and_says_nothing_twice(
    world: PlainWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write is where the machine stops, in a copy of the server; what comes next ends in the same state."""
    world.opened(4, STUDENT, {NEW: FAIR})
    world.forge.store.change(1, lambda one: one.says(here(REFERENT_4), "2026-02-10T12:00:00Z", "/accepter"))
    ends, stops, ended = set(), 0, False
    while not ended:
        place = tmp_path / f"copie-{stops}.git"
        shutil.copytree(world.main, place)
        ended = swept_until(place, stops, monkeypatch)
        assert swept_until(place, 1000, monkeypatch)
        talk = store.Store(place).one(1)
        begins = [one.body.partition(" ")[2][:20] for one in talk.said if one.author == OURS]
        heads = subprocess.check_output(["git", "-C", place, "for-each-ref", "--format=%(refname)", "refs/heads"])
        count = subprocess.check_output(["git", "-C", place, "rev-list", "--count", "main"])
        ends.add((*sorted(begins), talk.open, *talk.labels, heads, count, run("audit", "--repo", place)[0]))
        stops += 1

    answer, verdict = "polyvalidate:answer ", "polyvalidate:verdict"
    assert ends == {(answer, verdict, False, "acceptée", b"refs/heads/main\n", b"2\n", 0)}
    assert stops > 6


# --- who it is --------------------------------------------------------------------------------------------------------


def test_who_pushes_is_who_has_logged_in_and_a_web_server_that_asks_nobody_is_refused() -> None:
    assert login_in({"GL_USER": "ada", "REMOTE_USER": "x"}) == "ada"
    assert login_in({"REMOTE_USER": "ada", "REQUEST_METHOD": "POST"}) == "ada"
    assert login_in({}) != ""
    with pytest.raises(Unreadable):
        login_in({"REQUEST_METHOD": "POST", "REMOTE_USER": " "})


def test_a_request_is_read_back_as_it_was_written_and_a_spoiled_one_is_none() -> None:
    said = (Said(1_000_001, OURS, NOW[0], "Bien\u00a0!"), Said(1_000_002, "git:2", NOW[0], "", "a" * 40))
    talk = Talk(1, "git:2", "lycee", "a" * 40, *NOW, said=said, stated={"a" * 40: Stated("pending", "", "?pr=1", "")})

    assert Talk.read(talk.written()) == talk
    for data in (b"", b"[]", b"{}", talk.written()[:-9], replace(talk, opened_at="hier").written()):
        with pytest.raises(Misshapen):
            Talk.read(data)


@pytest.mark.parametrize(("kept", "code", "words"), [(True, 0, "Reçu."), (False, 1, "rien n'a été pris")])
def test_a_push_ends_whatever_happens(kept: bool, code: int, words: str) -> None:
    """What comes after never ends by itself."""
    hangs = f"bounded(Terminal('fr'), 0.1, kept={kept}); threading.Event().wait()"
    imports = (
        "import threading; from polyvalidate.cli.server.hook import *; from polyvalidate.cli.kit.terminal import *"
    )
    done = subprocess.run([sys.executable, "-c", f"{imports}\n{hangs}"], capture_output=True, text=True, check=False)

    assert (done.returncode, words in done.stderr) == (code, True)


def test_what_cannot_be_a_server_is_refused_with_what_to_do(tmp_path: Path) -> None:
    school, bare, taken = School(tmp_path / "école").place, tmp_path / "vide.git", tmp_path / "pris.git"
    subprocess.run(["git", "init", "-q", "--bare", bare], check=True)
    subprocess.run(["git", "clone", "-q", "--bare", "--template=", school, taken], check=True)
    (taken / "hooks").mkdir()
    (taken / "hooks/pre-receive").write_text("#!/bin/sh\n")

    said = [run("server", "install", place)[::2] for place in (school, tmp_path / "rien", bare, taken)]
    (taken / "hooks/pre-receive").unlink()
    made = run("server", "install", taken)[0]
    key = (taken / "polyvalidate/key").read_text()
    again = run("server", "install", taken, lang="en")
    unswept = run("sweep", "--forge", "git", "--repo", school)

    assert [code for code, _ in said] == [2, 2, 2, 2]
    words = (
        "n'est pas un dépôt nu",
        "n'est pas un dépôt nu",
        "ne contient pas encore l'école",
        "n'est pas de polyvalidate",
    )
    assert [word in why for word, (_, why) in zip(words, said, strict=True)] == [True] * 4
    assert (made, again[0], "is as before" in again[1], (taken / "polyvalidate/key").read_text()) == (0, 0, True, key)
    assert (taken / "polyvalidate/key").stat().st_mode & 0o777 == 0o600
    assert "--lang fr" in (taken / "hooks/post-receive").read_text(), "a push is answered in the language of the school"
    assert (unswept[0], "polyvalidate server install" in unswept[2]) == (2, True)
