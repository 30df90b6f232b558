"""Git objects one by one, through one ``cat-file --batch-command``: what the gate reads, and how many it reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self, cast

from polyvalidate.model.words import Text
from polyvalidate.repository.git import talk
from polyvalidate.repository.replies import Replies
from polyvalidate.repository.unreadable import Unreadable

MOST_BYTES = 64 * 1024 * 1024
"""The largest tree or commit that is read: a folder of a million files is a third of it."""

_MODE = re.compile(rb"[0-7]{5,6}")
_OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)


class Malformed(Unreadable):
    """An object that is there and is not what its place asks for: whoever made it made it by hand."""


class TreeEntry(NamedTuple):
    """One row of a tree object, as Git stores it. ``name`` is bytes: it may be anything but ``/`` and NUL."""

    name: bytes
    mode: int
    oid: str

    @property
    def is_tree(self) -> bool:
        return self.mode == 0o40000


class Objects:
    """The objects of a repository.

    Nothing is kept between runs; ``read`` counts what was read, so that a test can hold it to the change alone. More
    than ``most`` are not read: raises ``Unreadable``. ``trees``: how many of the trees read last are not read again.
    """

    def __init__(
        self, repository: Path, environment: Mapping[str, str] | None = None, most: int | None = None, trees: int = 0
    ) -> None:
        self._git = talk(repository, "cat-file", "--batch-command", environment=environment)
        self._replies = Replies(self._git)
        self.read = 0
        self.most = most
        self.tree = lru_cache(maxsize=trees)(self._tree)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        with suppress(BrokenPipeError):  # Git may have stopped with a question still on its way
            cast("IO[bytes]", self._git.stdin).close()
        cast("IO[bytes]", self._git.stdout).close()
        self._git.kill()  # all it had to say was read, and it may be one that does not stop
        self._git.wait()

    def _ask(self, command: str, oid: str) -> tuple[bytes, int]:
        """The type and size of an object; its content follows when the command is ``contents``."""
        stdin = cast("IO[bytes]", self._git.stdin)
        if not _OID.fullmatch(oid) or not oid.strip("0"):
            raise _malformed(oid)
        try:
            stdin.write(f"{command} {oid}\n".encode())
            stdin.flush()
            answer = self._replies.line().split()
        except BrokenPipeError:
            answer = []
        if len(answer) != 3 or not answer[2].isdigit():
            raise _missing(oid)
        return answer[1], int(answer[2])

    def size(self, oid: str) -> int | None:
        """The size of a blob, without its content; None for an object that is no blob."""
        kind, size = self._ask("info", oid)
        return size if kind == b"blob" else None

    def content(self, oid: str, kind: bytes) -> bytes:
        """The content of an object that must be of that kind (``blob``, ``tree``, ``commit``)."""
        found, size = self._ask("contents", oid)
        if size > MOST_BYTES:
            self._git.kill()  # what it has begun to send is not worth reading
            raise _malformed(oid)
        data = self._replies.exactly(size + 1)[:size]
        self.read += 1
        if self.most is not None and self.read > self.most:
            raise Unreadable(
                Text(
                    "Cette demande est trop grande pour être jugée avec les autres. Jugez-la à part, avec polyvalidate "
                    "gate.",
                    "This request is too large to be judged with the others. Judge it apart, with polyvalidate gate.",
                )
            )
        # Git does not look again at what a disk gives back; a verdict stands on what the id names, or there is none.
        if len(data) != size or _id(found, data, len(oid)) != oid:
            raise _missing(oid)
        if found != kind:
            raise _malformed(oid)
        return data

    def _tree(self, oid: str) -> Sequence[TreeEntry]:
        """The rows of a tree, in the order and number in which they are stored, whatever that is.

        Raises ``Malformed`` for bytes that are not rows: Git would not know either what they hold.
        """
        raw, width = self.content(oid, b"tree"), len(oid) // 2
        rows: list[TreeEntry] = []
        at = 0
        while at < len(raw):
            space = raw.find(b" ", at)
            end = raw.find(b"\0", space)
            if space < 0 or end < 0 or end + 1 + width > len(raw) or not _MODE.fullmatch(raw, at, space):
                raise _malformed(oid)
            rows.append(TreeEntry(raw[space + 1 : end], int(raw[at:space], 8), raw[end + 1 : end + 1 + width].hex()))
            at = end + 1 + width
        return tuple(rows)

    def tree_of(self, commit: str) -> str:
        """The root tree of a commit."""
        return self.content(commit, b"commit").split(b"\n", 1)[0].removeprefix(b"tree ").decode("ascii", "replace")


def _id(kind: bytes, data: bytes, digits: int) -> str:
    """The id of an object, in the hash that ids of that length are made with."""
    hashing = hashlib.sha1(usedforsecurity=False) if digits == 40 else hashlib.sha256()
    hashing.update(b"%s %d\0" % (kind, len(data)))
    hashing.update(data)
    return hashing.hexdigest()


def _missing(oid: str) -> Unreadable:
    return Unreadable(
        Text(
            "L'objet {oid} manque dans ce dépôt ou y est abîmé, ou Git s'est arrêté.",
            "Object {oid} is missing from this repository or damaged there, or Git has stopped.",
        ),
        oid=oid,
    )


def _malformed(oid: str) -> Malformed:
    return Malformed(
        Text("L'objet {oid} n'est pas ce qui est attendu.", "Object {oid} is not what is expected there."),
        oid=ascii(oid)[1:-1],
    )
