"""An example declaration of an activity: right as it stands, and plainly an example.

Made from the grid alone, so that the same grid gives the same example, and so that it is always one that the check
accepts (the student being of a profile to which the activity is open, and the day after the academic year).
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import NamedTuple

from polyvalidate.files.draft import Answers, Ask, declaration, file_name, slug, with_answer
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Activity, EvidencePolicy, Grid, Period, Unit
from polyvalidate.model.words import Text
from polyvalidate.rules import privacy
from polyvalidate.rules.evidence_file import TYPES

DAYS = {"year": 200, "mandate": 200, "mission": 190, "semester": 100, "project": 60}
"""How long something lasts whose unit begins with this word; hours are spread over a month; the rest is of one day."""
SPREAD = 30
_EARLY = 8
SIZE = 182_034
_ENDINGS = {media_type: ending for ending, media_type in reversed(TYPES.items())}


class Example(NamedTuple):
    """The name of the file and what it holds."""

    name: str
    text: str


def example(grid: Grid, activity: Activity, lang: str) -> Example:
    """The example of an activity whose unit the grid knows."""
    unit = grid.units[activity.unit]
    period = _period(grid, unit)
    answers = Answers(
        activity=activity.code,
        first=period.start,
        last=period.end,
        level=next(iter(activity.levels), None),
        quantity=None if unit.hours else 1,
        hours=unit.hours * 2 or unit.minimum_hours or None,
    )
    if not activity.sensitive:
        answers = with_answer(answers, Ask.TITLE, _title(activity, lang))
        answers = with_answer(answers, Ask.ORGANISATION, Text("Association d'exemple", "Example association").of(lang))
        answers = with_answer(
            answers,
            Ask.DESCRIPTION,
            Text(
                "Ce que j'ai fait, avec qui, et ce que cela a changé, en deux ou trois phrases.",
                "What I did, with whom, and what it changed, in two or three sentences.",
            ).of(lang),
        )
        answers = with_answer(answers, Ask.EVIDENCE, evidence(grid, activity))
    return Example(file_name(answers, ()), declaration(answers).decode())


def _title(activity: Activity, lang: str) -> str:
    """The activity's own title, save one that the check could take for a number or an address of somebody."""
    title = activity.title.in_language(lang)
    found = (privacy.has_email, privacy.has_phone, privacy.has_student_number, privacy.has_national_number)
    return Text("Titre d'exemple", "Example title").of(lang) if any(has(title) for has in found) else title


def _period(grid: Grid, unit: Unit) -> Period:
    """Days that a campaign covers, early in them: they are over during most of the year in which they are read."""
    window = grid.period
    ordinary = [c for c in grid.campaigns if not c.second_chance] or grid.campaigns
    if ordinary:
        window = max((c.covers for c in ordinary), key=lambda covers: covers.end - covers.start)
    hours = unit.hours * 2 or unit.minimum_hours
    days = DAYS.get(unit.code.partition("-")[0], max(SPREAD, hours // 8) if hours else 1)
    room = (window.end - window.start).days + 1
    days = min(days, room)
    start = window.start + timedelta((room - days) // _EARLY)
    return Period(start, start + timedelta(days - 1))


def evidence(grid: Grid, activity: Activity) -> tuple[Evidence, ...]:
    """Every kind that is needed, and the first of those of which one is enough."""
    kinds = dict.fromkeys(
        (*activity.all_of, *(() if set(activity.any_of) & set(activity.all_of) else activity.any_of[:1]))
    )
    return tuple(_piece(grid.evidence, kind) for kind in kinds)


def _piece(policy: EvidencePolicy, kind: str) -> Evidence:
    """A piece of evidence kept where the school accepts it; its digest is that of its own name."""
    if policy.stores <= {"url"} and policy.hosts:
        return Evidence(kind, "url", None, f"https://{min(policy.hosts)}/exemple/{kind.lower()}", None, None, None)
    known = policy.kinds.get(kind)
    media_types = sorted(known.media_types) if known else []
    usual = next((m for m in media_types if m in _ENDINGS), None)
    media_type = usual or next(iter(media_types), None)
    stem = slug(known.title.fr if known else "", 24) or "justificatif"
    name = f"{stem}.{_ENDINGS[usual]}" if usual else stem
    digest = hashlib.sha256(name.encode()).hexdigest()
    store = "pull-request" if "pull-request" in policy.stores else "repository"
    return Evidence(kind, store, name, None, digest, media_type, min(SIZE, policy.maximum_size))
