"""A school that an older program made follows this one: nothing of its own is lost, and nothing is left in between."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from polyvalidate import __version__
from polyvalidate.repository.own_wheel import FOLDERS, Wheel, own_wheel
from polyvalidate.repository.template import template_of
from polyvalidate.school.upgrade import Fate, fate
from tests.running import run

JOB = {
    "github": "template_github/.github/workflows/sweep.yml",
    "gitlab": "template_gitlab/.gitlab-ci.yml",
    "forgejo": "template_forgejo/.forgejo/sweep.yml",
    "git": "template/.gitignore",
}
DATA = "polyvalidate/_data"
OURS = own_wheel()


def git(place: Path, *words: str) -> str:
    who = ("-c", "user.name=school", "-c", "user.email=school@example.org")
    return subprocess.check_output(["git", "-C", place, *who, *words], stderr=subprocess.PIPE).decode().strip()


def older(changes: Mapping[str, tuple[bytes, bytes] | None], version: str = "0.9.0") -> Wheel:
    """The wheel of a program that had other words in some files, or lacked them (None; a folder ends in ``/``)."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(OURS.data)) as kept, zipfile.ZipFile(made, "w") as archive:
        for name in kept.namelist():
            at = next((path for path in changes if name.removeprefix(f"{DATA}/").startswith(path)), None)
            change = changes[at] if at is not None else (b"", b"")
            if change is not None:
                assert change[0] in kept.read(name)
                archive.writestr(name, kept.read(name).replace(*change) if change[0] else kept.read(name))
    return Wheel(OURS.name.replace(__version__, version), made.getvalue())


def made_by(wheel: Wheel, place: Path, forge: str = "github", **own: tuple[str, str] | None) -> Path:
    """A school as an older program made it, with changes of its own, committed."""
    school = place / "école"
    assert run("init", school, "--forge", forge)[0] == 0
    for name in template_of(OURS, forge):
        (school / name).unlink()
    for name, data in template_of(wheel, forge).items():
        (school / name).parent.mkdir(parents=True, exist_ok=True)
        (school / name).write_bytes(data)
    changed(school, own)
    git(school, "add", "--all")
    git(school, "commit", "--quiet", "--allow-empty", "--amend", "--message", "Avant")
    return school


def changed(school: Path, files: Mapping[str, tuple[str, str] | None]) -> None:
    for name, change in files.items():
        path = school / name
        if change is None:
            path.unlink()
            continue
        text = path.read_text(encoding="utf-8")
        assert change[0] in text
        path.write_text(text.replace(*change), encoding="utf-8")


def upgrade(school: Path, *words: str) -> tuple[int, str, str]:
    return run("upgrade", "--repo", school, "--as", "keeper-1", *words)


def files_of(school: Path) -> dict[str, bytes]:
    names = git(school, "ls-files", "-z").split("\0")
    return {name: (school / name).read_bytes() for name in names if name}


@pytest.mark.parametrize("forge", FOLDERS)
def test_a_school_of_any_forge_follows_and_a_second_time_there_is_nothing_to_do(tmp_path: Path, forge: str) -> None:
    folder = FOLDERS[forge]
    wheel = older(
        {
            JOB[forge]: (b"\n", b"\n# avant\n"),
            "template/mkdocs.yml": (b"    - content.code.copy\n", b""),
            "template/README.md": (b"# PolyPoints", b"# Points"),
            "template/.gitattributes": None,
            "template/.devcontainer/": None,
            "template/.pre-commit-config.yaml": (b"entry: python -P -m", b"entry: python -m"),
            "schemas/roles.schema.json": (b"holders", b"porteurs"),
        }
    )
    title, own = ("site_name: PolyPoints", "site_name: École"), ("# Points", "# Nos points")
    gone = f"{folder}/requirements-site.txt"
    school = made_by(wheel, tmp_path, forge, **{"mkdocs.yml": title, "README.md": own, gone: None})
    before, head = files_of(school), git(school, "rev-parse", "HEAD")

    tried = run("upgrade", "--repo", school, "--dry-run")
    assert (tried[0], files_of(school), git(school, "rev-parse", "HEAD")) == (0, before, head), tried

    code, said, why = upgrade(school, "--yes")

    now = template_of(OURS, forge)
    expected = now | {
        "mkdocs.yml": now["mkdocs.yml"].replace(*(word.encode() for word in title)),
        "README.md": before["README.md"],
    }
    expected |= {name: data for name, data in before.items() if name.startswith("grid/")}
    del expected[gone]
    assert (code, why) == (0, "")
    assert files_of(school) == expected
    assert (git(school, "status", "--short"), git(school, "rev-parse", "HEAD~1")) == ("", head)
    assert all(line in said for line in ("-# Points", "+# PolyPoints", "+    - content.code.copy", gone))
    assert OURS.sha256 in expected[f"{folder}/requirements.txt"].decode()
    assert upgrade(school) == (0, f"Rien à faire : l'école est à la version {__version__}.\n", "")
    assert run("check", school)[0] == 0


