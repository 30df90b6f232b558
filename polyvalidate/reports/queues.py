"""The queue for people and machines: what waits, oldest first, with what the grid gives and how alike was decided."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.waiting import Queue, Similar, Waiting, called
from polyvalidate.model.findings import printable
from polyvalidate.model.phrases import CAPS
from polyvalidate.model.points import as_number
from polyvalidate.model.words import Text, number, plain
from polyvalidate.reports.clashes import code_of, sentence
from polyvalidate.reports.decisions import claimed, given_by_grid
from polyvalidate.reports.spreadsheets import csv_for_people
from polyvalidate.rules import RULES

KINDS = {
    Awaited.POINTS: Text("points à choisir", "points to choose"),
    Awaited.EVALUATION: Text("décision et seconde lecture", "decision and second reader"),
    Awaited.DECISION: Text("décision", "decision"),
    Awaited.SECOND: Text("seconde lecture", "second reader"),
    Awaited.REFERENT: Text("lecture", "reading"),
    Awaited.JURY: Text("recours", "appeal"),
}
DECIDED = (
    Text("{n} {n:acceptée|acceptées}", "{n} accepted"),
    Text("{n} {n:acceptée|acceptées} en partie", "{n} partly accepted"),
    Text("{n} {n:refusée|refusées}", "{n} refused"),
)
DAYS = Text("{n} j", "{n} d")
HEADS = {
    "fr": (
        "Demande",
        "Jours",
        "Élève",
        "Déclaration",
        "Déclaré",
        "Grille",
        "Encore possible",
        "Semblables",
        "Qui",
        "Quoi",
    ),
    "en": ("Request", "Days", "Student", "Declaration", "Claimed", "Grid", "Still possible", "Alike", "Who", "What"),
}


def _row(waiting: Waiting, queue: Queue, lang: str) -> tuple[str, ...]:
    claim = waiting.claim
    return (
        waiting.request or "—",
        "—" if waiting.since is None else str((queue.today - waiting.since).days),
        claim.student.code,
        printable(claim.declaration.path).rpartition("/")[2],
        claimed(claim, lang),
        given_by_grid(claim, waiting.least, lang),
        "—" if waiting.room is None else number(waiting.room.left, lang),
        alike(waiting.similar, lang),
        ", ".join(waiting.codes) or "—",
        KINDS[waiting.kind].in_language(lang),
    )


def alike(similar: Similar, lang: str) -> str:
    """``5 acceptées, 1 refusée ; médiane 1 point``"""
    counts = (similar.accepted, similar.partial, similar.refused)
    said = ", ".join(text.of(lang, n=count) for text, count in zip(DECIDED, counts, strict=True) if count)
    if similar.median is None or not said:
        return said or "—"
    text = Text("{said} ; médiane {median:points}", "{said}; median {median:points}")
    return text.of(lang, said=said, median=similar.median)


def _table(queue: Queue, form: str, lang: str) -> str:
    from tabulate import tabulate

    rows = [tuple(_inert(cell) for cell in _row(waiting, queue, lang)) for waiting in queue.waiting]
    align = ("right", "right", *("left",) * 4, "right", *("left",) * 3)
    return tabulate(rows, HEADS[lang], tablefmt=form, disable_numparse=True, colalign=align) if rows else ""


def _inert(cell: str) -> str:
    """A cell that no table format takes for a column or a mark: the grid's own words may hold either."""
    return plain(cell).replace("|", "/").replace("<", "‹").replace("\n", " ")


def as_text(queue: Queue, lang: str) -> str:
    return _said(queue, "simple", "", lang)


def as_markdown(queue: Queue, lang: str) -> str:
    return _said(queue, "github", "## ", lang)


