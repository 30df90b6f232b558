"""The six schemas: described in both languages, bounded, closed, and the same verdict from both engines.

``tests/schemas/<kind>.yml`` holds a good file of each kind that uses every key.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from referencing import Registry

from polyvalidate import source
from polyvalidate.reading import KINDS, Reader
from polyvalidate.rules.schema import HANDLED

HERE = Path(__file__).parent
SCHEMAS: dict[str, Any] = {
    kind: json.loads((HERE.parent / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8")) for kind in KINDS
}
READER = Reader(SCHEMAS)
WRITERS = {"student", "evaluator", "registry", "jury", "keeper"}
TEXTS = ("title", "description", "x-title-en", "x-description-en")
NOT_REFUSING = {"$schema", "$id", "x-writers", "properties", "patternProperties", "items", "anyOf", *TEXTS}
NO_END = r"(?![\s\S])"
"""The end of a text. `$` is before a last line end in Python and at the very end in Rust; this is one to both."""

Route = tuple[str | int, ...]


def parsed(text: str) -> Any:
    result = source.parse(text.encode("utf-8"))
    assert not result.refusals, (text, result.refusals)
    return result.data


GOOD = {kind: parsed((HERE / "schemas" / f"{kind}.yml").read_text(encoding="utf-8")) for kind in KINDS}


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


# --- both engines ---------------------------------------------------------------------------------------------------


def routes(value: Any, route: Route = ()) -> Iterator[Route]:
    if route:
        yield route
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from routes(item, (*route, key))


def holder_of(document: Any, route: Route) -> Any:
    for key in route[:-1]:
        document = document[key]
    return document


@pytest.mark.parametrize("kind", KINDS)
def test_the_good_file_uses_every_key_and_is_accepted(kind: str) -> None:
    used = {key for route in routes(GOOD[kind]) for key in route}
    known = {key for _, schema in walk(SCHEMAS[kind]) for key in schema.get("properties", {})}

    assert known - used == set()
    assert verdicts(SCHEMAS[kind], GOOD[kind]) == (True, True)


KEYS = [(kind, route) for kind in KINDS for route in routes(GOOD[kind])]
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# Neither NaN, infinities, lone surrogates nor numbers of ten digits: no file that reads well holds one.
SURPRISES = st.one_of(
    st.sampled_from([None, True, False, "", " ", [], {}, [[]], "jury", "2026-02-30", "2025-02-29", "20260131"]),
    st.integers(-999_999_999, 999_999_999),
    st.integers(-4000, 4000).map(lambda quarters: quarters / 4),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.text(max_size=130),
    st.sampled_from([40, 41, 80, 81, 100, 101, 120, 121, 500, 501, 1000, 1001, 2000, 2001]).map("a".__mul__),
)
EDITS = st.sampled_from(
    ["drop", "replace", "replace", "line end", "begin", "arabic", "long", "twin", "unknown", "rename", "many"]
)


def edited(document: Any, route: Route, edit: str, surprise: Any) -> None:
    holder, last = holder_of(document, route), route[-1]
    value = holder[last]
    if edit == "drop":
        del holder[last]
    elif edit == "replace":
        holder[last] = surprise
    elif edit == "twin" and isinstance(value, list):
        value.append(copy.deepcopy(value[0]))
    elif edit == "many" and isinstance(value, list):
        value.extend(copy.deepcopy(value[0]) for _ in range(120))
    elif edit == "many" and isinstance(value, dict):
        value.update({f"FISE{i}": copy.deepcopy(next(iter(value.values()))) for i in range(25)})
    elif edit == "unknown" and isinstance(value, dict):
        value["inconnue"] = surprise
    elif edit in ("rename", "line end") and isinstance(holder, dict) and not isinstance(value, str):
        holder[f"{last}\n" if edit == "line end" else str(surprise)] = holder.pop(last)
    elif isinstance(value, str):
        holder[last] = {"line end": f"{value}\n", "begin": f"\n{value}", "arabic": value.translate(ARABIC)}.get(
            edit, value * 60
        )


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, Any]:
    kind, route = draw(st.sampled_from(KEYS))
    document = copy.deepcopy(GOOD[kind])
    edited(document, route, draw(EDITS), draw(SURPRISES))
    left = sorted(routes(document), key=repr)
    if left and draw(st.booleans()):
        edited(document, draw(st.sampled_from(left)), draw(EDITS), draw(SURPRISES))
    return kind, document


@settings(max_examples=400)
@given(spoiled())
def test_both_engines_agree_and_every_refusal_is_explained(case: tuple[str, Any]) -> None:
    kind, document = case
    slow, fast = verdicts(SCHEMAS[kind], document)
    explained = READER.violations(kind, document)

    assert slow == fast
    assert slow == (explained == [])


ONE_EDIT: list[tuple[str, Route, Any, bool]] = [
    ("declaration", ("activity",), "3.10", True),
    ("declaration", ("activity",), "3.1\n", False),
    ("declaration", ("activity",), "3.01", False),
    ("declaration", ("activity",), "9.1", False),
    ("declaration", ("activity",), "٣.١", False),
    ("declaration", ("activity",), 3.1, False),
    ("declaration", ("period", "from"), "2024-02-29", True),
    ("declaration", ("period", "from"), "2026-02-29", False),
    ("declaration", ("period", "from"), "1999-12-31", False),
    ("declaration", ("period", "from"), "2100-01-01", False),
    ("declaration", ("period", "from"), "2026-W05-6", False),
    ("declaration", ("period", "from"), "2026-01-31\n", False),
    ("declaration", ("period", "from"), "2026-01-٣١", False),
    ("declaration", ("quantity",), 0, False),
    ("declaration", ("quantity",), 200, True),
    ("declaration", ("quantity",), 201, False),
    ("declaration", ("quantity",), True, False),
    ("declaration", ("quantity",), "2", False),
    ("declaration", ("quantity",), 1.5, False),
    ("declaration", ("evaluation", "points"), 0, True),
    ("declaration", ("evaluation", "points"), 0.75, True),
    ("declaration", ("evaluation", "points"), 0.3, False),
    ("declaration", ("evaluation", "points"), 100.25, False),
    ("declaration", ("evaluation", "points"), -0.25, False),
    ("declaration", ("evaluation", "by"), "ref", False),
    ("declaration", ("evaluation", "by"), "r-" + "a" * 38, True),
    ("declaration", ("evaluation", "by"), "r-" + "a" * 39, False),
    ("declaration", ("title",), "😀" * 120, True),
    ("declaration", ("title",), "😀" * 121, False),
    ("declaration", ("elsewhere",), None, False),
    ("declaration", ("evidence", 0, "sha256"), "A" * 64, False),
    ("declaration", ("evidence", 0, "kind"), "E0", False),
    ("declaration", ("evidence", 1, "url"), "http://github.com/", False),
    ("student", ("account",), "github:" + "1" * 13, False),
    ("student", ("programme",), "D" * 11, False),
    ("student", ("extra_years",), 4, False),
    ("quitus", ("session",), "2026-13", False),
    ("roles", ("holders",), {"r-" + "a" * 39: GOOD["roles"]["holders"]["ref-3"]}, False),
    ("roles", ("holders",), {"ref-3\n": GOOD["roles"]["holders"]["ref-3"]}, False),
    ("roles", ("holders",), {}, False),
    ("rules", ("units",), {"a" * 30: {"title": {"fr": "a", "en": "a"}}}, True),
    ("rules", ("units",), {"a" * 31: {"title": {"fr": "a", "en": "a"}}}, False),
    ("rules", ("campaigns", 0, "code"), "c" * 21, False),
    ("rules", ("profiles", "FISE3", "required"), "jury", True),
    ("rules", ("profiles", "FISE3", "required"), "jury\n", False),
    ("category", ("category",), 3, False),
    ("category", ("activities", "3.1", "points"), {"from": 1}, False),
    ("category", ("activities", "3.1", "points"), 0, False),
    ("category", ("activities", "3.1", "points"), {"levels": {}}, False),
]


@pytest.mark.parametrize(("kind", "route", "value", "accepted"), ONE_EDIT)
def test_both_engines_say_the_same_of_a_single_edit(kind: str, route: Route, value: Any, accepted: bool) -> None:
    document = copy.deepcopy(GOOD[kind])
    holder_of(document, route)[route[-1]] = value

    assert verdicts(SCHEMAS[kind], document) == (accepted, accepted)


DISAGREEMENTS = [
    ({"type": "string", "pattern": "^[a-z]+$"}, "abc\n"),
    ({"type": "string", "pattern": r"^\d+$"}, "٣"),
    ({"type": "string", "pattern": r"^\w+$"}, "é"),
]


@pytest.mark.parametrize(("schema", "value"), DISAGREEMENTS)
def test_the_engines_do_disagree_on_the_patterns_we_do_not_write(schema: Any, value: Any) -> None:
    assert verdicts(schema, value) == (True, False)
