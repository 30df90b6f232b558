"""A folder belongs to a student whom the registry office has enrolled, with the profiles that they had before."""

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


@rule(
    "PP423",
    Sees.FOLDER,
    fr=("Le profil d'avant {code} n'existe dans aucune grille.", "Écrivez {known:list}."),
    en=("The former profile {code} exists in no grid.", "Write {known:list}."),
)
def former_profile_is_known(case: FolderCase) -> Yielded:
    """Ce qui a été fait avec un profil est jugé selon lui : il faut que la grille d'alors le connaisse.

    What was done with a profile is judged by it: the grid of then must know it.
    """
    grids = case.book.grids.values()
    known = {code for grid in grids for code in grid.profiles}
    for index, former in enumerate(case.student.formerly if case.student is not None and known else ()):
        if former.profile not in known:
            details = {"code": former.profile, "known": tuple(sorted(known))}
            yield case.at("student.yml", "formerly", index, "profile"), details


@rule(
    "PP424",
    Sees.FOLDER,
    fr=(
        "Le dernier jour du profil {code} est le {until:date}, qui n'est pas encore passé.",
        "Changez le profil quand il a changé ; le dernier jour de celui d'avant est alors la veille.",
    ),
    en=(
        "The last day of profile {code} is {until:date}, which is not over yet.",
        "Change the profile once it has changed; the last day of the former one is then the day before.",
    ),
)
def former_profile_is_over(case: FolderCase) -> Yielded:
    """Le seuil est celui du profil d'aujourd'hui : un changement à venir le donnerait trop tôt.

    The threshold is that of the profile of today: a change to come would give it too early.
    """
    for index, former in enumerate(case.student.formerly if case.student is not None else ()):
        if former.until >= case.book.today:
            details = {"code": former.profile, "until": former.until}
            yield case.at("student.yml", "formerly", index, "until"), details
