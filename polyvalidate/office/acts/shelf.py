"""The register on disk: opened by one command at a time, replaced at once, its former versions kept beside it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.register import claims
from polyvalidate.office.register.register import CHANGED, Register, parsed, written
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.repository.locking import alone
from polyvalidate.school.school import School

KEPT = 10
"""Former versions kept; older ones are removed, so that what is forgotten does not live on in them."""


ACT, ACT_TRAILER = "act", "Act"
"""What ties the register to the commit of the act that wrote it: drawn at random, in its settings and in a trailer."""
_UNDONE = "-undone.bak"
"""Ends the name of a version that ``undo`` took back."""


class Shelf:
    """A register that this command alone holds. ``register`` is None as long as the file does not exist."""

    def __init__(self, path: Path, register: Register | None, data: bytes | None) -> None:
        self.path = path
        self.register = register
        self._data = data

    def put(self, register: Register, now: datetime) -> bool:
        """Replace the register; True when it was another. The former version is kept first.

        Raises ``Unreadable`` when the disk refuses, and then the former register stands.
        """
        data = written(register)
        if data == self._data:
            return False
        try:
            if self._data is not None:
                private_files.place(_free_name(self.path, now), self._data)
            private_files.place(self.path, data)
        except OSError as error:
            raise private_files.unwritable(self.path, error) from error
        self.register, self._data = register, data
        _prune(self.path)
        return True

    def kept(self) -> list[Path]:
        """The versions that an act replaced, oldest first."""
        return [version for version in backups(self.path) if not version.name.endswith(_UNDONE)]

    def before(self, act: str) -> Path | None:
        """The version that an act replaced, when it is kept: the latest that is of another act."""
        return next((version for version in reversed(self.kept()) if _act_in(version) != act), None)

    def wrote(self, act: str) -> bool:
        """Whether a kept version is what an act wrote."""
        return any(_act_in(version) == act for version in self.kept())

    def read(self, version: Path | None) -> Register | None:
        """A kept version; None for none. Raises ``Unreadable`` when it does not read."""
        data = private_files.read_own(version) if version is not None else None
        register = parsed(data) if data is not None else None
        if version is not None and not isinstance(register, Register):
            raise Unreadable(Text("{name} : {why}", "{name}: {why}"), name=version.name, why=register or CHANGED)
        return register if isinstance(register, Register) else None

    def back(self, version: Path | None, now: datetime) -> None:
        """Put back a version, which is then kept no more, or no register at all; the key of letters that were sent
        since stays. What it replaces is kept under a name that tells it from the others.

        Raises ``Unreadable`` when the version does not read or the disk refuses, and then the register stands.
        """
        former = self.read(version)
        key = self.register.settings.get(claims.SETTING) if self.register is not None else None
        if former is not None and key is not None:
            former = replace(former, settings={**former.settings, claims.SETTING: key})
        data = written(former) if former is not None else None
        try:
            if self._data not in (None, data):
                private_files.place(self.path.with_name(f"{_stamped(self.path, now)}{_UNDONE}"), self._data or b"")
            if data is None:
                self.path.unlink(missing_ok=True)
            else:
                private_files.place(self.path, data)
            for later in self.kept() if version is None else self.kept()[self.kept().index(version) + 1 :]:
                later.replace(later.with_name(later.name.removesuffix(".bak") + _UNDONE))
            if version is not None:
                version.unlink(missing_ok=True)
        except OSError as error:
            raise private_files.unwritable(self.path, error) from error
        self.register, self._data = former, data
        _prune(self.path)

    def forget(self, code: str) -> Forgotten:
        """Erase a person from the register, then from each kept version. Nothing is kept of what is replaced."""
        register = self.register
        if register is None:
            return Forgotten(0, ())
        data = written(register.without(code))
        try:
            private_files.place(self.path, data)
        except OSError as error:
            raise private_files.unwritable(self.path, error) from error
        self.register, self._data = register.without(code), data
        cleaned, remaining = 0, []
        for backup in backups(self.path):
            try:
                kept = parsed(backup.read_bytes())
                if isinstance(kept, Text):
                    remaining.append(backup)
                elif code in kept.by_code:
                    private_files.place(backup, written(kept.without(code)))
                    cleaned += 1
            except OSError:
                remaining.append(backup)
        return Forgotten(cleaned, tuple(remaining))


def first_register(school: School) -> Register:
    """The register with which a school begins."""
    return Register(school.latest.school, school.root())


def hold_to(school: School, register: Register, name: str) -> None:
    """Raise ``Unreadable`` for another school's register: neither its first commit nor any pseudonym is of this
    repository. (The first commit alone changes when a history has to be written anew.)"""
    if register.root == school.root() or any(member.code in school.folders for member in register.members):
        return
    raise Unreadable(
        Text(
            "{name} est le registre d'une autre école ({school}), ou d'un autre dépôt : aucun de ses "
            "pseudonymes n'est ici. Vérifiez --register et --repo.",
            "{name} is the register of another school ({school}), or of another repository: none of its "
            "pseudonyms is here. Check --register and --repo.",
        ),
        name=name,
        school=register.school,
    )


class Forgotten(NamedTuple):
    """How many kept versions were cleaned, and those that could not be."""

    cleaned: int
    remaining: tuple[Path, ...]


@contextmanager
def held(path: Path) -> Iterator[Shelf]:
    """The register at a path, held by this command until the block ends.

    Raises ``Unreadable`` for a place inside Git, a file that is no sound register, one in use or open to others.
    """
    real = private_files.outside_git(path)
    with alone(real):
        private_files.sweep(real)
        data = private_files.read_own(real)
        if data is None:
            yield Shelf(real, None, None)
            return
        register = parsed(data)
        if isinstance(register, Text):
            raise _unsound(path, register)
        yield Shelf(real, register, data)


@contextmanager
def existing(path: Path) -> Iterator[tuple[Shelf, Register]]:
    """The same, for a command that needs a register that is there."""
    with held(path) as shelf:
        if shelf.register is None:
            raise _absent(path)
        yield shelf, shelf.register


def with_key(path: Path, now: datetime) -> Register:
    """The register, which is given the key of its letters when it has none yet."""
    with existing(path) as (shelf, register):
        if claims.key_in(register.settings) is None:
            key = claims.new_key(secrets.token_bytes)
            _ = shelf.put(replace(register, settings={**register.settings, claims.SETTING: key}), now)
        return shelf.register or register


def backups(path: Path) -> list[Path]:
    """The kept versions, oldest first."""
    return sorted(path.parent.glob(f"{private_files.escaped(path.name)}.20*.bak"))


def _free_name(path: Path, now: datetime) -> Path:
    """``registre.json.2026-09-02T101530.bak``: a kept version is never written over."""
    names = (f"{_stamped(path, now)}{suffix}.bak" for suffix in ("", *(f"-{n:02d}" for n in range(1, 100))))
    return next(place for name in names if not (place := path.with_name(name)).exists())


def _stamped(path: Path, moment: datetime) -> str:
    return f"{path.name}.{moment:%Y-%m-%dT%H%M%S}"


def _act_in(version: Path) -> str | None:
    """The act that wrote a version; None for one that does not say, or does not read."""
    with suppress(OSError):
        register = parsed(version.read_bytes())
        return register.settings.get(ACT) if isinstance(register, Register) else None
    return None


def _prune(path: Path) -> None:
    for old in backups(path)[:-KEPT]:
        with suppress(OSError):
            old.unlink()


def _latest_sound(path: Path) -> Path | None:
    for backup in reversed(backups(path)):
        with suppress(OSError):
            if not isinstance(parsed(backup.read_bytes()), Text):
                return backup
    return None


def peek(path: Path) -> Register:
    """The register as it stands, to look something up: nothing is held, nothing is written."""
    real = private_files.outside_git(path)
    data = private_files.read_own(real)
    register = parsed(data) if data is not None else None
    if register is None:
        raise _absent(path)
    if isinstance(register, Text):
        raise _unsound(path, register)
    return register


def _absent(path: Path) -> Unreadable:
    return Unreadable(
        Text(
            "Le registre {path} n'existe pas : vérifiez le nom donné à --register.{path2} (Pour une "
            "école sans aucun élève encore, polyvalidate roster import le crée.)",
            "The register {path} does not exist: check the name given to --register.{path2} (For a "
            "school that has no student yet, polyvalidate roster import makes it.)",
        ),
        path=path,
        path2=_beside(path),
    )


def lost(path: Path, students: int) -> Text:
    """Why no register is begun in a repository that has students: all of them would be enrolled a second time."""
    return Text(
        "Le registre {path} n'existe pas, alors que le dépôt a déjà {n} {n:dossier d'élève|dossiers d'élèves} : avec "
        "un nouveau registre, chaque élève serait inscrit une seconde fois. Vérifiez le nom donné à "
        "--register.{beside} Si le vôtre est perdu, reprenez sa sauvegarde. Pour en commencer un autre malgré cela, "
        "ajoutez --new-register.",
        "The register {path} does not exist, and the repository already has {n} {n:student folder|student folders}: "
        "with a new register, each student would be enrolled a second time. Check the name given to "
        "--register.{beside} If yours is lost, take its backup. To begin another one all the same, add "
        "--new-register.",
    ).filled(path=path, n=students, beside=_beside(path))


def _beside(path: Path) -> Text:
    """The registers of the same folder, for who mistyped a name."""
    with suppress(OSError):
        others = [other for other in sorted(path.parent.glob("*.json"))[:20] if _is_register(other)]
        if others:
            return Text(" À côté se trouve {others}.", " Beside it is {others}.").filled(others=others[0])
    return Text("", "")


def _is_register(path: Path) -> bool:
    return isinstance(parsed(path.read_bytes()), Register)


def _unsound(path: Path, why: Text) -> Unreadable:
    sound = _latest_sound(path)
    backup = Text(" La dernière sauvegarde lisible est {name}.", " The latest readable backup is {name}.")
    more = backup.filled(name=sound.name) if sound else ""
    return Unreadable(Text("{path} : {why}{more}", "{path}: {why}{more}"), path=path, why=why, more=more)
