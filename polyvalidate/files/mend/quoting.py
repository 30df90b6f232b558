"""Quotes without which a file does not read at all: a colon in a title, a code as a key, a digest of digits only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from polyvalidate.files import canonical, source
from polyvalidate.files.mend.repairs import Kind, Mended, Repair
from polyvalidate.files.mend.shapes import expects_text, free_texts
from polyvalidate.files.source import Refusal
from polyvalidate.model.codes import ACTIVITY
from polyvalidate.model.findings import Span

_LINE = re.compile(r"([ ]*(?:- +)?)([a-z_]+)(:[ \t]+)([^\s\"'|>&!#].*?)[ \t]*")
_CODE = re.compile(ACTIVITY, re.ASCII)
_MOST = 100
"""Repairs tried in one file; each makes a later line readable."""


def quoted_to_be_read(data: bytes, schema: Mapping[str, Any]) -> Mended:
    """Put in quotes what keeps the file from being read, as long as it is certain that it was a text.

    Certain is: the whole value of a key that is a free text in this format (a title that holds « : »), a code of
    activity used as a key, a long row of digits where the format wants a text. The words themselves stay as they are.
    """
    repairs: list[Repair] = []
    for _ in range(_MOST):
        parsed = source.parse(data)
        if parsed.readable:
            break
        refusal = parsed.refusals[0]
        mended = _once(data, refusal, schema)
        if mended is None or not _is_further(refusal, mended):
            break
        data = mended
        repairs.append(Repair(Kind.QUOTES, refusal.span.line))
    return Mended(data, tuple(repairs))


def _once(data: bytes, refusal: Refusal, schema: Mapping[str, Any]) -> bytes | None:
    if refusal.kind in ("key-not-text", "number-too-long"):
        raw = _raw(data, refusal.span)
        if refusal.kind == "key-not-text":
            certain = _CODE.fullmatch(raw) is not None
        else:
            certain = expects_text(schema, refusal.keys)
        return _with_line(data, refusal.span, _quoted(data, refusal.span)) if certain else None
    if refusal.kind not in ("syntax", "reference"):
        return None
    lines = data.decode("utf-8").split("\n")
    number = refusal.span.line - 1
    found = _LINE.fullmatch(lines[number]) if number < len(lines) else None
    if found is None or found[2] not in free_texts(schema) or " #" in found[4] or _goes_on(lines, number, found[1]):
        return None
    if found[4].startswith("*") and b"&" in data:
        return None
    lines[number] = found[1] + found[2] + found[3] + canonical.quoted(found[4])
    return "\n".join(lines).encode("utf-8")


def _goes_on(lines: list[str], number: int, lead: str) -> bool:
    """Does the value go on on the next line? Then it is not certain where it ends."""
    following = next((line for line in lines[number + 1 :] if line.strip()), "")
    return len(following) - len(following.lstrip(" ")) > len(lead) or following.lstrip(" ").startswith("\t")


def _is_further(refusal: Refusal, mended: bytes) -> bool:
    """Does the file read now, or up to a later place?"""
    parsed = source.parse(mended)
    return parsed.readable or parsed.refusals[0].span[:2] > refusal.span[:2]


def _raw(data: bytes, span: Span) -> str:
    line = data.decode("utf-8").split("\n")[span.line - 1]
    return line[span.column - 1 : span.end_column - 1]


def _quoted(data: bytes, span: Span) -> str:
    line = data.decode("utf-8").split("\n")[span.line - 1]
    raw = line[span.column - 1 : span.end_column - 1]
    return line[: span.column - 1] + canonical.quoted(raw) + line[span.end_column - 1 :]


def _with_line(data: bytes, span: Span, line: str) -> bytes:
    lines = data.decode("utf-8").split("\n")
    lines[span.line - 1] = line
    return "\n".join(lines).encode("utf-8")