def test_the_list_of_what_jobs_install_follows_even_where_the_school_changed_it(tmp_path: Path) -> None:
    lock = ".github/requirements.txt"
    school = made_by(
        older({}), tmp_path, **{lock: ("./.github/wheels/", "-i https://miroir.example\n./.github/wheels/")}
    )

    code, said, _ = upgrade(school, "--yes")

    listed = re.findall(r"polyvalidate-[^ ]*\.whl", (school / lock).read_text(encoding="utf-8"))
    assert (code, listed) == (0, [OURS.name])
    assert [path.name for path in (school / ".github/wheels").iterdir()] == listed
    assert "    --i https://miroir.example" in said
    assert run("audit", "--repo", school)[0] == 0


def test_what_the_school_wrote_in_its_jobs_stays_whether_it_can_be_merged_or_not(tmp_path: Path) -> None:
    job, other = ".github/workflows/sweep.yml", ".github/workflows/check.yml"
    now = template_of(OURS, "github")
    top, first = (now[name].splitlines()[0] for name in (job, other))
    wheel = older({JOB["github"]: (top, top + b" avant"), f"template_github/{other}": (first, first + b" avant")})
    last = now[job].decode().splitlines()[-1]
    school = made_by(wheel, tmp_path, **{job: (last, f"{last}\n# le nôtre"), other: (" avant", " chez nous")})

    code, said, _ = upgrade(school, "--yes")

    kept = files_of(school)
    assert code == 0
    assert kept[job] == now[job] + "# le nôtre\n".encode()
    assert kept[other].splitlines()[0] == first + b" chez nous"
    assert other in said


@pytest.mark.parametrize("known", [False, True])
def test_what_rules_say_of_the_grid_is_told_with_their_code_and_whether_they_are_new(
    tmp_path: Path, known: bool
) -> None:
    schema = {"schemas/roles.schema.json": (b"holders", b"porteurs")}
    school = made_by(older(schema if known else schema | {"rules/PP249/": None}), tmp_path)
    rules = next((school / "grid").glob("20*/rules.yml"))
    text = re.sub(r"(?ms)^privacy:.*?^(?=\S)", "", rules.read_text(encoding="utf-8"))
    rules.write_text(text.replace("example: true", "example: false"), encoding="utf-8")
    git(school, "commit", "--quiet", "--all", "--message", "Notre grille")

    code, said, _ = upgrade(school, "--dry-run")

    new = "" if known else ", règle nouvelle"
    told = f"PP249{new} : 1 remarque, d'abord dans {rules.relative_to(school).as_posix()}"
    assert (code, told in said, "polyvalidate explain PP249" in said) == (0, True, True)
    assert (said.index("PP249") < said.index("PP248")) is not known  # new rules first
    assert "PP021" not in said  # the schema that is not this program's is renewed


def test_nothing_moves_where_it_may_not(tmp_path: Path) -> None:
    school = made_by(older({"template/README.md": (b"# PolyPoints", b"# Points")}), tmp_path)
    head = git(school, "rev-parse", "HEAD")

    nobody = upgrade(school)
    (school / "README.md").write_text("Un travail en cours\n", encoding="utf-8")
    busy = upgrade(school, "--yes")
    changed_since = (school / "README.md").read_text(encoding="utf-8")
    git(school, "checkout", "--quiet", "README.md")
    evaluator = run("upgrade", "--repo", school, "--as", "ref-1", "--yes")

    assert (nobody[0], "ajoutez --yes" in nobody[2]) == (1, True)
    assert (busy[0], "git stash" in busy[2], changed_since) == (2, True, "Un travail en cours\n")
    assert (evaluator[0], "keeper-1" in evaluator[2]) == (2, True)
    assert (git(school, "rev-parse", "HEAD"), git(school, "status", "--short")) == (head, "")


