"""An issue from Git to files: the snapshot of a day, its tables past the attacker, the files and the record."""

from __future__ import annotations

from polyvalidate.publication.issuing import Order, Outcome, publish
from polyvalidate.publication.refusing import NotPublished

__all__ = ["NotPublished", "Order", "Outcome", "publish"]
