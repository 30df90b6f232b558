"""The guides: one for each person, written as templates whose every number, date and link comes from the grid."""

from __future__ import annotations

from polyvalidate.site.guides.pages import section

__all__ = ["section"]
