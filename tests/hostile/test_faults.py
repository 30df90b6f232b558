"""Faults around the gate: whatever breaks, there is no verdict and the exit code is 2 or 3; never a success."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from tests.hostile.scene import KEEPER, LONG_ENOUGH, ME, OPEN_DAY, VISIT, School, declared, run_gate, visit

GIT = shutil.which("git") or "git"


def requests(tmp_path: Path) -> list[tuple[School, str, str]]:
    """An honest request on a fresh base, and the same on a base that has moved."""
    school = School(tmp_path / "school")
    head = school.propose({VISIT: visit})
    return [(school, school.base, head), (school, school.propose({"README.md": b"# Meanwhile\n"}), head)]


def git_that(tmp_path: Path, script: str) -> dict[str, str]:
    """A PATH on which Git does what a shell script says; ``$GIT`` is the real one."""
    folder = tmp_path / "bin"
    folder.mkdir(exist_ok=True)
    program = folder / "git"
    program.write_text(f"#!/bin/sh\nGIT={GIT}\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


CUTTER = """
import os, subprocess, sys
left = int(sys.argv[1])
git = subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE)
while left and (data := os.read(git.stdout.fileno(), left)):
    os.write(1, data)
    left -= len(data)
git.kill()
"""
CUT = f"""case "$*" in
*cat-file*) exec {sys.executable} -c '{CUTTER}' BYTES "$GIT" "$@";;
*) exec "$GIT" "$@";;
esac"""
FAULTS = {
    "git stops at once": "exit 1",
    "git is killed at once": "kill -9 $$",
    "reading is killed at once": 'case "$*" in *cat-file*) kill -9 $$;; esac; exec "$GIT" "$@"',
    "reading stops after 10 bytes": CUT.replace("BYTES", "10"),
    "reading stops after 700 bytes": CUT.replace("BYTES", "700"),
    "reading stops after 3,000 bytes": CUT.replace("BYTES", "3000"),
    "reading answers nonsense": 'case "$*" in *cat-file*) echo "a b c d e";; *) exec "$GIT" "$@";; esac',
    "reading answers a size that is no number": 'case "$*" in *cat-file*) echo "a blob x";; *) exec "$GIT" "$@";; esac',
    "comparing histories fails": 'case "$*" in *merge-base*) exit 128;; esac; exec "$GIT" "$@"',
    "comparing histories is killed": 'case "$*" in *merge-base*) kill -9 $$;; esac; exec "$GIT" "$@"',
}
SILENCES = {
    "git": "exec sleep 600",
    "reading": 'case "$*" in *cat-file*) exec sleep 600;; esac; exec "$GIT" "$@"',
    "reading, through a child that outlives it": 'case "$*" in *cat-file*) sleep 15; esac; exec "$GIT" "$@"',
    "reading in the middle of an answer": CUT.replace("git.kill()", "import time; time.sleep(600)").replace(
        "BYTES", "700"
    ),
    "comparing histories": 'case "$*" in *merge-base*) exec sleep 600;; esac; exec "$GIT" "$@"',
}
MERGE_FAULTS = {
    "merging is killed": 'case "$*" in *merge-tree*) kill -9 $$;; esac; exec "$GIT" "$@"',
    "merging fails": 'case "$*" in *merge-tree*) exit 128;; esac; exec "$GIT" "$@"',
    "merging answers nothing": 'case "$*" in *merge-tree*) exit 0;; esac; exec "$GIT" "$@"',
    "merging answers nonsense": 'case "$*" in *merge-tree*) echo x; exit 0;; esac; exec "$GIT" "$@"',
    "the disk is full": 'case "$*" in *merge-tree*) ulimit -f 0;; esac; exec "$GIT" "$@"',
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_git_that_fails_gives_no_verdict(tmp_path: Path, fault: str) -> None:
    environment = git_that(tmp_path, FAULTS[fault])
    for school, base, head in requests(tmp_path):
        answer = run_gate(school.made.folder, base, head, ME, environment=environment)

        assert (answer.code, answer.verdict) == (2, None), answer
        assert "Traceback" not in answer.error


@pytest.mark.parametrize("fault", MERGE_FAULTS)
def test_a_merge_that_fails_gives_no_verdict(tmp_path: Path, fault: str) -> None:
    environment = git_that(tmp_path, MERGE_FAULTS[fault])
    school, base, head = requests(tmp_path)[1]
    answer = run_gate(school.made.folder, base, head, ME, environment=environment)

    assert (answer.code, answer.verdict) == (2, None), answer
    assert "Traceback" not in answer.error


@pytest.mark.parametrize("silence", SILENCES)
def test_a_git_that_never_answers_is_given_up(tmp_path: Path, silence: str) -> None:
    environment = git_that(tmp_path, SILENCES[silence]) | {"POLYVALIDATE_GIT_SECONDS": "0.5"}
    school, base, head = requests(tmp_path)[0]
    started = time.monotonic()
    answer = run_gate(school.made.folder, base, head, ME, environment=environment)

    assert (answer.code, answer.verdict) == (2, None), answer
    assert answer.error.startswith("Git did not answer within 0.5 s and was stopped. Try again;")
    assert time.monotonic() - started < LONG_ENOUGH


def test_a_git_that_takes_its_time_is_waited_for(tmp_path: Path) -> None:
    environment = git_that(tmp_path, 'case "$*" in *cat-file*|*merge-base*) sleep 0.6;; esac; exec "$GIT" "$@"')
    school, base, head = requests(tmp_path)[0]

    assert run_gate(school.made.folder, base, head, ME, environment=environment).code == 0


@pytest.mark.slow
def test_the_files_of_a_demonstration_may_take_longer(tmp_path: Path) -> None:
    slow = git_that(tmp_path, 'case "$*" in *read-tree*) sleep 4;; esac; exec "$GIT" "$@"')
    words = [sys.executable, "-m", "polyvalidate", "demo", str(tmp_path / "school"), "--students", "15"]
    done = subprocess.run(words, env=dict(os.environ) | slow | {"POLYVALIDATE_GIT_SECONDS": "3"}, check=False)

    assert (done.returncode, (tmp_path / "school" / "grid" / "roles.yml").is_file()) == (0, True)


@pytest.mark.parametrize("said", ["0", "-1", "nan", "inf", "soon"])
def test_a_patience_that_is_no_number_of_seconds_is_refused(tmp_path: Path, said: str) -> None:
    school, base, head = requests(tmp_path)[0]
    answer = run_gate(school.made.folder, base, head, ME, environment={"POLYVALIDATE_GIT_SECONDS": said})

    assert (answer.code, answer.verdict) == (2, None)
    assert answer.error == (
        "POLYVALIDATE_GIT_SECONDS is not a number of seconds. Write for instance POLYVALIDATE_GIT_SECONDS=300.\n"
    )


def test_without_git_the_sentence_says_so(tmp_path: Path) -> None:
    for school, base, head in requests(tmp_path):
        answer = run_gate(school.made.folder, base, head, ME, environment={"PATH": str(tmp_path)})

        assert (answer.code, answer.verdict) == (2, None)
        assert answer.error == "Git is not installed on this machine.\n"


def objects_of(school: School) -> list[Path]:
    return sorted(path for path in school.made.objects.rglob("*") if path.is_file())


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "noise", "blob", "tree", "commit"])
def test_no_damaged_object_of_the_request_becomes_a_success(tmp_path: Path, damage: str) -> None:
    made = School(tmp_path / "school")
    before = set(objects_of(made))
    head = made.propose({VISIT: visit})
    kept = {path: path.read_bytes() for path in objects_of(made) if path not in before}
    by_kind = {zlib.decompress(path.read_bytes()).split()[0]: path.read_bytes() for path in sorted(before)}
    codes = []
    for path, data in kept.items():
        harm = {"empty": b"", "cut": data[: len(data) // 2], "noise": b"\0" * 40}
        path.unlink() if damage == "gone" else path.write_bytes(harm.get(damage) or by_kind.get(damage.encode(), b""))
        answer = made.gate(head)
        codes.append(answer.code)
        assert answer.verdict is None
        path.write_bytes(data)

    assert codes == [2] * len(kept)
    assert made.gate(head).code == 0


def test_a_pack_cut_short_gives_no_verdict(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    head = school.propose({VISIT: visit})
    school.made.branch("main", school.base)
    school.made.branch("head", head)
    school.made.git("repack", "-adq")
    school.made.git("prune-packed")
    pack = next(school.made.objects.glob("pack/*.pack"))
    whole = pack.read_bytes()
    pack.chmod(0o644)
    for kept in (len(whole) // 2, 40, 0):
        pack.write_bytes(whole[:kept])
        answer = school.gate(head)

        assert (answer.code, answer.verdict) == (2, None)
    pack.write_bytes(whole)
    assert school.gate(head).code == 0


def test_the_gate_writes_nothing_in_the_repository(tmp_path: Path) -> None:
    for school, base, head in requests(tmp_path):
        everything = sorted(school.made.folder.rglob("*"))
        before = {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in everything}
        assert school.gate(head, base=base).code == 0

        assert {p: (p.stat().st_mtime_ns, p.stat().st_mode) for p in sorted(school.made.folder.rglob("*"))} == before


def test_no_temporary_folder_stays_behind(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for school, base, head in requests(tmp_path):
        answer = run_gate(school.made.folder, base, head, ME, environment={"TMPDIR": str(own)})

        assert (answer.code, list(own.iterdir())) == (0, [])


def test_an_answer_that_cannot_be_written_is_no_success(tmp_path: Path) -> None:
    school, base, head = requests(tmp_path)[0]
    there = tmp_path / "absent" / "verdict.json"

    assert school.gate(head, ME, "--output", str(there)).code == 2
    words = [sys.executable, "-m", "polyvalidate", "gate", "--repo", str(school.made.folder), "--base", base]
    words += ["--head", head, "--actor", ME, "--on", "2026-02-10"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode not in (0, 1)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("absent", "The folder {} does not exist.\n"),
        ("file", "The folder {} does not exist.\n"),
        (
            "folder",
            "The folder {} is not in a Git repository. Go to that of your school (cd …), or give its path with"
            " --repo.\n",
        ),
    ],
)
def test_what_is_no_repository_is_said_to_be_none(tmp_path: Path, place: str, said: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    answer = run_gate(tmp_path / place, "main", "head", ME)

    assert answer == (2, None, said.format(tmp_path / place))


def test_a_base_without_a_grid_or_roles_gives_nobody_a_right(tmp_path: Path) -> None:
    school = School(tmp_path / "school", {"grid/roles.yml": None})
    assert school.gate(school.propose({"README.md": b"# New\n"}), KEEPER).status == "failure"

    broken = School(tmp_path / "broken", {"grid/roles.yml": b"\t- x\n"})
    assert broken.gate(broken.propose({"README.md": b"# New\n"}), KEEPER).status == "failure"

    bare = School(tmp_path / "bare", {"grid/2025-2026/rules.yml": None})
    assert bare.gate(bare.propose({OPEN_DAY: declared.replace(b": 2\n", b": 1\n")})).status == "failure"
