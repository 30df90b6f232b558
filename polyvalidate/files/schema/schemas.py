"""The schemas: what they accept, and what they refuse in terms of labels and keys.

The compiled schema (jsonschema-rs) decides; jsonschema explains, only for a file that was refused.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import jsonschema_rs

from polyvalidate.model.findings import Keys
from polyvalidate.model.words import Text

KINDS = ("declaration", "student", "quitus", "category", "rules", "roles")
"""The kinds of file; each has a schema of the same name."""


_SEEN, _WITHIN = r"[^ \n\r\t\u0085\u2028\u2029]", r"[^\n\r\t\u0085\u2028\u2029]"
ONE_LINE = rf"^{_SEEN}(?:{_WITHIN}*{_SEEN})?(?![\s\S])"
"""The pattern of a free text of one line, which begins and ends with something to be seen."""


class Violation(NamedTuple):
    """One disagreement with a schema.

    ``keyword`` is the JSON Schema keyword that failed, ``expected`` its value, ``found`` the value in the file,
    ``label`` what people call the value (the schema's titles), ``key`` the missing or unknown key when there is one.
    """

    keyword: str
    keys: Keys
    expected: Any
    found: Any
    label: Text
    key: str = ""
    help: Text = Text("", "")
    """The schema's description: what to write, with an example."""
    limits: tuple[int, int] = (0, 0)
    """The least and greatest number the schema accepts here."""
    nearest: str = ""
    """For an unknown key: the expected key that it resembles and that is not there, when there is one."""


class Reader:
    """The schemas, compiled once. ``schemas`` maps each of ``KINDS`` to its parsed JSON Schema."""

    def __init__(self, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        self.schemas = schemas
        self._accepts: dict[str, Callable[[Any], bool]] = {
            kind: jsonschema_rs.Draft202012Validator(dict(schemas[kind]), validate_formats=True).is_valid
            for kind in KINDS
        }

    def accepts(self, kind: str, data: Any) -> bool:
        return self._accepts[kind](data)

    def violations(self, kind: str, data: Any) -> list[Violation]:
        """Every disagreement, most precise first; imported late because good files never need it."""
        from jsonschema import Draft202012Validator
        from referencing import Registry

        validator = Draft202012Validator(
            self.schemas[kind],
            registry=Registry(),
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        found: list[Violation] = []
        for error in validator.iter_errors(data):
            for leaf in _leaves(error):
                found.extend(_violations(leaf))
        return _without_echoes(found)


def _without_echoes(violations: list[Violation]) -> list[Violation]:
    """One slip, one violation: a misspelt key is not missing too, and a date of the wrong form is not a wrong date."""
    misspelt = {(v.keys[:-1], v.nearest) for v in violations if v.nearest}
    shapeless = {v.keys for v in violations if v.keyword == "pattern"}
    return [
        v
        for v in violations
        if not (v.keyword == "required" and (v.keys, v.key) in misspelt)
        and not (v.keyword == "format" and v.keys in shapeless)
    ]


def salvage(data: Any, violations: Iterable[Violation]) -> Any:
    """A copy of refused data with the slips undone whose meaning is plain, so that the rules can judge the rest.

    Undone are: a misspelt key, another unknown key, a code written as a number or a number in quotes, a text too long.
    The slips are reported all the same; whatever else was refused leaves the copy refused.
    """
    copy = _copied(data)
    for violation in violations:
        holder = copy
        try:
            for key in violation.keys[:-1]:
                holder = holder[key]
            if not violation.keys:
                continue
            last, value = violation.keys[-1], holder[violation.keys[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        if violation.keyword in ("additionalProperties", "propertyNames"):
            del holder[last]
            if violation.nearest:
                holder.setdefault(violation.nearest, value)
        elif violation.keyword == "maxLength" and isinstance(value, str):
            holder[last] = value[: violation.expected]
        elif violation.keyword == "type" and violation.expected == "string" and type(value) in (int, float):
            holder[last] = str(value)
        elif violation.keyword == "type" and isinstance(value, str) and _NUMBER.fullmatch(value):
            holder[last] = float(value) if "." in value else int(value)
    return copy


_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,2})?", re.ASCII)


def _copied(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(item) for item in data] if isinstance(data, list) else data


def _leaves(error: Any) -> Iterator[Any]:
    """For a choice between several shapes, the errors of the shape that came closest; otherwise the error itself."""
    if not error.context:
        yield error
        return
    branches: dict[Any, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    # The branch whose type fits is the one the author meant; a branch refused by its very type comes last.
    best = min(
        branches.values(), key=lambda errors: (any(e.validator == "type" and not e.path for e in errors), len(errors))
    )
    for inner in best:
        yield from _leaves(inner)


def _violations(error: Any) -> Iterator[Violation]:
    keys: Keys = tuple(error.absolute_path)
    keyword, expected, found = error.validator, error.validator_value, error.instance
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    label = _said(schema, "title")
    properties: Mapping[str, Any] = schema.get("properties", {})
    if keyword == "required" and isinstance(found, Mapping):
        # jsonschema gives one error per missing key and names it in its message only.
        for key in expected:
            if key not in found and error.message.startswith(repr(key)):
                yield Violation(keyword, keys, expected, None, _said(properties.get(key, {}), "title", key), key)
        return
    if keyword in ("additionalProperties", "propertyNames") and isinstance(found, Mapping):
        allowed = set(properties)
        patterns = list(schema.get("patternProperties", {}))
        for key in found:
            if key not in allowed and not any(_matches(p, key) for p in patterns):
                absent = [expected for expected in properties if expected not in found]
                near = difflib.get_close_matches(key, absent, n=1, cutoff=0.7)
                nearest = near[0] if near else ""
                yield Violation(keyword, (*keys, key), tuple(properties), None, label, key, nearest=nearest)
        return
    if keyword == "propertyNames" or (error.parent is not None and error.parent.validator == "propertyNames"):
        yield Violation("propertyNames", (*keys, str(found)), expected, None, label, str(found))
        return
    limits = int(schema.get("minimum", 0)), int(schema.get("maximum", 0))
    yield Violation(keyword, keys, expected, found, label, "", _said(schema, "description"), limits)


def _said(schema: Mapping[str, Any], what: str, otherwise: str = "") -> Text:
    """A title or a description of a schema, where French stands for English that is not there."""
    fr = str(schema.get(what, otherwise))
    return Text(fr, str(schema.get(f"x-{what}-en", fr)))


def _matches(pattern: str, key: str) -> bool:
    return re.search(pattern, key) is not None
