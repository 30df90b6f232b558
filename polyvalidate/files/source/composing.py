"""The C parser, and its complaints as refusals. It composes nodes and resolves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from yaml import YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not re-export it
from yaml.nodes import Node
from yaml.tokens import (
    AliasToken,
    AnchorToken,
    DirectiveToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    KeyToken,
    ScalarToken,
    StreamEndToken,
    TagToken,
    Token,
)

from polyvalidate.files.source.refusals import MAXIMUM_DEPTH, Refusal, Refused
from polyvalidate.model.findings import START, Span

_NOT_REFERENCES = bytes(b for b in range(256) if b not in b"&*!%")
_MARK = re.compile(rb"[\s{\[,]\?")


class _Reader(CParser):
    """The C parser, which composes nodes and resolves nothing: our own constructor decides what a scalar is."""

    def resolve(self, kind: object, value: object, implicit: object) -> None:
        return None

    def descend_resolver(self, parent: object, index: object) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


def compose(data: bytes) -> Node:
    try:
        reader = _Reader(data)
        root = reader.get_single_node()
    except YAMLError as error:
        raise Refused(_syntax(error)) from None
    except RecursionError:
        raise Refused(Refusal("nested", details={"most": MAXIMUM_DEPTH})) from None
    if root is None:
        raise Refused(Refusal("empty"))
    return root


def _syntax(error: YAMLError) -> Refusal:
    """A parser's complaint as a refusal; two documents and unknown aliases have sentences of their own."""
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    problem_mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    # A quote that is not closed, or a name without its colon, is noticed on a later line; where it began is what helps.
    began = context_mark if "quoted scalar" in context or "simple key" in context else None
    mark = began or problem_mark or context_mark
    span = Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2) if mark else START
    if "expected a single document" in context:
        return Refusal("documents", span)
    if "alias" in problem or "anchor" in problem or "tag" in problem or "directive" in problem or "alias" in context:
        return Refusal("reference", span)
    if "duplicate anchor" in context:
        return Refusal("reference", span)
    return Refusal("syntax", span, {"hint": _hint(problem, context)})


def _hint(problem: str, context: str) -> str:
    """Which of the usual slips the parser met; the words for each are in ``rules.file_text``."""
    if "mapping values are not allowed" in problem:
        return "colon"
    if "simple key" in context:
        return "no-colon"
    if "tab" in problem or "cannot start any token" in problem:
        return "character"
    if "quoted scalar" in context or "unexpected end of stream" in problem:
        return "quote"
    if "flow" in context or "flow" in problem:
        return "bracket"
    return "indent"


def may_refer(data: bytes) -> bool:
    """Do the bytes hold a character that anchors, aliases, tags or directives begin with?"""
    return bool(data.translate(None, _NOT_REFERENCES))


def scan(data: bytes) -> Iterator[Token]:
    """The tokens of a file that composes, in order; between two of them stand only spaces, line ends and comments."""
    reader = _Reader(data)
    while (token := reader.get_token()) is not None and not isinstance(token, StreamEndToken):
        yield token


def refuse_references(data: bytes) -> None:
    """Anchors, aliases, tags and directives: the composed tree does not show them, the tokens do."""
    for token in scan(data):
        if isinstance(token, AnchorToken | AliasToken | TagToken | DirectiveToken):
            raise Refused(Refusal("reference", _mark_span(token)))


def may_confuse(data: bytes) -> bool:
    """Do the bytes hold what readers of YAML do not all take in the same way? Some that do not are among them."""
    return b"\t" in data or _MARK.search(data) is not None


def refuse_confusing(data: bytes) -> None:
    """A tab inside a text without quotes, and a key announced by “?” between braces or brackets: other readers refuse
    them, or see something else."""
    text, depth = data.decode("utf-8"), 0
    for token in scan(data):
        start, end = token.start_mark.index, token.end_mark.index
        depth += isinstance(token, FlowMappingStartToken | FlowSequenceStartToken)
        depth -= isinstance(token, FlowMappingEndToken | FlowSequenceEndToken)
        tabbed = isinstance(token, ScalarToken) and token.plain and "\t" in text[start:end]
        if tabbed or (isinstance(token, KeyToken) and depth and end > start):
            raise Refused(Refusal("syntax", _mark_span(token), {"hint": "character"}))


def _mark_span(item: Any) -> Span:
    start, end = item.start_mark, item.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def span_of(node: Node) -> Span:
    """Where a value stands; a block that ends at the start of a later line is shown by its first line only."""
    span = _mark_span(node)
    return span if span.end_line == span.line else Span(span.line, span.column, span.line, span.column + 1)
