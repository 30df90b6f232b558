"""A piece of evidence, from the file or the address that a person names: its name, size, type and digest."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import stat
import unicodedata
from pathlib import Path
from urllib.parse import unquote

from polyvalidate.cli.kit.typed import Unclear, visible
from polyvalidate.files.draft import store_of_files
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import EvidencePolicy
from polyvalidate.model.words import Text
from polyvalidate.rules.evidence import host_of
from polyvalidate.rules.evidence_file import is_safe, type_of

_OPTION = re.compile(r"\s*([Ee][1-9][0-9]?)\s*=\s*(\S.*)", re.ASCII | re.DOTALL)
_ADDRESS = re.compile(r"(?i)https?://")
_HOST = re.compile(r"file://[^/]*")
_CHUNK = 1 << 20


def split(option: str, example: str) -> tuple[str, str]:
    """``E2=emargement.pdf`` in its two halves. ``example`` is shown to who wrote something else."""
    found = _OPTION.fullmatch(option)
    if found is None:
        raise Unclear(
            Text(
                "Le code du justificatif, le signe égal, puis la pièce sont attendus ici : {example}.",
                "The code of the evidence, an equals sign, then the document are expected here: {example}.",
            ),
            example=example,
        )
    return found[1].upper(), found[2]


def is_address(text: str) -> bool:
    return _ADDRESS.match(text.strip()) is not None


def from_address(kind: str, text: str) -> Evidence:
    """Evidence that is online. Nothing is fetched."""
    address = visible(text.strip())
    if host_of(address) is None:
        raise Unclear(
            Text(
                "Cette adresse est mal formée. Copiez-la depuis le navigateur : elle commence par https://, "
                "sans compte, mot de passe, port ni espace.",
                "This address is not well formed. Copy it from the browser: it begins with https://, without "
                "account, password, port or space.",
            )
        )
    return Evidence(kind, "url", None, address, None, None, None)


def from_file(kind: str, text: str, policy: EvidencePolicy) -> tuple[Evidence, Path]:
    """Evidence that is a file on this machine, read once for its digest; and where it is."""
    path = _path(text)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unclear(
                Text(
                    "Ce chemin ne mène pas à un fichier. Indiquez le fichier lui-même.",
                    "This path does not lead to a file. Give the file itself.",
                )
            )
        if status.st_size == 0:
            raise Unclear(
                Text(
                    "Ce fichier est vide. Indiquez celui qui contient la pièce.",
                    "This file is empty. Give the one that holds the document.",
                )
            )
        if status.st_size > policy.maximum_size:
            raise Unclear(
                Text(
                    "Ce fichier est trop gros ({size:size}). La limite est de {most:size} : réduisez-le, par exemple "
                    "en PDF ou avec une définition plus faible.",
                    "This file is too large ({size:size}). The limit is {most:size}: reduce it, for instance as PDF "
                    "or with a lower resolution.",
                ),
                size=status.st_size,
                most=policy.maximum_size,
            )
        digest, size = digest_of(path)
    except (FileNotFoundError, ValueError):  # a path may hold a character that no file name can
        raise Unclear(
            Text(
                "Ce fichier est introuvable. Vérifiez le chemin, ou glissez le fichier dans cette fenêtre.",
                "This file cannot be found. Check the path, or drag the file into this window.",
            )
        ) from None
    except OSError as error:
        raise Unclear(
            Text(
                "Ce fichier ne peut pas être lu ({why}). Vérifiez vos droits, ou copiez le fichier ailleurs.",
                "This file cannot be read ({why}). Check your rights, or copy the file elsewhere.",
            ),
            why=error.strerror or type(error).__name__,
        ) from None
    name = unicodedata.normalize("NFC", path.name)
    if not is_safe(name):
        raise Unclear(
            Text(
                "Ce nom de fichier ne convient pas à toutes les machines. Renommez la pièce avec des "
                "lettres, des chiffres, des tirets et un seul point, comme emargement.pdf.",
                "This file name does not suit all machines. Rename the document with letters, digits, dashes "
                "and one dot, as in emargement.pdf.",
            )
        )
    store = store_of_files(policy) or "pull-request"
    return Evidence(kind, store, name, None, digest, type_of(name), size), path


def name_taken() -> Unclear:
    """What is said when the copy of a document would take the place of another one."""
    return Unclear(
        Text(
            "Une autre pièce porte déjà ce nom dans votre dossier. Renommez le fichier, puis indiquez-le de nouveau.",
            "Another document has this name in your folder already. Rename the file, then give it again.",
        )
    )


def _path(text: str) -> Path:
    """A path as it is typed, else as a terminal writes it when a file is dragged into it: quoted, escaped, file://."""
    paths = [Path(_at_home(_local(reading))) for reading in _readings(text.strip())]
    return next((path for path in paths if os.path.lexists(path)), paths[0])


def _at_home(path: str) -> str:
    try:
        return os.path.expanduser(path)
    except ValueError:  # a null character, which is in no path
        return path


def _readings(typed: str) -> list[str]:
    """The text itself, then without the quotes and backslashes of a shell if it is then one word."""
    try:
        words = shlex.split(typed)
    except ValueError:
        words = []
    return [typed, *words] if len(words) == 1 else [typed]


def _local(path: str) -> str:
    return unquote(_HOST.sub("", path)) if path.startswith("file://") else path


def digest_of(path: Path) -> tuple[str, int]:
    """The SHA-256 and the size of a file. Raises OSError."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
            size += len(chunk)
    return found.hexdigest(), size
