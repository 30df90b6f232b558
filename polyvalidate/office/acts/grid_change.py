"""Files of the grid as a keeper would write them: what the gate would say, and what it does to every student.

Each folder is judged once with the new grid, and compared with what it was: the same impact as ``grid impact`` gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from polyvalidate import judgement
from polyvalidate.files import edit, source
from polyvalidate.judgement.change import check_change
from polyvalidate.judgement.impact import Impact
from polyvalidate.judgement.rights import Authority, actor_of, writers_of
from polyvalidate.judgement.verdict import Around, Change, OtherChange, Request
from polyvalidate.model.findings import Finding, Keys
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.paths import Entry
from polyvalidate.model.words import Text, plain
from polyvalidate.repository import Overlaid, Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.school.check import Checked, check
from polyvalidate.school.impact import weigh
from polyvalidate.school.school import School


class Edit(NamedTuple):
    """One value of one file: its route, as in ``files.edit``, and what it becomes (None: removed)."""

    path: str
    keys: Keys
    value: Any


class Weighed(NamedTuple):
    """``findings`` stand against it: nothing may be written as long as there is one. ``impact`` is None while the grid
    cannot be read, or where nobody asked for it."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    book: Book
    impact: Impact | None


def edited(school: School, edits: Iterable[Edit]) -> dict[str, bytes]:
    """The files with these values, every other byte as it was. Raises ``Unreadable`` for one that a program cannot
    change."""
    entries = {entry.path: entry.data or b"" for entry in school.tree.read(school.sorted.grid)}
    files: dict[str, bytes] = {}
    for path, keys, value in edits:
        data = files.get(path, entries.get(path, b""))
        try:
            files[path] = edit.remove(data, keys) if value is None else edit.set_value(data, keys, value)
        except edit.Uneditable:
            raise Unreadable(UNEDITABLE, path=path) from None
    return {path: data for path, data in files.items() if data != entries.get(path)}


def files_of(school: School, year: str) -> dict[str, str]:
    """The file of each category of a year."""
    nodes = [node for node in school.sorted.grid if node.path.startswith(f"grid/{year}/")]
    found = {}
    for entry in school.tree.read(nodes):
        said = source.parse(entry.data or b"").data
        if isinstance(said, dict) and isinstance(said.get("category"), str):
            found[said["category"]] = entry.path
    return found


def weighed(school: School, holder: RoleHolder, files: Mapping[str, bytes], before: Checked | None = None) -> Weighed:
    """What these files, new ones too, would bring as the change of this person. ``before`` is the school checked with
    its balances, where that is known already."""
    today, judge = school.book.today, school.judge
    old = before or check(school.tree, today, keep_balances=True)
    new = check(Overlaid(school.tree, files), today, keep_balances=True)
    entries = {entry.path: entry for entry in school.tree.read(school.sorted.grid)}
    theirs = {path: Entry(path, 0o100644, len(data), data) for path, data in files.items()}
    after = judgement.check_grid(judge, list((entries | theirs).values()), today, school.sorted.twins).book
    authority = Authority(actor_of(holder.account, school.book), school.book, writers_of(judge.reader.schemas))
    change = Change((), tuple(OtherChange(path, entries.get(path), entry) for path, entry in theirs.items()))
    around = Around(old.report.findings, new.report.findings, across=True)
    verdict = check_change(judge, authority, change, Request(holder.account, today), after, around)
    return Weighed(files, verdict.introduced if verdict.to_mend else (), after, weigh(old, new))


def carry_out(
    files: Mapping[str, bytes], title: Text, committer: Committer, holder: RoleHolder, now: datetime, lang: str
) -> str:
    """Write them in one commit, which is given; ``title`` says what, in the language of the record. Raises
    ``Unreadable``."""
    message = f"{plain(title.of(lang))}\n\nMerged-by: {holder.code}\n"
    return committer.commit(files, message, holder.code, now)


UNEDITABLE = Text(
    "{path} ne peut pas être modifié sans toucher au reste. Faites-le à la main.",
    "{path} cannot be changed without touching the rest. Do it by hand.",
)
