"""What is past its time in a school, read from its branch; folders removed in one commit, rows from the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from polyvalidate.judgement.verdict import FolderChange
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.paths import kind_of
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.decided import decisions
from polyvalidate.office.acts.judge import against_all
from polyvalidate.office.acts.shelf import Shelf
from polyvalidate.office.register.keeping import Kept, Past, Person, by_cohort, folder_of, past
from polyvalidate.office.register.register import Member
from polyvalidate.repository.commits import Committer
from polyvalidate.school.evidence import declarations
from polyvalidate.school.school import School


class Removal(NamedTuple):
    """The folders that one person of the registry office removes, their own left aside, and what stands against it."""

    people: tuple[Person, ...]
    own: tuple[Person, ...]
    findings: tuple[Finding, ...]


def read(school: School, members: Iterable[Member]) -> Past:
    """What is past its time. Raises ``Unreadable`` for a branch that cannot be read."""
    nodes = [node for folder in school.folders.values() for node in folder.nodes if kind_of(node.path) == "declaration"]
    quitus, _ = decisions(school, school.folders)
    declared = declarations(school.judge.reader, school.tree.read(nodes))
    return past(Kept(school.students, quitus, declared, members), school.latest.retention, school.book)


def removal(school: School, people: Sequence[Person], holder: RoleHolder) -> Removal:
    """Whether the rules let somebody remove these folders."""
    own = tuple(one for one in people if school.students[one.code].account == holder.account)
    others = tuple(one for one in people if one not in own)
    changes = []
    for one in others:
        before = tuple(school.entries(one.code))
        changes.append(FolderChange(folder_of(one), before, (), frozenset(entry.path for entry in before)))
    return Removal(others, own, against_all(school, holder, changes))


def remove_folders(committer: Committer, school: School, removed: Removal, holder: RoleHolder, now: datetime) -> str:
    """One commit without these folders. Raises ``Unreadable``, and then nothing has moved."""
    lang = school.latest.language
    lines = [plain(_SUBJECT.of(lang, n=len(removed.people))), ""]
    lines += [f"  {cohort} : {number}" for cohort, number in by_cohort(removed.people).items()]
    message = "\n".join([*lines, "", f"Merged-by: {holder.code}", ""])
    gone = [folder_of(one) for one in removed.people]
    return committer.commit({}, message, holder.code, now, without=gone)


_SUBJECT = Text(
    "Fin de conservation : {n} {n:dossier retiré|dossiers retirés}",
    "End of retention: {n} {n:folder|folders} removed",
)


def forget(shelf: Shelf, members: Iterable[Member]) -> tuple[Path, ...]:
    """Erase rows from the register and its backups; the backups that could not be cleaned."""
    remaining: set[Path] = set()
    for member in members:
        remaining |= {*shelf.forget(member.code).remaining}
    return tuple(sorted(remaining))
