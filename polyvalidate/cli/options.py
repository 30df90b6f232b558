"""The options of ``polyvalidate new``, from what was typed to answers and documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from polyvalidate.cli import attaching, questions, typed
from polyvalidate.cli.typed import Unclear
from polyvalidate.files.draft import ELSEWHERE, Answers, Ask, with_answer
from polyvalidate.model.folder import Evidence
from polyvalidate.school.seat import Desk


class Given(NamedTuple):
    """What the options say, as they were typed. ``said`` maps each question to its text; ``on`` is the day of the
    check, today when None."""

    root: Path | None
    student: str | None
    said: Mapping[Ask, str]
    origin: str | None
    files: Sequence[str]
    addresses: Sequence[str]
    yes: bool
    on: date | None


READ: Mapping[Ask, Callable[[str], Any]] = {
    Ask.ACTIVITY: typed.activity,
    Ask.FROM: typed.day,
    Ask.TO: typed.day,
    Ask.LEVEL: typed.identifier,
    Ask.QUANTITY: typed.count,
    Ask.HOURS: lambda text: typed.hours(text)[0],
    Ask.TITLE: typed.line,
    Ask.ORGANISATION: typed.line,
    Ask.EVENT: typed.event,
    Ask.DESCRIPTION: typed.paragraph,
    Ask.ELSEWHERE: lambda text: typed.choice(text, tuple(ELSEWHERE), ranked=False),
}


def read_options(given: Given, desk: Desk, lang: str) -> tuple[Answers, dict[Evidence, Path]]:
    """The answers that the options give, and the documents they name. Raises ``click.BadParameter``."""
    answers = Answers()
    files: dict[Evidence, Path] = {}
    for ask, text in given.said.items():
        with _in_option(questions.OPTIONS[ask], lang):
            answers = with_answer(answers, ask, READ[ask](text))
    if given.origin is not None:
        with _in_option("--origin", lang):
            answers = replace(answers, origin=typed.identifier(given.origin))
    policy = desk.grid(answers).evidence
    pieces: list[Evidence] = []
    for option in given.files:
        with _in_option("--evidence", lang):
            piece, path = attaching.from_file(*attaching.split(option, "E2=emargement.pdf"), policy)
            pieces.append(piece)
            files[piece] = path
    for option in given.addresses:
        with _in_option("--evidence-url", lang):
            pieces.append(attaching.from_address(*attaching.split(option, "E7=https://github.com/exemple/projet")))
    return replace(answers, evidence=tuple(pieces)), files


class _in_option:  # noqa: N801 - reads as a sentence where it is used
    """An answer that cannot be understood becomes click's complaint about the option it came from."""

    def __init__(self, name: str, lang: str) -> None:
        self.name = name
        self.lang = lang

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Unclear):
            raise click.BadParameter(error.text.in_language(self.lang), param_hint=self.name) from None
