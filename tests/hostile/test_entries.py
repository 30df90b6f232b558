"""Entries of a tree that are no ordinary file, and files that programs would obey: refused, and never followed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gitmaking import FOLDER, GITLINK, LINK, PROGRAM, Name, Repository, Row, nested
from tests.hostile.scene import KEEPER, ME, MINE, OPEN_DAY, OTHER, STRANGER, VISIT, WITNESS, School, declared, visit

Tree = dict[Name, Any]
Plant = Callable[[Repository, Tree], str | None]


def mine(tree: Tree) -> Tree:
    folder: Tree = tree["declarations"]["2025"]["s-base000001"]
    return folder


def put(name: str, value: Any) -> Plant:
    def planted(_made: Repository, tree: Tree) -> None:
        *folders, last = name.split("/")
        here = tree
        for folder in folders:
            here = here.setdefault(folder, {})
        here[last] = value

    return planted


def rows_of(made: Repository, tree: Tree) -> list[Row]:
    """The rows of a folder as they would be, to be altered."""
    raw = made.git("cat-file", "-p", made.folder_of(tree)).splitlines()
    split = [line.partition("\t") for line in raw]
    return [Row(facts.split()[0].encode().lstrip(b"0"), name.encode(), facts.split()[2]) for facts, _, name in split]


def in_my_folder(alter: Callable[[Repository, list[Row]], list[Row]]) -> Plant:
    """The rows of my folder, altered and written as they are."""

    def planted(made: Repository, tree: Tree) -> None:
        rows = alter(made, rows_of(made, mine(tree)))
        tree["declarations"]["2025"]["s-base000001"] = (FOLDER, made.tree(rows))

    return planted


def raw_tree(data: bytes) -> Plant:
    def planted(made: Repository, tree: Tree) -> None:
        mine(tree)["evidence"] = (FOLDER, made.write(b"tree", data))

    return planted


def embedded(_made: Repository, tree: Tree) -> None:
    config = b"[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = touch /tmp/owned\n"
    mine(tree)["x"] = {"HEAD": b"ref: refs/heads/main\n", "config": config, "objects": {"a": b""}, "refs": {"a": b""}}


def bomb(leaf: Callable[[Repository], str]) -> Plant:
    def planted(made: Repository, tree: Tree) -> None:
        below = leaf(made)
        for _ in range(20):
            below = made.folder_of({f"{n}": (FOLDER, below) for n in range(10)})
        mine(tree)["evidence"] = (FOLDER, below)

    return planted


def twice(name: str, data: bytes, mode: bytes = b"100644") -> Plant:
    return in_my_folder(lambda made, rows: [*rows, Row(mode, name.encode(), made.blob(data))])


DAY = OPEN_DAY.rpartition("/")[2]

ENTRIES: dict[str, tuple[Plant, set[str]]] = {
    "symlink": (put(VISIT, (LINK, b"/etc/passwd")), {"PP002"}),
    "symlink to the base's file": (put(VISIT, (LINK, b"3.1-portes-ouvertes.yml")), {"PP002"}),
    "submodule": (put(VISIT, (GITLINK, "1" * 40)), {"PP002"}),
    "submodule anywhere": (put(f"{MINE}/lib", (GITLINK, "1" * 40)), {"PP610"}),
    "new executable": (put(VISIT, (PROGRAM, visit)), {"PP002"}),
    "executable bit": (put(OPEN_DAY, (PROGRAM, declared)), {"PP002", "PP604"}),
    "file becomes symlink": (put(OPEN_DAY, (LINK, b"student.yml")), {"PP002", "PP604"}),
    "student.yml becomes symlink": (put(f"{MINE}/student.yml", (LINK, b"../s-base000002/student.yml")), {"PP603"}),
    "file becomes submodule": (put(OPEN_DAY, (GITLINK, "1" * 40)), {"PP002", "PP604"}),
    "directory replaces file": (put(OPEN_DAY, {"a.yml": visit}), {"PP604", "PP610"}),
    "file replaces folder": (put(MINE, visit), {"PP610", "PP603"}),
    "file replaces cohort": (put("declarations/2025", visit), {"PP610", "PP602"}),
    "symlink replaces declarations": (put("declarations", (LINK, b"/etc")), {"PP610"}),
    "symlink in the place of my folder": (put(MINE, (LINK, b"s-base000002")), {"PP610"}),
    "mode 100600": (put(VISIT, (0o100600, visit)), {"PP002", "PP626"}),
    "mode 100666": (put(VISIT, (0o100666, visit)), {"PP002", "PP626"}),
    "mode 140000": (put(VISIT, (0o140000, visit)), {"PP002", "PP626"}),
    "mode 777777": (put(VISIT, (0o777777, visit)), {"PP002", "PP626"}),
    "mode of a folder, on a file": (twice("3.3-a.yml", visit, b"40000"), {"PP626"}),
    "mode with a zero before it": (
        in_my_folder(lambda made, rows: [*rows, Row(b"0100644", b"3.3-a.yml", made.blob(visit))]),
        {"PP626"},
    ),
    "mode of one digit": (twice("3.3-a.yml", visit, b"0"), {"PP626"}),
    "mode in words": (twice("3.3-a.yml", visit, b"+100644"), {"PP626"}),
    "the same name twice": (twice(DAY, visit), {"PP626"}),
    "the same name twice, one a folder": (
        in_my_folder(lambda made, rows: [*rows, Row(b"40000", DAY.encode(), made.folder_of({"a.yml": visit}))]),
        {"PP626"},
    ),
    "my folder twice": (
        lambda made, tree: _again(made, tree, "2025", "s-base000001", {"3.3-a.yml": visit}),
        {"PP626"},
    ),
    "rows out of order": (in_my_folder(lambda _made, rows: rows[::-1]), set()),
    "tree cut short": (raw_tree(b"100644 3.3-a.yml\0" + b"\1" * 7), {"PP626"}),
    "tree of no rows": (raw_tree(b"no rows at all"), {"PP626"}),
    "object that is missing": (raw_tree(b"100644 a.pdf\0" + b"\1" * 20), set()),
    "tree that repeats itself": (bomb(lambda made: made.folder_of({"a.pdf": b"x"})), {"PP625"}),
    "tree that repeats nothing": (bomb(lambda made: made.tree([])), {"PP625"}),
    "tree under the mode of a file": (lambda made, tree: _mismatch(tree, made.tree([])), {"PP002"}),
    "commit under the mode of a file": (
        lambda made, tree: _mismatch(tree, made.commit(made.tree([]))),
        {"PP002"},
    ),
    "root .gitattributes": (put(".gitattributes", b"*.yml merge=ours\n"), {"PP603", "PP620"}),
    "own .gitattributes": (put(f"{MINE}/.gitattributes", b"*.yml merge=union\n"), {"PP610"}),
    ".gitattributes in evidence": (put(f"{MINE}/evidence/.gitattributes", b"* filter=x\n"), {"PP610"}),
    ".gitmodules": (put(".gitmodules", b'[submodule "a"]\n\tpath = a\n\turl = --upload-pack=id\n'), {"PP603"}),
    ".mailmap": (put(".mailmap", b"Moi <a@example.org> Autre <b@example.org>\n"), {"PP603"}),
    "workflow": (put(".github/workflows/sweep.yml", b"on: pull_request_target\n"), {"PP603"}),
    "CODEOWNERS": (put("CODEOWNERS", b"* @moi\n"), {"PP603"}),
    "GitLab's": (put(".gitlab-ci.yml", b"a: {script: id}\n"), {"PP603"}),
    "conftest.py": (put("conftest.py", b"raise SystemExit\n"), {"PP603"}),
    "pyproject.toml": (put("pyproject.toml", b"[project]\n"), {"PP603"}),
    "code in evidence": (put(f"{MINE}/evidence/conftest.py", b"raise SystemExit\n"), {"PP610"}),
    "page in evidence": (put(f"{MINE}/evidence/a.html", b"<script>alert(1)</script>\n"), {"PP610"}),
    "schema": (put("schemas/declaration.schema.json", b"{}\n"), {"PP603", "PP620"}),
    "roles": (put("grid/roles.yml", b"holders: {moi: {role: evaluator, account: github:2000001}}\n"), {"PP603"}),
    "embedded repository": (embedded, {"PP610"}),
    "pointer instead of the file": (
        put(VISIT, b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12\n"),
        {"PP017"},
    ),
}


def _again(made: Repository, tree: Tree, cohort: str, student: str, files: Tree) -> None:
    rows = rows_of(made, tree["declarations"][cohort])
    rows.append(Row(b"40000", student.encode(), made.folder_of(files)))
    tree["declarations"][cohort] = (FOLDER, made.tree(rows))


def _mismatch(tree: Tree, oid: str) -> None:
    mine(tree)["3.3-visite-au-lycee.yml"] = (0o100644, oid)


HIDING = {
    "file replaces folder",
    "file replaces cohort",
    "symlink replaces declarations",
    "symlink in the place of my folder",
    "mode with a zero before it",
    "mode of one digit",
    "mode in words",
    "my folder twice",
    "tree that repeats itself",
    "tree that repeats nothing",
}
"""Attacks that take the whole folder with them, or fill it: the file beside them is not read."""
MISSING = {"object that is missing"}
"""What our copy of the repository lacks is nobody's fault here: no verdict, exit 2, and nothing is green."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """One for the hundreds of requests that are only looked at."""
    return Repository(tmp_path_factory.mktemp("hostile") / "school")


