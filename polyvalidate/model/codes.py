"""What the codes of a grid look like, and their order: a category is ``3``, ``12`` or ``B``, an activity ``3.1``."""

from __future__ import annotations

CATEGORY = r"(?:[1-9][0-9]?|[A-Z])"
"""The pattern of a category: a number that a school chooses, or a capital letter."""

ACTIVITY = rf"{CATEGORY}\.[1-9][0-9]?"
"""The pattern of an activity: its category, a dot, a number."""


def in_order(code: str) -> tuple[tuple[bool, str], ...]:
    """A key that sorts categories and activities as people count: 2.10 after 2.9, 10 after 9, then letters."""
    return tuple((not part.isdigit(), part.zfill(2)) for part in code.split("."))
