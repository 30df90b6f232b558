"""A day in an option, as people write it here: ``2026-11-29`` or ``29/11/2026``."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time
from typing import Any

import click

Say = Callable[[str, str], str]

_PLAIN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Day(click.DateTime):
    """A day, in any of the forms that ``new --from`` understands; the day always comes before the month."""

    def __init__(self, say: Say) -> None:
        super().__init__(["%Y-%m-%d"])
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, datetime):
            return value
        if _PLAIN.fullmatch(str(value)):  # what workflows give: the gate loads nothing of `new` for it
            with suppress(ValueError):
                return datetime.fromisoformat(str(value))
        from polyvalidate.cli import typed

        try:
            return datetime.combine(typed.day(str(value)), time())
        except typed.Unclear as error:
            self.fail(self.say(error.text.fr, error.text.en), param, ctx)
