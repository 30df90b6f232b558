"""Values kept from one run to the next in a file that may be lost, damaged or written by two at once.

Whatever is given back is what was put: each value has a proof, over what it stands under too. What cannot be proved is
not there; a file that is no database any more is begun anew. Without it everything is only slower.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

GROUNDS = 6
"""How many grounds are remembered: those used last."""
PATIENCE = 0.2
"""Seconds to wait for another who writes; then nothing is kept this time."""

_BROKEN = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA)
_TABLES = """
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS grounds (ground BLOB PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept (ground BLOB, key BLOB, proof BLOB, value BLOB, PRIMARY KEY (ground, key));
"""
_USED = "INSERT OR REPLACE INTO grounds SELECT ?, 1 + coalesce(max(used), 0) FROM grounds"
_ONLY_LATEST = "DELETE FROM grounds WHERE ground NOT IN (SELECT ground FROM grounds ORDER BY used DESC LIMIT ?)"
_ONLY_THEIRS = "DELETE FROM kept WHERE ground NOT IN (SELECT ground FROM grounds)"
_ONLY_NEW = "DELETE FROM kept WHERE ground = ? AND rowid <= (SELECT max(rowid) FROM kept WHERE ground = ?) - ?"


class Store(NamedTuple):
    """Values by key, below a ``ground``: what they all depend on. ``file`` is made when something is put."""

    file: Path

    def get(self, ground: bytes, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values that are there, and proved to be those that were put."""
        found: dict[bytes, bytes] = {}
        if not self.file.is_file():
            return found
        with self._opened() as there:
            for key in keys:
                row = there.execute(
                    "SELECT proof, value FROM kept WHERE ground = ? AND key = ?", (ground, key)
                ).fetchone()
                if row is not None and row[0] == _proof(ground, key, row[1]):
                    found[key] = row[1]
        return found

    def put(self, ground: bytes, values: Mapping[bytes, bytes], most: int) -> None:
        """Keep values, ``most`` of them below this ground, the latest; those of the grounds used last stay too."""
        rows = [(ground, key, _proof(ground, key, value), value) for key, value in values.items()]
        with self._opened() as there:
            there.executescript(_TABLES)
            with there:
                there.execute(_USED, (ground,))
                there.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
                there.execute(_ONLY_LATEST, (GROUNDS,))
                there.execute(_ONLY_THEIRS)
                there.execute(_ONLY_NEW, (ground, ground, most))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Whatever the file cannot do is not done; one that is no database is removed."""
        try:
            with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as there:
                there.text_factory = bytes  # what is no blob is proved to be wrong, and need not be text
                yield there
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the second: what is wrong is told in damaged names
            # For the others somebody else writes, the disk is full, the folder is not ours: nothing is kept this time.
            if not isinstance(error, sqlite3.Error) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN:
                with suppress(OSError):
                    self.file.unlink(missing_ok=True)


def _proof(ground: bytes, key: bytes, value: object) -> bytes:
    """Sixteen bytes that differ when a part does. The ground and the key have each a length of their own."""
    data = value if isinstance(value, bytes) else b""
    return hashlib.sha256(b"%d %d " % (len(ground), len(key)) + ground + key + data).digest()[:16]
