"""What the check answers to the example of the guides: the engine's own verdict, on a student and a request that do not
exist, by the school's grid, roles and way of taking requests."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

from polyvalidate import __version__
from polyvalidate.files import draft
from polyvalidate.files.draft import Answers
from polyvalidate.files.schema import KINDS, Reader
from polyvalidate.judgement.change import check_change
from polyvalidate.judgement.files import Judge
from polyvalidate.judgement.rights import Authority, actor_of, writers_of
from polyvalidate.judgement.verdict import Around, Change, FolderChange, Outcome, Request, Verdict
from polyvalidate.model.grid import Activity, Book, Grid
from polyvalidate.model.paths import Entry
from polyvalidate.model.words import Text
from polyvalidate.reports import comment
from polyvalidate.reports.context import Context
from polyvalidate.reports.verdict_words import Judgement
from polyvalidate.rules import RULES
from polyvalidate.site.form.example import pieces
from polyvalidate.site.guides.example import Example, example
from polyvalidate.site.pages.site import Site

CODE, ACCOUNT = "s-k3f9q2mz7w", "github:583231"
"""The student of the guides, and the account that GitHub shows in its own documentation."""


def answer(site: Site, lang: str) -> str:
    """The comment, as everybody reads it under the request, quoted; "" where the grid in force would not take the
    example."""
    it = example(site.grid, site.example)
    opened = _opened(site.grid, it.last)
    book = Book(site.grids, frozenset(), site.roles, opened)
    verdict = _verdict(site, it, book, lang)
    if verdict.outcome is not Outcome.OK:
        return ""
    context = Context(lang, site.address(lang).rstrip("/") or site.grid.site, __version__, lambda _path: ())
    text = "\n".join(comment.seen(Judgement(verdict, book, "", "", opened), RULES, context))
    # A forge begins a list without an empty line before it; the builder's Markdown does not.
    return re.sub("^", "> ", re.sub(r"(?<=[^\n])\n(?=- )", "\n\n", text), flags=re.MULTILINE)


def _verdict(site: Site, it: Example, book: Book, lang: str) -> Verdict:
    reader = Reader({kind: json.loads(site.schemas[f"{kind}.schema.json"]) for kind in KINDS})
    folder = f"declarations/{site.grid.year[:4]}/{CODE}"
    student = _file(f"{folder}/student.yml", _student(site.grid, it.activity).encode())
    declared = _file(f"{folder}/{it.file}", draft.declaration(_answers(site.grid, it, lang)))
    change = FolderChange(folder, (student,), (student, declared), frozenset({declared.path}))
    authority = Authority(actor_of(ACCOUNT, book), book, writers_of(reader.schemas))
    request = Request(ACCOUNT, book.today, box=CODE if site.latest.in_boxes else "")
    return check_change(Judge(reader, RULES), authority, Change((change,), ()), request, book, Around(across=True))


def _opened(grid: Grid, last: date) -> date:
    """A day on which a campaign takes what was done until ``last``."""
    days = (max(one.opens, last) for one in grid.campaigns if one.covers.start <= last <= one.covers.end)
    return min(days, default=last)


def _student(grid: Grid, activity: Activity) -> str:
    """Who may declare the activity."""
    profile = next((code for code in grid.profiles if code in activity.open_to), "")
    return f"account: {ACCOUNT}\nprogramme: {next(iter(grid.programmes), '')}\nprofile: {profile}\n"


def _answers(grid: Grid, it: Example, lang: str) -> Answers:
    by_hours = bool((unit := grid.units.get(it.activity.unit)) and unit.hours)
    answers = Answers(
        activity=it.activity.code,
        first=it.first,
        last=it.last,
        level=it.level,
        quantity=None if by_hours else it.units,
        hours=it.hours or None,
    )
    if it.activity.sensitive:
        return answers
    return replace(
        answers,
        title=Text("Accueil du public", "Welcoming visitors").of(lang),
        organisation=Text("Notre école", "Our school").of(lang),
        evidence=pieces(grid, it.activity),
    )


def _file(path: str, data: bytes) -> Entry:
    return Entry(path, 0o100644, len(data), data)
