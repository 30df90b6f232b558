"""The requests that are still open in the demonstration school: five good ones, and one for each of ten mistakes.

They stand on today's main, under ``refs/pull/<number>/head``, each under the name of the student who proposes it, as
the editor of a forge writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from polyvalidate.demo.claims import Claim, collides, draw_claim, within
from polyvalidate.demo.dates import Season, stamp
from polyvalidate.demo.deciding import HALF, in_points
from polyvalidate.demo.failing import DemoError
from polyvalidate.demo.history import History, Known
from polyvalidate.demo.importing import LINK, MAIN, REGULAR, Stream, Written
from polyvalidate.demo.people import FORENAME
from polyvalidate.demo.school import School
from polyvalidate.files import canonical
from polyvalidate.model.grid import Activity, Campaign
from polyvalidate.model.words import Text


class OpenRequest(NamedTuple):
    """An open request: its number, who proposes it, and what there is to see in it."""

    number: int
    author: str
    good: bool
    kind: str
    title: Text

    @property
    def ref(self) -> str:
        return f"refs/pull/{self.number}/head"


class File(NamedTuple):
    path: str
    data: bytes
    mode: str = REGULAR


Chooses = Callable[[Activity], bool]
_DRAWS = 40
_REQUIRED = re.compile(rb"(required: )[0-9]+")


class Drawer:
    """Draws new declarations of students who may still declare on a day, for the last academic year."""

    def __init__(
        self, rng: Random, today: date, season: Season, known: Sequence[Known], rules: tuple[str, bytes]
    ) -> None:
        self.rng = rng
        self.today = today
        self.season = season
        self.known = known
        self.rules = rules
        self.turn = -1
        self.campaign: Campaign | None = None
        """The latest campaign that the request being made needs."""

    def next(self) -> Known:
        """Another student each time, as long as there are enough."""
        self.turn += 1
        self.campaign = None
        return self.known[self.turn % len(self.known)]

    def _campaigns(self) -> list[Campaign]:
        """Those that have opened, the latest first."""
        every = (*self.season.campaigns, *self.season.late)
        return sorted((c for c in every if c.opens <= self.today), key=lambda c: c.closes, reverse=True)

    def closes(self, campaign: Campaign) -> date:
        """The last day so far on which one could declare in a campaign."""
        return min(campaign.closes, self.today)

    def claim(self, known: Known, chooses: Chooses) -> Claim | None:
        """A new claim of a student, of an activity that suits, in the latest campaign that allows it; or None."""
        grid = self.season.grid
        suited = [a for a in grid.activities.values() if known.person.profile.code in a.open_to and chooses(a)]
        campaigns = self._campaigns() if suited else []
        for hurried, campaign in ((hurried, campaign) for hurried in (False, True) for campaign in campaigns):
            window = within(campaign.covers, date(known.person.cohort, 9, 25), self.closes(campaign) - timedelta(10))
            names = {c.name for c in known.claims}
            for _ in range(_DRAWS):
                claim = draw_claim(self.rng, self.rng.choice(suited), grid, window, names, hurried)
                if claim is not None and not collides(claim, list(known.claims)):
                    self.campaign = max(self.campaign or campaign, campaign, key=lambda c: c.closes)
                    return claim
        return None

    def file(self, chooses: Chooses) -> tuple[Known, Claim]:
        """A student and a new claim that suits."""
        for _ in range(2 * len(self.known)):
            known = self.next()
            claim = self.claim(known, chooses)
            if claim is not None:
                return known, claim
        raise _too_small()

    def declared(self) -> tuple[Known, Claim]:
        """A student and a declaration of theirs that was accepted, with a title and without an appeal."""
        for _ in range(len(self.known)):
            known = self.next()
            for claim in known.claims:
                accepted = claim.plain["evaluation"]["decision"] == "accepted" and "appeal" not in claim.plain
                if accepted and not claim.activity.sensitive:
                    return known, claim
        raise _too_small()


def _too_small() -> DemoError:
    return DemoError(
        Text(
            "Cette école est trop petite pour montrer toutes les demandes : augmentez --students.",
            "This school is too small to show every request: raise --students.",
        )
    )


def ordinary(activity: Activity) -> bool:
    """An activity whose declaration tells what was done, and which the grid counts by itself."""
    return not (activity.sensitive or activity.is_range or activity.on_request or activity.levels)


def _path(known: Known, name: str) -> str:
    return f"{known.person.folder}/{name}"


def _file(known: Known, claim: Claim, **changed: Any) -> File:
    plain = {key: value for key, value in {**claim.plain, **changed}.items() if value is not None}
    return File(_path(known, claim.name), canonical.declaration_yaml(plain).encode())


Made = tuple[Known, list[File]]


# --- good ones --------------------------------------------------------------------------------------------------------


def one_declaration(drawer: Drawer) -> Made:
    known, claim = drawer.file(lambda a: ordinary(a) and a.highest < 8)
    return known, [_file(known, claim)]


def several_declarations(drawer: Drawer) -> Made:
    known, first = drawer.file(ordinary)
    taken = Known(known.person, (*known.claims, first))
    second = drawer.claim(taken, ordinary)
    return known, [_file(known, claim) for claim in (first, second) if claim is not None]


def in_a_range(drawer: Drawer) -> Made:
    known, claim = drawer.file(lambda a: a.is_range and not a.sensitive)
    return known, [_file(known, claim)]


def sensitive(drawer: Drawer) -> Made:
    known, claim = drawer.file(lambda a: a.sensitive and not a.on_request)
    return known, [_file(known, claim)]


def second_reader(drawer: Drawer) -> Made:
    most = drawer.season.grid.second_reader_from
    known, claim = drawer.file(lambda a: not a.sensitive and not a.levels and a.highest >= most)
    return known, [_file(known, claim)]


# --- the ten mistakes -------------------------------------------------------------------------------------------------


def file_of_another(drawer: Drawer) -> Made:
    author = drawer.next()
    other, claim = drawer.declared()
    if other.person.code == author.person.code:
        other, claim = drawer.declared()
    return author, [_file(other, claim, description="Cette activité n'a pas eu lieu.")]


def own_evaluation(drawer: Drawer) -> Made:
    known, claim = drawer.file(lambda a: ordinary(a) and a.highest <= HALF)
    day = claim.period.end + timedelta(3)
    holder = next(iter(claim.activity.referents))
    evaluation = {"decision": "accepted", "points": in_points(claim.claimed), "by": holder, "on": day.isoformat()}
    return known, [_file(known, claim, evaluation=evaluation)]


def bad_yaml(drawer: Drawer) -> Made:
    known, claim = drawer.file(ordinary)
    path, data, _ = _file(known, claim, title=None)
    return known, [File(path, data + 'title: "Un guillemet jamais refermé\n'.encode())]


def unknown_activity(drawer: Drawer) -> Made:
    known, claim = drawer.file(ordinary)
    code = f"{claim.activity.category}.19"
    file = _file(known, claim, activity=code)
    return known, [file._replace(path=_path(known, code + claim.name[len(claim.activity.code) :]))]


def end_before_start(drawer: Drawer) -> Made:
    known, claim = drawer.file(ordinary)
    before = (claim.period.start - timedelta(1)).isoformat()
    return known, [_file(known, claim, period={"from": claim.period.start.isoformat(), "to": before})]


def missing_evidence(drawer: Drawer) -> Made:
    known, claim = drawer.file(lambda a: ordinary(a) and not a.bulk and bool(a.all_of or a.any_of))
    return known, [_file(known, claim, evidence=None)]


def personal_data(drawer: Drawer) -> Made:
    known, claim = drawer.file(ordinary)
    # The number is one of those that the French regulator keeps for works of fiction.
    text = "Contact sur place : 06 39 98 12 34 ou responsable.exemple@example.org."
    return known, [_file(known, claim, description=text)]


def link_for_file(drawer: Drawer) -> Made:
    known, claim = drawer.file(ordinary)
    return known, [File(_path(known, claim.name), b"../../../grid/roles.yml", LINK)]


def edited_grid(drawer: Drawer) -> Made:
    path, rules = drawer.rules
    return drawer.next(), [File(path, _REQUIRED.sub(rb"\g<1>2", rules, count=1))]


def duplicate(drawer: Drawer) -> Made:
    known, claim = drawer.declared()
    again = draw_claim(drawer.rng, claim.activity, claim.grid, claim.period, {c.name for c in known.claims})
    pieces = claim.plain["evidence"] if again is None else again.plain["evidence"]
    name = claim.name.replace(".yml", "-bis.yml")
    file = _file(known, claim, evidence=pieces, evaluation=None)
    return known, [file._replace(path=_path(known, name))]


GOOD: tuple[tuple[Callable[[Drawer], Made], Text], ...] = (
    (one_declaration, Text("Une déclaration ordinaire", "An ordinary declaration")),
    (several_declarations, Text("Deux déclarations à la fois", "Two declarations at once")),
    (in_a_range, Text("Des points à choisir dans une fourchette", "Points to choose within a range")),
    (sensitive, Text("Une activité sensible, sans texte ni pièce", "A sensitive activity, without text or evidence")),
    (second_reader, Text("Une demande à faire relire par une seconde personne", "A request for a second reader")),
)
BAD: tuple[tuple[Callable[[Drawer], Made], Text], ...] = (
    (file_of_another, Text("Le fichier d'une autre personne est modifié", "Another student's file is edited")),
    (own_evaluation, Text("La demande contient sa propre évaluation", "The request holds its own evaluation")),
    (bad_yaml, Text("Un guillemet n'est pas refermé", "A quote is not closed")),
    (unknown_activity, Text("L'activité n'existe pas dans la grille", "The activity is not in the grid")),
    (end_before_start, Text("La date de fin précède la date de début", "The end date is before the start date")),
    (missing_evidence, Text("Les justificatifs manquent", "The evidence is missing")),
    (personal_data, Text("Un texte contient un téléphone et un courriel", "A text holds a phone number and an e-mail")),
    (link_for_file, Text("Un lien remplace le fichier", "A link stands for the file")),
    (edited_grid, Text("La grille est modifiée par une personne de la promotion", "The grid is edited by a student")),
    (duplicate, Text("La même activité est déclarée deux fois", "The same activity is declared twice")),
)


def write_open_requests(
    stream: Stream, school: School, history: History, files: dict[str, bytes], seed: int
) -> tuple[OpenRequest, ...]:
    """Write them all; needs a few students who may still declare."""
    season = school.seasons[max(school.seasons)]
    rules = f"grid/{season.grid.year}/rules.yml"
    if len(history.known) < 2:
        raise _too_small()
    drawer = Drawer(Random(f"{seed} open requests"), school.book.today, season, history.known, (rules, files[rules]))
    found: list[OpenRequest] = []
    number = history.merges
    for make, title in (*GOOD, *BAD):
        number += 1
        known, made = make(drawer)
        request = OpenRequest(number, known.person.code, (make, title) in GOOD, make.__name__.replace("_", "-"), title)
        written = [Written(f.path, stream.file(f.data), f.mode) for f in made]
        # Written during the campaign, brought up to date on today's main since: the two dates of a commit.
        stream.commit(
            written,
            author=f"{FORENAME} {known.person.surname} <{known.person.email}>",
            at=stamp(
                drawer.closes(drawer.campaign or season.campaigns[-1]) - timedelta(1 + number % 8), 480 + number % 700
            ),
            message=f"Déclaration de {FORENAME} {known.person.surname}",
            ref=request.ref,
            base=MAIN,
            rewritten_at=history.at + 60 * len(found),
        )
        found.append(request)
    return tuple(found)
