"""Records that Git stores and nobody should make: without dates, without a zone, with a head that is not whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from polyvalidate.model.findings import Finding
from polyvalidate.repository import Unreadable
from polyvalidate.school.audit import Audit, audit
from tests.examples import FolderTree
from tests.gitmaking import WHO, Repository
from tests.places import BASE
from tests.proposing import FAIR, FOLDER

NEW = f"{FOLDER}/3.3-lycee.yml"
NEVER = "Personne d'essai <personne@example.org> 99999999999999999999 +0000"
GRID = "grid/2025-2026/rules.yml"


def at(moment: datetime, name: str = "Personne d'essai", address: str = "personne@example.org") -> str:
    return f"{name} <{address}> {int(moment.timestamp())} +0000"


class History:
    """Commits one after the other, each of the school with files laid over it, and of who and when it says."""

    def __init__(self, folder: Path) -> None:
        self.made = Repository(folder)
        self.files = dict(FolderTree(BASE).files)
        self.last: list[str] = []

    def goes_on(self, files: dict[str, str | None], who: str = WHO, message: str = "Fusion\n") -> str:
        for path, text in files.items():
            self.files.pop(path, None)
            if text is not None:
                self.files[path] = (0o100644, text.encode())
        self.last = [self.made.commit(self.made.snapshot(self.files), *self.last, who=who, message=message)]
        return self.last[0]

    def audit(self) -> Audit:
        return audit(self.made.folder, self.last[0])


def said(found: Audit) -> list[list[str]]:
    def codes(findings: tuple[Finding, ...]) -> list[str]:
        return sorted({finding.code for finding in findings})

    return [codes(wrong.judged.findings) for wrong in found.illegal]


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "école.git")


def test_a_first_commit_without_a_date_is_before_all_others_and_is_taken_as_it_is(history: History) -> None:
    history.goes_on({}, NEVER)
    history.goes_on({"README.md": "a\n"}, WHO)

    found = history.audit()

    assert (found.start.merged, found.head.merged) == (
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert (found.sound, found.merges) == (True, 1)


def test_a_commit_without_a_date_is_named_and_is_of_the_moment_before(history: History) -> None:
    history.goes_on({}, at(datetime(2025, 12, 1, tzinfo=UTC)))
    history.goes_on({"README.md": "x\n"}, WHO)
    wrong = history.goes_on({"README.md": "a\n"}, NEVER)
    history.goes_on({"README.md": "b\n"}, WHO)

    found = history.audit()

    assert [(one.merge.commit, one.merge.merged) for one in found.illegal] == [
        (wrong, datetime(2026, 1, 1, tzinfo=UTC))
    ]
    assert said(found) == [["PP628"]]


def test_a_commit_that_changes_nothing_is_judged_by_what_it_is(history: History) -> None:
    history.goes_on({})
    history.goes_on({}, NEVER)
    history.goes_on({}, WHO)

    assert said(history.audit()) == [["PP628"]]


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Cayenne", "Pacific/Auckland"])
def test_a_history_without_any_date_is_told_in_every_zone(history: History, zone: str) -> None:
    rules = history.files[GRID][1].decode()
    history.goes_on({GRID: f"{rules}timezone: {zone}\n"}, NEVER)
    history.goes_on({NEW: FAIR}, NEVER)
    history.goes_on({NEW: None}, NEVER)

    assert [codes[-1] for codes in said(history.audit())] == ["PP628", "PP628"]


SIGNED = FAIR + "evaluation:\n  decision: accepted\n  points: 0.5\n  by: ref-3\n  on: 2026-02-09\n"
BY_US = "Demande fusionnée\n\nProposed-by: github:2000001\nEvaluated-by: ref-3\n"
LAST_HOUR, FIRST_HOUR = datetime(2026, 2, 9, 22, 30, tzinfo=UTC), datetime(2026, 2, 9, 23, 30, tzinfo=UTC)
"""Of 9 February in Paris, and of the next day there."""


OVERSEAS = timedelta(hours=3)
"""By which midnight comes earlier in La Réunion, in winter."""


@pytest.mark.parametrize(
    ("zone", "earlier"),
    [
        ("", timedelta(0)),
        ("timezone: Europe/Pariss\n", timedelta(0)),
        ("timezone: Europe\n", timedelta(0)),
        ("timezone: Indian/Reunion\n", OVERSEAS),
    ],
)
@pytest.mark.parametrize(("moment", "wrong"), [(LAST_HOUR, []), (FIRST_HOUR, [["PP603"]])])
def test_who_is_in_office_is_told_by_the_clock_of_the_school_or_that_of_paris(
    history: History, zone: str, earlier: timedelta, moment: datetime, wrong: list[list[str]]
) -> None:
    roles = history.files["grid/roles.yml"][1].decode().replace("until: 2027-08-31", "until: 2026-02-09")
    history.goes_on({"grid/roles.yml": roles, GRID: history.files[GRID][1].decode() + zone})
    history.goes_on({NEW: SIGNED}, at(moment - earlier, "ref-3", "ref-3@polyvalidate.invalid"), BY_US)

    assert said(history.audit()) == wrong


def test_a_head_of_which_something_is_missing_stops_the_audit_instead_of_passing(history: History) -> None:
    base = history.goes_on({})
    tree = history.made.snapshot({**history.files, NEW: (0o100644, FAIR.encode())})
    head = history.made.commit(tree, base)
    history.goes_on({NEW: SIGNED}, at(LAST_HOUR, "ref-3", "ref-3@polyvalidate.invalid"), f"{BY_US}Head: {head}\n")
    sound = history.audit().sound
    (history.made.objects / tree[:2] / tree[2:]).unlink()

    with pytest.raises(Unreadable):
        history.audit()
    assert sound


def test_a_commit_without_a_date_that_a_merge_brings_is_told_with_the_merge(history: History) -> None:
    base = history.goes_on({})
    tree = history.made.snapshot({**history.files, NEW: (0o100644, SIGNED.encode())})
    head = history.made.commit(tree, base, who=NEVER)
    history.last = [history.made.commit(tree, base, head, who=at(LAST_HOUR))]

    found = history.audit()

    assert ([codes[-1] for codes in said(found)], [one.commit for one in found.named]) == (["PP628"], history.last)


def test_what_was_wrong_before_a_change_of_the_grid_is_not_held_against_it(history: History) -> None:
    history.goes_on({NEW: FAIR.replace("to: 2026-02-03", "to: 2026-02-01")})
    message = "Demande fusionnée\n\nProposed-by: github:1000031\nMerged-by: grille-1\n"
    who = at(LAST_HOUR, "grille-1", "grille-1@polyvalidate.invalid")
    history.goes_on({GRID: history.files[GRID][1].decode() + "# relu\n"}, who, message)

    assert said(history.audit()) == []


@pytest.mark.parametrize(("moment", "wrong"), [(LAST_HOUR, 0), (FIRST_HOUR, 1)])
def test_where_no_grid_can_be_read_the_clock_is_that_of_paris(history: History, moment: datetime, wrong: int) -> None:
    roles = history.files["grid/roles.yml"][1].decode()
    roles = roles.replace("    role: keeper\n", "    role: keeper\n    until: 2026-02-09\n")
    history.goes_on({"grid/roles.yml": roles, GRID: "[\n"})
    message = "Demande fusionnée\n\nProposed-by: github:1000031\nMerged-by: grille-1\n"
    history.goes_on({"README.md": "x\n"}, at(moment, "grille-1", "grille-1@polyvalidate.invalid"), message)

    assert len(said(history.audit())) == wrong
