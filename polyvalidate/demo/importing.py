"""A Git repository written in one stream: files first, as they are made, then the commits that hold them.

Only the numbers (marks) that ``git fast-import`` gives to files and commits stay in memory, never their contents.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self, cast

from polyvalidate.demo.dates import ZONE
from polyvalidate.demo.failing import DemoError
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, clean_environment, resolve, run_git

MAIN = "refs/heads/main"
REGULAR, LINK = "100644", "120000"


class Written(NamedTuple):
    """A file in the stream: where it goes, and the mark of its contents."""

    path: str
    mark: int
    mode: str = REGULAR


class Stream:
    """The stream into one new repository; a context that ends with every object stored, or raises DemoError."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._marks = 0
        self._said = root / ".git" / "fast-import.said"

    def __enter__(self) -> Self:
        try:
            run_git(self.root, "init", "--quiet", "--initial-branch=main", "--object-format=sha1", "--template=")
            with self._said.open("wb") as said:
                command = ["git", "-c", "core.compression=1", "fast-import", "--quiet", "--done", "--depth=50"]
                self._process = subprocess.Popen(
                    command, cwd=self.root, env=clean_environment(), stdin=subprocess.PIPE, stdout=said, stderr=said
                )
        except Unreadable as error:
            raise DemoError(error.text) from error
        self._pipe = cast("IO[bytes]", self._process.stdin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stopped = kind is not None and not issubclass(kind, BrokenPipeError)
        if stopped:
            self._process.kill()
        # A pipe that broke says nothing: what Git said is read below.
        with suppress(BrokenPipeError):
            if not stopped:
                self._write("done\n")
        with suppress(BrokenPipeError):
            self._pipe.close()
        if self._process.wait() != 0 and not stopped:
            raise _failed(self._said.read_text("utf-8", "replace").strip().partition("\n")[0])
        self._said.unlink()

    def _write(self, text: str) -> None:
        self._pipe.write(text.encode())

    def file(self, data: bytes) -> int:
        """Store the contents of a file; gives their mark."""
        self._marks += 1
        self._pipe.write(b"blob\nmark :%d\ndata %d\n%b\n" % (self._marks, len(data), data))
        return self._marks

    def files(self, files: Iterable[tuple[str, bytes]]) -> tuple[Written, ...]:
        return tuple(Written(path, self.file(data)) for path, data in files)

    def commit(
        self,
        files: Iterable[Written],
        *,
        author: str,
        at: int,
        message: str,
        ref: str,
        base: str | None = None,
        rewritten_at: int | None = None,
    ) -> int:
        """Store a commit; gives its mark.

        ``author`` is who writes and commits it (``Name <address>``), ``at`` when, in seconds since 1970;
        ``rewritten_at`` is the committer's date when it differs. ``base`` is the parent, as Git names it (None:
        what this stream has written on ``ref`` so far).
        """
        self._marks += 1
        text = message.encode()
        lines = [
            f"commit {ref}",
            f"mark :{self._marks}",
            f"author {author} {at} {ZONE}",
            f"committer {author} {rewritten_at or at} {ZONE}",
            f"data {len(text)}",
            f"{message}",
        ]
        if base is not None:
            lines.append(f"from {base}")
        lines += [f"M {file.mode} :{file.mark} {_path(file.path)}" for file in files]
        self._write("\n".join(lines) + "\n\n")
        return self._marks

    def check_out(self) -> str:
        """Write the files of main to disk, once the stream is closed; gives the id of its commit."""
        try:
            # A million files take their time, and somebody is watching.
            run_git(self.root, "-c", "core.autocrlf=false", "read-tree", "--reset", "-u", MAIN, at_ease=True)
            return resolve(self.root, MAIN)
        except Unreadable as error:
            raise DemoError(error.text) from error


def _path(path: str) -> str:
    """A path as fast-import reads it: these have no character that it would take for something else."""
    if not path.isascii() or not path.isprintable() or path.startswith('"') or " " in path:
        escaped = "".join(chr(b) if 32 < b < 127 and b not in b'"\\' else f"\\{b:03o}" for b in os.fsencode(path))
        return f'"{escaped}"'
    return path


def _failed(detail: str) -> DemoError:
    said = Text(
        "Git n'a pas pu écrire le dépôt de démonstration : {detail}",
        "Git could not write the demonstration repository: {detail}",
    )
    return DemoError(said, detail=detail)
