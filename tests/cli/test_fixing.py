"""``polyvalidate fix`` as people run it: what it writes, what it says, what it leaves, and what it never does."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from polyvalidate import __version__, repository
from polyvalidate.cli import main
from polyvalidate.cli.fix import words as fix_words
from polyvalidate.cli.fix.plan import Plan, write
from polyvalidate.files import mend, schema, source
from polyvalidate.files.mend import Kind, Mended, Repair
from polyvalidate.files.mend.shapes import free_texts
from polyvalidate.model.findings import Finding
from polyvalidate.model.paths import kind_of
from polyvalidate.school.check import check, make_judge
from tests.judgement.test_rules import CODES, HERE, TODAY, FolderTree

FOLDER = "declarations/2025/s-base000001"
OPEN_DAY = f"{FOLDER}/3.1-portes-ouvertes.yml"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "today", lambda *_: date(TODAY.year, TODAY.month, TODAY.day))


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A small repository with no finding at all."""
    return copied(FolderTree(HERE / "base"), tmp_path / "school")


def copied(tree: FolderTree, root: Path) -> Path:
    for path, (mode, data) in tree.files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if mode == 0o120000:
            target.symlink_to(os.fsdecode(data))
        else:
            target.write_bytes(data)
            target.chmod(mode & 0o777)
    return root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The exit code of a command, what it prints, and what it says beside."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def state(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def change(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern, replacement in changes:
        text, number = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert number, pattern
    path.write_bytes(text.encode())


@pytest.fixture
def broken(school: Path) -> Path:
    """The same with slips of several kinds, some of which nobody else can mend."""
    open_day, other = school / OPEN_DAY, school / FOLDER / "3.1-portes-ouvertes-de-printemps.yml"
    shutil.copy(open_day, other)
    change(
        open_day,
        ("^activity: .*$", "activity: 3.1"),
        ("^title: .*$", "title: Portes ouvertes: stand robotique"),
        ("^period: .*$", 'period: {from: 31/01/2026, to: "31/01/2026"}  '),
        ("^quantity: (.*)$", r'quantity: "\1"'),
    )
    open_day.write_bytes(b"\xef\xbb\xbf" + open_day.read_bytes().replace(b"\n", b"\r\n"))
    change(other, ("^title: .*$", "title: no"), ("^(quantity|hours): .*$", r"\1: beaucoup"), ("^# yaml-.*\n", ""))
    return school


# --- what people read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_it_says_what_it_did_and_what_is_left(
    broken: Path, run: Run, golden: Callable[[str, str], None], lang: str
) -> None:
    code, said, beside = run("fix", "--repo", str(broken), "--lang", lang)

    golden(f"fix/mended.{lang}.txt", said)
    assert (code, beside) == (1, "")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_trial_shows_the_differences_and_says_the_rest_beside(
    broken: Path, run: Run, golden: Callable[[str, str], None], lang: str
) -> None:
    before = state(broken)

    code, said, beside = run("fix", "--repo", str(broken), "--lang", lang, "--dry-run")

    golden("fix/trial.diff", said)
    golden(f"fix/trial.{lang}.txt", beside)
    assert (code, state(broken)) == (1, before)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_school_in_order_has_nothing_to_mend(school: Path, run: Run, lang: str) -> None:
    before = state(school)
    words = {"fr": "Rien à corriger.\n", "en": "Nothing to mend.\n"}

    assert run("fix", "--repo", str(school), "--lang", lang) == (0, words[lang], "")
    assert state(school) == before


