"""Values that are written in a way the format does not take, though what they say is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from yaml.nodes import ScalarNode

from polyvalidate import editing, source, writing
from polyvalidate.editing.document import Document, child, keys_of
from polyvalidate.findings import Keys
from polyvalidate.mending.repairs import Kind, Mended, Repair, untouched
from polyvalidate.mending.shapes import Schema, expects_day, expects_digest, expects_text
from polyvalidate.reading import Reader

_NUMBER = re.compile(r"((?:0|[1-9][0-9]{0,5}))(?:[.,]([0-9]{1,2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})", re.ASCII)
_DIGEST = re.compile(r"[0-9A-Fa-f]{64}", re.ASCII)
_NOTHING = frozenset(["", "null", "~"])


class _Scalar(NamedTuple):
    """A value as it is read and as it is written."""

    keys: Keys
    value: Any
    raw: str
    is_plain: bool
    line: int


def respelled(data: bytes, kind: str, reader: Reader) -> Mended:
    """Write again each value that its schema refuses and whose meaning is certain, and put in quotes the words that
    other readers of YAML take for something else than the text they are here."""
    parsed = source.parse(data)
    if not parsed.readable:
        return untouched(data)
    schema = reader.schemas[kind]
    repairs: list[Repair] = []
    wrong = _wrong(parsed.data, kind, reader)
    doubtful = {doubt.keys for doubt in parsed.refusals if doubt.kind == "ambiguous"}
    if not wrong and not doubtful:
        return untouched(data)
    scalars = {scalar.keys: scalar for scalar in _scalars(data)}
    months_first = any(_is_month_first(scalar.raw) for keys, scalar in scalars.items() if expects_day(schema, keys))
    for keys in sorted(wrong | doubtful, key=repr):
        scalar = scalars.get(keys)
        if scalar is None:
            continue
        for what, written in _ways(scalar, schema, keys in wrong, months_first):
            mended = _tried(data, keys, written, kind, reader)
            if mended is not None:
                data = mended
                repairs.append(Repair(what, scalar.line))
                break
    return Mended(data, tuple(repairs))


def _ways(scalar: _Scalar, schema: Schema, is_wrong: bool, months_first: bool) -> Iterator[tuple[Kind, str]]:
    """How else a value may be written, if it is certain what it says."""
    keys, text = scalar.keys, scalar.raw
    if not is_wrong:
        yield Kind.QUOTES, writing.quoted(text)
        return
    if expects_day(schema, keys):
        day = _day(text, months_first)
        if day is not None:
            yield Kind.DATE, day.isoformat()
    elif expects_digest(schema, keys) and _DIGEST.fullmatch(text):
        digest = text.lower()
        yield Kind.DIGEST if text != digest else Kind.QUOTES, writing.inline("sha256", digest)
    elif expects_text(schema, keys):
        if scalar.is_plain and text not in _NOTHING:
            yield Kind.QUOTES, writing.quoted(text)
    elif isinstance(scalar.value, str) and (found := _NUMBER.fullmatch(text)):
        yield Kind.NUMBER, writing.inline("", float(f"{found[1]}.{found[2] or 0}"))


def _tried(data: bytes, keys: Keys, written: str, kind: str, reader: Reader) -> bytes | None:
    """The file with a value written otherwise, if the schema then has nothing to say about it that it did not."""
    try:
        mended = editing.respell(data, keys, written)
    except editing.Uneditable:
        return None
    before, after = source.parse(data), source.parse(mended)
    if len(after.refusals) > len(before.refusals):
        return None
    wrong = _wrong(after.data, kind, reader)
    return mended if keys not in wrong and wrong <= _wrong(before.data, kind, reader) else None


def _wrong(plain: Any, kind: str, reader: Reader) -> set[Keys]:
    """The places of which the schema says something."""
    if reader.accepts(kind, plain):
        return set()
    return {violation.keys for violation in reader.violations(kind, plain)}


def _day(text: str, months_first: bool) -> date | None:
    """A day as people write it. The day comes before the month, as everywhere in the program, unless another date of
    the same file only exists the other way round."""
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if (found := _DAY_FIRST.fullmatch(text)) and not months_first:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    return None


def _is_month_first(text: str) -> bool:
    found = _DAY_FIRST.fullmatch(text)
    return found is not None and int(found[1]) <= 12 < int(found[2])


def _scalars(data: bytes) -> Iterator[_Scalar]:
    document = Document(data)
    waiting: list[tuple[Any, Keys, Any]] = [(document.root, (), document.plain)]
    while waiting:
        node, keys, plain = waiting.pop()
        if isinstance(node, ScalarNode):
            yield _Scalar(keys, plain, node.value, not node.style, node.start_mark.line + 1)
        else:
            waiting += [(child(node, i), (*keys, key), plain[key]) for i, key in enumerate(keys_of(node))]
