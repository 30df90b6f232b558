"""A request judged as the gate judges it, and the words of its verdict: what a sweep has to tell a forge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate import __version__
from polyvalidate.forge.bounded import TooLong, within
from polyvalidate.forge.facts import Opened, moment
from polyvalidate.forge.pages import Pages
from polyvalidate.forge.plain.accounts import NAME as WITHOUT_PAGES
from polyvalidate.forge.planning import ERROR, Judged, judged_of
from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.together import Clash, meets
from polyvalidate.judgement.verdict import Outcome, Request, Status, Verdict
from polyvalidate.model.clock import day_in
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import folder_of
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.reports import VERDICT_FORMATS
from polyvalidate.reports.context import Context
from polyvalidate.reports.functions import MOST
from polyvalidate.reports.verdict_words import Judgement, awaited_of
from polyvalidate.repository import Unreadable, zone_of
from polyvalidate.repository.boxes import Apart
from polyvalidate.rules import RULES
from polyvalidate.school.check import Memory
from polyvalidate.school.gate import Gated, gate

MOST_OBJECTS = 20_000
"""Git objects that may be read for one request: a school of 900 students has as many files in three years."""

Wants = tuple[tuple[str, ...], ...]
"""Of each declaration that awaits a decision, the accounts of those who may take it."""

TO_MEND = Text("à corriger", "to mend")
TO_DECIDE = Text("à décider", "to decide")
SECOND = Text("seconde lecture", "second reading")
TO_COMPLETE = Text("à compléter", "to complete")
CATEGORY = Text("catégorie {category}", "category {category}")


class Told(NamedTuple):
    """What is to be told of a request. ``labels`` are those that it should have; ``folders`` are those that its verdict
    depends on, None when it may depend on anything; ``meets``, that in which it may break a rule with others;
    ``wants``, who may decide each declaration, where the school has them asked."""

    judged: Judged
    comment: str
    lang: str
    labels: frozenset[str]
    folders: tuple[str, ...] | None
    meets: tuple[str, ...] = ()
    wants: Wants = ()

    def labels_when(self, sent_back: bool) -> frozenset[str]:
        """The labels, when somebody has asked to complete that commit or not."""
        if not sent_back:
            return self.labels
        return self.labels - {TO_DECIDE.in_language(self.lang)} | {TO_COMPLETE.in_language(self.lang)}


def judge(
    place: Path,
    base: str,
    opened: Opened,
    approvals: Iterable[str],
    today: date,
    bounds: Bounds,
    pages: Pages,
    beside: Beside,
) -> Told:
    """Judge a request in its time. Whatever keeps it from being judged is told as an error, never as a verdict."""
    day = day_in(moment(opened.opened_at), zone_of(place, base))
    request = Request(opened.author, day, frozenset(approvals) - {opened.author}, opened.box)
    try:
        with within(bounds.seconds):
            gated = gate(place, base, opened.head, request, today, across=True, most=MOST_OBJECTS, memory=bounds.memory)
        verdict, book, lang = gated.verdict, gated.book, language(gated.book)
        meeting = _meets(gated) if not opened.merge_group else ()
        clashes = _clashes(gated, meeting, bounds.seconds, beside)
        # The time of the forge is not that of the request.
        known = pages.of(holder.account for wait in verdict.awaits for holder in awaited_of(wait, book)[:MOST])
        with within(bounds.seconds):
            context = Context(lang, book.latest.site if book.latest is not None else "", __version__, lambda _path: ())
            button = not opened.author.startswith(f"{WITHOUT_PAGES}:")
            judgement = Judgement(verdict, book, gated.base, gated.asked, day, known, clashes, button, gated.past)
            comment = VERDICT_FORMATS["comment"](judgement, RULES, context)
    except TooLong:
        return _untold(_TOO_LONG.filled(seconds=round(bounds.seconds)))
    except Apart as error:
        return _untold(error.text, _APART, Judged(Outcome.INTRODUCES.value, Status.FAILURE.value))
    except Unreadable as error:
        return _untold(_UNREAD.filled(why=error.text))
    judged = judged_of(verdict, opened.head, of=gated.asked)
    changed = {folder_of(decision.path) for decision in verdict.changes}
    folders = None if None in changed or not changed else tuple(sorted(one for one in changed if one is not None))
    comment = as_in_box(comment) if opened.box else comment
    return Told(judged, comment, lang, frozenset(_labels(verdict, lang)), folders, meeting, _wants(verdict, book))


def _wants(verdict: Verdict, book: Book) -> Wants:
    """What has to be mended first is nobody's to look at; an appeal is the jury's, all together."""
    if verdict.to_mend or book.latest is None or not book.latest.asks_reviewers:
        return ()
    waits = (wait for wait in verdict.awaits if wait.kind is not Awaited.JURY)
    return tuple(tuple(holder.account for holder in awaited_of(wait, book)) for wait in waits)


def _meets(gated: Gated) -> tuple[str, ...]:
    """What has to be mended first meets nobody: it could not be merged, with another or without."""
    return meets(gated.alone, gated.book) if gated.alone is not None and not gated.verdict.to_mend else ()


def _clashes(gated: Gated, meeting: tuple[str, ...], seconds: float, beside: Beside) -> tuple[Clash, ...]:
    """A warning, which is not worth the verdict when it takes too long."""
    try:
        with within(seconds):
            return beside(gated, meeting) if meeting else ()
    except TooLong:
        return ()


Beside = Callable[[Gated, tuple[str, ...]], tuple[Clash, ...]]
"""What a request would break together with the others that it meets."""


class Bounds(NamedTuple):
    """How many seconds one request may take, and the folders that were judged already."""

    seconds: float
    memory: Memory


def as_in_box(text: str) -> str:
    """Words in which files are called what they are called in a box, where no folder is above them."""
    return _ABOVE.sub("", text)


_ABOVE = re.compile(r"declarations/20[0-9]{2}/s-[0-9a-hjkmnp-tv-z]{10}/", re.ASCII)


def language(book: Book) -> str:
    """A comment is read by everybody: it is in the language of the school."""
    return book.latest.language if book.latest is not None else LANGUAGES[0]


def _untold(why: Text, title: Text | None = None, judged: Judged = ERROR) -> Told:
    """What keeps a request from being judged."""
    said = title or _TITLE
    text = "\n\n".join(f"{said.in_language(lang)}\n\n{why.in_language(lang)}" for lang in LANGUAGES)
    return Told(judged, text + "\n", LANGUAGES[0], frozenset(), None)


def _labels(verdict: Verdict, lang: str) -> Iterator[str]:
    """What a list of requests should show at a glance: whose it is, and what it waits for."""
    if verdict.to_mend:
        yield TO_MEND.in_language(lang)
        return
    kinds = {wait.kind for wait in verdict.awaits if wait.blocking}
    if kinds:
        yield (SECOND if kinds == {Awaited.SECOND} else TO_DECIDE).in_language(lang)
    for wait in verdict.awaits:
        category = wait.path.rpartition("/")[2].partition(".")[0]
        yield CATEGORY.of(lang, category=category)


def is_ours(label: str) -> bool:
    """Is a label one of those that we put on requests and take off?"""
    fixed = {text.in_language(lang) for text in (TO_MEND, TO_DECIDE, SECOND, TO_COMPLETE) for lang in LANGUAGES}
    starts = tuple(CATEGORY.of(lang, category="") for lang in LANGUAGES)
    return label.casefold() in fixed or label.casefold().startswith(starts)  # a forge keeps those of the school


_APART = Text("### Cette demande n'est pas jugée", "### This request is not judged")
_TITLE = Text("### Le contrôle n'a pas abouti", "### The check did not end")
_TOO_LONG = Text(
    "Cette demande occupe le contrôle plus de {seconds} s : elle change sans doute trop de choses à la fois. "
    "Répartissez-la en plusieurs demandes ; les autres demandes n'en sont pas retardées.",
    "This request takes the check longer than {seconds} s: it probably changes too much at once. Split it into several "
    "requests; no other request is delayed by it.",
)
_UNREAD = Text(
    "{why} Rien n'est perdu : le contrôle sera relancé ; si ce message reste, écrivez à l'école.",
    "{why} Nothing is lost: the check will run again; if this message stays, write to the school.",
)
