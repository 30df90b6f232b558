"""Edits of values on lines of their own. Each function offers whole texts, the best first; the caller takes one that
holds. What differs between them is where a text of several lines ends, on which line ends and comments weigh."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yaml.nodes import MappingNode, Node

from polyvalidate.files.edit.document import Document, child, is_inline, keys_of, last_value
from polyvalidate.files.edit.rendering import Comments, Entry, next_key


def replaced(document: Document, parent: Node, index: int, entry: Entry) -> Iterator[str]:
    """Another value for a key or an item that is there."""
    old = child(parent, index)
    lines = entry.lines()
    start, end = document.start(old), document.end(old)
    text = document.text
    if is_inline(old) and len(lines) == 1:
        value = lines[0].removeprefix(f"{entry.name}: " if entry.name else "- ")
        space = " " if start > 0 and text[start - 1] not in " \t\n" else ""
        yield text[:start] + space + value + text[end:]
    comments = _comments_by_key(document, old)
    first, column = _beginning(document, parent, index)
    head = first + 1 if not isinstance(parent, MappingNode) else _after_colon(document, parent, index)
    if head is not None:
        for literal in (True, False):
            yield _rewritten(document, old, entry, entry.lines(comments, literal=literal), head, column)
    for literal in (True, False):
        whole = _joined(document, entry.lines(comments, literal=literal), column)
        yield text[:first] + whole + _rest(document, text, end)


def _after_colon(document: Document, parent: Node, index: int) -> int | None:
    colon = document.colon(*parent.value[index])
    return None if colon is None else colon + 1


def _rewritten(document: Document, old: Node, entry: Entry, lines: Sequence[str], head: int, column: int) -> str:
    """What is written up to ``head`` (a colon, a dash), then the new value; the comment beside it stays beside it."""
    text = document.text
    end = document.end(old)
    inside = document.comments_in(head, document.start(old) if is_inline(old) else document.line_stop(head))
    beside = inside or document.comments_in(end, document.line_stop(end))
    value = lines[0].removeprefix(f"{entry.name}:" if entry.name else "-")
    comment = f"  {text[slice(*beside[0])]}" if beside else ""
    body = [value.rstrip() + comment, *lines[1:]]
    return text[:head] + _joined(document, body, column) + _rest(document, text, end)


def inserted(document: Document, parent: Node, entry: Entry) -> Iterator[str]:
    """A new key at its place in the format, or a new item at the end of a list."""
    text = document.text
    first, column = _beginning(document, parent, 0)
    if isinstance(parent, MappingNode):
        present = [str(key) for key in keys_of(parent)]
        before = next_key(entry.keys, present)
        if before is not None:
            index = present.index(before)
            place, _ = _beginning(document, parent, index)
            if index > 0:
                place = document.comment_lines_above(place)
            for literal in (True, False):
                new = _joined(document, entry.lines(literal=literal), column)
                yield text[:place] + new + document.end_of_line + " " * column + text[place:]
    end = document.end(parent)
    places = [document.next_line(end)]
    if parent is document.root:
        places.insert(0, document.bottom)
    elif not is_inline(last := last_value(parent)):
        places.append(document.offset(last.end_mark))
    for place in places:
        for before_it in document.ended(place):
            for literal in (True, False):
                new = _joined(document, entry.lines(literal=literal), column)
                yield before_it + " " * column + new + document.end_of_line + text[place:]
    if isinstance(parent, MappingNode):
        new = _joined(document, entry.lines(literal=False), column)
        yield text[:first] + new + document.end_of_line + " " * column + text[first:]


def removed(document: Document, parent: Node, index: int, *, with_comments_above: bool) -> Iterator[str]:
    """A key or an item less. The comments further right right below it were inside it, and go with it."""
    text = document.text
    start, column = _beginning(document, parent, index)
    after = document.next_line(document.end(child(parent, index)))
    stop = document.deeper_comments_below(after, column)
    if len(parent.value) == 1:
        yield text[:start] + "{}" + document.end_of_line + text[stop:]
        return
    if with_comments_above:
        start = document.comment_lines_above(start)
    if document.begins_its_line(start):
        start = document.line_start(start)
        yield text[:start] + text[stop:]
        blank = re.compile(r"(?:[ \t]*\r?\n)*(?:[ \t]+\Z)?").match(text, stop)
        yield text[:start] + text[blank.end() if blank else stop :]
        return
    following, _ = _beginning(document, parent, index + 1)
    kept = [text[slice(*span)] for span in document.comments_in(stop, following)]
    yield text[:start] + (document.end_of_line + " " * column).join([*kept, text[following:]])


# --- lines ------------------------------------------------------------------------------------------------------------


def _beginning(document: Document, parent: Node, index: int) -> tuple[int, int]:
    """Where an entry begins (its key, its question mark or its dash), and the column of all of them."""
    column = document.column(document.start(parent))
    if not isinstance(parent, MappingNode):
        return document.dash(parent.value[index]), column
    key = document.start(parent.value[index][0])
    return (key if document.column(key) == column else document.text.rindex("?", 0, key)), column


def _joined(document: Document, lines: Sequence[str], column: int) -> str:
    """Lines one below the other at a column; the first goes on from where it is put."""
    margin = document.end_of_line + " " * column
    return lines[0] + "".join(margin + line if line else document.end_of_line for line in lines[1:])


def _rest(document: Document, text: str, end: int) -> str:
    """What follows the line on which a value ends, line end included; a last line gets one."""
    rest = text[document.line_stop(end) :]
    return rest or document.end_of_line


def _comments_by_key(document: Document, old: Node) -> Comments:
    """The comments inside braces of several lines: each belongs to the key before it on its line, or below it."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    if not isinstance(old, MappingNode) or not is_inline(old):
        return found
    keys = [(document.start(key), key.value) for key, _ in old.value]
    for start, end in document.comments_in(document.start(old), document.end(old)):
        line = document.line_start(start)
        same = [name for at, name in keys if line <= at < start]
        below = [name for at, name in keys if at > start]
        if same or below:
            above, beside = found.setdefault(same[-1] if same else below[0], ([], []))
            (beside if same else above).append(document.text[start:end])
    return found
