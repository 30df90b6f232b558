"""The six schemas, a good file of each kind, and what the two engines say of a value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
from referencing import Registry

from polyvalidate.files import source
from polyvalidate.files.schema import KINDS

HERE = Path(__file__).parent
SCHEMAS: dict[str, Any] = {
    kind: json.loads((HERE.parent / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8")) for kind in KINDS
}

Route = tuple[str | int, ...]


def parsed(text: str) -> Any:
    result = source.parse(text.encode("utf-8"))
    assert not result.refusals, (text, result.refusals)
    return result.data


GOOD: dict[str, Any] = {kind: parsed((HERE / "schemas" / f"{kind}.yml").read_text(encoding="utf-8")) for kind in KINDS}
"""Files that use every key; ``test_schema_engines`` holds them to it."""


def verdicts(schema: Any, value: Any) -> tuple[bool, bool]:
    """What jsonschema and jsonschema-rs say, both as the program sets them up."""
    slow = jsonschema.Draft202012Validator(
        schema, registry=Registry(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return slow.is_valid(value), jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(value)


def walk(schema: dict[str, Any], route: Route = ()) -> Iterator[tuple[Route, dict[str, Any]]]:
    """Every schema inside a schema, itself first: keys, keys by pattern, names of keys, items, alternatives."""
    yield route, schema
    for keyword in ("properties", "patternProperties"):
        for name, inner in schema.get(keyword, {}).items():
            yield from walk(inner, (*route, name))
    for keyword in ("items", "propertyNames"):
        if keyword in schema:
            yield from walk(schema[keyword], (*route, keyword))
    for index, inner in enumerate(schema.get("anyOf", ())):
        yield from walk(inner, (*route, index))
