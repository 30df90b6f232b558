"""The fields of the form: what the schema bounds, the browser bounds with the same numbers and patterns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypedDict

from polyvalidate.files.draft import ELSEWHERE
from polyvalidate.model.discs import WHOLE, Disc, svg
from polyvalidate.model.words import Text
from polyvalidate.site.form.steps import steps
from polyvalidate.site.pages.site import Site

_OPTIONAL = frozenset({"event", "description"})
_WHOLE = r"(?![\s\S])"
"""The end of a schema's pattern. A browser's pattern is about the whole text already."""


class Asked(TypedDict):
    """A property of the declaration as a question. ``kind`` is the type of the input; ``given`` are its attributes,
    True for one without a value."""

    label: Text
    kind: str
    given: Mapping[str, str | bool]


def values(site: Site) -> Mapping[str, object]:
    """What the template of the form is filled with. Profiles are those of every year, each with its latest title."""
    schema = schema_of(site.schemas)
    profiles: dict[str, Text] = {}
    for year in sorted(site.grids, reverse=True):
        for profile in site.grids[year].profiles.values():
            profiles.setdefault(profile.code, profile.title)
    return {
        "forge": site.forge,
        "steps": steps(site),
        "contact": site.latest.contact,
        "drawn": [svg((Disc(quarters),)) for quarters in range(1, WHOLE + 1)],
        "asked": {name: _asked(name, schema[name]) for name in schema},
        "profiles": list(profiles.items()),
        "elsewhere": list(ELSEWHERE.items()),
    }


def schema_of(schemas: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The properties of a declaration, the days of its period among them."""
    properties: dict[str, Any] = json.loads(schemas["declaration.schema.json"])["properties"]
    days: dict[str, Any] = properties["period"]["properties"]
    return properties | days


def _asked(name: str, schema: Mapping[str, Any]) -> Asked:
    """The label is the schema's title, as a sentence begins."""
    label = Text(*(title[:1].upper() + title[1:] for title in (schema["title"], schema["x-title-en"])))
    kind, bounds = _bounded(schema)
    return Asked(label=label, kind=kind, given=bounds if name in _OPTIONAL else {"required": True, **bounds})


def _bounded(schema: Mapping[str, Any]) -> tuple[str, dict[str, str | bool]]:
    """The type of an input, and the bounds of a JSON Schema as its attributes."""
    if schema.get("type") == "integer":
        bounds = {"min": str(schema["minimum"]), "max": str(schema["maximum"]), "step": "1", "inputmode": "numeric"}
        return "number", {**bounds}
    if schema.get("format") == "date":
        return "date", {"min": "2000-01-01", "max": "2099-12-31"}
    found: dict[str, str | bool] = {}
    if "maxLength" in schema:
        found["maxlength"] = str(schema["maxLength"])
    if "pattern" in schema:
        found["pattern"] = schema["pattern"].removeprefix("^").removesuffix(_WHOLE)
    return "text", found
