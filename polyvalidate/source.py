"""Bytes to plain data: the strict subset of YAML that we accept, the same under YAML 1.1 and 1.2.

Two roads. ``parse`` is the quick one: bounds on the bytes first, then one pass of the C parser, without positions.
``spans`` reads a file again to say where each value stands; it is called only for a file that has a problem.

No byte reaches a C parser before ``bounds`` has accepted it: size, encoding, forbidden characters, and how deep it
could nest (the parser recurses once per level and dies on 30,000 of them).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from yaml import YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not re-export it
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.tokens import (
    AliasToken,
    AnchorToken,
    DirectiveToken,
    TagToken,
)

from polyvalidate.findings import START, Detail, Keys, Span

MAXIMUM_SIZE = 65_536
"""Bytes in one file: the largest category file of a real grid is a fifth of it."""
MAXIMUM_DEPTH = 12
MAXIMUM_NODES = 5_000
MAXIMUM_OPENERS = 500
"""Brackets that open, and block indicators: an upper bound of the nesting that costs two counts of bytes."""
MAXIMUM_COMMAS = 3_000
"""The parser takes quadratic time in the items of one flow collection: 30,000 commas cost it half a second."""
MAXIMUM_LINES = 4_000
MAXIMUM_DIGITS = 9

Plain = Any
"""None, bool, int, float (a short decimal), str, list of Plain, dict of str to Plain."""


class Refusal(NamedTuple):
    """Something the subset does not accept: which kind, where, and the details that the sentence needs."""

    kind: str
    span: Span
    details: Mapping[str, Detail]
    keys: Keys = ()


class Parsed(NamedTuple):
    """What a file says (None when it cannot be read) and what was refused or is doubtful in it."""

    data: Plain
    refusals: tuple[Refusal, ...]
    readable: bool


FATAL = frozenset(
    [
        "too-large",
        "not-regular",
        "not-utf8",
        "byte-order-mark",
        "forbidden-character",
        "empty",
        "nested",
        "documents",
        "reference",
        "syntax",
        "duplicate-key",
        "key-not-text",
        "number-too-long",
        "not-a-mapping",
        "lfs-pointer",
        "lone-return",
    ]
)
"""Kinds after which nothing more is said of the file's content; the others are doubts about a readable file."""

_ALLOWED = bytes(range(0x20, 0x7F)) + b"\n\t" + bytes(range(0x80, 0x100))
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e0fff]"
)
_SUSPECT_LEADS = bytes(b for b in range(0xC2, 0xF5) if b in (0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF3))
_NOT_SUSPECT = bytes(b for b in range(256) if b not in _SUSPECT_LEADS)
_NOT_REFERENCES = bytes(b for b in range(256) if b not in b"&*!%")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LOOKS_TYPED = re.compile(
    r"(?:~|null|true|false|yes|no|on|off|y|n"  # null and booleans of YAML 1.1, whatever their case
    r"|[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)"  # bases, base 60
    r"|[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:e[-+]?[0-9]+)?"  # signs, underscores, exponents
    r"|[-+]?\.inf|\.nan|[-+]?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?|=|<<)",
    re.ASCII | re.IGNORECASE,
)
_NUMERIC_START = frozenset("0123456789-+.~=<yYnNtTfFoO")
_MODELINE_KEYS = frozenset({"on"})
"""Keys written plain in the formats although YAML 1.1 reads a boolean there; keys are always text here."""


class _Reader(CParser):
    """The C parser, which composes nodes and resolves nothing: our own constructor decides what a scalar is."""

    def resolve(self, kind: object, value: object, implicit: object) -> None:
        return None

    def descend_resolver(self, parent: object, index: object) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


