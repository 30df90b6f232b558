"""The grid of the next year of a school, prepared from that of one that it has, and checked before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.files import edit, source
from polyvalidate.files.next_year import Look, next_year
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, open_tree
from polyvalidate.school.school import School

ROLES = "grid/roles.yml"


class Made(NamedTuple):
    """The files of the new grid (name in its folder -> bytes), the year they come from, and what is to be looked at:
    its ``name`` is a path of the repository."""

    of: str
    files: Mapping[str, bytes]
    looks: tuple[Look, ...]


def prepare(place: Path, year: str, of: str | None, today: date, revision: str | None = None) -> Made:
    """The grid ``year`` of the school in a folder, or at a revision, from its grid ``of``, or from the latest.

    Raises ``Unreadable`` for a year that is there, one to start from that is not, or that cannot be read.
    """
    known = School.at(place, revision, today).book.grids
    of = of or max((one for one in known if one < year), default="")
    if of not in known:
        listed = ", ".join(sorted(known))
        said = Text(
            "Pas de grille avant {year} ici ; il y a {listed}.", "No grid before {year} here; there is {listed}."
        )
        raise Unreadable(said, year=year, listed=listed)
    if year in known:
        raise Unreadable(
            Text("La grille {year} existe déjà : modifiez-la.", "The grid {year} exists already: change it."), year=year
        )
    tree = open_tree(place, revision)
    there = {entry.path: entry.data for entry in tree.read([n for n in tree.nodes() if n.path.startswith("grid/")])}
    old = f"grid/{of}/"
    files = {path.removeprefix(old): data for path, data in there.items() if path.startswith(old) and data is not None}
    try:
        written, looks = next_year(files, of, year)
    except edit.Uneditable as error:
        said = Text("La grille {of} ne se récrit pas : {why}.", "The grid {of} cannot be written anew: {why}.")
        raise Unreadable(said, of=of, why=str(error)) from error
    moved = [look._replace(name=f"grid/{year}/{look.name}") for look in looks]
    return Made(of, written, (*moved, *_leaving(there.get(ROLES) or b"", known[of].period.start, year)))


def _leaving(roles: bytes, start: date, year: str) -> Iterator[Look]:
    """The roles that end before the new year begins."""
    begins = start.replace(year=int(year[:4]))
    plain = source.parse(roles).data
    for (keys, at_key), span in source.spans(roles).items():
        if at_key and len(keys) == 3 and keys[-1] == "until":
            until = date.fromisoformat(plain["holders"][keys[1]]["until"])
            if until < begins:
                said = Text(
                    "ce rôle finit le {until:date}, avant la nouvelle année",
                    "this role ends on {until:date}, before the new year",
                )
                yield Look(ROLES, span.line, said.filled(until=until))
