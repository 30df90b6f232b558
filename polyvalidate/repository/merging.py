"""What the parents of a merge give by themselves, so that what it holds beside is seen: that is of whoever merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from polyvalidate.judgement.verdict import Given
from polyvalidate.repository.changes import entry_at, merge_trees, set_apart
from polyvalidate.repository.differing import Differences, Differing, Located
from polyvalidate.repository.git import run_git
from polyvalidate.repository.history import HEAD, Recorded
from polyvalidate.repository.landed import fork_of, landed
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.partial import scratch
from polyvalidate.repository.soundness import parents_of
from polyvalidate.repository.unreadable import Unreadable

Versions = Mapping[str, tuple[Located | None, Located | None]]
"""The paths that a branch changes, each before and after."""


class Mergers:
    """The merges of a record, looked at one after the other from ``start``, a commit of the ``chain`` of first parents.

    Most branches start from one commit of the chain, and change what the chain has left alone since: the comparison of
    two trees tells what merging them gives. Of the others, Git says it.
    """

    def __init__(self, place: Path, objects: Objects, chain: Sequence[str], start: int) -> None:
        self.place = place
        self.objects = objects
        self.position = {commit: at for at, commit in enumerate(chain)}
        self.chain = chain
        began = run_git(place, "rev-list", chain[start]) if start else chain[0].encode()
        self.merged = set(began.decode().split())
        """All that the chain holds before the merge that is looked at."""
        self.landed: set[str] = set()
        """Heads whose content entered the chain without them, all those since the commit at ``since`` at least."""
        self.start = self.since = start
        self.forks: dict[str, str | None] = {}
        """The commit that each branch of that merge starts from; see ``_walk``."""

    def brought(self, merge: Recorded) -> list[str]:
        """The commits that a merge brings to the chain, itself among them. To be asked once, before ``beside``."""
        walked = {head: self._walk(head) for head in merge.heads if head in merge.parents or self._is_here(head)}
        new = [*(commit for parent in merge.parents[1:] for commit in walked[parent][0]), merge.commit]
        self.merged.update(new)
        self.forks = {head: fork for head, (_, fork) in walked.items()}
        self.landed.update(merge.values(HEAD))
        return new

    def _is_here(self, head: str) -> bool:
        """A clone has the heads of closed requests only when they were asked for."""
        try:
            self.objects.content(head, b"commit")
        except Unreadable:
            return False
        return True

    def beside(self, before: Recorded, merge: Recorded) -> dict[str, Given]:
        """What merging the parents gives, for each path of which the merge holds something else. A path on which the
        parents contradict each other is nobody's alone, and is left out."""
        if not self.forks or before.tree == merge.tree:
            return {}
        differing = list(Differences(self.objects).between(before.tree, merge.tree))
        sides = [self._versions(head, fork) for head, fork in self.forks.items()]
        known = [side for side in sides if side is not None]
        given = _by_path(differing, known) if len(known) == len(sides) else None
        if given is not None:
            return {path: self._given(self.objects, path, *both) for path, both in given.items()}
        return self._by_git(before, merge, differing)

    def _walk(self, head: str) -> tuple[list[str], str | None]:
        """The commits of a branch, and the one that it starts from: empty when there is none, None when that is for Git
        to say, since some of the branch was merged before."""
        stack, seen, forks = [head], set[str](), list[int]()
        plain = True
        while stack:
            commit = stack.pop()
            if commit in self.merged:
                plain = plain and commit in self.position
                forks += [self.position[commit]] if commit in self.position else []
            elif commit not in seen:
                seen.add(commit)
                stack += parents_of(self.objects.content(commit, b"commit"))
        found = sorted(seen)
        entered = self._entered(seen, max(forks)) if forks else []
        if not plain or entered[1:]:
            return found, None
        return found, next(iter(entered), self.chain[max(forks)] if forks else "")

    def _entered(self, commits: set[str], since: int) -> list[str]:
        """Which of some commits have entered the chain by their content only, after a commit of the chain."""
        if since < self.since:
            self.landed.update(head for head, _ in landed(self.place, self.chain[self.start], self.chain[since]))
            self.since = since
        return sorted(commits & self.landed)

    def _versions(self, head: str, fork: str | None) -> Versions | None:
        """What a branch changes. One that starts from nowhere gives nothing: all of it is of who brought it in."""
        if not fork:
            return None if fork is None else {}
        differences = Differences(self.objects)
        trees = (self.objects.tree_of(commit) for commit in (fork, head))
        found = {d.path: (d.before, d.after) for d in differences.between(*trees)}
        return None if differences.cut else found

    def _by_git(self, before: Recorded, merge: Recorded, differing: Sequence[Differing]) -> dict[str, Given]:
        """Git merges two commits; of more, all that is not the first parent's is of whoever merged."""
        with scratch() as folder:
            environment = set_apart(self.place, folder)
            tree, conflicts = before.tree, list[str]()
            fork = fork_of(self.place, before.commit, merge.heads[0]) if len(merge.heads) == 1 else None
            if fork is not None:
                tree, conflicts = merge_trees(self.place, before.commit, merge.heads[0], environment, fork)
            with Objects(self.place, environment) as objects:
                clean = {d.path: d.after for d in Differences(objects).between(before.tree, tree)}
                return {
                    d.path: self._given(objects, d.path, d.before, clean.get(d.path, d.before))
                    for d in differing
                    if d.path not in conflicts and clean.get(d.path, d.before) != d.after
                }

    @staticmethod
    def _given(objects: Objects, path: str, before: Located | None, clean: Located | None) -> Given:
        return Given(entry_at(objects, path, clean), clean != before)


def _by_path(
    differing: Sequence[Differing], known: Sequence[Versions]
) -> dict[str, tuple[Located | None, Located | None]] | None:
    """What the parents give for the paths of which the merge holds something else, beside what was there before; None
    when two of them have changed the same file."""
    found = {}
    for path, before, after in differing:
        clean = before
        for versions in known:
            was, now = versions.get(path, (clean, clean))
            if clean not in (was, now):
                return None
            clean = now
        if clean != after:
            found[path] = (before, clean)
    return found
