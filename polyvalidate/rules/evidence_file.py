"""A piece of evidence that is a file: its name, its type, its size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from polyvalidate.model.folder import Evidence
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.registry import Sees, Yielded, rule

_SAFE_NAME = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿŒœ_](?:[0-9A-Za-zÀ-ÖØ-öø-ÿŒœ_ .()'’-]{0,98}[0-9A-Za-zÀ-ÖØ-öø-ÿŒœ_)])?")
"""An apostrophe, straight or typographic, only inside: around a whole name it would be a quotation mark."""

_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))]
)
"""Names that Windows keeps for its devices, whatever follows the first dot."""

TYPES = {
    "avi": "video/x-msvideo",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "exe": "application/vnd.microsoft.portable-executable",
    "gif": "image/gif",
    "heic": "image/heic",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "md": "text/markdown",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "webm": "video/webm",
    "webp": "image/webp",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""The media type of a file name's ending, as registered with IANA where it is."""


def files(case: ClaimCase) -> Iterator[tuple[int, Evidence]]:
    """The pieces of evidence that are files, with their place in the list."""
    if not case.activity.sensitive:
        for index, piece in enumerate(case.declaration.evidence):
            if piece.store != "url":
                yield index, piece


def type_of(name: str | None) -> str | None:
    """The media type that the ending of a name announces; None when it announces none we know."""
    stem, dot, ending = (name or "").rpartition(".")
    return TYPES.get(ending.lower()) if stem and dot else None


def formats(media_types: Iterable[str]) -> tuple[str, ...]:
    """Media types as people call them: ``JPEG``, ``PDF``; one that has no usual ending as it is."""
    usual = {media_type: ending.upper() for ending, media_type in reversed(TYPES.items())}
    return tuple(sorted(usual.get(media_type, media_type) for media_type in media_types))


def is_safe(name: str) -> bool:
    """May a file have this name on every machine, and be quoted anywhere? Accents may be composed or not."""
    plain = name if name.isascii() else unicodedata.normalize("NFC", name)
    return _SAFE_NAME.fullmatch(plain) is not None and plain.partition(".")[0].rstrip().upper() not in _RESERVED


@rule(
    "PP336",
    Sees.CLAIM,
    fr=("Il manque le nom du fichier de ce justificatif.", "Ajoutez une ligne « name: … » avec ce nom."),
    en=("The file name of this piece of evidence is missing.", "Add a line “name: …” with that name."),
)
def evidence_file_is_named(case: ClaimCase) -> Yielded:
    """Le nom permet de retrouver la pièce parmi celles qui sont jointes à la demande.

    The name makes it possible to find the document among those attached to the request.
    """
    for index, piece in files(case):
        if piece.name is None:
            yield case.at("evidence", index, "store"), {}


@rule(
    "PP342",
    Sees.CLAIM,
    fr=(
        "Ce nom de fichier ne convient pas à toutes les machines.",
        "Renommez la pièce avec des lettres, des chiffres, des tirets et un seul point, comme « emargement.pdf ».",
    ),
    en=(
        "This file name does not suit all machines.",
        "Rename the document with letters, digits, dashes and one dot, as in “emargement.pdf”.",
    ),
)
def evidence_file_name_is_safe(case: ClaimCase) -> Yielded:
    """Une barre oblique, un point au début ou un nom réservé désignent autre chose qu'un fichier ordinaire.

    A slash, a leading dot or a reserved name mean something else than an ordinary file.
    """
    for index, piece in files(case):
        if piece.name is not None and not is_safe(piece.name):
            yield case.at("evidence", index, "name"), {}


@rule(
    "PP338",
    Sees.CLAIM,
    fr=("Ce type de fichier n'est pas accepté pour un justificatif {kind}.", "Enregistrez la pièce en {types:list}."),
    en=("This type of file is not accepted for evidence {kind}.", "Save the document as {types:list}."),
)
def evidence_type_is_accepted(case: ClaimCase) -> Yielded:
    """La grille accepte les types que tout le monde peut ouvrir sans risque et que l'on pourra encore lire plus tard.

    The grid accepts the types that everyone can open safely and that can still be read later.
    """
    kinds = case.grid.evidence.kinds
    for index, piece in files(case):
        kind = kinds.get(piece.kind)
        media_type = piece.media_type or type_of(piece.name)
        if kind is not None and media_type is not None and media_type not in kind.media_types:
            key = "media_type" if piece.media_type else "name"
            yield case.at("evidence", index, key), {"kind": kind.code, "types": formats(kind.media_types)}


@rule(
    "PP343",
    Sees.CLAIM,
    fr=(
        "Le nom du fichier annonce un autre type de fichier que cette ligne.",
        "Écrivez {expected}, ou corrigez la fin du nom.",
    ),
    en=(
        "The name of the file announces another type of file than this line.",
        "Write {expected}, or correct the end of the name.",
    ),
)
def evidence_type_is_the_name_s(case: ClaimCase) -> Yielded:
    """Une pièce qui ne s'ouvre pas comme son nom l'annonce ne sera pas lue.

    A document that does not open as its name announces will not be read.
    """
    for index, piece in files(case):
        announced = type_of(piece.name)
        if piece.media_type is not None and announced is not None and announced != piece.media_type:
            yield case.at("evidence", index, "media_type"), {"expected": announced}


@rule(
    "PP339",
    Sees.CLAIM,
    fr=(
        "Ce fichier est trop gros ({size:size}).",
        "La limite est de {most:size} : réduisez-le, par exemple en PDF ou avec une définition plus faible.",
    ),
    en=(
        "This file is too large ({size:size}).",
        "The limit is {most:size}: reduce it, for instance as PDF or with a lower resolution.",
    ),
)
def evidence_is_small_enough(case: ClaimCase) -> Yielded:
    """Les personnes qui évaluent ouvrent des dizaines de pièces, souvent depuis un téléphone.

    The people who evaluate open dozens of documents, often from a telephone.
    """
    most = case.grid.evidence.maximum_size
    for index, piece in files(case):
        if piece.size is not None and piece.size > most:
            yield case.at("evidence", index, "size"), {"size": piece.size, "most": most}
