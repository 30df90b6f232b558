"""What still leads to somebody once the register has forgotten them, and the part of it that can be taken away."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from polyvalidate.files import source
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text
from polyvalidate.office.acts.ordinary import ordinary
from polyvalidate.office.acts.search import LARGEST, Hit, Progress, Unread, looked, search
from polyvalidate.office.acts.student_files import edit
from polyvalidate.office.register.personal import Searcher
from polyvalidate.office.register.register import Member
from polyvalidate.repository.commits import Committer
from polyvalidate.repository.git import try_git
from polyvalidate.school.school import School

MOST_FILES, MOST_DEEP = 5000, 3
"""Files and folders in folders beside the register that are looked at."""

_MESSAGE = Text("{cohort}/{code} : compte retiré", "{cohort}/{code}: account taken away")


class Remains(NamedTuple):
    """What leads to somebody, apart from the register and its kept versions.

    ``proposals`` are the commits that name the account;
    ``evidence`` counts the documents of their declarations by where these are kept; ``drafts`` are the letters written
    to them alone, ``lists`` the other files beside the register that tell who they are.
    """

    hits: tuple[Hit, ...]
    unread: tuple[Unread, ...]
    account: str | None
    proposals: int
    evidence: Mapping[str, int]
    drafts: tuple[Path, ...]
    lists: tuple[Path, ...]

    @property
    def any(self) -> bool:
        return bool(self.hits or self.unread or self.account or self.drafts or self.lists)


def remains(school: School, register: Path, member: Member, progress: Progress | None = None) -> Remains:
    """Look for somebody in the repository, and in the files beside their register.

    Raises ``Unreadable`` for a copy of the repository that has not all of it."""
    searcher = Searcher([member], ordinary=ordinary())
    done = search(school.place, searcher, progress)
    student = school.students.get(member.code)
    account = student.account if student is not None else None
    drafts, lists = [], []
    for path in _beside(register):
        if path.name == f"{member.code}.eml":
            drafts.append(path)
        elif path.stat().st_size <= LARGEST and (
            looked(data := path.read_bytes(), searcher)[0] or _names(data, member)
        ):
            lists.append(path)
    return Remains(
        done.hits, done.unread, account, _proposals(school.place, account), _evidence(school, member.code),
        tuple(drafts), tuple(lists),
    )  # fmt: skip


def _names(data: bytes, member: Member) -> bool:
    return member.code.encode() in data


def _beside(register: Path) -> Iterator[Path]:
    """The files of the folder in which a register stands, without itself and its kept versions; no link is followed."""
    top, seen = register.resolve().parent, 0
    for folder, inner, names in os.walk(top):
        here = Path(folder)
        if len(here.relative_to(top).parts) >= MOST_DEEP:
            inner.clear()
        inner[:] = sorted(name for name in inner if not name.startswith(".") and not (here / name / ".git").exists())
        for name in sorted(names):
            seen += 1
            if seen > MOST_FILES:
                return
            path = here / name
            own = here == top and (name == register.name or name.startswith(f"{register.name}."))
            if not own and path.is_file() and not path.is_symlink() and os.access(path, os.R_OK):
                yield path


def _proposals(repository: Path, account: str | None) -> int:
    """The commits that say who proposed them, or whose author has the address that a forge makes of an account."""
    if account is None:
        return 0
    number = account.rpartition(":")[2]
    named = ("--fixed-strings", f"--grep={account}"), ("--basic-regexp", rf"--author=<{number}+[^>]*noreply")
    found: set[bytes] = set()
    for words in named:
        found.update(try_git(repository, "log", "--all", "--format=%H", *words).output.split())
    return len(found)


def _evidence(school: School, code: str) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for entry in school.entries(code):
        plain: Any = source.parse(entry.data).data if entry.data is not None else None
        pieces = plain.get("evidence") if isinstance(plain, dict) else None
        for piece in pieces if isinstance(pieces, list) else ():
            found[str(piece.get("store")) if isinstance(piece, dict) else ""] += 1
    return found


def take_account_away(school: School, member: Member, holder: RoleHolder, when: datetime) -> str:
    """Take the account out of ``student.yml``, in one commit. Raises ``Unreadable``, and then nothing has moved."""
    edited = edit(school, member.code, member.cohort, {"account": None})
    committer = Committer(school.place, school.revision, school.commit)
    said = _MESSAGE.of(school.latest.language, cohort=member.cohort, code=member.code)
    return committer.commit({edited.path: edited.data}, f"{said}\n\nMerged-by: {holder.code}\n", holder.code, when)


def delete(paths: tuple[Path, ...]) -> list[Path]:
    """Delete files; those that could not be."""
    left = []
    for path in paths:
        try:
            path.unlink()
        except OSError:
            left.append(path)
    return left
