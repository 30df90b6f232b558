"""A list compared with the register and the repository: who is new, has left, changes, repeats, and what is doubtful.

People are joined by student number only: names are cut in APOGEE, and change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year, first_day, grid_of_entry
from polyvalidate.office.lists.cells import collated, folded
from polyvalidate.office.lists.doubts import Doubt, stops, told
from polyvalidate.office.lists.listing import Listed
from polyvalidate.office.lists.steps import LAST_LEVEL, Step
from polyvalidate.office.register.changes import Change, Kind, Plan, Situation, another_profile
from polyvalidate.office.register.profiles import by_apprenticeship, entry_level, is_for_apprentices, profiles_for
from polyvalidate.office.register.register import Member

MOST_EXTRA_YEARS = 3


def compare(students: Mapping[str, Listed], at: Situation, left_on: date) -> Plan:
    """The plan. ``left_on`` is the day of leaving written for those whom the list no longer has."""
    changes: list[Change] = []
    people: list[Member] = []
    doubts: list[Doubt] = []
    groups: dict[str, int] = {}
    unchanged = 0
    addresses = {m.email.casefold(): m for m in at.members.values() if m.email}
    for listed in students.values():
        member = at.members.get(listed.number)
        if member is None:
            found, doubt = _entering(listed, at, addresses)
        else:
            found, doubt = _known(listed, member, at)
        doubts += [doubt] if doubt is not None else []
        if doubt is not None and doubt.blocks:
            continue
        person = _person(listed, member, at, found)
        if person is not None:
            people.append(person)
            if member is not None and not found:
                found = [Change(Kind.IDENTITY, member.code, member.cohort, member.number, person.name, {})]
        unchanged += not found and doubt is None
        changes += found
        if found or member is not None:
            groups[str(listed.step)] = groups.get(str(listed.step), 0) + 1
    levels = {listed.step.level for listed in students.values()}
    expected = list(_expected(at, levels))
    changes += [_leaves(member, at, left_on) for member in expected if member.number not in students]
    order = list(Kind)
    changes.sort(key=lambda c: (order.index(c.kind), c.cohort, str(c.step or ""), collated(c.name), c.number))
    doubts.sort(key=lambda doubt: doubt.line or 0)
    return Plan(tuple(changes), tuple(people), tuple(doubts), dict(sorted(groups.items())), unchanged, len(expected))


# --- somebody new -----------------------------------------------------------------------------------------------------


def _entering(listed: Listed, at: Situation, addresses: Mapping[str, Member]) -> tuple[list[Change], Doubt | None]:
    twin = addresses.get(listed.email.casefold()) if listed.email else None
    accepted = listed.number in at.accepted
    if twin is not None and not accepted:
        text = Text(
            "nouveau numéro, mais l'adresse de {code} (numéro {number}). S'il s'agit de deux personnes",
            "new number, but the address of {code} (number {number}). If they are two people",
        )
        return [], _aside(listed, text.filled(code=twin.code, number=twin.number))
    level = listed.step.level or LAST_LEVEL - 2
    entered = at.entered.get(level, at.cohort)
    if level == LAST_LEVEL and level not in at.entered and not accepted:
        late = Text(
            "arrive en dernière année sans avoir été inscrit avant, et n'est pas importé. Ajoutez --entered 5={year} "
            "si tous sont entrés cette année-là, ou --accept et le numéro de qui arrive vraiment.",
            "comes in the last year without any enrolment before, and is not imported. Add --entered 5={year} if all "
            "entered that year, or --accept and the number of whoever really comes now.",
        )
        return [], told(late, listed.line, year=at.cohort - 2)._replace(number=listed.number)
    grid = grid_of_entry(at.book, entered)
    profile = _profile(listed, level - (at.cohort - entered), grid, at)
    if profile is None or grid is None:
        which = Text(
            "{number} : profil à préciser pour {step}. Ajoutez --profile {step}=CODE, avec un code parmi {known}.",
            "{number}: which profile for {step}? Add --profile {step}=CODE, with a code among {known}.",
        )
        known = ", ".join(grid.profiles) if grid else "—"
        return [], stops(which, listed.line, number=listed.number, step=listed.step, known=known)
    return [_enrolment(listed, None, entered, profile)], None


def _enrolment(listed: Listed, code: str | None, cohort: int, profile: str) -> Change:
    wanted = {"programme": listed.step.programme, "profile": profile}
    kind = Kind.NEW if code is None else Kind.PENDING
    return Change(kind, code, cohort, listed.number, listed.name, wanted, "", f"{listed.step} {profile}", listed.step)


def _profile(listed: Listed, level: int, grid: Grid | None, at: Situation) -> str | None:
    """The profile of somebody who enters: as the list or a person says, else the only one that fits."""
    if listed.profile is not None:
        return listed.profile
    for name in (str(listed.step), listed.step.programme):
        if name in at.profiles:
            return at.profiles[name]
    fitting = profiles_for(grid, listed.step.programme, level) if grid is not None else []
    if not fitting and grid is not None and level > LAST_LEVEL - 2:
        # Nobody enters so late with a profile of their own: the one for the year before asks the least wrong thing.
        fitting = profiles_for(grid, listed.step.programme, level - 1)
    return fitting[0] if len(fitting) == 1 else None


# --- somebody known ---------------------------------------------------------------------------------------------------


def _known(listed: Listed, member: Member, at: Situation) -> tuple[list[Change], Doubt | None]:
    accepted = listed.number in at.accepted
    if not accepted and not _same_person(listed, member):
        text = Text(
            "le registre a un autre nom pour ce numéro ({name}). Si c'est la même personne",
            "the register has another name for this number ({name}). If they are the same person",
        )
        return [], _aside(listed, text.filled(name=member.name))
    student = at.enrolled.get(member.code)
    grid = grid_of_entry(at.book, member.cohort)
    if grid is None:
        return [], None
    if student is None:
        level = listed.step.level or LAST_LEVEL - 2
        profile = _profile(listed, level, grid, at)
        if profile is None:
            return _entering(listed, at, {})
        return [_enrolment(listed, member.code, member.cohort, profile)], None
    found: list[Change] = []
    if student.left is not None:
        if academic_year(student.left) >= f"{at.cohort}-{at.cohort + 1}":
            gone = Text(
                "{number} ({code}) a quitté l'école le {left:date} et figure encore dans la liste : rien n'est changé.",
                "{number} ({code}) left the school on {left:date} and is still in the list: nothing is changed.",
            )
            return [], told(gone, listed.line, number=listed.number, code=member.code, left=student.left)
        found.append(_change(Kind.RETURNS, member, {"left": None}, student.left.isoformat(), "", listed.step))
    found += _moved(listed, member, student, grid, at)
    repeated, doubt = _year(listed, member, student, grid, at)
    return found + repeated, doubt


def _change(
    kind: Kind, member: Member, wanted: Mapping[str, Any], before: str, after: str, step: Step | None = None
) -> Change:
    return Change(kind, member.code, member.cohort, member.number, member.name, wanted, before, after, step)


def _moved(listed: Listed, member: Member, student: Student, grid: Grid, at: Situation) -> Iterator[Change]:
    """Another programme; and another profile, when the list gives one or when apprenticeship begins or ends: from the
    first day of the year of the list, from today in the year of entry."""
    new = listed.step.programme
    if new != student.programme:
        yield _change(Kind.PROGRAMME, member, {"programme": new}, student.programme, new, listed.step)
    profile = grid.profiles.get(student.profile)
    wanted = listed.profile
    told = grid.profiles.get(wanted) if wanted is not None and student.arrangement is not None else None
    if told is not None and told.required is None:
        wanted = None  # the threshold is fixed already, and such a profile would tell whose
    fixed = profile is None or profile.required is None or new == student.programme
    if wanted is None and profile is not None and not fixed:
        other = by_apprenticeship(grid, new) is not is_for_apprentices(profile)
        fitting = profiles_for(grid, new, entry_level(profile)) if other else []
        wanted = fitting[0] if len(fitting) == 1 else None
    if wanted is not None and wanted != student.profile:
        begins = at.book.today if at.cohort <= member.cohort else min(first_day(at.cohort), at.book.today)
        written = another_profile(student, wanted, begins - timedelta(days=1))
        yield _change(Kind.PROFILE, member, written, student.profile, wanted, listed.step)


def _year(
    listed: Listed, member: Member, student: Student, grid: Grid, at: Situation
) -> tuple[list[Change], Doubt | None]:
    """One year behind what is expected: somebody repeats, or comes back from a year away."""
    expected = expected_level(student, grid, at.cohort)
    level = listed.step.level
    if level is None or expected is None or level == expected:
        return [], None
    extra = student.extra_years + 1
    if level == expected - 1 and extra <= MOST_EXTRA_YEARS:
        return [
            _change(Kind.REPEATS, member, {"extra_years": extra}, str(student.extra_years), str(extra), listed.step)
        ], None
    text = Text(
        "{number} ({code}) est en {level}e année dans la liste, en {expected}e selon le dépôt : rien n'est changé. "
        "Corrigez la liste, ou les années supplémentaires : polyvalidate roster change {code}.",
        "{number} ({code}) is in year {level} in the list, in year {expected} in the repository: nothing is changed. "
        "Mend the list, or the extra years: polyvalidate roster change {code}.",
    )
    return [], told(text, listed.line, number=listed.number, code=member.code, level=level, expected=expected)


def expected_level(student: Student, grid: Grid, year: int) -> int | None:
    """The year of study of somebody in an academic year (its first calendar year), 6 once the cycle should be over;
    None when the profile is not known."""
    profile = grid.profiles.get(student.profile)
    if profile is None:
        return None
    first = entry_level(profile)
    return max(first, min(LAST_LEVEL + 1, first + year - student.cohort - student.extra_years))


def _same_person(listed: Listed, member: Member) -> bool:
    """Could both be the names of one person? APOGEE cuts names, and a surname changes; hardly ever all of them."""
    pairs = [(listed.first, member.first)]
    pairs += [(a, b) for a in (listed.surname, listed.usual) for b in (member.surname, member.usual) if a and b]
    for one, other in pairs:
        a, b = folded(one), folded(other)
        if not a or not b or a.startswith(b) or b.startswith(a):
            return True
    return False


def _aside(listed: Listed, why: Text) -> Doubt:
    """A line that is left aside until a person has looked."""
    text = Text("{number} {name} : {why}, ajoutez --accept {number}.", "{number} {name}: {why}, add --accept {number}.")
    found = told(text, listed.line, number=listed.number, name=listed.name, why=why)
    return found._replace(number=listed.number)


def _person(listed: Listed, member: Member | None, at: Situation, found: Sequence[Change]) -> Member | None:
    """The register's row as the list has it, when it is another; what a list leaves empty is kept."""
    if member is None:
        if not found:
            return None
        return Member("", found[0].cohort, listed.number, listed.surname, listed.usual, listed.first, listed.email)
    if not _same_person(listed, member) and listed.number not in at.accepted:
        return None
    new = member._replace(
        surname=listed.surname or member.surname,
        usual=listed.usual or (member.usual if not listed.surname else ""),
        first=listed.first or member.first,
        email=listed.email or member.email,
    )
    return new if new != member else None


# --- somebody who is no longer there ----------------------------------------------------------------------------------


def _expected(at: Situation, levels: Collection[int | None]) -> Iterable[Member]:
    """The members whom the list should have: those whose year of study it covers, or, when it says no year of study,
    those who enter with this cohort."""
    for member in at.members.values():
        student = at.enrolled.get(member.code)
        grid = grid_of_entry(at.book, member.cohort)
        if student is None or student.left is not None or grid is None:
            continue
        level = expected_level(student, grid, at.cohort)
        if levels == {None}:
            covered = member.cohort == at.cohort
        else:
            covered = level in levels and member.cohort <= at.cohort
        if covered:
            yield member


def _leaves(member: Member, at: Situation, left_on: date) -> Change:
    student = at.enrolled[member.code]
    grid = grid_of_entry(at.book, member.cohort)
    level = expected_level(student, grid, at.cohort) if grid is not None else None
    step = Step(student.programme, level if level is not None and level <= LAST_LEVEL else None)
    return _change(Kind.LEFT, member, {"left": left_on.isoformat()}, "", left_on.isoformat(), step)
