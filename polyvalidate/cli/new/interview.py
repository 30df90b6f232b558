"""The conversation of ``polyvalidate new``: each question, its answer understood, and judged as soon as it can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from polyvalidate.cli.kit import evidence
from polyvalidate.cli.kit.asking import Person
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.new import preview, questions
from polyvalidate.cli.new.options import ANSWERS, name_of
from polyvalidate.files import draft as drafting
from polyvalidate.files import typed
from polyvalidate.files.draft import Answers, Ask
from polyvalidate.files.typed import Unclear
from polyvalidate.judgement.attaching import online
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Activity, Grid, Unit
from polyvalidate.model.words import Text, plain
from polyvalidate.school.seat import Draft, Seat

_UNDER_A_LIST = frozenset({Ask.ACTIVITY, Ask.LEVEL, Ask.ELSEWHERE, Ask.EVIDENCE})
"""The questions that come under a list, which is a paragraph already."""


class Interview:
    """One declaration, asked for question by question. ``files`` are the documents named, by their evidence."""

    def __init__(
        self, terminal: Terminal, person: Person, seat: Seat, answers: Answers, files: dict[Evidence, Path]
    ) -> None:
        self.terminal = terminal
        self.lang = terminal.lang
        self.person = person
        self.seat = seat
        self.answers = answers
        self.files = files
        self.settled = {ask for ask in Ask if drafting.answer_to(answers, ask)}
        self.presented: tuple[str, str] | None = None

    def run(self) -> Draft:
        """Ask until a draft has no error that an answer could mend; what remains is the caller's to show."""
        while True:
            ask = self._next()
            if ask is not None:
                self._put(ask)
                self.settled.add(ask)
            if self.answers.activity is None or self.answers.first is None:
                continue
            self._silence()
            draft = self.seat.draft(self.answers)
            again = self._to_ask_again(draft)
            if not again and self._next() is None:
                return draft

    def _next(self) -> Ask | None:
        """The first question that has no answer yet; the activity and the first day decide what the others are."""
        if Ask.ACTIVITY not in self.settled:
            return Ask.ACTIVITY
        self._present()
        if Ask.FROM not in self.settled:
            return Ask.FROM
        activity, unit = self.seat.desk.activity(self.answers)
        if activity is None or unit is None:
            return None
        asked = drafting.questions(activity, unit, self.answers)
        if Ask.EVIDENCE in asked and not drafting.is_answered(Ask.EVIDENCE, activity, self.answers):
            self.settled.discard(Ask.EVIDENCE)
        return next((ask for ask in asked if ask not in self.settled), None)

    def _to_ask_again(self, draft: Draft) -> bool:
        """Show the errors that stand on answers already given, and forget these answers."""
        again: set[Ask] = set()
        for finding in draft.errors:
            asks = self.settled.intersection(drafting.asks_of(finding))
            if asks:
                self._show(preview.said(finding, draft.path, self.lang).splitlines())
                again |= asks
        if again:
            if not again <= _UNDER_A_LIST:
                self.person.say()
            self.answers = drafting.without(self.answers, again)
            self.settled -= again
        return bool(again)

    def _silence(self) -> None:
        """Drop the answers that came by option and that a sensitive activity must not hold."""
        activity, _ = self.seat.desk.activity(self.answers)
        unsaid = drafting.silenced(activity, self.answers) if activity is not None else ()
        if unsaid:
            self._say(
                Text(
                    "Activité sensible : {names} {n:ne sera pas|ne seront pas} dans la déclaration.",
                    "Sensitive activity: {names} will not be in the declaration.",
                ),
                names=", ".join(map(name_of, unsaid)),
                n=len(unsaid),
            )
            self.answers = drafting.without(self.answers, unsaid)

    # --- questions ----------------------------------------------------------------------------------------------------

    def _put(self, ask: Ask) -> None:
        """Put one question until its answer is understood."""
        activity, unit = self.seat.desk.activity(self.answers)
        grid = self.seat.desk.grid(self.answers)
        if ask is Ask.ACTIVITY:
            self._show(questions.categories(grid, self.lang))
        elif ask is Ask.LEVEL and activity is not None:
            self._show(questions.levels(activity, self.lang))
        elif ask is Ask.ELSEWHERE:
            self._show(questions.elsewhere(self.lang))
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
                self.person.say(questions.indented(self.terminal.of(unclear.text)))

    def _show(self, lines: Iterable[str]) -> None:
        """A paragraph of its own."""
        self.person.say()
        for line in lines:
            self.person.say(plain(line))

    def _say(self, text: Text, **details: object) -> None:
        self.person.say(self.terminal.of(text, **details))

    def _ask(self, prompt: str) -> str:
        return self.person.ask(plain(prompt)).strip()

    def _plain(self, ask: Ask, activity: Activity | None, unit: Unit | None) -> None:
        text = self._ask(questions.prompt(ask, unit, self.lang))
        if not text and ask in drafting.OPTIONAL:
            return
        value: Any
        if ask is Ask.HOURS:
            value, cut = typed.hours(text)
            if cut:
                self._say(
                    Text("  Compté : {n} {n:heure entière|heures entières}.", "  Counted: {n} whole {n:hour|hours}."),
                    n=value,
                )
        elif ask is Ask.LEVEL and activity is not None:
            value = typed.choice(text, tuple(activity.levels))
        elif ask is Ask.ELSEWHERE:
            value = typed.choice(text, tuple(drafting.ELSEWHERE))
        else:
            value = ANSWERS[ask].read(text)
        self.answers = drafting.with_answer(self.answers, ask, value)

    def _activity(self, grid: Grid) -> str:
        """A code, found by its number, by a word of its title, or in the list of a category."""
        profile = self.seat.student.profile
        while True:
            text = typed.line(self._ask(questions.prompt(Ask.ACTIVITY, None, self.lang)))
            code = text.strip("\"'").replace(",", ".")
            if any(code in known.activities for known in self.seat.desk.book.grids.values()):
                return code
            if text in grid.categories:
                found = questions.of_category(grid, profile, text)
            else:
                found = questions.named(grid, profile, text)
                if len(found) == 1:
                    return found[0].code
                found = found or questions.mentioning(grid, profile, text)
            if not found:
                raise Unclear(
                    Text(
                        "Aucune activité ouverte à votre profil ({profile}) ne répond à ce mot. Essayez un mot plus "
                        "court, ou le numéro d'une catégorie.",
                        "No activity open to your profile ({profile}) answers to this word. Try a shorter word, or "
                        "the number of a category.",
                    ),
                    profile=profile,
                )
            self._show(questions.activities(found, self.lang))

    def _present(self) -> None:
        """Say once what the activity chosen asks and earns; again when the first day is of another year's grid."""
        grid = self.seat.desk.grid(self.answers)
        activity, _ = self.seat.desk.activity(self.answers)
        if activity is None or self.presented == (grid.year, activity.code):
            return
        self.presented = (grid.year, activity.code)
        self._show(questions.about(activity, grid, self.lang))
        self.person.say()

    def _evidence(self, activity: Activity, grid: Grid) -> None:
        """One document for each that the grid wants."""
        for group in drafting.evidence_wanted(activity, self.answers):
            kind = group[0]
            self._show(questions.kinds(group, grid, self.lang))
            if len(group) > 1:
                which = Text("Lequel (numéro) : ", "Which one (number): ")
                kind = typed.choice(self._ask(which.of(self.lang)), group)
            where = Text(
                "Glissez le fichier ici, ou tapez son chemin ou une adresse https : ",
                "Drag the file here, or type its path or an https address: ",
            )
            text = self._ask(where.of(self.lang))
            self._attach(kind, text, grid)

    def _attach(self, kind: str, text: str, grid: Grid) -> None:
        """Add one piece of evidence. Raises Unclear when the file or the address will not do."""
        if not text:
            raise Unclear(
                Text(
                    "Cette activité ne se déclare pas sans justificatif. Indiquez le fichier, ou Ctrl-C pour "
                    "revenir quand vous l'aurez.",
                    "This activity is not declared without evidence. Give the file, or Ctrl-C to come back when "
                    "you have it.",
                )
            )
        if evidence.is_address(text):
            piece = online(kind, text)
        else:
            piece, path = evidence.from_file(kind, text, grid.evidence)
            if self.seat.has_another(piece):
                raise evidence.name_taken()
            self.files[piece] = path
        self.answers = replace(self.answers, evidence=(*self.answers.evidence, piece))
