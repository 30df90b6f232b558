"""The balance of a student, from claims that were checked."""

from __future__ import annotations

from collections.abc import Container, Iterable

from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book
from polyvalidate.model.points import ZERO
from polyvalidate.model.score import Balance, Basis, Conditions, Credit, computed_points, score
from polyvalidate.model.years import grid_of_entry
from polyvalidate.rules.cases import ClaimCase


def conditions_of(student: Student, book: Book) -> Conditions | None:
    """What the quitus asks of a student; None when the profile is not in the grid."""
    grid = grid_of_entry(book, student.cohort)
    profile = grid.profiles.get(student.profile) if grid else None
    if grid is None or profile is None:
        return None
    required = profile.required if student.arrangement is None else student.arrangement.required
    minimums = {
        code: category.minimums[profile.code]
        for code, category in grid.categories.items()
        if profile.code in category.minimums
    }
    return Conditions(required, profile.minimum_categories, minimums, profile.total_cap)


def balance_of(
    student: Student,
    claims: Iterable[ClaimCase],
    in_error: Container[str],
    book: Book,
    accepted: Container[str] = frozenset(),
) -> Balance | None:
    """The balance of a student. ``in_error`` are the paths of declarations that count nothing until mended; those of
    ``accepted`` are taken, as long as nobody has decided them, as the grid computes them."""
    conditions = conditions_of(student, book)
    if conditions is None:
        return None
    credits: list[Credit] = []
    for declaration, _, _, grid, activity, claimed, _ in claims:
        if declaration.path in in_error:
            computed, basis = ZERO, Basis.ERROR
        else:
            computed, basis = computed_points(
                declaration, activity, claimed, by_grid=grid.merge_decides or declaration.path in accepted
            )
        credits.append(
            Credit(
                declaration.path,
                activity.code,
                activity.category,
                grid.year,
                declaration.period.start,
                claimed,
                computed,
                basis,
                activity.cap_year,
                activity.cap_cycle,
                grid.categories[activity.category].caps.get(student.profile),
            )
        )
    return score(credits, conditions)
