"""Many ``student.yml`` in one commit, made from objects: no checkout, nothing seen before it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, making
from polyvalidate.repository.git import try_git
from polyvalidate.repository.objects import Objects

_WORKSHOP = "refs/polyvalidate/office"
"""Where the stream builds its commit; the same stream gives the name up, so that it is never written."""


def catch_up(place: Path, branch: str, base: str) -> None:
    """Have the files that a stopped command left behind its commit follow it, where nothing stands against it."""
    with suppress(Unreadable):
        Committer(place, branch, base)


class Committer:
    """Commits of the registry office on one branch of a repository.

    Raises ``Unreadable``, before anything is done, when the branch cannot move: it is no branch, or a work tree
    in which it is checked out has changes of its own.
    """

    def __init__(self, place: Path, branch: str, base: str) -> None:
        ref = making.full_ref(place, branch)
        if ref is None or not ref.startswith("refs/heads/"):
            raise Unreadable(
                Text(
                    "{branch} n'est pas une branche de ce dépôt. Donnez-la avec --branch.",
                    "{branch} is no branch of this repository. Give it with --branch.",
                ),
                branch=ascii(branch)[1:-1],
            )
        self.place = place
        self.ref = ref
        self.base = base
        self.trees = making.checked_out(place, ref)
        for tree in self.trees:
            # A folder that was copied or restored looks changed to Git until it has looked at its files again.
            try_git(tree.place, "update-index", "-q", "--refresh")
            self._catch_up(tree)
            if try_git(tree.place, "diff-index", "--cached", "--quiet", base).code:
                raise _busy(tree)

    def _catch_up(self, tree: making.Worktree) -> None:
        """A command of ours that was stopped between the branch and the files left the files one commit behind."""
        tip = making.commit_at(self.place, self.base)
        if tip is None or len(tip.parents) != 1:
            return
        with Objects(self.place) as objects:
            raw = objects.content(self.base, b"commit")
        header = raw.partition(b"\n\n")[0]
        if b"@polyvalidate.invalid>" in header and making.would_follow(tree, tip.parents[0], self.base):
            making.follow(tree, tip.parents[0], self.base)

    def commit(self, files: Mapping[str, bytes], message: str, identity: str, when: datetime) -> str:
        """One commit of these files, on the branch and in the work trees. After ``Unreadable``, nothing has moved."""
        made = self._build(files, message, identity, when)
        for tree in self.trees:
            # As ``making.would_follow``, but a disk that is full is not taken for somebody's unfinished work.
            done = try_git(tree.place, "read-tree", "-m", "-u", "--dry-run", self.base, made)
            if done.code and any(word in done.error for word in ("overwritten", "uptodate", "removed")):
                raise _busy(tree)
            if done.code:
                raise _refused(done.error)
        if not making.move(self.place, self.ref, made, self.base, {}):
            raise Unreadable(
                Text(
                    "La branche a changé pendant ce temps : rien n'y a été ajouté. Relancez la commande.",
                    "The branch changed meanwhile: nothing was added to it. Run the command again.",
                )
            )
        for tree in self.trees:
            making.follow(tree, self.base, made)
        self.base = made
        return made

    def _build(self, files: Mapping[str, bytes], message: str, identity: str, when: datetime) -> str:
        zone = f"{when:%z}" if when.tzinfo else "+0000"
        who = f"{identity} <{identity}@polyvalidate.invalid> {int(when.timestamp())} {zone}"
        text = message.encode()
        ref = f"{_WORKSHOP}/{self.base}"
        parts = [
            f"commit {ref}\nmark :1\nauthor {who}\ncommitter {who}\ndata {len(text)}\n".encode(),
            text,
            f"\nfrom {self.base}\n".encode(),
        ]
        for path, data in sorted(files.items()):
            parts += [f"M 100644 inline {path}\ndata {len(data)}\n".encode(), data, b"\n"]
        parts.append(f"get-mark :1\nreset {ref}\nfrom {'0' * len(self.base)}\n\ndone\n".encode())
        done = try_git(self.place, "fast-import", "--quiet", "--done", stdin=b"".join(parts))
        made = done.output.decode("ascii", "replace").strip()
        if done.code or len(made) != len(self.base):
            raise _refused(done.error)
        return made


def _busy(tree: making.Worktree) -> Unreadable:
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
