"""Surgical edits of a file of the accepted YAML: one value changes, every other byte stays.

Comments, order of keys, quotes, line ends and blank lines are the person's own and are kept; what is added is in the
form of ``files.canonical``, at the place that the format gives it. Every edit is held to its law before it is given
back: the new bytes read as exactly the data that was asked for, with no doubt that was not there before. Where several
ways of writing are possible, the first that holds is taken; when none does, ``Uneditable`` is raised.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from polyvalidate.files import source
from polyvalidate.files.edit import blocks, flows
from polyvalidate.files.edit.document import Document, Uneditable, child, is_inline, keys_of
from polyvalidate.files.edit.rendering import Entry
from polyvalidate.model.findings import Key, Keys

__all__ = ["Uneditable", "remove", "respell", "set_block", "set_value"]


def set_block(data: bytes, key: str, plain: Mapping[str, Any]) -> bytes:
    """Set a block at the top of the file (``evaluation``, ``appeal``) to exactly this mapping.

    A new block goes to its place in the format (``evaluation`` before ``appeal``), else to the end. In a block that is
    there, the keys that remain keep their comments and their place, and their very bytes where the value is the same.
    """
    return set_value(data, (key,), dict(plain))


def set_value(data: bytes, keys: Keys, value: Any) -> bytes:
    """Set one value. ``keys`` is its route, as in ``Place.keys``; an index one past the end of a list appends.

    Mappings that are missing on the way are made. ``value`` is plain data (None, bool, int, float, str, lists and
    mappings of these). Raises ``Uneditable`` for a file that cannot be read, a route through a text or past the end of
    a list, and a result that would not be accepted (too large); ValueError for what these files cannot say.
    """
    if not keys:
        raise Uneditable("the whole file is not a value")
    return _set(data, keys, _plain(value))


def remove(data: bytes, keys: str | Keys) -> bytes:
    """Remove a key or an item of a list, with the comments inside its value; those around it stay.

    Removing what is not there changes nothing.
    """
    return _remove(data, (keys,) if isinstance(keys, str) else keys, with_comments_above=False)


def respell(data: bytes, written: Mapping[Keys, str]) -> bytes:
    """Write values that stand on one line in other characters (``"3.10"`` for ``3.10``), and change nothing else.

    Raises ``Uneditable`` when there is no such value on one line, or when another value would change.
    """
    document = Document(data)
    text, expected = document.text, document.plain
    stretches: list[tuple[int, int, str]] = []
    for keys, characters in written.items():
        if not _exists(document.plain, keys):
            raise Uneditable("there is no such value")
        node = _node(document.root, keys)
        if not is_inline(node) or node.start_mark.line != node.end_mark.line:
            raise Uneditable("this value is not on one line")
        stretches.append((document.start(node), document.end(node), characters))
    for start, end, characters in sorted(stretches, reverse=True):
        text = text[:start] + characters + text[end:]
    respelled = text.encode("utf-8")
    parsed = source.parse(respelled)
    if parsed.readable:
        for keys in written:
            if _exists(parsed.data, keys):
                expected = _assigned(expected, keys, _at(parsed.data, keys))
        if _same(parsed.data, expected):
            return respelled
    raise Uneditable("this change cannot be written without changing something else in the file")


# --- one step at a time -----------------------------------------------------------------------------------------------


def _set(data: bytes, keys: Keys, value: Any) -> bytes:
    document = Document(data)
    keys, value = _wrapped(document.plain, keys, value)
    parent, key = _node(document.root, keys[:-1]), keys[-1]
    here = keys_of(parent)
    if isinstance(key, int) is isinstance(parent, MappingNode):
        raise Uneditable("a list has numbers, everything else has names")
    entry = Entry(keys, value)
    expected = _assigned(document.plain, keys, value)
    if key not in here:
        if isinstance(key, int) and key != len(here):
            raise Uneditable("a list grows by its end only")
        if not parent.value and len(keys) > 1:
            return _set(data, keys[:-1], [value] if isinstance(key, int) else {key: value})
        way = blocks.inserted if not is_inline(parent) else flows.inserted
        return _first(document, way(document, parent, entry), expected)
    index = here.index(key)
    old = child(parent, index)
    if _same(_at(document.plain, keys), value):
        return data
    if _is_merged(parent, old, entry):
        return _merged(data, keys, value)
    way_in = blocks.replaced if not is_inline(parent) else flows.replaced
    return _first(document, way_in(document, parent, index, entry), expected)


def _remove(data: bytes, keys: Keys, *, with_comments_above: bool) -> bytes:
    document = Document(data)
    if not _exists(document.plain, keys):
        return data
    parent = _node(document.root, keys[:-1])
    index = keys_of(parent).index(keys[-1])
    if len(parent.value) == 1 and len(keys) > 1:
        return _set(data, keys[:-1], {} if isinstance(parent, MappingNode) else [])
    if is_inline(parent):
        ways = flows.removed(document, parent, index)
    else:
        ways = blocks.removed(document, parent, index, with_comments_above=with_comments_above)
    return _first(document, ways, _without(document.plain, keys))


def _merged(data: bytes, keys: Keys, value: Any) -> bytes:
    """Make a mapping or a list the same as ``value`` key by key, so that what remains is not touched."""
    old = _at(Document(data).plain, keys)
    if isinstance(value, dict):
        for key in Entry(keys, value).ordered_keys():
            data = _set(data, (*keys, key), value[key])
        for key in [key for key in old if key not in value]:
            data = _remove(data, (*keys, key), with_comments_above=True)
        return data
    for index, inner in enumerate(value):
        data = _set(data, (*keys, index), inner)
    for index in range(len(old) - 1, len(value) - 1, -1):
        data = _remove(data, (*keys, index), with_comments_above=True)
    return data


def _is_merged(parent: Node, old: Node, entry: Entry) -> bool:
    """Is a collection mended from inside? Yes when what is there has the form in which it would be written."""
    alike = isinstance(old, MappingNode if isinstance(entry.value, dict) else SequenceNode)
    if not alike or not old.value or not entry.value or not isinstance(entry.value, dict | list):
        return False
    return not is_inline(old) or is_inline(parent) or len(entry.lines()) == 1


def _first(document: Document, ways: Iterable[str], expected: Any) -> bytes:
    """The first way of writing that reads as what was meant, to our reader, without a new doubt."""
    before = [doubt.kind for doubt in source.parse(document.data).refusals]
    for text in ways:
        data = text.encode("utf-8")
        parsed = source.parse(data)
        if parsed.readable and _same(parsed.data, expected):
            kinds = [doubt.kind for doubt in parsed.refusals]
            if all(kinds.count(kind) <= before.count(kind) for kind in kinds):
                return data
    raise Uneditable("this change cannot be written without changing something else in the file")


# --- plain data -------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """A copy as the reader would give it back."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _same(one: Any, other: Any) -> bool:
    """Equality that tells 1 from true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _steps(plain: Any, keys: Keys) -> Iterator[Any]:
    """The values along a route, as far as it goes."""
    for key in keys:
        if isinstance(plain, list) and isinstance(key, int) and 0 <= key < len(plain):
            plain = plain[key]
        elif isinstance(plain, dict) and key in plain:
            plain = plain[str(key)]
        else:
            return
        yield plain


def _exists(plain: Any, keys: Keys) -> bool:
    return bool(keys) and len(list(_steps(plain, keys))) == len(keys)


def _at(plain: Any, keys: Keys) -> Any:
    for key in keys:
        plain = plain[key]
    return plain


def _wrapped(plain: Any, keys: Keys, value: Any) -> tuple[Keys, Any]:
    """The longest route that can be followed, and the value inside the mappings that are missing on the way."""
    known = list(_steps(plain, keys[:-1]))
    for depth, reached in enumerate(known):
        if reached is None:
            known = known[:depth]
            break
        if not isinstance(reached, dict | list):
            raise Uneditable("a text or a number holds nothing inside")
    for key in reversed(keys[len(known) + 1 :]):
        if key not in (0, *([key] if isinstance(key, str) else [])):
            raise Uneditable("a list grows by its end only")
        value = {key: value} if isinstance(key, str) else [value]
    return keys[: len(known) + 1], value


def _assigned(plain: Any, keys: Keys, value: Any) -> Any:
    if not keys:
        return value
    key, *rest = keys
    if isinstance(plain, dict):
        return {**plain, key: _assigned(plain.get(key), tuple(rest), value)}
    inner = _assigned(plain[key] if int(key) < len(plain) else None, tuple(rest), value)
    return [*plain[: int(key)], inner, *plain[int(key) + 1 :]]


def _without(plain: Any, keys: Keys) -> Any:
    key, *rest = keys
    if rest:
        return _assigned(plain, (key,), _without(plain[key], tuple(rest)))
    if isinstance(plain, dict):
        return {name: inner for name, inner in plain.items() if name != key}
    return [*plain[: int(key)], *plain[int(key) + 1 :]]


def _node(root: Node, keys: Sequence[Key]) -> Node:
    for key in keys:
        root = child(root, keys_of(root).index(key))
    return root
