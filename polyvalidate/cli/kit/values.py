"""Values of options that a function reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from polyvalidate.cli.kit.commands import terminal_of
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.files.typed import Unclear
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year


class Read(click.ParamType[Any]):
    """What a function makes of the text that was typed; it returns or raises why it cannot be understood."""

    def __init__(self, read: Callable[[str], Any], name: str = "text") -> None:
        self.read = read
        self.name = name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            found = self.read(str(value))
        except Unclear as error:
            found = error.text
        if isinstance(found, Text):
            terminal = terminal_of(ctx) if ctx is not None else Terminal("en")
            self.fail(terminal.of(found), param, ctx)
        return found


def year_in(given: str | None, today: date, terminal: Terminal) -> str:
    """The academic year of ``--year``; that of the day by default. Raises ``click.BadParameter``."""
    if given is None:
        return academic_year(today)
    first = given.partition("-")[0]
    if not re.fullmatch(r"20[0-9]{2}-20[0-9]{2}", given, re.ASCII) or given != f"{first}-{int(first) + 1}":
        raise terminal.wrong(
            Text("Écrivez deux années qui se suivent : 2026-2027.", "Write two years in a row: 2026-2027."), "--year"
        )
    return given
