"""What ``make test`` tries is a fixed part of what ``make test-all`` tries; continuous integration runs the latter."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import settings

from tests.extent import LONG, SAME, WHOLE, examples, spread
from tests.places import ROOT


@pytest.mark.parametrize(
    ("count", "few", "expected"),
    [
        (1, 5, [1]),
        (5, 5, [1, 2, 3, 4, 5]),
        (6, 5, [1, 2, 3, 5, 6]),
        (101, 5, [1, 26, 51, 76, 101]),
        (70, 2, [1, 70]),
    ],
)
def test_a_sample_is_spread_from_the_first_to_the_last(count: int, few: int, expected: list[int]) -> None:
    actual = spread(range(1, count + 1), few, all_of_them=False)

    assert actual == expected


def test_the_whole_is_every_value() -> None:
    assert spread(range(1, 500), 3, all_of_them=True) == list(range(1, 500))


def test_a_property_is_tried_on_fewer_examples_and_never_on_next_to_none() -> None:
    few = {whole: examples(whole, all_of_them=False) for whole in (5, 12, 100, 400, 1000)}

    assert few == {5: 5, 12: 10, 100: 20, 400: 80, 1000: 200}
    assert examples(400, all_of_them=True, always_the_same=False) == 400
    assert examples(400, all_of_them=True, always_the_same=True) == 200


def test_the_profile_of_this_run_is_the_one_that_was_asked_for() -> None:
    assert settings().max_examples == examples(100)
    assert examples(100) == ((50 if SAME else 100) if WHOLE else 20)


def recipe(target: str) -> str:
    """The commands of a target of the Makefile."""
    return re.findall(rf"^{target}:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[0]


def test_every_file_that_is_called_long_exists() -> None:
    missing = [name for name in LONG if not list((ROOT / "tests").glob(f"{name}*"))]

    assert missing == []


def collected(*words: str) -> list[str]:
    """The files of the tests that a run would try, in their order."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = (line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line)
    return list(dict.fromkeys(found))


def test_what_is_long_is_slow_and_the_longest_begins() -> None:
    quick, long, longest = "tests/house/test_extent.py", "tests/house/test_costs.py", "tests/site/test_builders.py"

    assert collected("-m", "slow or not slow", quick, long, longest) == [longest, quick, long]
    assert collected("-m", "not slow", quick, long, longest) == [quick]


def test_make_test_all_goes_all_the_way_and_continuous_integration_runs_it() -> None:
    assert "POLYVALIDATE_WHOLE=1" in recipe("test-all")
    assert '-m "slow or not slow"' in recipe("test-all")
    assert "POLYVALIDATE_WHOLE" not in recipe("test")
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").rstrip().endswith("\nmake test-all")
