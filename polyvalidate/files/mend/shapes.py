"""What a schema wants at a place: just enough to know that a text, a day or a digest was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from polyvalidate.files.schema import ONE_LINE
from polyvalidate.model.findings import Keys

Schema = Mapping[str, Any]


def wanted(schema: Schema, keys: Keys) -> list[Schema]:
    """The schemas that may judge the value at a route; several where a choice is possible."""
    found = [schema]
    for key in keys:
        found = [inner for outer in found for inner in _inside(outer, key)]
    return [choice for outer in found for choice in outer.get("anyOf", (outer,))]


def _inside(schema: Schema, key: str | int) -> Iterator[Schema]:
    for choice in schema.get("anyOf", (schema,)):
        if isinstance(key, int):
            if isinstance(choice.get("items"), Mapping):
                yield choice["items"]
        elif key in choice.get("properties", {}):
            yield choice["properties"][key]
        else:
            yield from (s for pattern, s in choice.get("patternProperties", {}).items() if re.search(pattern, key))


def expects_text(schema: Schema, keys: Keys) -> bool:
    choices = wanted(schema, keys)
    return bool(choices) and all(choice.get("type") == "string" for choice in choices)


def expects_day(schema: Schema, keys: Keys) -> bool:
    return any(choice.get("format") == "date" for choice in wanted(schema, keys))


def expects_digest(schema: Schema, keys: Keys) -> bool:
    return any("[0-9a-f]{64}" in str(choice.get("pattern", "")) for choice in wanted(schema, keys))


def free_texts(schema: Schema) -> frozenset[str]:
    """The keys that are a text in the person's own words wherever they stand: neither code, nor date, nor address."""
    free: set[str] = set()
    bound: set[str] = set()
    waiting = [schema]
    while waiting:
        here = waiting.pop()
        for name, inner in here.get("properties", {}).items():
            fixed = {"enum", "const", "format"} & set(inner) or inner.get("pattern", ONE_LINE) != ONE_LINE
            own_words = inner.get("type") == "string" and not fixed
            (free if own_words else bound).add(name)
        waiting += [*here.get("properties", {}).values(), *here.get("patternProperties", {}).values()]
        waiting += [*here.get("anyOf", ()), *([here["items"]] if isinstance(here.get("items"), Mapping) else [])]
    return frozenset(free - bound)
