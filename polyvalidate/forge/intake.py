"""Where the requests of a school are made: in its own repository, and in the boxes of its students where it has any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.forge.adapter import Forge
from polyvalidate.forge.facts import Opened
from polyvalidate.forge.obeying import Place
from polyvalidate.model.grid import Book
from polyvalidate.repository import making
from polyvalidate.repository.boxes import BOX, HEADS, HERE, MAIN, head_in_box
from polyvalidate.repository.changes import grid_entries, sides
from polyvalidate.school.check import make_judge


def book_at(repository: Path, commit: str, today: date) -> Book:
    """The grids and the roles of a commit."""
    with sides(repository, commit, commit) as found:
        return judgement.check_grid(make_judge(), grid_entries(found, found.base_tree), today).book


class Intake:
    """``forge`` is the school's own repository, ``clone`` where objects are read. ``owner``, as the grid names it,
    holds the boxes; while it is empty the school's own repository is the only place."""

    def __init__(self, forge: Forge, clone: Place) -> None:
        self.forge = forge
        self.clone = clone
        self.owner = ""
        self._boxes: dict[str, Forge] = {}

    def at(self, box: str) -> Forge:
        """The repository in which a request is, by the name of its box."""
        if not box:
            return self.forge
        return self._boxes.setdefault(box, self.forge.other(f"{self.owner}/{box}"))

    def opened(self) -> list[Opened]:
        return [*self.forge.requests(), *self._in_boxes(None)]

    def closed(self, since: str) -> list[Opened]:
        """Those touched since a moment."""
        return [*self.forge.closed(since), *self._in_boxes(since)]

    def _in_boxes(self, since: str | None) -> list[Opened]:
        listed = self.forge.across(self.owner, since) if self.owner else ()
        return [opened._replace(box=name) for name, opened in listed if BOX.fullmatch(name)]

    def whole(self, opened: Opened) -> Opened:
        """With its head, where a list over many repositories has not said it."""
        if opened.head:
            return opened
        found = self.at(opened.box).request(opened.number)
        return found._replace(box=opened.box, updated_at=opened.updated_at)  # as the next list says it

    def fetch(self, turns: Iterable[Opened], together: float, alone: float) -> list[str]:
        """The heads that are not here yet: all of a repository in one go; one by one when that fails, so that one stops
        no other. In seconds. With those of a box, its own branch comes, from which they go their way. Gives the
        references, as they are called here, that could not be had."""
        turns = list(turns)
        repository, remote, _ = self.clone
        here = making.present(repository, [one.head for one in turns])
        asked: dict[str, dict[str, str]] = {}
        missing: list[str] = []
        for one in turns:
            refs = asked.setdefault(one.box, {f"refs/heads/{MAIN}": HERE + one.box} if one.box else {})
            if one.head not in here:
                refs[one.head if one.merge_group else self.at(one.box).ref(one.number)] = HEADS + one.key
        for box, refs in asked.items():
            source = self.at(box).remote() if box else remote
            if refs and not making.fetch_all(repository, source, refs, together):
                # A sweep tells so of one that cannot be had when it judges it.
                missing += [
                    into for ref, into in refs.items() if not making.fetch_all(repository, source, {ref: into}, alone)
                ]
        return missing

    def bring(self, together: float, alone: float, progress: Callable[[int, int], None]) -> tuple[list[str], list[str]]:
        """Keep here what is open in the boxes, as it stands now, and nothing else of them: documents of students are
        not kept longer than somebody looks at them. Gives what the requests are called that are here, and those that
        could not be had. ``progress`` hears of the boxes."""
        repository = self.clone.repository
        boxes: dict[str, list[Opened]] = {}
        for opened in self._in_boxes(None):
            boxes.setdefault(opened.box, []).append(opened._replace(head=""))  # asked for whatever is here
        kept = {HERE + box for box in boxes} | {HEADS + one.key for turns in boxes.values() for one in turns}
        known = making.remote_refs(repository, making.HERE, f"{HEADS}*", f"{HERE}*") or {}
        for ref in known.keys() - kept:
            if ref.startswith(HERE) or head_in_box(ref):
                making.forget(repository, making.HERE, ref)
        here, missing = list[str](), list[str]()
        for done, (box, turns) in enumerate(boxes.items(), 1):
            failed = self.fetch(turns, together, alone)
            for one in turns:
                (missing if {HERE + box, HEADS + one.key} & {*failed} else here).append(one.key)
            progress(done, len(boxes))
        return here, missing

    def credentials(self) -> Mapping[str, str]:
        """The token, for the Git that talks to the server of the clone, or to that of the boxes."""
        address = making.address(self.clone.repository, self.clone.remote)
        return self.forge.credentials(address) or self.forge.credentials(self.forge.remote())
