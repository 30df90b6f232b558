"""What tests share: golden files, the reference data of formats, and how long a property may take."""

from __future__ import annotations

import difflib
import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.extent import LONG, LONGEST, SAME, WHOLE, examples
from tests.reference_data import DATA

# A deadline would measure how busy the machine is. Where a verdict hangs on the run the examples are always the same,
# so that a change is not refused for what it did not touch; elsewhere each run looks at others.
settings.register_profile("whole", deadline=None, derandomize=SAME, max_examples=examples(100, all_of_them=True))
settings.register_profile("part", deadline=None, derandomize=SAME, max_examples=examples(100, all_of_them=False))
settings.load_profile("whole" if WHOLE else "part")


def pytest_report_header() -> str:
    return "long tests: all the way" if WHOLE else "long tests: a part (make test-all goes all the way)"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if of_one(item, LONG):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: not of_one(item, LONGEST))


def pytest_collection_finish() -> None:
    """What was collected stays to the end: looking through it for garbage, again and again, finds none."""
    gc.collect()
    gc.freeze()


def of_one(item: pytest.Item, files: tuple[str, ...]) -> bool:
    return item.nodeid.removeprefix("tests/").startswith(files)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden files anew; read them before you commit")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str | Path, str], None]:
    """``golden(name, actual)`` holds a text equal to a file: ``golden/<name>`` beside the test, or an absolute path."""
    accept = request.config.getoption("--accept")
    folder = request.path.parent / "golden"

    def hold(name: str | Path, actual: str) -> None:
        path = folder / name
        if accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual.encode("utf-8"))
            return
        expected = path.read_bytes().decode("utf-8") if path.exists() else ""
        if actual != expected:
            lines = difflib.unified_diff(
                expected.splitlines(), actual.splitlines(), str(name), "actual", lineterm="", n=2
            )
            shown = "\n".join(lines) or "(only line ends differ)"
            pytest.fail(f"{shown}\n\nIf this is right: pytest --accept, then read {path.name}.", pytrace=False)

    return hold


@pytest.fixture
def reference() -> Callable[[str], Path]:
    """The path of a reference file that is not part of the project (``../shared/data``, from the project's root).

    Where it is absent the test says so; with POLYVALIDATE_REQUIRE_DATA=1, as in continuous integration, it fails.
    """

    def path_of(name: str) -> Path:
        path = DATA / name
        if not path.is_file():
            sentence = f"../shared/data/{name} is absent: conformance to it was not tested"
            if os.environ.get("POLYVALIDATE_REQUIRE_DATA") == "1":
                pytest.fail(sentence, pytrace=False)
            pytest.skip(sentence)
        return path

    return path_of
