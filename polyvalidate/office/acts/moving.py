"""A student's folder brought to another cohort, as it is: the register first, then one commit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.judgement import FolderResult
from polyvalidate.judgement.holding import AWARDS
from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.paths import FolderPath
from polyvalidate.model.words import Text
from polyvalidate.office.acts.shelf import ACT, ACT_TRAILER, Shelf
from polyvalidate.office.register.register import Member
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import School


class Move(NamedTuple):
    """A folder as it would be: its files by their new path, and those that leave; ``before`` and ``after`` are what is
    found of it, ``errors`` what would be new there and stops it."""

    code: str
    cohorts: tuple[int, int]
    files: Mapping[str, bytes]
    gone: tuple[str, ...]
    before: FolderResult
    after: FolderResult
    errors: tuple[Finding, ...]


def prepare(school: School, code: str, cohort: int) -> Move | None:
    """The move of a student's folder; None when it is there already. Raises ``Unreadable``."""
    folder = school.folders.get(code)
    if folder is None:
        raise Unreadable(_NO_FOLDER, code=code)
    now = FolderPath.of(folder.path).cohort
    if now == cohort:
        return None
    path, entries = f"declarations/{cohort}/{code}", school.entries(code)
    kept = [entry.path for entry in entries if entry.data is None]
    if kept:
        raise Unreadable(_NOT_TEXT, path=kept[0])
    new = [entry._replace(path=path + entry.path.removeprefix(folder.path)) for entry in entries]
    sides = ((folder.path, entries), (path, new))
    old, then = (judgement.check_folder(school.judge, school.book, where, side) for where, side in sides)
    known = {(f.code, f.path.removeprefix(folder.path), f.keys) for f in old.findings}
    stops = (f for f in then.findings if f.severity is Severity.ERROR or f.code in AWARDS)
    errors = tuple(f for f in stops if (f.code, f.path.removeprefix(path), f.keys) not in known)
    files = {entry.path: entry.data for entry in new if entry.data is not None}
    return Move(code, (now, cohort), files, tuple(entry.path for entry in entries), old, then, errors)


def carry_out(
    move: Move | None,
    member: Member,
    cohort: int,
    shelf: Shelf,
    committer: Committer,
    signer: str,
    now: datetime,
    lang: str,
) -> str | None:
    """Write the register, then the commit; the commit, None when it was made by a command that was stopped. Raises
    ``Unreadable``: run again, it ends what is left."""
    register = shelf.register
    if register is not None and member.cohort != cohort:
        settings = {**register.settings, ACT: secrets.token_hex(8)}
        register = replace(register.with_members((member._replace(cohort=cohort),)), settings=settings)
        shelf.put(register, now)
    if move is None:
        return None
    number = register.settings.get(ACT) if register is not None else None
    title = _TITLE.of(lang, code=move.code, old=move.cohorts[0], new=move.cohorts[1])
    act = f"{ACT_TRAILER}: {number}\n" if number is not None else ""
    return committer.commit(move.files, f"{title}\n\n{act}Merged-by: {signer}\n", signer, now, move.gone)


_TITLE = Text("{old}/{code} : promotion {new}", "{old}/{code}: cohort {new}")
_NO_FOLDER = Text(
    "{code} n'a pas de dossier sur cette branche. Importez d'abord la liste.",
    "{code} has no folder on this branch. Import the list first.",
)
_NOT_TEXT = Text(
    "{path} n'est pas un fichier de texte ordinaire : ce dossier ne peut pas être déplacé tel quel. Retirez d'abord ce "
    "fichier, ou faites le déplacement avec la personne qui garde la grille.",
    "{path} is no ordinary text file: this folder cannot be moved as it is. Take that file away first, or move it with "
    "the keeper of the grid.",
)