class _Refused(Exception):
    """Inside this module only: stops a construction at its first fatal refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.kind)
        self.refusal = refusal


def _at(data: bytes, offset: int) -> Span:
    """The place of a byte, columns counted in characters."""
    before = data[:offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Span(line, column, line, column + 1)


def bounds(data: bytes) -> Refusal | None:
    """The first reason not to hand these bytes to a parser, or None. Costs a few microseconds for a good file."""
    if len(data) > MAXIMUM_SIZE:
        return Refusal("too-large", START, {"size": len(data), "most": MAXIMUM_SIZE})
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return Refusal("byte-order-mark", START, {})
    if not data.isascii() or data.translate(None, _ALLOWED):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            return Refusal("not-utf8", _at(data, error.start), {})
        if data.translate(None, _ALLOWED) or data.translate(None, _NOT_SUSPECT):
            hidden = _FORBIDDEN.search(text.replace("\r\n", "\n"))
            if hidden:
                offset = len(text[: _original_offset(text, hidden.start())].encode())
                character = hidden.group()
                kind = "lone-return" if character == "\r" else "forbidden-character"
                return Refusal(kind, _at(data, offset), {"character": f"U+{ord(character):04X}"})
    if data.startswith(b"version https://git-lfs"):
        return Refusal("lfs-pointer", START, {})
    openers = data.count(b"[") + data.count(b"{")
    blocks = data.count(b"- ") + data.count(b"-\t") + data.count(b"? ") + data.count(b"?\t")
    crowded = data.count(b",") > MAXIMUM_COMMAS or data.count(b"\n") > MAXIMUM_LINES
    if openers > MAXIMUM_OPENERS or blocks > MAXIMUM_OPENERS or crowded:
        return Refusal("nested", START, {"most": MAXIMUM_DEPTH})
    return None


def _original_offset(text: str, normalised: int) -> int:
    """The offset in ``text`` of a character found at ``normalised`` once CRLF has become LF."""
    offset = 0
    for _ in range(normalised):
        offset += 2 if text.startswith("\r\n", offset) else 1
    return offset


def parse(data: bytes) -> Parsed:
    """Read one file.

    Never raises because of the bytes; what cannot be read comes back as refusals with ``readable`` false.
    """
    refusal = bounds(data)
    if refusal is not None:
        return Parsed(None, (refusal,), False)
    try:
        root = _compose(data)
        doubts: list[Refusal] = []
        if data.translate(None, _NOT_REFERENCES):
            _refuse_references(data)
        value = _Construction(doubts).value(root, (), 0)
    except _Refused as stop:
        return Parsed(None, (stop.refusal,), False)
    if type(value) is not dict:
        return Parsed(None, (Refusal("not-a-mapping", _span(root), {}),), False)
    if b"\r" in data:
        doubts.append(Refusal("windows-lines", START, {}))
    return Parsed(value, tuple(doubts), True)


def _compose(data: bytes) -> Node:
    try:
        reader = _Reader(data)
        root = reader.get_single_node()
    except YAMLError as error:
        raise _Refused(_syntax(error)) from None
    except RecursionError:
        raise _Refused(Refusal("nested", START, {"most": MAXIMUM_DEPTH})) from None
    if root is None:
        raise _Refused(Refusal("empty", START, {}))
    return root


def _syntax(error: YAMLError) -> Refusal:
    """A parser's complaint as a refusal; two documents and unknown aliases have sentences of their own."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    span = Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2) if mark else START
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    if "expected a single document" in context:
        return Refusal("documents", span, {})
    if "alias" in problem or "anchor" in problem or "tag" in problem or "directive" in problem or "alias" in context:
        return Refusal("reference", span, {})
    if "duplicate anchor" in context:
        return Refusal("reference", span, {})
    return Refusal("syntax", span, {"hint": _hint(problem, context)})


def _hint(problem: str, context: str) -> str:
    """Which of the usual slips the parser met; the words for each are in ``rules.file``."""
    if "mapping values are not allowed" in problem:
        return "colon"
    if "tab" in problem or "cannot start any token" in problem:
        return "character"
    if "quoted scalar" in context or "unexpected end of stream" in problem:
        return "quote"
    if "flow" in context or "flow" in problem:
        return "bracket"
    return "indent"


def _refuse_references(data: bytes) -> None:
    """Anchors, aliases, tags and directives: the composed tree does not show them, the tokens do."""
    reader = _Reader(data)
    while reader.check_token():
        token = reader.get_token()
        if isinstance(token, AnchorToken | AliasToken | TagToken | DirectiveToken):
            raise _Refused(Refusal("reference", _mark_span(token), {}))


def _mark_span(item: Any) -> Span:
    start, end = item.start_mark, item.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _span(node: Node) -> Span:
    """Where a value stands; a block that ends at the start of a later line is shown by its first line only."""
    span = _mark_span(node)
    return span if span.end_line == span.line else Span(span.line, span.column, span.line, span.column + 1)


