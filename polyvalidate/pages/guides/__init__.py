"""The guides: one for each person, written as templates whose every number, date and link comes from the grid."""

from __future__ import annotations

from polyvalidate.pages.guides.pages import section
from polyvalidate.pages.guides.pictures import files

__all__ = ["files", "section"]
