"""A school whose students have a box each, whole: the boxes stand on the same server as its own repository."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.forge.fake_forge import TOKEN, FakeForge
from tests.forge.specimens import BOXES, REPOSITORY
from tests.forge.world import Job, World, number_of

RULES = "grid/2025-2026/rules.yml"


class BoxWorld(World):
    """``students`` are the names of the boxes, by account. A request is called by its author and its number: numbers
    begin anew in each box."""

    def __init__(self, forge: FakeForge, place: Path, students: Mapping[str, str], staff: tuple[str, ...] = ()) -> None:
        self.students = dict(students)
        super().__init__(forge, place, tuple(students), staff)
        boxes = {f"{BOXES}/{name}" for name in students.values()}
        self.server.tokens[TOKEN] |= boxes
        self.school.settle({RULES: self.school.read(RULES) + f"intake: boxes\nboxes: {BOXES}\n"})

    def opens(self, source: Path | None = None) -> None:
        self.main = self.server.create(f"{REPOSITORY}.git", source or self.school.place)
        self.server.protect(self.main)
        self.seed = self.place / "graine"
        subprocess.run(["git", "init", "-q", "-b", "main", "--template=", self.seed], check=True)
        (self.seed / "README.md").write_text("Bientôt, vos points.\n", encoding="utf-8")
        who = ("-c", "user.name=ecole", "-c", "user.email=ecole@example.org")
        for words in (("add", "-A"), (*who, "commit", "-q", "-m", "Boîte")):
            subprocess.run(["git", "-C", self.seed, *words], check=True)
        for name in self.students.values():
            self._made(name)

    def gives(self, account: str, folder: str) -> None:
        """Somebody has a box from here on."""
        name = folder.rpartition("/")[2]
        self.students[account] = name
        self.server.tokens[f"jeton-{account}"] = frozenset({f"{BOXES}/{name}"})
        self.server.tokens[TOKEN] |= {f"{BOXES}/{name}"}
        self._made(name)

    def _made(self, name: str) -> None:
        self.server.create(f"{BOXES}/{name}.git", self.seed)
        self.forge.box(name)

    def _fork_of(self, account: str) -> str:
        return f"{BOXES}/{self.students[account]}"

    def _start_of(self, account: str) -> Path:
        return self.place / "serveur" / f"{self._fork_of(account)}.git"

    def box(self, account: str) -> FakeForge:
        return self.forge.box(self.students[account])

    def box_git(self, account: str, *words: str) -> str:
        return subprocess.check_output(["git", "-C", self._start_of(account), *words]).decode().strip()

    def asks(self, account: str, number: int, files: Mapping[str, str | None], by: str | None = None) -> str:
        """A request is opened in somebody's box, by them unless it is said, or pushed to again."""
        head, box = self.pushes(account, files, f"demande-{number}"), self.box(account)
        self.box_git(account, "update-ref", self.forge.ref(number), head)
        if number in box.heads():
            box.pushes(number, head, self.now())
        else:
            box.opens(number, number_of(by or account), head, self.box_git(account, "rev-parse", "main"), self.now())
        return head

    def hears(self, _number: int, _said: Mapping[str, Any]) -> Job:
        return self.swept()

    def looks(self, _number: int) -> Job:
        return self.swept()

    def told(self, account: str, number: int) -> tuple[str, str]:
        """The status of a request, and the comment of the check."""
        box = self.box(account)
        bodies = [body for body in box.bodies(number) if "polyvalidate:verdict" in body]
        return box.states(box.heads()[number])[-1], bodies[-1]

    def comments(self, who: str, account: str, number: int, body: str) -> dict[str, Any]:
        return self.box(account).writes(number, number_of(who), body, self.now())

    def reads(self, who: str, account: str, number: int) -> dict[str, Any]:
        made = self.box(account).reviewed(number, number_of(who), "APPROVED", "", self.now())
        return {"id": f"review-{made['id']}"}

    def at(self, account: str) -> FakeForge:
        return self.box(account)

    def answered(self, account: str, number: int, said: Mapping[str, Any]) -> str:
        mark = f"<!-- polyvalidate:answer to={said['id']} "
        bodies = (body.partition("\n") for body in self.box(account).bodies(number))
        return next((text for first, _, text in bodies if first.startswith(mark)), "")

    def page(self, account: str) -> str:
        """« Mes points », as it stands in the box."""
        return self.box_git(account, "show", "main:README.md")

    def _settle(self) -> None:
        super()._settle()
        if self.forge.name == "forgejo":
            return  # which looks for nothing by itself
        for account in self.students:
            merged, box = self.box_git(account, "rev-list", "main").split(), self.box(account)
            for number, head in box.heads().items():
                if head in merged and box.is_open(number):
                    box.merged(number)
