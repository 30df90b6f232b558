"""A rehearsal: whatever would be written is written aside, and thrown away. What would be pushed is seen from then on
as if the server had taken it, so that what follows from it is seen too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from polyvalidate.repository.git import empty, run_git
from polyvalidate.repository.partial import common, scratch

Pushed = dict[tuple[str, str], str]
"""Where references of servers would be, by the server and their names; an empty one would be gone."""
_PUSHED: ContextVar[Pushed | None] = ContextVar("pushed", default=None)


@contextmanager
def rehearsing(repository: Path) -> Iterator[Path]:
    """Meanwhile nothing is pushed anywhere. Gives a repository that has the objects of another and none of its
    references: what is written there goes at the end."""
    there = Path(common(repository))
    form = run_git(repository, "rev-parse", "--show-object-format").strip()
    with scratch() as aside:
        run_git(aside, *empty(40 if form == b"sha1" else 64))
        (aside / ".git/objects/info/alternates").write_bytes(os.fsencode(there / "objects") + b"\n")
        if (there / "shallow").exists():
            (aside / ".git/shallow").write_bytes((there / "shallow").read_bytes())
        before = _PUSHED.set({})
        try:
            yield aside
        finally:
            _PUSHED.reset(before)


def pushed(remote: str) -> Mapping[str, str] | None:
    """Where references of a server would be; None when this is no rehearsal."""
    kept = _PUSHED.get()
    return None if kept is None else {ref: oid for (there, ref), oid in kept.items() if there == remote}


def pushes(remote: str, target: str, source: str) -> bool:
    """Keep in mind what is pushed; False when this is no rehearsal, and it must be pushed."""
    kept = _PUSHED.get()
    if kept is None:
        return False
    kept[remote, target] = source.removeprefix("+")
    return True
