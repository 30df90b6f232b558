"""Trees and commits that no Git writes: what ``git fsck --strict`` says of them we say, and the gate refuses them."""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.repository import clean_environment
from polyvalidate.repository.soundness import commit_fault, raw_rows, tree_faults
from tests.extent import WHOLE
from tests.gitmaking import FOLDER, WHO, Name, Repository, Row
from tests.hostile.scene import MINE, School, visit
from tests.running import run

SAID = re.compile(r"(?:error|warning) in (?:tree|commit) ([0-9a-f]{40}): (\w+):")
BROKEN = re.compile(r"error: (?:([0-9a-f]{40}): object (?:corrupt|could not be parsed)|object ([0-9a-f]{40}))")
ID, OTHER_ID = bytes(range(20)), bytes(range(1, 21))
NUMBER = 2_000 if WHOLE else 400


def fsck(made: Repository, objects: dict[bytes, bytes]) -> dict[bytes, set[str]]:
    """What Git says of objects (content and kind), each made as somebody would who wants no check."""
    ids = {made.git("hash-object", "--literally", "-w", "-t", kind.decode(), "--stdin", stdin=raw): raw
           for raw, kind in objects.items()}  # fmt: skip
    done = subprocess.run(
        ["git", "fsck", "--strict", "--no-dangling"],
        cwd=made.folder,
        env=clean_environment(),
        capture_output=True,
        check=False,
    )
    found: dict[bytes, set[str]] = {raw: set() for raw in objects}
    for line in (done.stderr + done.stdout).decode("utf-8", "replace").splitlines():
        if (said := SAID.match(line)) is not None and said[1] in ids:
            found[ids[said[1]]].add(said[2])
        elif (broken := BROKEN.match(line)) is not None and (broken[1] or broken[2]) in ids:
            found[ids[broken[1] or broken[2]]].add("unreadable")
    return found


def row(mode: bytes, name: bytes, oid: bytes = ID) -> bytes:
    return mode + b" " + name + b"\0" + oid


def ours(raw: bytes) -> set[str]:
    rows = raw_rows(raw, 20)
    return {"badTree"} if rows is None else {fault for fault, _ in tree_faults(rows)}


