"""The command of the jury that comes next, with the paths and options that the person has given already."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.jury.content import Asked


class Given(NamedTuple):
    """What was given to a command, and the next one needs too. ``named`` says that names are wanted: a register that
    was not given then stands as a word to be replaced."""

    asked: Asked
    register: Path | None
    repo: Path
    branch: str
    named: bool = False

    def prepare(self, table: Path, lang: str) -> str:
        """Another table, which takes over the decisions of this one."""
        asked = self.asked
        which = ["--programme", asked.programme] if asked.programme else []
        which += ["--everybody"] if asked.everybody else []
        output = free(table.with_name((Text("nouvelle", "new").of(lang)) + table.suffix))
        return self._line("prepare", [*self._which(), *which, "--keep", str(table), "--output", str(output)], lang)

    def record(self, table: Path, signer: str, lang: str) -> str:
        return self._line("record", [*self._which(), "--table", str(table), "--as", signer], lang)

    def print(self, beside: Path, lang: str) -> str:
        """The minutes, in a folder that is not there yet, beside a private file."""
        place = free(beside.with_name((Text("pv-", "minutes-").of(lang)) + self.asked.session))
        return self._line("print", [*self._which(), "--directory", str(place)], lang)

    def verify(self, file: Path, lang: str) -> str:
        return self._line("verify", [str(file)], lang)

    def _which(self) -> list[str]:
        return ["--session", self.asked.session, "--cohort", str(self.asked.cohort)]

    def _line(self, verb: str, words: Sequence[str], lang: str) -> str:
        more: list[str] = []
        if self.register is not None:
            more += ["--register", str(self.register)]
        elif self.named:
            more += ["--register", Text("REGISTRE", "REGISTER").of(lang)]
        if self.repo != Path("."):
            more += ["--repo", str(self.repo)]
        if self.branch != "main":
            more += ["--branch", self.branch]
        return "  " + shlex.join(["polyvalidate", "minutes", verb, *words, *more])


def free(path: Path) -> Path:
    """The path itself, or with the first number under which nothing is there."""
    found, number = path, 2
    while found.exists():
        found, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return found
