"""Values that are written in a way the format does not take, though what they say is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from yaml.nodes import ScalarNode

from polyvalidate.files import canonical, edit, source
from polyvalidate.files.edit.document import Document, child, keys_of
from polyvalidate.files.mend.repairs import Kind, Mended, Repair
from polyvalidate.files.mend.shapes import Schema, expects_day, expects_digest, expects_text
from polyvalidate.files.schema import Reader
from polyvalidate.files.source.refusals import MAXIMUM_DIGITS
from polyvalidate.model.findings import Keys

_NUMBER = re.compile(r"((?:0|[1-9][0-9]*))(?:[.,]([0-9]{1,2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})", re.ASCII)
_DIGEST = re.compile(r"[0-9A-Fa-f]{64}", re.ASCII)
_FEW = 50
"""Values tried one after the other when they do not hold together: each costs a reading of the whole schema."""
_NOTHING = frozenset(["", "null", "~"])


class _Scalar(NamedTuple):
    """A value as it is read and as it is written."""

    keys: Keys
    value: Any
    raw: str
    is_plain: bool
    line: int
    goes_on: bool
    """It ends on another line."""


class Way(NamedTuple):
    """How a value is written instead, and the record of it."""

    written: str
    repair: Repair


def respelled(data: bytes, kind: str, reader: Reader) -> Mended:
    """Write again each value that its schema refuses and whose meaning is certain, and put in quotes the words that
    other readers of YAML take for something else than the text they are here."""
    mended, ways = spelled_anew(data, kind, reader)
    return Mended(mended, tuple(way.repair for way in ways.values()))


def spelled_anew(data: bytes, kind: str, reader: Reader) -> tuple[bytes, Mapping[Keys, Way]]:
    """The bytes that ``respelled`` gives, and how each value that it wrote again is written in them."""
    parsed = source.parse(data)
    if not parsed.readable:
        return data, {}
    schema = reader.schemas[kind]
    wrong = _wrong(parsed.data, kind, reader)
    doubtful = {doubt.keys for doubt in parsed.refusals if doubt.kind == "ambiguous"}
    if not wrong and not doubtful:
        return data, {}
    scalars = [scalar for scalar in _scalars(data) if not scalar.goes_on]
    months_first = any(_is_month_first(scalar.raw) for scalar in scalars if expects_day(schema, scalar.keys))
    ways: dict[Keys, Way] = {}
    for scalar in scalars:
        if scalar.keys in wrong or scalar.keys in doubtful:
            way = _way(scalar, schema, scalar.keys in wrong, months_first)
            if way is not None:
                ways[scalar.keys] = way
    return _first_that_holds(data, ways, kind, reader)


def _first_that_holds(
    data: bytes, ways: Mapping[Keys, Way], kind: str, reader: Reader
) -> tuple[bytes, Mapping[Keys, Way]]:
    """All the values at once; without those that the schema refuses all the same; else one after the other."""
    while ways:
        mended, still_wrong = _tried(data, ways, kind, reader)
        if mended is not None:
            return mended, ways
        if not still_wrong:
            break
        ways = {keys: way for keys, way in ways.items() if keys not in still_wrong}
    held: dict[Keys, Way] = {}
    if 1 < len(ways) <= _FEW:
        for keys, way in ways.items():
            mended, _ = _tried(data, {keys: way}, kind, reader)
            if mended is not None:
                data = mended
                held[keys] = way
    return data, held


def _tried(data: bytes, ways: Mapping[Keys, Way], kind: str, reader: Reader) -> tuple[bytes | None, frozenset[Keys]]:
    """The file with values written otherwise, if the schema then has nothing to say about them, nor anything new about
    the others; else nothing, and the values that it still refuses."""
    try:
        mended = edit.respell(data, {keys: way.written for keys, way in ways.items()})
    except edit.Uneditable:
        return None, frozenset()
    before, after = source.parse(data), source.parse(mended)
    wrong = _wrong(after.data, kind, reader)
    refused = frozenset(keys for keys in ways if keys in wrong)
    if refused or len(after.refusals) > len(before.refusals) or not wrong <= _wrong(before.data, kind, reader):
        return None, refused
    return mended, refused


def _way(scalar: _Scalar, schema: Schema, is_wrong: bool, months_first: bool) -> Way | None:
    """How else a value may be written, if it is certain what it says."""
    keys, text = scalar.keys, scalar.raw

    def way(what: Kind, written: str) -> Way:
        return Way(written, Repair(what, scalar.line))

    if not is_wrong:
        return way(Kind.QUOTES, canonical.quoted(text))
    if expects_day(schema, keys):
        day = _day(text, months_first)
        return way(Kind.DATE, day.isoformat()) if day else None
    if expects_digest(schema, keys) and _DIGEST.fullmatch(text):
        digest = text.lower()
        return way(Kind.DIGEST if text != digest else Kind.QUOTES, canonical.inline("sha256", digest))
    if expects_text(schema, keys):
        return way(Kind.QUOTES, canonical.quoted(text)) if scalar.is_plain and text not in _NOTHING else None
    if isinstance(scalar.value, str) and len(text) <= MAXIMUM_DIGITS and (found := _NUMBER.fullmatch(text)):
        return way(Kind.NUMBER, canonical.inline("", float(f"{found[1]}.{found[2] or 0}")))
    return None


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
            first, last = node.start_mark.line, node.end_mark.line
            yield _Scalar(keys, plain, node.value, not node.style, first + 1, first != last)
        else:
            waiting += [(child(node, i), (*keys, key), plain[key]) for i, key in enumerate(keys_of(node))]
