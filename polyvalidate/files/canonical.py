"""Plain data to YAML, in the one form the program writes: what ``new``, ``fix`` and the demonstration school produce.

The form is canonical (key order of the formats, block style, quotes only where a reader of YAML 1.1 or 1.2 could see
something else than the text), so that two people who say the same thing write the same bytes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

_DECLARATION = (
    "activity",
    "title",
    "organisation",
    "period",
    "quantity",
    "hours",
    "level",
    "event",
    "description",
    "elsewhere",
    "origin",
    "evidence",
    "evaluation",
    "appeal",
)
_EVIDENCE = ("kind", "store", "name", "url", "sha256", "media_type", "size")
_EVALUATION = ("decision", "points", "by", "second", "on", "comment")
_APPEAL = ("on", "reason", "outcome", "points", "by", "decided", "comment")
_STUDENT = ("account", "programme", "profile", "formerly", "extra_years", "left", "arrangement")
_QUITUS = ("session", "outcome", "credited", "required", "on", "by", "comment")
_ARRANGEMENT, _FORMERLY, _PERIOD = ("required", "on", "by"), ("profile", "until"), ("from", "to")

FILE_ORDERS = (_DECLARATION, _STUDENT, _QUITUS)
"""The order of the keys at the top of each kind of file that the program writes."""
BLOCK_ORDERS = {
    "period": _PERIOD,
    "evidence": _EVIDENCE,
    "evaluation": _EVALUATION,
    "appeal": _APPEAL,
    "arrangement": _ARRANGEMENT,
    "formerly": _FORMERLY,
}
"""The order of the keys inside each block, by the key of the block (for ``evidence``, inside each item)."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}", re.ASCII)
_DAYS = frozenset({"from", "to", "on", "decided", "left", "opens", "closes", "until"})
"""Keys whose value is a day: written plain, as people write it, since the formats say that it is a day."""

_PLAIN = re.compile(r"[^\W_](?:.*\S)?", re.DOTALL)
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\ud800-\udfff\ufeff\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""Characters that one does not see, or that end a line for some readers: always escaped, save the spaces of French."""
_FRENCH_SPACES = "\xa0\u202f"
_TYPED = re.compile(
    r"(?:~|null|true|false|yes|no|on|off|y|n"
    r"|[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+)"
    r"|[-+]?[0-9][0-9_,]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[-+]?(?:[0-9][0-9_,]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:e[-+]?[0-9]+)?"
    r"|[-+]?\.inf|\.nan|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?|=|<<)",
    re.ASCII | re.IGNORECASE,
)
_BRACED = re.compile(r"[][{},:]")
"""Characters that mean something else between braces or brackets, for one reader of YAML or another."""
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}", re.ASCII)


Lines = list[str]
Shape = Callable[[str, Any], Lines]
"""Writes ``key: value`` at the left margin."""


def declaration_yaml(plain: Mapping[str, Any]) -> str:
    """A declaration as it stands in ``declarations/<cohort>/<student>/``, line end included.

    ``plain`` is plain data (text, whole and decimal numbers, lists, mappings) with the keys of the format; a key that
    the format does not have is kept, after the others. Raises ValueError for a text that UTF-8 cannot hold and for a
    number that is not finite.
    """
    return _document("declaration", plain, _DECLARATION)


def student_yaml(plain: Mapping[str, Any]) -> str:
    """A ``student.yml``, with the same promises as ``declaration_yaml``."""
    return _document("student", plain, _STUDENT)


def quitus_yaml(plain: Mapping[str, Any]) -> str:
    """A ``quitus.yml``, with the same promises as ``declaration_yaml``."""
    return _document("quitus", plain, _QUITUS)


def top_entry(key: str, value: Any) -> Lines:
    """The lines of ``key: value`` at the top of a file, as the program writes them; the first begins with the key."""
    if key == "activity" and isinstance(value, str):
        return [f"{key}: {quoted(value)}"]
    return _SHAPES.get(key, _pair)(key, value)


def inner_entry(key: str, value: Any) -> Lines:
    """The lines of ``key: value`` inside a block, at the left margin."""
    return _pair(key, value)


def item(value: Any, order: Iterable[str] = ()) -> Lines:
    """The lines of one item of a list, dash included, at the left margin."""
    return _items([value], order)


def inline(key: str, value: Any) -> str:
    """A value on one line, as it may stand inside braces or brackets after this key."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(k)}: {inline(k, v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline("", v) for v in value) + "]"
    if not isinstance(value, str):
        return _scalar(value)
    if _is_a_day(key, value):
        return value
    return quoted(value) if key == "activity" or not is_plain(value) or _BRACED.search(value) else value


def _document(kind: str, plain: Mapping[str, Any], order: Iterable[str]) -> str:
    lines = [modeline(f"../../../schemas/{kind}.schema.json")]
    for key in ordered(plain, order):
        lines += top_entry(key, plain[key])
    return "\n".join(lines) + "\n"


def modeline(schema: str) -> str:
    """The first line of a file: it tells editors which schema says what may stand in it."""
    return f"# yaml-language-server: $schema={schema}"


def ordered(plain: Mapping[str, Any], order: Iterable[str]) -> list[str]:
    """The keys in the order of the format, then the others as they come."""
    first = [key for key in order if key in plain]
    return first + [key for key in plain if key not in first]


