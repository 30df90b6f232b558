"""A new declaration from answers: what an activity asks, the plain data, the name of the file.

Pure: who asks (a terminal, options, a form), where the bytes go and what judges them is somebody else's business. A
draft promises only its shape; ``judgement.check_folder`` says whether it is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from polyvalidate.files import canonical
from polyvalidate.model.findings import Finding
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Activity, EvidencePolicy, Unit
from polyvalidate.model.words import Text


class Ask(StrEnum):
    """What a student may be asked, in this order: first what may rule the declaration out, then what takes time."""

    ACTIVITY = "activity"
    FROM = "from"
    TO = "to"
    ELSEWHERE = "elsewhere"
    LEVEL = "level"
    QUANTITY = "quantity"
    HOURS = "hours"
    TITLE = "title"
    ORGANISATION = "organisation"
    EVENT = "event"
    DESCRIPTION = "description"
    EVIDENCE = "evidence"


OPTIONAL = frozenset({Ask.TO, Ask.EVENT, Ask.DESCRIPTION, Ask.ELSEWHERE})
"""A declaration can do without: it is of one day, of no particular event, says no more than its title, counts here
only."""

ELSEWHERE = {
    "none": Text("non", "no"),
    "ects": Text("oui, dans un enseignement (ECTS)", "yes, in a course (ECTS)"),
    "internship": Text("oui, pendant un stage", "yes, during an internship"),
    "paid": Text("oui, contre un salaire", "yes, for a salary"),
}
"""Whether the activity counts elsewhere too: the possible answers, in the words of the question."""

EVENT_DAYS = 7
"""What lasts longer is not an event in which somebody could have had several roles."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known so far; None where nothing was said. ``origin`` is the registry office's and is never asked."""

    activity: str | None = None
    first: date | None = None
    last: date | None = None
    level: str | None = None
    quantity: int | None = None
    hours: int | None = None
    title: str | None = None
    organisation: str | None = None
    event: str | None = None
    description: str | None = None
    elsewhere: str | None = None
    origin: str | None = None
    evidence: tuple[Evidence, ...] = ()


_FIELDS = {Ask.FROM: "first", Ask.TO: "last"}


def answer_to(answers: Answers, ask: Ask) -> Any:
    """What was answered to one question; None or empty when nothing was."""
    return getattr(answers, _FIELDS.get(ask, ask.value))


def with_answer(answers: Answers, ask: Ask, value: Any) -> Answers:
    """The same answers, with one more."""
    return replace(answers, **{_FIELDS.get(ask, ask.value): value})


def without(answers: Answers, asks: Iterable[Ask]) -> Answers:
    """The same answers, as if these questions had not been answered."""
    for ask in asks:
        answers = with_answer(answers, ask, () if ask is Ask.EVIDENCE else None)
    return answers


# --- what an activity asks --------------------------------------------------------------------------------------------


def questions(activity: Activity, unit: Unit, answers: Answers) -> tuple[Ask, ...]:
    """The questions of one activity, in order. Nothing that may reveal anything is asked for a sensitive one."""
    asked = [Ask.ACTIVITY, Ask.FROM, Ask.TO, Ask.ELSEWHERE]
    if activity.levels:
        asked.append(Ask.LEVEL)
    if not unit.hours:
        asked.append(Ask.QUANTITY)
    if unit.hours or unit.minimum_hours:
        asked.append(Ask.HOURS)
    if not activity.sensitive:
        asked += [Ask.TITLE, Ask.ORGANISATION]
        if _may_be_in_an_event(activity, unit, answers):
            asked.append(Ask.EVENT)
        asked.append(Ask.DESCRIPTION)
    if evidence_wanted(activity, replace(answers, evidence=())):
        asked.append(Ask.EVIDENCE)
    return tuple(asked)


def _may_be_in_an_event(activity: Activity, unit: Unit, answers: Answers) -> bool:
    """Several roles in one event are possible for who organises or takes part, over a few days."""
    if activity.role == "lead" or unit.hours or unit.minimum_hours or answers.first is None:
        return False
    return ((answers.last or answers.first) - answers.first).days < EVENT_DAYS


def evidence_wanted(activity: Activity, answers: Answers) -> tuple[tuple[str, ...], ...]:
    """The kinds of evidence still to be given: one group for each piece, of which any kind will do."""
    if activity.sensitive or answers.origin is not None:
        return ()
    given = {piece.kind for piece in answers.evidence}
    wanted = [(kind,) for kind in activity.all_of if kind not in given]
    if activity.any_of and given.isdisjoint(activity.any_of):
        return (*wanted, activity.any_of)
    return tuple(wanted)


def store_of_files(policy: EvidencePolicy) -> str | None:
    """Where a document that is a file goes: attached to the request, unless the school keeps evidence in the
    repository only; None when the school takes addresses only."""
    return next((store for store in ("pull-request", "repository") if store in policy.stores), None)


