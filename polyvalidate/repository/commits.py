"""Many ``student.yml`` in one commit, made from objects: no checkout, nothing seen before it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, following, making
from polyvalidate.repository.git import try_git
from polyvalidate.repository.revisions import resolve
from polyvalidate.repository.showing import Coming, show

NOTHING: Mapping[str, bytes] = MappingProxyType({})
_WORKSHOP = "refs/polyvalidate/office"
"""Where the stream builds its commit; the same stream gives the name up, so that it is never written."""


def catch_up(place: Path, branch: str, commit: str) -> None:
    """Have the files that a stopped command left behind the commit of a branch follow it.

    Raises ``Unreadable`` when they cannot.
    """
    ref = making.full_ref(place, branch)
    if ref is not None:
        following.catch_up(following.checked_out(place, ref), commit)


class Committer:
    """Commits of the registry office on one branch of a repository.

    Raises ``Unreadable``, before anything is done, when the branch cannot move: it is no branch, or a work tree
    in which it is checked out has changes of its own. Whoever looks at what is written sees ``files`` at once, where
    they are known before the commit is agreed to.
    """

    def __init__(self, place: Path, branch: str, base: str, files: Mapping[str, bytes] = NOTHING) -> None:
        self.place = place
        self.ref = ref = making.branch_of(place, branch)
        self.base = base
        self.trees = following.checked_out(place, ref)
        following.catch_up(self.trees, base)
        for tree in self.trees:
            if not following.is_at(tree, base):
                raise self._busy(tree)
        self._show(files)

    def _show(self, files: Mapping[str, bytes], message: str = "") -> None:
        show(lambda: [Coming(path, data, partial(self._before, path)) for path, data in files.items()], message)

    def _before(self, path: str) -> bytes | None:
        done = try_git(self.place, "cat-file", "blob", f"{self.base}:{path}")
        return None if done.code else done.output

    def _busy(self, tree: following.Worktree) -> Unreadable:
        """Why a work tree does not let the branch move: another command has moved it, or somebody works there."""
        return _busy(tree) if resolve(self.place, self.ref) == self.base else _overtaken()

    def commit(
        self,
        files: Mapping[str, bytes],
        message: str,
        identity: str,
        when: datetime,
        without: Iterable[str] = (),
        held_to: Callable[[str], None] = lambda _: None,
    ) -> str:
        """One commit of these files, ``without`` some paths, on the branch and in the work trees; ``held_to`` is given
        it before, and may raise. After ``Unreadable``, nothing has moved."""
        self._show(files, message)
        changes = [f"D {path}\n".encode() for path in sorted(without)]
        for path, data in sorted(files.items()):
            # What stands at the top of a school and says what runs it is there to be run.
            mode = "100755" if "/" not in path and data.startswith(b"#!") else "100644"
            changes += [f"M {mode} inline {path}\ndata {len(data)}\n".encode(), data, b"\n"]
        made = self._build(changes, message, identity, when)
        held_to(made)
        for tree in self.trees:
            done = following.would_follow(tree, self.base, made)
            # A disk that is full is not taken for somebody's unfinished work.
            if done.code and any(word in done.error for word in ("overwritten", "uptodate", "removed")):
                raise self._busy(tree)
            if done.code:
                raise _refused(done.error)
        if not making.move(self.place, self.ref, made, self.base, {}):
            raise _overtaken()
        old, self.base = self.base, made
        following.follow(self.trees, old, made)
        return made

    def _build(self, changes: Iterable[bytes], message: str, identity: str, when: datetime) -> str:
        zone = f"{when:%z}" if when.tzinfo else "+0000"
        who = f"{identity} <{identity}@polyvalidate.invalid> {int(when.timestamp())} {zone}"
        text = message.encode()
        ref = f"{_WORKSHOP}/{self.base}"
        parts = [
            f"commit {ref}\nmark :1\nauthor {who}\ncommitter {who}\ndata {len(text)}\n".encode(),
            text,
            f"\nfrom {self.base}\n".encode(),
            *changes,
        ]
        parts.append(f"get-mark :1\nreset {ref}\nfrom {'0' * len(self.base)}\n\ndone\n".encode())
        done = try_git(self.place, "fast-import", "--quiet", "--done", stdin=b"".join(parts))
        made = done.output.decode("ascii", "replace").strip()
        if done.code or len(made) != len(self.base):
            raise _refused(done.error)
        return made


def _overtaken() -> Unreadable:
    return Unreadable(
        Text(
            "La branche a changé pendant ce temps : rien n'y a été ajouté. Relancez la commande.",
            "The branch changed meanwhile: nothing was added to it. Run the command again.",
        )
    )


def _busy(tree: following.Worktree) -> Unreadable:
    return Unreadable(
        Text(
            "Le dossier {place} contient des changements qui ne sont pas enregistrés dans Git. Enregistrez-les (git "
            "commit) ou rangez-les (git stash), puis recommencez.",
            "The folder {place} has changes that are not committed to Git. Commit them or stash them (git stash), "
            "then start again.",
        ),
        place=tree.place,
    )


def _refused(error: str) -> Unreadable:
    return Unreadable(
        Text(
            "Git n'a pas pu enregistrer les fichiers ({error}) : la branche n'a pas changé. Vérifiez la place sur le "
            "disque.",
            "Git could not store the files ({error}): the branch has not changed. Check the room left on the disk.",
        ),
        error=error,
    )
