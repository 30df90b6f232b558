"""The form filled in as a student does, in a real browser; and the school that its text is written into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page

from polyvalidate.model import Activity, Grid

NOW = datetime(2026, 8, 31, 12, tzinfo=UTC)
"""The day of the schools of ``tests/declaring.py``: both example grids are over, or nearly."""

PDF = {"name": "pièce 1.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a document"}


class Outcome(NamedTuple):
    """What the form gives: the path and the text of the file, or what is wrong by question."""

    path: str
    text: str
    wrong: Mapping[str, str]


def open_form(page: Page, address: str, query: str = "", lang: str = "fr") -> None:
    """The form, empty, on the 31st of August 2026."""
    page.clock.set_fixed_time(NOW)
    page.goto(f"{address}{'en/' if lang == 'en' else ''}declarer/{query}")
    page.wait_for_selector("#form:not([hidden])")


def forget(page: Page) -> None:
    """Empty what the browser keeps."""
    page.evaluate("window.localStorage.clear()")


def ordinary(grid: Grid, activity: Activity, profile: str) -> dict[str, Any]:
    """Ordinary answers to all that an activity asks."""
    unit, year = grid.units[activity.unit], grid.year[5:]
    answers: dict[str, Any] = {"profile": profile, "from": f"{year}-01-12", "to": f"{year}-01-20"}
    if unit.hours or unit.minimum_hours:
        answers["hours"] = str(unit.hours or unit.minimum_hours)
    if not unit.hours:
        answers["quantity"] = "1"
    if activity.levels:
        answers["level"] = next(iter(activity.levels))
    if not activity.sensitive:
        answers |= {"title": "Une activité : l'été", "organisation": "École d'exemple"}
    return answers


def fill(page: Page, answers: Mapping[str, Any]) -> None:
    """Type the answers in; what the form does not ask is left out, as a person would."""
    for ask, value in answers.items():
        node = page.locator(f"#form-{ask}")
        if not node.is_visible():
            continue
        if ask in ("profile", "elsewhere", "level"):
            node.select_option(value)
        else:
            node.fill(value)
            node.dispatch_event("change")


def attach(page: Page) -> None:
    """A document for each piece of evidence: as a file of its own, of a type that the grid takes."""
    pieces = page.locator(".form-piece")
    for rank in range(pieces.count()):
        document = {**PDF, "name": f"pièce {rank}.pdf", "buffer": PDF["buffer"] + bytes([rank])}
        page.set_input_files(f"#form-evidence-{rank}-file", [document])
        page.locator(f"#form-evidence-{rank}-read").filter(has_text=document["name"]).filter(
            has_text="octets"
        ).wait_for()


def prepare(page: Page) -> Outcome:
    """Press the button, and read what comes."""
    page.click("#form-prepare")
    page.wait_for_selector("#form-result:not([hidden]), #form-summary:not(:empty)")
    wrong = page.eval_on_selector_all(
        "#form .form-error:not(:empty)", "all => Object.fromEntries(all.map(n => [n.id.slice(5, -6), n.textContent]))"
    )
    if page.locator("#form-result").is_hidden():
        return Outcome("", "", wrong)
    return Outcome(page.text_content("#form-path") or "", page.text_content("#form-yaml") or "", wrong)


@contextmanager
def written(root: Path, outcome: Outcome) -> Iterator[Path]:
    """The file in its place in a school, for as long as it is looked at."""
    path = root / outcome.path
    path.write_text(outcome.text, encoding="utf-8", newline="")
    try:
        yield path
    finally:
        path.unlink()
