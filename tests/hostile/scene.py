"""A small school and the people of every attack: what the base holds, and the gate run as anybody would run it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.examples import RULES_FOLDER, FolderTree
from tests.gitmaking import Name, Repository, nested
from tests.running import run_here

ME, OTHER, STRANGER = "github:2000001", "github:2000002", "github:7777777"
REF1, REF3, REF4, REF5 = "github:1000001", "github:1000003", "github:1000004", "github:1000005"
REGISTRY, JURY, KEEPER = "github:1000011", "github:1000021", "github:1000031"

MINE = "declarations/2025/s-base000001"
THEIRS = "declarations/2025/s-base000002"
OPEN_DAY = f"{MINE}/3.1-portes-ouvertes.yml"
VISIT = f"{MINE}/3.3-visite-au-lycee.yml"
WITNESS = f"{MINE}/3.9-visite-inconnue.yml"
"""An honest file with a slip (PP302: its activity is not in the grid), sent beside each attack: judged all the same."""

_FILES = {path: data for path, (_, data) in FolderTree(RULES_FOLDER / "base").files.items()}
declared = _FILES[OPEN_DAY]
student = _FILES[f"{MINE}/student.yml"]
visit = (RULES_FOLDER / "PP602" / "good" / THEIRS / "3.3-visite-au-lycee.yml").read_bytes()
witness = visit.replace(b'"3.3"', b'"3.9"').replace(b"1a2c", b"7a2c")

BASE: dict[str, bytes] = {
    **_FILES,
    f"{THEIRS}/student.yml": student.replace(b"2000001", b"2000002"),
    f"{THEIRS}/3.1-portes-ouvertes.yml": declared.replace(b"9f2c", b"5f2c"),
    "README.md": b"# Points\n",
}

LONG_ENOUGH = 20
"""Seconds after which an attack is said to hang the gate, on a machine that does ten other things."""


def decided(decision: str = "accepted", by: str = "ref-3", on: str = "2026-02-04", **more: object) -> bytes:
    """The lines of an evaluation."""
    lines = [f"  {key}: {value}" for key, value in {"decision": decision, "by": by, "on": on, **more}.items()]
    return ("\n".join(["evaluation:", *lines]) + "\n").encode()


def appealed(**more: object) -> bytes:
    """The lines of an appeal."""
    values = {"on": "2026-02-06", "reason": "La date figure au verso.", **more}
    return ("\n".join(["appeal:", *(f"  {key}: {value}" for key, value in values.items())]) + "\n").encode()


class Answer(NamedTuple):
    """What the gate answered: its exit code, the verdict (None when there is none), what it wrote on the error side."""

    code: int
    verdict: dict[str, Any] | None
    error: str

    @property
    def codes(self) -> set[str]:
        """The codes of what the request introduces or leaves."""
        return {finding["code"] for finding in (self.verdict or {}).get("findings", ())}

    def codes_of(self, path: str) -> set[str]:
        return {f["code"] for f in (self.verdict or {}).get("findings", ()) if f["path"] == path}

    @property
    def status(self) -> str:
        return str((self.verdict or {}).get("status", "error"))

    def balance(self, name: str = "s-base000001") -> tuple[Any, Any]:
        found = next(s for s in (self.verdict or {})["students"] if s["student"] == name)
        return found["before"], found["after"]


class School:
    """The school of the attacks, as a repository whose base has the files of ``BASE``, with some changed.

    Several may stand in one repository: what a request holds is what its commits lead to.
    """

    def __init__(
        self, place: Path | Repository, more: Mapping[str, bytes | None] | None = None, **options: Any
    ) -> None:
        self.made = place if isinstance(place, Repository) else Repository(place, **options)
        self.files: dict[str, object] = {p: d for p, d in {**BASE, **(more or {})}.items() if d is not None}
        self.base = self.made.commit_of(self.files)

    def propose(self, changed: Mapping[str, object], *, parent: str | None = None) -> str:
        """A commit with some files changed; None takes one away."""
        files = {p: d for p, d in {**self.files, **changed}.items() if d is not None}
        return self.made.commit_of(files, parent or self.base)

    def propose_tree(self, plant: Callable[[Repository, dict[Name, Any]], str | None]) -> str:
        """A commit whose tree was altered as no file system could; ``plant`` may give the tree itself."""
        tree = nested({**self.files, WITNESS: witness})
        whole = plant(self.made, tree)
        return self.made.commit(whole or self.made.folder_of(tree), self.base)

    def gate(self, head: str, actor: str = ME, *more: str, base: str = "", environment: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
        return run_gate(self.made.folder, base or self.base, head, actor, *more, environment=environment)


def run_gate(
    place: Path, base: str, head: str, actor: str, *more: str, environment: dict[str, str] | None = None
) -> Answer:
    """``polyvalidate gate`` itself. In another process when it needs an environment of its own."""
    words = ["gate", "--repo", str(place), "--base", base, "--head", head, "--actor", actor, "--format", "json"]
    words += ["--opened-at", "2026-02-09", "--on", "2026-02-10", "--lang", "en", *more]
    if environment is None:
        with _watched():
            code, out, error = run_here(words)
    else:
        command = [sys.executable, "-m", "polyvalidate", *words]
        done = subprocess.run(
            command, env=dict(os.environ) | environment, capture_output=True, check=False, timeout=3 * LONG_ENOUGH
        )
        code, out, error = done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")
    return Answer(code, json.loads(out) if out.startswith(b"{") else None, error)


@contextmanager
def _watched() -> Iterator[None]:
    """Stop what would never end."""

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError("the gate hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONG_ENOUGH)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
