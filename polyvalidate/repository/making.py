"""Commits made from objects: a tree with some files replaced, a commit on it, a branch moved to it, all without a
checkout. The order is such that nothing is seen before it is whole: objects first, then the branch, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.paths import REGULAR
from polyvalidate.model.words import Text
from polyvalidate.repository.changes import merge_trees
from polyvalidate.repository.differing import Differences, Located
from polyvalidate.repository.git import Done, read_blobs, run_git, try_git
from polyvalidate.repository.history import whole
from polyvalidate.repository.landed import fork_of, landed
from polyvalidate.repository.objects import Objects, TreeEntry
from polyvalidate.repository.rehearsing import pushed, pushes
from polyvalidate.repository.revisions import reference, resolve
from polyvalidate.repository.showing import Coming, show
from polyvalidate.repository.unreadable import Unreadable

UNREAD = Text(
    "Git ne peut pas lire {remote}. Vérifiez son adresse (git remote -v), le nom de la branche et votre accès.",
    "Git cannot read {remote}. Check its address (git remote -v), the name of the branch and your access.",
)


def merged_tree(repository: Path, base: str, head: str) -> str:
    """The tree that merging two commits gives, stored in the repository. Raises ``Unreadable`` on a conflict."""
    if try_git(repository, "merge-base", "--is-ancestor", base, head).code == 0:
        return run_git(repository, "rev-parse", "--verify", f"{head}^{{tree}}").decode().strip()
    fork = fork_of(repository, base, head)
    if fork is None:
        raise Unreadable(Text("Les deux révisions n'ont rien en commun.", "The two revisions have nothing in common."))
    tree, conflicts = merge_trees(repository, base, head, {}, fork)
    if conflicts:
        raise Unreadable(Text("Les deux révisions se contredisent.", "The two revisions contradict each other."))
    return tree


def with_files(repository: Path, objects: Objects, tree: str, files: Mapping[str, bytes]) -> str:
    """A tree in which the contents of files that are there are replaced; only the trees on the way are written."""
    for path, data in files.items():
        blob = run_git(repository, "hash-object", "-w", "--stdin", stdin=data).decode().strip()
        tree = _replaced(repository, objects, tree, path.encode("utf-8", "surrogateescape").split(b"/"), blob)
    return tree


def _replaced(repository: Path, objects: Objects, tree: str, parts: Sequence[bytes], blob: str) -> str:
    rows = list(objects.tree(tree))
    at = next((i for i, row in enumerate(rows) if row.name == parts[0] and row.is_tree is (len(parts) > 1)), None)
    if at is None:
        name = parts[0].decode("utf-8", "replace")
        raise Unreadable(Text("{name} n'est pas dans cette révision.", "{name} is not in this revision."), name=name)
    below = blob if len(parts) == 1 else _replaced(repository, objects, rows[at].oid, parts[1:], blob)
    rows[at] = TreeEntry(rows[at].name, rows[at].mode, below)
    raw = b"".join(b"%o %b\0%b" % (row.mode, row.name, bytes.fromhex(row.oid)) for row in rows)
    return run_git(repository, "hash-object", "-w", "-t", "tree", "--stdin", stdin=raw).decode().strip()


def commit(repository: Path, tree: str, parents: Sequence[str], message: str, identity: str, when: datetime) -> str:
    """A commit object. ``identity`` signs it as author and committer: the code of a role, never a person.

    Whoever looks at what is written sees what it brings to its first parent."""
    show(lambda: brought(repository, tree, parents[0]) if parents else (), message)
    date = f"{int(when.timestamp())} {when:%z}" if when.tzinfo else f"{int(when.timestamp())} +0000"
    environment = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", identity), ("EMAIL", f"{identity}@polyvalidate.invalid"), ("DATE", date))
    }
    words = [word for parent in parents for word in ("-p", parent)]
    return (
        run_git(
            repository,
            *("-c", "i18n.commitEncoding=utf-8", "commit-tree", tree, *words, "-F", "-"),
            stdin=message.encode(),
            environment=environment,
        )
        .decode()
        .strip()
    )


def brought(repository: Path, tree: str, parent: str) -> list[Coming]:
    """The files of a tree that its parent has not, or has otherwise."""
    before = run_git(repository, "rev-parse", "--verify", f"{parent}^{{tree}}").decode().strip()
    with Objects(repository) as objects:
        rows = [row for row in Differences(objects).between(before, tree) if row.after is not None]
    sides = [side for row in rows for side in row[1:] if side is not None and side.mode in REGULAR]
    blobs = read_blobs(str(repository), [side.oid for side in sides])

    def held(side: Located | None) -> bytes | None:
        return blobs.get(side.oid, b"") if side is not None else None

    return [Coming(row.path, held(row.after) or b"", partial(held, row.before)) for row in rows]


class Known(NamedTuple):
    """A commit, its tree and its parents."""

    commit: str
    tree: str
    parents: tuple[str, ...]


def commit_at(repository: Path, name: str) -> Known | None:
    """The commit that a name stands for; None when there is none."""
    try:
        wanted = resolve(repository, name)
    except Unreadable:
        return None
    found = try_git(repository, "rev-list", "--no-walk", "--parents", "--format=%T", wanted)
    if found.code:
        return None
    ids, tree = found.output.decode().splitlines()[:2]
    commit_id, *parents = ids.removeprefix("commit ").split()
    return Known(commit_id, tree, tuple(parents))


def remember(repository: Path, ref: str, commit_id: str) -> None:
    """Give a name to a commit, so that it is found again and not collected."""
    run_git(repository, "update-ref", ref, commit_id)


def contains(repository: Path, branch: str, revision: str) -> bool:
    """Has a revision been merged into a branch? Raises ``Unreadable`` where the history is too short to say no."""
    wanted, tip = resolve(repository, revision), resolve(repository, branch)
    if try_git(repository, "merge-base", "--is-ancestor", wanted, tip).code == 0:
        return True
    whole(repository)
    return False


def holds(repository: Path, tip: str, commit: str, seconds: float) -> bool:
    """Is a commit, by its id, one of those that lead to another? No, when it is not here, or not seen in that time."""
    words = ("merge-base", "--is-ancestor", commit, tip)
    try:
        return try_git(repository, *words, at_ease=True, within=seconds).code == 0
    except Unreadable:
        return False


def full_ref(repository: Path, name: str) -> str | None:
    """The whole name of a reference (``refs/heads/main``); None when the name is that of a commit only.

    Raises ``Unreadable`` when a name means several things.
    """
    ref = reference(repository, name)
    followed = try_git(repository, "symbolic-ref", "--quiet", "--end-of-options", ref or name)
    return ref if followed.code else followed.output.decode("utf-8", "surrogateescape").rstrip("\n")


def branch_of(repository: Path, name: str) -> str:
    """The whole name of a branch. Raises ``Unreadable`` for a name that is none."""
    ref = full_ref(repository, name)
    if ref is None or not ref.startswith("refs/heads/"):
        raise Unreadable(
            Text(
                "{branch} n'est pas une branche de ce dépôt. Donnez-la avec --branch.",
                "{branch} is no branch of this repository. Give it with --branch.",
            ),
            branch=ascii(name)[1:-1],
        )
    return ref


def object_at(repository: Path, ref: str) -> str:
    """The object that a reference holds: a commit, or a tag that speaks of one."""
    return run_git(repository, "for-each-ref", "--format=%(objectname)", ref).decode("ascii", "replace").strip()


def move(repository: Path, ref: str, new: str, old: str, unchanged: Mapping[str, str]) -> bool:
    """Move a reference from ``old`` to ``new``, at once, if the ``unchanged`` references are still where they were."""
    orders = [f"verify {name} {at}" for name, at in unchanged.items() if name != ref]
    text = "\n".join(["start", *orders, f"update {ref} {new} {old}", "prepare", "commit", ""])
    return try_git(repository, "update-ref", "-m", "polyvalidate merge", "--stdin", stdin=text.encode()).code == 0


HERE = "."
"""The repository itself, in the place of a remote, as Git names it: what runs on the server of a school."""


def fetch(repository: Path, remote: str, ref: str, into: str) -> str:
    """The commit at which a reference of a server stands, with its history, kept here under a name of ours.

    Raises ``Unreadable`` when the server does not give it.
    """
    words = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--", remote, f"+{ref}:{into}")
    if not _aside(repository, remote, {ref: into}) and try_git(repository, *words, own_configuration=True).code:
        raise Unreadable(UNREAD, remote=remote)
    return resolve(repository, into)


def _aside(repository: Path, remote: str, refs: Mapping[str, str]) -> frozenset[str]:
    """Those of some references that a rehearsal has pushed, each kept under its name here. Raises ``Unreadable`` for
    one that would be gone."""
    there = pushed(remote) or {}
    for ref in refs.keys() & there.keys():
        if not there[ref]:
            raise Unreadable(UNREAD, remote=remote)
        run_git(repository, "update-ref", refs[ref], there[ref])
    return frozenset(refs.keys() & there.keys())


def present(repository: Path, commits: Sequence[str]) -> frozenset[str]:
    """Those of some ids whose commits are here."""
    if not commits:
        return frozenset()
    asked = "".join(f"{one}\n" for one in commits).encode()
    rows = (
        run_git(repository, "cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=asked).decode().split("\n")
    )
    return frozenset(row.split(" ")[0] for row in rows if row.endswith(" commit"))


def address(repository: Path, remote: str) -> str:
    """Where a remote is; the name itself when it is an address or a path."""
    done = try_git(repository, "remote", "get-url", "--", remote, own_configuration=True)
    return remote if done.code else done.output.decode("utf-8", "replace").strip()


def fetch_all(repository: Path, remote: str, refs: Mapping[str, str], seconds: float) -> bool:
    """References of a server, each kept here under a name of ours, in one go; False when some could not be had in that
    time. No filter: Git would come back for each object that is missing while a request is judged."""
    words = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--stdin", "--", remote)
    try:
        kept = _aside(repository, remote, refs)
        asked = "".join(f"+{ref}:{into}\n" for ref, into in refs.items() if ref not in kept).encode()
        if not asked:
            return True
        return try_git(repository, *words, stdin=asked, own_configuration=True, within=seconds).code == 0
    except Unreadable:
        return False


def merge_of(repository: Path, branch: str, head: str) -> Known | None:
    """The commit of the record by which a head entered a branch, the latest; None when there is none.

    A head that is in the branch itself entered with the commit that has it as a parent.
    """
    tip = resolve(repository, branch)
    listed = run_git(repository, "rev-list", "--first-parent", "--merges", "--parents", tip)
    merges = (row.split() for row in listed.decode().splitlines())
    found = [commit_id for commit_id, _, *others in merges if head in others]
    found += [commit_id for one, commit_id in landed(repository, tip, head=head) if one == head]
    return commit_at(repository, found[0]) if found else None


def remote_refs(repository: Path, remote: str, *refs: str) -> dict[str, str] | None:
    """Where references of a server are, those that exist; None when the server cannot be read."""
    done = try_git(repository, "ls-remote", "--", remote, *refs, own_configuration=True)
    if done.code:
        return None
    rows = (row.split("\t") for row in done.output.decode("utf-8", "replace").splitlines())
    found = {row[1]: row[0] for row in rows if len(row) == 2}
    kept = {ref: oid for ref, oid in (pushed(remote) or {}).items() if any(fnmatchcase(ref, one) for one in refs)}
    return {ref: oid for ref, oid in (found | kept).items() if oid}


def push(repository: Path, remote: str, source: str, target: str, lease: str | None = None) -> Done:
    """Push one commit to one reference, as the person who runs the command: their own keys and configuration.

    ``lease`` is where the target must be for the push to be accepted (empty: it must not exist); an empty ``source``
    removes the target. ``HERE``, the reference moves at once, and no hook is asked. A rehearsal takes what it is given.
    """
    if pushes(remote, target, source):
        return Done(0, b"", "")
    if remote == HERE:
        return _moved_here(repository, source.removeprefix("+"), target, lease)
    condition = [] if lease is None else [f"--force-with-lease={target}:{lease}"]
    return try_git(
        repository, "push", "--quiet", *condition, "--", remote, f"{source}:{target}", own_configuration=True
    )


def refusal(done: Done) -> str:
    """Why a server did not take a push: what it says itself, else what Git writes beside the reference, else the last
    line, which only says that it failed."""
    lines = done.said.splitlines()
    said = [text for line in lines if line.startswith("remote:") and (text := line.removeprefix("remote:").strip())]
    return " ".join(said or [line.strip() for line in lines if line.startswith(" ! ")] or [done.error])


def _moved_here(repository: Path, source: str, target: str, lease: str | None) -> Done:
    if not source:
        return try_git(repository, "update-ref", "-d", target, *([lease] if lease else []))
    return try_git(repository, "update-ref", target, source, *([] if lease is None else [lease or "0" * len(source)]))


def forget(repository: Path, remote: str, ref: str, lease: str | None = None) -> None:
    """Remove a reference of a server that has done its work; one that is left stands in nobody's way."""
    _ = push(repository, remote, "", ref, lease)
