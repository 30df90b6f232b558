"""The history of the demonstration school: every student's story, interleaved by date, as commits of main."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polyvalidate.demo.claims import Claim
from polyvalidate.demo.dates import day_of, hours_later, stamp
from polyvalidate.demo.importing import MAIN, Stream, Written
from polyvalidate.demo.people import Person
from polyvalidate.demo.school import Outcome, Request, School
from polyvalidate.demo.story import Story, arrangement, enrolment_day
from polyvalidate.files import canonical

_REMEMBERED = 120
"""Students whose declarations are kept in memory, for the requests that are still open."""


class Planned(NamedTuple):
    """A past request whose files are already in the stream."""

    opened: int
    merged: int
    author: str
    decider: str
    subject: str
    proposed: tuple[Written, ...]
    decided: tuple[Written, ...]
    also: tuple[str, ...]


class Known(NamedTuple):
    """A student who may still declare, with what they have declared so far."""

    person: Person
    claims: Sequence[Claim]


class History(NamedTuple):
    """What was written: when the last commit of main is, and figures for the summary."""

    at: int
    merges: int
    counts: Mapping[str, int]
    known: Sequence[Known]


def identity(code: str) -> str:
    """The name and address of a commit of ours: the code of who decided, never a person."""
    return f"{code} <{code}@polyvalidate.invalid>"


def write_history(
    stream: Stream,
    school: School,
    people: Sequence[Person],
    files: Mapping[str, bytes],
    seed: int,
    progress: Callable[[int], None],
) -> History:
    """Write main, up to the day before that of the school's book. ``progress`` is told how many of the
    ``2 * len(people)`` steps are done."""
    until = stamp(school.book.today, 0)
    counts: Counter[str] = Counter()
    known: list[Known] = []
    outcomes: list[Outcome] = []
    first_year = min(person.cohort for person in people)
    plan = [_planned(stream, request) for request in _grids(school, files, first_year)]
    plan += [_planned(stream, request) for request in _enrolments(school, people) if request.merged < until]
    for done, person in enumerate(people, 1):
        story = Story(school, person, seed)
        story.tell()
        happened = [request for request in story.requests if request.merged < until]
        plan += [_planned(stream, request) for request in happened]
        written = {path: data for request in happened for path, data in (*request.proposed, *request.decided)}
        decided = [outcome for outcome in story.outcomes if outcome.day < school.book.today]
        outcomes += decided
        counts.update(_counted(written, decided))
        if story.finishes is None and not person.left and person.account and len(known) < _REMEMBERED:
            known.append(Known(person, tuple(c for c in story.claims if f"{person.folder}/{c.name}" in written)))
        progress(done)
    plan += [_planned(stream, request) for request in _sessions(school, outcomes)]
    root = {path: data for path, data in files.items() if not _is_later_grid(path, first_year)}
    steps = len(people)
    accounts = {person.code: person.account for person in people if person.account}
    accounts |= {code: holder.account for code, holder in school.book.roles.items()}
    plan.sort(key=lambda request: request.merged)
    at = _write_commits(
        stream, school, plan, root, first_year, accounts, lambda part: progress(steps + int(steps * part))
    )
    return History(at, len(plan), counts, known)


def write_figures(stream: Stream, school: School, history: History, files: Mapping[str, bytes]) -> History:
    """Write a commit more on a main that stands already: the figures that were published."""
    number = history.merges + 1
    planned = Planned(0, 0, "", school.keeper, "Chiffres des promotions", stream.files(files.items()), (), ())
    stream.commit(
        planned.proposed,
        author=identity(school.keeper),
        at=history.at,
        message=_merge_message(planned, number, {}),
        ref=MAIN,
        base=f"{MAIN}^0",
    )
    return history._replace(merges=number)


def _planned(stream: Stream, request: Request) -> Planned:
    return Planned(*request[:5], stream.files(request.proposed), stream.files(request.decided), request.also)


def _write_commits(
    stream: Stream,
    school: School,
    plan: list[Planned],
    root: Mapping[str, bytes],
    first_year: int,
    accounts: Mapping[str, str],
    progress: Callable[[float], None],
) -> int:
    """A commit for each request, as landing makes it: those of its author stay out of the record; when the last is."""
    numbers = {id(request): number for number, request in enumerate(sorted(plan, key=lambda r: r.opened), 1)}
    began = stamp(date(first_year, 9, 1), 480)
    stream.commit(
        stream.files(sorted(root.items())),
        author=identity(school.keeper),
        at=began,
        message="Dépôt de l'école de démonstration",
        ref=MAIN,
    )
    at = began
    for done, request in enumerate(plan, 1):
        number = numbers[id(request)]
        stream.commit(
            (*request.proposed, *request.decided),
            author=identity(request.decider),
            at=request.merged,
            message=_merge_message(request, number, accounts),
            ref=MAIN,
        )
        at = request.merged
        if done % 50 == 0:
            progress(done / len(plan))
    progress(1.0)
    return at


def _merge_message(request: Planned, number: int, accounts: Mapping[str, str]) -> str:
    """The message of a commit, with the trailers that ``polyvalidate merge`` writes."""
    word = "Evaluated-by" if request.decided else "Merged-by"
    trailers = [f"Request: {number}", *(f"{word}: {code}" for code in (request.decider, *request.also))]
    if request.author in accounts:
        trailers[1:1] = [f"Opened-on: {day_of(request.opened)}", f"Proposed-by: {accounts[request.author]}"]
    return f"{request.subject} (#{number})\n\n" + "\n".join(trailers) + "\n"


# --- what is not a student's ------------------------------------------------------------------------------------------


def _is_later_grid(path: str, first_year: int) -> bool:
    return path.startswith("grid/20") and int(path[5:9]) > first_year


def _grids(school: School, files: Mapping[str, bytes], first_year: int) -> Iterable[Request]:
    """Each September, the grid of the year; the first one comes with the repository."""
    for year in sorted(school.seasons):
        if year > first_year:
            opened = stamp(date(year, 9, 1), 540)
            grid = tuple((path, data) for path, data in sorted(files.items()) if path.startswith(f"grid/{year}-"))
            subject = f"Grille {year}-{year + 1}"
            yield Request(opened, hours_later(opened, 30), school.keeper, school.keeper, subject, grid)


def _enrolments(school: School, people: Iterable[Person]) -> Iterable[Request]:
    """Each cohort in one request of the registry office; arrangements apart, since the jury completes them."""
    cohorts: dict[tuple[int, bool], list[Person]] = {}
    for person in people:
        cohorts.setdefault((person.cohort, person.arranged), []).append(person)
    for (cohort, arranged), members in sorted(cohorts.items()):
        opened = stamp(enrolment_day(members[0]), 600 + arranged)
        proposed = tuple((f"{p.folder}/student.yml", canonical.student_yaml(p.plain()).encode()) for p in members)
        if arranged:
            decided = tuple((f"{p.folder}/student.yml", _arranged(school, p)) for p in members)
            subject = f"Seuils individuels de la promotion {cohort}"
            yield Request(opened, hours_later(opened, 5), school.registry, school.jury, subject, proposed, decided)
        else:
            subject = f"Inscription de la promotion {cohort}"
            yield Request(opened, hours_later(opened, 1), school.registry, school.registry, subject, proposed)


def _arranged(school: School, person: Person) -> bytes:
    return canonical.student_yaml({**person.plain(), "arrangement": arrangement(school, person)}).encode()


def _sessions(school: School, outcomes: Iterable[Outcome]) -> Iterable[Request]:
    """The jury's decisions: one request for each session and programme."""
    sessions: dict[tuple[date, str], list[Outcome]] = {}
    for outcome in outcomes:
        sessions.setdefault((outcome.day, outcome.programme), []).append(outcome)
    for rank, ((day, programme), decided) in enumerate(sorted(sessions.items())):
        opened = stamp(day, 14 * 60 + rank % 60)
        files = tuple((outcome.path, outcome.data) for outcome in decided)
        subject = f"Jury {day:%Y-%m}, {programme}"
        yield Request(opened, hours_later(opened, 2), school.jury, school.jury, subject, files)


def _counted(written: Mapping[str, bytes], outcomes: Sequence[Outcome]) -> Counter[str]:
    """What there is of a student: in the files of their folder, and decided by the jury."""
    declarations = [data for path, data in written.items() if not path.endswith("/student.yml")]
    counts = Counter(declarations=len(declarations))
    counts["refused"] = sum(b"\n  decision: refused\n" in data for data in declarations)
    counts["evaluated"] = sum(b"\nevaluation:\n" in data for data in declarations)
    counts["appeals"] = sum(b"\nappeal:\n" in data for data in declarations)
    if outcomes:
        counts["quitus"] += 1
        counts["acquired"] += b"outcome: acquired\n" in outcomes[-1].data
    return counts
