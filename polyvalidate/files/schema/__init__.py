"""Plain data to model values, once a schema has accepted it; and what a schema refuses."""

from __future__ import annotations

from polyvalidate.files.schema.building import (
    read_category,
    read_declaration,
    read_grid,
    read_quitus,
    read_roles,
    read_student,
)
from polyvalidate.files.schema.schemas import KINDS, ONE_LINE, Reader, Violation, salvage
from polyvalidate.files.schema.translating import lacking

__all__ = [
    "KINDS",
    "ONE_LINE",
    "Reader",
    "Violation",
    "lacking",
    "read_category",
    "read_declaration",
    "read_grid",
    "read_quitus",
    "read_roles",
    "read_student",
    "salvage",
]