@pytest.mark.parametrize("stale", [False, True], ids=["fresh", "stale"])
@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("actor", [ME, OTHER, STRANGER], ids=["owner", "student", "stranger"])
def test_an_entry_that_is_no_declaration_is_refused(
    repository: Repository, entry: str, actor: str, stale: bool
) -> None:
    school = School(repository)
    planted, expected = ENTRIES[entry]
    head = school.propose_tree(planted)
    base = school.propose({"README.md": b"# Meanwhile\n"}) if stale else school.base
    answer = school.gate(head, actor, base=base)

    if entry in MISSING:
        assert (answer.code, answer.verdict) == (2, None)
        assert answer.error.count("\n") == 1
        return
    assert (answer.code, answer.status) == (1, "failure")
    if actor == ME and not stale:
        assert expected <= answer.codes
        if entry not in HIDING:
            assert "PP302" in answer.codes_of(WITNESS)


@pytest.mark.parametrize("path", ["declarations", "grid", "schemas"])
def test_not_even_a_keeper_puts_a_link_in_the_place_of_a_folder(tmp_path: Path, path: str) -> None:
    school = School(tmp_path / "school", {"schemas/README.md": b"x\n"})

    def link(_made: Repository, tree: Tree) -> None:
        tree[path] = (LINK, b"/etc")

    answer = school.gate(school.propose_tree(link), KEEPER)

    assert (answer.code, answer.status) == (1, "failure")
    assert "PP610" in answer.codes_of(path)


