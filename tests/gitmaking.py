"""Git repositories made object by object, so that a tree may hold what no working tree can, and nothing is slow."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from polyvalidate.repository import clean_environment

FILE, PROGRAM, LINK, GITLINK, FOLDER = 0o100644, 0o100755, 0o120000, 0o160000, 0o40000
WHO = "Personne d'essai <personne@example.org> 1767225600 +0000"

Name = str | bytes


class Row(NamedTuple):
    """One row of a tree, written as it is given: ``mode`` in octal digits."""

    mode: bytes
    name: bytes
    oid: str


class Repository:
    """A Git repository in a folder. Objects are written loose, with no check of any kind."""

    def __init__(self, folder: Path, *, bare: bool = True, object_format: str = "sha1") -> None:
        self.folder = folder
        self.hash = object_format
        folder.mkdir(parents=True, exist_ok=True)
        kind = ["--bare"] if bare else []
        self.git("init", "--quiet", "--initial-branch=main", "--template=", f"--object-format={object_format}", *kind)
        self.objects = folder / "objects" if bare else folder / ".git" / "objects"

    def git(self, *arguments: str, stdin: bytes = b"") -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=clean_environment() | {"GIT_ALLOW_PROTOCOL": "file"},
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (arguments, done.stderr)
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, kind: bytes, data: bytes) -> str:
        """Store an object of a kind, whatever it holds; its id."""
        whole = b"%s %d\0%s" % (kind, len(data), data)
        oid = hashlib.new(self.hash, whole).hexdigest()
        path = self.objects / oid[:2] / oid[2:]
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(zlib.compress(whole, 1))
        return oid

    def blob(self, data: bytes) -> str:
        return self.write(b"blob", data)

    def tree(self, rows: Iterable[Row]) -> str:
        """A tree of exactly these rows, in this order."""
        return self.write(b"tree", b"".join(b"%s %s\0%s" % (r.mode, r.name, bytes.fromhex(r.oid)) for r in rows))

    def folder_of(self, entries: Mapping[Name, object]) -> str:
        """A tree from names to bytes (a file), ``(mode, bytes)``, ``(mode, id)`` or another mapping (a folder)."""
        rows: list[tuple[bytes, Row]] = []
        known: dict[bytes, str] = {}  # thousands of files may hold the same
        for name, value in entries.items():
            raw = os.fsencode(name)
            if isinstance(value, Mapping):
                mode, oid = FOLDER, self.folder_of(value)
            elif isinstance(value, tuple):
                mode, content = value
                oid = content if isinstance(content, str) else self.blob(content)
            else:
                assert isinstance(value, bytes)
                mode, oid = FILE, known.get(value) or self.blob(value)
                known[value] = oid
            rows.append((raw + b"/" if mode == FOLDER else raw, Row(b"%o" % mode, raw, oid)))
        return self.tree(row for _, row in sorted(rows))

    def snapshot(self, files: Mapping[str, object]) -> str:
        """The tree of whole paths: ``{"grid/roles.yml": b"…"}``; values as in ``folder_of``."""
        return self.folder_of(nested(files))

    def commit(self, tree: str, *parents: str, message: str = "essai", who: str = WHO) -> str:
        lines = [f"tree {tree}", *(f"parent {p}" for p in parents), f"author {who}", f"committer {who}", "", message]
        return self.write(b"commit", ("\n".join(lines) + "\n").encode())

    def commit_of(self, files: Mapping[str, object], *parents: str) -> str:
        return self.commit(self.snapshot(files), *parents)

    def branch(self, name: str, commit: str) -> None:
        self.git("update-ref", f"refs/heads/{name}", commit)


def nested(files: Mapping[str, object]) -> dict[Name, object]:
    """Whole paths as folders in folders."""
    top: dict[Name, object] = {}
    for path, value in files.items():
        *folders, name = path.split("/")
        here = top
        for folder in folders:
            below = here.setdefault(folder, {})
            assert isinstance(below, dict)
            here = below
        here[name] = value
    return top
