"""What people and programs read, format by format and in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from polyvalidate.reports import FORMATS
from tests.reports.hand_made_reports import CLEAN, MIXED, RULES, reader

ENDINGS = {
    "text": "txt",
    "json": "json",
    "markdown": "md",
    "github": "github.txt",
    "sarif": "sarif",
    "gitlab": "gitlab.json",
    "junit": "xml",
}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_report_with_an_error_a_warning_and_a_note(name: str, lang: str, golden: Callable[[str, str], None]) -> None:
    golden(f"mixed.{lang}.{ENDINGS[name]}", FORMATS[name](MIXED, RULES, reader(lang)))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_report_with_nothing_to_say(name: str, lang: str, golden: Callable[[str, str], None]) -> None:
    golden(f"clean.{lang}.{ENDINGS[name]}", FORMATS[name](CLEAN, RULES, reader(lang)))


def test_every_format_has_its_golden_files() -> None:
    assert list(FORMATS) == list(ENDINGS)
