"""Names that deceive, planted in a student's own folder, at the root and beside evidence: refused, and said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.gitmaking import FILE, Name, Repository
from tests.hostile.scene import KEEPER, ME, MINE, STRANGER, WITNESS, School, visit

UNSOUND: dict[str, bytes] = {
    "latin-1": "3.3-chantier-d-été.yml".encode("latin-1"),
    "lone surrogate": b"3.3-\xed\xa0\x80.yml",
    "overlong": b"3.3-\xc0\xaf.yml",
    "newline": b"3.3-a\n::error::b.yml",
    "return": b"3.3-a\rb.yml",
    "escape": b"3.3-\x1b[2Jb.yml",
    "tab": b"3.3-a\tb.yml",
    "delete": b"3.3-a\x7fb.yml",
    "c1 control": "3.3-a\x9bb.yml".encode(),
    "backslash": b"..\\3.3-visite.yml",
    "stream": b"3.3-visite.yml:hidden",
    "leading colon": b":(glob)3.3-visite.yml",
    "device": b"CON",
    "device with an ending": b"aux.yml",
    "trailing dot": b"3.3-visite.yml.",
    "trailing space": b"3.3-visite.yml ",
    "decomposed": b"3.3-visite-d-e\xcc\x81te\xcc\x81.yml",
    "right to left": "3.3-visite-\u202elmy.exe".encode(),
    "isolate": "3.3-\u2066visite\u2069.yml".encode(),
    "zero width": "3.3-vis\u200bite.yml".encode(),
    "soft hyphen": "3.3-vis\u00adite.yml".encode(),
    "line separator": "3.3-vis\u2028ite.yml".encode(),
    "private use": "3.3-vis\ue000ite.yml".encode(),
    "256 bytes": b"3.3-" + b"a" * 248 + b".yml",
    "5,000 bytes": b"3.3-" + b"a" * 4992 + b".yml",
    "git folder": b".git",
    "git folder in capitals": b".GIT",
    "git folder, short name": b"git~1",
    "git folder, trailing space": b".git ",
    "git folder, ignorable character": ".g\u200cit".encode(),
    "git folder, stream": b".git::$INDEX_ALLOCATION",
    "dot": b".",
    "dots": b"..",
    "no name": b"",
}
"""Names that are not the same file on every machine: PP626, whoever sends them."""

SOUND: dict[str, bytes] = {
    "option": b"--upload-pack=id.yml",
    "command": b"$(id).yml",
    "back-ticks": b"`id`.yml",
    "quotes": b"\"'.yml",
    "semicolon": b"3.3;id.yml",
    "element": b"<img src=x onerror=alert(1)>.yml",
    "mention": b"@everyone.yml",
    "link": b"](javascript:alert(1)).yml",
    "expression": b"${{ github.token }}.yml",
    "pipe": b"a|b.yml",
    "homoglyph": "3.3-visitе.yml".encode(),  # the last e is Cyrillic
    "full width": "3.3-visit\uff45.yml".encode(),
    "capitals": b"3.3-Visite.yml",
    "other ending": b"3.3-visite.yaml",
    "hidden": b".3.3-visite.yml",
}
"""Names that exist everywhere, and that nothing provides for: PP610 in a folder of ours."""


def plant(where: str, name: bytes, value: Any = visit) -> Any:
    def planted(_made: Repository, tree: dict[Name, Any]) -> None:
        here = tree
        for part in where.split("/") if where else []:
            here = here.setdefault(part, {})
        here[name] = value

    return planted


@pytest.mark.parametrize("name", UNSOUND.values(), ids=UNSOUND)
@pytest.mark.parametrize("stale", [False, True], ids=["fresh", "stale"])
def test_a_name_that_is_not_the_same_everywhere_is_refused(tmp_path: Path, name: bytes, stale: bool) -> None:
    school = School(tmp_path / "school")
    head = school.propose_tree(plant(MINE, name))
    base = school.propose({"README.md": b"# Meanwhile\n"}) if stale else school.base
    answer = school.gate(head, base=base)

    assert (answer.code, answer.status) == (1, "failure")
    assert "PP626" in answer.codes
    if not stale:
        assert "PP302" in answer.codes_of(WITNESS)


@pytest.mark.parametrize("name", UNSOUND.values(), ids=UNSOUND)
def test_nor_may_a_keeper_bring_such_a_name_elsewhere(tmp_path: Path, name: bytes) -> None:
    school = School(tmp_path / "school")
    made = school.made
    tree = school.files | {"docs/index.md": b"# Guide\n"}
    from tests.gitmaking import nested

    top = nested(tree)
    top["docs"][name] = b"x"  # type: ignore[index]
    answer = school.gate(made.commit(made.folder_of(top), school.base), KEEPER)

    assert (answer.code, answer.status) == (1, "failure")
    assert "PP626" in answer.codes


@pytest.mark.parametrize("name", SOUND.values(), ids=SOUND)
@pytest.mark.parametrize("where", [MINE, f"{MINE}/evidence", "declarations", "declarations/2025", "grid", ""])
def test_a_name_that_nothing_provides_for_is_refused(tmp_path: Path, name: bytes, where: str) -> None:
    school = School(tmp_path / "school")
    answer = school.gate(school.propose_tree(plant(where, name)))

    assert (answer.code, answer.status) == (1, "failure")
    assert answer.codes & {"PP610", "PP603", "PP612"}
    assert "PP302" in answer.codes_of(WITNESS)


@pytest.mark.parametrize("where", ["", MINE, "docs"])
@pytest.mark.parametrize("actor", [ME, STRANGER, KEEPER])
def test_two_names_that_some_disk_would_confuse_are_refused(tmp_path: Path, where: str, actor: str) -> None:
    school = School(tmp_path / "school")

    def twins(_made: Repository, tree: dict[Name, Any]) -> None:
        here = tree
        for part in where.split("/") if where else []:
            here = here.setdefault(part, {})
        here["lisezmoi.md"], here["LisezMoi.md"] = b"a", b"b"
        here["été.md"], here["été.md"] = b"a", b"b"

    answer = school.gate(school.propose_tree(twins), actor)

    assert (answer.code, answer.status) == (1, "failure")
    assert "PP626" in answer.codes


@pytest.mark.parametrize("twin", ["Declarations", "GRID", "declarations/2025/S-BASE000001", "grid/Roles.yml"])
def test_a_twin_of_what_is_at_the_base_is_refused_even_from_a_keeper(tmp_path: Path, twin: str) -> None:
    school = School(tmp_path / "school")
    answer = school.gate(school.propose({f"{twin}/a.yml": visit}), KEEPER)

    assert (answer.code, answer.status) == (1, "failure")
    assert "PP626" in answer.codes


@pytest.mark.parametrize("depth", [3, 24, 25, 26, 500])
def test_folders_in_folders_are_refused_however_deep(tmp_path: Path, depth: int) -> None:
    school = School(tmp_path / "school")

    def deep(made: Repository, tree: dict[Name, Any]) -> None:
        below = made.folder_of({"3.3-visite.yml": visit})
        for _ in range(depth):
            below = made.folder_of({"a": (0o40000, below)})
        tree["declarations"]["2025"]["s-base000001"]["a"] = (0o40000, below)

    answer = school.gate(school.propose_tree(deep))

    assert (answer.code, answer.status) == (1, "failure")
    assert answer.codes & {"PP610", "PP626"}
    assert "PP302" in answer.codes_of(WITNESS)


def test_every_format_writes_a_hostile_name_on_one_inert_line(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    school = School(tmp_path / "school")

    def all_of_them(_made: Repository, tree: dict[Name, Any]) -> None:
        here = tree["declarations"]["2025"]["s-base000001"]
        for name in (*UNSOUND.values(), *SOUND.values()):
            here[name] = (FILE, visit)

    head = school.propose_tree(all_of_them)
    for form in ("text", "json", "comment", "markdown", "github", "sarif", "gitlab", "junit"):
        words = [sys.executable, "-m", "polyvalidate", "gate", "--repo", str(school.made.folder), "--base", school.base]
        words += ["--head", head, "--actor", ME, "--on", "2026-02-10", "--format", form]
        done = subprocess.run(words, capture_output=True, check=False, env=dict(os.environ) | {"LC_ALL": "C"})

        assert (form, done.returncode, done.stderr) == (form, 1, b"")
        said = done.stdout.decode("utf-8")
        assert not [c for c in said if not (c.isprintable() or c in "\n\u00a0\u202f")]
        assert not [line for line in said.splitlines() if line.startswith("::error::b")]
