"""The six schemas say everything in both languages, name their writers, and leave nothing unbounded or open."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest

from polyvalidate.files.schema import KINDS
from polyvalidate.rules.schema import HANDLED
from tests.schema_samples import SCHEMAS, Route, parsed, verdicts, walk

WRITERS = {"student", "evaluator", "registry", "jury", "keeper"}
TEXTS = ("title", "description", "x-title-en", "x-description-en")
NOT_REFUSING = {"$schema", "$id", "x-writers", "properties", "patternProperties", "items", "anyOf", *TEXTS}
NO_END = r"(?![\s\S])"
"""The end of a text. `$` is before a last line end in Python and at the very end in Rust; this is one to both."""

EVERYWHERE = [(kind, *found) for kind in KINDS for found in walk(SCHEMAS[kind])]


def wrong(holds: Any) -> list[tuple[str, Route]]:
    return [(kind, route) for kind, route, schema in EVERYWHERE if not holds(schema)]


# --- what they say --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_schema_of_2020_12_under_its_own_address(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[kind])

    assert SCHEMAS[kind]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMAS[kind]["$id"] == f"https://polyvalidate.example.org/schemas/{kind}.schema.json"


def test_everything_has_a_title_and_a_description_in_both_languages() -> None:
    assert wrong(lambda schema: all(isinstance(schema.get(key), str) and schema[key] for key in TEXTS)) == []


def test_titles_are_short_names_that_fit_inside_a_sentence() -> None:
    def fits(title: str) -> bool:
        lower = title[0].islower() or title.startswith(("French ", "English "))
        return len(title) <= 40 and lower and title[-1].isalnum()

    assert wrong(lambda schema: fits(schema["title"]) and fits(schema["x-title-en"])) == []


def example_of(schema: dict[str, Any]) -> str | None:
    """The example that ends a French description: after its last « : », which YAML writes without a space before."""
    before, colon, example = schema["description"].rpartition(" : ")
    return example[:-1] if colon and (before.endswith(" Exemple") or "pattern" in schema) else None


def test_every_single_value_has_an_example_the_same_in_both_languages() -> None:
    def shown(schema: dict[str, Any]) -> bool:
        example = example_of(schema)
        if example is None:
            return schema.get("type") in ("object", "array")  # its parts have theirs
        return bool(schema["x-description-en"].endswith(f": {example}."))

    assert wrong(shown) == []


def test_every_example_is_accepted_where_it_stands() -> None:
    examples = [(schema, example_of(schema)) for _, _, schema in EVERYWHERE]
    refused = [
        example
        for schema, example in examples
        if example is not None and verdicts(schema, parsed(f"value: {example}\n")["value"]) != (True, True)
    ]

    assert refused == []


def test_every_choice_is_explained_in_both_languages() -> None:
    def explained(schema: dict[str, Any]) -> bool:
        choices = [value for value in schema.get("enum", ()) if not value.isdigit()]
        return all(value in schema["description"] and value in schema["x-description-en"] for value in choices)

    assert wrong(explained) == []


# --- who may write --------------------------------------------------------------------------------------------------


def test_everything_names_its_writers() -> None:
    assert wrong(lambda schema: schema.get("x-writers") and set(schema["x-writers"]) <= WRITERS) == []


BY_ROUTE: list[tuple[str, Route, list[str]]] = [
    ("declaration", ("evaluation",), ["evaluator"]),
    ("declaration", ("appeal", "on"), ["student"]),
    ("declaration", ("appeal", "reason"), ["student"]),
    *(("declaration", ("appeal", key), ["jury"]) for key in ("outcome", "points", "by", "decided", "comment")),
    ("declaration", ("appeal",), ["student", "jury"]),
    ("declaration", ("origin",), ["registry"]),
    ("declaration", (), ["student"]),
    ("student", ("arrangement",), ["jury"]),
    ("student", (), ["registry"]),
    ("quitus", (), ["jury"]),
    ("roles", (), ["keeper"]),
    ("category", (), ["keeper"]),
    ("rules", (), ["keeper"]),
]
"""Who writes what, as decision 0002 says: the first line that a route begins with."""


def test_writers_are_those_of_the_formats_page() -> None:
    differing = [
        (kind, route, schema["x-writers"])
        for kind, route, schema in EVERYWHERE
        if schema["x-writers"] != next(w for k, start, w in BY_ROUTE if k == kind and route[: len(start)] == start)
    ]

    assert differing == []


# --- bounds ---------------------------------------------------------------------------------------------------------


def test_every_text_list_and_number_is_bounded() -> None:
    bounds = {
        "string": {"minLength", "maxLength"},
        "array": {"minItems", "maxItems", "items"},
        "number": {"minimum", "maximum", "multipleOf"},
        "integer": {"minimum", "maximum"},
    }

    assert wrong(lambda s: "enum" in s or bounds.get(s.get("type", ""), set()) <= s.keys()) == []


def test_every_object_is_closed_and_every_map_has_a_size() -> None:
    def closed(schema: dict[str, Any]) -> bool:
        if schema.get("type") != "object":
            return True
        sized = "properties" in schema or {"minProperties", "maxProperties"} <= schema.keys()
        return sized and schema["additionalProperties"] is False

    assert wrong(closed) == []


def test_every_value_says_what_it_is() -> None:
    names_of_keys = {"maxLength"}  # a key is always a text

    assert wrong(lambda schema: schema.keys() & ({"type", "anyOf", "const"} | names_of_keys)) == []


def test_names_of_keys_are_bounded_too() -> None:
    open_maps = [
        (kind, route)
        for kind, route, schema in EVERYWHERE
        for pattern in schema.get("patternProperties", {})
        if re.search(r"[+*]", pattern) and "propertyNames" not in schema
    ]

    assert open_maps == []


def test_patterns_mean_the_same_to_every_engine() -> None:
    def same(pattern: str, longest: int | None) -> bool:
        body = pattern.removesuffix(NO_END)
        ended = body != pattern or pattern == "^https://" or longest is not None
        outside = re.sub(r"\[[^\]]*\]|\\\.", "", body)  # without the sets of characters and the plain dots
        return pattern.startswith("^") and ended and not re.search(r"[$.\\]|\(\?[^:]", outside)

    patterns = [(p, None) for _, _, s in EVERYWHERE for p in s.get("patternProperties", {})]
    patterns += [(s["pattern"], s["maxLength"]) for _, _, s in EVERYWHERE if "pattern" in s]

    assert [pattern for pattern, longest in patterns if not same(pattern, longest)] == []


def test_no_code_may_end_with_a_line_end() -> None:
    accepted = []
    for kind, route, schema in EVERYWHERE:
        if "pattern" in schema and schema["pattern"] != "^https://":
            value = parsed(f"value: {example_of(schema)}\n")["value"]
            for end in ("\n", "\r", "\r\n", "\u2028", "\x85"):
                if verdicts(schema, value + end) != (False, False):
                    accepted.append((kind, route, end))

    assert accepted == []


def test_every_way_to_refuse_has_a_rule_that_says_it() -> None:
    assert {keyword for _, _, schema in EVERYWHERE for keyword in schema} - NOT_REFUSING - HANDLED == set()
