"""The school's repository as the registry office needs it: its grids and roles, its students, who it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.files import schema, source
from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book, Grid, RoleHolder
from polyvalidate.model.paths import Entry, Folder, FolderPath, Node, sort_tree
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text
from polyvalidate.repository import GitTree, Unreadable
from polyvalidate.repository.history import first_parents
from polyvalidate.repository.unreadable import no_folder
from polyvalidate.school.check import make_judge


class School:
    """A branch of a repository, read once as Git objects. Raises ``Unreadable`` without a grid that can be read."""

    def __init__(self, place: Path, branch: str, today: date) -> None:
        self.place = place
        self.branch = branch
        self.tree = GitTree(place, branch)
        self.commit = self.tree.commit
        self.judge = make_judge()
        self.sorted = sort_tree(self.tree.nodes())
        grid = judgement.check_grid(self.judge, self.tree.read(self.sorted.grid), today, self.sorted.twins)
        self.book: Book = grid.book
        if not self.book.grids:
            raise Unreadable(
                Text(
                    "Aucune grille lisible sur cette branche : lancez polyvalidate check pour savoir pourquoi.",
                    "No readable grid on this branch: run polyvalidate check to know why.",
                )
            )
        self.folders: dict[str, Folder] = {FolderPath.of(folder.path).code: folder for folder in self.sorted.folders}
        self.files: dict[str, Entry] = {}
        self.students: dict[str, Student] = {}
        self.unreadable: list[str] = []
        self._read_students()

    def _read_students(self) -> None:
        nodes: list[Node] = [
            node for folder in self.sorted.folders for node in folder.nodes if node.path == f"{folder.path}/student.yml"
        ]
        for entry in self.tree.read(nodes):
            code = FolderPath.of(entry.path).code
            self.files[code] = entry
            parsed = source.parse(entry.data) if entry.data is not None else None
            if parsed is None or not parsed.readable or not self.judge.reader.accepts("student", parsed.data):
                self.unreadable.append(code)
            else:
                self.students[code] = schema.read_student(entry.path, parsed.data)

    @property
    def latest(self) -> Grid:
        return self.book.grids[max(self.book.grids)]

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
        codes = [holder.code for holder in offices]
        if code is None and len(offices) == 1:
            return offices[0]
        if code is not None and code in codes:
            return offices[codes.index(code)]
        raise Unreadable(_WHO if code is None else _NOT_IN_OFFICE, codes=tuple(codes))


_WHO = Text(
    "Dites qui vous êtes avec --as : {codes:list} (grid/roles.yml).",
    "Say who you are with --as: {codes:list} (grid/roles.yml).",
)
_NOT_IN_OFFICE = Text(
    "Ce code n'est pas celui d'une scolarité en fonction. Écrivez --as {codes:list}.",
    "This code is not that of a registry office in office. Write --as {codes:list}.",
)


def open_school(place: Path, branch: str, today: date) -> School:
    if not place.is_dir():
        raise no_folder(place)
    return School(place, branch, today)
