"""A request that was judged becomes a commit, and the branch moves to it: here, or on a server in two pushes.

The commit is of our own making and says in its message which head it holds; no file is checked out to make it. Where a
school accepts that names enter its record, the head is its second parent, and every forge sees the request as merged.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

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
    trees = following.checked_out(place, ref)
    following.catch_up(trees, ready.base)
    blocked = any(
        not following.is_at(t, ready.base) or following.would_follow(t, ready.base, commit).code for t in trees
    )
    if blocked and resolve(place, ref) == ready.base:
        return Text(
            "La branche est ouverte dans un dossier de travail qui contient des changements non enregistrés. "
            "Enregistrez-les ou rangez-les (git stash), puis recommencez.",
            "The branch is checked out in a work tree with changes that are not committed. Commit or stash them, then "
            "try again.",
        )
    head = making.full_ref(place, ask.head)
    if blocked or not making.move(place, ref, commit, ready.base, {head: ready.head} if head is not None else {}):
        return Text(
            "La branche ou la demande a changé entre-temps : rien n'a été fusionné. Recommencez.",
            "The branch or the request has changed meanwhile: nothing was merged. Try again.",
        )
    following.follow(trees, ready.base, commit)
    return None


class Unsent(NamedTuple):
    """Why the branch of a server does not hold a merge. ``moved``: it is no longer where the request was judged."""

    text: Text
    moved: bool = False


Check = Callable[[], Text | None]
"""What must hold once the merge stands on its waiting branch, before the branch itself moves; or why it does not."""


def waiting_of(head: str) -> str:
    """The branch on which the merge of a head waits for its checks."""
    return f"refs/heads/polyvalidate/{head[:12]}"


def send(place: Path, remote: str, branch: str, ready: Ready, commit: str, check: Check | None = None) -> Unsent | None:
    """Push a merge the way a protected branch asks for: first to a branch of its own, where the checks run on that very
    commit, then to ``branch`` itself (``refs/heads/main``), by fast-forward. Every step may be run again.

    Gives what is still missing, None when the branch of the remote holds the merge. With ``check`` the caller runs the
    checks between both pushes, and the waiting branch is removed whatever comes out.
    """
    waiting = waiting_of(ready.head)
    there = making.remote_refs(place, remote, branch, waiting)
    if there is None:
        return _unread(remote)
    if there.get(branch) != commit:
        if there.get(branch) != ready.base:
            return _MOVED
        if there.get(waiting) != commit:
            first = making.push(place, remote, commit, waiting, there.get(waiting, ""))
            if first.code:
                return Unsent(
                    Text(
                        "Le serveur refuse la branche d'attente : {error}",
                        "The server refuses the waiting branch: {error}",
                    ).filled(error=first.error)
                )
        try:
            wrong = _checked(place, remote, branch, ready, commit, check)
        finally:
            if check is not None:
                making.forget(place, remote, waiting, commit)
        if wrong is not None:
            return wrong
    if check is None or there.get(branch) == commit:
        making.forget(place, remote, waiting)
    return None


def _checked(place: Path, remote: str, branch: str, ready: Ready, commit: str, check: Check | None) -> Unsent | None:
    """The second push, once the check has passed. What stands on the server decides, not what the push said: an answer
    that is lost on the way may be that of a push that was done."""
    why = check() if check is not None else None
    if why is not None:
        return Unsent(why)
    if not making.push(place, remote, commit, branch, ready.base).code:
        return None
    there = making.remote_refs(place, remote, branch)
    if there is None:
        return _unread(remote)
    if there.get(branch) == commit:
        return None
    return _MOVED if there.get(branch) != ready.base else _NOT_YET


def _unread(remote: str) -> Unsent:
    return Unsent(making.UNREAD.filled(remote=remote))


_MOVED = Unsent(
    Text(
        "La branche a changé sur le serveur : rien n'a été fusionné. Mettez la vôtre à jour, puis recommencez.",
        "The branch has changed on the server: nothing was merged. Update yours, then try again.",
    ),
    moved=True,
)
_NOT_YET = Unsent(
    Text(
        "Le serveur n'accepte pas encore cette fusion : son contrôle n'est pas terminé, ou a échoué. Attendez une "
        "minute, puis relancez la même commande.",
        "The server does not accept this merge yet: its check is not finished, or has failed. Wait a minute, then run "
        "the same command again.",
    )
)
