"""A school on a plain Git server, in the words of ``world.World``: real pushes over HTTP, real hooks."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from polyvalidate.forge.plain.accounts import account_of
from polyvalidate.forge.plain.store import Store
from polyvalidate.forge.plain.talk import Talk
from tests.forge import warm
from tests.forge.git_server import GitServer
from tests.forge.specimens import REPOSITORY
from tests.forge.world import Job, World, lay, moves
from tests.places import ROOT
from tests.proposing import School
from tests.running import run

KEY = bytes(range(32))
_LOGINS: dict[str, str] = {}


def login_of(account: str) -> str:
    """The login of somebody, from the account that they have on GitHub, or on this server once it has been told."""
    forge, _, number = account.partition(":")
    return f"prenom.nom-{number}" if forge == "github" else _LOGINS[account]


def here(account: str) -> str:
    """The account of somebody on this server."""
    login = login_of(account)
    made = account_of(login, KEY)
    _LOGINS[made] = login
    return made


class PlainGit:
    """What the stories ask of a forge, of a bare repository: the numbers of requests are those of the story."""

    name = "git"

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self.store = Store(Path())

    def account(self, number: int) -> str:
        return here(f"github:{number}")

    def renamed(self, text: bytes) -> bytes:
        """The accounts of a school are those that the server makes of logins."""
        return re.sub(rb"github:([0-9]+)", lambda found: self.account(int(found[1])).encode(), text)

    def talk(self, number: int) -> Talk:
        return self.store.one(self.numbers.get(number, number))

    def heads(self) -> dict[int, str]:
        named = {there: here for here, there in self.numbers.items()}
        return {named.get(one.number, one.number): one.head for one in self.store.all()}

    def is_open(self, number: int) -> bool:
        return self.talk(number).open

    def bodies(self, number: int) -> list[str]:
        return [one.body for one in self.talk(number).said]

    def states(self, commit: str) -> list[str]:
        return [one.stated[commit].state for one in self.store.all() if commit in one.stated]

    def labelled(self, number: int) -> list[str]:
        return list(self.talk(number).labels)

    def opened_at(self, number: int, at: str) -> None:
        """It was opened at another moment, and nobody has looked at it yet."""
        unseen = {"said": (), "stated": {}, "updated_at": at}
        self.store.change(self.talk(number).number, lambda talk: replace(talk, opened_at=at, **unseen))

    def close(self) -> None:
        return


class PlainWorld(World):
    """The server has the hooks of ``polyvalidate server install``; nobody runs a sweep but them, and the schedule."""

    forge: PlainGit  # type: ignore[assignment]

    def __init__(self, forge: PlainGit, place: Path, accounts: tuple[str, ...], staff: tuple[str, ...] = ()) -> None:
        self.forge = forge
        self.place = place
        self.clock = datetime(2026, 2, 10, 10, tzinfo=UTC)
        self.school = School(place / "école")
        moves(self.school.place, forge.renamed)
        self.school.git("commit", "-q", "--all", "--amend", "--no-edit")
        self.server = GitServer(place / "serveur", {}, list)
        self.server.tokens = _Everybody()
        self.server.knows = self._knows
        self.jobs: list[Job] = []
        self.folders: dict[str, str] = {}
        self.real = False
        """Are the hooks those that a school has, each a process of its own? They are the same program."""

    def opens(self, source: Path | None = None) -> None:
        self.main = self.server.create(f"{REPOSITORY}.git", source or self.school.place)
        (self.main / "polyvalidate").mkdir(mode=0o700)
        (self.main / "polyvalidate/key").write_text(KEY.hex())
        code, _, why = run("server", "install", self.main)
        assert code == 0, why
        if not self.real:
            for hook in (self.main / "hooks").glob("p*-receive"):
                words = f"{sys.executable} -S {ROOT}/tests/forge/warm_hook.py {warm.line()} {hook.name}"
                hook.write_text(f"#!/bin/sh\nPYTHONPATH={ROOT} exec {words}\n")
        self.forge.store = Store(self.main)

    def _knows(self, token: str) -> Mapping[str, str]:
        login = login_of(token.removeprefix("jeton-"))
        there = {"REMOTE_USER": login} if login else {}
        return {**there, "PYTHONPATH": str(ROOT), "POLYVALIDATE_LANG": "fr", warm.CLOCK: self.now()}

    # --- people -----------------------------------------------------------------------------------------------------

    def clone(self, account: str) -> Path:
        """Where somebody works, as whom the server knows them."""
        return self.desk(account)

    def pushes(self, account: str, files: Mapping[str, str | None], branch: str = "demande") -> str:
        clone = self.clone(account)
        git = ("-C", str(clone), "-c", "user.name=essai", "-c", "user.email=essai@example.org")
        known = self._git(account, *git, "branch", "--list", branch).strip()
        self._git(account, *git, "fetch", "-q", "origin", "main")
        self._git(account, *git, "checkout", "-q", *([branch] if known else ["-B", branch, "FETCH_HEAD"]))
        lay(clone, files)
        self._git(account, *git, "add", "-A")
        self._git(account, *git, "commit", "-q", "--allow-empty", "-m", "demande")
        self._git(account, *git, "push", "-q", "origin", f"HEAD:demandes/{branch}")
        return self._git(account, *git, "rev-parse", "HEAD").strip()

    def opened(self, number: int, account: str, files: Mapping[str, str | None]) -> str:
        head = self.pushes(account, files, f"demande-{number}")
        last = self.forge.store.all()[-1]
        assert (last.author, last.head) == (here(account), head)
        self.forge.numbers[number] = last.number
        return head

    def mends(self, number: int, files: Mapping[str, str | None]) -> str:
        talk = self.forge.talk(number)
        return self.pushes(talk.author, files, talk.word)

    def writes(self, account: str, number: int, body: str) -> dict[str, Any]:
        there = self.forge.numbers.get(number, number)
        clone = self.clone(account)
        code, said, error = run("say", str(there), body, "--repo", clone)
        assert said, error
        author = here(account)
        made = [one.id for one in self.forge.talk(number).said if one.author == author][-1]
        return {"id": made, "said": said, "code": code}

    def says(self, account: str, number: int, body: str) -> str:
        return self.answer_to(number, self.writes(account, number, body)["id"])

    def approves(self, account: str, number: int, state: str = "APPROVED", body: str = "") -> dict[str, Any]:
        assert (state, body) == ("APPROVED", "")
        there = self.forge.numbers.get(number, number)
        code, _, error = run("say", str(there), "--approve", "--repo", self.clone(account))
        assert code in (0, 1), error  # 1: what was asked is refused
        author = here(account)
        return {"id": [one.id for one in self.forge.talk(number).said if one.author == author][-1]}

    def reviews(self, account: str, number: int, state: str, body: str = "") -> str:
        return self.answer_to(number, f"review-{self.approves(account, number, state, body)['id']}")

    def hears(self, _number: int, _said: Mapping[str, Any]) -> Job:
        return self.swept()

    def looks(self, _number: int) -> Job:
        return self.swept()

    def judged(self, number: int) -> str:
        self.swept()
        return self.state(self.forge.talk(number).head)

    def swept(self, *words: str, **variables: str) -> Job:
        """What the schedule of the server runs, in the bare repository."""
        environment = {**os.environ, **self._knows("jeton-github:1000001"), **variables}
        self.jobs.append(Job(*warm.typed(["sweep", "--forge", "git", *words], self.main, environment)))
        return self.jobs[-1]


class _Everybody(dict[str, frozenset[str]]):
    """Whoever has a token of somebody may read and push; what they may push is for the hooks to say."""

    def __contains__(self, token: object) -> bool:
        return str(token).startswith("jeton-")

    def __missing__(self, token: str) -> frozenset[str]:
        return frozenset({REPOSITORY})
