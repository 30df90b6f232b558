"""An activity credited in bulk: one decided declaration for each student of an attendance list, judged before a byte is
written, as the change of the person who evaluates the activity.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from polyvalidate import judgement
from polyvalidate.files import canonical, draft, schema
from polyvalidate.files.draft import Answers
from polyvalidate.judgement.verdict import FolderChange
from polyvalidate.model.findings import Finding
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Activity, Grid, RoleHolder
from polyvalidate.model.paths import Entry, FolderPath
from polyvalidate.model.points import Points, as_number
from polyvalidate.model.roles import in_office, may_evaluate
from polyvalidate.model.score import Loss, claimed_points
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.office.acts.judge import against_all, judged_with
from polyvalidate.office.acts.signer import signer
from polyvalidate.office.register.attendance import Attendee
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.school.school import School

LIST_NAME = "liste-d-emargement"
"""What the list is called in a declaration. Its own name may hold anything, and the repository is public."""
_COMMENT = Text("Présence attestée par la liste d'émargement.", "Presence attested by the attendance list.")


class Event(NamedTuple):
    """What was attended, as it was asked. ``amount`` is for everybody whom the list does not count; ``evidence`` the
    documents that are given beside the list, whose digest is ``digest``."""

    activity: str
    first: date
    last: date
    title: str | None
    organisation: str | None
    event: str | None
    amount: int | None
    evidence: tuple[Evidence, ...]
    digest: str
    comment: str | None


class Rule(NamedTuple):
    """What the grid says of an event: its activity, who signs, and the pieces of evidence of every declaration."""

    grid: Grid
    activity: Activity
    holder: RoleHolder
    evidence: tuple[Evidence, ...]


class Credited(NamedTuple):
    """A declaration that would be written: what the grid gives, what the student gains by it, and the caps that took
    the rest. ``similar`` names another declaration of the activity for the same days, of another organisation."""

    attendee: Attendee
    path: str
    data: bytes
    computed: Points
    gained: Points
    losses: tuple[Loss, ...]
    similar: str | None


class Aside(NamedTuple):
    """A student of the list for whom nothing is written, and why. ``known`` when it is declared already."""

    attendee: Attendee
    text: Text
    known: bool = False


class Prepared(NamedTuple):
    """All of it, judged together: ``findings`` stand against the whole, and then nothing may be written."""

    rule: Rule
    credited: tuple[Credited, ...]
    asides: tuple[Aside, ...]
    findings: tuple[Finding, ...]

    @property
    def files(self) -> dict[str, bytes]:
        return {one.path: one.data for one in self.credited}


def rule_of(school: School, event: Event, code: str | None) -> Rule | Text:
    """What the grid says of an event, or why it cannot be credited in bulk. Raises ``Unreadable`` for who signs."""
    found = activity_of(school, event.activity, event.first)
    if isinstance(found, Text):
        return found
    grid, activity = found
    holder = signer(school.book, code, lambda h: may_evaluate(h, activity, grid, school.book.today), "evaluator")
    evidence = _evidence(grid, activity, event)
    return evidence if isinstance(evidence, Text) else Rule(grid, activity, holder, evidence)


def signers(school: School, grid: Grid, activity: Activity) -> list[str]:
    """The codes of those in office who may credit an activity."""
    holders = [h for h in school.book.roles.values() if may_evaluate(h, activity, grid, school.book.today)]
    return sorted(holder.code for holder in holders if in_office(holder, school.book.today))


def activity_of(school: School, code: str, first: date) -> tuple[Grid, Activity] | Text:
    """The activity in the grid of its year, or why it cannot be credited in bulk."""
    book, year = school.book, academic_year(first)
    grid = book.grids.get(year)
    if grid is None:
        known = ", ".join(sorted(book.grids))
        return Text(
            "Il n'y a pas de grille pour l'année {year}. Vérifiez --from ; les années connues : {known}.",
            "There is no grid for the year {year}. Check --from; the known years are {known}.",
        ).filled(year=year, known=known)
    activity = grid.activities.get(code)
    if activity is None or not activity.bulk:
        codes = ", ".join(a.code for a in grid.activities.values() if a.bulk) or "—"
        if activity is None:
            return Text(
                "L'activité {code} n'existe pas dans la grille {year}. Se créditent en masse : {codes}.",
                "Activity {code} does not exist in the grid {year}. Credited in bulk: {codes}.",
            ).filled(code=code, year=year, codes=codes)
        return Text(
            "L'activité {code} n'est pas créditée en masse : chaque élève la déclare. Le sont : {codes}.",
            "Activity {code} is not credited in bulk: each student declares it. Those that are: {codes}.",
        ).filled(code=activity.code, codes=codes)
    return grid, activity


def _evidence(grid: Grid, activity: Activity, event: Event) -> tuple[Evidence, ...] | Text:
    """The documents given; the list itself stands for one that the grid asks for and that was not given."""
    stores = grid.evidence.stores
    online = bool(event.evidence) and all(piece.store == "url" for piece in event.evidence)
    if "pull-request" not in stores and not online:
        return Text(
            "Une liste de noms ne va pas dans le dépôt, où cette école garde les justificatifs. Déposez-la en ligne, "
            "puis donnez son adresse : --evidence-url E2=https://…",
            "A list of names does not go in the repository, where this school keeps evidence. Put it online, then give "
            "its address: --evidence-url E2=https://…",
        )
    wanted = draft.evidence_wanted(activity, Answers(evidence=event.evidence))
    if not wanted:
        return event.evidence
    listing = [kinds for kinds in wanted if "E2" in kinds] or list(wanted)
    others = [kinds for kinds in wanted if kinds is not listing[0]]
    if others:
        shown = ", ".join(" / ".join(kinds) for kinds in others)
        return Text(
            "La grille demande aussi {shown} pour cette activité. Ajoutez --evidence {others}=FICHIER.",
            "The grid asks for {shown} too for this activity. Add --evidence {others}=FILE.",
        ).filled(shown=shown, others=others[0][0])
    kind = "E2" if "E2" in listing[0] else listing[0][0]
    return (*event.evidence, Evidence(kind, "pull-request", LIST_NAME, None, event.digest, None, None))


def prepare(school: School, rule: Rule, event: Event, people: Sequence[Attendee]) -> Prepared:
    """A declaration for each student for whom nothing stands against it, then all of them as one change."""
    nodes = [node for one in people for node in school.folders[one.code].nodes]
    entries: dict[str, list[Entry]] = {}
    for entry in school.tree.read(nodes):
        entries.setdefault(FolderPath.of(entry.path).code, []).append(entry)
    credited: list[Credited] = []
    asides: list[Aside] = []
    changes: list[FolderChange] = []
    for one in people:
        folder, before = school.folders[one.code].path, entries[one.code]
        found = _one(school, rule, event, one, folder, before)
        if isinstance(found, Aside):
            asides.append(found)
            continue
        credited.append(found)
        new = Entry(found.path, 0o100644, len(found.data), found.data)
        changes.append(FolderChange(folder, tuple(before), (*before, new), frozenset({found.path})))
    return Prepared(rule, tuple(credited), tuple(asides), against_all(school, rule.holder, changes))


def _one(
    school: School, rule: Rule, event: Event, one: Attendee, folder: str, entries: list[Entry]
) -> Credited | Aside:
    before = judgement.check_folder(school.judge, school.book, folder, entries)
    answers = _answers(rule, event, one.amount if one.amount is not None else event.amount)
    there = _there(before.claims, rule.activity, answers)
    if there is not None and _same(there, answers):
        return Aside(one, _already(there), known=True)
    names = [entry.path.rpartition("/")[2] for entry in entries]
    path = f"{folder}/{draft.file_name(answers, names)}"
    plain = draft.plain(answers)
    computed = _computed(rule, path, plain)
    evaluation = _evaluation(rule, event, computed, school.book.today)
    data = canonical.declaration_yaml({**plain, "evaluation": evaluation}).encode()
    added = judged_with(school, before, entries, Entry(path, 0o100644, len(data), data))
    if isinstance(added, Text):
        return Aside(one, added)
    losses = added.losses if added.gained < computed else ()
    similar = there.declaration.name if there is not None else None
    return Credited(one, path, data, computed, added.gained, losses, similar)


def _answers(rule: Rule, event: Event, amount: int | None) -> Answers:
    activity, grid = rule.activity, rule.grid
    hours = grid.units[activity.unit].hours > 0
    return Answers(
        activity=activity.code,
        first=event.first,
        last=event.last,
        quantity=None if hours else (amount or 1),
        hours=amount if hours else None,
        title=event.title or activity.title.in_language(grid.language),
        organisation=event.organisation or grid.school,
        event=event.event,
        evidence=rule.evidence,
    )


def _evaluation(rule: Rule, event: Event, computed: Points, on: date) -> dict[str, Any]:
    """The points are written, as in every decision: a grid corrected later does not change it."""
    return {
        "decision": "accepted",
        "points": as_number(computed),
        "by": rule.holder.code,
        "on": on.isoformat(),
        "comment": event.comment or _COMMENT.in_language(rule.grid.language),
    }


def _computed(rule: Rule, path: str, plain: dict[str, Any]) -> Points:
    """What the grid gives for it, caps apart."""
    declaration = schema.read_declaration(path, path.rpartition("/")[2], plain)
    return claimed_points(declaration, rule.activity, rule.grid.units[rule.activity.unit])


# --- what is there already --------------------------------------------------------------------------------------------


def _there(claims: Iterable[ClaimCase], activity: Activity, answers: Answers) -> ClaimCase | None:
    """A declaration of the same activity with a day in common; the same event first."""
    found = [
        claim
        for claim in claims
        if claim.activity.code == activity.code
        and answers.first is not None
        and answers.last is not None
        and claim.declaration.period.start <= answers.last
        and answers.first <= claim.declaration.period.end
    ]
    return next((claim for claim in found if _same(claim, answers)), found[0] if found else None)


def _same(claim: ClaimCase, answers: Answers) -> bool:
    declaration = claim.declaration
    if answers.event is not None and declaration.event == answers.event:
        return True
    return _letters(declaration.organisation) == _letters(answers.organisation)


def _letters(name: str | None) -> str:
    """The name of an organisation, accents, case, spaces and punctuation apart, as PP410 compares it."""
    return "".join(c for c in unicodedata.normalize("NFKD", (name or "").casefold()) if c.isalnum())


def _already(claim: ClaimCase) -> Text:
    name = claim.declaration.name
    return Text("Déjà déclarée, dans {name}.", "Declared already, in {name}.").filled(name=name)
