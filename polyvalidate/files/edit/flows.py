"""Edits between braces and brackets. Each function offers whole texts, the best first; the caller takes one that
holds."""

from __future__ import annotations

from collections.abc import Iterator

from yaml.nodes import MappingNode, Node

from polyvalidate.files.edit.document import Document, keys_of
from polyvalidate.files.edit.rendering import Entry, next_key


def replaced(document: Document, parent: Node, index: int, entry: Entry) -> Iterator[str]:
    text = document.text
    start, end = _value(document, parent, index)
    for space in ("", " "):
        yield text[:start] + space + entry.inline() + text[end:]
    first, last = _whole(document, parent, index)
    yield text[:first] + _written(entry) + text[last:]


def inserted(document: Document, parent: Node, entry: Entry) -> Iterator[str]:
    text, written = document.text, _written(entry)
    if not parent.value:
        inside = document.start(parent) + 1
        yield text[:inside] + written + text[inside:]
        return
    present = [str(key) for key in keys_of(parent)]
    before = next_key(entry.keys, present) if isinstance(parent, MappingNode) else None
    if before is not None:
        start, _ = _whole(document, parent, present.index(before))
        yield text[:start] + written + ", " + text[start:]
    _, end = _whole(document, parent, len(parent.value) - 1)
    yield text[:end] + ", " + written + text[end:]
    closing = document.end(parent) - 1
    yield text[:closing] + " " + written + text[closing:]  # after a comma that has nothing behind it
    if isinstance(parent, MappingNode):
        start, _ = _whole(document, parent, 0)
        yield text[:start] + written + ", " + text[start:]


def removed(document: Document, parent: Node, index: int) -> Iterator[str]:
    text = document.text
    start, end = _whole(document, parent, index)
    if index + 1 < len(parent.value):
        yield text[:start] + text[_whole(document, parent, index + 1)[0] :]
    if index > 0:
        before = _whole(document, parent, index - 1)[1]
        if not document.comments_in(before, start):
            yield text[:before] + text[end:]
    yield text[:start] + text[end:]  # the comma before stays: it may, at the end
    comma = text.find(",", end)
    yield text[:start] + text[end:comma] + text[comma + 1 :]


def _written(entry: Entry) -> str:
    return f"{entry.name}: {entry.inline()}" if entry.name else entry.inline()


def _value(document: Document, parent: Node, index: int) -> tuple[int, int]:
    node = parent.value[index][1] if isinstance(parent, MappingNode) else parent.value[index]
    return document.start(node), document.end(node)


def _whole(document: Document, parent: Node, index: int) -> tuple[int, int]:
    start, end = _value(document, parent, index)
    return (document.start(parent.value[index][0]) if isinstance(parent, MappingNode) else start), end
