"""Where a head comes from, when what it held before has entered the branch by commits of our own making.

Such a commit does not have the head as a parent, so that Git does not know that its content is in the branch; its
message says so (``history.HEAD``). What a request brings then begins at the last of its commits that has entered.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.repository.differing import MOST_PATHS
from polyvalidate.repository.git import refused, run_git, try_git
from polyvalidate.repository.history import HEAD, recorded
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.unreadable import Unreadable


class Fork(NamedTuple):
    """The commit from which a head goes its own way. ``known``: Git finds it by itself."""

    commit: str
    known: bool = True


@lru_cache(maxsize=256)
def fork_of(repository: Path, base: str, head: str) -> Fork | None:
    """Where two commits, by their ids, come from both; None when their histories have nothing in common. What ids name
    never changes: a sweep asks for the same two at each of its steps.

    Raises ``Unreadable`` when the repository holds only the end of its history: nobody can then tell.
    """
    if base == head:
        return Fork(base)
    found = try_git(repository, "merge-base", base, head)
    if found.code not in (0, 1):
        raise refused(repository, found.error)
    if found.code == 1:
        if run_git(repository, "rev-parse", "--is-shallow-repository").strip() == b"true":
            raise Unreadable(
                Text(
                    "Ce clone ne contient que la fin de l'histoire : on ne sait pas d'où part la demande. Complétez-le "
                    "avec « git fetch --unshallow ».",
                    "This clone holds only the end of the history: where the request starts from is not known. "
                    "Complete it with “git fetch --unshallow”.",
                )
            )
        return None
    fork = found.output.split()[0].decode()
    if fork in (base, head):
        return Fork(fork)
    limit = f"--max-count={MOST_PATHS + 1}"
    brought = run_git(repository, "rev-list", "--topo-order", limit, head, f"^{base}").decode().split()
    heads = dict(landed(repository, base, fork, "" if brought[1:] else head))
    last = next((commit for commit in brought if commit in heads), None)
    return Fork(fork) if last is None else Fork(last, known=False)


def landed(repository: Path, branch: str, since: str | None = None, head: str = "") -> Iterator[tuple[str, str]]:
    """The heads that entered a branch without being in it, each with the commit of the record that holds it, the latest
    first; ``since`` a commit only, or of one head only."""
    begun = () if since is None else (f"^{since}",)
    words = ("rev-list", "--first-parent", "--fixed-strings", f"--grep={HEAD}: {head}", branch, *begun)
    named = run_git(repository, *words).decode().split()
    if not named:
        return
    with Objects(repository) as objects:
        for commit in named:
            record = recorded(objects, commit, datetime.fromtimestamp(0, UTC))
            yield from ((found, commit) for found in record.values(HEAD) if not record.parents[1:])