# --- keys with a shape of their own -----------------------------------------------------------------------------------


def _period(key: str, value: Any) -> Lines:
    """``period: {from: 2026-01-31, to: 2026-01-31}`` for two texts; anything else as it comes."""
    if not isinstance(value, Mapping) or set(value) != set(_PERIOD):
        return _pair(key, value)
    if not all(isinstance(day, str) for day in value.values()):
        return _pair(key, value)
    first, last = (value[k] if _DAY.fullmatch(value[k]) else quoted(value[k]) for k in _PERIOD)
    return [f"{key}: {{from: {first}, to: {last}}}"]


def _block(order: Iterable[str]) -> Shape:
    def shape(key: str, value: Any) -> Lines:
        if not isinstance(value, Mapping) or not value:
            return _pair(key, value)
        return [f"{key_text(key)}:", *_indented(_mapping(value, order))]

    return shape


def _listing(order: Iterable[str]) -> Shape:
    def shape(key: str, value: Any) -> Lines:
        if not isinstance(value, list) or not value:
            return _pair(key, value)
        return [f"{key_text(key)}:", *_indented(_items(value, order))]

    return shape


_SHAPES: Mapping[str, Shape] = {
    "period": _period,
    "evidence": _listing(_EVIDENCE),
    "evaluation": _block(_EVALUATION),
    "appeal": _block(_APPEAL),
    "arrangement": _block(_ARRANGEMENT),
    "formerly": _listing(_FORMERLY),
}


# --- any plain data ---------------------------------------------------------------------------------------------------


def _pair(key: str, value: Any) -> Lines:
    name = key_text(key)
    if isinstance(value, Mapping):
        return [f"{name}:", *_indented(_mapping(value, ()))] if value else [f"{name}: {{}}"]
    if isinstance(value, list | tuple):
        return [f"{name}:", *_indented(_items(value, ()))] if value else [f"{name}: []"]
    if isinstance(value, str):
        if "\n" in value and _fits_a_literal_block(value):
            mark = "|" if value.endswith("\n") else "|-"
            body = value.removesuffix("\n").split("\n")
            return [f"{name}: {mark}", *(f"  {line}" if line else "" for line in body)]
        if _is_a_day(key, value):
            return [f"{name}: {value}"]
    return [f"{name}: {_scalar(value)}"]


def _is_a_day(key: str, value: str) -> bool:
    return bool((key in _DAYS and _DAY.fullmatch(value)) or (key == "session" and _MONTH.fullmatch(value)))


def _mapping(value: Mapping[str, Any], order: Iterable[str]) -> Lines:
    return [line for key in ordered(value, order) for line in _pair(key, value[key])]


def _items(values: Iterable[Any], order: Iterable[str]) -> Lines:
    lines: Lines = []
    for value in values:
        if isinstance(value, Mapping) and value:
            first, *rest = _mapping(value, order)
            lines += [f"- {first}", *_indented(rest)]
        elif isinstance(value, list | tuple) and value:
            first, *rest = _items(value, ())
            lines += [f"- {first}", *_indented(rest)]
        elif isinstance(value, Mapping):
            lines.append("- {}")
        else:
            lines.append("- []" if isinstance(value, list | tuple) else f"- {_scalar(value)}")
    return lines


def _indented(lines: Iterable[str]) -> Lines:
    return [f"  {line}" if line else "" for line in lines]


def key_text(key: str) -> str:
    """A key as the formats write it; ``on`` stays plain, since every key is text for the readers of these files."""
    return key if _KEY.fullmatch(key) and (key == "on" or not _TYPED.fullmatch(key)) else quoted(key)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return value if is_plain(value) else quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    raise ValueError(f"{type(value).__name__} is not something these files can say")


# --- texts ------------------------------------------------------------------------------------------------------------


def is_plain(text: str) -> bool:
    """May this text be written without quotes? Only if every reader of YAML then sees this very text."""
    return (
        _PLAIN.fullmatch(text) is not None
        and _HIDDEN.search(_without_french_spaces(text)) is None
        and ": " not in text
        and " #" not in text
        and not text.endswith((":", *_FRENCH_SPACES))
        and _TYPED.fullmatch(text) is None
    )


def _without_french_spaces(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def _fits_a_literal_block(text: str) -> bool:
    """A literal block shows a text as it is; not possible with hidden characters, nor if spaces would be ambiguous."""
    lines = text.removesuffix("\n").split("\n")
    return (
        _HIDDEN.search(_without_french_spaces(text.replace("\n", " "))) is None
        and bool(lines[0].strip())
        and bool(lines[-1].strip())
        and not lines[0].startswith(" ")
        and all(not line or line.strip() for line in lines)
    )


def quoted(text: str) -> str:
    """A JSON string, in which what one does not see is escaped as YAML can read it."""
    escaped = json.dumps(text, ensure_ascii=False)
    return _HIDDEN.sub(_escape, escaped)


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    if character in _FRENCH_SPACES:
        return character
    number = ord(character)
    if 0xD800 <= number <= 0xDFFF:
        raise ValueError("a text holds half a character, which no file can hold")
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
