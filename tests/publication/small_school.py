"""A school of a few dozen invented students as a real Git repository, whose history a test writes day by day."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from polyvalidate import repository
from polyvalidate.cli import main

FIRST, SECOND = ("--cohort=2024", "--on=2025-07-01"), ("--cohort=2024", "--on=2026-07-01")
"""The two issues of the school of ``conftest``, and its students by programme."""
COUNTS = {"DI": 22, "DEE": 18, "DMS": 14}
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "POLYVALIDATE", "GIT_"))}

_DECLARATION = """\
activity: "3.2"
title: Salon numéro {number}
organisation: Secret du stand {number}
period: {{from: {day}, to: {last}}}
quantity: 2
description: |
  Phrase confidentielle {number}.
evidence:
  - kind: E2
    store: pull-request
    name: emargement.pdf
    sha256: "{number:064x}"
evaluation:
  decision: accepted
  points: 2
  by: ref-3
  on: {last}
"""


class Enrolled(NamedTuple):
    """A student; ``extra`` are further lines of student.yml."""

    code: str
    programme: str
    extra: str = ""


def pseudonym(number: int) -> str:
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    return "s-xyz" + "".join(alphabet[number // 32**place % 32] for place in reversed(range(7)))


def students(first: int, counts: Mapping[str, int]) -> list[Enrolled]:
    """Students with consecutive numbers, some in each programme."""
    codes = iter(range(first, first + sum(counts.values())))
    return [Enrolled(pseudonym(next(codes)), programme) for programme, count in counts.items() for _ in range(count)]


class SmallSchool:
    """Files, then ``commit`` on a day."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True)
        self._git("init", "-q", "-b", "main")
        for path, data in repository.starting_files().items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        self.numbers = 0

    def enrol(self, cohort: int, who: list[Enrolled], profile: str = "FISA") -> None:
        for student in who:
            folder = self.root / "declarations" / str(cohort) / student.code
            folder.mkdir(parents=True, exist_ok=True)
            lines = f"programme: {student.programme}\nprofile: {profile}\n{student.extra}"
            (folder / "student.yml").write_text(lines, encoding="utf-8")

    def declare(self, cohort: int, who: list[Enrolled], day: str) -> None:
        """One declaration for each, of two days and accepted: 2 points of the 5 that apprentices need."""
        for student in who:
            self.numbers += 1
            folder = self.root / "declarations" / str(cohort) / student.code
            last = date.fromisoformat(day) + timedelta(1)
            text = _DECLARATION.format(number=self.numbers, day=day, last=last)
            (folder / f"3.2-salon-{self.numbers}.yml").write_text(text, encoding="utf-8")

    def commit(self, when: str) -> str:
        """A commit at a moment (2026-06-30T12:00:00+02:00); its id."""
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        self._git("add", "-A")
        who = ("-c", "user.name=essai", "-c", "user.email=essai@example.org")
        self._git(*who, "commit", "-q", "--allow-empty", "-m", "essai", environment=dates)
        return self._git("rev-parse", "HEAD").strip()

    def _git(self, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            check=True,
            capture_output=True,
            text=True,
            env={**ENVIRONMENT, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **(environment or {})},
        )
        return done.stdout


def publish(root: Path, *arguments: str | Path, lang: str = "en") -> tuple[int, str, str]:
    """The exit code, standard output and standard error of ``polyvalidate publish`` in a repository."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["publish", "--root", str(root), *map(str, arguments), "--lang", lang])
        out.flush()
        err.flush()
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
    return code, said[0], said[1]


def written(root: Path) -> dict[str, bytes]:
    """Everything under publications/, by path."""
    place = root / "publications"
    return {
        path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()
    }


def refused(outcome: tuple[int, str, str]) -> tuple[int, str]:
    """Exit code and sentence; nothing on standard output."""
    code, out, err = outcome
    assert out == ""
    assert "Traceback" not in err
    return code, err.strip()
