"""The balance of a student, from claims that were checked."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Activity, Book, Category, Grid
from polyvalidate.model.points import ZERO, Points
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
    # Nothing that was counted is taken away by another profile: of several caps the most favourable holds.
    totals = [grid.profiles[code].total_cap for code in student.profiles if code in grid.profiles]
    total = None if None in totals else max(cap for cap in totals if cap is not None)
    return Conditions(required, profile.minimum_categories, minimums, total)


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
    return None if conditions is None else score(_credits(student, claims, in_error, accepted), conditions)


def room_of(
    student: Student, claims: Sequence[ClaimCase], in_error: Container[str], book: Book
) -> Mapping[str, Points]:
    """What each activity of the latest grid may still add to the balance of a student, by its code, once all that waits
    has been accepted as the grid computes it. Those that may add nothing are not there."""
    conditions, grid = conditions_of(student, book), book.latest
    if conditions is None or grid is None:
        return {}
    credits = list(_credits(student, claims, in_error, {claim.declaration.path for claim in claims}))
    counted = score(credits, conditions).credited
    found = {}
    for activity in grid.activities.values():
        if student.profile in activity.open_to:  # what is still to be done is done with the profile of today
            more = _credit(student, activity, grid, grid.period.start, activity.cap_cycle)
            found[activity.code] = Points(score([*credits, more], conditions).credited - counted)
    return {code: room for code, room in found.items() if room}


def most_favourable(student: Student, category: Category) -> Points | None:
    """The most that a category may count for a student: of the profiles they have and had, the one that gives the most;
    None when it knows none of them."""
    return max((category.caps[code] for code in student.profiles if code in category.caps), default=None)


def _credits(
    student: Student, claims: Iterable[ClaimCase], in_error: Container[str], accepted: Container[str]
) -> Iterator[Credit]:
    for declaration, _, _, grid, activity, claimed, _ in claims:
        if declaration.path in in_error:
            computed, basis = ZERO, Basis.ERROR
        else:
            computed, basis = computed_points(
                declaration, activity, claimed, by_grid=grid.merge_decides or declaration.path in accepted
            )
        credit = _credit(student, activity, grid, declaration.period.start, computed)
        yield credit._replace(path=declaration.path, claimed=claimed, basis=basis)


def _credit(student: Student, activity: Activity, grid: Grid, start: date, computed: Points) -> Credit:
    return Credit(
        path="",
        activity=activity.code,
        category=activity.category,
        year=grid.year,
        start=start,
        claimed=computed,
        computed=computed,
        basis=Basis.GRID,
        cap_year=activity.cap_year,
        cap_cycle=activity.cap_cycle,
        cap_category=most_favourable(student, grid.categories[activity.category]),
    )
