"""``make release``: the wheel and the source archive, built twice to the same bytes and tried in an empty environment.

Without TAG it also gives the change log its section of this version, dated today. With TAG (a job of the forge) it only
verifies: the tag, the version of the program and the section of the change log must agree. Nothing is published here.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHANGES = ROOT / "CHANGELOG.md"
DIST = ROOT / "dist"
EXTRAS = ("httpx", "mkdocs", "material", "icalendar", "jinja2", "openpyxl", "pypdf", "typst", "xlsxwriter")
EXTRAS += ("cryptography", "pyld", "scipy.optimize")
"""A module of each library that an extra brings."""


def version() -> str:
    text = (ROOT / "polyvalidate" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([0-9]+\.[0-9]+\.[0-9]+)"$', text, re.MULTILINE)
    return found[1] if found else sys.exit("polyvalidate/__init__.py says no version of three numbers")


def with_section(text: str, number: str, day: date) -> str:
    """The change log in which what was unreleased is the section of a version; the same text when it has one already.

    Raises ValueError when there is nothing unreleased to tell.
    """
    if re.search(rf"^## \[{re.escape(number)}\] - ", text, re.MULTILINE):
        return text
    before, mark, after = text.partition("## [Unreleased]\n")
    body = after.split("\n## [", 1)[0]
    if not mark or not re.search(r"^- ", body, re.MULTILINE):
        raise ValueError("CHANGELOG.md has nothing under [Unreleased]")
    return f"{before}{mark}\n## [{number}] - {day.isoformat()}\n{after}"


def run(*words: str | Path, where: Path = ROOT, **environment: str) -> None:
    print("$", *(str(word).replace(f"{ROOT}/", "") for word in words), flush=True)
    subprocess.run([str(word) for word in words], cwd=where, check=True, env={**os.environ, **environment})


def build(folder: Path) -> list[Path]:
    """Wheel and source archive, dated by the last commit and by nothing else."""
    moment = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True)
    run(sys.executable, "-P", "-m", "hatchling", "build", "-d", folder, SOURCE_DATE_EPOCH=moment.stdout.strip())
    return sorted(folder.iterdir())


def try_out(wheel: Path, folder: Path) -> None:
    """In an environment that has nothing else: the locked libraries, this wheel, each extra, a school that checks."""
    run(sys.executable, "-P", "-m", "venv", folder / "empty")
    python, command = folder / "empty/bin/python", folder / "empty/bin/polyvalidate"
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONPATH": ""}
    run(python, "-P", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", ROOT / "locks/office.lock", **quiet)
    run(python, "-P", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, **quiet)
    run(python, "-P", "-c", f"import {', '.join(EXTRAS)}", where=folder, **quiet)
    run(command, "--version", where=folder, **quiet)
    run(command, "init", folder / "school", where=folder, **quiet)
    run(command, "check", "--repo", folder / "school", where=folder, **quiet)
    run(command, "explain", "PP308", where=folder, **quiet)
    run(command, "site", "--repo", folder / "school", where=folder, **quiet)
    run(command, "demo", folder / "demo", "--students", "20", where=folder, **quiet)
    run(command, "check", "--repo", folder / "demo", where=folder, **quiet)
    # The school that this wheel made installs what its own jobs install.
    run(sys.executable, "-P", "-m", "venv", folder / "job")
    for name in ("requirements.txt", "requirements-site.txt", "requirements-desk.txt"):
        pip = ("pip", "install", "--quiet", "--require-hashes", "-r", f".github/{name}")
        run(folder / "job/bin/python", "-P", "-m", *pip, where=folder / "school", **quiet)
    run(folder / "job/bin/polyvalidate", "check", "--format", "github", where=folder / "school", **quiet)


def main() -> None:
    number, tag = version(), os.environ.get("TAG", "")
    text = CHANGES.read_text(encoding="utf-8")
    if tag and (tag != f"v{number}" or f"## [{number}] - " not in text):
        sys.exit(f"{tag}: the program says {number}; CHANGELOG.md must have a section ## [{number}] - DATE")
    try:
        CHANGES.write_text(with_section(text, number, date.today()), encoding="utf-8")
    except ValueError as error:
        sys.exit(str(error))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = build(folder / "1"), build(folder / "2")
        if [path.name for path in first] != [path.name for path in second] or any(
            not filecmp.cmp(one, other, shallow=False) for one, other in zip(first, second, strict=True)
        ):
            sys.exit("two builds of the same commit differ")
        wheel = next(path for path in first if path.suffix == ".whl")
        try_out(wheel, folder)
        shutil.rmtree(DIST, ignore_errors=True)
        DIST.mkdir()
        for path in first:
            shutil.copy(path, DIST)
    for path in sorted(DIST.iterdir()):
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  dist/{path.name}")
    print(f"Prêt : git tag v{number} · Ready: git tag v{number}")


if __name__ == "__main__":
    main()
