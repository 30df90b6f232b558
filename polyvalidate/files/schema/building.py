"""Plain data to model values. The builders are called on accepted data only: they rely on what schemas guarantee."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from polyvalidate.model.clock import PARIS
from polyvalidate.model.codes import in_order
from polyvalidate.model.folder import Appeal, Arrangement, Declaration, Evaluation, Evidence, Former, Quitus, Student
from polyvalidate.model.grid import (
    Activity,
    Campaign,
    Category,
    EvidenceKind,
    EvidencePolicy,
    Grid,
    Level,
    Period,
    Privacy,
    Profile,
    Retention,
    RoleHolder,
    Stand,
    Unit,
)
from polyvalidate.model.paths import FolderPath
from polyvalidate.model.points import Points
from polyvalidate.model.words import LANGUAGES, Text

_day = date.fromisoformat


def _points(value: float) -> Points:
    """A number of points (the schema guarantees a multiple of a quarter, exact in binary) as quarter-points."""
    return Points(int(value * 4))


def _optional_points(value: float | None) -> Points | None:
    return None if value is None else Points(int(value * 4))


def _optional_day(value: str | None) -> date | None:
    return None if value is None else _day(value)


def _text(value: Mapping[str, str]) -> Text:
    """In each language; where a school writes one only, that one stands for the other."""
    return Text(value.get("fr") or value["en"], value.get("en") or value["fr"])


def _period(value: Mapping[str, str]) -> Period:
    return Period(_day(value["from"]), _day(value["to"]))


def read_declaration(path: str, name: str, data: Mapping[str, Any]) -> Declaration:
    get = data.get
    period = data["period"]
    evaluation = get("evaluation")
    appeal = get("appeal")
    return Declaration(
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


def _evidence(item: Mapping[str, Any]) -> Evidence:
    get = item.get
    return Evidence(item["kind"], item["store"], get("name"), get("url"), get("sha256"), get("media_type"), get("size"))


def _evaluation(data: Mapping[str, Any]) -> Evaluation:
    return Evaluation(
        data["decision"],
        _optional_points(data.get("points")),
        data["by"],
        data.get("second"),
        _day(data["on"]),
        data.get("comment"),
    )


def _appeal(data: Mapping[str, Any]) -> Appeal:
    get = data.get
    return Appeal(
        _optional_day(get("on")),
        get("reason"),
        get("outcome"),
        _optional_points(get("points")),
        get("by"),
        _optional_day(get("decided")),
        get("comment"),
    )


def read_student(path: str, data: Mapping[str, Any]) -> Student:
    folder, arrangement = FolderPath.of(path), data.get("arrangement")
    return Student(
        path=path,
        code=folder.code,
        cohort=folder.cohort,
        account=data.get("account"),
        programme=data["programme"],
        profile=data["profile"],
        extra_years=data.get("extra_years", 0),
        arrangement=None
        if arrangement is None
        else Arrangement(_points(arrangement["required"]), _day(arrangement["on"]), arrangement["by"]),
        left=_optional_day(data.get("left")),
        formerly=tuple(Former(one["profile"], _day(one["until"])) for one in data.get("formerly", ())),
    )


def read_quitus(path: str, data: Mapping[str, Any]) -> Quitus:
    return Quitus(
        path=path,
        session=data["session"],
        outcome=data["outcome"],
        credited=_points(data["credited"]),
        required=_points(data["required"]),
        on=_day(data["on"]),
        by=data["by"],
        comment=data.get("comment"),
    )


def read_roles(data: Mapping[str, Any]) -> dict[str, RoleHolder]:
    stands: dict[str, list[Stand]] = {}
    for code, holder in data["holders"].items():
        for deputy in holder.get("deputies", ()) if holder["role"] == "evaluator" else ():
            stands.setdefault(deputy["code"], []).append(_stand(code, holder, deputy))
    return {
        code: RoleHolder(
            code=code,
            title=_text(holder["title"]),
            account=holder["account"],
            role=holder["role"],
            categories=frozenset(holder.get("categories", ())),
            until=_optional_day(holder.get("until")),
            since=_optional_day(holder.get("from")),
            deputies=tuple(deputy["code"] for deputy in holder.get("deputies", ())),
            stands=tuple(stands.get(code, ())),
        )
        for code, holder in data["holders"].items()
    }


def _stand(code: str, holder: Mapping[str, Any], deputy: Mapping[str, Any]) -> Stand:
    """Nobody stands in for a role before it begins or after it has ended."""
    first = [day for each in (holder, deputy) if (day := _optional_day(each.get("from"))) is not None]
    last = [day for each in (holder, deputy) if (day := _optional_day(each.get("until"))) is not None]
    categories = frozenset(holder.get("categories", ()))
    return Stand(code, categories, max(first, default=None), min(last, default=None))


def read_category(data: Mapping[str, Any]) -> Category:
    referents = tuple(data["referents"])
    return Category(
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


def _activity(code: str, category: str, referents: tuple[str, ...], row: Mapping[str, Any]) -> Activity:
    points = row["points"]
    levels: dict[str, Level] = {}
    if not isinstance(points, Mapping):
        lowest = highest = _points(points)
    elif "levels" in points:
        levels = {
            key: Level(key, _text(level["title"]), _points(level["points"])) for key, level in points["levels"].items()
        }
        lowest = min(level.points for level in levels.values())
        highest = max(level.points for level in levels.values())
    else:
        lowest, highest = _points(points["from"]), _points(points["to"])
    evidence = row["evidence"]
    return Activity(
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


def _privacy(data: Mapping[str, Any]) -> Privacy:
    return Privacy(*(_text(data[key]) for key in ("controller", "officer", "processors", "basis")))


def read_grid(rules: Mapping[str, Any], categories: Mapping[str, Category]) -> Grid:
    """The grid of one year, from its rules and its categories (by code)."""
    evidence = rules["evidence"]
    ordered = {code: categories[code] for code in sorted(categories, key=in_order)}
    return Grid(
        year=rules["year"],
        example=rules.get("example", False),
        title=_text(rules["title"]),
        school=rules["school"],
        language=rules["language"],
        languages=tuple(lang for lang in LANGUAGES if lang in rules.get("languages", LANGUAGES)),
        site=rules["site"].rstrip("/"),
        contact=rules["contact"],
        period=_period(rules["period"]),
        profiles={
            code: Profile(
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
            code: Unit(code, _text(row["title"]), row.get("hours", 0), row.get("minimum_hours", 0))
            for code, row in rules["units"].items()
        },
        campaigns=tuple(
            Campaign(
                row["code"],
                _text(row["title"]),
                _day(row["opens"]),
                _day(row["closes"]),
                _period(row["covers"]),
                row.get("second_chance", False),
            )
            for row in rules["campaigns"]
        ),
        evidence=EvidencePolicy(
            kinds={
                code: EvidenceKind(code, _text(row["title"]), frozenset(row["media_types"]))
                for code, row in evidence["kinds"].items()
            },
            stores=frozenset(evidence["stores"]),
            hosts=frozenset(evidence.get("hosts", ())),
            maximum_size=evidence["maximum_size"],
        ),
        second_reader_from=_points(rules["second_reader_from"]),
        merge_decides=rules.get("decisions") == "merged",
        # From a box nothing enters but a commit of the program.
        names_land=rules.get("landing") == "merge" and rules.get("intake") != "boxes",
        legal={code: _text(title) for code, title in rules["legal"].items()},
        categories=ordered,
        activities={code: activity for category in ordered.values() for code, activity in category.activities.items()},
        timezone=rules.get("timezone", PARIS),
        privacy=_privacy(rules["privacy"]) if "privacy" in rules else None,
        retention=Retention(**rules.get("retention", {})),
        in_boxes=rules.get("intake") == "boxes",
        boxes=rules.get("boxes", ""),
        asks_reviewers=rules.get("reviewers") != "none",
    )