TREES: dict[str, list[bytes]] = {
    "sound": [row(b"100644", b"a"), row(b"100755", b"b"), row(b"40000", b"c"), row(b"120000", b"d")],
    "a submodule": [row(b"160000", b"e")],
    "a folder sorts as if it ended with a slash": [row(b"100644", b"a.b"), row(b"40000", b"a"), row(b"100644", b"a0")],
    "a folder before its place": [row(b"40000", b"a"), row(b"100644", b"a.b")],
    "out of order": [row(b"100644", b"b"), row(b"100644", b"a")],
    "twice": [row(b"100644", b"a"), row(b"100644", b"a", OTHER_ID)],
    "twice, far apart": [row(b"100644", b"a"), row(b"100644", b"a.b"), row(b"40000", b"a")],
    "mode after a zero": [row(b"040000", b"a")],
    "mode of a file after a zero": [row(b"0100644", b"a")],
    "odd mode": [row(b"100600", b"a")],
    "mode of nothing": [row(b"777", b"a")],
    "no id": [row(b"100644", b"a", bytes(20))],
    "whole path": [row(b"100644", b"a/b")],
    "dot": [row(b"40000", b".")],
    "dots": [row(b"40000", b"..")],
    "git folder": [row(b"40000", b".git")],
    "git folder in capitals": [row(b"40000", b".GiT")],
    "git folder on Windows": [row(b"40000", b"git~1")],
    "git folder with an ending": [row(b"40000", b".git. .")],
    "git folder with a stream": [row(b"40000", b".git::$INDEX_ALLOCATION")],
    "git folder after a backslash": [row(b"100644", b"a\\.git\\b")],
    "git folder on a Macintosh": [row(b"40000", ".g\u200cit".encode())],
    "git folder and no text": [row(b"40000", b".git\xff")],
    "almost a git folder": [row(b"40000", b".gitx"), row(b"100644", b"git~2"), row(b"100644", b"xgit~1")],
    "ignorable and then something": [row(b"40000", ".git\u200cx".encode())],
    "link of modules": [row(b"120000", b".gitmodules")],
    "link of modules, short": [row(b"120000", b"GITMOD~1")],
    "link of modules, shorter": [row(b"120000", b"gi7eb~10")],
    "no link of modules": [row(b"120000", b"gi7eb~1x"), row(b"120000", b"gitmod~5")],
}  # fmt: skip
MALFORMED = {
    "cut short": b"100644 a\0\1\2",
    "no rows": b"no rows at all",
    "no name": b"100644 \0" + ID,
    "mode in words": b"+100644 a\0" + ID,
    "no mode": b" a\0" + ID,
    "mode in digits of ours": b"100688 a\0" + ID,
}
PEOPLE = WHO.encode()
SOUND = b"tree " + b"1" * 40 + b"\nparent " + b"2" * 40 + b"\nauthor %s\ncommitter %s\n\nessai\n" % (PEOPLE, PEOPLE)
IDENTITIES = {
    "missingNameBeforeEmail": b"<a@example.org> 1767225600 +0000",
    "badName": b"A > B <a@example.org> 1767225600 +0000",
    "missingEmail": b"A 1767225600 +0000",
    "missingSpaceBeforeEmail": b"A<a@example.org> 1767225600 +0000",
    "badEmail": b"A <a@example.org 1767225600 +0000",
    "missingSpaceBeforeDate": b"A <a@example.org>1767225600 +0000",
    "zeroPaddedDate": b"A <a@example.org> 01767225600 +0000",
    "badDateOverflow": b"A <a@example.org> 18446744073709551616 +0000",
    "badDate": b"A <a@example.org> hier +0000",
    "badTimezone": b"A <a@example.org> 1767225600 Paris",
}
COMMITS = {
    "sound": (SOUND, None),
    "no tree": (SOUND.partition(b"\n")[2], "missingTree"),
    "tree of words": (SOUND.replace(b"1" * 40, b"of several words", 1), "badTreeSha1"),
    "parent cut short": (SOUND.replace(b"2" * 40, b"2" * 39), "badParentSha1"),
    "no author": (SOUND.replace(b"author %s\n" % PEOPLE, b"", 1), "missingAuthor"),
    "two authors": (SOUND.replace(b"author", b"author %s\nauthor" % PEOPLE, 1), "multipleAuthors"),
    "no committer": (SOUND.replace(b"committer %s\n" % PEOPLE, b""), "missingCommitter"),
    "a zero in its header": (SOUND.replace(b"Personne", b"Per\0sonne"), "nulInHeader"),
    "a zero in its message": (SOUND.replace(b"\nessai", b"\nes\0sai"), "nulInCommit"),
    "a header without end": (SOUND.partition(b"\n\n")[0], "unterminatedHeader"),
    "without a message": (SOUND.partition(b"\n\n")[0] + b"\n", None),
    "year 9999": (SOUND.replace(b"1767225600", b"253402300799"), None),
    **{f"author: {fault}": (SOUND.replace(PEOPLE, who, 1), fault) for fault, who in IDENTITIES.items()},
    **{f"committer: {fault}": (SOUND[::-1].replace(PEOPLE[::-1], who[::-1], 1)[::-1], fault)
       for fault, who in IDENTITIES.items()},
}  # fmt: skip


def test_trees_have_the_faults_that_git_finds_in_them(tmp_path: Path) -> None:
    trees = {b"".join(rows): b"tree" for rows in TREES.values()}
    said = fsck(Repository(tmp_path / "objects"), trees)

    assert {name: ours(b"".join(rows)) for name, rows in TREES.items()} == {
        name: said[b"".join(rows)] for name, rows in TREES.items()
    }


