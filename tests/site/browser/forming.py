"""The form filled in as a student does, in a real browser; and the school that its text is written into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page

from polyvalidate.model.grid import Activity, Grid
from tests.declaring import STUDENTS

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
    page.goto(f"{address}{'en/' if lang == 'en' else ''}declarer/{query}", wait_until="domcontentloaded")
    page.wait_for_selector("#form:not([hidden])")


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
        page.locator(f"#form-evidence-{rank}-read").filter(has_text=document["name"]).wait_for()


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


_DECLARED = """async ({ code, answers, piece }) => {
  const byId = (id) => document.getElementById(id);
  window.confirm = () => true;
  byId("form-clear").click();
  const answer = (ask, value) => {
    const node = byId(`form-${ask}`);
    if (!node.checkVisibility() || node.disabled) return;
    node.value = value;
    if (node.tagName === "SELECT" && node.value !== value) throw new Error(`${ask} has no ${value}`);
    node.dispatchEvent(new Event("input", { bubbles: true }));
    node.dispatchEvent(new Event("change", { bubbles: true }));
  };
  answer("profile", answers.profile);
  answer("activity", code);
  byId("form-found").querySelector(`[data-code="${code}"]`).click();
  for (const [ask, value] of Object.entries(answers)) answer(ask, value);
  for (const [rank, input] of document.querySelectorAll(".form-piece input[type=file]").entries()) {
    const files = new DataTransfer();
    files.items.add(new File([piece.text + rank], piece.name, { type: piece.type }));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  byId("form-prepare").click();
  while (byId("form-result").hidden && !byId("form-summary").textContent) await new Promise((go) => setTimeout(go));
  const wrong = [...document.querySelectorAll("#form .form-error:not(:empty)")];
  const written = byId("form-result").hidden ? ["", ""] : ["form-path", "form-yaml"].map((id) => byId(id).textContent);
  return [...written, Object.fromEntries(wrong.map((node) => [node.id.slice(5, -6), node.textContent]))];
}"""


def declared(page: Page, address: str, grid: Grid, activity: Activity, answers: dict[str, str]) -> Outcome:
    """Fill the form in for one activity, from nothing; ``answers`` come over the ordinary ones.

    In one call of the browser, on one page for all: the properties fill hundreds of forms in. The other tests type.
    """
    if page.url == "about:blank":
        open_form(page, address)
    profile = next(p for p in STUDENTS if p in activity.open_to)
    asked = {"code": STUDENTS[profile], "cohort": "2024"} | ordinary(grid, activity, profile) | answers
    piece = {"name": "pièce.pdf", "type": PDF["mimeType"], "text": "%PDF-1.7 "}
    return Outcome(*page.evaluate(_DECLARED, {"code": activity.code, "answers": asked, "piece": piece}))
