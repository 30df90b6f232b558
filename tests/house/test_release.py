"""The wheel of the program: what a school keeps is what was built, and installs without an index for this program."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from polyvalidate import __version__
from polyvalidate.cli import main
from polyvalidate.repository.own_wheel import own_wheel
from tests.places import ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel that the build makes."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return zipfile.ZipFile(next(folder.glob("*.whl")))


@pytest.fixture(scope="module")
def kept() -> zipfile.ZipFile:
    """The wheel that a new school keeps."""
    return zipfile.ZipFile(io.BytesIO(own_wheel().data))


def test_the_wheel_of_a_school_holds_the_files_of_the_build(built: zipfile.ZipFile, kept: zipfile.ZipFile) -> None:
    inside = f"polyvalidate-{__version__}.dist-info"
    names = set(built.namelist())

    assert set(kept.namelist()) == names
    differing = {name for name in names if built.read(name) != kept.read(name)}
    # Who made it, and so the digest of that line; the description, where the program was installed before it changed.
    assert differing <= {f"{inside}/WHEEL", f"{inside}/RECORD", f"{inside}/METADATA"}
    facts = {wheel: wheel.read(f"{inside}/METADATA").split(b"\n\n")[0] for wheel in (built, kept)}
    assert facts[built] == facts[kept]


def test_nothing_of_the_developers_is_in_the_wheel(kept: zipfile.ZipFile) -> None:
    odd = [n for n in kept.namelist() if re.search(r"__pycache__|\.pyc$|/tests?/|\.venv|test_[a-z_]+\.py$", n)]

    assert odd == []


def test_the_record_of_the_wheel_names_every_file_with_its_digest(kept: zipfile.ZipFile) -> None:
    rows = csv.reader(io.StringIO(kept.read(f"polyvalidate-{__version__}.dist-info/RECORD").decode()))
    told = {name: digest for name, digest, _ in rows}

    assert set(told) == set(kept.namelist())
    assert sum(bool(digest) for digest in told.values()) == len(told) - 1


def test_the_same_program_makes_the_same_bytes() -> None:
    assert own_wheel() == own_wheel()


def test_a_new_school_locks_the_wheel_that_made_it(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "école")]) == 0

    for name in ("requirements.txt", "requirements-site.txt"):
        text = (tmp_path / "école/.github" / name).read_text(encoding="utf-8")
        path, digest = re.search(r"^\./(\S+\.whl) --hash=sha256:([0-9a-f]{64})$", text, re.MULTILINE).groups()
        assert hashlib.sha256((tmp_path / "école" / path).read_bytes()).hexdigest() == digest
        blocks = re.findall(r"^[A-Za-z0-9].*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert len(blocks) > 10
        assert [block for block in blocks if "--hash=sha256:" not in block] == []
        assert "://" not in text


@pytest.mark.slow
def test_a_new_school_installs_its_jobs_from_locked_wheels_alone(tmp_path: Path) -> None:
    """The wheels of other projects are fetched once, by their digests; then no index can be asked any more."""
    assert main(["init", str(tmp_path / "école")]) == 0
    run = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    lock = ".github/requirements-site.txt"
    there = tmp_path / "école"
    download = [*run, "download", "--require-hashes", "-r", lock, "-d", str(tmp_path / "wheels")]
    subprocess.run(download, cwd=there, check=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "job")], check=True)
    cut = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "wheels"), "PYTHONPATH": ""}
    job = tmp_path / "job/bin"
    # What is then run compiles itself; most of thirty projects is not run.
    pip = [*run, "--python", str(job / "python"), "install", "--no-compile", "--require-hashes"]

    for name in ("requirements.txt", "requirements-site.txt"):
        subprocess.run([*pip, "-r", f".github/{name}"], env=cut, cwd=there, check=True)
    words = [str(job / "polyvalidate"), "check", "--lang", "en"]
    check = subprocess.run(words, env=cut, cwd=there, capture_output=True, text=True, check=False)

    assert (check.returncode, check.stderr) == (0, "")
    assert (check.returncode, set(re.findall("PP[0-9]{3}", check.stdout))) == (0, {"PP254"})


# --- the script of a release ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / ".ci/release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LOG = "# Change log\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.9.0] - 2026-01-01\n\n- Before.\n"


def test_what_was_unreleased_becomes_the_section_of_the_version(script: ModuleType) -> None:
    text = script.with_section(LOG, "1.0.0", date(2026, 11, 29))

    assert text.startswith("# Change log\n\n## [Unreleased]\n\n## [1.0.0] - 2026-11-29\n\n### Added\n\n- A thing.\n")
    assert script.with_section(text, "1.0.0", date(2026, 12, 1)) == text


def test_a_version_with_nothing_to_tell_is_refused(script: ModuleType) -> None:
    with pytest.raises(ValueError, match="nothing under"):
        script.with_section(LOG.replace("- A thing.\n", ""), "1.0.0", date(2026, 11, 29))


def test_the_change_log_tells_this_version() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"\n## [{__version__}] - " in log