@pytest.mark.parametrize("name", MALFORMED)
def test_bytes_that_are_no_rows_are_no_tree_for_git_either(tmp_path: Path, name: str) -> None:
    raw = MALFORMED[name]

    assert ours(raw) == {"badTree"}
    assert fsck(Repository(tmp_path / "objects"), {raw: b"tree"})[raw] != set()


def test_commits_have_the_fault_that_git_finds_in_them(tmp_path: Path) -> None:
    said = fsck(Repository(tmp_path / "objects"), {raw: b"commit" for raw, _ in COMMITS.values()})

    assert {name: commit_fault(raw, 40) for name, (raw, _) in COMMITS.items()} == {
        name: fault for name, (_, fault) in COMMITS.items()
    }
    assert {name: said[raw] for name, (raw, _) in COMMITS.items()} == {
        name: {"unreadable"} if name in UNREAD else {fault} if fault else set() for name, (_, fault) in COMMITS.items()
    }


def random_trees(chosen: random.Random) -> Iterator[bytes]:
    names = [b"a", b"a.b", b"a0", b"a-b", b"b", b".git", b".gIt ", b"git~1", b"x\\git~1:", b".", b"..", b"a/b"]
    names += [
        b".gitmodules",
        b"gitmod~4 .",
        b"gi7e~100",
        b"c\xc3\xa9",
        b".git\xc3",
        b".git\xe2\x80\x8c",
        b"\xef\xbb\xbf.git",
    ]
    modes = [b"100644"] * 6 + [b"100755", b"40000", b"40000", b"120000", b"160000", b"0100644", b"040000", b"100600"]
    for _ in range(NUMBER):
        rows = [
            row(chosen.choice(modes), chosen.choice(names), chosen.choice([ID] * 9 + [bytes(20)]))
            for _ in range(chosen.randint(1, 4))
        ]
        yield b"".join(rows if chosen.random() < 0.5 else sorted(rows, key=lambda one: one.partition(b" ")[2]))


def random_commits(chosen: random.Random) -> Iterator[bytes]:
    """A sound commit with a few bytes changed, none of them into a digit, a space or a sign where Git reads a number
    as C does, which later versions do not."""
    header = SOUND.index(b"author")
    for _ in range(NUMBER):
        raw = bytearray(SOUND)
        for _ in range(chosen.randint(1, 3)):
            at = chosen.randrange(header, len(raw))
            raw[at : at + chosen.randint(0, 2)] = chosen.choice(
                [b"", b"<", b">", b"\n", b"\0", b"x", b"author ", b"\n\n"]
            )
        yield bytes(raw)


def test_any_tree_is_refused_by_us_when_git_refuses_it(tmp_path: Path) -> None:
    trees = dict.fromkeys(random_trees(random.Random(20260210)), b"tree")
    said = fsck(Repository(tmp_path / "objects"), trees)

    assert len({frozenset(faults) for faults in said.values()}) > 20
    assert {raw: ours(raw) for raw in trees if _in_order(ours(raw)) != _in_order(said[raw])} == {}


def _in_order(faults: set[str]) -> set[str]:
    """Of rows that are out of order Git does not see all that are twice, and a whole path has no order."""
    vague = {"duplicateEntries", "treeNotSorted"} if "fullPathname" in faults else {"duplicateEntries"}
    return faults - vague if faults & {"treeNotSorted", "fullPathname"} else faults


def test_any_commit_is_refused_by_us_when_git_refuses_it(tmp_path: Path) -> None:
    commits = dict.fromkeys(random_commits(random.Random(20260210)), b"commit")
    said = fsck(Repository(tmp_path / "objects"), commits)
    found = {raw: {fault} if (fault := commit_fault(raw, 40)) else set() for raw in commits}

    assert len({frozenset(faults) for faults in said.values()}) > 10
    # Of a line that ends before its date, an older Git reads on in the next one.
    differ = {raw: faults for raw, faults in found.items() if faults != said[raw] - {"unreadable"}}
    assert {raw: faults for raw, faults in differ.items() if b"> \n" not in raw or faults != {"badDate"}} == {}


