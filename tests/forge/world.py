"""A school on a forge, whole: Git over HTTP, forks, requests, comments, and sweeps run as a runner runs them, each in a
clone of its own."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tests.forge import warm
from tests.forge.fake_forge import TOKEN, FakeForge
from tests.forge.fake_github import FakeGitHub
from tests.forge.git_server import GitServer
from tests.forge.specimens import REPOSITORY
from tests.places import ROOT
from tests.proposing import School
from tests.running import run


def number_of(account: str) -> int:
    return int(account.rpartition(":")[2])


def moves(place: Path, renamed: Callable[[bytes], bytes]) -> None:
    """The accounts of a school are those of a forge, as ``renamed`` says them."""
    for file in (*place.glob("grid/**/*.yml"), *place.glob("declarations/**/*.yml")):
        file.write_bytes(renamed(file.read_bytes()))


def lay(clone: Path, files: Mapping[str, str | None]) -> None:
    """Write files in a folder; those without a text leave it."""
    for path, text in files.items():
        file = clone / path
        if text is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


class Job(NamedTuple):
    """What a job left: its exit code and what it said."""

    code: int
    said: str


class World:
    """``school`` is the registry's own work tree, ``server`` what everybody else sees of it."""

    def __init__(self, forge: FakeForge, place: Path, accounts: tuple[str, ...], staff: tuple[str, ...] = ()) -> None:
        self.forge = forge
        self.place = place
        self.clock = datetime(2026, 2, 10, 10, tzinfo=UTC)
        self.forge.now = self.now
        self.school = School(place / "école")
        if forge.name != "github":
            moves(self.school.place, forge.renamed)
            self.school.git("commit", "-q", "--all", "--amend", "--no-edit")
        forks = {f"jeton-{account}": [self._fork_of(account)] for account in accounts}
        writers = {TOKEN: [REPOSITORY], **{f"jeton-{account}": [REPOSITORY] for account in staff}}
        self.server = GitServer(place / "serveur", writers | forks, self._passed)
        self.server.pushed = self._pushed
        self.waiting: dict[str, str] = {}
        self.accounts = accounts
        self.jobs: list[Job] = []
        self.run_id = 40
        self.branches: dict[int, tuple[str, str]] = {}
        self.folders: dict[str, str] = {}
        """The folders of students, by account: what they ask for, they ask for their own."""

    @property
    def github(self) -> FakeGitHub:
        """The forge of the stories that are played on GitHub only."""
        assert isinstance(self.forge, FakeGitHub)
        return self.forge

    def opens(self, source: Path | None = None) -> None:
        """The school as it stands, or another one, is put on the server, and everybody forks it."""
        self.main = self.server.create(f"{REPOSITORY}.git", source or self.school.place)
        self.server.protect(self.main)
        for account in self.accounts:
            self.server.create(f"{self._fork_of(account)}.git", self.school.place)

    def _fork_of(self, account: str) -> str:
        return f"compte-{number_of(account)}/points"

    def _start_of(self, _account: str) -> Path:
        """Where the requests of somebody start from."""
        return self.main

    def _passed(self) -> list[str]:
        """The statuses that the protected branch looks at: the last of each commit."""
        return [f"{sha} {self.state(sha)}" for sha in self.forge.spoken_of()]

    def _pushed(self, token: str) -> None:
        """The forge remembers who pushed which branch."""
        listed = self.server_git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads/polyvalidate")
        there = dict(line.split() for line in listed.splitlines())
        account = self.forge.writer if token == TOKEN else number_of(token.removeprefix("jeton-"))
        for ref, commit in there.items():
            if self.waiting.get(ref) != commit:
                self.forge.pushed(account, ref, self.waiting.get(ref, "0" * 40), commit)
        self.waiting = there

    def now(self) -> str:
        self.clock += timedelta(minutes=1)
        return f"{self.clock:%Y-%m-%dT%H:%M:%SZ}"

    def rests(self) -> None:
        """Nobody does anything for a while."""
        self.clock += timedelta(hours=1)
        self.forge.passes(self.now())

    def account(self, account: str) -> str:
        """The account of somebody on this forge."""
        return f"{self.forge.name}:{number_of(account)}"

    # --- people ---------------------------------------------------------------------------------------------------

    def pushes(self, account: str, files: Mapping[str, str | None], branch: str = "demande") -> str:
        """Somebody writes files in a clone of their fork, on top of the school's main, and pushes them."""
        clone = self.place / f"clone-{number_of(account)}"
        if not clone.exists():
            fork = self.place / "serveur" / f"{self._fork_of(account)}.git"
            self._git(account, "clone", "-q", "--template=", str(fork), str(clone))
        here = ("-C", str(clone), "-c", "user.name=essai", "-c", "user.email=essai@example.org")
        known = (clone / ".git" / "refs" / "heads" / branch).exists()
        if not known:
            self._git(account, *here, "fetch", "-q", str(self._start_of(account)), "main")
        self._git(account, *here, "checkout", "-q", *([branch] if known else ["-B", branch, "FETCH_HEAD"]))
        lay(clone, files)
        self._git(account, *here, "add", "-A")
        self._git(account, *here, "commit", "-q", "--allow-empty", "-m", "demande")
        self._git(account, *here, "push", "-q", f"{self.server.root}/{self._fork_of(account)}.git", branch)
        head = self._git(account, *here, "rev-parse", "HEAD").strip()
        for number in self.forge.heads():
            if self.branches.get(number) == (account, branch) and self.forge.is_open(number):
                self._mirror(number, account, branch)
                self.forge.pushes(number, head, self.now())
                self.forge.told(head, self.now())
        return head

    def opened(self, number: int, account: str, files: Mapping[str, str | None]) -> str:
        """Somebody pushes to their fork and opens a request; the check runs."""
        branch = f"demande-{number}"
        head = self.pushes(account, files, branch)
        self.branches[number] = (account, branch)
        self._mirror(number, account, branch)
        self.adopts(number, account, head, self.now())
        return head

    def adopts(self, number: int, account: str, head: str, opened: str) -> None:
        """A request whose head stands on the server, opened and last pushed at a moment."""
        self.forge.opens(number, number_of(account), head, self.server_git("rev-parse", "main"), opened)
        self.forge.told(head, self.now())

    def button(self, number: int) -> str:
        """The merge button of the forge, which the status must have turned green; the merge has no trailer of ours."""
        head = self.forge.heads()[number]
        assert self.state(head) == "success"
        tree = self.server_git("merge-tree", "--write-tree", "main", head)
        who = ("-c", "user.name=forge", "-c", "user.email=forge@example.org")
        made = self.server_git(*who, "commit-tree", tree, "-p", "main", "-p", head, "-m", f"Merge #{number}")
        self.server_git("update-ref", "refs/heads/main", made)
        self._settle()
        return made

    def mends(self, number: int, files: Mapping[str, str | None]) -> str:
        """The author of a request pushes again."""
        return self.pushes(self.branches[number][0], files, self.branches[number][1])

    def approves(self, account: str, number: int, state: str = "APPROVED", body: str = "") -> dict[str, Any]:
        return self.forge.reviewed(number, number_of(account), state, body, self.now())

    def writes(self, account: str, number: int, body: str) -> dict[str, Any]:
        """A comment, as the forge keeps it and as its event says it."""
        return self.forge.writes(number, number_of(account), body, self.now())

    def desk(self, account: str) -> Path:
        """A clone in which somebody of the staff works, with their own token."""
        clone = self.place / f"bureau-{number_of(account)}"
        if not clone.exists():
            self._git(account, "clone", "-q", f"{self.server.root}/{REPOSITORY}.git", str(clone))
            secret = f"AUTHORIZATION: basic {_basic(f'jeton-{account}')}"
            self._git(account, "-C", str(clone), "config", f"http.{self.server.root}/.extraheader", secret)
        return clone

    def sends(self, account: str, files: Mapping[str, str], branch: str) -> None:
        """Somebody of the staff commits files and sends them: they wait on ``polyvalidate/…``."""
        desk = self.desk(account)
        self._git(account, "-C", str(desk), "pull", "-q", "--ff-only", "origin", "main")
        for path, text in files.items():
            (desk / path).parent.mkdir(parents=True, exist_ok=True)
            (desk / path).write_text(text, encoding="utf-8")
        who = ("-c", "user.name=bureau", "-c", "user.email=bureau@example.org")
        self._git(account, "-C", str(desk), "add", "-A")
        self._git(account, "-C", str(desk), *who, "commit", "-q", "-m", "À la main")
        self._git(account, "-C", str(desk), "push", "-q", "origin", f"HEAD:refs/heads/polyvalidate/{branch}")

    def _mirror(self, number: int, account: str, branch: str) -> None:
        fork = self.place / "serveur" / f"{self._fork_of(account)}.git"
        self.server_git("fetch", "-q", str(fork), f"+refs/heads/{branch}:{self.forge.ref(number)}")

    def _git(self, account: str, *words: str) -> str:
        secret = f"AUTHORIZATION: basic {_basic(f'jeton-{account}')}"
        given = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.extraheader", "GIT_CONFIG_VALUE_0": secret}
        clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
        alone["GIT_AUTHOR_DATE"] = f"{self.clock:%Y-%m-%dT%H:%M:%SZ}"
        done = subprocess.run(["git", *words], check=True, capture_output=True, env=clean | alone | given)
        return done.stdout.decode()

    def server_git(self, *words: str) -> str:
        return subprocess.check_output(["git", "-C", self.main, *words], stderr=subprocess.PIPE).decode().strip()

    # --- the words that a story has, whatever the place ---------------------------------------------------------------

    def gives(self, account: str, folder: str) -> None:
        """Somebody can declare in the folder that the school has made for them."""
        self.folders[account] = folder

    def asks(self, account: str, number: int, files: Mapping[str, str | None]) -> None:
        """A request about somebody's own folder is opened, or pushed to again; nothing looks at it yet."""
        inside = {name: text for name, text in files.items() if not name.startswith("evidence/")}  # shown beside Git
        here = {f"{self.folders[account]}/{name}": text for name, text in inside.items()}
        if number in self.forge.heads():
            self.mends(number, here)
        else:
            self.opened(number, account, here)

    def comments(self, who: str, _account: str, number: int, body: str) -> dict[str, Any]:
        return self.writes(who, number, body)

    def reads(self, who: str, _account: str, number: int) -> dict[str, Any]:
        """An approval, in the way of the place."""
        return {"id": f"review-{self.approves(who, number)['id']}"}

    def told(self, _account: str, number: int) -> tuple[str, str]:
        """The status of a request, and the comment of the check."""
        return self.state(self.forge.heads()[number]), self.verdict(number)

    def answered(self, _account: str, number: int, said: Mapping[str, Any]) -> str:
        return self.answer_to(number, said["id"])

    def at(self, _account: str) -> FakeForge:
        """What the place of somebody's requests remembers."""
        return self.forge

    def hears(self, number: int, said: Mapping[str, Any]) -> Job:
        """The sweep that a comment starts, where one does; it hears what else was said."""
        return self.sweep(self.forge.comment_event(number, said))

    def looks(self, number: int) -> Job:
        """The sweep that a push starts, where one does."""
        return self.sweep(self.forge.event(number))

    # --- sweeps ---------------------------------------------------------------------------------------------------

    def sweep(self, event: Any, *words: str, **variables: str) -> Job:
        """One sweep on a machine of its own: a clone of the protected branch, and the event."""
        (self.place / "event.json").write_text(json.dumps(event), encoding="utf-8")
        self.run_id += 1
        clone = self.place / f"sweep-{len(self.jobs)}"
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("FORGEJO_", "GITEA_", "GITHUB_", "GITLAB_", "GIT_", "CI_", "POLYVALIDATE"))
        }
        environment = {
            **kept,
            **self.forge.variables(self.server.root, self.run_id),
            "GITHUB_OUTPUT": str(self.place / "output.txt"),
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **variables,
        }
        # As a runner clones it, without its server having to be asked: what is there before the sweep is the same.
        cloned = ["git", "clone", "-q", "-b", "main", "--template=", f"file://{self.main}", clone]
        subprocess.run(cloned, check=True, capture_output=True, env=environment)
        self._git("", "-C", str(clone), "remote", "set-url", "origin", f"{self.server.root}/{REPOSITORY}.git")
        asked = ["sweep", "--event", str(self.place / "event.json"), *words]
        self.jobs.append(Job(*warm.typed(asked, clone, environment)))
        print(f"--- sweep: {self.jobs[-1].code}\n{self.jobs[-1].said}")
        self._settle()
        return self.jobs[-1]

    def _settle(self) -> None:
        """A request whose head is in main is a merged one."""
        merged = set(self.server_git("rev-list", "main").split())
        for number, head in self.forge.heads().items():
            if head in merged and self.forge.is_open(number):
                self.forge.merged(number)

    def judged(self, number: int) -> str:
        """A push to a request; its status on the head."""
        self.sweep(self.forge.event(number))
        return self.state(self.forge.heads()[number])

    def swept(self, *words: str, **variables: str) -> Job:
        """The schedule, or the end of a review."""
        return self.sweep({"schedule": "17 5 * * *"}, *words, **variables)

    def obeyed(self, number: int, said: Mapping[str, Any]) -> str:
        """A comment; the answer that it got, empty when there is none."""
        self.sweep(self.forge.comment_event(number, said))
        return self.answer_to(number, said["id"])

    def says(self, account: str, number: int, body: str) -> str:
        return self.obeyed(number, self.writes(account, number, body))

    def reviews(self, account: str, number: int, state: str, body: str = "") -> str:
        """A review, and the sweep that its end starts; the answer that it got."""
        made = self.approves(account, number, state, body)
        self.swept()
        return self.answer_to(number, f"review-{made['id']}")

    # --- what is seen ---------------------------------------------------------------------------------------------

    def answer_to(self, number: int, to: int | str) -> str:
        mark = f"<!-- polyvalidate:answer to={to} "
        found = [body.partition("\n")[2] for body in self.forge.bodies(number) if body.startswith(mark)]
        assert len(found) <= 1
        return found[0] if found else ""

    def state(self, commit: str) -> str:
        known = self.forge.states(commit)
        return known[-1] if known else ""

    def verdict(self, number: int) -> str:
        """The comment of the check under a request."""
        return next(body for body in self.forge.bodies(number) if "polyvalidate:verdict" in body)

    def refs(self) -> list[str]:
        return self.server_git("for-each-ref", "--format=%(refname)", "refs/heads").split()

    def balance(self, student: str, place: str = "bilan") -> tuple[float, str]:
        """What ``polyvalidate balance`` counts for a student in a fresh clone of the server, and what it says."""
        clone = self.place / place
        shutil.rmtree(clone, ignore_errors=True)
        subprocess.run(["git", "clone", "-q", self.main, clone], check=True, capture_output=True)
        _, data, _ = run("balance", student, "--root", clone, "--format", "json")
        _, said, _ = run("balance", student, "--root", clone)
        return json.loads(data)["students"][0]["credited"], said

    def read(self, path: str) -> str:
        return self.server_git("show", f"main:{path}")


def _basic(token: str) -> str:
    return base64.b64encode(f"x-access-token:{token}".encode()).decode()


def title(answer: str) -> str:
    """What the program says first of a command."""
    return answer.partition("\n")[0]


def crosses(answer: str) -> list[str]:
    """What stands against it."""
    return [line[4:] for line in answer.splitlines() if line.startswith("- ✗ ")]
