"""What proves a declaration: the kinds the grid asks for, and where each piece can be found.

A sensitive declaration has no evidence at all (PP325); none of these rules says anything about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import EvidencePolicy
from polyvalidate.model.score import Basis, computed_points
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.evidence_file import files
from polyvalidate.rules.registry import Sees, Yielded, rule

_ADDRESS = re.compile(r"[Hh][Tt][Tt][Pp][Ss]://([A-Za-z0-9.-]{1,253})(?:[/?#][^\s\ufeff\\<>\"`{}|^]*)?")
"""A web address without account, password or port, which all programs read alike: no folding of case, which takes ſ for
s, and the spaces of every language (U+FEFF is one in ECMAScript)."""


def host_of(address: str) -> str | None:
    """The host of a web address, in small letters; None when the address is not well formed."""
    found = _ADDRESS.fullmatch(address)
    return found[1].lower() if found else None


def _pieces(case: ClaimCase) -> Sequence[tuple[int, Evidence]]:
    return () if case.activity.sensitive else tuple(enumerate(case.declaration.evidence))


def _titled(kinds: Sequence[str], policy: EvidencePolicy) -> tuple[Text, ...]:
    """``E2 – Émargement``: codes with their titles."""
    titles = {kind: policy.kinds[kind].title for kind in kinds if kind in policy.kinds}
    return tuple(
        _TITLED.filled(kind=kind, title=titles[kind]) if kind in titles else Text(kind, kind) for kind in kinds
    )


_TITLED = Text("{kind} – {title}", "{kind} – {title}")


@rule(
    "PP330",
    Sees.CLAIM,
    fr=("Il manque un justificatif : {kinds:list}.", "Ajoutez-le à la liste des justificatifs de la déclaration."),
    en=("A piece of evidence is missing: {kinds:list}.", "Add it to the list of evidence of the declaration."),
)
def evidence_is_complete(case: ClaimCase) -> Yielded:
    """La grille dit ce qui prouve chaque activité. Une déclaration refusée ou apportée d'une autre école n'a plus rien
    à prouver ici.

    The grid says what proves each activity. A declaration that is refused or brought from another school has nothing
    left to prove here.
    """
    declaration, activity = case.declaration, case.activity
    given = {piece.kind for piece in declaration.evidence}
    wanted: list[tuple[str, ...]] = [(kind,) for kind in activity.all_of if kind not in given]
    if activity.any_of and given.isdisjoint(activity.any_of):
        wanted.append(activity.any_of)
    if not wanted or activity.sensitive or declaration.origin is not None:
        return
    if computed_points(declaration, activity, case.computed, by_grid=False)[1] is Basis.REFUSED:
        return
    policy = case.grid.evidence
    place = case.at("evidence") if declaration.evidence else case.at("activity")
    for kinds in wanted:
        yield place, {"kinds": _titled(kinds, policy)}


@rule(
    "PP331",
    Sees.CLAIM,
    fr=("La grille ne connaît pas le justificatif {kind}.", "Choisissez {kinds:list}."),
    en=("The grid does not know the evidence {kind}.", "Choose {kinds:list}."),
)
def evidence_kind_is_known(case: ClaimCase) -> Yielded:
    """Le code dit à la personne qui évalue ce qu'elle doit trouver dans la pièce.

    The code tells the person who evaluates what to look for in the document.
    """
    kinds = case.grid.evidence.kinds
    for index, piece in _pieces(case):
        if piece.kind not in kinds:
            yield case.at("evidence", index, "kind"), {"kind": piece.kind, "kinds": tuple(kinds)}


@rule(
    "PP332",
    Sees.CLAIM,
    fr=("L'école n'accepte pas les justificatifs déposés de cette façon.", "Choisissez {stores:list}."),
    en=("The school does not accept evidence stored in this way.", "Choose {stores:list}."),
)
def evidence_store_is_accepted(case: ClaimCase) -> Yielded:
    """Chaque école choisit où vont les justificatifs, selon ce qu'elle peut garder et protéger.

    Each school chooses where evidence goes, according to what it can keep and protect.
    """
    stores = case.grid.evidence.stores
    for index, piece in _pieces(case):
        if piece.store not in stores:
            yield case.at("evidence", index, "store"), {"stores": tuple(sorted(stores))}


@rule(
    "PP333",
    Sees.CLAIM,
    fr=("Il manque l'adresse de ce justificatif.", "Ajoutez une ligne « url: https://… »."),
    en=("The address of this piece of evidence is missing.", "Add a line “url: https://…”."),
)
def evidence_has_an_address(case: ClaimCase) -> Yielded:
    """Un justificatif en ligne que l'on ne peut pas ouvrir ne prouve rien.

    Online evidence that cannot be opened proves nothing.
    """
    for index, piece in _pieces(case):
        if piece.store == "url" and piece.url is None:
            yield case.at("evidence", index, "store"), {}


@rule(
    "PP341",
    Sees.CLAIM,
    at_key=True,
    fr=(
        "Ce justificatif est un fichier : son adresse n'est pas attendue.",
        "Supprimez cette ligne, ou écrivez « store: url » si la pièce est en ligne.",
    ),
    en=(
        "This piece of evidence is a file: its address is not expected.",
        "Delete this line, or write “store: url” if the document is online.",
    ),
)
def address_is_expected(case: ClaimCase) -> Yielded:
    """Une pièce se trouve à un seul endroit, pour que tout le monde regarde la même.

    A document is in one place only, so that everyone looks at the same one.
    """
    for index, piece in _pieces(case):
        if piece.url is not None and piece.store != "url":
            yield case.at("evidence", index, "url"), {}


@rule(
    "PP335",
    Sees.CLAIM,
    fr=(
        "Cette adresse est mal formée.",
        "Écrivez une adresse qui commence par https://, sans compte, mot de passe, port ni espace.",
    ),
    en=(
        "This address is not well formed.",
        "Write an address that begins with https://, without account, password, port or space.",
    ),
)
def address_is_well_formed(case: ClaimCase) -> Yielded:
    """Une adresse ambiguë peut mener ailleurs que là où elle en a l'air, ou livrer un mot de passe.

    An ambiguous address may lead elsewhere than it seems, or give away a password.
    """
    for index, piece in _pieces(case):
        if piece.url is not None and host_of(piece.url) is None:
            yield case.at("evidence", index, "url"), {}


@rule(
    "PP334",
    Sees.CLAIM,
    fr=("Ce site ne fait pas partie de ceux que l'école accepte.", "Déposez la pièce sur {hosts:list}."),
    en=("This site is not one that the school accepts.", "Put the document on {hosts:list}."),
)
def address_is_on_an_accepted_host(case: ClaimCase) -> Yielded:
    """L'école choisit des sites qu'elle peut consulter sans risque, et où la pièce ne changera pas. Le nom du site est
    comparé en entier : un nom qui ressemble à un autre est un autre site.

    The school chooses sites that it can open safely and where the document will not change. The whole name of the site
    is compared: a name that looks like another is another site.
    """
    for index, piece in _pieces(case):
        if piece.url is None:
            continue
        host, hosts = host_of(piece.url), case.grid.evidence.hosts
        if host is not None and host not in hosts:
            yield case.at("evidence", index, "url"), {"hosts": tuple(sorted(hosts)) or ("—",)}


@rule(
    "PP337",
    Sees.CLAIM,
    fr=(
        "Il manque l'empreinte de ce justificatif.",
        "Ajoutez une ligne « sha256: … » avec l'empreinte que donne le formulaire (64 caractères).",
    ),
    en=(
        "The digest of this piece of evidence is missing.",
        "Add a line “sha256: …” with the digest that the form gives (64 characters).",
    ),
)
def evidence_has_a_digest(case: ClaimCase) -> Yielded:
    """L'empreinte prouve que la pièce regardée est bien celle qui a été déposée, sans la garder ici.

    The digest proves that the document looked at is the one that was given, without keeping it here.
    """
    for index, piece in files(case):
        if piece.sha256 is None:
            yield case.at("evidence", index, "store"), {}


@rule(
    "PP340",
    Sees.CLAIM,
    fr=(
        "Cette pièce est la même que le justificatif n° {first}.",
        "Remplacez-la par la bonne, ou gardez un seul des deux.",
    ),
    en=(
        "This document is the same as piece of evidence no. {first}.",
        "Replace it by the right one, or keep only one of the two.",
    ),
)
def evidence_is_given_once(case: ClaimCase) -> Yielded:
    """Deux justificatifs demandés sont deux pièces : le même fichier deux fois est presque toujours un oubli.

    Two pieces of evidence asked for are two documents: the same file twice is nearly always a slip.
    """
    if len(case.declaration.evidence) < 2:
        return
    first: dict[str, int] = {}
    for index, piece in _pieces(case):
        if piece.sha256 is not None and first.setdefault(piece.sha256, index) != index:
            yield case.at("evidence", index, "sha256"), {"first": first[piece.sha256] + 1}
