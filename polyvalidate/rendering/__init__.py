"""One module for each format: ``render(report, rules, context)`` is a pure function from a report to a text."""

from __future__ import annotations

from collections.abc import Callable

from polyvalidate.rendering import github, gitlab, jsonformat, junit, markdown, sarif, text
from polyvalidate.rendering.context import Context, Judged
from polyvalidate.rules.registry import RuleSet

Render = Callable[[Judged, RuleSet, Context], str]

FORMATS: dict[str, Render] = {
    "text": text.render,
    "json": jsonformat.render,
    "markdown": markdown.render,
    "github": github.render,
    "sarif": sarif.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
}
"""What ``--format`` offers."""

__all__ = ["FORMATS", "Context", "Judged", "Render"]
