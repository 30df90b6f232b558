"""The small school that most tests of ``publish`` begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publication.small_school import COUNTS, SmallSchool, students


@pytest.fixture
def school(tmp_path: Path) -> SmallSchool:
    """Cohort 2024, 54 students: half declared in the first year, three quarters in the second."""
    made = SmallSchool(tmp_path / "school")
    everybody = students(0, COUNTS)
    made.enrol(2024, everybody)
    made.commit("2024-10-01T10:00:00+02:00")
    made.declare(2024, everybody[::2], "2025-01-25")
    made.commit("2025-03-01T10:00:00+01:00")
    made.declare(2024, everybody[::2] + everybody[1::4], "2026-01-31")
    made.commit("2026-03-01T10:00:00+01:00")
    return made
