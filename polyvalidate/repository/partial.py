"""Clones that hold a part: what one left on its server (``git clone --filter``) is brought in one go, by a Git that
reads nothing of the configuration of the repository but the address, so that no program named there runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository.git import empty, run_git, try_git
from polyvalidate.repository.private_files import repository_around
from polyvalidate.repository.unreadable import Unreadable

_SCHEMES = "file:git:http:https:ssh"


def common(repository: str | Path) -> str:
    """The folder in which a repository keeps its objects, whatever the work tree."""
    return _common(os.path.abspath(repository))


@cache
def _common(repository: str) -> str:
    words = ("rev-parse", "--path-format=absolute", "--git-common-dir")
    return os.path.realpath(os.fsdecode(run_git(repository, *words).removesuffix(b"\n")))


def complete(repository: Path | str, *commits: str, history: bool = False) -> None:
    """Have the objects of some commits here, of all that came before them too with ``history``.

    Raises ``Unreadable`` when the server does not give them.
    """
    address = _server(os.path.realpath(repository))
    if address is None:
        return
    walk = () if history else ("--no-walk",)
    asked = run_git(repository, "rev-list", "--objects", "--missing=print", *walk, *commits, at_ease=True)
    missing = [row[1:] for row in asked.splitlines() if row.startswith(b"?")]
    if missing:
        _bring(repository, address, missing)


def is_sparse(root: Path) -> bool:
    """Does the work tree around a folder hold only some of the files (``git sparse-checkout``)?"""
    top = repository_around(root)
    if top is None:
        return False
    inside = top / ".git"
    if inside.is_file():  # a work tree beside the first one
        inside = top / inside.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    if not (inside / "info" / "sparse-checkout").is_file():
        return False
    return try_git(root, "config", "--type=bool", "--get", "core.sparseCheckout").output.strip() == b"true"


@cache
def _server(repository: str) -> str | None:
    """Where the objects are that a repository lacks; None for one that has all its own."""
    promised = try_git(repository, "config", "--null", "--name-only", "--get-regexp", r"^remote\..*\.promisor$")
    if promised.code:
        return None
    remote = os.fsdecode(promised.output).split("\0")[0].removesuffix(".promisor")
    address = os.fsdecode(try_git(repository, "config", "--null", "--get", f"{remote}.url").output)
    return address.removesuffix("\0") or None


def _bring(repository: Path | str, address: str, missing: list[bytes]) -> None:
    with scratch() as nothing:
        run_git(nothing, *empty(len(missing[0])))
        done = try_git(
            nothing,
            *("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance"),
            *("--upload-pack=git-upload-pack", "--stdin", "--", address),
            stdin=b"\n".join(missing) + b"\n",
            environment={
                "GIT_OBJECT_DIRECTORY": os.path.join(common(repository), "objects"),
                "GIT_ALLOW_PROTOCOL": os.environ.get("GIT_ALLOW_PROTOCOL", _SCHEMES),
            },
            own_configuration=True,
        )
    if done.code:
        raise Unreadable(
            Text(
                "Cette copie du dépôt est partielle (git clone --filter) : il y manque {n} {n:objet|objets}, que le "
                "serveur ne donne pas ({error}). Complétez-la d'abord : git fetch --refetch --no-filter",
                "This copy of the repository is partial (git clone --filter): {n} {n:object is|objects are} missing, "
                "which the server does not give ({error}). Complete it first: git fetch --refetch --no-filter",
            ),
            n=len(missing),
            error=done.error,
        )


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is thrown away at the end. Raises ``Unreadable`` when none can be made."""
    import tempfile  # most commands need none

    try:
        made = tempfile.TemporaryDirectory(prefix="polyvalidate-")
    except OSError as error:
        raise Unreadable(
            Text(
                "Aucun dossier temporaire ne peut être fait : {strerror}.",
                "No temporary folder can be made: {strerror}.",
            ),
            strerror=error.strerror,
        ) from error
    with made as folder:
        yield Path(folder)
