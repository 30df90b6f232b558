"""What the form of an attendance list says, with the list and the documents beside it; and the same as it is typed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from polyvalidate.desk.answering import Dropped
from polyvalidate.desk.pages import Web
from polyvalidate.desk.state import Desk, Seen
from polyvalidate.desk.students import opened, register_option
from polyvalidate.files import typed
from polyvalidate.files.typed import Unclear
from polyvalidate.judgement.attaching import document, online
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Activity, EvidencePolicy, Grid
from polyvalidate.model.words import Text
from polyvalidate.office.acts.credit import Event, activity_of, signers
from polyvalidate.office.lists.hidden import Hidden
from polyvalidate.office.register.attendance import Asked, Attendance, read_attendance
from polyvalidate.office.register.recognising import KEYS

MOST_COLUMNS = 60
DOCUMENTS = ("proof-1", "proof-2")
"""Documents that a form may bring beside the list; and one that is online."""
_ONLINE = "proof-3"
_HOW_MANY = Text("Écrivez un nombre entier de 1 à {most}.", "Write a whole number from 1 to {most}.")
_NO_KIND = Text(
    "Dites de chaque pièce quel justificatif elle est : E2, par exemple.",
    "Say of each document which evidence it is: E2, for instance.",
)


class Heard(NamedTuple):
    """What the form and the list say. ``able`` are the codes of those who may credit the activity."""

    grid: Grid
    activity: Activity
    event: Event
    reading: Asked
    attendance: Attendance
    able: Sequence[str]

    @property
    def amount(self) -> tuple[int | None, int | None]:
        """How many for everybody, as a quantity or as hours."""
        hours = self.grid.units[self.activity.unit].hours > 0
        return (None, self.event.amount) if hours else (self.event.amount, None)


def heard_of(desk: Desk, seen: Seen, asked: Dropped) -> Heard | Text:
    """What the form and the list say, or why it cannot be read. Raises ``Unreadable`` for the register."""
    said, school = asked.answers, seen.school
    try:
        first = typed.day(said.get("first", ""))
        found = activity_of(school, typed.activity(said.get("activity", "")), first)
        if isinstance(found, Text):
            return found
        grid, activity = found
        most = 2000 if grid.units[activity.unit].hours else 200
        event = Event(
            activity.code,
            first,
            typed.day(said["last"]) if said.get("last") else first,
            _line(said, "title"),
            _line(said, "organisation"),
            typed.event(said["event"]) if said.get("event", "").strip() else None,
            _amount(said.get("amount", ""), most),
            tuple(_evidence(asked, school.latest.evidence)),
            typed.digest(said["digest"]) if said.get("digest", "").strip() else _sha256(asked, "list"),
            _line(said, "comment"),
        )
    except Unclear as unclear:
        return unclear.text
    reading = _reading(said)
    attendance = read_attendance(asked.data("list") or b"", reading, opened(desk, seen), school.folders)
    if isinstance(attendance, Text):
        return attendance
    return Heard(grid, activity, event, reading, attendance, signers(school, grid, activity))


def _reading(said: Mapping[str, str]) -> Asked:
    hidden = None
    with suppress(ValueError):
        hidden = Hidden(said.get("hidden", ""))
    return Asked(
        {key: said[f"column-{key}"] for key in KEYS if said.get(f"column-{key}")},
        tuple(dict.fromkeys(filter(None, (said.get(f"present-{n}") for n in range(MOST_COLUMNS))))),
        said.get("counted") or None,
        said.get("sheet") or None,
        hidden,
    )


def _line(said: Mapping[str, str], key: str) -> str | None:
    return typed.line(said[key]) if said.get(key, "").strip() else None


def _amount(text: str, most: int) -> int | None:
    if not text.strip():
        return None
    amount = typed.count(text)
    if not 1 <= amount <= most:
        raise Unclear(_HOW_MANY, most=most)
    return amount


def _evidence(asked: Dropped, policy: EvidencePolicy) -> Iterator[Evidence]:
    """The documents of the form. Raises ``Unclear`` for one that will not do."""
    for key in DOCUMENTS:
        brought = asked.files.get(key)
        if brought is not None:
            yield document(_kind(asked, key, policy), brought.name, len(brought.data), _sha256(asked, key), policy)
    address = asked.answers.get(_ONLINE, "")
    if address.strip():
        yield online(_kind(asked, _ONLINE, policy), address)


def _kind(asked: Dropped, key: str, policy: EvidencePolicy) -> str:
    kind = asked.answers.get(f"{key}-kind", "")
    if kind not in policy.kinds:
        raise Unclear(_NO_KIND)
    return kind


def _sha256(asked: Dropped, key: str) -> str:
    return hashlib.sha256(asked.data(key) or b"").hexdigest()


def command_of(web: Web, asked: Dropped, heard: Heard, signer: str | None = None) -> str:
    """The same as it is typed; without who signs, the translation of the list."""
    said, event, reading = asked.answers, heard.event, heard.reading
    words = ["declare-many", event.activity, "--list", asked.files["list"].name, "--from", event.first.isoformat()]
    words += ["--to", event.last.isoformat()] if event.last != event.first else []
    for option, value in (("title", event.title), ("organisation", event.organisation), ("event", event.event),
                          *zip(("quantity", "hours"), heard.amount, strict=True), ("comment", event.comment),
                          ("count-column", reading.counted), ("sheet", reading.sheet),
                          ("hidden-rows", reading.hidden and reading.hidden.value),
                          ("digest", said.get("digest", "").strip() or None)):  # fmt: skip
        words += [f"--{option}", str(value)] if value is not None else []
    for column, name in reading.columns.items():
        words += ["--column", f"{column}={name}"]
    for name in reading.present:
        words += ["--present-column", name]
    for piece in event.evidence:
        option, value = ("evidence-url", piece.url) if piece.url is not None else ("evidence", piece.name)
        words += [f"--{option}", f"{piece.kind}={value}"]
    words += register_option(web.desk)
    return web.terminal(*words, *(("--as", signer) if signer is not None else ("--translate", "presents.csv")))
