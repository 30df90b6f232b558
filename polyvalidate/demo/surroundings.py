"""What surrounds the demonstration school: the settings of its site, a forge that does not exist, other schools."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from polyvalidate.model.grid import Grid
from polyvalidate.model.points import Points
from polyvalidate.site.pages.packages import package

SETTINGS = "mkdocs.yml"
_FOLDER = "comparaisons"
_NAME = "École inventée"
_REPOSITORY = "ecole/polypoints"
_FOOT = """
    foot:
      fr: "École inventée : personne ici n'existe, et sa forge ({forge}) non plus."
      en: "An invented school: nobody here exists, nor does its forge ({forge})."
"""


class _Other(NamedTuple):
    """A school that does not exist: its points are ours, so many times; it lacks one in so many of our activities."""

    folder: str
    name: str
    times: int
    lacks: int


_LEGAL = """
    legal:
      publisher: {fr: "École inventée, 1 rue de l'Exemple", en: "An invented school, 1 rue de l'Exemple"}
      director: {fr: La direction de l'école inventée, en: The head of the invented school}
      host: {fr: Un hébergeur inventé, en: An invented host}"""
_OTHERS = (
    _Other("bord-de-mer", "École inventée du bord de mer", 2, 3),
    _Other("montagne", "École inventée de la montagne", 1, 4),
    _Other("plaine", "École inventée de la plaine", 4, 5),
)


def surroundings(files: Mapping[str, bytes], grid: Grid) -> dict[str, bytes]:
    """The settings of the site, filled in, and the grids that it compares with ``grid``; nothing without settings."""
    given = files.get(SETTINGS)
    if given is None:
        return {}
    host = grid.site.partition("://")[2]
    forge = f"forge.{host}"
    lines = given.decode()
    for pattern, line in (
        (r"(?m)^site_name: .*", f"site_name: {_NAME}\nsite_url: {grid.site}/\nrepo_url: https://{forge}/{_REPOSITORY}"),
        (r"(?m)^    # forge: .*", "    forge: forgejo"),
    ):  # fmt: skip
        lines = re.sub(pattern, line, lines)
    compared = "".join(f"\n      - {_FOLDER}/{other.folder}/datapackage.json" for other in _OTHERS)
    found = {
        SETTINGS: f"{lines.rstrip()}{_FOOT.format(forge=forge).rstrip()}{_LEGAL}\n    comparisons:{compared}\n".encode()
    }
    for other in _OTHERS:
        made = package(_other(grid, other))
        found |= {f"{_FOLDER}/{other.folder}/{name}": data for name, data in made.items()}
    return found


def _other(grid: Grid, other: _Other) -> Grid:
    def points(quarters: Points) -> Points:
        return Points(quarters * other.times)

    activities = {
        code: replace(
            activity,
            lowest=points(activity.lowest),
            highest=points(activity.highest),
            cap_year=points(activity.cap_year),
            cap_cycle=points(activity.cap_cycle),
        )
        for rank, (code, activity) in enumerate(grid.activities.items(), 1)
        if rank % other.lacks
    }
    profiles = {
        code: replace(profile, required=profile.required and points(profile.required))
        for code, profile in grid.profiles.items()
    }
    site = f"https://{other.folder}.example.org"
    return replace(grid, school=other.name, site=site, activities=activities, profiles=profiles)
