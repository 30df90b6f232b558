"""A day in an option, as people write it here: ``2026-11-29`` or ``29/11/2026``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import click

Say = Callable[[str, str], str]


class Day(click.DateTime):
    """A day, in any of the forms that ``new --from`` understands; the day always comes before the month."""

    def __init__(self, say: Say) -> None:
        super().__init__(["%Y-%m-%d"])
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from polyvalidate.cli import typed

        if isinstance(value, datetime):
            return value
        try:
            return datetime.combine(typed.day(str(value)), time())
        except typed.Unclear as error:
            self.fail(self.say(error.text.fr, error.text.en), param, ctx)
