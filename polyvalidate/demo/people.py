"""The students of the demonstration school: pseudonym, programme, profile, and how much they engage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any, NamedTuple

from polyvalidate.model.grid import Grid, Profile
from polyvalidate.model.points import Points

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: no letter that could be read as another."""

_FIRST_ACCOUNT = 900_000_000_001
"""Far above the account numbers that a forge has given."""

_WEIGHTS = {"FISE3": 84, "FISE4": 12}
_ARRANGED = 4
"""The weight, beside those of the profiles, of the students of the first one whose threshold the jury fixes."""
_FIXED = (Points(24), Points(28), Points(32))


FORENAME = "Élève"
"""Everybody's: no name of this school is anybody's."""


class Person(NamedTuple):
    """One student. ``arranged``: the jury fixes the threshold, whatever the profile. ``zeal`` is the part of the
    threshold they aim at over the cycle (0: they declare nothing)."""

    number: int
    code: str
    cohort: int
    programme: str
    profile: Profile
    account: str | None
    required: Points
    arranged: bool
    zeal: float
    tastes: Mapping[str, float]
    extra_years: int
    left: date | None

    @property
    def surname(self) -> str:
        return f"EXEMPLE-{self.number + 1:03d}"

    @property
    def email(self) -> str:
        return f"{self.surname.lower()}@example.org"

    @property
    def folder(self) -> str:
        return f"declarations/{self.cohort}/{self.code}"

    @property
    def years(self) -> range:
        """The years in which the academic years of the cycle begin."""
        return range(self.cohort, self.cohort + self.profile.years + self.extra_years)

    def plain(self) -> dict[str, Any]:
        """``student.yml`` as it stands on the day of the enrolment."""
        account = {"account": self.account} if self.account else {}
        return {**account, "programme": self.programme, "profile": self.profile.code}


def people(grids: Mapping[int, Grid], *, students: int, cohorts: list[int], seed: int) -> list[Person]:
    """The students, cohort by cohort. ``grids`` maps the first year of each academic year to its grid."""
    rng = Random(f"{seed} people")
    codes: set[str] = set()
    found: list[Person] = []
    for number in range(students):
        cohort = cohorts[number * len(cohorts) // students]
        code = "s-" + "".join(rng.choices(ALPHABET, k=10))
        while code in codes:
            code = "s-" + "".join(rng.choices(ALPHABET, k=10))
        codes.add(code)
        found.append(_person(rng, grids[cohort], number, code, cohort))
    return found


def _person(rng: Random, grid: Grid, number: int, code: str, cohort: int) -> Person:
    programme = rng.choice(sorted(grid.programmes))
    profile, arranged = _profile(rng, grid, programme)
    zeal = _zeal(rng)
    extra = 1 if rng.random() < 0.02 else 0
    left = None
    if not extra and rng.random() < 0.015:
        left = date(cohort + rng.randint(1, max(1, profile.years - 1)), 2, rng.randint(1, 28))
    return Person(
        number=number,
        code=code,
        cohort=cohort,
        programme=programme,
        profile=profile,
        account=None if zeal == 0 and rng.random() < 0.5 else f"github:{_FIRST_ACCOUNT + number}",
        required=profile.required if profile.required is not None and not arranged else rng.choice(_FIXED),
        arranged=arranged,
        zeal=zeal,
        tastes={category: rng.choice((0.2, 1.0, 1.0, 4.0)) for category in sorted(grid.categories)},
        extra_years=extra,
        left=left,
    )


def _zeal(rng: Random) -> float:
    kind = rng.random()
    if kind < 0.035:
        return 0.0
    if kind < 0.15:
        return rng.uniform(0.5, 0.99)
    return min(2.0, max(1.0, rng.gauss(1.15, 0.2)))


def _profile(rng: Random, grid: Grid, programme: str) -> tuple[Profile, bool]:
    """Apprentices in the programmes by apprenticeship, the other profiles elsewhere; and whether the jury fixes the
    threshold, as it does for everybody of a profile that has none."""
    apprentices = [p for p in grid.profiles.values() if "apprenti" in p.title.fr.casefold() or p.code == "FISA"]
    if apprentices and programme in by_apprenticeship(grid):
        return apprentices[0], apprentices[0].required is None
    others = [p for p in grid.profiles.values() if p not in apprentices] or list(grid.profiles.values())
    drawn = [(p, p.required is None) for p in others] + [(others[0], True)]
    return rng.choices(drawn, [*(_WEIGHTS.get(p.code, 10) for p in others), _ARRANGED])[0]


def by_apprenticeship(grid: Grid) -> frozenset[str]:
    """The programmes whose title says so; failing that, the last two of the grid."""
    named = [
        code
        for code, title in grid.programmes.items()
        if "apprenti" in title.fr.casefold() or "alternance" in title.fr.casefold()
    ]
    return frozenset(named or list(grid.programmes)[4:6])
