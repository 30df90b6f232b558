"""The conversation of ``polyvalidate new``: each question, its answer understood, and judged as soon as it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from polyvalidate import drafting
from polyvalidate.cli import attaching, questions, typed
from polyvalidate.cli.asking import Person
from polyvalidate.cli.desk import Draft, Seat
from polyvalidate.cli.typed import Unclear
from polyvalidate.drafting import Answers, Ask
from polyvalidate.findings import Finding
from polyvalidate.model import Activity, Evidence, Grid, Unit
from polyvalidate.rendering.context import mend, message
from polyvalidate.rules import RULES
from polyvalidate.wording import plain


class Interview:
    """One declaration, asked for question by question. ``files`` are the documents named, by their evidence."""

    def __init__(self, person: Person, seat: Seat, answers: Answers, files: dict[Evidence, Path], lang: str) -> None:
        self.person = person
        self.seat = seat
        self.answers = answers
        self.files = files
        self.lang = lang
        self.settled = {ask for ask in Ask if drafting.answer_to(answers, ask)}
        self.presented: str | None = None

    def run(self) -> Draft:
        """Ask until a draft has no error that an answer could mend; what remains is the caller's to show."""
        while True:
            ask = self._next()
            if ask is not None:
                if ask is not Ask.ACTIVITY:
                    self._present()
                self._put(ask)
                self.settled.add(ask)
            if self.answers.activity is None or self.answers.first is None:
                continue
            draft = self.seat.draft(self.answers)
            again = self._to_ask_again(draft)
            if not again and self._next() is None:
                return draft

    def _next(self) -> Ask | None:
        activity, unit = self.seat.desk.activity(self.answers)
        if activity is None or unit is None:
            asked: tuple[Ask, ...] = (Ask.ACTIVITY, Ask.FROM)
        else:
            asked = drafting.questions(activity, unit, self.answers)
            if Ask.EVIDENCE in asked and not drafting.is_answered(Ask.EVIDENCE, activity, self.answers):
                self.settled.discard(Ask.EVIDENCE)
        return next((ask for ask in asked if ask not in self.settled), None)

    def _to_ask_again(self, draft: Draft) -> bool:
        """Show the errors that stand on answers already given, and forget these answers."""
        again: set[Ask] = set()
        for finding in draft.errors:
            asks = drafting.asks_of(finding.keys) if finding.path == draft.path else ()
            if (asks and self.settled.issuperset(asks)) or asks == (Ask.ACTIVITY,):
                self.person.say()
                self.person.say(said(finding, self.lang))
                again.update(asks)
        if again:
            self.answers = drafting.without(self.answers, again)
            self.settled -= again
            if Ask.ACTIVITY in again:
                self.presented = None
        return bool(again)

    # --- questions ----------------------------------------------------------------------------------------------------

    def _put(self, ask: Ask) -> None:
        """Put one question until its answer is understood."""
        activity, unit = self.seat.desk.activity(self.answers)
        grid = self.seat.desk.grid(self.answers)
        while True:
            try:
                if ask is Ask.ACTIVITY:
                    self.answers = replace(self.answers, activity=self._activity(grid))
                elif ask is Ask.EVIDENCE and activity is not None:
                    self._evidence(activity, grid)
                else:
                    self._plain(ask, activity, unit)
                return
            except Unclear as unclear:
                self.person.say(f"  {unclear.text.in_language(self.lang)}")

    def _ask(self, prompt: str) -> str:
        return self.person.ask(plain(prompt)).strip()

    def _plain(self, ask: Ask, activity: Activity | None, unit: Unit | None) -> None:
        for line in self._before(ask, activity):
            self.person.say(line)
        text = self._ask(questions.prompt(ask, unit, self.lang))
        if not text and ask in drafting.OPTIONAL:
            return
        read: dict[Ask, Callable[[str], Any]] = {
            Ask.FROM: typed.day,
            Ask.TO: typed.day,
            Ask.QUANTITY: typed.count,
            Ask.TITLE: typed.line,
            Ask.ORGANISATION: typed.line,
            Ask.DESCRIPTION: typed.line,
            Ask.EVENT: typed.event,
        }
        if ask is Ask.HOURS:
            hours, cut = typed.hours(text)
            if cut:
                self.person.say(self._say(f"  Compté : {hours} heures entières.", f"  Counted: {hours} whole hours."))
            value: Any = hours
        elif ask is Ask.LEVEL and activity is not None:
            value = typed.choice(text, tuple(activity.levels))
        elif ask is Ask.ELSEWHERE:
            value = typed.choice(text, tuple(questions.ELSEWHERE))
        else:
            value = read[ask](text)
        self.answers = drafting.with_answer(self.answers, ask, value)

    def _before(self, ask: Ask, activity: Activity | None) -> Iterator[str]:
        if ask is Ask.LEVEL and activity is not None:
            yield from questions.levels(activity, self.lang)
        elif ask is Ask.ELSEWHERE:
            yield from questions.elsewhere(self.lang)

    def _activity(self, grid: Grid) -> str:
        """A code, found by its number, by a word of its title, or in the list of a category."""
        profile = self.seat.student.profile
        self.person.say()
        for line in questions.categories(grid, self.lang):
            self.person.say(line)
        while True:
            text = self._ask(questions.prompt(Ask.ACTIVITY, None, self.lang))
            code = text.strip("\"'").replace(",", ".")
            if any(code in known.activities for known in self.seat.desk.book.grids.values()):
                return code
            found = questions.matching(grid, profile, text)
            if len(found) == 1 and text not in grid.categories:
                return found[0].code
            if not found:
                self.person.say(self._say("  Rien de ce nom dans la grille.", "  Nothing of that name in the grid."))
            for line in questions.activities(found, self.lang):
                self.person.say(line)

    def _present(self) -> None:
        """Say once what the activity chosen asks and earns."""
        activity, _ = self.seat.desk.activity(self.answers)
        if activity is None or self.presented == activity.code:
            return
        self.presented = activity.code
        self.person.say()
        for line in questions.about(activity, self.seat.desk.grid(self.answers), self.lang):
            self.person.say(line)
        self.person.say()

    def _evidence(self, activity: Activity, grid: Grid) -> None:
        """One document for each that the grid wants."""
        for group in drafting.evidence_wanted(activity, self.answers):
            kind = group[0]
            if len(group) > 1:
                self.person.say(self._say("Justificatif, un parmi :", "Evidence, one of:"))
                for line in questions.kinds(group, grid, self.lang):
                    self.person.say(line)
                kind = typed.choice(self._ask(self._say("Lequel : ", "Which one: ")), group, ranked=False)
            else:
                self.person.say(self._say("Justificatif demandé :", "Evidence needed:"))
                for line in questions.kinds(group, grid, self.lang):
                    self.person.say(line)
            text = self._ask(self._say("Chemin du fichier ou adresse https : ", "Path of file or https address: "))
            self.attach(kind, text, grid)

    def attach(self, kind: str, text: str, grid: Grid) -> None:
        """Add one piece of evidence. Raises Unclear when the file or the address will not do."""
        if not text:
            raise Unclear(
                "Cette activité ne se déclare pas sans justificatif.", "This activity is not declared without evidence."
            )
        if attaching.is_address(text):
            piece = attaching.from_address(kind, text)
        else:
            piece, path = attaching.from_file(kind, text, grid.evidence)
            self.files[piece] = path
        self.answers = replace(self.answers, evidence=(*self.answers.evidence, piece))

    def _say(self, fr: str, en: str) -> str:
        return fr if self.lang == "fr" else en


def said(finding: Finding, lang: str) -> str:
    """A finding about an answer: what is wrong, and what to answer instead."""
    return "\n".join(
        questions.wrapped(text, lang) for text in (message(finding, RULES, lang), mend(finding, RULES, lang))
    )
