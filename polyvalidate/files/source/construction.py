"""Nodes to plain values: our own constructor, the same under YAML 1.1 and 1.2.

``quick`` reads what ordinary files are made of and answers ``UNSURE`` for the rest; ``Construction`` reads everything
and says where each doubt stands. On what ``quick`` reads the two agree, which a property test holds.
"""

from __future__ import annotations

import re

from yaml.nodes import MappingNode, Node, ScalarNode

from polyvalidate.files.source.composing import span_of
from polyvalidate.files.source.octets import is_blank
from polyvalidate.files.source.refusals import MAXIMUM_DEPTH, MAXIMUM_DIGITS, MAXIMUM_NODES, Plain, Refusal, Refused
from polyvalidate.model.codes import CATEGORY
from polyvalidate.model.findings import Keys
from polyvalidate.model.words import Detail

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
_PLAIN_KEYS = frozenset(["on"])
"""Keys written plain in the formats although YAML 1.1 reads a boolean there; keys are always text here."""
_LONGEST_WORD = 5
"""Letters of the longest word that some version of YAML takes for something else than text: ``false``."""

_KNOWN_KEYS = frozenset(["from", "to", "on", "name", "title"])
"""Short keys of the formats that begin like a word of YAML 1.1."""

QUICK_SIZE = 2 * MAXIMUM_NODES
"""Bytes of a file that cannot hold too many nodes, since each takes two at least."""

UNSURE = object()
"""The answer of ``quick`` for a file it does not understand."""


def quick(node: Node, depth: int) -> Plain:
    """The value of a node without any check that needs a place; UNSURE as soon as one is needed.

    ``depth`` is how many collections are around the node; the file has ``QUICK_SIZE`` bytes at most.
    """
    items = node.value
    if type(node) is ScalarNode:
        return _quick_text(items) if node.style else _quick_scalar(items)
    if depth >= MAXIMUM_DEPTH:
        return UNSURE
    if type(node) is not MappingNode:
        values = [quick(item, depth + 1) for item in items]
        return UNSURE if UNSURE in values else values
    result: dict[str, Plain] = {}
    for key_node, value_node in items:
        key = key_node.value
        if type(key_node) is not ScalarNode or key in result:
            return UNSURE
        if key not in _KNOWN_KEYS and not key_node.style and not _is_surely_text(key):
            return UNSURE
        if type(value_node) is ScalarNode:
            value = value_node.value
            value = _quick_text(value) if value_node.style else _quick_scalar(value)
        else:
            value = quick(value_node, depth + 1)
        if value is UNSURE:
            return UNSURE
        result[key] = value
    return result


def _is_surely_text(text: str) -> bool:
    """Is a plain scalar text for every reader of YAML? Some texts are, that this does not see."""
    return bool(text) and (text[0] not in _NUMERIC_START or (len(text) > _LONGEST_WORD and text[0].isalpha()))


def _quick_text(text: str) -> Plain:
    return UNSURE if is_blank(text) else text


def _quick_scalar(text: str) -> Plain:
    if not text:
        return None
    if is_blank(text):
        return UNSURE
    if _is_surely_text(text):
        return text
    if _DATE.fullmatch(text):
        return text
    if len(text) <= MAXIMUM_DIGITS and _INTEGER.fullmatch(text):
        return int(text)
    return UNSURE if _LOOKS_TYPED.fullmatch(text) else text


class Construction:
    """Nodes to plain values, with every check that needs the nodes. ``doubts`` receives what is not fatal."""

    __slots__ = ("doubts", "nodes")

    def __init__(self, doubts: list[Refusal]) -> None:
        self.doubts = doubts
        self.nodes = 0

    def value(self, node: Node, keys: Keys, depth: int) -> Plain:
        if type(node) is ScalarNode:
            if is_blank(node.value):
                self.doubts.append(Refusal("blank", span_of(node), {}, keys))
            return node.value if node.style else self.scalar(node, keys)
        self.nodes += len(node.value)
        if depth >= MAXIMUM_DEPTH or self.nodes > MAXIMUM_NODES:
            raise Refused(Refusal("nested", span_of(node), {"most": MAXIMUM_DEPTH}, keys))
        if type(node) is MappingNode:
            result: dict[str, Plain] = {}
            for key_node, value_node in node.value:
                if type(key_node) is not ScalarNode:
                    raise Refused(Refusal("key-not-text", span_of(key_node), {}, keys))
                key = key_node.value
                if not key_node.style:
                    self.key(key_node, keys)
                if key in result:
                    raise Refused(Refusal("duplicate-key", span_of(key_node), _identifier(key), keys))
                result[key] = self.value(value_node, (*keys, key), depth + 1)
            return result
        return [self.value(item, (*keys, index), depth + 1) for index, item in enumerate(node.value)]

    def key(self, node: ScalarNode, keys: Keys) -> None:
        """A plain key must be text under both versions of YAML, save those the formats themselves name."""
        text = node.value
        if not text or (text[0] in _NUMERIC_START and text not in _PLAIN_KEYS and _LOOKS_TYPED.fullmatch(text)):
            raise Refused(Refusal("key-not-text", span_of(node), {}, keys))

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
                raise Refused(Refusal("number-too-long", span_of(node), {"most": MAXIMUM_DIGITS}, keys))
            return int(text)
        if _DECIMAL.fullmatch(text):
            if len(text) > MAXIMUM_DIGITS:
                raise Refused(Refusal("number-too-long", span_of(node), {"most": MAXIMUM_DIGITS}, keys))
            number = float(text)
            # JSON Schema takes 2.0 for an integer; here it becomes one, so that quantities are never floats.
            return int(number) if number.is_integer() else number
        if _LOOKS_TYPED.fullmatch(text):
            self.doubts.append(Refusal("ambiguous", span_of(node), {}, keys))
        return text


def _identifier(key: str) -> dict[str, Detail]:
    """A key may be shown when it is an identifier; anything else could be a student's text."""
    return {"key": key if re.fullmatch(rf"[a-z_]{{1,30}}|{CATEGORY}\.[0-9]{{1,2}}", key) else "…"}
