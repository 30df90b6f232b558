"""A school with a request of each of its students, in one repository or in as many boxes: what a sweep of many costs.

Made of files and objects, and not by pushes, since there may be a thousand.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.forge.fake_forge import FakeForge
from tests.forge.specimens import BOXES, REPOSITORY
from tests.places import BASE
from tests.proposing import FAIR, FOLDER

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
GIT = ("git", "-c", "user.name=foule", "-c", "user.email=foule@example.org", "-c", "gc.auto=0")
DAY = "2026-03-01"
RULES = "grid/2025-2026/rules.yml"


class Crowd:
    """``declared``: what each student has in the record already, so that there is something to judge; ``quantity``: of
    what they propose first."""

    def __init__(
        self, forge: FakeForge, place: Path, students: int, *, boxes: bool, declared: int = 1, quantity: str = "1"
    ) -> None:
        self.forge = forge
        self.place = place
        self.boxes = boxes
        self.clock = datetime(2026, 2, 3, 10, tzinfo=UTC)
        self.codes = ["s-" + "".join(ALPHABET[(index >> 5 * at) & 31] for at in range(10)) for index in range(students)]
        forge.now = self.now
        self.server = place / "serveur"
        self.ledger, self.seed = self.server / f"{REPOSITORY}.git", self.server / "graine.git"
        self._school(declared)
        self._git("init", "-q", "--bare", "-b", "main", "--template=", self.seed)
        self.start = self._first_page()
        for code in self.codes if boxes else ():
            self._box(code)
        self.propose(range(students), quantity)
        self.clone = place / "clone"
        self._git("clone", "-q", self.ledger, self.clone)

    def now(self) -> str:
        self.clock += timedelta(seconds=1)
        return f"{self.clock:%Y-%m-%dT%H:%M:%SZ}"

    def rests(self) -> None:
        """Nobody does anything for a while."""
        self.clock += timedelta(hours=1)
        self.forge.passes(self.now())

    def environment(self) -> dict[str, str]:
        return self.forge.variables(self.server.as_uri(), 41)

    def _git(self, *words: str | Path, stdin: bytes = b"") -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run([*GIT, *words], input=stdin, check=True, capture_output=True, env=clean)
        return done.stdout.decode().strip()

    # --- what is there --------------------------------------------------------------------------------------------

    def _school(self, declared: int) -> None:
        account = (BASE / FOLDER / "student.yml").read_text(encoding="utf-8")
        of_base = next(line.split()[1] for line in account.splitlines() if line.startswith("account:"))
        text = (BASE / FOLDER / "3.1-portes-ouvertes.yml").read_text(encoding="utf-8")
        digest = next(line.split()[1] for line in text.splitlines() if "sha256:" in line)
        files = {str(path.relative_to(BASE)): path.read_text(encoding="utf-8") for path in BASE.glob("grid/**/*.yml")}
        files[RULES] += f"intake: boxes\nboxes: {BOXES}\n" if self.boxes else ""
        for index, code in enumerate(self.codes):
            folder = f"declarations/2025/{code}"
            files[f"{folder}/student.yml"] = account.replace(of_base, f"github:{900_000 + index}")
            for one in range(declared):
                own = text.replace(digest, f"ab{index * 100 + one:062x}").replace("2026-01-31", f"2026-01-{one + 10}")
                files[f"{folder}/3.1-jpo-{one}.yml"] = own
        self._git("init", "-q", "--bare", "-b", "main", "--template=", self.ledger)
        renamed = {path: self.forge.renamed(text.encode()) for path, text in files.items()}
        self._commit(self.ledger, "refs/heads/main", renamed, "")

    def _commit(self, place: Path, ref: str, files: dict[str, bytes], start: str) -> None:
        self._git("-C", place, "fast-import", "--quiet", "--force", stdin=_stream(ref, files, start))

    def _first_page(self) -> str:
        self._commit(self.seed, "refs/heads/main", {"README.md": b"Bientot, vos points.\n"}, "")
        return self._git("-C", self.seed, "rev-parse", "main")

    def _box(self, code: str) -> None:
        """A repository whose objects are those of the seed."""
        there = self.server / f"{BOXES}/{code}.git"
        for folder in ("objects/info", "refs/heads"):
            (there / folder).mkdir(parents=True)
        (there / "HEAD").write_text("ref: refs/heads/main\n")
        (there / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
        (there / "objects/info/alternates").write_text(f"{self.seed / 'objects'}\n")
        (there / "refs/heads/main").write_text(f"{self.start}\n")
        self.forge.box(code)

    def propose(self, students: Iterable[int], quantity: str) -> None:
        """One declaration of each of these students, as the head of their request."""
        place, start = (
            (self.seed, self.start) if self.boxes else (self.ledger, self._git("-C", self.ledger, "rev-parse", "main"))
        )
        stream, refs = b"", {}
        for index in students:
            text = FAIR.replace("a1" * 32, f"{index:064x}").replace("quantity: 1", f"quantity: {quantity}")
            path = "3.3-lycee.yml" if self.boxes else f"declarations/2025/{self.codes[index]}/3.3-lycee.yml"
            refs[index] = f"refs/foule/{index}" if self.boxes else self.forge.ref(index + 1)
            stream += _stream(refs[index], {path: text.encode()}, start)
        self._git("-C", place, "fast-import", "--quiet", "--force", stdin=stream)
        listed = self._git("-C", place, "for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        heads = dict(row.split() for row in listed)
        for index, ref in refs.items():
            forge, number = (self.forge.box(self.codes[index]), 1) if self.boxes else (self.forge, index + 1)
            if self.boxes:
                at = self.server / f"{BOXES}/{self.codes[index]}.git" / self.forge.ref(1)
                at.parent.mkdir(parents=True, exist_ok=True)
                at.write_text(f"{heads[ref]}\n")
            if number in forge.heads():
                forge.pushes(number, heads[ref], self.now())
            else:
                forge.opens(number, 900_000 + index, heads[ref], start, self.now())


def _stream(ref: str, files: dict[str, bytes], start: str) -> bytes:
    """A commit, as ``git fast-import`` reads it."""
    head = f"commit {ref}\ncommitter foule <foule@example.org> 1770000000 +0000\ndata 7\ndemande\n"
    rows = [b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data) for path, data in files.items()]
    return head.encode() + (f"from {start}\n".encode() if start else b"") + b"".join(rows) + b"\n"
