"""A whole tree checked, in memory: what is read, by how many processes, what is remembered and what is told."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import threading
import warnings
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from polyvalidate.judgement.calling import closed_for
from polyvalidate.model.paths import Entry, Node, sort_tree
from polyvalidate.rules import RULES
from polyvalidate.school import check as checking
from polyvalidate.school.check import Checked, Memory, check, make_judge
from tests.examples import FolderTree
from tests.places import BASE
from tests.proposing import FAIR, FOLDER, STUDENT

DAY = date(2026, 3, 1)
SECOND, THIRD, FOURTH = (FOLDER.replace("000001", f"00000{n}") for n in (2, 3, 4))
NEW = "3.3-lycee.yml"
YEAR = "grid/2025-2026/rules.yml"


class Heard(FolderTree):
    """A tree that tells what is read of it; its files are named by their content, as those of Git are."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(BASE)
        self.files |= {path: (0o100644, text.encode()) for path, text in files.items()}
        self.heard: list[str] = []

    def nodes(self) -> list[Node]:
        return [n._replace(ref=hashlib.sha1(self.files[n.path][1]).hexdigest()) for n in super().nodes()]

    def read(self, nodes: Sequence[Node]) -> list[Entry]:
        self.heard.extend(node.path for node in nodes)
        return super().read(nodes)

    def again(self) -> list[str]:
        """The folders of which something was read since it was last asked."""
        found, self.heard = sorted({path.rpartition("/")[0] for path in self.heard if path[:3] == "dec"}), []
        return found


def school(files: Mapping[str, str] | None = None) -> Heard:
    """Three students: of the second and the third, half a point each, with the same evidence."""
    student = (BASE / FOLDER / "student.yml").read_text(encoding="utf-8")
    others = {
        path: text
        for number, folder in enumerate((SECOND, THIRD), 2)
        for path, text in (
            (f"{folder}/student.yml", student.replace(STUDENT, f"github:200000{number}")),
            (f"{folder}/{NEW}", FAIR),
        )
    }
    return Heard(others | dict(files or {}))


def told(checked: Checked) -> list[tuple[str, str, int]]:
    return [(f.code, f.path, f.span.line) for f in checked.report.findings]


SAME_EVIDENCE = [("PP501", f"{THIRD}/{NEW}", 11)]
"""With the line where it stands, of a file that is read for it."""


def test_a_tree_is_judged_folder_by_folder_and_side_by_side() -> None:
    tree = school({f"{SECOND}/notes.txt": "x", "schemas/student.schema.json": "{}", "grid/x.txt": "x"})
    found = check(tree, DAY)

    assert told(found) == [
        ("PP019", f"{SECOND}/notes.txt", 1),
        *SAME_EVIDENCE,
        ("PP019", "grid/x.txt", 1),
        ("PP021", "schemas/student.schema.json", 1),
    ]
    assert (found.report.folders, found.book.today, list(found.book.grids), found.tree) == (3, DAY, ["2025-2026"], tree)


def test_a_name_that_some_disk_confuses_is_told_wherever_it_is() -> None:
    twins = {f"{SECOND}/{NEW.upper()}": FAIR, YEAR.replace("rules", "Rules"): "x", "grid/2025-2026/RULES.yml": "x"}

    assert [path for code, path, _ in told(check(school(twins), DAY)) if code == "PP020"] == [
        f"{SECOND}/3.3-LYCEE.YML",
        f"{SECOND}/{NEW}",
        "grid/2025-2026/RULES.yml",
        "grid/2025-2026/Rules.yml",
        YEAR,
    ]


def test_balances_are_kept_for_who_asks() -> None:
    kept = check(school(), DAY, keep_balances=True).report.results
    left = check(school(), DAY).report.results

    assert [one.balance is not None for one in kept] == [True, True, True]
    assert [(one.balance, one.student, one.claims) for one in left] == [(None, None, ())] * 3


def test_only_the_folders_that_are_asked_for_are_read() -> None:
    tree = school()
    found = check(tree, DAY, only=lambda folder: folder.path != THIRD)

    assert (tree.again(), [one.path for one in found.report.results], told(found)) == (
        [FOLDER, SECOND],
        [FOLDER, SECOND],
        [],
    )


def test_rules_that_are_left_out_say_nothing() -> None:
    assert told(check(school(), DAY, rules=RULES.without("PP501"))) == []


