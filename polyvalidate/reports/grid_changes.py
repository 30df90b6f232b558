"""What changed from one grid to another beside what somebody could win or lose by: everything else, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from polyvalidate.model.codes import in_order
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
    Unit,
)
from polyvalidate.model.phrases import COLON
from polyvalidate.model.words import Text, day, number
from polyvalidate.reports.grids import YES_OR_NO

_TITLE, _GUIDANCE = Text("titre", "title"), Text("consigne", "guidance")
_REFERENTS, _SCOPE = Text("qui évalue", "who evaluates"), Text("portée", "scope")
_NOTHING = "—"

_FIELDS: Mapping[type, Mapping[str, Text]] = {
    Grid: {
        "year": Text("année", "year"),
        "example": Text("grille d'exemple", "example grid"),
        "title": _TITLE,
        "school": Text("école", "school"),
        "language": Text("langue de publication", "language of publication"),
        "languages": Text("langues", "languages"),
        "site": Text("site", "site"),
        "contact": Text("contact", "contact"),
        "timezone": Text("fuseau horaire", "time zone"),
        "period": Text("période", "period"),
        "merge_decides": Text("une fusion décide", "a merge decides"),
        "second_reader_from": Text("seconde lecture à partir de", "second reading from"),
        "names_land": Text("les noms entrent dans l'histoire", "names enter the history"),
        "in_boxes": Text("demandes dans des boîtes", "requests in boxes"),
        "boxes": Text("place des boîtes", "place of boxes"),
        "asks_reviewers": Text("une relecture est demandée", "a review is asked for"),
    },
    Profile: {"title": _TITLE},
    Unit: {"title": _TITLE},
    Campaign: {
        "title": _TITLE,
        "opens": Text("ouvre", "opens"),
        "closes": Text("ferme", "closes"),
        "covers": Text("activités", "activities"),
        "second_chance": Text("seconde chance", "second chance"),
    },
    EvidencePolicy: {
        "stores": Text("dépôts", "stores"),
        "hosts": Text("sites", "hosts"),
        "maximum_size": Text("taille, en octets", "size in bytes"),
    },
    EvidenceKind: {"title": _TITLE, "media_types": Text("formats", "formats")},
    Category: {"title": _TITLE, "guidance": _GUIDANCE, "referents": _REFERENTS},
    Activity: {
        "category": Text("catégorie", "category"),
        "guidance": _GUIDANCE,
        "role": Text("rôle", "role"),
        "scope": _SCOPE,
        "referents": _REFERENTS,
        "legal": Text("engagements de la loi", "commitments of the law"),
        "sensitive": Text("sensible", "sensitive"),
        "bulk": Text("liste de l'organisation", "organiser's list"),
    },
    Level: {"title": _TITLE},
    Privacy: {
        "controller": Text("responsable", "controller"),
        "officer": Text("délégué·e", "officer"),
        "processors": Text("sous-traitants", "processors"),
        "basis": Text("base légale", "legal basis"),
    },
    Retention: {
        "declarations": Text("déclarations, en mois", "declarations, in months"),
        "register": Text("registre, en mois", "register, in months"),
        "attachments": Text("pièces jointes, en mois", "attachments, in months"),
        "minutes": Text("PV, en mois", "minutes, in months"),
    },
}
"""What each field is called. Those that are not here touch points (``grids.changes``), or hold what is told apart."""

_PARTS: tuple[tuple[str, Text], ...] = (
    ("campaigns", Text("campagne {code}", "campaign {code}")),
    ("programmes", Text("spécialité {code}", "programme {code}")),
    ("profiles", Text("profil {code}", "profile {code}")),
    ("units", Text("unité {code}", "unit {code}")),
    ("categories", Text("catégorie {code}", "category {code}")),
    ("activities", Text("{code}", "{code}")),
    ("kinds", Text("justificatif {code}", "evidence {code}")),
    ("legal", Text("engagement {code}", "commitment {code}")),
)


def beside_points(old: Grid, new: Grid, lang: str) -> Iterator[str]:
    """One line per change that ``grids.changes`` does not tell: dates, places of evidence, texts, who is asked…"""
    for what, before, after in _pairs(old, new, lang):
        yield f"{what}{COLON.in_language(lang)}{_said(before, lang)} → {_said(after, lang)}"


def _pairs(old: Grid, new: Grid, lang: str) -> Iterator[tuple[str, object, object]]:
    yield from _fields("", old, new, lang)
    yield from _fields(Text("justificatifs", "evidence").of(lang), old.evidence, new.evidence, lang)
    yield from _fields(Text("données personnelles", "personal data").of(lang), old.privacy, new.privacy, lang)
    yield from _fields(Text("durées", "durations").of(lang), old.retention, new.retention, lang)
    for name, called in _PARTS:
        before, after = (_by_code(grid.evidence if name == "kinds" else grid, name) for grid in (old, new))
        for code in sorted({*before, *after}, key=in_order if name in ("categories", "activities") else str):
            what = called.of(lang, code=code)
            yield from _fields(what, before.get(code), after.get(code), lang)
            levels = [each.levels if isinstance(each, Activity) else {} for each in (before.get(code), after.get(code))]
            for level in sorted(levels[0].keys() & levels[1].keys()):
                yield from _fields(f"{what} {level}", levels[0][level], levels[1][level], lang)


def _by_code(holder: object, name: str) -> Mapping[str, Any]:
    found = getattr(holder, name)
    return found if isinstance(found, Mapping) else {each.code: each for each in found}


def _fields(what: str, old: Any, new: Any, lang: str) -> Iterator[tuple[str, object, object]]:
    """Each field that differs; what is wholly new or gone is told by its name, unless ``grids.changes`` does."""
    if old == new:
        return
    if old is None or new is None or isinstance(old, Text):
        if not isinstance(old or new, Profile | Activity):
            yield what, _name(old), _name(new)
        return
    for field in fields(old):
        label = _FIELDS[type(old)].get(field.name)
        before, after = getattr(old, field.name), getattr(new, field.name)
        if label is not None and before != after:
            if field.name == "second_reader_from":
                before, after = number(before, lang), number(after, lang)
            yield f"{what} {label.of(lang)}".strip(), before, after


def _name(value: Any) -> object:
    if isinstance(value, Privacy):
        return value.controller
    return value if value is None or isinstance(value, Text) else value.title


def _said(value: object, lang: str) -> str:
    if isinstance(value, bool):
        return YES_OR_NO[value].of(lang)
    if isinstance(value, Text):
        return value.in_language(lang)
    if isinstance(value, Period):
        return f"{day(value.start, lang)} – {day(value.end, lang)}"
    if isinstance(value, date):
        return day(value, lang)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(sorted(map(str, value))) or _NOTHING
    return _NOTHING if value is None or value == "" else str(value)
