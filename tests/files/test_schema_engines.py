"""jsonschema, which explains, and jsonschema-rs, which decides, say the same of every file a person could write."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyvalidate.files.schema import KINDS, Reader
from tests.extent import examples
from tests.schema_samples import GOOD, SCHEMAS, Route, verdicts, walk

READER = Reader(SCHEMAS)


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
# Neither NaN, infinities, lone surrogates nor numbers of ten digits, on which the engines differ: ``source`` refuses
# them before any schema sees them.
SURPRISES = st.one_of(
    st.sampled_from([None, True, False, "", " ", [], {}, [[]], "jury", "2026-02-30", "2025-02-29", "20260131"]),
    st.integers(-999_999_999, 999_999_999),
    st.integers(-4000, 4000).map(lambda quarters: quarters / 4),
    st.decimals(-99_999, 99_999, places=4).map(float),
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
    elif edit == "twin" and isinstance(value, list) and value:
        value.append(copy.deepcopy(value[0]))
    elif edit == "many" and isinstance(value, list) and value:
        value.extend(copy.deepcopy(value[0]) for _ in range(120))
    elif edit == "many" and isinstance(value, dict) and value:
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
    edited(document, route, draw(EDITS), copy.deepcopy(draw(SURPRISES)))
    left = sorted(routes(document), key=repr)
    if left and draw(st.booleans()):
        edited(document, draw(st.sampled_from(left)), draw(EDITS), copy.deepcopy(draw(SURPRISES)))
    return kind, document


@settings(max_examples=examples(150))
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
    ("declaration", ("activity",), "0.1", False),
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
