"""The options of ``polyvalidate new``, from what was typed to answers and documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from polyvalidate.cli.kit import evidence
from polyvalidate.cli.kit.commands import option, together
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.files import typed
from polyvalidate.files.draft import ELSEWHERE, Answers, Ask, with_answer
from polyvalidate.judgement.attaching import online
from polyvalidate.model.folder import Evidence
from polyvalidate.model.words import Text
from polyvalidate.school.seat import Desk


class Answer(NamedTuple):
    """How one question is answered by its option: what reads the text, and the words of the help."""

    read: Callable[[str], Any]
    metavar: str | None
    words: Text


ANSWERS: Mapping[Ask, Answer] = {
    Ask.ACTIVITY: Answer(typed.activity, "CODE", Text("Code de l'activité : 3.1.", "Code of the activity: 3.1.")),
    Ask.FROM: Answer(
        typed.day, "DATE", Text("Premier jour : 2026-01-31 ou 31/01/2026.", "First day: 2026-01-31 or 31/01/2026.")
    ),
    Ask.TO: Answer(
        typed.day, "DATE", Text("Dernier jour (le premier par défaut).", "Last day (the first by default).")
    ),
    Ask.LEVEL: Answer(
        typed.identifier, "CODE", Text("Niveau atteint, si l'activité en a.", "Level reached, if the activity has any.")
    ),
    Ask.QUANTITY: Answer(
        typed.count,
        "N",
        Text(
            "Combien, dans l'unité de l'activité : 2 demi-journées.",
            "How many, in the unit of the activity: 2 half-days.",
        ),
    ),
    Ask.HOURS: Answer(
        lambda text: typed.hours(text)[0],
        "N",
        Text(
            "Nombre d'heures, pour une activité comptée en heures.",
            "Number of hours, for an activity counted in hours.",
        ),
    ),
    Ask.TITLE: Answer(typed.line, None, Text("Ce que c'était, en quelques mots.", "What it was, in a few words.")),
    Ask.ORGANISATION: Answer(
        typed.line,
        None,
        Text("Pour quelle association, quel service ou quelle école.", "For which club, service or school."),
    ),
    Ask.EVENT: Answer(
        typed.event,
        None,
        Text(
            "Événement où vous aviez plusieurs rôles : gala-2026.", "Event in which you had several roles: gala-2026."
        ),
    ),
    Ask.DESCRIPTION: Answer(typed.paragraph, None, Text("Ce que vous avez fait.", "What you did.")),
    Ask.ELSEWHERE: Answer(
        lambda text: typed.choice(text, tuple(ELSEWHERE), ranked=False),
        "CODE",
        Text(
            "Déjà compté ailleurs : none (non), ects (enseignement), internship (stage) ou paid (salaire).",
            "Counted elsewhere already: none, ects, internship or paid.",
        ),
    ),
}


def name_of(ask: Ask) -> str:
    """The option that answers a question."""
    return f"--{ask}"


@dataclass(frozen=True, slots=True)
class Given:
    """What the options say of a declaration, as it was typed: the text of each answer, the documents, the origin."""

    said: Mapping[Ask, str]
    files: Sequence[str]
    addresses: Sequence[str]
    origin: str | None

    def read(self, desk: Desk, terminal: Terminal) -> tuple[Answers, dict[Evidence, Path]]:
        """The answers, and the documents that they name. Raises ``click.BadParameter``."""
        answers = Answers()
        for ask, text in self.said.items():
            with _understood(name_of(ask), terminal):
                answers = with_answer(answers, ask, ANSWERS[ask].read(text))
        if self.origin is not None:
            with _understood("--origin", terminal):
                answers = replace(answers, origin=typed.identifier(self.origin))
        policy = desk.grid(answers).evidence
        files: dict[Evidence, Path] = {}
        pieces: list[Evidence] = []
        for text in self.files:
            with _understood("--evidence", terminal):
                piece, path = evidence.from_file(*evidence.split(text, "E2=emargement.pdf"), policy)
                pieces.append(piece)
                files[piece] = path
        for text in self.addresses:
            with _understood("--evidence-url", terminal):
                pieces.append(online(*evidence.split(text, "E7=https://github.com/exemple/projet")))
        return replace(answers, evidence=tuple(pieces)), files


@contextmanager
def _understood(name: str, terminal: Terminal) -> Iterator[None]:
    """An answer that cannot be understood becomes click's complaint about the option it came from."""
    try:
        yield
    except typed.Unclear as unclear:
        raise terminal.wrong(unclear.text, name) from None


def _given(files: Sequence[str], addresses: Sequence[str], origin: str | None, **said: str | None) -> Given:
    return Given({Ask(name): text for name, text in said.items() if text is not None}, files, addresses, origin)


given = together(
    "given",
    _given,
    *(option(name_of(ask), metavar=answer.metavar, help=answer.words) for ask, answer in ANSWERS.items()),
    option(
        "--evidence",
        "files",
        multiple=True,
        metavar="CODE=FILE",
        help=Text(
            "Justificatif, en fichier : E2=emargement.pdf. Autant de fois qu'il le faut.",
            "Evidence, as a file: E2=emargement.pdf. As often as needed.",
        ),
    ),
    option(
        "--evidence-url",
        "addresses",
        multiple=True,
        metavar="CODE=URL",
        help=Text(
            "Justificatif en ligne : E7=https://… Autant de fois qu'il le faut.",
            "Evidence online: E7=https://… As often as needed.",
        ),
    ),
    option(
        "--origin",
        metavar="CODE",
        help=Text(
            "École d'origine des points, par la scolarité : polytech-nantes.",
            "School the points come from, by the registry office: polytech-nantes.",
        ),
    ),
)
"""The options that describe the declaration."""
