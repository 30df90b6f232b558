"""Git, as a program: fixed arguments, raw bytes, full object ids, a clean environment."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
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


_NOT_YOURS = re.compile(r"dubious ownership in repository at '(.*)'")
_LOCKED = re.compile(r"Unable to create '(.*\.lock)': File exists")
# The last of them is a file beside the commits, which says what comes before what, and which Git believes.
_INERT = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "log.showSignature=false", "submodule.recurse=false",
          "core.commitGraph=false")  # fmt: skip
"""A repository's own configuration may name programs; what starts them is switched off where Git is asked to read."""
_NEEDED = ("PATH", "HOME", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
           "SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "PATHEXT", "COMSPEC")  # fmt: skip
"""What a Git that reads needs of its environment: to find its programs, a place for its files, the libraries; the last
line is what Windows needs for the same."""


def clean_environment() -> dict[str, str]:
    """The environment Git runs in: no configuration of the machine or the person, no prompt, no lazy fetch, which runs
    what the configuration of the repository says, and none of the tokens that a runner keeps in variables: Git reads
    what strangers sent. What it needs is named."""
    kept = {k: os.environ[k] for k in _NEEDED if k in os.environ}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": f"{os.devnull}/none",  # a file that is there, even empty, is complained about
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",  # for a Git that does not know it; a repository can undo protocol.allow=never
        "LC_ALL": "C",
    }


_CREDENTIALS: ContextVar[Mapping[str, str] | None] = ContextVar("credentials", default=None)


@contextmanager
def presenting(credentials: Mapping[str, str]) -> Iterator[None]:
    """Meanwhile, a Git that talks to a server has these variables too; one that only reads objects never has."""
    before = _CREDENTIALS.set(credentials)
    try:
        yield
    finally:
        _CREDENTIALS.reset(before)


def _own_environment() -> dict[str, str]:
    """The person's environment, without what would make Git look at another repository."""
    local = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")
    own = {k: v for k, v in os.environ.items() if k not in local} | {"LC_ALL": "C"}
    return own | dict(_CREDENTIALS.get() or {})


@cache
def _trusted() -> tuple[str, ...]:
    """The repositories of other accounts that the person has said to be safe, as Git is told them again: it hears that
    from the configuration of the person or the machine only, which the clean environment leaves out."""
    words = ["git", "config", "--null", "--get-all", "safe.directory"]
    own = {k: v for k, v in os.environ.items() if k in (*_NEEDED, "XDG_CONFIG_HOME") or k.startswith("GIT_CONFIG")}
    said = _run(words, own | {"GIT_DIR": os.devnull, "LC_ALL": "C"}, patience()).stdout
    places = os.fsdecode(said.removesuffix(b"\0")).split("\0") if said else []
    return tuple(word for place in places for word in ("-c", f"safe.directory={place}"))


def _command(repository: str | Path, *arguments: str) -> list[str]:
    """The words by which Git is asked about a repository in the clean environment."""
    inert = [word for setting in _INERT for word in ("-c", setting)]
    return ["git", "-C", str(repository), *_trusted(), *inert, *arguments]