def is_answered(ask: Ask, activity: Activity, answers: Answers) -> bool:
    if ask is Ask.EVIDENCE:
        return not evidence_wanted(activity, answers)
    return answer_to(answers, ask) is not None


def missing(activity: Activity | None, unit: Unit | None, answers: Answers) -> tuple[Ask, ...]:
    """What a declaration cannot do without and nobody said; as much as is known when the activity is not."""
    if activity is None or unit is None:
        known = (Ask.ACTIVITY, Ask.FROM)
        return tuple(ask for ask in known if answer_to(answers, ask) is None)
    asked = questions(activity, unit, answers)
    return tuple(ask for ask in asked if ask not in OPTIONAL and not is_answered(ask, activity, answers))


_UNSAID = {"PP314": Ask.QUANTITY, "PP316": Ask.HOURS, "PP320": Ask.LEVEL, "PP330": Ask.EVIDENCE}
"""The rules that ask for an answer which is missing: they stand on the activity, and the question is another one."""

_TOGETHER = {"PP318": (Ask.QUANTITY, Ask.HOURS), "PP326": (Ask.ELSEWHERE,)}
"""The rules that set one answer against another: either may be the wrong one."""

_PERIOD = (Ask.FROM, Ask.TO)


def asks_of(finding: Finding) -> tuple[Ask, ...]:
    """The questions whose answer a finding stands on; none when it is about something else than an answer."""
    if finding.code in _UNSAID:
        return (_UNSAID[finding.code],)
    if finding.code == "PP323":
        return (Ask(str(finding.details["key"])),)
    if finding.code in _TOGETHER:
        return _TOGETHER[finding.code]
    key = str(finding.keys[0]) if finding.keys else ""
    if key == "period":
        return _PERIOD
    if key not in set(Ask):
        return ()
    return (Ask.TO, Ask(key)) if finding.code == "PP319" else (Ask(key),)


_SILENT = (Ask.TITLE, Ask.ORGANISATION, Ask.EVENT, Ask.DESCRIPTION, Ask.EVIDENCE)


def silenced(activity: Activity, answers: Answers) -> tuple[Ask, ...]:
    """The answers that the declaration of a sensitive activity must not hold."""
    return tuple(ask for ask in _SILENT if activity.sensitive and answer_to(answers, ask))


# --- the file ---------------------------------------------------------------------------------------------------------


def plain(answers: Answers) -> dict[str, Any]:
    """The plain data of the declaration, without what was not said. The first day must be known."""
    if answers.first is None:
        raise ValueError("a declaration has a first day")
    said: dict[str, Any] = {
        "activity": answers.activity,
        "title": answers.title,
        "organisation": answers.organisation,
        "period": {"from": answers.first.isoformat(), "to": (answers.last or answers.first).isoformat()},
        "quantity": answers.quantity,
        "hours": answers.hours,
        "level": answers.level,
        "event": answers.event,
        "description": answers.description,
        "elsewhere": None if answers.elsewhere == "none" else answers.elsewhere,
        "origin": answers.origin,
        "evidence": [_piece(piece) for piece in answers.evidence] or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _piece(piece: Evidence) -> dict[str, Any]:
    keys = ("kind", "store", "name", "url", "sha256", "media_type", "size")
    return {key: getattr(piece, key) for key in keys if getattr(piece, key) is not None}


def declaration(answers: Answers) -> bytes:
    """The bytes of the file. Raises ValueError for a text that no file can hold (half a character)."""
    return canonical.declaration_yaml(plain(answers)).encode("utf-8")


_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
SLUG_LENGTH = 40


def slug(text: str, most: int = SLUG_LENGTH) -> str:
    """``Journée portes ouvertes`` to ``journee-portes-ouvertes``: whole words, at most ``most`` characters.

    Empty when the text has no letter or digit that a file name may hold.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    found = ""
    for word in re.findall(r"[a-z0-9]+", bare):
        longer = f"{found}-{word}" if found else word[:most]
        if len(longer) > most:
            break
        found = longer
    return found


def file_name(answers: Answers, taken: Collection[str]) -> str:
    """``<activity>-<slug>.yml``, from the title, and not one of the names ``taken``, whatever their case.

    A declaration without a title is named after its year: the name must not tell what a sensitive file keeps silent.
    """
    if answers.activity is None or answers.first is None:
        raise ValueError("a declaration has an activity and a first day")
    stem = f"{answers.activity}-{slug(answers.title or '') or f'declaration-{answers.first.year}'}"
    known = {name.casefold() for name in taken}
    name, number = f"{stem}.yml", 1
    while name in known:
        number += 1
        name = f"{stem}-{number}.yml"
    return name
