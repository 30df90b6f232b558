"""The archive that a university delivers each night (``univ-tours_<date>.zip``): the list of students inside it."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

from polyvalidate.model.words import Text
from polyvalidate.office.lists.decoding import LARGEST

_STUDENTS = re.compile(r"(?:.*/)?[^/]*_ETU\.csv", re.IGNORECASE)
_DIGEST = re.compile(rb"[0-9a-fA-F]{32}")


def students_of(data: bytes) -> bytes | Text | None:
    """The bytes of the students' list, held equal to its MD5 if there is one; None when this is no such feed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [item for item in archive.infolist() if _STUDENTS.fullmatch(item.filename)]
            if not names:
                return None
            if len(names) > 1:
                return Text(
                    "Cette archive contient plusieurs listes d'élèves. Extrayez celle qu'il faut, puis donnez-la "
                    "seule.",
                    "This archive holds several lists of students. Extract the right one, then give it alone.",
                )
            if names[0].file_size > LARGEST:
                return Text("La liste de cette archive est trop grande.", "The list of this archive is too large.")
            content = archive.read(names[0])
            stem = names[0].filename[:-4]
            digests = [n for n in archive.namelist() if n.casefold() in _digest_names(stem)]
            expected = _DIGEST.search(archive.read(digests[0])[:4096]) if digests else None
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError, EOFError):
        return Text(
            "Cette archive est abîmée ou incomplète. Reprenez la livraison.",
            "This archive is damaged or incomplete. Fetch the delivery again.",
        )
    # MD5 is what the feed gives: it tells a cut transfer, and proves nothing else.
    if expected and hashlib.md5(content, usedforsecurity=False).hexdigest().encode() != expected[0].lower():
        return Text(
            "La liste de cette archive n'est pas celle qui a été livrée (MD5 différent). Reprenez la livraison.",
            "The list of this archive is not the one that was delivered (MD5 differs). Fetch the delivery again.",
        )
    return content


def _digest_names(stem: str) -> set[str]:
    return {f"{stem}{end}".casefold() for end in (".md5", ".csv.md5")}
