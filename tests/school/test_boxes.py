"""What a request of a box would make of the record: one commit, always the same, in the folder of one student."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.judgement.verdict import Request
from polyvalidate.model.paths import folder_of
from polyvalidate.repository import Unreadable
from polyvalidate.repository.boxes import HEADS, HERE, Apart, head_of, proposed
from polyvalidate.school.gate import gate
from polyvalidate.school.land import build, land
from polyvalidate.school.merge import Ask, Ready, prepare
from tests.proposing import FAIR, FOLDER, OPEN_DAY, STUDENT, School

BOX = "s-base000001"
NAME = "3.3-lycee.yml"


class Boxed:
    """The clone of a sweep, with a box in it: its branch, and heads that go their way from there."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.main = self.commit({"README.md": "Mes points\n", "3.1-portes-ouvertes.yml": school.read(OPEN_DAY)})
        school.git("update-ref", HERE + BOX, self.main)

    def commit(self, files: Mapping[str, str | None], *parents: str) -> str:
        """A commit of these files, on top of what its first parent holds; ``120000:…`` is a link."""
        index = str(self.school.place / ".git" / "box-index")
        words = ("env", f"GIT_INDEX_FILE={index}", "git", "-C", str(self.school.place))
        Path(index).unlink(missing_ok=True)
        if parents:
            subprocess.run([*words, "read-tree", parents[0]], check=True)
        for path, text in files.items():
            mode, data = ("120000", text[7:]) if text is not None and text.startswith("120000:") else ("100644", text)
            if data is None:
                subprocess.run([*words, "rm", "-q", "--cached", path], check=True)
                continue
            made = subprocess.run(
                [*words, "hash-object", "-w", "--stdin"], input=data.encode(), capture_output=True, check=True
            )
            info = f"{mode},{made.stdout.decode().strip()},{path}"
            subprocess.run([*words, "update-index", "--add", "--cacheinfo", info], check=True)
        tree = subprocess.check_output([*words, "write-tree"]).decode().strip()
        above = [word for parent in parents for word in ("-p", parent)]
        return self.school.git("commit-tree", tree, *above, "-m", "boîte")

    def judged(self, head: str, box: str = BOX) -> str:
        return proposed(self.school.place, "main", head, box)

    def changed(self, head: str) -> list[str]:
        return self.school.git("diff", "--name-only", "main", self.judged(head)).split()


@pytest.fixture
def boxed(tmp_path: Path) -> Boxed:
    return Boxed(School(tmp_path / "école"))


def test_a_declaration_of_a_box_is_put_in_the_folder_of_its_student(boxed: Boxed) -> None:
    head = boxed.commit({NAME: FAIR, "evidence/attestation.pdf": "PDF", "README.md": "Salut\n"}, boxed.main)

    assert boxed.changed(head) == [f"{FOLDER}/{NAME}"]
    assert boxed.school.git("show", f"{boxed.judged(head)}:{FOLDER}/{NAME}") == FAIR.strip()


def test_it_is_the_same_commit_each_time_wherever_it_is_made(boxed: Boxed, tmp_path: Path) -> None:
    head = boxed.commit({NAME: FAIR}, boxed.main)
    subprocess.run(["git", "clone", "-q", "--mirror", boxed.school.place, tmp_path / "ailleurs"], check=True)
    boxed.school.git("update-ref", "refs/heads/demande", head)
    subprocess.run(["git", "-C", tmp_path / "ailleurs", "fetch", "-q"], check=True)

    made = boxed.judged(head)
    assert (boxed.judged(head), proposed(tmp_path / "ailleurs", "main", head, BOX)) == (made, made)
    assert boxed.school.git("rev-parse", f"{made}^@") == boxed.school.git("rev-parse", "main")


def test_nothing_in_a_box_is_put_outside_the_folder_of_its_student(boxed: Boxed) -> None:
    hostile = {
        "declarations/2025/s-base000002/3.3-lycee.yml": FAIR,
        "grid/roles.yml": "holders: {}\n",
        ".github/workflows/vol.yml": "on: push\n",
        "student.yml": "account: forge:1\n",
        "3.4-lien.yml": "120000:/etc/passwd",
        "evidence/a/b.pdf": "trop bas",
    }

    paths = boxed.changed(boxed.commit(hostile, boxed.main))

    assert sorted(paths) == sorted(f"{FOLDER}/{path}" for path in hostile)


