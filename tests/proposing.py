"""A school's repository in a temporary folder, and changes proposed to it: what the tests of the gate stand on."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.places import BASE

FOLDER = "declarations/2025/s-base000001"
OPEN_DAY = f"{FOLDER}/3.1-portes-ouvertes.yml"
STUDENT, OTHER, NOBODY = "github:2000001", "github:2000002", "github:2999999"
REFERENT_1, REFERENT_3, REFERENT_4 = "github:1000001", "github:1000003", "github:1000004"
REGISTRY, JURY, KEEPER = "github:1000011", "github:1000021", "github:1000031"

WRITTEN = 1_770_717_600
"""When all is written, unless what it follows is of a later day: 10 February 2026, 10:00 UTC."""

FAIR = """\
# yaml-language-server: $schema=../../../schemas/declaration.schema.json
activity: "3.3"
title: Présentation des études d'ingénieur
organisation: Lycée d'exemple
period: {from: 2026-02-03, to: 2026-02-03}
quantity: 1
evidence:
  - kind: E1
    store: pull-request
    name: attestation.pdf
    sha256: a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
"""
"""A new declaration in which nothing is wrong."""
ACCEPTED = "evaluation:\n  decision: accepted\n  points: 1\n  by: ref-3\n  on: 2026-02-09\n"
"""The decision on ``OPEN_DAY``, which nobody has taken yet in the base."""


def _git(place: Path, *words: str, committed: int = WRITTEN) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": f"{WRITTEN} +0000",
        "GIT_COMMITTER_DATE": f"{committed} +0000",
    }
    who = ("-c", "user.name=essai", "-c", "user.email=essai@example.org")
    done = subprocess.run(["git", "-C", str(place), *who, *words], check=True, capture_output=True, env=environment)
    return done.stdout.decode().strip()


@cache
def _begun() -> Path:
    """The school at its first commit, made once: hundreds of tests copy it, which is a quarter of the work."""
    place = Path(tempfile.mkdtemp(prefix="school-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    shutil.copytree(BASE, place, dirs_exist_ok=True)
    _git(place, "init", "-q", "-b", "main", "--template=")
    _git(place, "add", "-A")
    _git(place, "commit", "-q", "-m", "école")
    _git(place, "repack", "-adq")
    place.chmod(0o755)
    return place


class School:
    """The base repository of the rules' examples, committed; ``propose`` makes the head of a request."""

    def __init__(self, place: Path) -> None:
        self.place = place
        shutil.copytree(_begun(), place, dirs_exist_ok=True)

    def git(self, *words: str, committed: int = WRITTEN) -> str:
        """One Git command in the school, without anything of the machine's configuration."""
        return _git(self.place, *words, committed=committed)

    def commit(self, branch: str, message: str) -> str:
        self.git("add", "-A")
        try:  # a merge of ours is of the day of the wall; what follows it is not of a day before
            before = int(self.git("log", "-1", "--format=%ct"))
        except subprocess.CalledProcessError:
            before = WRITTEN  # it follows nothing
        self.git("commit", "-q", "--allow-empty", "-m", message, committed=max(before, WRITTEN))
        return self.git("rev-parse", "HEAD")

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write or remove files in the work tree."""
        for path, text in files.items():
            file = self.place / path
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")

    def settle(self, files: Mapping[str, str | None]) -> str:
        """Change main itself, as if merged before."""
        self.write(files)
        return self.commit("main", "déjà accepté")

    def propose(self, files: Mapping[str, str | None], since: str = "main") -> str:
        """The head of a request that writes and removes these files; main is left as it was."""
        self.git("checkout", "-q", "--detach", since)
        self.write(files)
        head = self.commit("", "demande")
        self.git("checkout", "-q", "main")
        return head

    def read(self, path: str) -> str:
        return (self.place / path).read_text(encoding="utf-8")
