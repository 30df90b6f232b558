"""The files of an issue: CSV, JSON, charts, and the Data Package that describes them.

Formats: RFC 4180 with LF line ends; Frictionless Data Package 1.0 (https://specs.frictionlessdata.io/data-package/).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from polyvalidate.model.words import LANGUAGES
from polyvalidate.publication.attack.bands import THRESHOLDS
from polyvalidate.publication.attack.plain import to_plain
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.publication.figures import charts
from polyvalidate.reports.spreadsheets import csv_for_programs

_BAND_FIELDS = (
    ("cohort", "integer", "year of entry"),
    ("date", "date", "day of the snapshot"),
    ("kind", "string", "group or others: they share out the cohort; programme, year, cohort: they overlap the groups"),
    ("programme", "string", "code of the programme, empty when the row is not about one"),
    ("year", "string", "year of study, empty when the row is not about one"),
    ("students", "integer", "size of the group"),
    ("threshold", "string", "what was reached: a percentage of the points required, or the quitus"),
    ("lowest", "integer", "at least this many students have reached it"),
    ("highest", "integer", "at most this many students have reached it"),
    ("formed", "date", "day of the first issue: the same students are counted since then, in the groups of that day"),
)
_CATEGORY_FIELDS = (
    ("cohort", "integer", "year of entry"),
    ("date", "date", "day of the snapshot"),
    ("category", "string", "code of the category of the grid"),
    ("students", "integer", "size of the cohort"),
    ("lowest", "integer", "at least this many students have points in it"),
    ("highest", "integer", "at most this many students have points in it"),
)


def files(tables: PublicTables) -> dict[str, bytes]:
    """Every file of an issue by name. The same tables give the same bytes."""
    made = {"bands.csv": _csv(_BAND_FIELDS, _band_rows(tables)), "tables.json": _json(to_plain(tables))}
    if tables.categories:
        made["categories.csv"] = _csv(_CATEGORY_FIELDS, _category_rows(tables))
    for name, chart in charts.CHARTS.items():
        for lang in LANGUAGES:
            drawn = chart(tables, lang)
            if drawn.blocks:
                made[f"{name}.{lang}.svg"] = (charts.svg(drawn, lang, standalone=True) + "\n").encode()
    made["datapackage.json"] = _json(_package(tables, made))
    return dict(sorted(made.items()))


def _band_rows(tables: PublicTables) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for row in tables.rows:
        scope = row.scope
        about = (tables.cohort, tables.on, scope.kind.value, scope.programme or "", scope.year or "", row.size)
        for threshold, band in zip(THRESHOLDS, row.reached, strict=True):
            rows.append((*about, threshold, *band, tables.formed))
    return rows


def _category_rows(tables: PublicTables) -> list[tuple[object, ...]]:
    return [(tables.cohort, tables.on, row.category, tables.size, *row.active) for row in tables.categories]


def _csv(fields: Sequence[tuple[str, str, str]], rows: Sequence[tuple[object, ...]]) -> bytes:
    """Cells hold codes and numbers only, so none can be a formula."""
    return csv_for_programs(([name for name, _, _ in fields], *rows))


def _json(plain: Any) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def _package(tables: PublicTables, made: Mapping[str, bytes]) -> dict[str, Any]:
    resources: list[dict[str, Any]] = []
    for name, fields in (("bands", _BAND_FIELDS), ("categories", _CATEGORY_FIELDS)):
        data = made.get(f"{name}.csv")
        if data is not None:
            described = [{"name": field, "type": kind, "description": text} for field, kind, text in fields]
            resources.append(
                {
                    "name": name,
                    "path": f"{name}.csv",
                    "profile": "tabular-data-resource",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    **_sealed(data),
                    "schema": {"fields": described, "missingValues": [""]},
                }
            )
    for path, data in sorted(made.items()):
        if not path.endswith(".csv"):
            kind = path.rpartition(".")[2]
            resources.append(
                {
                    "name": path.rpartition(".")[0].lower(),
                    "path": path,
                    "format": kind,
                    "mediatype": "image/svg+xml" if kind == "svg" else "application/json",
                    "encoding": "utf-8",
                    **_sealed(data),
                }
            )
    return {
        "profile": "data-package",
        "name": f"engagement-{tables.cohort}-{tables.on.isoformat()}",
        "title": f"Engagement, promotion {tables.cohort}, {tables.on.isoformat()}",
        "description": (
            "Group sizes, and intervals that hold the numbers of students; exact numbers are not published. "
            "Tailles de groupes, et intervalles où se trouvent les nombres d'élèves, qui ne sont pas publiés."
        ),
        "version": tables.on.isoformat(),
        "resources": resources,
    }


def _sealed(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
