"""A few bytes kept beside the branches, under a reference of their own, here and on a server.

They are no commit: they stand in nobody's history, and a clone does not bring them.
"""

from __future__ import annotations

from pathlib import Path

from polyvalidate.repository import making
from polyvalidate.repository.git import run_git, try_git

MOST_BYTES = 20_000_000
"""What is larger was not kept by us."""


def kept(repository: Path, remote: str, ref: str, seconds: float) -> bytes | None:
    """What stands under a reference of a server, or was kept here; None when there is nothing that can be had."""
    _ = making.fetch_all(repository, remote, {ref: ref}, seconds)  # a server that has none gives none
    size = try_git(repository, "cat-file", "-s", ref)
    if size.code or int(size.output) > MOST_BYTES:
        return None
    found = try_git(repository, "cat-file", "blob", ref)
    return None if found.code else found.output


def keep(repository: Path, remote: str, ref: str, data: bytes) -> bool:
    """Keep bytes, here and on a server; False when the server does not take them."""
    blob = run_git(repository, "hash-object", "-w", "--stdin", stdin=data).decode().strip()
    making.remember(repository, ref, blob)
    return making.push(repository, remote, f"+{blob}", ref).code == 0