def test_a_later_version_is_not_taken_back(tmp_path: Path) -> None:
    school = made_by(older({}, "1.10.0"), tmp_path)

    code, _, why = upgrade(school, "--yes")

    assert (code, "a déjà la version 1.10.0" in why) == (2, True)


def test_a_school_without_a_wheel_says_its_forge_and_keeps_what_differs(tmp_path: Path) -> None:
    school = made_by(OURS, tmp_path)
    for path in [*(school / ".github").glob("requirements*"), *(school / ".github/wheels").iterdir()]:
        path.unlink()
    (school / "README.md").write_text("# Le nôtre\n", encoding="utf-8")
    git(school, "commit", "--quiet", "--all", "--message", "Une école d'avant")

    unknown = upgrade(school, "--yes")
    code, said, _ = upgrade(school, "--yes", "--forge", "github")

    assert (unknown[0], "--forge" in unknown[2]) == (2, True)
    assert (code, "-# Le nôtre" in said) == (0, True)
    assert files_of(school)["README.md"].decode() == "# Le nôtre\n"
    assert {**files_of(school), "README.md": b""}.items() >= {
        **template_of(OURS, "github"),
        "README.md": b"",
    }.items()
    assert upgrade(school)[1].startswith("Rien à faire")


A, B, C, BOTH = b"a", b"b", b"c", b"both"


@pytest.mark.parametrize(
    ("ours", "before", "after", "expected"),
    [
        (A, A, A, None),
        (A, A, B, (Fate.RENEWED, B)),
        (B, A, B, None),
        (A, A, None, (Fate.DROPPED, None)),
        (None, None, A, (Fate.ADDED, A)),
        (None, A, B, (Fate.ABSENT, None)),
        (None, A, None, None),
        (C, A, A, None),
        (C, A, B, (Fate.MERGED, BOTH)),
        (C, A, None, (Fate.KEPT, None)),
        (C, None, A, (Fate.KEPT, None)),
    ],
)
def test_what_becomes_of_a_file(
    ours: bytes | None, before: bytes | None, after: bytes | None, expected: tuple[Fate, bytes | None] | None
) -> None:
    found = fate("x", ours, before, after, lambda *_: BOTH)

    assert (None if found is None else (found.fate, found.data)) == expected


def test_two_changes_that_contradict_each_other_leave_the_file_and_show_what_the_program_changed() -> None:
    found = fate("x", C, A, B, lambda *_: None)

    assert found is not None
    assert (found.fate, found.data, found.before, found.after) == (Fate.KEPT, None, A, B)


def test_a_file_that_only_one_side_knows_is_shown_against_what_it_would_be() -> None:
    ours = [fate("x", C, before, after, lambda *_: BOTH) for before, after in ((None, A), (A, None))]

    assert [(one.before, one.after) for one in ours if one is not None] == [(C, A), (A, b"")]


def test_the_program_that_made_a_school_is_the_one_its_jobs_install_whatever_wheel_lies_beside_it(
    tmp_path: Path,
) -> None:
    school = made_by(older({}, "0.10.0"), tmp_path)
    beside = older({}, "0.9.0")
    (school / ".github/wheels" / beside.name).write_bytes(beside.data)
    git(school, "add", "--all")
    git(school, "commit", "--quiet", "--message", "Un paquet de trop")
    installed = upgrade(school, "--dry-run")[1]
    git(school, "rm", "--quiet", ".github/requirements.txt")
    (school / ".github/wheels/zope-1.0-py3-none-any.whl").write_bytes(b"another")
    git(school, "add", "--all")
    git(school, "commit", "--quiet", "--message", "Sans liste")
    without = upgrade(school, "--dry-run")[1]

    assert ("0.10.0" in installed, "0.9.0" in without) == (True, True)
