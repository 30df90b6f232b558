"""PP2xx: where students make their requests."""

from __future__ import annotations

from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.registry import Sees, Yielded, rule


@rule(
    "PP253",
    Sees.GRID,
    fr=(
        "Les demandes se font dans des boîtes, et rien ne dit où elles sont.",
        "Ajoutez une ligne « boxes: … » avec l'organisation ou le groupe de la forge qui les contient.",
    ),
    en=(
        "Requests are made in boxes, and nothing says where these are.",
        "Add a line “boxes: …” with the organisation or group of the forge that holds them.",
    ),
)
def boxes_are_somewhere(case: GridCase) -> Yielded:
    """Sans ce lieu, le contrôle ne lirait que le dépôt de l'école, et personne ne répondrait aux élèves.

    Without that place the check would read the school's repository only, and nobody would answer the students.
    """
    if case.grid.in_boxes and not case.grid.boxes:
        yield case.at("rules", "intake"), {}
