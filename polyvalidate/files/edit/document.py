"""A readable file as text, with the place of every value, comment and dash in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from yaml.error import Mark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.tokens import BlockEntryToken, DocumentEndToken, ScalarToken, ValueToken

from polyvalidate.files import source
from polyvalidate.files.source.composing import compose, scan
from polyvalidate.model.findings import Key

_COMMENT = re.compile(r"#[^\r\n]*")
_HEADER = re.compile(r"([|>])([1-9]?)[-+]?([1-9]?)")
_HEADER_COMMENT = re.compile(r"[|>][^\r\n]*?[ \t](#[^\r\n]*)")

Stretch = tuple[int, int]
"""Where something stands in the text: the offset of its first character, and the one after its last."""


class Uneditable(ValueError):
    """The file cannot be read, or cannot be edited without changing something else in it: nothing was done."""


class Document:
    """One file, read with positions. Offsets count characters of ``text``; lines end in LF or CRLF."""

    def __init__(self, data: bytes) -> None:
        parsed = source.parse(data)
        if not parsed.readable:
            raise Uneditable(f"the file cannot be read: {parsed.refusals[0].kind}")
        self.data = data
        self.text = data.decode("utf-8")
        self.plain: dict[str, Any] = parsed.data
        self.root = compose(data)
        self.end_of_line = "\r\n" if 2 * self.text.count("\r\n") > self.text.count("\n") else "\n"
        self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]

    # --- places ---

    def offset(self, mark: Mark) -> int:
        # Past a last line without a line end, the parser counts one line more than there is.
        return self._starts[mark.line] + mark.column if mark.line < len(self._starts) else len(self.text)

    def start(self, node: Node) -> int:
        return self.offset(node.start_mark)

    def end(self, node: Node) -> int:
        """The offset after the last character of a value, the line ends that follow a block excluded."""
        while not is_inline(node):
            if isinstance(node, ScalarNode):
                written = self.text[: self.offset(node.end_mark)].rstrip(" ")
                return len(written.rstrip("\r\n")) if written.endswith("\n") else self.offset(node.end_mark)
            last = node.value[-1]
            node = last[1] if isinstance(node, MappingNode) else last
        return self.offset(node.end_mark)

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def line_stop(self, offset: int) -> int:
        """Where the visible part of a line ends."""
        found = self.text.find("\n", offset)
        stop = len(self.text) if found < 0 else found
        return stop - 1 if stop > offset and self.text[stop - 1] == "\r" else stop

    def next_line(self, offset: int) -> int:
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1

    def column(self, offset: int) -> int:
        return offset - self.line_start(offset)

    def begins_its_line(self, offset: int) -> bool:
        return not self.text[self.line_start(offset) : offset].strip(" \t")

    # --- what stands between the values ---

    @cached_property
    def _tokens(self) -> list[Any]:
        return list(scan(self.data))

    @cached_property
    def comments(self) -> list[Stretch]:
        """Every comment, without its line end. What looks like one inside a text is none."""
        found: list[Stretch] = []
        at = 0
        for token in self._tokens:
            start, end = self.offset(token.start_mark), self.offset(token.end_mark)
            found += [hit.span() for hit in _COMMENT.finditer(self.text, at, start)]
            if isinstance(token, ScalarToken) and token.style in ("|", ">"):
                header = _HEADER_COMMENT.match(self.text, start, end)
                found += [header.span(1)] if header else []
            at = max(at, end)
        return found + [hit.span() for hit in _COMMENT.finditer(self.text, at)]

    def comments_in(self, start: int, end: int) -> list[Stretch]:
        return [span for span in self.comments if start <= span[0] < end]

    def comment_lines_above(self, offset: int) -> int:
        """Where the lines of comment begin that stand right above a key, at its column; the key itself if none do."""
        column = self.column(offset)
        own = {self.line_start(a): a for a, _ in self.comments if self.begins_its_line(a) and self.column(a) == column}
        at = offset
        while self.begins_its_line(at) and (before := self.line_start(self.line_start(at) - 1)) in own:
            if self.line_start(at) == 0 or self.text[own[before] :].startswith("# yaml-language-server:"):
                break
            at = own[before]
        return at

    def deeper_comments_below(self, offset: int, column: int) -> int:
        """The start of the first line, from this one on, that is not a comment further right than ``column``."""
        own = {self.line_start(a): a for a, _ in self.comments if self.begins_its_line(a) and self.column(a) > column}
        at = end = offset
        while at < len(self.text):
            if at in own:
                end = self.next_line(at)
            elif self.text[at : self.next_line(at)].strip():
                break
            at = self.next_line(at)
        return end

    def dash(self, item: Node) -> int:
        """The dash of an item of a block list."""
        start = self.start(item)
        return max(
            offset
            for token in self._tokens
            if isinstance(token, BlockEntryToken) and (offset := self.offset(token.start_mark)) < start
        )

    def colon(self, key: Node, value: Node) -> int | None:
        """The colon between a key and its value; a key written with a question mark may have none."""
        first, last = self.end(key), self.start(value)
        colons = (self.offset(token.start_mark) for token in self._tokens if isinstance(token, ValueToken))
        return next((colon for colon in colons if first <= colon < last), None)

    @cached_property
    def texts(self) -> list[Stretch]:
        """Every key and value that is a text or a word, as it is written."""
        spans = (t for t in self._tokens if isinstance(t, ScalarToken))
        return [(self.offset(t.start_mark), self.offset(t.end_mark)) for t in spans]

    def ended(self, place: int) -> Iterator[str]:
        """The text up to a place, its last line ended. A block of text that had no line end still gets none: its header
        says so, since the words of a person are not to change by a line end."""
        before = self.text[:place]
        if not before or before.endswith("\n"):
            yield before
            return
        yield before + self.end_of_line
        last = last_value(self.root)
        if isinstance(last, ScalarNode) and not is_inline(last):
            start = self.start(last)
            header = _HEADER.match(before, start)
            if header:
                kept = header[1] + header[2] + header[3] + "-"
                yield before[:start] + kept + before[header.end() :] + self.end_of_line

    @property
    def bottom(self) -> int:
        """Where a line may be added below everything: the end, or the line ``...`` that ends the document."""
        for token in self._tokens:
            if isinstance(token, DocumentEndToken) and token.start_mark.index < token.end_mark.index:
                return self.offset(token.start_mark)
        return len(self.text)


# --- nodes ------------------------------------------------------------------------------------------------------------


def is_inline(node: Node) -> bool:
    """Is the value written between quotes, brackets or as a plain word, rather than as a block of lines?"""
    if isinstance(node, ScalarNode):
        return node.style not in ("|", ">")
    return bool(getattr(node, "flow_style", False)) or not node.value


def keys_of(node: Node) -> list[Key]:
    if isinstance(node, MappingNode):
        return [key.value for key, _ in node.value]
    return list(range(len(node.value))) if isinstance(node, SequenceNode) else []


def child(node: Node, index: int) -> Node:
    """The value at a position: of an entry, or of a list."""
    found: Node = node.value[index][1] if isinstance(node, MappingNode) else node.value[index]
    return found


def last_value(node: Node) -> Node:
    """The value that ends a block."""
    while not is_inline(node) and not isinstance(node, ScalarNode):
        node = child(node, len(node.value) - 1)
    return node
