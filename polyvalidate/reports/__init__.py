"""One module for each format: ``render(report, rules, context)`` is a pure function from a report to a text.

A format is imported when it is used: the command that only asks for their names must answer at once.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polyvalidate.reports.context import Context, Judged
    from polyvalidate.reports.verdict_words import Judgement
    from polyvalidate.rules.registry import RuleSet

    Render = Callable[[Judged, RuleSet, Context], str]
    RenderVerdict = Callable[[Judgement, RuleSet, Context], str]


def _format(module: str) -> Callable[[Any, RuleSet, Context], str]:
    def render(report: Any, rules: RuleSet, context: Context) -> str:
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

VERDICT_FORMATS: dict[str, RenderVerdict] = {
    "text": _format("verdict_text"),
    "json": _format("verdict_json"),
    "comment": _format("comment"),
    **{name: FORMATS[name] for name in ("markdown", "github", "sarif", "gitlab", "junit")},
}
"""What it offers for a verdict of the gate."""

__all__ = ["FORMATS", "VERDICT_FORMATS"]
