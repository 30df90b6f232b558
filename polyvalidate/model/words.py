"""Values in words, as people write them: ``1,5 point``, ``31 janvier 2026``; ``1.5 points``, ``31 January 2026``.

Templates of rules are ``str.format`` templates whose format specification names the kind of the value:
``{granted:points}``, ``{end:date}``, ``{codes:list}``, ``{name}``. The kinds are checked when a rule is registered.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in the two languages of the product."""

    fr: str
    en: str

    def in_language(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


Detail = str | int | date | Text | tuple[str, ...]
Details = Mapping[str, Detail]
NO_DETAILS: Details = MappingProxyType({})

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"
LANGUAGES = ("fr", "en")
KINDS = ("", "points", "date", "list", "count")

_MONTHS = {
    "fr": tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}


def number(quarters: int, lang: str) -> str:
    """Quarter-points as a number of points: ``1,5`` (fr), ``1.5`` (en)."""
    sign = "-" if quarters < 0 else ""
    whole, rest = divmod(abs(quarters), 4)
    decimals = ("", "25", "5", "75")[rest]
    mark = "," if lang == "fr" else "."
    return f"{sign}{whole}{mark}{decimals}" if decimals else f"{sign}{whole}"


def points(quarters: int, lang: str) -> str:
    """``1,5 point``, ``2 points``: French is plural from two, English as soon as it is not one."""
    plural = abs(quarters) >= 8 if lang == "fr" else quarters != 4
    return f"{number(quarters, lang)}{NBSP}point{'s' if plural else ''}"


def day(value: date, lang: str) -> str:
    """``1er février 2026``, ``31 January 2026``."""
    first = "1er" if lang == "fr" and value.day == 1 else str(value.day)
    return f"{first}{NBSP}{_MONTHS[lang][value.month - 1]}{NBSP}{value.year}"


def listing(values: tuple[str, ...], lang: str) -> str:
    """``E1, E2 ou E5``; ``E1, E2 or E5``."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} {'ou' if lang == 'fr' else 'or'} {values[-1]}"


def typographic(text: str, lang: str) -> str:
    """French sentences get the non-breaking spaces before ``: ; ? !`` and inside « »; others are left alone."""
    if lang != "fr":
        return text
    text = re.sub(r"(?<=[^\s:;?!]) ([;?!])", NARROW_NBSP + r"\1", text)
    text = re.sub(r"(?<=[^\s:]) (:)(?=\s|$)", NBSP + r"\1", text)
    return text.replace("« ", "«" + NBSP).replace(" »", NBSP + "»")


def plain(text: str) -> str:
    """The same text with ordinary spaces, for terminals and formats where a special space would be a surprise."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


class _Formatter(string.Formatter):
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "points":
            return points(value, self.lang)
        if format_spec == "date":
            return day(value, self.lang)
        if format_spec == "list":
            return listing(value, self.lang)
        return value.in_language(self.lang) if isinstance(value, Text) else str(value)


_FORMATTERS = {lang: _Formatter(lang) for lang in LANGUAGES}


def fill(template: str, details: Details, lang: str) -> str:
    """The template with its details in words, French typography applied."""
    return typographic(_FORMATTERS[lang].vformat(template, (), details), lang)


def placeholders(template: str) -> frozenset[tuple[str, str]]:
    """The (name, kind) pairs a template needs.

    Raises ValueError for an unknown kind, so that a wrong template fails when its rule is registered.
    """
    found = set()
    for _, name, kind, _ in string.Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or kind not in KINDS:
            raise ValueError(f"unknown placeholder {{{name}:{kind}}} in {template!r}")
        found.add((name, kind or ""))
    return frozenset(found)
