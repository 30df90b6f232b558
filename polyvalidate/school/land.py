"""A request that was judged becomes a commit, and the branch moves to it.

The commit is of our own making and says in its message which head it holds; no file is checked out to make it. Where a
school accepts that names enter its record, the head is its second parent, and every forge sees the request as merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from polyvalidate.model.words import Text
from polyvalidate.repository import following, making, resolve
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.showing import show
from polyvalidate.school.merge import Ask, Ready


def tree_of(place: Path, ready: Ready) -> str:
    """The tree of the merge: what merging both commits gives, with the decisions in their files."""
    tree = making.merged_tree(place, ready.base, ready.head)
    with Objects(place) as objects:
        return making.with_files(place, objects, tree, {w.path: w.data for w in ready.written} | dict(ready.edits))


def build(place: Path, ready: Ready, when: datetime, *, keep: bool = False) -> str:
    """The merge commit, stored and referred to by nothing.

    ``keep`` remembers it under ``refs/polyvalidate/merges/<head>``, and gives the remembered one when it is still the
    same merge: a push that was interrupted goes on with the commit whose checks have run.
    """
    tree = tree_of(place, ready)
    memory = f"refs/polyvalidate/merges/{ready.head}"
    known = making.commit_at(place, memory) if keep else None
    if known is not None and (known.tree, known.parents) == (tree, ready.parents):
        return known.commit
    code = ready.by.holder.code
    made = making.commit(place, tree, ready.parents, ready.message, code, when)
    if keep:
        making.remember(place, memory, made)
    return made


def try_out(place: Path, ready: Ready) -> None:
    """Show what the merge would bring to whoever looks at what is written, who may refuse it; no commit is made."""
    show(lambda: making.brought(place, tree_of(place, ready), ready.base), ready.message)


def land(place: Path, ask: Ask, ready: Ready, commit: str) -> Text | None:
    """Move the branch to the merge, and the files of a work tree in which it is checked out; or why not.

    The branch moves at once, and only if neither it nor the request has moved since they were judged. Raises
    ``Unreadable`` when it has moved and files could not follow.
    """
    ref = making.full_ref(place, ask.base)
    if ref is None or not ref.startswith("refs/heads/"):
        return Text("--base doit être une branche de ce dépôt.", "--base must be a branch of this repository.")
    head = making.full_ref(place, ask.head)
    if head is None:
        return advance(place, ref, ready.base, commit)
    asked = making.object_at(place, head)  # looked at once: what is compared is what must still be there
    if not asked or resolve(place, asked) != ready.proposed:
        return _MOVED
    return advance(place, ref, ready.base, commit, {head: asked})


def advance(
    place: Path, ref: str, old: str, new: str, unchanged: Mapping[str, str] = MappingProxyType({})
) -> Text | None:
    """Move a branch, and the files of each work tree in which it is checked out; or why not. ``unchanged`` are other
    references that must still be where they were. Raises ``Unreadable`` when it has moved and files could not follow.
    """
    trees = following.checked_out(place, ref)
    following.catch_up(trees, old)
    blocked = any(not following.is_at(tree, old) or following.would_follow(tree, old, new).code for tree in trees)
    if blocked and resolve(place, ref) == old:
        return Text(
            "La branche est ouverte dans un dossier de travail qui contient des changements non enregistrés. "
            "Enregistrez-les ou rangez-les (git stash), puis recommencez.",
            "The branch is checked out in a work tree with changes that are not committed. Commit or stash them, then "
            "try again.",
        )
    if not making.move(place, ref, new, old, unchanged):
        return _MOVED
    following.follow(trees, old, new)
    return None


_MOVED = Text(
    "La branche ou la demande a changé entre-temps : rien n'a été fusionné. Recommencez.",
    "The branch or the request has changed meanwhile: nothing was merged. Try again.",
)
