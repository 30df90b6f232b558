"""Where the tests find the project and its data, wherever they themselves stand."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
RULES = TESTS / "rules"
"""One folder per rule, with a good and a bad example."""
BASE = RULES / "base"
"""A small repository without any finding, over which the examples are laid."""