def _run(
    words: list[str], environment: Mapping[str, str], seconds: float | None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(words, input=stdin, capture_output=True, check=False, env=environment, timeout=seconds)
    except FileNotFoundError:
        raise _not_installed() from None
    except subprocess.TimeoutExpired as late:
        raise silent(late.timeout) from None


def talk(
    repository: str | Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """A Git that goes on answering, in the clean environment: what it is asked and what it says are pipes."""
    try:
        return subprocess.Popen(
            _command(repository, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=clean_environment() | dict(environment or {}),
        )
    except FileNotFoundError:
        raise _not_installed() from None


def _not_installed() -> Unreadable:
    return Unreadable(Text("Git n'est pas installé sur cette machine.", "Git is not installed on this machine."))


class Done(NamedTuple):
    """What a Git command answered; ``error`` is the last line it complained with, ``said`` all of them."""

    code: int
    output: bytes
    error: str
    said: str = ""


def try_git(
    repository: str | Path,
    *arguments: str,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    own_configuration: bool = False,
    at_ease: bool = False,
    within: float | None = None,
) -> Done:
    """One Git command with fixed arguments, whatever its answer. ``environment`` is added to the clean one.

    ``own_configuration`` runs it as the person would, with their keys and servers: what a push needs. Git may then ask
    them for a passphrase, so its time is theirs, unless ``within`` says how many seconds it has; ``at_ease`` gives it
    all its time too. Raises ``Unreadable`` when it
    takes longer than ``patience``, for a repository of somebody else, whose configuration could run any program, and
    for one that another Git has locked.
    """
    seconds = within if own_configuration or at_ease else patience()
    if own_configuration:
        words, start = ["git", "-C", str(repository), *arguments], _own_environment()
    else:
        words, start = _command(repository, *arguments), clean_environment()
    done = _run(words, start | dict(environment or {}), seconds, stdin)
    error = done.stderr.decode("utf-8", "replace")
    if done.returncode and (found := _NOT_YOURS.search(error)):
        raise _of_somebody_else(found[1])
    if done.returncode and (found := _LOCKED.search(error)):
        raise _locked(found[1])
    said = error.strip().splitlines()
    return Done(done.returncode, done.stdout, said[-1] if said else f"code {done.returncode}", error)


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


def _of_somebody_else(place: str) -> Unreadable:
    return Unreadable(
        Text(
            "Le dépôt {place} appartient à un autre compte de cette machine, et sa configuration pourrait lancer des "
            "programmes en votre nom : Git refuse de le lire. Si vous lui faites confiance (dans un conteneur de "
            "contrôle automatique, par exemple), dites-le d'abord à Git : git config --global --add safe.directory "
            "{quoted}",
            "The repository {place} belongs to another account of this machine, and its configuration could run "
            "programs in your name: Git refuses to read it. If you trust it (in a container of automatic checks, for "
            "instance), tell Git first: git config --global --add safe.directory {quoted}",
        ),
        place=place,
        quoted=shlex.quote(place),
    )


def _locked(lock: str) -> Unreadable:
    return Unreadable(
        Text(
            "Un autre Git travaille dans ce dépôt, ou s'y est arrêté net : {lock} existe. Attendez qu'il ait fini ; "
            "s'il n'y en a aucun, supprimez ce fichier. Puis relancez la commande.",
            "Another Git works in this repository, or stopped short there: {lock} exists. Wait until it has ended; if "
            "there is none, delete that file. Then run the command again.",
        ),
        lock=lock,
    )


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


def unfiltered(repository: str | Path) -> dict[str, str]:
    """An environment for commands that read a work tree: its files pass through no program that the configuration of
    the repository names (``filter.*``), so that such a file only looks changed."""
    named = try_git(repository, "config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.").output
    filters = sorted({name.rpartition(".")[0] for name in os.fsdecode(named).split("\0") if name})
    values = {"clean": "", "smudge": "", "process": "", "required": "false"}
    settings = [(f"{name}.{key}", value) for name in filters for key, value in values.items()]
    keys = {f"GIT_CONFIG_KEY_{n}": key for n, (key, _) in enumerate(settings)}
    return (
        keys | {f"GIT_CONFIG_VALUE_{n}": v for n, (_, v) in enumerate(settings)} | {"GIT_CONFIG_COUNT": str(len(keys))}
    )


def empty(digits: int) -> tuple[str, ...]:
    """The words that make an empty repository whose ids have so many digits, without configuration or hooks."""
    return ("init", "--quiet", "--template=", f"--object-format={'sha1' if digits == 40 else 'sha256'}", ".")


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
        offset = end + int(header[2]) + 2
        blobs[oid] = output[end + 1 : offset - 1]
    return blobs
