"""PP0xx: a file that is not expected where it stands, or that resembles another."""

from __future__ import annotations

from polyvalidate.model.findings import Place, Severity
from polyvalidate.rules.cases import FileCase
from polyvalidate.rules.registry import Sees, Yielded, rule


@rule(
    "PP019",
    Sees.FILE,
    fr=("Aucun fichier de ce nom n'est attendu à cet endroit.", "Le nom attendu ressemble à {expected}."),
    en=("No file of this name is expected here.", "The expected name looks like {expected}."),
)
def expected_path(file: FileCase) -> Yielded:
    """Ce que rien ne prévoit n'est ni lu ni compté : mieux vaut le dire que l'ignorer.

    What nothing provides for is neither read nor counted: better to say so than to ignore it.
    """
    if file.expected:
        yield Place(file.path), {"expected": file.expected}


@rule(
    "PP020",
    Sees.FILE,
    fr=(
        "Ce fichier porte le même nom qu'un autre, à la casse ou aux accents près.",
        "Renommez l'un des deux.",
    ),
    en=("This file has the same name as another, but for case or accents.", "Rename one of them."),
)
def distinct_names(file: FileCase) -> Yielded:
    """Sous Windows et macOS les deux noms désignent un seul fichier : l'un effacerait l'autre.

    Under Windows and macOS both names are one file: one would erase the other.
    """
    if file.twin:
        yield Place(file.path), {}


@rule(
    "PP021",
    Sees.FILE,
    severity=Severity.WARNING,
    fr=(
        "Ce schéma diffère de celui qui contrôle les fichiers.",
        "Remplacez-le par celui de la version installée : polyvalidate upgrade.",
    ),
    en=(
        "This schema differs from the one that checks the files.",
        "Replace it by the one of the installed version: polyvalidate upgrade.",
    ),
)
def same_schema(file: FileCase) -> Yielded:
    """Les éditeurs lisent cette copie : ils proposeraient autre chose que ce que le contrôle accepte.

    Editors read this copy: they would offer something else than what the check accepts.
    """
    yield from file.refused("schema-differs")
