"""What the jury decided of students, read from the branch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from polyvalidate.files import schema, source
from polyvalidate.model.folder import Quitus
from polyvalidate.model.paths import folder_of
from polyvalidate.repository.history import as_of
from polyvalidate.school.school import School


def decisions(school: School, codes: Iterable[str]) -> tuple[dict[str, Quitus], list[str]]:
    """The jury's decision by pseudonym, of those who have one; and the paths of decisions that cannot be read."""
    wanted = [school.folders[code] for code in codes if code in school.folders]
    nodes = [node for folder in wanted for node in folder.nodes if node.path == f"{folder.path}/quitus.yml"]
    found: dict[str, Quitus] = {}
    broken: list[str] = []
    for entry in school.tree.read(nodes):
        parsed = source.parse(entry.data) if entry.data is not None else None
        folder = folder_of(entry.path)
        if parsed is None or not parsed.readable or not school.judge.reader.accepts("quitus", parsed.data):
            broken.append(entry.path)
        elif folder is not None:
            found[folder[18:]] = schema.read_quitus(entry.path, parsed.data)
    return found, broken


def decided_before(school: School, now: Mapping[str, Quitus], session: str) -> dict[str, Quitus]:
    """What the jury of a session decided of those of whom a later one has decided since, by pseudonym: the results of
    July may be asked for in October."""
    found: dict[str, Quitus] = {}
    later = {code: quitus for code, quitus in now.items() if quitus.session > session}
    while later:
        day = max(quitus.on for quitus in later.values())
        those = [code for code, quitus in later.items() if quitus.on == day]
        then = as_of(school.place, school.revision, day - timedelta(days=1))
        before = decisions(School.at(school.place, then.commit, school.book.today), those)[0] if then else {}
        for code in those:
            del later[code]
            quitus = before.get(code)
            if quitus is not None and quitus.session == session:
                found[code] = quitus
            elif quitus is not None and quitus.session > session and quitus.on < day:
                later[code] = quitus
    return found
