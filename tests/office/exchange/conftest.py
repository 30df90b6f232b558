from __future__ import annotations

from pathlib import Path

import pytest

from tests.classroom import Classroom


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    return Classroom(tmp_path)