def test_the_differences_of_a_trial_are_a_patch_that_git_applies(broken: Path, run: Run, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(broken, twin)
    (tmp_path / "patch").write_bytes(run("fix", "--repo", str(broken), "--dry-run")[1].encode())
    run("fix", "--repo", str(broken))

    subprocess.run(["git", "init", "--quiet", twin], check=True)
    subprocess.run(["git", "-C", twin, "apply", "--whitespace=nowarn", tmp_path / "patch"], check=True)

    shutil.rmtree(twin / ".git")
    assert state(twin) == state(broken)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_programs_read_the_same_in_json(broken: Path, run: Run, golden: Callable[[str, str], None], lang: str) -> None:
    words = ("fix", "--repo", str(broken), "--lang", lang, "--format", "json", "--dry-run")

    code, said, beside = run(*words)

    golden(f"fix/trial.{lang}.json", said.replace(__version__, "VERSION"))
    assert (code, beside, run(*words)[1]) == (1, "", said)


def test_the_differences_in_json_are_those_of_the_trial_and_what_is_written_is_said_to_be(
    broken: Path, run: Run
) -> None:
    shown = run("fix", "--repo", str(broken), "--dry-run")[1]

    trial = json.loads(run("fix", "--repo", str(broken), "--format", "json", "--dry-run")[1])
    done = json.loads(run("fix", "--repo", str(broken), "--format", "json")[1])
    again = json.loads(run("fix", "--repo", str(broken), "--format", "json")[1])

    assert "".join(file["difference"] for file in trial["mended"]) == shown
    assert (trial["written"], done, again["mended"]) == (False, trial | {"written": True}, [])


def test_in_json_a_file_that_is_no_text_has_no_difference_and_one_that_is_left_is_named(school: Path, run: Run) -> None:
    change(school / OPEN_DAY, ('^activity: "3.1"', "activity: 3.10"))
    lengthened(school / OPEN_DAY)
    other = school / FOLDER / "3.1-autre.yml"
    other.write_bytes(b"title: \xe9t\xe9\r\n")

    said = json.loads(run("fix", "--repo", str(school), "--format", "json", "--dry-run")[1])

    assert said["refused"] == [OPEN_DAY]
    assert [(file["path"].rpartition("/")[2], file["difference"]) for file in said["mended"]] == [(other.name, None)]
    assert said["outcome"] == "findings"


def lengthened(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"# rien\n" * 1300)


def test_it_ends_with_zero_once_nothing_is_left(school: Path, run: Run) -> None:
    change(school / OPEN_DAY, ('^activity: "3.1"', "activity: 3.1"))

    assert run("fix", "--repo", str(school), "--lang", "en") == (
        0,
        f"{OPEN_DAY}\n  line 2: quotes added\n\n1 file mended; nothing is left to do.\n",
        "",
    )


def test_a_trial_ends_with_one_when_there_is_something_to_mend(school: Path, run: Run) -> None:
    change(school / OPEN_DAY, ('^activity: "3.1"', "activity: 3.1"))

    assert run("fix", "--repo", str(school), "--lang", "en", "--dry-run")[0] == 1


def test_many_lines_are_counted_rather_than_named() -> None:
    assert fix_words._said([1, 3, 4, 5, 9, 10], "fr") == "lignes 1, 3 à 5, 9 et 10"
    assert fix_words._said([2, 3], "en") == "lines 2 and 3"
    assert fix_words._said(list(range(1, 40, 2)), "en") == "20 lines"


# --- where ------------------------------------------------------------------------------------------------------------


def test_one_file_a_folder_or_everything(broken: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(broken)
    monkeypatch.chdir(broken / FOLDER)

    run("fix", OPEN_DAY.rpartition("/")[2])
    one = {path for path, data in state(broken).items() if data != before[path]}
    run("fix", ".")
    folder = {path for path, data in state(broken).items() if data != before[path]}
    monkeypatch.chdir(broken)
    after = state(broken)
    run("fix")

    assert one == {OPEN_DAY}
    assert len(folder) == 2
    assert state(broken) == after


def test_what_is_left_is_told_for_the_files_that_were_asked_for(broken: Path, run: Run) -> None:
    _, said, _ = run("fix", "--repo", str(broken), OPEN_DAY)

    assert set(re.findall(r"^(declarations/\S+?\.yml)", said, flags=re.MULTILINE)) == {OPEN_DAY}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("declarations/nowhere.yml", "The file declarations/nowhere.yml does not exist.\n"),
        (
            "/dev",
            "The path /dev is outside of the repository {root}. Choose another repository with --repo.\n",
        ),
        (
            "notes.md",
            "Nothing to mend under notes.md: it is neither a file of declarations/ or grid/, nor a folder of them.\n",
        ),
        ("declarations/link", "The path declarations/link goes through a link, which is not followed."),
        ("declarations/link/student.yml", "The path declarations/link/student.yml goes through a link, which is not"),
    ],
)
def test_what_cannot_be_mended_is_refused_and_nothing_is_written(
    broken: Path, run: Run, given: str, sentence: str
) -> None:
    (broken / "notes.md").write_text("no: a: b\r\n")
    (broken / "declarations" / "link").symlink_to(Path(FOLDER).relative_to("declarations"))
    before = state(broken)

    code, said, beside = run("fix", "--repo", str(broken), given, OPEN_DAY, "--lang", "en")

    assert (code, said, state(broken)) == (2, "", before)
    assert beside.startswith(sentence.format(root=broken))


