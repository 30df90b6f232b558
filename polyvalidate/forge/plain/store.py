"""The requests of a plain Git server, kept in its bare repository: read, and changed by whoever comes first.

``refs/polyvalidate/talks/N`` is a chain of commits, each with the whole request as it then was; where somebody has
pushed, the head is a parent, and stays. ``refs/pull/N/head`` is the present head, where GitHub has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from polyvalidate.forge.facts import Misshapen
from polyvalidate.forge.fault import Fault, unreadable_answer
from polyvalidate.forge.plain.talk import Talk
from polyvalidate.model.words import Text
from polyvalidate.repository import making
from polyvalidate.repository.git import read_blobs, run_git, try_git

TALKS = "refs/polyvalidate/talks/"
_FILE = "talk.json"
_ROUNDS = 20
"""How often a change is made anew because another one came first."""


def head_of(number: int) -> str:
    """The reference at which the head of a request stands."""
    return f"refs/pull/{number}/head"


def clock() -> datetime:
    """The clock of the server."""
    return datetime.now(UTC)


class Store:
    """What a bare repository holds."""

    def __init__(self, repository: Path) -> None:
        self.repository = repository

    def now(self) -> str:
        return f"{clock():%Y-%m-%dT%H:%M:%S.%fZ}"

    def all(self) -> list[Talk]:
        """Every request, open or not, by number. Raises ``Fault``."""
        return sorted(self._at(self.refs(TALKS).values()), key=lambda one: one.number)

    def one(self, number: int) -> Talk:
        """Raises ``Fault``, with 404 for a number that is no request's."""
        return self._known(number)[1]

    def change(self, number: int, edit: Callable[[Talk], Talk]) -> Talk:
        """Change a request as it is at that moment. Raises ``Fault``."""
        for _ in range(_ROUNDS):
            before, known = self._known(number)
            made = edit(known)
            if made == known or self._write(made, before, known.head):
                return made
        raise Fault(_BUSY, transient=True)

    def add(self, make: Callable[[int], Talk]) -> Talk:
        """One more request, with the number that is free at that moment. Raises ``Fault``."""
        for _ in range(_ROUNDS):
            made = make(1 + max((int(ref.removeprefix(TALKS)) for ref in self.refs(TALKS)), default=0))
            if self._write(made, None, ""):
                return made
        raise Fault(_BUSY, transient=True)

    def refs(self, *under: str) -> dict[str, str]:
        """References, and the objects at which they stand."""
        rows = run_git(self.repository, "for-each-ref", "--format=%(objectname) %(refname)", *under).decode()
        return {ref: oid for oid, ref in (row.split(" ", 1) for row in rows.splitlines())}

    def moves(self, *orders: str) -> bool:
        """Orders of ``git update-ref --stdin``, all at once or none."""
        asked = "\n".join(["start", *orders, "prepare", "commit", ""]).encode()
        return try_git(self.repository, "update-ref", "--stdin", stdin=asked).code == 0

    def blob(self, data: bytes) -> str:
        return run_git(self.repository, "hash-object", "-w", "--stdin", stdin=data).decode().strip()

    # --- objects ------------------------------------------------------------------------------------------------------

    def _known(self, number: int) -> tuple[str, Talk]:
        tip = self.refs(f"{TALKS}{number}").get(f"{TALKS}{number}")
        if tip is None:
            raise Fault(_NONE.filled(number=number), status=404)
        return tip, self._at([tip])[0]

    def _at(self, commits: Iterable[str]) -> list[Talk]:
        try:
            found = read_blobs(str(self.repository), [f"{oid}:{_FILE}" for oid in commits])
            return [Talk.read(data) for data in found.values()]
        except Misshapen as error:
            raise unreadable_answer() from error

    def _write(self, made: Talk, before: str | None, head: str) -> bool:
        """False when the request is no longer at ``before`` (None: it must not exist)."""
        tree = run_git(self.repository, "mktree", stdin=f"100644 blob {self.blob(made.written())}\t{_FILE}\n".encode())
        parents = [*([before] if before else []), *([made.head] if made.head != head else [])]
        words = f"{made.number}"
        commit = making.commit(self.repository, tree.decode().strip(), parents, words, "polyvalidate", clock())
        none = "0" * len(commit)
        return self.moves(
            f"update {TALKS}{made.number} {commit} {before or none}", f"update {head_of(made.number)} {made.head}"
        )


_NONE = Text(
    "Il n'y a pas de demande {number}. La liste : polyvalidate requests.",
    "There is no request {number}. The list: polyvalidate requests.",
)
_BUSY = Text(
    "D'autres changements ont lieu au même moment. Recommencez dans une minute.",
    "Other changes take place at the same moment. Try again in a minute.",
)
