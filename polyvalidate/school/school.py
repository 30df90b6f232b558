"""A school's repository at one moment, opened once: its grids and roles, its folders, its students."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

from polyvalidate import judgement
from polyvalidate.files import schema, source
from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book, Grid, RoleHolder
from polyvalidate.model.paths import Entry, Folder, FolderPath, Layout, sort_tree
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text
from polyvalidate.repository import GitTree, Tree, Unreadable, open_tree
from polyvalidate.repository.history import first_parents
from polyvalidate.repository.unreadable import no_folder
from polyvalidate.school.check import make_judge

NO_GRID = Text(
    "Aucune grille lisible ici : lancez polyvalidate check pour savoir pourquoi.",
    "No readable grid here: run polyvalidate check to know why.",
)


class School:
    """The grids, the roles and the folders of a tree, judged on a day.

    ``place`` is the folder of the repository, ``revision`` what was asked of it (empty: the disk). ``book`` holds the
    grids and the roles; ``folders`` the folder of each student by pseudonym. Raises ``Unreadable`` when no grid can be
    read.
    """

    def __init__(self, place: Path, tree: Tree, today: date, revision: str = "") -> None:
        self.place = place
        self.revision = revision
        self.tree = tree
        self.judge = make_judge()
        self.sorted: Layout = sort_tree(tree.nodes())
        grid = judgement.check_grid(self.judge, tree.read(self.sorted.grid), today, self.sorted.twins)
        self.book: Book = grid.book
        if not self.book.grids:
            raise Unreadable(NO_GRID)
        self.folders: dict[str, Folder] = {FolderPath.of(folder.path).code: folder for folder in self.sorted.folders}

    @classmethod
    def at(cls, place: Path, revision: str | None, today: date) -> Self:
        """A school at a Git revision (a branch, a commit), or as it stands on disk when that is None."""
        if not place.is_dir():
            raise no_folder(place)
        return cls(place, open_tree(place, revision), today, revision or "")

    @property
    def commit(self) -> str:
        """The commit that was read. Raises ``Unreadable`` on disk, where there is none."""
        if not isinstance(self.tree, GitTree):
            raise Unreadable(Text("Aucun commit n'a été lu ici.", "No commit was read here."))
        return self.tree.commit

    @property
    def latest(self) -> Grid:
        """The grid of the last year."""
        grid = self.book.latest
        assert grid is not None  # noqa: S101 - a school without a grid was not opened
        return grid

    @cached_property
    def files(self) -> dict[str, Entry]:
        """The ``student.yml`` of each student, by pseudonym."""
        nodes = {f"{folder.path}/student.yml": code for code, folder in self.folders.items()}
        wanted = [node for folder in self.sorted.folders for node in folder.nodes if node.path in nodes]
        return {nodes[entry.path]: entry for entry in self.tree.read(wanted)}

    @cached_property
    def students(self) -> dict[str, Student]:
        """What is said of each student whose ``student.yml`` reads, by pseudonym."""
        found = {}
        for code, entry in self.files.items():
            parsed = source.parse(entry.data) if entry.data is not None else None
            if parsed is not None and parsed.readable and self.judge.reader.accepts("student", parsed.data):
                found[code] = schema.read_student(entry.path, parsed.data)
        return found

    @property
    def unreadable(self) -> list[str]:
        """The students whose ``student.yml`` does not read."""
        return [code for code in self.files if code not in self.students]

    def entries(self, code: str) -> list[Entry]:
        """All the files of a student's folder."""
        folder = self.folders.get(code)
        return self.tree.read(folder.nodes) if folder is not None else []

    def root(self) -> str:
        """The first commit of the record."""
        return first_parents(self.place, self.commit)[0]

    def signer(self, code: str | None) -> RoleHolder:
        """Who signs the commit: the code given, else the only one of the registry office. Raises ``Unreadable``."""
        offices = [h for h in self.book.roles.values() if h.role == "registry" and in_office(h, self.book.today)]
        codes = tuple(holder.code for holder in offices)
        if code is None and len(offices) == 1:
            return offices[0]
        if code in codes:
            return offices[codes.index(code)]
        known = codes or ("—",)
        if code is None:
            raise Unreadable(
                Text(
                    "Dites qui vous êtes avec --as : {known:list} (grid/roles.yml).",
                    "Say who you are with --as: {known:list} (grid/roles.yml).",
                ),
                known=known,
            )
        raise Unreadable(
            Text(
                "Ce code n'est pas celui d'une scolarité en fonction. Écrivez --as {known:list}.",
                "This code is not that of a registry office in office. Write --as {known:list}.",
            ),
            known=known,
        )


def open_school(place: Path, branch: str, today: date) -> School:
    """A school at the tip of a branch."""
    return School.at(place, branch, today)
