"""What the boxes show: which of them have something new to say, and the writing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from polyvalidate.forge.balances_asked import folder_at
from polyvalidate.forge.cursor import Ground, digest
from polyvalidate.forge.facts import Opened
from polyvalidate.forge.intake import Intake
from polyvalidate.forge.judging import is_ours, language
from polyvalidate.forge.renewing import Box, renew
from polyvalidate.judgement import FolderResult
from polyvalidate.model.grid import Book
from polyvalidate.model.words import Text
from polyvalidate.reports import my_points
from polyvalidate.reports.my_points import Waiting
from polyvalidate.repository import GitTree, Unreadable
from polyvalidate.repository.boxes import BOX
from polyvalidate.school.check import check

MOST = 100
"""Boxes that are written to in one sweep; the next one goes on."""
_FOLDER = re.compile(rf"declarations/20[0-9]{{2}}/({BOX.pattern})", re.ASCII)


class Shown(NamedTuple):
    """What was done for a box; ``wrong``: it could not be."""

    box: str
    text: Text
    wrong: bool = False


class Boxes:
    """The pages of the boxes. ``open`` are the requests that are open, by what they are called, with their labels."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.open: dict[str, Opened] = {}

    def waiting(self, opened: Opened) -> tuple[Waiting, ...]:
        """The open requests of the student whose request this is."""
        return self._waiting(
            one for one in self.open.values() if (one.box == opened.box if opened.box else one.author == opened.author)
        )

    def _waiting(self, found: Iterator[Opened]) -> tuple[Waiting, ...]:
        return tuple(
            Waiting(
                one.number,
                self.intake.at(one.box).url(one.number).partition("?")[0],
                tuple(sorted(label for label in one.labels if is_ours(label))),
            )
            for one in sorted(found, key=lambda one: one.number)
        )

    def enters(self, opened: Opened, ground: Ground, today: date) -> str | None:
        """A request of a box has entered the record: the box shows so. Gives the commit that does, if there is one."""
        self.open.pop(opened.key, None)
        folder = next((path for path, box in _folders(ground).items() if box == opened.box), None)
        if folder is None:
            return None  # it has left the record since
        result, book = folder_at(self.intake.clone.repository, ground.commit, folder, today)
        return self._renewed(opened.box, ground, *self._page(result, book), opened.head)

    def renewed(self, ground: Ground, today: date, shown: dict[str, tuple[str, str]]) -> Iterator[Shown]:
        """Each box that has something new to say. ``shown`` is what the cursor keeps of them, and is kept up."""
        due = self._due(ground, today, shown)
        tree, written = GitTree(self.intake.clone.repository, ground.commit), 0
        checked = check(tree, today, keep_balances=True, only=lambda one: one.path in due, kept=True) if due else None
        for result in checked.report.results if checked is not None else ():
            box, student = result.path.rpartition("/")[2], result.student
            if checked is None or student is None or (student.left is not None and student.left <= today):
                continue
            page, lang = self._page(result, checked.book)
            said = digest(page, ground.trees[result.path])
            if shown.get(box, ("", ""))[1] != said:
                written += 1
                if written > MOST:
                    return
                try:
                    done = self._renewed(box, ground, page, lang)
                except Unreadable as error:
                    yield Shown(box, error.text, wrong=True)
                    continue
                yield Shown(box, _SHOWN if done is not None else _NO_BOX)
            shown[box] = (due[result.path], said)

    def _due(self, ground: Ground, today: date, shown: Mapping[str, tuple[str, str]]) -> dict[str, str]:
        """The folders whose pages may have changed, each with a digest of what its page depends on."""
        waits: dict[str, list[str]] = {}
        for key, one in sorted(self.open.items()):
            waits.setdefault(one.box, []).append(f"{key} {' '.join(sorted(one.labels))}")
        found = {}
        for folder, box in _folders(ground).items():
            under = digest(ground.under((folder,), today), *waits.get(box, ()))
            if shown.get(box, ("", ""))[0] != under:
                found[folder] = under
        return found

    def _page(self, result: FolderResult, book: Book) -> tuple[str, str]:
        """The first page of a box, and the language it is in."""
        box, lang, student = result.path.rpartition("/")[2], language(book), result.student
        form = ""
        if book.latest is not None and student is not None:
            form = my_points.form_link(book.latest.site, student.code, student.cohort, student.profile)
        waiting = self._waiting(one for one in self.open.values() if one.box == box)
        return my_points.render(result, book, lang, waiting, form), lang

    def _renewed(self, box: str, ground: Ground, page: str, lang: str, head: str = "") -> str | None:
        there = Box(box, self.intake.at(box).remote())
        return renew(self.intake.clone.repository, ground.commit, there, page, lang, head)


def _folders(ground: Ground) -> dict[str, str]:
    """The folders of students, each with the name of their box."""
    return {path: found[1] for path in ground.trees if (found := _FOLDER.fullmatch(path))}


_SHOWN = Text("« Mes points » à jour", "“My points” is up to date")
_NO_BOX = Text("pas de boîte lisible pour cet élève", "no box that can be read for this student")