@pytest.mark.parametrize("name", [".git", "..", "../s-base000002/3.3-lycee.yml", "/etc/x.yml", "./3.3-lycee.yml"])
def test_a_name_that_no_work_tree_can_hold_stays_in_the_folder_and_is_refused(boxed: Boxed, name: str) -> None:
    blob = boxed.school.git("rev-parse", f"{boxed.main}:README.md")
    raw = b"100644 %b\0%b" % (name.encode(), bytes.fromhex(blob))
    words = ("git", "-C", str(boxed.school.place), "hash-object", "-w", "--literally", "-t", "tree", "--stdin")
    tree = subprocess.run(words, input=raw, capture_output=True, check=True).stdout.decode().strip()
    head = boxed.school.git("commit-tree", tree, "-p", boxed.main, "-m", "boîte")

    found = gate(boxed.school.place, "main", head, Request(STUDENT, date(2026, 2, 10), box=BOX), date(2026, 2, 10))

    assert found.verdict.to_mend
    assert {folder_of(one.path) for one in found.verdict.changes} <= {FOLDER}


def test_a_head_that_has_entered_its_box_gives_what_it_gave_before(boxed: Boxed) -> None:
    head = boxed.commit({NAME: FAIR}, boxed.main)
    before = boxed.judged(head)
    shown = boxed.commit({NAME: FAIR + "evaluation: {}\n"}, boxed.main, head)
    boxed.school.git("update-ref", HERE + BOX, boxed.commit({"README.md": "1 point\n"}, shown))

    assert boxed.judged(head) == before


def test_a_withdrawn_declaration_leaves_the_folder(boxed: Boxed) -> None:
    head = boxed.commit({"3.1-portes-ouvertes.yml": None}, boxed.main)

    assert boxed.changed(head) == [OPEN_DAY]


def test_what_the_record_and_the_request_have_both_changed_is_the_student_s_to_mend(boxed: Boxed) -> None:
    head = boxed.commit({"3.1-portes-ouvertes.yml": boxed.school.read(OPEN_DAY) + "# moi\n"}, boxed.main)
    boxed.school.settle({OPEN_DAY: boxed.school.read(OPEN_DAY) + "# l'école\n"})

    with pytest.raises(Apart, match=r"3\.1-portes-ouvertes\.yml has changed"):
        boxed.judged(head)


def test_a_box_of_nobody_and_a_history_of_its_own_are_said(boxed: Boxed) -> None:
    boxed.school.git("update-ref", f"{HERE}s-0000000000", boxed.main)
    head = boxed.commit({NAME: FAIR}, boxed.main)

    with pytest.raises(Apart, match="the code of any student"):
        boxed.judged(head, "s-0000000000")
    with pytest.raises(Apart, match="nothing in common"):
        boxed.judged(boxed.commit({NAME: FAIR}))


def test_a_request_of_a_box_is_merged_while_its_head_stands_where_it_was_judged_and_not_after(boxed: Boxed) -> None:
    place, day = boxed.school.place, date(2026, 2, 10)
    head = boxed.commit({NAME: FAIR}, boxed.main)
    boxed.school.git("update-ref", f"{HEADS}{BOX}/3", head)
    asked = Ask("main", f"{HEADS}{BOX}/3", "ref-3", Request(STUDENT, day, box=BOX), 3, Spoken(Word.ACCEPT), {})
    ready = prepare(place, asked, day)
    assert isinstance(ready, Ready)
    commit = build(place, ready, datetime(2026, 2, 10, 10, tzinfo=UTC))

    boxed.school.git("update-ref", f"{HEADS}{BOX}/3", boxed.commit({NAME: FAIR + "hours: 3\n"}, boxed.main))
    moved = land(place, asked, ready, commit)
    boxed.school.git("update-ref", f"{HEADS}{BOX}/3", head)
    landed = land(place, asked, ready, commit)

    assert (moved is not None, landed, boxed.school.git("rev-parse", "main")) == (True, None, commit)


def test_what_people_call_a_request_of_a_box_is_its_head_here_or_said_not_to_be(boxed: Boxed) -> None:
    boxed.school.git("update-ref", f"{HEADS}{BOX}/3", boxed.main)
    place, found = boxed.school.place, (f"{HEADS}{BOX}/3", f"{BOX}/3", BOX, 3)

    assert head_of(place, f"{BOX}/3") == head_of(place, f"{HEADS}{BOX}/3") == found
    assert [head_of(place, one) for one in ("main", "refs/pull/3/head", f"{BOX}/03")] == [
        ("main", "", "", None),
        ("refs/pull/3/head", "", "", None),
        (f"{BOX}/03", "", "", None),
    ]
    with pytest.raises(Unreadable, match="polyvalidate boxes fetch"):
        head_of(place, f"{BOX}/4")
