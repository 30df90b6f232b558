"""The story of one student over the cycle: what they declare, how it is decided, and what the jury says at the end.

A story is a function of the seed and of the student alone, so that it can be told one student at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from polyvalidate import judgement
from polyvalidate.demo import sentences
from polyvalidate.demo.claims import Claim, collides, draw_activity, draw_claim, within
from polyvalidate.demo.dates import Season, hours_later, stamp, working_day
from polyvalidate.demo.deciding import answer, appeal, appealed, decide, in_points, is_routine
from polyvalidate.demo.failing import DemoError
from polyvalidate.demo.people import Person
from polyvalidate.demo.school import Outcome, Request, School
from polyvalidate.files import canonical
from polyvalidate.files.schema import read_declaration, read_student
from polyvalidate.model.grid import Campaign
from polyvalidate.model.points import Points
from polyvalidate.model.score import Balance
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import ClaimCase

_MOST_IN_A_REQUEST = 6
_MOST_IN_A_YEAR = 6
_TRIES = 25
_DECLARE_LATE = 0.12
"""The share of students, zeal apart, who declare something of the summer in September."""
_DECLARE_EARLY = 0.5
"""The share of students who have declared something already in the campaign that is under way."""
_WITHIN_REACH = Points(16)
"""A student who misses no more than this is given a second chance."""

Submission = tuple[Campaign, date]


class Story:
    """One student's folder as it grows. ``tell`` fills ``requests`` and ``outcomes``."""

    def __init__(self, school: School, person: Person, seed: int) -> None:
        self.school = school
        self.person = person
        self.rng = Random(f"{seed} {person.number}")
        self.student = person.plain()
        self.enrolled = enrolment_day(person)
        if person.arranged:
            self.student["arrangement"] = arrangement(school, person)
        self.claims: list[Claim] = []
        self.requests: list[Request] = []
        self.outcomes: list[Outcome] = []

    @property
    def finishes(self) -> Season | None:
        """The last season of the cycle, when the school has lived it and the student is still there."""
        return None if self.person.left else self.school.seasons.get(self.person.years[-1])

    def tell(self) -> None:
        person = self.person
        years = [year for year in person.years if year in self.school.seasons]
        for rank, year in enumerate(years, 1):
            season = self.school.seasons[year]
            self._change_of_file(season)
            if person.left is not None and person.left < season.closes:
                break
            share = rank / len(person.years) * self.rng.uniform(0.85, 1.15) if rank < len(person.years) else 1.0
            self._year(season, Points(int(person.required * person.zeal * share)))
        if self.finishes is not None:
            self._jury(self.finishes)

    def balance(self) -> Balance:
        """The balance, computed as the check computes it, once the claims are decided as they now stand."""
        person, book = self.person, self.school.book
        student = read_student(f"{person.folder}/student.yml", self.student)
        cases = [
            ClaimCase(
                read_declaration(f"{person.folder}/{claim.name}", claim.name, claim.plain),
                student,
                person.profile,
                claim.grid,
                claim.activity,
                claim.claimed,
                book,
            )
            for claim in self.claims
        ]
        found = judgement.balance_of(student, cases, frozenset(), book)
        if found is None:
            said = Text(
                "Le profil {profile} manque dans une des grilles d'exemple.",
                "The profile {profile} is missing from one of the example grids.",
            )
            raise DemoError(said, profile=person.profile.code)
        return found

    # --- a year ---------------------------------------------------------------------------------------------------

    def _change_of_file(self, season: Season) -> None:
        """A year that is repeated, or a departure, is written by the registry office."""
        person, grid = self.person, season.grid
        if person.extra_years and grid.period.start.year == person.cohort + 1:
            self.student["extra_years"] = person.extra_years
            day = grid.period.start + timedelta(24)
        elif person.left is not None and grid.period.start <= person.left <= grid.period.end:
            self.student["left"] = person.left.isoformat()
            day = person.left + timedelta(6)
        else:
            return
        opened = stamp(working_day(day), 600)
        path, data = f"{person.folder}/student.yml", canonical.student_yaml(self.student).encode()
        registry = self.school.registry
        subject = f"Situation de {person.code}"
        self.requests.append(Request(opened, hours_later(opened, 2), registry, registry, subject, ((path, data),)))

    def _year(self, season: Season, goal: Points) -> None:
        submissions = self._submissions(season)
        if submissions:
            self._declare(season, submissions, goal, decided_by=season.jury - timedelta(1))
        if season is not self.finishes:
            for campaign in season.late:
                if self.rng.random() < _DECLARE_LATE * self.person.zeal:
                    day = campaign.opens + timedelta(self.rng.randint(1, (campaign.closes - campaign.opens).days))
                    more = Points(self.balance().credited + 1)
                    self._declare(season, [(campaign, day)], more, decided_by=season.ends)

    def _submissions(self, season: Season) -> list[Submission]:
        """The days on which the student submits this year: most of them late, some in winter too."""
        found: list[Submission] = []
        for campaign in season.campaigns:
            first = max(campaign.opens, self.enrolled) + timedelta(3)
            days = (campaign.closes - first).days
            if days < 1:
                continue
            found.append((campaign, campaign.closes - timedelta(self.rng.randint(0, min(days, 25)))))
            today = self.school.book.today
            if first < today <= campaign.closes and self.rng.random() < _DECLARE_EARLY:
                found.append((campaign, first + timedelta(self.rng.randint(0, (today - first).days))))
            if days > 90 and self.rng.random() < 0.35:
                found.append((campaign, first + timedelta(self.rng.randint(days // 5, days * 3 // 5))))
        return found

    def _declare(self, season: Season, submissions: Sequence[Submission], goal: Points, decided_by: date) -> None:
        """Draw claims until the balance reaches the goal, then submit them."""
        drawn: list[tuple[Submission, Claim]] = []
        credited = self.balance().credited
        for _ in range(_TRIES):
            if credited >= goal or len(drawn) >= _MOST_IN_A_YEAR:
                break
            activity = draw_activity(self.rng, self.person, season.grid)
            submission = self.rng.choice(submissions)
            campaign, day = submission
            window = within(campaign.covers, self.enrolled, min(day - timedelta(1), season.grid.period.end))
            claim = draw_claim(self.rng, activity, season.grid, window, {c.name for c in self.claims})
            if claim is None or collides(claim, self.claims):
                continue
            decide(self.rng, self.school, claim)
            self.claims.append(claim)
            reached = self.balance().credited
            over = reached - goal > 6 and self.rng.random() < 0.8
            if over or (reached == credited and self.rng.random() < 0.7 and not _lost(claim)):
                self.claims.pop()
                continue
            credited = reached
            drawn.append((submission, claim))
        for submission in submissions:
            self._submit([claim for where, claim in drawn if where is submission], submission[1], decided_by)

    def _submit(self, claims: Sequence[Claim], day: date, decided_by: date) -> None:
        """One request for what takes thought of one evaluator; what is routine goes with the first."""
        groups: dict[str, list[Claim]] = {}
        for claim in sorted(claims, key=is_routine):
            own = claim.plain["evaluation"]["by"]
            groups.setdefault(next(iter(groups), own) if is_routine(claim) else own, []).append(claim)
        minute = self.rng.randint(7 * 60, 22 * 60)
        for group in groups.values():
            for start in range(0, len(group), _MOST_IN_A_REQUEST):
                minute += self.rng.randint(2, 9)
                self._request(group[start : start + _MOST_IN_A_REQUEST], stamp(day, minute), day, decided_by)

    def _request(self, claims: Sequence[Claim], opened: int, day: date, decided_by: date) -> None:
        rng = self.rng
        delay = rng.randint(1, 24)
        decided = max(min(working_day(day + timedelta(delay)), decided_by), day + timedelta(1))
        proposed, written = [], []
        for claim in claims:
            evaluation = claim.plain.pop("evaluation")
            proposed.append(self._file(claim))
            claim.plain["evaluation"] = {**evaluation, "on": decided.isoformat()}
            written.append(self._file(claim))
        merged = stamp(decided, rng.randint(8 * 60, 19 * 60))
        subject = f"Déclaration de {self.person.code} : {', '.join(sorted({c.activity.code for c in claims}))}"
        decider, *also = dict.fromkeys(claim.plain["evaluation"]["by"] for claim in claims)
        files = tuple(proposed), tuple(written)
        self.requests.append(Request(opened, merged, self.person.code, decider, subject, *files, tuple(also)))
        for claim in claims:
            if appealed(rng, claim):
                self._appeal(claim, decided, decided_by)

    def _appeal(self, claim: Claim, decided: date, decided_by: date) -> None:
        """The student's request, which the jury records; then the jury's answer, in a request of its own."""
        rng, jury = self.rng, self.school.jury
        asked = decided + timedelta(rng.randint(2, 6))
        answered = working_day(asked + timedelta(rng.randint(8, 30)))
        latest = decided_by if self.finishes and self.finishes.grid is claim.grid else _end_of(self.school, claim)
        if answered > latest:
            return
        claim.plain["appeal"] = appeal(rng, asked)
        recorded = working_day(asked + timedelta(1))
        subject = f"Recours de {self.person.code} : {claim.activity.code}"
        self.requests.append(
            Request(
                stamp(asked, rng.randint(480, 1300)),
                stamp(recorded, rng.randint(1310, 1380)),
                self.person.code,
                jury,
                subject,
                (self._file(claim),),
            )
        )
        claim.plain["appeal"] |= answer(rng, self.school, claim, answered)
        opened = stamp(answered, rng.randint(480, 1000))
        subject = f"Réponse au recours de {self.person.code} : {claim.activity.code}"
        self.requests.append(Request(opened, hours_later(opened, 1), jury, jury, subject, (self._file(claim),)))

    def _file(self, claim: Claim) -> tuple[str, bytes]:
        return f"{self.person.folder}/{claim.name}", canonical.declaration_yaml(claim.plain).encode()

    # --- the end of the cycle -------------------------------------------------------------------------------------

    def _jury(self, season: Season) -> None:
        """The jury decides on the balance; a student who misses a little is given a second chance."""
        balance = self.balance()
        if balance.reached:
            self._outcome(season.jury, balance, "acquired")
        elif balance.credited and self.rng.random() < 0.05:
            self._outcome(season.jury, balance, "exempted", sentences.EXEMPTED)
        elif season.second_chance is None or season.second_jury is None or balance.missing.points > _WITHIN_REACH:
            self._outcome(season.jury, balance, "not-acquired")
        else:
            self._outcome(season.jury, balance, "second-chance")
            self._second_chance(season, season.second_chance, season.second_jury)

    def _second_chance(self, season: Season, campaign: Campaign, jury: date) -> None:
        first = max(campaign.opens, season.jury + timedelta(1))
        if first < campaign.closes and self.rng.random() < 0.7:
            day = first + timedelta(self.rng.randint(1, (campaign.closes - first).days))
            self._declare(season, [(campaign, day)], self.person.required, decided_by=jury - timedelta(1))
        balance = self.balance()
        self._outcome(jury, balance, "acquired" if balance.reached else "not-acquired")

    def _outcome(self, day: date, balance: Balance, outcome: str, comment: str | None = None) -> None:
        plain: dict[str, Any] = {
            "session": f"{day:%Y-%m}",
            "outcome": outcome,
            "credited": in_points(balance.credited),
            "required": in_points(self.person.required),
            "on": day.isoformat(),
            "by": self.school.jury,
        }
        if comment:
            plain["comment"] = comment
        path = f"{self.person.folder}/quitus.yml"
        self.outcomes.append(Outcome(day, self.person.programme, path, canonical.quitus_yaml(plain).encode()))


def _lost(claim: Claim) -> bool:
    return bool(claim.plain.get("evaluation", {}).get("decision") == "refused")


def _end_of(school: School, claim: Claim) -> date:
    return school.seasons[claim.grid.period.start.year].ends


def enrolment_day(person: Person) -> date:
    """The day on which the registry office enrols the students of a cohort."""
    return working_day(date(person.cohort, 9, 20))


def arrangement(school: School, person: Person) -> dict[str, Any]:
    """The threshold that the jury fixes for a student."""
    return {
        "required": in_points(person.required),
        "on": enrolment_day(person).isoformat(),
        "by": school.jury,
    }