@pytest.mark.parametrize("batch", [3, 4])
def test_files_are_read_in_batches_and_told_as_they_are_done(monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(checking, "BATCH", batch)
    heard: list[tuple[int, int]] = []
    more = Heard(_texts(school()) | {path.replace(SECOND, FOURTH): text for path, text in _texts(school()).items()})
    check(more, DAY, progress=lambda *done: heard.append(done))

    assert heard == [(4, 8), (8, 8)]


def test_nobody_collects_what_the_check_makes_and_the_collector_is_left_as_it_was() -> None:
    seen: list[bool] = []
    check(school(), DAY, progress=lambda *_: seen.append(gc.isenabled()))
    seen.append(gc.isenabled())
    gc.disable()
    try:
        check(school(), DAY)
        seen.append(gc.isenabled())
    finally:
        gc.enable()

    assert seen == [False, True, False]


@pytest.mark.parametrize(
    ("worth", "jobs", "cores", "threads", "forks"),
    [
        (6, 2, 1, 1, 2),
        (6, None, 2, 1, 2),
        (7, 2, 2, 1, 0),
        (6, 1, 2, 1, 0),
        (6, None, 1, 1, 0),
        (6, None, None, 1, 0),
        (6, 2, 2, 2, 0),
    ],
)
def test_as_many_processes_judge_as_there_are_cores_once_it_is_worth_it(
    monkeypatch: pytest.MonkeyPatch, worth: int, jobs: int | None, cores: int | None, threads: int, forks: int
) -> None:
    """Forked whatever is the way of this machine: what they judge with cannot be sent to them. Not from a process that
    has other threads, as those who run the tests have."""
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    monkeypatch.setattr(checking, "WORTH_FORKING", worth)
    monkeypatch.setattr(checking, "BATCH", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    fork, forked, usual = os.fork, list[None](), multiprocessing.get_start_method()
    heard: list[tuple[int, int]] = []

    def counted() -> int:
        forked.append(None)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    multiprocessing.set_start_method("spawn", force=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # whoever runs the tests has threads of its own
            found = check(school(), DAY, jobs=jobs, progress=lambda *done: heard.append(done))
    finally:
        multiprocessing.set_start_method(usual, force=True)

    assert (told(found), heard, len(forked)) == (SAME_EVIDENCE, [(2, 6), (4, 6), (6, 6)], forks)
    assert [one.path for one in found.report.results] == [FOLDER, SECOND, THIRD]


def test_two_checks_at_once_in_one_process_do_not_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "BATCH", 1)
    begun, goes_on, other = threading.Event(), threading.Event(), list[Checked]()

    def waits(*_: int) -> None:
        begun.set()
        goes_on.wait(30)

    def look() -> None:
        other.append(check(school(), DAY, only=lambda folder: folder.path != FOLDER, progress=waits, jobs=1))

    thread = threading.Thread(target=look)

    def meanwhile(*_: int) -> None:
        goes_on.set()
        thread.join(30)

    thread.start()
    begun.wait(30)
    found = check(school(), DAY, keep_balances=True, progress=meanwhile, jobs=1)

    assert [one.path for one in other[0].report.results] == [SECOND, THIRD]
    assert [one.balance is None for one in other[0].report.results] == [True, True]
    assert [one.balance is None for one in found.report.results] == [False, False, False]


def _texts(tree: Heard) -> dict[str, str]:
    return {path: data.decode() for path, (_, data) in tree.files.items() if path.startswith("declarations/")}


# --- what is remembered


def test_a_folder_that_was_judged_is_not_read_again_while_all_that_judges_it_is_the_same() -> None:
    memory, tree = Memory(), school()

    def judged(tree: Heard, day: date = DAY, **more: object) -> tuple[list[str], list[tuple[str, str, int]]]:
        found = check(tree, day, memory=memory, **more)  # type: ignore[arg-type]
        assert [one.path for one in sorted(found.report.results, key=lambda one: one.path)] == [FOLDER, SECOND, THIRD]
        return tree.again(), told(found)

    moved = school({f"{SECOND}/{NEW}": FAIR.replace("to: 2026-02-03", "to: 2026-02-01")})
    error = [("PP308", f"{SECOND}/{NEW}", 5), *SAME_EVIDENCE]
    later = school({YEAR: (BASE / YEAR).read_text(encoding="utf-8") + "# relu\n"})
    everybody = [FOLDER, SECOND, THIRD]

    assert judged(tree) == (everybody, SAME_EVIDENCE)
    assert judged(tree) == ([THIRD], SAME_EVIDENCE)
    assert judged(moved) == ([SECOND, THIRD], error)
    assert judged(tree) == ([THIRD], SAME_EVIDENCE)
    assert judged(tree, date(2026, 3, 2)) == (everybody, SAME_EVIDENCE)
    assert judged(later, date(2026, 3, 2)) == (everybody, SAME_EVIDENCE)
    assert judged(tree, date(2026, 3, 2)) == (everybody, SAME_EVIDENCE)
    assert judged(tree, date(2026, 3, 2), rules=RULES.without("PP501")) == (everybody, [])


def test_a_folder_is_judged_again_when_a_name_in_it_is_confused_with_another() -> None:
    memory, tree = Memory(), school()
    shouted = school({f"{SECOND.upper().replace('DECLARATIONS', 'declarations')}/{NEW}": FAIR})
    check(tree, DAY, memory=memory)
    known = tree.again()
    twin = told(check(shouted, DAY, memory=memory))
    read = shouted.again()

    assert (known, read) == ([FOLDER, SECOND, THIRD], [SECOND, THIRD])
    assert ("PP020", f"{SECOND}/{NEW}", 2) in twin
    assert told(check(tree, DAY, memory=memory)) == SAME_EVIDENCE
    assert tree.again() == [THIRD]


def test_the_oldest_is_forgotten_once_there_is_twice_what_a_tree_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "BATCH", 1)
    memory = Memory()
    trees = [school({f"{FOLDER}/3.1-{n}.yml": FAIR, f"{SECOND}/3.1-{n}.yml": FAIR}) for n in range(4)]
    for tree in trees:
        check(tree, DAY, memory=memory)
    layouts = [sort_tree(tree.nodes()) for tree in trees]
    known = [len(memory.recall(layout.folders, layout.twins)[0]) for layout in layouts]

    assert known == [1, 3, 3, 3]


@pytest.mark.parametrize(("opened", "told"), [(date(2026, 6, 15), False), (date(2026, 6, 16), True)])
def test_what_no_campaign_takes_that_day_is_told_on_its_line_and_of_that_declaration_only(
    opened: date, told: bool
) -> None:
    checked = check(school({f"{FOLDER}/{NEW}": FAIR}), DAY, keep_balances=True)
    (mine,) = [result for result in checked.report.results if result.path == FOLDER]
    path, data = f"{FOLDER}/{NEW}", FAIR.encode()

    found = closed_for(make_judge(), mine, path, data, opened, checked.book)

    line = FAIR[: FAIR.index("period:")].count("\n") + 1
    expected = [("PP621", path, line, opened)] if told else []
    assert [(one.code, one.path, one.span.line, one.details["day"]) for one in found] == expected
