"""Repositories of any number of declarations, made in one stream, with one request on one student's folder."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from polyvalidate.repository import clean_environment
from tests.examples import RULES_FOLDER, FolderTree

EACH = 10
"""Declarations of one student."""
COHORTS = 10
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Crowd(NamedTuple):
    """A repository, and the request: a new declaration of the student whose account is ``actor``."""

    folder: Path
    base: str = "refs/heads/main"
    head: str = "refs/heads/request"
    actor: str = "github:2000001"


def make_crowd(folder: Path, declarations: int) -> Crowd:
    """``declarations`` of as many students as it takes, spread over cohorts as a school's are."""
    folder.mkdir(parents=True)
    environment = clean_environment()
    subprocess.run(["git", "init", "--quiet", "--bare", "--template="], cwd=folder, env=environment, check=True)
    command = ["git", "fast-import", "--quiet", "--done"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for part in _stream(declarations):
            process.stdin.write(part)
        process.stdin.close()
    assert process.returncode == 0
    return Crowd(folder)


def _stream(declarations: int) -> Iterator[bytes]:
    files = {path: data for path, (_, data) in FolderTree(RULES_FOLDER / "base").files.items()}
    mine = "declarations/2025/s-base000001"
    who = b"Essai <essai@example.org> 1767225600 +0000\n"
    yield b"commit refs/heads/main\nmark :1\ncommitter " + who + b"data 0\n"
    for path, data in files.items():
        yield b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)
    yield b"blob\nmark :2\ndata %d\n%s\n" % (len(student := files[f"{mine}/student.yml"]), student)
    yield b"blob\nmark :3\ndata %d\n%s\n" % (len(day := files[f"{mine}/3.1-portes-ouvertes.yml"]), day)
    yield b"commit refs/heads/main\nmark :4\ncommitter " + who + b"data 0\nfrom :1\n"
    for number in range(declarations // EACH):
        folder = f"declarations/{2016 + number % COHORTS}/s-{_name(number)}"
        yield f"M 100644 :2 {folder}/student.yml\n".encode()
        yield b"".join(b"M 100644 :3 %s/3.1-journee-%d.yml\n" % (folder.encode(), n) for n in range(EACH))
    visit = (RULES_FOLDER / "PP610" / "good" / mine / "3.3-visite-au-lycee.yml").read_bytes()
    yield b"commit refs/heads/request\nmark :5\ncommitter " + who + b"data 0\nfrom :4\n"
    yield b"M 100644 inline %s/3.3-visite-au-lycee.yml\ndata %d\n%s\n" % (mine.encode(), len(visit), visit)
    yield b"done\n"


def _name(number: int) -> str:
    """Ten letters that are spread as random ones would be, the same every time."""
    value, letters = (number * 0x9E3779B97F4A7C15 + 1) % (1 << 50), ""
    for _ in range(10):
        value, rest = divmod(value, 32)
        letters += _ALPHABET[rest]
    return letters
