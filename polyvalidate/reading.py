"""Plain data to model values, once a schema has accepted it; and what a schema refuses, in terms of labels and keys.

The compiled schema (jsonschema-rs) decides; jsonschema explains, only for a file that was refused. The builders below
rely on what the schemas guarantee and are called on accepted data only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import jsonschema_rs

from polyvalidate import model
from polyvalidate.findings import Keys
from polyvalidate.model import Period, Points, Text

KINDS = ("declaration", "student", "quitus", "category", "rules", "roles")
"""The kinds of file; each has a schema of the same name."""

_day = date.fromisoformat


class Violation(NamedTuple):
    """One disagreement with a schema.

    ``keyword`` is the JSON Schema keyword that failed, ``expected`` its value, ``found`` the value in the file, ``fr``
    and ``en`` what people call the value (the schema's titles), ``key`` the missing or unknown key when there is one.
    """

    keyword: str
    keys: Keys
    expected: Any
    found: Any
    fr: str
    en: str
    key: str = ""
    help_fr: str = ""
    help_en: str = ""
    """The schema's description: what to write, with an example."""
    limits: tuple[int, int] = (0, 0)
    """The least and greatest number the schema accepts here."""


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
        return found


def salvage(data: Any, violations: Iterable[Violation]) -> Any:
    """A copy of refused data with the slips undone whose meaning is plain, so that the rules can judge the rest.

    Undone are: an unknown key, a code written as a number or a number in quotes, a text too long. The slips are
    reported all the same; whatever else was refused leaves the copy refused.
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
    fr = str(schema.get("title", ""))
    en = str(schema.get("x-title-en", fr))
    properties: Mapping[str, Any] = schema.get("properties", {})
    if keyword == "required" and isinstance(found, Mapping):
        # jsonschema gives one error per missing key and names it in its message only.
        for key in expected:
            if key not in found and error.message.startswith(repr(key)):
                about = properties.get(key, {})
                yield Violation(
                    keyword, keys, expected, None, about.get("title", key), about.get("x-title-en", key), key
                )
        return
    if keyword in ("additionalProperties", "propertyNames") and isinstance(found, Mapping):
        allowed = set(properties)
        patterns = list(schema.get("patternProperties", {}))
        for key in found:
            if key not in allowed and not any(_matches(p, key) for p in patterns):
                yield Violation(keyword, (*keys, key), tuple(properties), None, fr, en, key)
        return
    if keyword == "propertyNames" or (error.parent is not None and error.parent.validator == "propertyNames"):
        yield Violation("propertyNames", (*keys, str(found)), expected, None, fr, en, str(found))
        return
    limits = int(schema.get("minimum", 0)), int(schema.get("maximum", 0))
    help_fr = str(schema.get("description", ""))
    help_en = str(schema.get("x-description-en", help_fr))
    yield Violation(keyword, keys, expected, found, fr, en, "", help_fr, help_en, limits)


def _matches(pattern: str, key: str) -> bool:
    return re.search(pattern, key) is not None


# --- builders -------------------------------------------------------------------------------------------------------


def _points(value: float) -> Points:
    """A number of points (the schema guarantees a multiple of a quarter, exact in binary) as quarter-points."""
    return Points(int(value * 4))


def _optional_points(value: float | None) -> Points | None:
    return None if value is None else Points(int(value * 4))


def _optional_day(value: str | None) -> date | None:
    return None if value is None else _day(value)


def _text(value: Mapping[str, str]) -> Text:
    return Text(value["fr"], value["en"])


def _period(value: Mapping[str, str]) -> Period:
    return Period(_day(value["from"]), _day(value["to"]))


def read_declaration(path: str, name: str, data: Mapping[str, Any]) -> model.Declaration:
    get = data.get
    period = data["period"]
    evaluation = get("evaluation")
    appeal = get("appeal")
    return model.Declaration(
        path,
        name,
        data["activity"],
        get("title"),
        get("organisation"),
        get("event"),
        Period(_day(period["from"]), _day(period["to"])),
        get("quantity"),
        get("hours"),
        get("level"),
        get("description"),
        get("elsewhere", "none"),
        get("origin"),
        tuple([_evidence(item) for item in get("evidence", ())]),
        None if evaluation is None else _evaluation(evaluation),
        None if appeal is None else _appeal(appeal),
    )


def _evidence(item: Mapping[str, Any]) -> model.Evidence:
    get = item.get
    return model.Evidence(
        item["kind"], item["store"], get("name"), get("url"), get("sha256"), get("media_type"), get("size")
    )


def _evaluation(data: Mapping[str, Any]) -> model.Evaluation:
    return model.Evaluation(
        data["decision"],
        _optional_points(data.get("points")),
        data["by"],
        data.get("second"),
        _day(data["on"]),
        data.get("comment"),
    )


def _appeal(data: Mapping[str, Any]) -> model.Appeal:
    get = data.get
    return model.Appeal(
        _optional_day(get("on")),
        get("reason"),
        get("outcome"),
        _optional_points(get("points")),
        get("by"),
        _optional_day(get("decided")),
        get("comment"),
    )


def read_student(path: str, code: str, cohort: int, data: Mapping[str, Any]) -> model.Student:
    arrangement = data.get("arrangement")
    return model.Student(
        path=path,
        code=code,
        cohort=cohort,
        account=data.get("account"),
        programme=data["programme"],
        profile=data["profile"],
        extra_years=data.get("extra_years", 0),
        arrangement=None
        if arrangement is None
        else model.Arrangement(_points(arrangement["required"]), _day(arrangement["on"]), arrangement["by"]),
        left=_optional_day(data.get("left")),
    )


def read_quitus(path: str, data: Mapping[str, Any]) -> model.Quitus:
    return model.Quitus(
        path=path,
        session=data["session"],
        outcome=data["outcome"],
        credited=_points(data["credited"]),
        required=_points(data["required"]),
        on=_day(data["on"]),
        by=data["by"],
    )


def read_roles(data: Mapping[str, Any]) -> dict[str, model.RoleHolder]:
    return {
        code: model.RoleHolder(
            code=code,
            title=_text(holder["title"]),
            account=holder["account"],
            role=holder["role"],
            categories=frozenset(holder.get("categories", ())),
            until=_optional_day(holder.get("until")),
        )
        for code, holder in data["holders"].items()
    }


def read_category(data: Mapping[str, Any]) -> model.Category:
    referents = tuple(data["referents"])
    return model.Category(
        code=data["category"],
        title=_text(data["title"]),
        guidance=_text(data["guidance"]),
        caps={profile: _points(cap) for profile, cap in data["caps"].items()},
        minimums={profile: _points(least) for profile, least in data.get("minimums", {}).items()},
        referents=referents,
        activities={
            code: _activity(code, data["category"], referents, row) for code, row in data["activities"].items()
        },
    )


def _activity(code: str, category: str, referents: tuple[str, ...], row: Mapping[str, Any]) -> model.Activity:
    points = row["points"]
    levels: dict[str, model.Level] = {}
    if not isinstance(points, Mapping):
        lowest = highest = _points(points)
    elif "levels" in points:
        levels = {
            key: model.Level(key, _text(level["title"]), _points(level["points"]))
            for key, level in points["levels"].items()
        }
        lowest = min(level.points for level in levels.values())
        highest = max(level.points for level in levels.values())
    else:
        lowest, highest = _points(points["from"]), _points(points["to"])
    evidence = row["evidence"]
    return model.Activity(
        code=code,
        category=category,
        title=_text(row["title"]),
        guidance=_text(row["guidance"]),
        unit=row["unit"],
        lowest=lowest,
        highest=highest,
        levels=levels,
        cap_year=_points(row["caps"]["year"]),
        cap_cycle=_points(row["caps"]["cycle"]),
        all_of=tuple(evidence.get("all", ())),
        any_of=tuple(evidence.get("any", ())),
        role=row["role"],
        scope=row["scope"],
        open_to=frozenset(row["open_to"]),
        referents=tuple(row.get("referents", ())) or referents,
        exclusive=frozenset(row.get("exclusive", ())),
        legal=tuple(row.get("legal", ())),
        sensitive=row.get("sensitive", False),
        bulk=row.get("bulk", False),
        on_request=row.get("on_request", False),
        allows_paid=row.get("allows_paid", False),
    )


def read_grid(rules: Mapping[str, Any], categories: Mapping[str, model.Category]) -> model.Grid:
    """The grid of one year, from its rules and its categories (by code)."""
    evidence = rules["evidence"]
    return model.Grid(
        year=rules["year"],
        example=rules.get("example", False),
        title=_text(rules["title"]),
        school=rules["school"],
        language=rules["language"],
        site=rules["site"].rstrip("/"),
        contact=rules["contact"],
        period=_period(rules["period"]),
        profiles={
            code: model.Profile(
                code=code,
                title=_text(row["title"]),
                years=row["years"],
                required=None if row["required"] == "jury" else _points(row["required"]),
                minimum_categories=row["minimum_categories"],
                total_cap=_optional_points(row.get("total_cap")),
            )
            for code, row in rules["profiles"].items()
        },
        programmes={code: _text(title) for code, title in rules["programmes"].items()},
        units={
            code: model.Unit(code, _text(row["title"]), row.get("hours", 0), row.get("minimum_hours", 0))
            for code, row in rules["units"].items()
        },
        campaigns=tuple(
            model.Campaign(
                row["code"],
                _text(row["title"]),
                _day(row["opens"]),
                _day(row["closes"]),
                _period(row["covers"]),
                row.get("second_chance", False),
            )
            for row in rules["campaigns"]
        ),
        evidence=model.EvidencePolicy(
            kinds={
                code: model.EvidenceKind(code, _text(row["title"]), frozenset(row["media_types"]))
                for code, row in evidence["kinds"].items()
            },
            stores=frozenset(evidence["stores"]),
            hosts=frozenset(evidence.get("hosts", ())),
            maximum_size=evidence["maximum_size"],
        ),
        second_reader_from=_points(rules["second_reader_from"]),
        legal={code: _text(title) for code, title in rules["legal"].items()},
        categories=dict(sorted(categories.items())),
        activities={
            code: activity
            for _, category in sorted(categories.items())
            for code, activity in category.activities.items()
        },
    )
