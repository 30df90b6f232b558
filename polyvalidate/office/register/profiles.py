"""Which profile somebody has: from the programme, the year of entry in the cycle, and what a person said once."""

from __future__ import annotations

from polyvalidate.model.grid import Grid, Profile
from polyvalidate.office.lists.cells import folded
from polyvalidate.office.lists.steps import LAST_LEVEL

_APPRENTICESHIP = ("apprenti", "alternance", "apprenticeship")


def by_apprenticeship(grid: Grid, programme: str) -> bool:
    """Is this programme one of apprentices? Its title says so."""
    title = grid.programmes.get(programme)
    return title is not None and any(word in folded(f"{title.fr} {title.en}") for word in _APPRENTICESHIP)


def is_for_apprentices(profile: Profile) -> bool:
    return any(word in folded(f"{profile.title.fr} {profile.title.en}") for word in _APPRENTICESHIP)


def profiles_for(grid: Grid, programme: str, level: int) -> list[str]:
    """The profiles of somebody who enters a programme in a year of study: those that last until the end of the cycle,
    for apprentices or not as the programme is. A profile whose threshold the jury sets is never given by a list."""
    wanted = by_apprenticeship(grid, programme)
    return [
        profile.code
        for profile in grid.profiles.values()
        if profile.required is not None
        and profile.years == LAST_LEVEL - level + 1
        and is_for_apprentices(profile) is wanted
    ]


def entry_level(profile: Profile) -> int:
    """The year of study in which somebody with this profile enters the cycle."""
    return LAST_LEVEL - profile.years + 1