# --- the gate, the audit


def planted(school: School, raw: bytes) -> str:
    """A tree of the school in which a folder of mine is these bytes, with objects that are there."""
    from tests.gitmaking import nested

    made = school.made
    file, folder = bytes.fromhex(made.blob(b"x")), bytes.fromhex(made.folder_of({"a.pdf": b"x"}))
    for known in (ID, OTHER_ID):
        raw = re.sub(rb"(?s)(40000 [^\0]*\0)%s" % re.escape(known), rb"\g<1>%s" % folder.replace(b"\\", rb"\\"), raw)
        raw = raw.replace(known, file)
    top: dict[Name, Any] = nested({**school.files, f"{MINE}/3.3-visite-au-lycee.yml": visit})
    top["declarations"]["2025"]["s-base000001"]["evidence"] = (FOLDER, school.made.write(b"tree", raw))
    return school.made.folder_of(top)


FAULTY = {
    **{name: b"".join(rows) for name, rows in TREES.items() if ours(b"".join(rows))},
    **MALFORMED,
}


@pytest.mark.parametrize("name", FAULTY)
def test_no_new_tree_that_git_refuses_passes(tmp_path: Path, name: str) -> None:
    """Neither at the end of a branch, nor where a later commit has taken it away again, nor in what was merged."""
    school = School(tmp_path / "school")
    made = school.made
    wrong = made.commit(planted(school, FAULTY[name]), school.base)
    mended = made.commit(made.snapshot({**school.files, f"{MINE}/3.3-visite-au-lycee.yml": visit}), wrong)
    stale = school.propose({"README.md": b"# Meanwhile\n"})

    for base, head in ((school.base, wrong), (stale, wrong), (school.base, mended), (stale, mended)):
        answer = school.gate(head, base=base)
        assert (answer.code, answer.status, "PP627" in answer.codes) == (1, "failure", True), (name, answer)
    assert audited(school, made.commit(made.snapshot({**school.files, "README.md": b"a"}), school.base, mended)) == 1
    assert audited(school, made.commit(planted(school, FAULTY[name]), school.base)) == 1


