"""Results kept from one command to the next, in the repository's own Git directory.

What was found of a folder is a function of its objects, of the grid's, of the day and of the program: Git names objects
by what they hold, so that a result is found again under the digest of all these, and of nothing else. What cannot be
proved whole is judged again. No verdict on a request rests on it (``docs/decisions/0001``).
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from polyvalidate import repository
from polyvalidate.judgement import FolderResult
from polyvalidate.model.grid import Activity, Book, Grid, Profile
from polyvalidate.model.paths import Folder
from polyvalidate.repository import GitTree, Tree
from polyvalidate.repository.partial import common
from polyvalidate.repository.store import Store

OFF = "POLYVALIDATE_NO_RESULTS"
"""The variable that turns this off."""
FILE = "polyvalidate-results.sqlite"
SPARE = 1_500
"""Results kept beside twice those of one tree."""
_ROOMS = ("model", "files", "rules", "judgement")
_NEEDS = ("yaml", "jsonschema_rs")


class Results:
    """The results of a revision's folders that were found before, reached from one book."""

    def __init__(self, store: Store, book: Book, *what: object) -> None:
        """``what`` are the values that the book is made of, and whatever else a result depends on."""
        self.store, self.book, self.ground = store, book, _digest(_program(), *what)

    def recall(self, folders: Sequence[Folder], twins: frozenset[str]) -> tuple[list[FolderResult], list[Folder]]:
        """What is known of some folders, and those that are still to be judged."""
        keys = [_key(folder, twins) for folder in folders]
        found, parts = self.store.get(self.ground, keys), dict(_parts(self.book))
        known = {key: result for key, data in found.items() if (result := _read(data, parts)) is not None}
        return list(known.values()), [folder for folder, key in zip(folders, keys, strict=True) if key not in known]

    def keep(self, folders: Sequence[Folder], twins: frozenset[str], results: Iterable[FolderResult]) -> None:
        """Keep what was found of some folders of a tree, or of all."""
        by_path = {folder.path: folder for folder in folders}
        write = _Writing(self.book)
        values = {_key(by_path[one.path], twins): write(one) for one in results}
        if values:
            self.store.put(self.ground, values, 2 * len(folders) + SPARE)


def kept_beside(tree: Tree) -> Store | None:
    """Where results are kept beside a revision; None when files are read from the disk, or somebody turned it off."""
    if not isinstance(tree, GitTree) or tree.environment or os.environ.get(OFF):
        return None
    return Store(Path(common(tree.repository)) / FILE)


def _key(folder: Folder, twins: frozenset[str]) -> bytes:
    return _digest(folder, sorted(twins.intersection(node.path for node in folder.nodes)))


def _digest(*parts: object) -> bytes:
    """Of values whose ``repr`` says all of them: texts, numbers, days, tuples of these."""
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).digest()


@cache
def _program() -> str:
    """All that judges, by what it holds: a version says too little of a program that is being written."""
    whole = hashlib.sha256(sys.version.encode())
    package = Path(__file__).resolve().parent.parent
    for path in sorted(path for room in _ROOMS for path in (package / room).rglob("*.py")):
        whole.update(path.read_bytes())
    for data in repository.official_schemas().values():
        whole.update(data)
    for name in _NEEDS:
        found = find_spec(name)
        whole.update(str(found and found.origin and Path(found.origin).stat()).encode())
    return whole.hexdigest()


# --- a result as bytes: what the grid says is not written again beside each -------------------------------------------


def _of_book(year: str = "", part: str = "", code: str = "") -> Any:
    """Stands for a part of the book in what is written; what reads puts the book's own there."""
    raise NotImplementedError(year, part, code)


class _Writing:
    """Writes results reached from a book, in which parts of that book are named by where they stand."""

    def __init__(self, book: Book) -> None:
        self.parts = list(_parts(book))
        self.known: dict[int, tuple[object, Any]] = {}
        self.table = dict.fromkeys((Book, Grid, Profile, Activity), self._named)

    def __call__(self, result: FolderResult) -> bytes:
        written = io.BytesIO()
        pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = self.table
        pickler.dump(result)
        return written.getvalue()

    def _named(self, part: object) -> Any:
        """How a part is written: looked for once, since a process that judged has made a copy of its own."""
        if id(part) not in self.known:
            name = next((name for name, there in self.parts if there == part), None)
            how = part.__reduce_ex__(pickle.HIGHEST_PROTOCOL) if name is None else (_of_book, name)
            self.known[id(part)] = (part, how)
        return self.known[id(part)][1]


def _parts(book: Book) -> Iterator[tuple[tuple[str, ...], object]]:
    yield (), book
    for year, grid in book.grids.items():
        yield (year,), grid
        yield from (((year, "profiles", code), profile) for code, profile in grid.profiles.items())
        yield from (((year, "activities", code), activity) for code, activity in grid.activities.items())


def _read(data: bytes, parts: Mapping[tuple[str, ...], object]) -> FolderResult | None:
    """None for what was not written here: then it is judged."""
    try:
        found = _Reading(data, parts).load()
    except Exception:  # noqa: BLE001 - reading what somebody else wrote may raise anything, says ``pickle``
        return None
    return found if isinstance(found, FolderResult) else None


class _Reading(pickle.Unpickler):
    """Reads what was written, with the parts of a book. It makes values of the types of a result and nothing else."""

    def __init__(self, data: bytes, parts: Mapping[tuple[str, ...], object]) -> None:
        super().__init__(io.BytesIO(data))
        self.parts = parts

    def find_class(self, module: str, name: str) -> Any:
        return self._part if name == _of_book.__name__ else _type(module, name)

    def _part(self, *name: str) -> object:
        return self.parts[name]


@cache
def _type(module: str, name: str) -> type:
    found = getattr(sys.modules.get(module), name, None)
    ours = module.startswith("polyvalidate.") or (module, name) in (("datetime", "date"), ("builtins", "frozenset"))
    if not (ours and isinstance(found, type)):
        raise pickle.UnpicklingError(module, name)
    return found
