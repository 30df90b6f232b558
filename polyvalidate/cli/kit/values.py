"""Values of options that a function reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from polyvalidate.cli.kit.commands import terminal_of
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.kit.typed import Unclear
from polyvalidate.model.words import Text


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
