"""A folder belongs to a student whom the registry office has enrolled."""

from __future__ import annotations

from polyvalidate.rules.cases import FolderCase
from polyvalidate.rules.registry import Sees, Yielded, rule


@rule(
    "PP401",
    Sees.FOLDER,
    fr=(
        "Ce dossier n'a pas de fichier student.yml : on ne sait pas de quel profil il relève.",
        "Demandez à la scolarité de l'ajouter, ou vérifiez le nom du dossier.",
    ),
    en=(
        "This folder has no student.yml file: its profile is not known.",
        "Ask the registry office to add it, or check the name of the folder.",
    ),
)
def folder_has_a_student(case: FolderCase) -> Yielded:
    """Sans inscription par la scolarité, ni le seuil ni les plafonds ne sont connus, et rien ne peut être compté.

    Without an enrolment by the registry office neither the threshold nor the caps are known, and nothing can count.
    """
    if "student.yml" not in case.names and case.names:
        yield case.at(min(case.names)), {}
