"""Lengths of time, as people type them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable

_SPAN = re.compile(r"([1-9][0-9]{0,4})(s|m|h)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600}


if TYPE_CHECKING:
    _Seconds = click.ParamType[float]
else:
    _Seconds = click.ParamType  # says what it gives since click 8.4 only


class Span(_Seconds):
    """A time such as ``90s``, ``5m`` or ``1h``, in seconds."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, int | float):
            return float(value)
        found = _SPAN.fullmatch(str(value))
        if found is None:
            raise Unreadable(
                Text(
                    "{value} n'est pas une durée. Écrivez par exemple 90s, 5m ou 1h.",
                    "{value} is no length of time. Write for instance 90s, 5m or 1h.",
                ),
                value=ascii(value)[1:-1],
            )
        return float(int(found[1]) * _SECONDS[found[2]])


SPAN = Span()
