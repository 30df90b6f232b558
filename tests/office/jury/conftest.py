from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.jury.sitting import Jury, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("jury"))


@pytest.fixture
def jury(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jury:
    """A jury of its own for each test, on 3 July 2026."""
    return Jury.copied(built, tmp_path / "jury", monkeypatch)


@pytest.fixture(scope="module")
def decided(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jury]:
    """A session decided and printed, with names (``pvn``), without (``pv``), with names beside pseudonyms
    (``pvb``); tests only read it."""
    with pytest.MonkeyPatch.context() as patch:
        made = Jury.copied(built, tmp_path_factory.mktemp("decided") / "jury", patch)
        made.decide()
        assert made.printed("pv").code == 0
        assert made.printed("pvn", "--register", made.register).code == 0
        assert made.printed("pvb", "--register", made.register, "--pseudonyms", "both").code == 0
        yield made
