"""What a school's own branch holds for its jobs: the workflows of this version, and what they install."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from polyvalidate import __version__
from polyvalidate.forge.doctor.lines import Check, Line, few
from polyvalidate.model.words import Text
from polyvalidate.repository import packaged, read_blobs, run_git
from polyvalidate.repository.own_wheel import FOLDERS

_WHEEL = re.compile(r"^\./(?P<path>\S+\.whl) --hash=sha256:(?P<digest>[0-9a-f]{64})$", re.MULTILINE)


def files_of(repository: Path, commit: str, folder: str) -> dict[str, bytes]:
    """The files below a folder of a commit, by path."""
    found = {}
    for row in run_git(repository, "ls-tree", "-r", "-z", "--full-tree", commit, "--", folder).split(b"\0"):
        facts, _, name = row.partition(b"\t")
        if row and facts.split()[1] == b"blob":
            found[name.decode("utf-8", "surrogateescape")] = facts.split()[2].decode()
    blobs = read_blobs(str(repository), found.values())
    return {path: blobs[oid] for path, oid in found.items()}


def examined_here(repository: Path, commit: str, forge: str) -> Iterator[Line]:
    """What needs no forge to be seen."""
    folder = FOLDERS[forge]
    given = {} if forge == "git" else _template(forge)
    tops = {path.partition("/")[0] for path in given} | {folder}
    files = {path: data for top in sorted(tops) for path, data in files_of(repository, commit, top).items()}
    missing = [path for path in given if path not in files]
    changed = [path for path, data in given.items() if path in files and files[path] != data]
    if given:
        if missing:
            yield JOBS.wrong(_MISSING.filled(files=few(missing)))
        else:
            yield JOBS.unseen(_CHANGED.filled(files=few(changed))) if changed else JOBS.good()
    yield _installed(files, folder)


def _template(forge: str) -> dict[str, bytes]:
    folder = packaged(f"template_{forge}")
    # The forms of questions are no jobs: a school words them as it likes.
    jobs = [path for path in sorted(folder.rglob("*.yml")) if path.parent.name.lower() != "issue_template"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in jobs}


def _installed(files: Mapping[str, bytes], folder: str) -> Line:
    """Each list of what jobs install names a wheel that stands there, by its digest."""
    for name in (f"{folder}/requirements.txt", f"{folder}/requirements-site.txt"):
        if name not in files:
            return INSTALLED.wrong(_MISSING.filled(files=name))
        named = _WHEEL.search(files[name].decode("utf-8", "replace"))
        if named is None or named["path"] not in files:
            return INSTALLED.wrong(_NO_WHEEL.filled(file=name))
        if hashlib.sha256(files[named["path"]]).hexdigest() != named["digest"]:
            return INSTALLED.wrong(_OTHER_WHEEL.filled(file=name))
        if f"-{__version__}-" not in named["path"]:
            wheel = named["path"].rpartition("/")[2]
            return INSTALLED.unseen(_OTHER_VERSION.filled(wheel=wheel, version=__version__))
    return INSTALLED.good(Text("{version}", "{version}").filled(version=__version__))


JOBS = Check(
    "jobs",
    Text("Les fichiers de tâches sont ceux de cette version", "The files of the jobs are those of this version"),
    Text(
        "Comparez-les à ceux que polyvalidate init écrit dans un dossier neuf",
        "Compare them with those that polyvalidate init writes in a new folder",
    ),
)
INSTALLED = Check(
    "installed",
    Text("Ce que les tâches installent est là, et verrouillé", "What the jobs install is there, and locked"),
    Text(
        "Reprenez le dossier que polyvalidate init écrit dans un dossier neuf",
        "Take the folder that polyvalidate init writes in a new folder",
    ),
)
_MISSING = Text("il manque {files}", "{files} is missing")
_CHANGED = Text(
    "changé par l'école, ou d'une autre version : {files}", "changed by the school, or of another version: {files}"
)
_NO_WHEEL = Text("{file} ne nomme aucun paquet présent", "{file} names no wheel that is there")
_OTHER_WHEEL = Text(
    "{file} nomme un autre paquet que celui qui est là", "{file} names another wheel than the one there"
)
_OTHER_VERSION = Text("{wheel}, et vous lancez {version}", "{wheel}, and you run {version}")