def test_a_tree_is_found_however_deep_a_branch_has_hidden_it(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    made = school.made
    deep = made.tree([Row(b"100644", b"b", made.blob(b"x")), Row(b"100644", b"a", made.blob(b"x"))])
    for _ in range(40):
        deep = made.folder_of({"a": (FOLDER, deep)})
    hidden = made.commit(made.folder_of({"a": (FOLDER, deep)}), school.base)
    head = made.commit(made.snapshot({**school.files, f"{MINE}/3.3-visite-au-lycee.yml": visit}), hidden)

    assert school.gate(head).status == "failure"


@pytest.mark.parametrize("name", [name for name, (_, fault) in COMMITS.items() if fault or name == "year 9999"])
def test_no_new_commit_that_git_refuses_passes(tmp_path: Path, name: str) -> None:
    school = School(tmp_path / "school")
    made = school.made
    tree = made.snapshot({**school.files, f"{MINE}/3.3-visite-au-lycee.yml": visit})
    raw = COMMITS[name][0].replace(b"1" * 40, tree.encode(), 1).replace(b"2" * 40, school.base.encode(), 1)
    wrong = made.write(b"commit", raw)
    after = made.commit(tree, wrong)

    for head in (wrong, after):
        answer = school.gate(head)
        told = bool(answer.codes & {"PP628", "PP629"})
        assert (answer.code, told) == (1, True) or (name in UNREAD and answer.code in (1, 2)), answer
        assert audited(school, head) in ({1, 2} if name in UNREAD else {1})


UNREAD = {"no tree", "tree of words", "parent cut short"}
"""Git itself cannot walk through such a commit: there may be no verdict, and nothing is green."""


def audited(school: School, head: str) -> int:
    code, _, error = run("audit", "--repo", school.made.folder, "--rev", head, "--since", school.base, lang="en")
    assert "Traceback" not in error
    return code


@pytest.mark.parametrize(("days", "passes"), [(-400, False), (-2, False), (0, True), (400, True)])
def test_a_commit_is_not_of_a_day_before_the_one_it_follows(tmp_path: Path, days: int, passes: bool) -> None:
    school = School(tmp_path / "school")
    made = school.made
    began = 1_000_000_000
    first = made.commit(made.snapshot(school.files), who=f"A <a@example.org> {began} +0000")
    tree = made.snapshot({**school.files, f"{MINE}/3.3-visite-au-lycee.yml": visit})
    head = made.commit(tree, first, who=f"A <a@example.org> {began + days * 86_400} +0000")
    answer = school.gate(head, base=first)
    _, report, _ = run("audit", "--repo", made.folder, "--rev", head, "--since", first, "--format", "json")

    assert (answer.code == 0, "PP629" in answer.codes, "PP629" in report) == (passes, not passes, not passes)


def test_a_school_whose_last_commit_is_of_the_future_goes_on(tmp_path: Path) -> None:
    """One clock that was ahead is not held against all who come after."""
    school = School(tmp_path / "school")
    made = school.made
    ahead = made.commit(made.snapshot(school.files), school.base, who="A <a@example.org> 4000000000 +0000")
    tree = made.snapshot({**school.files, f"{MINE}/3.3-visite-au-lycee.yml": visit})

    assert school.gate(made.commit(tree, ahead), base=ahead).code == 0


def test_days_do_not_go_back_by_small_steps_either(tmp_path: Path) -> None:
    """Each of them is within what two clocks may differ by; an evaluator could so reach the days of a former role."""
    school = School(tmp_path / "school")
    made = school.made
    small, honest = [school.base], [school.base]
    for number in range(1, 4):
        tree = made.snapshot({**school.files, "README.md": b"%d" % number})
        for chain, step in ((small, -80_000), (honest, -80_000 // number)):
            chain.append(made.commit(tree, chain[-1], who=f"A <a@example.org> {1_767_225_600 + number * step} +0000"))

    found = [
        [wrong["commit"] for wrong in json.loads(report)["illegal"] if "PP629" in str(wrong)]
        for tip in (small[-1], honest[-1])
        for _, report, _ in [
            run("audit", "--repo", made.folder, "--rev", tip, "--since", school.base, "--format", "json")
        ]
    ]

    assert found == [[small[2]], []]


def test_a_parent_named_after_the_committer_is_none(tmp_path: Path) -> None:
    """Git does not see it, so that no clone has it: whoever looked for it would never audit that school again."""
    school = School(tmp_path / "school")
    made = school.made
    tree = made.snapshot({**school.files, f"{MINE}/3.3-visite-au-lycee.yml": visit})
    raw = SOUND.replace(b"1" * 40, tree.encode()).replace(b"2" * 40, school.base.encode())
    head = made.write(b"commit", raw.replace(b"\n\n", b"\nparent %s\n\n" % (b"3" * 40), 1))

    assert school.gate(head).code == 0
    assert audited(school, made.commit(made.snapshot(school.files), school.base, head)) == 0


def test_a_commit_of_very_many_parents_is_refused_without_reading_them(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    made = school.made
    tree = made.snapshot({**school.files, f"{MINE}/3.3-visite-au-lycee.yml": visit})
    others = [made.commit(made.snapshot(school.files), school.base, message=str(number)) for number in range(60)]
    several = made.commit(tree, school.base, *others[:9])
    often = made.commit(tree, *[school.base] * 50_000)

    assert (school.gate(several).code, school.gate(often).code) == (0, 0)
    many = school.gate(made.commit(tree, school.base, *others))
    assert (many.code, many.codes) == (1, {"PP625"})
