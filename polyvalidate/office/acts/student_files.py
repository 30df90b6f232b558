"""``student.yml`` files as changes want them, and what each would bring with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from polyvalidate import judgement
from polyvalidate.files import canonical
from polyvalidate.files import edit as editing
from polyvalidate.judgement import FolderResult
from polyvalidate.judgement.holding import AWARDS
from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.words import Text
from polyvalidate.office.register.changes import Change
from polyvalidate.repository import Unreadable
from polyvalidate.school.school import School


class Edited(NamedTuple):
    """A student's file as it would be, and what would be new in the folder and stops it: errors, a quitus that would no
    longer agree. ``sides`` is the folder judged before and after; None for one that begins."""

    code: str
    path: str
    data: bytes
    errors: tuple[Finding, ...]
    sides: tuple[FolderResult, FolderResult] | None = None


def wanted_keys(changes: Iterable[Change]) -> dict[str, dict[str, Any]]:
    """What is to be written of each student, by pseudonym; the later change of a key wins."""
    found: dict[str, dict[str, Any]] = {}
    for change in changes:
        if change.code is not None and change.wanted:
            found.setdefault(change.code, {}).update(change.wanted)
    return found


def edit(school: School, code: str, cohort: int, wanted: Mapping[str, Any]) -> Edited:
    """The file of one student, new or with every other byte as it was. Raises ``Unreadable`` for one that cannot be
    changed by a program."""
    path = f"declarations/{cohort}/{code}/student.yml"
    before = school.files.get(code)
    if before is None or before.data is None:
        plain = {key: value for key, value in wanted.items() if value is not None}
        data = canonical.student_yaml(plain).encode()
        return Edited(code, path, data, ())
    data = before.data
    try:
        for key, value in wanted.items():
            data = editing.remove(data, key) if value is None else editing.set_value(data, (key,), value)
    except editing.Uneditable:
        raise Unreadable(
            Text(
                "{path} ne peut pas être modifié sans toucher au reste. Faites-le à la main.",
                "{path} cannot be changed without touching the rest. Do it by hand.",
            ),
            path=path,
        ) from None
    entries = school.entries(code)
    edited = [e._replace(data=data, size=len(data)) if e.path == before.path else e for e in entries]
    folder = school.folders[code].path
    old, new = (judgement.check_folder(school.judge, school.book, folder, side) for side in (entries, edited))
    known = {(f.code, f.path, f.keys) for f in old.findings}
    stops = (f for f in new.findings if f.severity is Severity.ERROR or f.code in AWARDS)
    errors = tuple(f for f in stops if (f.code, f.path, f.keys) not in known)
    return Edited(code, path, data, errors, (old, new))
