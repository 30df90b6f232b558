"""A document that is to be evidence: from its name, its size and its digest, or from its address."""

from __future__ import annotations

import unicodedata

from polyvalidate.files.draft import store_of_files
from polyvalidate.files.typed import Unclear, visible
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import EvidencePolicy
from polyvalidate.model.words import Text
from polyvalidate.rules.evidence import host_of
from polyvalidate.rules.evidence_file import is_safe, type_of


def online(kind: str, text: str) -> Evidence:
    """Evidence that is online. Nothing is fetched. Raises ``Unclear`` for what is no address."""
    address = visible(text.strip())
    if host_of(address) is None:
        raise Unclear(_NO_ADDRESS)
    return Evidence(kind, "url", None, address, None, None, None)


def fitting(size: int, policy: EvidencePolicy) -> None:
    """Raises ``Unclear`` for a document of so many bytes that will not do."""
    if size == 0:
        raise Unclear(_EMPTY)
    if size > policy.maximum_size:
        raise Unclear(_TOO_LARGE, size=size, most=policy.maximum_size)


def document(kind: str, name: str, size: int, digest: str, policy: EvidencePolicy) -> Evidence:
    """Evidence that is a file, whose SHA-256 is ``digest``. Raises ``Unclear`` for one that will not do."""
    fitting(size, policy)
    name = unicodedata.normalize("NFC", name)
    if not is_safe(name):
        raise Unclear(_NAME)
    return Evidence(kind, store_of_files(policy) or "pull-request", name, None, digest, type_of(name), size)


_NO_ADDRESS = Text(
    "Cette adresse est mal formée. Copiez-la depuis le navigateur : elle commence par https://, sans compte, mot de "
    "passe, port ni espace.",
    "This address is not well formed. Copy it from the browser: it begins with https://, without account, password, "
    "port or space.",
)
_EMPTY = Text(
    "Ce fichier est vide. Indiquez celui qui contient la pièce.",
    "This file is empty. Give the one that holds the document.",
)
_TOO_LARGE = Text(
    "Ce fichier est trop gros ({size:size}). La limite est de {most:size} : réduisez-le, par exemple en PDF ou avec "
    "une définition plus faible.",
    "This file is too large ({size:size}). The limit is {most:size}: reduce it, for instance as PDF or with a lower "
    "resolution.",
)
_NAME = Text(
    "Ce nom de fichier ne convient pas à toutes les machines. Renommez la pièce avec des lettres, des chiffres, des "
    "tirets et un seul point, comme emargement.pdf.",
    "This file name does not suit all machines. Rename the document with letters, digits, dashes and one dot, as in "
    "emargement.pdf.",
)