class _Construction:
    """Nodes to plain values, with every check that needs the nodes. ``doubts`` receives what is not fatal."""

    __slots__ = ("doubts", "nodes")

    def __init__(self, doubts: list[Refusal]) -> None:
        self.doubts = doubts
        self.nodes = 0

    def value(self, node: Node, keys: Keys, depth: int) -> Plain:
        if type(node) is ScalarNode:
            return node.value if node.style else self.scalar(node, keys)
        self.nodes += len(node.value)
        if depth >= MAXIMUM_DEPTH or self.nodes > MAXIMUM_NODES:
            raise _Refused(Refusal("nested", _span(node), {"most": MAXIMUM_DEPTH}, keys))
        if type(node) is MappingNode:
            result: dict[str, Plain] = {}
            for key_node, value_node in node.value:
                if type(key_node) is not ScalarNode:
                    raise _Refused(Refusal("key-not-text", _span(key_node), {}, keys))
                key = key_node.value
                if not key_node.style:
                    self.key(key_node, keys)
                if key in result:
                    raise _Refused(Refusal("duplicate-key", _span(key_node), _identifier(key), keys))
                result[key] = self.value(value_node, (*keys, key), depth + 1)
            return result
        return [self.value(item, (*keys, index), depth + 1) for index, item in enumerate(node.value)]

    def key(self, node: ScalarNode, keys: Keys) -> None:
        """A plain key must be text under both versions of YAML, save those the formats themselves name."""
        text = node.value
        if not text or (text[0] in _NUMERIC_START and text not in _MODELINE_KEYS and _LOOKS_TYPED.fullmatch(text)):
            raise _Refused(Refusal("key-not-text", _span(node), {}, keys))

    def scalar(self, node: ScalarNode, keys: Keys) -> Plain:
        """A plain scalar: null, true, false, a short number; everything else is text, with a doubt when another
        reader of YAML would see something else."""
        text: str = node.value
        if not text or text == "null":
            return None
        if text[0] not in _NUMERIC_START:
            return text
        if text == "true" or text == "false":
            return text == "true"
        if _DATE.fullmatch(text):
            return text
        if _INTEGER.fullmatch(text):
            if len(text) > MAXIMUM_DIGITS:
                raise _Refused(Refusal("number-too-long", _span(node), {"most": MAXIMUM_DIGITS}, keys))
            return int(text)
        if _DECIMAL.fullmatch(text):
            if len(text) > MAXIMUM_DIGITS:
                raise _Refused(Refusal("number-too-long", _span(node), {"most": MAXIMUM_DIGITS}, keys))
            number = float(text)
            # JSON Schema takes 2.0 for an integer; here it becomes one, so that quantities are never floats.
            return int(number) if number.is_integer() else number
        if _LOOKS_TYPED.fullmatch(text):
            self.doubts.append(Refusal("ambiguous", _span(node), {}, keys))
        return text


def _identifier(key: str) -> dict[str, Detail]:
    """A key may be shown when it is an identifier; anything else could be a student's text."""
    return {"key": key if re.fullmatch(r"[a-z_]{1,30}|[1-8]\.[0-9]{1,2}", key) else "…"}


def spans(data: bytes) -> dict[tuple[Keys, bool], Span]:
    """Where each value (``(keys, False)``) and each key (``(keys, True)``) of a readable file stands.

    Empty when the file does not read: then its refusals carry their own places.
    """
    found: dict[tuple[Keys, bool], Span] = {}
    if bounds(data) is not None:
        return found
    try:
        root = _compose(data)
        _refuse_references(data)  # a node that holds itself would be walked for ever
    except _Refused:
        return found
    stack: list[tuple[Node, Keys]] = [(root, ())]
    while stack:
        node, keys = stack.pop()
        found[keys, False] = _span(node)
        if isinstance(node, MappingNode):
            for key_node, value_node in node.value:
                if isinstance(key_node, ScalarNode):
                    inner = (*keys, key_node.value)
                    found[inner, True] = _span(key_node)
                    stack.append((value_node, inner))
        elif isinstance(node, SequenceNode):
            stack.extend((item, (*keys, index)) for index, item in enumerate(node.value))
    return found


def iso_date(text: str) -> date | None:
    """A date written YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
