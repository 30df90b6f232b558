"""What a box shows once something is decided: the declarations as the school's record has them, and « Mes points ».

One commit of ours on the branch of the box, pushed by fast-forward; none when the box shows it already. A request that
has entered the record is merged by it there.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.paths import folder_kind
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, making
from polyvalidate.repository.boxes import HERE, MAIN, folder_of_box
from polyvalidate.repository.changes import merge_trees
from polyvalidate.repository.differing import Differences, Located
from polyvalidate.repository.git import run_git
from polyvalidate.repository.grafting import grafted
from polyvalidate.repository.landed import fork_of
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.revisions import resolve

WHO = "polyvalidate"
_FILE = 0o100644
SECONDS = 60.0
"""What reading the branch of a box may take."""
ROUNDS = 3
"""How often it is done anew because the student has written there meanwhile."""


class Box(NamedTuple):
    """A box by its name, and where Git finds it."""

    name: str
    remote: str


def renew(repository: Path, tip: str, box: Box, page: str, lang: str, head: str = "") -> str | None:
    """Bring a box to what the record says at ``tip``, with ``page`` as its README; ``head`` has entered the record.
    Gives the commit at which its branch then is; None when there is no such box, or none that can be read.

    Raises ``Unreadable`` when the box does not take what is pushed.
    """
    ref = f"refs/heads/{MAIN}"
    for _ in range(ROUNDS):
        if not making.fetch_all(repository, box.remote, {ref: HERE + box.name}, SECONDS):
            return None
        main = resolve(repository, HERE + box.name)
        enters = bool(head) and not making.contains(repository, main, head)
        with Objects(repository) as objects:
            before = objects.tree_of(main)
            files = _files(repository, objects, tip, box.name, page)
            tree = _merged(repository, main, head, files) if enters else before
            made = grafted(repository, objects, tree, files)
        if made == before and not enters:
            return main
        parents, message = (main, head) if enters else (main,), f"{_TITLE.of(lang)}\n"
        commit = making.commit(repository, made, parents, message, WHO, datetime.now(UTC))
        if not making.push(repository, box.remote, commit, ref, main).code:
            return commit
    raise Unreadable(_NOT_TAKEN, box=box.name)


def _files(repository: Path, objects: Objects, tip: str, box: str, page: str) -> Mapping[str, Located]:
    folder = folder_of_box(objects, objects.tree_of(tip), box)
    rows = Differences(objects).between("", folder[1]) if folder is not None else ()
    found = {one.path: one.after for one in rows if folder_kind(one.path) == "declaration" and one.after is not None}
    readme = run_git(repository, "hash-object", "-w", "--stdin", stdin=page.encode()).decode().strip()
    return {**found, "README.md": Located(_FILE, readme)}


def _merged(repository: Path, main: str, head: str, written: Container[str]) -> str:
    """What merging a head gives, its evidence above all; the branch as it stands where they contradict each other, but
    for what is written over in any case."""
    fork = fork_of(repository, main, head)
    tree, conflicts = merge_trees(repository, main, head, {}, fork) if fork is not None else ("", ["."])
    if all(path in written for path in conflicts):
        return tree
    return run_git(repository, "rev-parse", f"{main}^{{tree}}").decode().strip()


_TITLE = Text("Mes points", "My points")
_NOT_TAKEN = Text(
    "La boîte {box} ne prend pas ce que le contrôle y écrit. Laissez son compte pousser sur la branche main de chaque "
    "boîte.",
    "The box {box} does not take what the check writes there. Let its account push to the branch main of the boxes.",
)
