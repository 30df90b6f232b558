"""One claim of one student: which activity, when, how much, proved by what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from polyvalidate.demo.people import Person
from polyvalidate.demo.phrases import ANY, BY_ACTIVITY, LONGER, NUMBERED_PLACES, PLACES
from polyvalidate.files.schema import read_declaration
from polyvalidate.model.grid import Activity, Grid, Period, Unit
from polyvalidate.model.points import Points
from polyvalidate.model.score import claimed_points

_FREQUENT = {
    "1.1": 2.0, "1.3": 0.3, "1.6": 0.4, "1.7": 2.0, "2.1": 1.6, "2.2": 2.4, "2.3": 3.0, "2.4": 0.4, "2.5": 2.0,
    "2.6": 1.6, "3.1": 3.0, "3.2": 2.0, "3.3": 2.0, "3.4": 1.4, "4.1": 1.6, "4.2": 1.4, "4.4": 1.6, "4.5": 0.2,
    "4.6": 0.3, "4.7": 0.3, "5.1": 1.2, "5.2": 1.6, "5.4": 0.8, "6.1": 0.5, "6.2": 0.6, "6.3": 0.1, "6.5": 0.3,
    "6.6": 0.8, "7.1": 0.3, "7.2": 1.6, "7.3": 1.6, "8.3": 0.6,
}  # fmt: skip
"""How often an activity is chosen, against 1 for the others."""

_LONG = ("year", "mandate", "term", "annual")
_ONCE = (*_LONG, "semester", "mission", "project")
_MONTHS_OF_SERVICE = {"6.3": 185}
"""Activities that need a longer mission than others: days."""

_UNDER_WAY = 20
"""Days after which what takes months may be declared by who does not wait for its end."""

_FILE_NAMES = {
    "E1": "attestation", "E2": "emargement", "E3": "proces-verbal", "E4": "engagement", "E5": "resultat",
    "E6": "bilan", "E7": "production", "E8": "releve-heures",
}  # fmt: skip
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "text/plain": "txt"}


@dataclass(slots=True)
class Claim:
    """A declaration that a student makes. ``plain`` is what its file says, evaluation and appeal included."""

    name: str
    plain: dict[str, Any]
    activity: Activity
    grid: Grid
    claimed: Points
    period: Period


def draw_activity(rng: Random, person: Person, grid: Grid) -> Activity:
    """An activity open to the student, according to how frequent it is and to the student's tastes."""
    open_ones = [a for a in grid.activities.values() if person.profile.code in a.open_to]
    weights = [_FREQUENT.get(a.code, 1.0) * person.tastes.get(a.category, 1.0) for a in open_ones]
    return rng.choices(open_ones, weights)[0]


def draw_claim(
    rng: Random, activity: Activity, grid: Grid, window: Period, names: frozenset[str] | set[str], hurried: bool = False
) -> Claim | None:
    """A claim of an activity inside a window of days; None when the window is too short for it.

    ``names`` are the files that the student's folder already has. ``hurried``: what takes months is declared before it
    is over.
    """
    unit = grid.units[activity.unit]
    amount = _amount(rng, activity, unit)
    period = _period(rng, activity, unit, amount, window, hurried)
    if period is None:
        return None
    phrases = BY_ACTIVITY.get(activity.code, ANY)
    plain: dict[str, Any] = {"activity": activity.code}
    slug = f"declaration-{period.start.year}"
    if not activity.sensitive:
        plain["title"] = rng.choice(phrases.titles)
        plain["organisation"] = PLACES[rng.choice(phrases.places)].format(n=rng.randint(1, NUMBERED_PLACES))
        slug = slug_of(plain["title"])
    plain["period"] = {"from": period.start.isoformat(), "to": period.end.isoformat()}
    plain.update(amount)
    if activity.levels:
        plain["level"] = rng.choice(list(activity.levels))
    if not activity.sensitive:
        if rng.random() < 0.7:
            told = rng.choice(phrases.told)
            plain["description"] = f"{told}\n{rng.choice(LONGER)}\n" if rng.random() < 0.3 else told
        plain["evidence"] = evidence(rng, activity, grid)
    name = _free_name(f"{activity.code}-{slug}", period.start.year, names)
    declared = read_declaration(name, name, plain)
    return Claim(name, plain, activity, grid, claimed_points(declared, activity, unit), period)


