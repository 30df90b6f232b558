"""Bytes of a list to text: the encodings in which French administrations write, told apart without guessing."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists.cells import decodes_twice, shown

LARGEST = 60_000_000
"""Bytes of a list: the feed of a whole university is a tenth of it."""

_SAVE_AS = Text(
    "Dans Excel : Fichier, Enregistrer sous, « Classeur Excel (.xlsx) » ou « CSV UTF-8 ».",
    "In Excel: File, Save as, “Excel workbook (.xlsx)” or “CSV UTF-8”.",
)
_STRANGERS = {
    b"\xd0\xcf\x11\xe0": Text(
        "un ancien classeur (.xls) ou un classeur protégé par un mot de passe",
        "an old workbook (.xls) or one protected by a password",
    ),
    b"%PDF": Text("un PDF", "a PDF"),
    b"PK\x03\x04": Text(
        "une archive, ou un document autre qu'un classeur (.xlsx, .ods)", "an archive, or no workbook (.xlsx, .ods)"
    ),
}
_OF_THE_WEB = (b"<!doctype", b"<html", b"<?xml", b"<table")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


class Decoded(NamedTuple):
    """The text, and the name of its encoding as people know it."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded | Text:
    """The text of a list, or the sentence that says why there is none."""
    stranger = _stranger(data)
    if stranger is not None:
        return stranger
    found = _by_signature(data) or _by_trial(data)
    if isinstance(found, Decoded) and not found.text.strip():
        return EMPTY
    return found if isinstance(found, Text) else _decoded_once(found)


def _decoded_once(found: Decoded) -> Decoded | Text:
    """The same, unless most of its lines with accents were decoded wrongly before."""
    accented = [(n, line) for n, line in enumerate(found.text.split("\n"), 1) if not line.isascii()]
    twice = [(n, seen) for n, line in accented if (seen := decodes_twice(line)) is not None]
    if len(twice) * 2 <= len(accented):
        return found
    line, seen = twice[0]
    return Text(
        "Les accents de ce fichier ont été perdus avant d'arriver ici : la ligne {line} contient « {seen} ». Refaites "
        "l'extraction, en la lisant comme de l'UTF-8. {save_as}",
        "The accents of this file were lost before it came here: line {line} holds “{seen}”. Make the extraction "
        "again, and read it as UTF-8. {save_as}",
    ).filled(line=line, seen=shown(seen), save_as=_SAVE_AS)


EMPTY = Text(
    "Ce fichier est vide. Refaites l'extraction, puis recommencez.",
    "This file is empty. Make the extraction again, then start again.",
)


def _stranger(data: bytes) -> Text | None:
    """What is no text at all, by its first bytes."""
    if not data.strip(b"\0 \t\r\n"):
        return EMPTY
    if len(data) > LARGEST:
        return Text("Ce fichier dépasse 60 Mo : ce n'est pas une liste d'élèves.", "This file is over 60 MB: no list.")
    kind = next((text for first, text in _STRANGERS.items() if data.startswith(first)), None)
    if data.removeprefix(codecs.BOM_UTF8).lstrip()[:200].lower().startswith(_OF_THE_WEB):
        kind = Text("une page web", "a web page")
    if kind is None:
        return None
    return Text("Ce fichier est {kind}. {save_as}", "This file is {kind}. {save_as}").filled(
        kind=kind, save_as=_SAVE_AS
    )


def _by_signature(data: bytes) -> Decoded | Text | None:
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data.decode(codec), name)
            except UnicodeDecodeError as error:
                if name == "UTF-16":
                    return _broken(name, data[: error.start].decode(codec, "replace").count("\n") + 1)
                return _by_trial(data[len(bom) :])
    # Without a mark: in UTF-16 every other byte of European text is zero.
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[start:400:2]
        if half and half.count(0) > 0.9 * len(half):
            try:
                return Decoded(data.decode(codec), "UTF-16")
            except UnicodeDecodeError:
                return _broken("UTF-16", 1)
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return _broken("texte", line)
    return None


def _by_trial(data: bytes) -> Decoded | Text:
    """UTF-8 if all of it is; else the Windows encoding, unless some lines are in one and others in the other."""
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    lines = data.split(b"\n")
    utf8 = [n for n, line in enumerate(lines, 1) if not line.isascii() and _is_utf8(line)]
    if utf8:
        other = [n for n, line in enumerate(lines, 1) if not _is_utf8(line)]
        return _mixed(utf8, other)
    try:
        return Decoded(data.decode("cp1252"), "cp1252")
    except UnicodeDecodeError as error:
        return _broken("cp1252", data[: error.start].count(b"\n") + 1)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mixed(utf8: list[int], other: list[int]) -> Text:
    few, name, rest = (utf8, "UTF-8", "cp1252") if len(utf8) <= len(other) else (other, "cp1252", "UTF-8")
    shown = ", ".join(map(str, few[:5])) + ("…" if len(few) > 5 else "")
    return Text(
        "Deux encodages se mêlent dans ce fichier : {rest}, et {name} aux lignes {shown}. Des noms "
        "seraient faux. Refaites l'extraction d'une seule traite, sans coller une liste dans une "
        "autre.",
        "Two encodings are mixed in this file: {rest}, and {name} on lines {shown}. Names would be "
        "wrong. Make the extraction again in one go, without pasting one list into another.",
    ).filled(rest=rest, name=name, shown=shown)


def _broken(name: str, line: int) -> Text:
    return Text(
        "La ligne {line} contient des signes illisibles ({name}) : le fichier est abîmé ou n'est pas "
        "une liste. Refaites l'extraction. {save_as}",
        "Line {line} holds unreadable characters ({name}): the file is damaged or is no list. Make "
        "the extraction again. {save_as}",
    ).filled(line=line, name=name, save_as=_SAVE_AS)
