"""The fields of the form: what the schema bounds, the browser bounds with the same numbers and patterns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple

from polyvalidate.model.words import Text, typographic
from polyvalidate.site.pages.markdown import html
from polyvalidate.site.pages.words import pick

STUDENT_CODE = "s-[0-9a-hjkmnp-tv-z]{10}"
COHORT = "20[0-9]{2}"
"""What a student's folder may be called: ``declarations/<cohort>/<student code>``."""

_WHOLE = r"(?![\s\S])"
"""The end of a schema's pattern. A browser's pattern is about the whole text already."""


class Field(NamedTuple):
    """One question. ``kind`` is the type of the input, or ``textarea`` or ``select``; ``hint`` stands under the label;
    ``attributes`` are those of the input, True for one without a value."""

    name: str
    kind: str
    label: Text
    hint: Text | None = None
    attributes: Mapping[str, str | bool] = {}
    options: tuple[tuple[str, str], ...] = ()


def schema_of(schemas: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The properties of a declaration, the days of its period among them."""
    properties: dict[str, Any] = json.loads(schemas["declaration.schema.json"])["properties"]
    days: dict[str, Any] = properties["period"]["properties"]
    return properties | days


def constraints(schema: Mapping[str, Any]) -> dict[str, str | bool]:
    """The bounds of a JSON Schema as attributes of an input."""
    found: dict[str, str | bool] = {}
    if schema["type"] == "integer":
        return {"min": str(schema["minimum"]), "max": str(schema["maximum"]), "step": "1", "inputmode": "numeric"}
    if schema.get("format") == "date":
        return {"min": "2000-01-01", "max": "2099-12-31"}
    if "maxLength" in schema:
        found["maxlength"] = str(schema["maxLength"])
    if "pattern" in schema:
        found["pattern"] = schema["pattern"].removeprefix("^").removesuffix(_WHOLE)
    return found


def titled(schema: Mapping[str, Any]) -> Text:
    """The label of a field: the schema's title, as a sentence begins."""

    def capital(text: str) -> str:
        return text[:1].upper() + text[1:]

    return Text(capital(schema["title"]), capital(schema["x-title-en"]))


def markup(field: Field, lang: str) -> str:
    """A field with its label, its hint, and the place where what is wrong with it will be said."""
    identity = f"form-{field.name}"
    hint = f'<p class="form-hint" id="{identity}-hint">{_said(field.hint, lang)}</p>' if field.hint else ""
    described = f"{identity}-hint {identity}-error" if field.hint else f"{identity}-error"
    attributes = {"id": identity, "name": field.name, "aria-describedby": described, **field.attributes}
    if field.kind == "select":
        options = "".join(f'<option value="{html(value)}">{html(text)}</option>' for value, text in field.options)
        control = f"<select{_written(attributes)}>{options}</select>"
    elif field.kind == "textarea":
        control = f'<textarea rows="5"{_written(attributes)}></textarea>'
    else:
        control = f'<input type="{field.kind}"{_written(attributes)}>'
    return (
        f'<div class="form-field" data-ask="{field.name}"><label for="{identity}">{_said(field.label, lang)}</label>'
        f'{hint}{control}<p class="form-error" id="{identity}-error"></p></div>'
    )


def place(identity: str, text: str, style: str, hidden: bool = False) -> str:
    return f'<p id="{identity}" class="{style}"{" hidden" if hidden else ""}>{text}</p>'


def button(identity: str, fr: str, en: str, lang: str, primary: bool = False, kind: str = "button") -> str:
    style = "md-button md-button--primary" if primary else "md-button"
    return f'<button type="{kind}" id="{identity}" class="{style}">{words(pick(fr, en, lang), lang)}</button>'


def _said(text: Text, lang: str) -> str:
    return words(text.in_language(lang), lang)


def words(text: str, lang: str) -> str:
    """A sentence of ours inside HTML, with the non-breaking spaces of French."""
    return escape(typographic(text, lang), quote=True)


def _written(attributes: Mapping[str, str | bool]) -> str:
    return "".join(f" {key}" if value is True else f' {key}="{html(str(value))}"' for key, value in attributes.items())