def _amount(rng: Random, activity: Activity, unit: Unit) -> dict[str, int]:
    """``quantity``, ``hours`` or both, as the unit asks; sometimes more than the caps will count."""
    if unit.hours:
        return {"hours": unit.hours * rng.choice((1, 1, 2, 2, 3, 4)) + rng.choice((0, 0, 1, 3))}
    if unit.minimum_hours:
        return {"quantity": 1, "hours": unit.minimum_hours + rng.choice((0, 2, 5, 8, 14))}
    if unit.code.startswith(_ONCE) or activity.highest >= 8:
        return {"quantity": 1}
    return {"quantity": rng.choice((1, 1, 1, 2, 2, 2, 3, 4))}


def _period(
    rng: Random, activity: Activity, unit: Unit, amount: Mapping[str, int], window: Period, hurried: bool
) -> Period | None:
    quantity = amount.get("quantity", 1)
    if unit.code.startswith(_LONG):
        least, most = 130, 250
    elif unit.code.startswith("semester"):
        least, most = 80, 120
    elif unit.code.startswith("mission"):
        least = _MONTHS_OF_SERVICE.get(activity.code, 16)
        most = least + 12
    elif unit.code.startswith("project"):
        least, most = 25, 90
    elif "hours" in amount:
        least = max(10, amount["hours"] // 2)
        most = least + 50
    elif unit.code.startswith("half"):
        least = most = (quantity + 1) // 2
    elif quantity == 1 or unit.code.startswith("day"):
        least, most = quantity, quantity + (1 if rng.random() < 0.2 else 0)
    else:
        least, most = quantity * 3, quantity * 15
    room = (window.end - window.start).days + 1
    if hurried and least > _UNDER_WAY:
        least = max(_UNDER_WAY, min(least, room))
    if room < least:
        return None
    days = rng.randint(least, min(most, room))
    start = window.start + timedelta(rng.randint(0, room - days))
    return Period(start, start + timedelta(days - 1))


def evidence(rng: Random, activity: Activity, grid: Grid) -> list[dict[str, Any]]:
    """The evidence that the activity asks for: every kind of ``all``, and one of ``any``."""
    kinds = [*activity.all_of, *([rng.choice(activity.any_of)] if activity.any_of else [])]
    return [_piece(rng, kind, grid) for kind in dict.fromkeys(kinds)]


def _piece(rng: Random, kind: str, grid: Grid) -> dict[str, Any]:
    policy = grid.evidence
    hosts = sorted(policy.hosts)
    if kind == "E7" and "url" in policy.stores and hosts and rng.random() < 0.6:
        return {"kind": kind, "store": "url", "url": f"https://{hosts[0]}/exemple/projet-{rng.randint(1, 400)}"}
    stores = [s for s in ("pull-request", "repository") if s in policy.stores]
    accepted = sorted(policy.kinds[kind].media_types)
    media_type = rng.choice([m for m in accepted if m in _ENDINGS] or accepted)
    name = f"{_FILE_NAMES.get(kind, 'justificatif')}.{_ENDINGS.get(media_type, 'bin')}"
    return {
        "kind": kind,
        "store": stores[0],
        "name": name,
        "sha256": rng.randbytes(32).hex(),
        "media_type": media_type,
        "size": rng.randint(20_000, min(policy.maximum_size, 1_900_000)),
    }


def slug_of(title: str) -> str:
    """The words of a title as they may stand in the name of a file."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain.replace("'", " ")))[:50].strip("-")


def _free_name(stem: str, year: int, names: frozenset[str] | set[str]) -> str:
    candidates = [stem, stem if stem.endswith(str(year)) else f"{stem}-{year}"]
    for candidate in (*candidates, *(f"{candidates[1]}-{n}" for n in range(2, 100))):
        if f"{candidate}.yml" not in names:
            return f"{candidate}.yml"
    raise AssertionError("a student makes fewer than a hundred declarations of one activity")


def collides(claim: Claim, others: list[Claim]) -> bool:
    """Would the same activity, or one that excludes it, be declared twice for the same days?"""
    exclusive = claim.activity.exclusive
    return any(
        claim.period.overlaps(other.period)
        and (
            other.activity.code == claim.activity.code
            or other.activity.code in exclusive
            or claim.activity.code in other.activity.exclusive
        )
        for other in others
    )


def within(window: Period, first: date, last: date) -> Period:
    """The part of a window between two days; it may be empty (its end before its start)."""
    return Period(max(window.start, first), min(window.end, last))
