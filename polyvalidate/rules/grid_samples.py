"""PP2xx: nothing of the example is left in the grid of a school."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyvalidate.model.findings import Place
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.registry import Sees, Yielded, rule

_ACCOUNT = re.compile(r"[a-z]+:10000[0-9]{2}", re.ASCII)
"""The accounts of ``grid/roles.yml`` as it is handed out: somebody has these numbers on every large forge."""
_ADDRESS = re.compile(r"(?:^|[@./])example\.(?:org|com|net)$|\.(?:example|invalid|test)$", re.ASCII)
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
    if _NAME.search(grid.school):
        yield case.at("rules", "school"), grid.school
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
