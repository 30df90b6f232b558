"""The rules, by family; importing this package registers them all."""

from __future__ import annotations

from importlib import import_module

from polyvalidate.rules.registry import registered

MODULES = (
    "file_bytes",
    "file_text",
    "file_place",
    "schema",
    "grid_shape",
    "grid_activity",
    "grid_calendar",
    "grid_people",
    "grid_deputies",
    "grid_reach",
    "grid_intake",
    "grid_languages",
    "grid_samples",
    "naming",
    "activity",
    "belonging",
    "calendar",
    "evidence",
    "evidence_file",
    "privacy",
    "evaluating",
    "granting",
    "appealing",
    "enrolment",
    "folder",
    "office",
    "cohort",
    "change",
    "change_shape",
)
"""One module per idea; a new one is named here, in the order of its codes."""

for _name in MODULES:
    import_module(f"polyvalidate.rules.{_name}")

RULES = registered()