def test_a_file_that_is_a_link_is_neither_read_nor_replaced(school: Path, run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yml"
    elsewhere.write_bytes(b"title: no\r\n")
    (school / OPEN_DAY).unlink()
    (school / OPEN_DAY).symlink_to(elsewhere)

    code, _, _ = run("fix", "--repo", str(school))

    assert (code, elsewhere.read_bytes(), (school / OPEN_DAY).is_symlink()) == (1, b"title: no\r\n", True)


def test_a_file_that_changes_meanwhile_is_not_overwritten(school: Path) -> None:
    tree = repository.DiskTree(school)
    plan = Plan({OPEN_DAY: b"as it was read"}, {OPEN_DAY: Mended(b"mended", (Repair(Kind.QUOTES, 1),))}, ())
    before = state(school)

    with pytest.raises(repository.Unreadable, match="changed while"):
        write(school, tree, tree.nodes(), plan)

    assert state(school) == before


def test_a_folder_that_is_not_a_repository_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("fix", "--repo", str(tmp_path), "--lang", "en") == (
        2,
        "",
        f"The folder {tmp_path} is not a PolyPoints repository: it has neither grid/ nor declarations/.\n",
    )


# --- never a new error ------------------------------------------------------------------------------------------------


def test_a_file_that_would_have_another_error_is_left_as_it_is(school: Path, run: Run) -> None:
    """In a file that is too long to be read as it was meant, 3.10 without quotes is judged as the activity 3.1; with
    them it is one that the grid does not have."""
    change(school / OPEN_DAY, ('^activity: "3.1"', "activity: 3.10"))
    lengthened(school / OPEN_DAY)
    before = state(school)

    code, said, _ = run("fix", "--repo", str(school), "--lang", "en")

    assert (code, state(school)) == (1, before)
    assert said.startswith(
        f"{OPEN_DAY}\n  left as it is, spaces and line ends aside: mending would bring another error\n\nLeft for you"
    )


def test_its_line_ends_are_mended_all_the_same(school: Path, run: Run) -> None:
    change(school / OPEN_DAY, ('^activity: "3.1"', "activity: 3.10"))
    lengthened(school / OPEN_DAY)
    unix = (school / OPEN_DAY).read_bytes()
    (school / OPEN_DAY).write_bytes(unix.replace(b"\n", b"\r\n"))

    run("fix", "--repo", str(school))

    assert (school / OPEN_DAY).read_bytes() == unix


def by_path(findings: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.path, []).append(finding)
    return found


Words = tuple[str, tuple[object, ...], str]


def words(files: Mapping[str, bytes]) -> set[Words]:
    """Every text in somebody's own words, in the files that read."""
    return {text for path, data in files.items() for text in _words(path, data)}


@cache
def _words(path: str, data: bytes) -> list[Words]:
    """Those of one file; most are the same in the examples of all the rules."""
    kind = kind_of(path)
    parsed = source.parse(data)
    if kind not in schema.KINDS or not parsed.readable:
        return []
    own_words = free_texts(repository.parsed_schemas()[kind])
    found: list[Words] = []
    waiting: list[tuple[tuple[object, ...], object]] = [((), parsed.data)]
    while waiting:
        keys, value = waiting.pop()
        if isinstance(value, str) and keys[-1] in own_words:
            found.append((path, keys, value))
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting += [((*keys, key), below) for key, below in inner]
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_laws_hold_on_the_bad_example_of_each_rule(code: str, run: Run, tmp_path: Path) -> None:
    school = copied(FolderTree(HERE / "base", HERE / code / "bad"), tmp_path / "school")
    files = state(school)
    said = by_path(check(repository.DiskTree(school), TODAY).report.findings)
    texts = words(files)

    run("fix", "--repo", str(school))
    once = state(school)
    now = by_path(check(repository.DiskTree(school), TODAY).report.findings)
    run("fix", "--repo", str(school))

    assert state(school) == once
    assert set(once) == set(files)
    assert texts <= words(once)
    reader = make_judge().reader
    changed = [path for path in files if files[path] != once[path]]
    for path in changed:
        kind = kind_of(path)
        assert mend.introduced(files[path], kind, reader, said.get(path, []), now.get(path, [])) == []
    assert all(kind_of(path) in schema.KINDS for path in changed)
