"""PP62x: the shape of a change: what it touches together, when it comes, whether it can be merged."""

from __future__ import annotations

from polyvalidate.rules.cases import ChangeCase
from polyvalidate.rules.registry import Sees, Yielded, rule


@rule(
    "PP620",
    Sees.CHANGE,
    fr=(
        "Cette demande change à la fois des déclarations et autre chose.",
        "Faites deux demandes : l'une pour les déclarations, l'autre pour le reste.",
    ),
    en=(
        "This request changes declarations and something else together.",
        "Make two requests: one for the declarations, the other for the rest.",
    ),
)
def one_subject(case: ChangeCase) -> Yielded:
    """Une règle qui change en même temps que ce qu'elle juge ne prouve rien.

    A rule that changes together with what it judges proves nothing.
    """
    yield from case.of("mixed")


@rule(
    "PP621",
    Sees.CHANGE,
    fr=(
        "Aucune campagne ouverte le {day:date} ne permet de déclarer cette période.",
        "Pour cette période : {campaigns:list}.",
    ),
    en=(
        "No campaign open on {day:date} allows this period to be declared.",
        "For this period: {campaigns:list}.",
    ),
)
def campaign_is_open(case: ChangeCase) -> Yielded:
    """Les dates sont celles de l'école, de minuit à minuit, les mêmes pour tout le monde ; celle qui compte est
    l'ouverture de la demande.

    The dates are those of the school, from midnight to midnight, the same for everyone; the one that counts is when the
    request was opened.
    """
    yield from case.of("closed")


@rule(
    "PP622",
    Sees.CHANGE,
    fr=(
        "Ce fichier a aussi changé dans le dépôt de l'école : les deux versions se contredisent.",
        "Mettez votre branche à jour, gardez une seule version, puis envoyez de nouveau.",
    ),
    en=(
        "This file has also changed in the school's repository: the two versions contradict each other.",
        "Bring your branch up to date, keep one version, then send it again.",
    ),
)
def merges_cleanly(case: ChangeCase) -> Yielded:
    """Le contrôle juge ce que le dépôt deviendrait ; ici, personne ne peut le dire.

    The check judges what the repository would become; here nobody can say.
    """
    yield from case.of("conflict")


@rule(
    "PP623",
    Sees.CHANGE,
    fr=(
        "Cette demande ne part pas du dépôt de l'école.",
        "Refaites une branche à partir du dépôt de l'école, et remettez-y votre fichier.",
    ),
    en=(
        "This request does not start from the school's repository.",
        "Make a branch from the school's repository again, and put your file there.",
    ),
)
def from_this_repository(case: ChangeCase) -> Yielded:
    """Sans histoire commune, on ne peut pas savoir ce qui change.

    Without a common history nobody can know what changes.
    """
    yield from case.of("unrelated")


@rule(
    "PP624",
    Sees.CHANGE,
    fr=(
        "Cette demande ne change rien.",
        "Ajoutez votre fichier, ou fermez la demande.",
    ),
    en=(
        "This request changes nothing.",
        "Add your file, or close the request.",
    ),
)
def something_changes(case: ChangeCase) -> Yielded:
    """Il n'y a rien à décider ; le plus souvent le fichier n'a pas été enregistré, ou il est déjà dans le dépôt.

    There is nothing to decide; most often the file was not saved, or it is already in the repository.
    """
    yield from case.of("empty")


@rule(
    "PP625",
    Sees.CHANGE,
    fr=(
        "Cette demande touche {number} fichiers.",
        "Gardez seulement vos déclarations : {most} fichiers au plus.",
    ),
    en=(
        "This request touches {number} files.",
        "Keep only your declarations: {most} files at most.",
    ),
)
def a_few_files(case: ChangeCase) -> Yielded:
    """Une personne doit pouvoir lire ce qu'elle accepte ; et un envoi énorme ne doit pas épuiser le contrôle.

    A person must be able to read what they accept; and a huge request must not exhaust the check.
    """
    yield from case.of("too-many")


@rule(
    "PP626",
    Sees.CHANGE,
    fr=(
        "Ce nom ne peut pas exister sur toutes les machines, ou figure deux fois.",
        "Renommez le fichier avec des lettres minuscules sans accent, des chiffres et des tirets.",
    ),
    en=(
        "This name cannot exist on every machine, or is there twice.",
        "Rename the file with small letters without accents, digits and dashes.",
    ),
)
def sound_names(case: ChangeCase) -> Yielded:
    """Un nom trompeur montre un fichier aux personnes et un autre aux programmes.

    A deceptive name shows one file to people and another to programs.
    """
    yield from case.of("malformed")
