"""Bytes to plain data: the strict subset of YAML that we accept, the same under YAML 1.1 and 1.2.

Two roads. ``parse`` is the quick one: bounds on the bytes first, then one pass of the C parser, without positions.
``spans`` reads a file again to say where each value stands; it is called only for a file that has a problem.

No byte reaches a C parser before ``bounds`` has accepted it: size, encoding, forbidden characters, and how deep it
could nest (the parser recurses once per level and dies on 30,000 of them).
"""

from __future__ import annotations

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from polyvalidate.files.source.comments import comments, outside_texts
from polyvalidate.files.source.composing import (
    compose,
    may_confuse,
    may_refer,
    refuse_confusing,
    refuse_references,
    span_of,
)
from polyvalidate.files.source.construction import QUICK_SIZE, UNSURE, Construction, quick
from polyvalidate.files.source.octets import bounds, forbidden, is_blank
from polyvalidate.files.source.refusals import MAXIMUM_DEPTH, MAXIMUM_SIZE, Parsed, Plain, Refusal, Refused
from polyvalidate.model.findings import Keys, Span

__all__ = [
    "MAXIMUM_DEPTH",
    "MAXIMUM_SIZE",
    "Parsed",
    "Plain",
    "Refusal",
    "bounds",
    "comments",
    "forbidden",
    "is_blank",
    "outside_texts",
    "parse",
    "spans",
]


def parse(data: bytes) -> Parsed:
    """Read one file.

    Never raises because of the bytes; what cannot be read comes back as refusals with ``readable`` false.
    """
    refusal = bounds(data)
    if refusal is not None:
        return Parsed(None, (refusal,))
    try:
        root = compose(data)
        doubts: list[Refusal] = []
        if may_refer(data):
            refuse_references(data)
        if may_confuse(data):
            refuse_confusing(data)
        value = quick(root, 0) if len(data) <= QUICK_SIZE else UNSURE
        if value is UNSURE:
            value = Construction(doubts).value(root, (), 0)
    except Refused as stop:
        return Parsed(None, (stop.refusal,))
    if b"\\" in data and (escaped := _escaped(root)) is not None:
        return Parsed(None, (escaped,))
    if type(value) is not dict:
        return Parsed(None, (Refusal("not-a-mapping", span_of(root)),))
    if b"\r" in data:
        doubts.append(Refusal("windows-lines"))
    return Parsed(value, tuple(doubts))


def _escaped(root: Node) -> Refusal | None:
    """The first character that is forbidden as it stands and was written as an escape: ``"\\u202e"``, ``"\\0"``."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, ScalarNode):
            hidden = forbidden(node.value)
            if hidden is not None:
                return Refusal("forbidden-character", span_of(node), {"character": f"U+{ord(hidden):04X}"})
        elif isinstance(node, MappingNode):
            stack.extend(part for pair in reversed(node.value) for part in reversed(pair))
        elif isinstance(node, SequenceNode):
            stack.extend(reversed(node.value))
    return None


def spans(data: bytes) -> dict[tuple[Keys, bool], Span]:
    """Where each value (``(keys, False)``) and each key (``(keys, True)``) of a readable file stands.

    Empty when the file does not read: then its refusals carry their own places.
    """
    found: dict[tuple[Keys, bool], Span] = {}
    if bounds(data) is not None:
        return found
    try:
        root = compose(data)
        refuse_references(data)  # a node that holds itself would be walked for ever
    except Refused:
        return found
    stack: list[tuple[Node, Keys]] = [(root, ())]
    while stack:
        node, keys = stack.pop()
        found[keys, False] = span_of(node)
        if isinstance(node, MappingNode):
            for key_node, value_node in node.value:
                if isinstance(key_node, ScalarNode):
                    inner = (*keys, key_node.value)
                    found[inner, True] = span_of(key_node)
                    stack.append((value_node, inner))
        elif isinstance(node, SequenceNode):
            stack.extend((item, (*keys, index)) for index, item in enumerate(node.value))
    return found
