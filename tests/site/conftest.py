"""Sites that several files look at, each built once per run."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from polyvalidate.cli import main
from polyvalidate.site import building, writing
from tests.places import ROOT
from tests.site import sites

Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Once:
    """``once(name, make)`` is a folder that whoever of the workers comes first makes, for all of them."""
    here = tmp_path_factory.getbasetemp()
    shared = here.parent if hasattr(request.config, "workerinput") else here

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, new = shared / name, shared / f"{name}.new"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.is_dir():
                shutil.rmtree(new, ignore_errors=True)
                new.mkdir()
                make(new)
                new.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def built(once: Once) -> Path:
    """The site of this very repository, with a cohort that has been published twice."""

    def make(folder: Path) -> None:
        site = sites.published()
        writing.write(site, ROOT, folder / "pages")
        building.build(folder / "pages", "mkdocs", site)

    return once("built", make) / "site"


@pytest.fixture(scope="session")
def new_school(once: Once) -> Path:
    """A school that has just begun, its repository known nowhere, and its site in ``build/site``."""

    def make(folder: Path) -> None:
        root = folder / "school"
        assert main(["init", str(root), "--year", "2025-2026", "--lang", "fr"]) == 0
        assert main(["site", "--root", str(root), "--on", "2026-04-01", "--lang", "fr"]) == 0

    return once("new-school", make) / "school"
