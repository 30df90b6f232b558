"""Git, as a program: fixed arguments, raw bytes, full object ids, a clean environment."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable

PATIENCE = 120.0
"""Seconds that a Git is waited for. A disk, a network folder or a lock that never answers must not hold a check for
ever; a million files are listed in a tenth of that."""
_LIMIT = "POLYVALIDATE_GIT_SECONDS"
_MOST_PATIENCE = 86_400.0


def patience() -> float:
    """Seconds that a Git is waited for: those of the environment, for a machine that is slower, else ``PATIENCE``."""
    said = os.environ.get(_LIMIT)
    if not said:
        return PATIENCE
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if 0 < seconds <= _MOST_PATIENCE:
        return seconds
    raise Unreadable(
        Text(
            "{LIMIT} n'est pas un nombre de secondes. Écrivez par exemple {LIMIT}=300.",
            "{LIMIT} is not a number of seconds. Write for instance {LIMIT}=300.",
        ),
        LIMIT=_LIMIT,
    )


def silent(seconds: float) -> Unreadable:
    """What is said of a Git that did not answer in time, and was stopped."""
    shown = f"{seconds:g}"
    return Unreadable(
        Text(
            "Git n'a pas répondu en {seconds} s et a été arrêté. Recommencez ; si la machine est lente, laissez-lui "
            "plus de temps, par exemple avec {LIMIT}=600.",
            "Git did not answer within {seconds} s and was stopped. Try again; if the machine is slow, leave it more "
            "time, for instance with {LIMIT}=600.",
        ),
        seconds=Text(shown.replace(".", ","), shown),
        LIMIT=_LIMIT,
    )


_NEEDED = ("PATH", "HOME", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""What a Git that reads needs of its environment: to find its programs, a place for its files, the libraries."""


def clean_environment() -> dict[str, str]:
    """The environment Git runs in: no configuration of the machine or the person, no prompt, no lazy fetch, and none of
    the tokens that a runner keeps in variables: Git reads what strangers sent. What it needs is named."""
    kept = {k: os.environ[k] for k in _NEEDED if k in os.environ}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": f"{os.devnull}/none",  # a file that is there, even empty, is complained about
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }


def _own_environment() -> dict[str, str]:
    """The person's environment, without what would make Git look at another repository."""
    local = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")
    return {k: v for k, v in os.environ.items() if k not in local} | {"LC_ALL": "C"}


class Done(NamedTuple):
    """What a Git command answered; ``error`` is the last line it complained with."""

    code: int
    output: bytes
    error: str


def try_git(
    repository: str | Path,
    *arguments: str,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    own_configuration: bool = False,
    at_ease: bool = False,
) -> Done:
    """One Git command with fixed arguments, whatever its answer. ``environment`` is added to the clean one.

    ``own_configuration`` runs it as the person would, with their keys and servers: what a push needs. Git may then ask
    them for a passphrase, so its time is theirs; ``at_ease`` gives it all its time too. Raises ``Unreadable`` when it
    takes longer than ``patience``.
    """
    seconds = None if own_configuration or at_ease else patience()
    start = _own_environment() if own_configuration else clean_environment()
    command = ["git", "-C", str(repository), "-c", "safe.directory=*", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            check=False,
            env=start | dict(environment or {}),
            timeout=seconds,
        )
    except FileNotFoundError:
        raise Unreadable(
            Text("Git n'est pas installé sur cette machine.", "Git is not installed on this machine.")
        ) from None
    except subprocess.TimeoutExpired as late:
        raise silent(late.timeout) from None
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return Done(done.returncode, done.stdout, said[-1] if said else f"code {done.returncode}")


def run_git(
    repository: str | Path,
    *arguments: str,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    at_ease: bool = False,
) -> bytes:
    """The output of one Git command. Raises ``Unreadable`` when Git refuses, or takes too long unless ``at_ease``."""
    done = try_git(repository, *arguments, stdin=stdin, environment=environment, at_ease=at_ease)
    if done.code:
        raise refused(repository, done.error)
    return done.output


def refused(repository: str | Path, error: str) -> Unreadable:
    """What to say when Git ends with an error: where to go, when it is no repository; else its own words."""
    if "not a git repository" not in error:
        return Unreadable(
            Text("Git ne peut pas lire ce dépôt : {error}", "Git cannot read this repository: {error}"), error=error
        )
    place = os.path.realpath(repository)
    return Unreadable(
        Text(
            "Le dossier {place} n'est pas dans un dépôt Git. Allez dans celui de votre école (cd …), ou "
            "donnez son chemin avec --repo.",
            "The folder {place} is not in a Git repository. Go to that of your school (cd …), or give "
            "its path with --repo.",
        ),
        place=place,
    )


def read_blobs(repository: str, oids: Iterable[str], environment: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The contents of blobs by id, through one ``cat-file --batch --buffer``."""
    wanted = list(dict.fromkeys(oids))
    if not wanted:
        return {}
    asked = "\n".join(wanted).encode() + b"\n"
    output = run_git(repository, "cat-file", "--batch", "--buffer", stdin=asked, environment=environment)
    blobs: dict[str, bytes] = {}
    offset = 0
    for oid in wanted:
        end = output.index(b"\n", offset)
        header = output[offset:end].split()
        if len(header) != 3 or header[1] != b"blob":
            raise Unreadable(
                Text("L'objet {oid} manque dans ce dépôt.", "Object {oid} is missing from this repository."), oid=oid
            )
        size = int(header[2])
        blobs[oid] = output[end + 1 : end + 1 + size]
        offset = end + size + 2
    return blobs
