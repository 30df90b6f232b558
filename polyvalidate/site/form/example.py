"""A declaration to copy, made from the grid in force: it passes the check in the folder of a student it is open to."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import NamedTuple

from polyvalidate.files.draft import Answers, declaration, evidence_wanted, file_name, store_of_files
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Activity, EvidencePolicy, Grid
from polyvalidate.model.words import Text


class Example(NamedTuple):
    """The name of the file, and its text."""

    name: str
    text: str


def example(grid: Grid, lang: str) -> Example | None:
    """The declaration of the first ordinary activity; None when the grid has none."""
    activity = next(filter(_is_ordinary, grid.activities.values()), None)
    if activity is None:
        return None
    unit = grid.units[activity.unit]
    day = grid.campaigns[0].covers.start if grid.campaigns else grid.period.start
    answers = Answers(
        activity=activity.code,
        first=day,
        last=min(day + timedelta(days=2), grid.period.end),
        quantity=None if unit.hours else 1,
        hours=unit.hours or unit.minimum_hours or None,
        title=Text("Ce que vous avez fait", "What you did").of(lang),
        organisation=Text("Association, service ou école", "Club, service or school").of(lang),
        evidence=pieces(grid, activity),
    )
    return Example(file_name(answers, ()), declaration(answers).decode())


def block(grid: Grid, lang: str) -> str:
    """The same as a block of Markdown."""
    made = example(grid, lang)
    if made is None:
        return Text("Aucune activité de cette grille ne s'y prête.", "No activity of this grid would do.").of(lang)
    return f'```yaml title="{made.name}"\n{made.text}```'


def _is_ordinary(activity: Activity) -> bool:
    return not (activity.sensitive or activity.levels or activity.on_request or activity.is_range)


def pieces(grid: Grid, activity: Activity) -> tuple[Evidence, ...]:
    """Evidence that the activity takes: files, where the school takes files. Their digests are those of their names."""
    return tuple(_piece(group[0], grid.evidence) for group in evidence_wanted(activity, Answers()))


def _piece(kind: str, policy: EvidencePolicy) -> Evidence:
    store = store_of_files(policy)
    if store is None:
        host = min(policy.hosts, default="example.org")
        return Evidence(kind, "url", None, f"https://{host}/exemple", None, None, None)
    name = f"{kind.lower()}.pdf"
    return Evidence(kind, store, name, None, hashlib.sha256(name.encode()).hexdigest(), None, None)
