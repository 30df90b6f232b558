"""A student's folder that goes to another cohort as it is: an edit of its own, the registry office's. Pure.

Nothing of it is written anew, so that whoever decided something in it has not to decide it again; what it is worth
there is judged as everything is. A folder of which anything differs is one that leaves and another that comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from polyvalidate.files.difference import Edit, Op
from polyvalidate.judgement.rights import Actor, Decision, Ground
from polyvalidate.judgement.verdict import FolderChange
from polyvalidate.model.paths import Entry, FolderPath


def moved(folders: Iterable[FolderChange]) -> Mapping[str, FolderChange]:
    """The folders that come from another cohort, by their new path, each with the one that it was."""
    gone: dict[str, list[FolderChange]] = {}
    come: dict[str, list[FolderChange]] = {}
    for folder in folders:
        if not (folder.before and folder.after):
            (come if folder.after else gone).setdefault(FolderPath.of(folder.path).code, []).append(folder)
    pairs = [(there[0], gone[code][0]) for code, there in come.items() if len(there) == len(gone.get(code, ())) == 1]
    return {
        new.path: old for new, old in pairs if _holds(new.path, new.after) == _holds(old.path, old.before) is not None
    }


def _holds(path: str, entries: Iterable[Entry]) -> Mapping[str, tuple[int, bytes]] | None:
    """What a folder holds, by name; None when there is a file whose bytes are not known here."""
    found = {}
    for entry in entries:
        if entry.data is None:
            return None
        found[entry.path.removeprefix(path)] = (entry.mode, entry.data)
    return found


def decided(folder: FolderChange, owner: str | None, actors: Iterable[Actor]) -> Iterator[Decision]:
    """The answer on each file of a folder that comes as it was: allowed by the registry office, but for its own folder;
    none when nobody of the ``actors`` may, and each file is then decided as one that is added."""
    if any(actor.account != owner and actor.holding("registry") for actor in actors):
        yield from (Decision(path, Edit((), Op.FORM), True, Ground.REGISTRY) for path in sorted(folder.differs))
