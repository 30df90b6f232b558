"""One module for each format: ``render(report, rules, context)`` is a pure function from a report to a text.

A format is imported when it is used: the command that only asks for their names must answer at once.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polyvalidate.reports.context import Context, Judged
    from polyvalidate.rules.registry import RuleSet

    Render = Callable[[Judged, RuleSet, Context], str]


def _format(module: str) -> Render:
    def render(report: Judged, rules: RuleSet, context: Context) -> str:
        rendered: str = import_module(f"polyvalidate.reports.{module}").render(report, rules, context)
        return rendered

    return render


FORMATS: dict[str, Render] = {
    "text": _format("text"),
    "json": _format("jsonformat"),
    "markdown": _format("markdown"),
    "github": _format("github"),
    "sarif": _format("sarif"),
    "gitlab": _format("gitlab"),
    "junit": _format("junit"),
}
"""What ``--format`` offers."""

__all__ = ["FORMATS"]
