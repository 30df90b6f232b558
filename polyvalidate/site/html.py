"""HTML from the templates of ``_data/site/templates``: the one place where mark-up is written.

A template says a ``Text`` in the language of the page, and escapes every other value on one line, so that what a school
wrote is never a mark, nor a blank line after which Markdown would go on. Needs jinja2 (extra ``site``).
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from polyvalidate.model.words import Text

if TYPE_CHECKING:
    from jinja2 import Environment

_SPACES = re.compile("[^\\S\u00a0\u202f]+")
"""Spaces and line ends, save the two that French typography puts on purpose."""


def one_line(value: str) -> str:
    """The value without line ends, runs of spaces or outer spaces."""
    return _SPACES.sub(" ", value).strip()


def render(template: str, lang: str | None = None, /, **values: object) -> str:
    """A template with its values. ``lang`` may be left out where the template has no ``Text`` to say."""
    return _environment(lang).get_template(template).render(values)


def _json(value: Any, **_: Any) -> str:
    """JSON in few bytes, on what every program takes for one line."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return written.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")


@cache
def _environment(lang: str | None) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    def said(value: object) -> object:
        if isinstance(value, Text):
            if lang is None:
                raise ValueError(f"in which language: {value.en}")
            value = value.of(lang)
        return one_line(value) if type(value) is str else value  # what macros give is a kind of str, and HTML already

    made = Environment(
        loader=PackageLoader("polyvalidate", "_data/site/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=said,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["Text"] = Text
    made.policies["json.dumps_function"] = _json
    return made
