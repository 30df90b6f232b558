"""A student's box, which is a repository of its own, in the place of their folder: what a request there would make of
the school's record.

```
 box:     main ── fork ──> head             what the request changes, but for its README and its evidence
                             └── put under declarations/<cohort>/<student>/
 record:  base ──────────────────> a commit on base, the same each time it is made, checked out by nobody
```

Every other path of the box is put there too: no rule lets a student write it in their folder, and the verdict says so.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.paths import IGNORED, folder_kind
from polyvalidate.model.words import Text
from polyvalidate.repository.differing import Differences, rows_of
from polyvalidate.repository.git import run_git, try_git
from polyvalidate.repository.grafting import grafted
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.revisions import resolve, there
from polyvalidate.repository.soundness import seconds_of
from polyvalidate.repository.unreadable import Unreadable

MAIN = "main"
"""The protected branch of every box."""
HERE = "refs/polyvalidate/boxes/"
"""Where that branch is kept here, by the name of the box."""
HEADS = "refs/polyvalidate/requests/"
"""Where the heads of requests are kept here, by what the requests are called."""
BOX = re.compile(r"s-[0-9a-hjkmnp-tv-z]{10}", re.ASCII)
"""The name of a box is the pseudonym of its student."""
_CALLED = re.compile(rf"(?:{HEADS})?(?P<key>(?P<box>{BOX.pattern})/(?P<number>[1-9][0-9]{{0,8}}))", re.ASCII)
_WHO = "box <box@box.invalid>"
"""No code of a role: whatever such a commit says, nobody believes it."""


class Apart(Unreadable):
    """What a request of a box proposes cannot be put in the record: its author has something to do first."""


class Head(NamedTuple):
    """What is proposed, as Git names it here. Of a request of a box: what it is called, its box, its number there."""

    revision: str
    key: str = ""
    box: str = ""
    number: int | None = None


def head_of(repository: Path, name: str) -> Head:
    """What somebody names: a request of a box (``s-k3f9q2mz7w/3``), whose head was fetched, or any revision.

    Raises ``Unreadable`` for a request of a box that is not here.
    """
    head = head_in_box(name)
    if head is None:
        return Head(name)
    if not there(repository, head.revision):
        raise Unreadable(_NOT_HERE, key=head.key)
    return head


def head_in_box(name: str) -> Head | None:
    """The request of a box that is called so, or whose head a reference is; None for any other name."""
    found = _CALLED.fullmatch(name)
    return None if found is None else Head(HEADS + found["key"], found["key"], found["box"], int(found["number"]))


def proposed(repository: Path, base: str, head: str, box: str, most: int | None = None) -> str:
    """The commit that is judged for a request: its head; of a box, what the head would make of ``base``. ``most`` is
    how many objects may be read for it.

    Raises ``Apart`` for a box of nobody, and when the record and the request have changed the same file.
    """
    if not box:
        return head
    head, onto = resolve(repository, head), resolve(repository, base)
    fork = _fork(repository, resolve(repository, HERE + box), head)
    with Objects(repository, most=most) as objects:
        root = objects.tree_of(onto)
        folder = folder_of_box(objects, root, box)
        if folder is None:
            raise Apart(_NOBODY)
        here = {one.path: one.after for one in Differences(objects).between("", folder[1])}
        files = {}
        for path, before, after in Differences(objects).between(*(objects.tree_of(one) for one in (fork, head))):
            kind = folder_kind(path)
            if path in IGNORED or kind == "evidence" or (after is None and kind != "declaration"):
                continue
            if kind == "declaration" and here.get(path) not in (before, after):
                raise Apart(_CHANGED, name=path if path.isascii() and path.isprintable() else ascii(path)[1:-1])
            files[f"{folder[0]}/{path}"] = after
        tree = grafted(repository, objects, root, files)
        when = f"{seconds_of(objects.content(onto, b'commit'), b'committer') or 0} +0000"
    raw = f"tree {tree}\nparent {onto}\nauthor {_WHO} {when}\ncommitter {_WHO} {when}\n\n{box} {head}\n"
    return run_git(repository, "hash-object", "-w", "-t", "commit", "--stdin", stdin=raw.encode()).decode().strip()


def _fork(repository: Path, main: str, head: str) -> str:
    """Where a head has left the branch of its box, as that stood before the head entered it."""
    listed = run_git(repository, "rev-list", "--first-parent", "--merges", "--parents", main).decode().splitlines()
    before = next((first for _, first, *others in map(str.split, listed) if head in others), main)
    found = try_git(repository, "merge-base", before, head)
    if found.code:
        raise Apart(_UNRELATED)
    return found.output.decode().split()[0]


def folder_of_box(objects: Objects, root: str, box: str) -> tuple[str, str] | None:
    """The folder that a box stands for in a tree of the record, and its own tree; None for a box of nobody."""
    declarations = next((row for row in rows_of(objects, root) or () if row.name == b"declarations"), None)
    for cohort in rows_of(objects, declarations.oid) or () if declarations is not None and declarations.is_tree else ():
        for row in (rows_of(objects, cohort.oid) or ()) if cohort.is_tree else ():
            if row.name == box.encode() and row.is_tree:
                return f"declarations/{cohort.name.decode('ascii', 'replace')}/{box}", row.oid
    return None


_NOT_HERE = Text(
    "Cette copie n'a pas la demande {key}. Apportez celles des boîtes : polyvalidate boxes fetch",
    "This copy does not have request {key}. Bring those of the boxes: polyvalidate boxes fetch",
)
_UNRELATED = Text(
    "Cette branche n'a rien en commun avec la branche main de votre boîte. Faites votre demande à partir de main.",
    "This branch has nothing in common with the branch main of your box. Make your request from main.",
)
_NOBODY = Text(
    "Cette boîte ne porte le nom de code d'aucun élève de l'école. Écrivez à la scolarité.",
    "This box does not bear the code of any student of the school. Write to the registry office.",
)
_CHANGED = Text(
    "Le fichier {name} a changé dans le dossier de l'école depuis que cette branche est partie de main. Mettez la "
    "branche à jour à partir de main, puis refaites votre changement.",
    "The file {name} has changed in the school's folder since this branch left main. Bring the branch up to date from "
    "main, then make your change again.",
)
