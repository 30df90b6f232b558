"""PP2xx: nothing of the example is left in the grid of a school."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyvalidate.model.accounts import is_said
from polyvalidate.model.findings import Keys, Place, Severity
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.registry import Sees, Yielded, rule

_ACCOUNT = re.compile(r"[a-z]+:(?:10000[0-9]{2}|583231)", re.ASCII)
"""The accounts of ``grid/roles.yml`` as it is handed out, and that of the guides: somebody has these numbers on every
large forge."""
_ADDRESS = re.compile(r"(?:^|[@./])example\.(?:org|com|net)(?![\w-])|\.(?:example|invalid|test)(?![\w-])", re.ASCII)
"""Names that nobody can own (RFC 2606)."""
_NAME = re.compile(r"\b(?:exemple|example)\b", re.IGNORECASE)


@rule(
    "PP248",
    Sees.GRID,
    fr=(
        "« {value} » vient de la grille d'exemple.",
        "Écrivez ce qui vaut pour votre école ; tant que la grille est un essai, gardez « example: true » dans "
        "rules.yml.",
    ),
    en=(
        "“{value}” comes from the example grid.",
        "Write what holds for your school; as long as the grid is a trial, keep “example: true” in rules.yml.",
    ),
)
def nothing_of_the_example_is_left(case: GridCase) -> Yielded:
    """Un compte d'exemple existe sur la forge : une personne inconnue aurait les droits d'une référente. Une adresse
    d'exemple ne mène nulle part, et un élève y écrirait en vain.

    A sample account exists on the forge: somebody unknown would have the rights of a referent. A sample address leads
    nowhere, and a student would write to it in vain.
    """
    if not case.grid.example:
        for place, value in _samples(case):
            yield place, {"value": value}


def _samples(case: GridCase) -> Iterator[tuple[Place, str]]:
    grid = case.grid
    for keys, value in _texts(case):
        if _NAME.search(value) or _ADDRESS.search(value):
            yield case.at("rules", *keys), value
    host = grid.site.removeprefix("https://").partition("/")[0]
    for key, value, name in (("site", grid.site, host), ("contact", grid.contact, grid.contact)):
        if _ADDRESS.search(name):
            yield case.at("rules", key), value
    for host in sorted(grid.evidence.hosts):
        if _ADDRESS.search(host):
            yield case.at("rules", "evidence", "hosts"), host
    for code, holder in case.roles.items():
        if _ACCOUNT.fullmatch(holder.account):
            yield case.at("roles", "holders", code, "account"), holder.account


def _texts(case: GridCase) -> Iterator[tuple[Keys, str]]:
    """What the school calls itself and its grid, and what it answers of personal data."""
    grid = case.grid
    yield ("school",), grid.school
    said: dict[Keys, Text] = {("title",): grid.title}
    if grid.privacy is not None:
        for key in ("controller", "officer", "processors", "basis"):
            said["privacy", key] = getattr(grid.privacy, key)
    for keys, text in said.items():
        yield (*keys, "fr"), text.fr
        yield (*keys, "en"), text.en


@rule(
    "PP249",
    Sees.GRID,
    fr=(
        "La grille ne dit pas qui répond des données personnelles.",
        "Ajoutez « privacy » : controller, officer, processors et basis, en français et en anglais ; voyez la grille "
        "d'exemple.",
    ),
    en=(
        "The grid does not say who answers for personal data.",
        "Add “privacy”: controller, officer, processors and basis, in French and in English; see the example grid.",
    ),
)
def privacy_is_answered(case: GridCase) -> Yielded:
    """La page « Vie privée » et les documents du RGPD le disent aux élèves, qui doivent le savoir avant de déclarer
    (article 13). Seule la grille de la dernière année est regardée.

    The page “Privacy” and the GDPR documents say it to students, who must know before they declare (article 13). Only
    the grid of the last year is looked at.
    """
    if case.newest and not case.grid.example and case.grid.privacy is None:
        yield case.at("rules", "privacy"), {}


@rule(
    "PP254",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "À remplir : le compte de {codes:all}. D'ici là, personne n'agit à ce titre.",
        "Mettez son numéro sur la forge à la place du 0, ou retirez l'entrée.",
    ),
    en=(
        "To be filled in: the account of {codes:all}. Until then, nobody acts in that role.",
        "Put its number on the forge in the place of 0, or remove the entry.",
    ),
)
def accounts_are_said(case: GridCase) -> Yielded:
    """Une école neuve ne nomme personne : un numéro d'exemple serait le compte de quelqu'un sur la forge, qui aurait
    les droits d'une référente. Le numéro 0 n'est à personne.

    A new school names nobody: a sample number would be somebody's account on the forge, with the rights of a referent.
    Nobody has the number 0.
    """
    codes = tuple(code for code, holder in case.roles.items() if not is_said(holder.account))
    if codes and case.latest:  # the roles are those of now
        yield case.at("roles", "holders", codes[0], "account"), {"codes": codes}
