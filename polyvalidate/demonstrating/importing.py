"""A Git repository written in one stream: files first, as they are made, then the commits that hold them.

Only the numbers (marks) that ``git fast-import`` gives to files and commits stay in memory, never their contents.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self, cast

import git

from polyvalidate.demonstrating.dates import ZONE
from polyvalidate.demonstrating.failing import DemoError
from polyvalidate.repository import clean_environment

MAIN = "refs/heads/main"
_BRANCH = "refs/heads/under-way"
"""Where the commits of past requests are made; nothing of it stays once they are merged."""
_NO_COMMIT = "0" * 40
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
        environment = clean_environment()
        self._git = git.Git(str(root))
        # What a hook's environment may point elsewhere is pointed here, since GitPython passes the rest of it on.
        here = {"GIT_DIR": ".git", "GIT_WORK_TREE": ".", "GIT_INDEX_FILE": ".git/index"}
        kept = {key: value for key, value in environment.items() if key.startswith("GIT_")}
        self._git.update_environment(**kept, **here, GIT_OBJECT_DIRECTORY=".git/objects", LC_ALL="C")
        self._said = root / ".git" / "fast-import.said"

    def __enter__(self) -> Self:
        try:
            self._git.init("--quiet", "--initial-branch=main", "--template=")
            with self._said.open("wb") as said:
                command = ["git", "-c", "core.compression=1", "fast-import", "--quiet", "--done", "--depth=10"]
                self._process = subprocess.Popen(
                    command, cwd=self.root, env=clean_environment(), stdin=subprocess.PIPE, stdout=said, stderr=said
                )
        except (OSError, git.GitError) as error:
            raise _failed(str(error)) from error
        self._pipe = cast("IO[bytes]", self._process.stdin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and not issubclass(kind, BrokenPipeError):
            self._process.kill()
            self._process.wait()
            self._pipe.close()
            return
        try:
            self._write(f"reset {_BRANCH}\nfrom {_NO_COMMIT}\n\ndone\n")
            self._pipe.close()
        except BrokenPipeError:
            pass
        if self._process.wait() != 0:
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
        ref: str = _BRANCH,
        base: int | None = None,
        merged: int | None = None,
        rewritten_at: int | None = None,
    ) -> int:
        """Store a commit; gives its mark.

        ``author`` is who writes and commits it (``Name <address>``), ``at`` when, in seconds since 1970;
        ``rewritten_at`` is the committer's date when it differs. ``base`` is the first parent (None: what ``ref``
        holds so far), ``merged`` the second.
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
            lines.append(f"from :{base}")
        if merged is not None:
            lines.append(f"merge :{merged}")
        lines += [f"M {file.mode} :{file.mark} {_path(file.path)}" for file in files]
        self._write("\n".join(lines) + "\n\n")
        return self._marks

    def check_out(self) -> str:
        """Write the files of main to disk, once the stream is closed; gives the id of its commit."""
        try:
            self._git.execute(["git", "-c", "core.autocrlf=false", "read-tree", "--reset", "-u", MAIN])
            return str(self._git.rev_parse("--verify", MAIN))
        except git.GitError as error:
            raise _failed(str(error)) from error


def _path(path: str) -> str:
    """A path as fast-import reads it: these have no character that it would take for something else."""
    if not path.isascii() or not path.isprintable() or path.startswith('"') or " " in path:
        escaped = "".join(chr(b) if 32 < b < 127 and b not in b'"\\' else f"\\{b:03o}" for b in os.fsencode(path))
        return f'"{escaped}"'
    return path


def _failed(detail: str) -> DemoError:
    return DemoError(
        f"Git n'a pas pu écrire le dépôt de démonstration : {detail}",
        f"Git could not write the demonstration repository: {detail}",
    )
