"""A piece of evidence, from the file that a person names: where it is, its name, size, type and digest."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import stat
from pathlib import Path
from urllib.parse import unquote

from polyvalidate.files.typed import Unclear
from polyvalidate.judgement.attaching import document, fitting
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import EvidencePolicy
from polyvalidate.model.words import Text

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
        fitting(status.st_size, policy)
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
    return document(kind, path.name, size, digest, policy), path


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
