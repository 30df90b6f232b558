"""What a name given by a person or a forge means in a repository: a branch before anything else, and one thing only.

Git looks for a tag before a branch, and at most warns that it had to choose: whoever may put a tag would choose for us
what is judged, audited or merged into.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository.git import run_git, try_git
from polyvalidate.repository.unreadable import Unreadable

_OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_SHORT = re.compile(r"[0-9a-f]{7,64}", re.ASCII)
"""What may be the beginning of an id; fewer digits are more often a year, or a word."""
_WAY = re.compile(r"[~^:]|@\{")
"""What no name of a reference holds, and leads from there to another commit: ``main~3``, ``main@{1}``."""
_PLACES = ("refs/heads/{}", "refs/tags/{}", "refs/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")


def resolve(repository: str | Path, revision: str) -> str:
    """The full id of the commit a revision names. Raises ``Unreadable`` when it names none, or several things."""
    return _of_id(str(repository), revision) if is_id(revision) else _resolved(repository, revision)


@lru_cache(maxsize=64)
def _of_id(repository: str, oid: str) -> str:
    """A judgement asks at each of its steps what an id is, and it is the same for ever once it is here."""
    return _resolved(repository, oid)


def _resolved(repository: str | Path, revision: str) -> str:
    name, way = split(revision)
    whole = reference(repository, name) or name
    # Only the short name of a branch has an upstream: it means one thing here, as was just seen.
    asked = f"{name if way.startswith('@{') else whole}{way}^{{commit}}"
    found = try_git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", asked)
    commit = found.output.decode("ascii", "replace").strip()
    if found.code or not _OID.fullmatch(commit):  # "^main" is understood too, and is no commit
        raise _unknown(repository, revision)
    return commit


def there(repository: str | Path, ref: str) -> bool:
    """Does the whole name of a reference lead to a commit here?"""
    return try_git(repository, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").code == 0


def is_id(revision: str) -> bool:
    """Is a revision the whole id of an object, which names the same for ever?"""
    return _OID.fullmatch(revision) is not None


def split(revision: str) -> tuple[str, str]:
    """A revision as the name it begins with and the way from there: ``main~3`` is ``main`` and ``~3``."""
    at = _WAY.search(revision)
    return (revision[: at.start()], revision[at.start() :]) if at is not None else (revision, "")


def reference(repository: str | Path, name: str) -> str | None:
    """The whole name of the reference that a name means (``refs/heads/main``); None when it is an id, or no reference.

    A whole name means itself. Raises ``Unreadable`` when it does not exist, or when a short name means several things.
    """
    if not name or is_id(name):
        return None
    whole = name.startswith("refs/")
    places = [name] if whole else [place.format(name) for place in _PLACES]
    listed = run_git(repository, "for-each-ref", "--format=%(refname)", *places)
    there = set(listed.decode("utf-8", "surrogateescape").split("\n"))
    found = [place for place in places if place in there]
    if whole and not found:
        raise _unknown(repository, name)
    if found and not whole:
        others = ["HEAD"] if name == "HEAD" else _objects(repository, name)
        if len(found) + len(others) > 1:
            raise _ambiguous(name, [*found, *others])
    return found[0] if found else None


def _objects(repository: str | Path, name: str) -> list[str]:
    """The objects whose id begins with a name that some reference has taken."""
    if not _SHORT.fullmatch(name):
        return []
    return run_git(repository, "rev-parse", f"--disambiguate={name}").decode("ascii", "replace").split()


def _unknown(repository: str | Path, revision: str) -> Unreadable:
    """Raises ``Unreadable`` itself for a place that is no repository."""
    run_git(repository, "rev-parse", "--git-dir")
    return Unreadable(
        Text(
            "La révision {revision} n'existe pas dans ce dépôt.",
            "The revision {revision} does not exist in this repository.",
        ),
        revision=ascii(revision)[1:-1],
    )


def _ambiguous(name: str, found: list[str]) -> Unreadable:
    return Unreadable(
        Text(
            "{name} désigne plusieurs choses dans ce dépôt : {found:all}. Écrivez en entier celle que vous voulez, ou "
            "supprimez l'autre.",
            "{name} means several things in this repository: {found:all}. Write the one you want in full, or delete "
            "the other.",
        ),
        name=ascii(name)[1:-1],
        found=tuple(ascii(one)[1:-1] for one in found),
    )
