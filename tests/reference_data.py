"""Where reference data that is not part of the project may stand: beside it."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