def _said(queue: Queue, form: str, mark: str, lang: str) -> str:
    item = "- " if mark else "  "
    parts = []
    if queue.waiting:
        head = Text("En attente de décision", "Waiting for a decision").of(lang)
        parts.append(f"{mark}{head} ({len(queue.waiting)})")
        parts.append(_table(queue, form, lang))
        if any(waiting.request is None for waiting in queue.waiting):
            parts.append(
                Text(
                    "— : déjà dans le dépôt, sans décision.",
                    "—: in the repository already, without a decision.",
                ).of(lang)
            )
    else:
        parts.append(Text("Rien n'attend de décision.", "Nothing waits for a decision.").of(lang))
    if queue.clashes:
        head = Text("À regarder ensemble", "To be looked at together").of(lang)
        lines = [f"{mark}{head} ({len(queue.clashes)})"]
        for clash in queue.clashes:
            said = (printable(clash.path).rpartition("/")[2], sentence(clash, RULES, lang), code_of(clash))
            lines.append(f"{item}{', '.join(clash.of)}  {'  '.join(_inert(word) for word in said if word)}")
        parts.append("\n".join(lines))
    if queue.returned:
        head = Text("À corriger par l'élève", "For the student to mend").of(lang)
        lines = [f"{mark}{head} ({len(queue.returned)})"]
        for one in queue.returned:
            days = DAYS.of(lang, n=(queue.today - one.since).days)
            names = ", ".join(path.rpartition("/")[2] for path in one.paths[:3])
            lines.append(f"{item}{one.request}  {one.student}  {days}  {', '.join(one.codes)}  {names}")
        parts.append("\n".join(lines))
    if queue.others:
        head = Text("Autres demandes", "Other requests").of(lang)
        lines = [f"{mark}{head} ({len(queue.others)})"]
        for other in queue.others:
            days = DAYS.of(lang, n=(queue.today - other.since).days)
            more = f" … +{len(other.paths) - 3}" if len(other.paths) > 3 else ""
            lines.append(f"{item}{other.request}  {days}  {', '.join(other.paths[:3])}{more}".rstrip())
        parts.append("\n".join(lines))
    if queue.unjudged:
        head = Text("Demandes qui n'ont pas pu être jugées", "Requests that could not be judged").of(lang)
        lines = [f"{mark}{head} ({len(queue.unjudged)})"]
        for unread in queue.unjudged:
            days = DAYS.of(lang, n=(queue.today - unread.since).days)
            lines.append(f"{item}{unread.request}  {days}  {_inert(printable(unread.why.of(lang)))}")
        parts.append("\n".join(lines))
    return plain("\n\n".join(parts)) + "\n"


def as_csv(queue: Queue, lang: str) -> str:
    """As the spreadsheet of who reads it opens it."""
    rows = (tuple(plain(cell) for cell in _row(waiting, queue, lang)) for waiting in queue.waiting)
    return csv_for_people((HEADS[lang], *rows), lang).decode()


def as_json(queue: Queue, lang: str) -> str:
    def day(value: Any) -> str | None:
        return value.isoformat() if value is not None else None

    document = {
        "today": queue.today.isoformat(),
        "waiting": [_plain(waiting, lang) for waiting in queue.waiting],
        "to_mend": [
            {
                "request": called(one.request),
                "since": day(one.since),
                "student": one.student,
                "codes": list(one.codes),
                "paths": list(one.paths),
            }
            for one in queue.returned
        ],
        "together": [
            {
                "requests": [called(one) for one in clash.of],
                "path": printable(clash.path) or None,
                "code": code_of(clash) or None,
                "why": printable(plain(sentence(clash, RULES, lang))),
            }
            for clash in queue.clashes
        ],
        "others": [
            {"request": called(other.request), "since": day(other.since), "paths": list(other.paths)}
            for other in queue.others
        ],
        "unjudged": [
            {
                "request": called(unread.request),
                "since": day(unread.since),
                "why": printable(plain(unread.why.of(lang))),
            }
            for unread in queue.unjudged
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _plain(waiting: Waiting, lang: str) -> dict[str, Any]:
    claim, similar, room = waiting.claim, waiting.similar, waiting.room
    return {
        "request": called(waiting.request),
        "since": waiting.since.isoformat() if waiting.since is not None else None,
        "student": claim.student.code,
        "path": printable(claim.declaration.path),
        "activity": claim.activity.code,
        "claimed": plain(claimed(claim, lang)),
        "grid": {"least": as_number(waiting.least), "most": as_number(claim.computed)},
        "awaits": waiting.kind.value,
        "who": list(waiting.codes),
        "room": None if room is None else {"left": as_number(room.left), "cap": CAPS[room.cap].of(lang)},
        "similar": {
            "accepted": similar.accepted,
            "partial": similar.partial,
            "refused": similar.refused,
            "median": None if similar.median is None else as_number(similar.median),
        },
    }


FORMATS: Mapping[str, Callable[[Queue, str], str]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "markdown": as_markdown,
}