@pytest.mark.parametrize(("actor", "status"), [(KEEPER, "success"), (STRANGER, "failure"), (ME, "failure")])
@pytest.mark.parametrize("written", ["in another order", "twice"])
def test_a_folder_of_the_base_that_is_written_wrong_is_written_again_by_a_keeper(
    tmp_path: Path, written: str, actor: str, status: str
) -> None:
    school = School(tmp_path / "school")
    made, top = school.made, nested(school.files)
    rows = rows_of(made, top)
    base = made.commit(made.tree(rows[::-1] if written == "in another order" else [*rows, rows[0]]), school.base)
    answer = school.gate(made.commit(made.tree(rows), base), actor, base=base)

    assert (answer.status, answer.code == 0) == (status, status == "success"), answer


@pytest.mark.parametrize(("actor", "status"), [(KEEPER, "success"), (ME, "success"), (STRANGER, "failure")])
def test_a_link_of_the_base_is_taken_away_by_a_keeper_or_its_owner(tmp_path: Path, actor: str, status: str) -> None:
    school = School(tmp_path / "school")
    base = school.made.commit_of({**school.files, VISIT: (LINK, b"/etc/passwd")}, school.base)
    answer = school.gate(school.made.commit_of(school.files, base), actor, base=base)

    assert (answer.status, answer.code == 0) == (status, status == "success"), answer
