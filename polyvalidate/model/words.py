"""One way to say a thing in French and in English, and values in words as people write them: ``1,5 point``,
``31 janvier 2026``; ``1.5 points``, ``31 January 2026``.

A sentence is a ``Text``: two ``str.format`` templates whose format specification names the kind of each detail:
``{granted:points}``, ``{end:date}``, ``{codes:list}``, ``{name}``. Words that agree with a count stand in the
specification, one then several: ``{n} {n:élève|élèves}``. Kinds are checked when a rule is registered.

No other module of the package may ask which language is spoken (``tests/house/test_one_way_to_say.py``).
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in the two languages of the product: a sentence of ours with its ``{details}``, or words of a
    school, which hold no detail."""

    fr: str
    en: str

    def in_language(self, lang: str) -> str:
        """The words as they stand: for what a school wrote, names of files, and parts of addresses."""
        return self.fr if lang == "fr" else self.en

    def of(self, lang: str, **details: object) -> str:
        """The sentence in words: details filled in by their kind, counts agreed, French typography set.

        Without details nothing is filled in, so that braces of a school's own words stay what they are. Raises KeyError
        for a detail that is not given.
        """
        template = self.in_language(lang)
        return typographic(_FORMATTERS[lang].vformat(template, (), details) if details else template, lang)

    def filled(self, **details: object) -> Text:
        """The same sentence with its details, in both languages: for what is said where the language is not known."""
        return Text(*(_FORMATTERS[lang].vformat(self.in_language(lang), (), details) for lang in LANGUAGES))


Detail = str | int | date | Text | tuple[str, ...] | tuple[Text, ...]
Details = Mapping[str, Detail]
NO_DETAILS: Details = MappingProxyType({})

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"
_LISTS = {"list": Text("ou", "or"), "all": Text("et", "and")}
KINDS = ("", "points", "number", "date", "count", "size", *_LISTS)

_OCTETS, _KILO, _MEGA = Text("octet|octets", "byte|bytes"), Text("ko", "kB"), Text("Mo", "MB")
_DECIMAL = Text(",", ".")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?![^\s<>\"]*@)")

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


def month(value: date, lang: str) -> str:
    """``février 2026``, ``February 2026``."""
    return f"{_MONTHS[lang][value.month - 1]}{NBSP}{value.year}"


def listing(values: tuple[str, ...], lang: str, last: Text = _LISTS["list"]) -> str:
    """``E1, E2 ou E5``; ``E1, E2 or E5``."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} {last.in_language(lang)} {values[-1]}"


def grouped(count: int, lang: str) -> str:
    """``1 200`` (fr), ``1,200`` (en)."""
    digits = f"{count:,}"
    return digits.replace(",", NARROW_NBSP) if lang == "fr" else digits


def file_size(octets: int, lang: str) -> str:
    """``20 octets``, ``182,5 ko``, ``5 Mo``: in tenths, rounded up, so that a file beyond a limit is never said to
    be of its size."""
    if octets < 1_000:
        return f"{octets}{NBSP}{agreed(octets, _OCTETS.in_language(lang), lang)}"
    unit, one = (_KILO, 1_000) if octets <= 999_900 else (_MEGA, 1_000_000)
    whole, tenth = divmod(-(-octets * 10 // one), 10)
    decimals = f"{_DECIMAL.in_language(lang)}{tenth}" if tenth else ""
    return f"{whole}{decimals}{NBSP}{unit.in_language(lang)}"


def agreed(count: int, forms: str, lang: str) -> str:
    """The words for a count out of ``one|several``: French is plural from two, English unless it is one."""
    one, _, several = forms.partition("|")
    return several if (count >= 2 if lang == "fr" else count != 1) else one


def typographic(text: str, lang: str) -> str:
    """French sentences get the non-breaking spaces before ``: ; ? !`` and inside « »; others are left alone."""
    if lang != "fr":
        return text
    text = re.sub(r"(?<=[^\s:;?!]) ([;?!])", NARROW_NBSP + r"\1", text)
    text = re.sub(r"(?<=[^\s:]) (:)(?=\s|$)", NBSP + r"\1", text)
    return text.replace("« ", "«" + NBSP).replace(" »", NBSP + "»")


def apostrophes(text: str) -> str:
    """The same text with the apostrophe of printed words, ``l’école``; an address (``o'hara@example.org``) keeps its
    own."""
    return _APOSTROPHE.sub("’", text)


def plain(text: str) -> str:
    """The same text with ordinary spaces, for terminals and formats where a special space would be a surprise."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


class _Formatter(string.Formatter):
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            return agreed(value, format_spec, self.lang)
        if format_spec == "points":
            return points(value, self.lang)
        if format_spec == "number":
            return number(value, self.lang)
        if format_spec == "date":
            return day(value, self.lang)
        if format_spec == "count":
            return grouped(value, self.lang)
        if format_spec == "size":
            return file_size(value, self.lang)
        if format_spec in _LISTS:
            words = tuple(self.format_field(each, "") for each in value)
            return listing(words, self.lang, _LISTS[format_spec]) or "—"
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
    for _, name, specification, _ in string.Formatter().parse(template):
        if name is None:
            continue
        kind = specification or ""
        if "|" in kind:  # words that agree need no more than the count
            kind = ""
        if not name.isidentifier() or kind not in KINDS:
            raise ValueError(f"unknown placeholder {{{name}:{kind}}} in {template!r}")
        found.add((name, kind))
    return frozenset(found)
