"""PP0xx: a file that is not expected where it stands, or that resembles another."""

from __future__ import annotations

import re

from polyvalidate.model.findings import START, Place, Severity
from polyvalidate.rules.cases import FileCase
from polyvalidate.rules.registry import Sees, Yielded, rule


@rule(
    "PP019",
    Sees.FILE,
    fr=("Aucun fichier de ce nom n'est attendu à cet endroit.", "Renommez-le, sur le modèle de {expected}."),
    en=("No file of this name is expected here.", "Rename it, after {expected}."),
)
def expected_path(file: FileCase) -> Yielded:
    """Ce que rien ne prévoit n'est ni lu ni compté : mieux vaut le dire que l'ignorer.

    What nothing provides for is neither read nor counted: better to say so than to ignore it.
    """
    if file.expected and not _DOCUMENT.search(file.path):
        yield Place(file.path), {"expected": file.expected}, START  # its name, and nothing in it


_DOCUMENT = re.compile(
    r"^declarations/(?!.*/evidence/).*\.(?:pdf|jpe?g|png|heic|webp|gif|docx?|odt|xlsx?|ods|pptx?|odp|zip|mp4|mov)$",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
"""A piece of evidence, by its name, among the declarations."""


@rule(
    "PP024",
    Sees.FILE,
    fr=(
        "Un justificatif ne se dépose pas à côté des déclarations : ce qu'il montre, et son nom, y resteraient.",
        "Retirez-le d'ici et joignez-le à votre demande ; si vous avez une boîte, mettez-le dans son dossier evidence.",
    ),
    en=(
        "Evidence does not go beside declarations: what it shows, and its name, would stay there.",
        "Take it out of here and attach it to your request; if you have a box, put it in its folder evidence.",
    ),
)
def evidence_goes_with_the_request(file: FileCase) -> Yielded:
    """Git garde pour toujours ce qui entre dans le dépôt ; un justificatif porte des noms, et n'est gardé que le temps
    de la décision.

    Git keeps for ever what enters the repository; evidence bears names, and is kept only until the decision.
    """
    if file.expected and _DOCUMENT.search(file.path):
        yield Place(file.path), {}


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
