"""Addresses that ``mkdocs.yml`` gives, and texts that a grid gives: what is taken can be shown anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from polyvalidate.files import source
from polyvalidate.files.schema import Reader
from polyvalidate.repository import DiskTree, Unreadable, parsed_schemas, starting_files
from polyvalidate.rules import RULES
from polyvalidate.school.check import check
from polyvalidate.site import gathering, writing
from tests.anygrids import HOSTILE, put, texts
from tests.running import run

FILES = {path: data for path, data in starting_files().items() if path.startswith("grid/")}
SEVERAL_LINES = ["a\nb", "a\n", "\na", "a\tb", "a\r\nb"]
BLANK = [" ", " a", "a ", "\t", "\n"]
NO_EXAMPLES = {f"{rule.code}/bad/expected.txt": b"" for rule in RULES}
"""What the pages of rules show holds no text of the school."""
ONE_LINE = [text for text in HOSTILE if "\n" not in text and "\t" not in text]


@pytest.fixture
def school(tmp_path: Path) -> Path:
    for path, data in starting_files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "repo_url: javascript:alert(1)",
        "repo_url: 'https://x.example/\" onclick=\"alert(1)'",
        "repo_url: http://forge.example.org/a/b",
        "repo_url: https://x.example/<b>",
        'site_url: "https://x.example/\\nb"',
        "site_url: ftp://x.example/",
        "edit_uri: '\"><b>'",
        "extra: {polyvalidate: {discussions: 'javascript:alert(1)'}}",
        "extra: {polyvalidate: {discussions: 'https://'}}",
        "extra: {polyvalidate: {accessibility: {plan: 'javascript:alert(1)'}}}",
        "extra: {homepage: 'data:text/html,x'}",
        "extra: {social: [{icon: x, link: 'javascript:alert(1)'}]}",
    ],
)
def test_an_address_that_is_none_is_named_and_refused(school: Path, line: str) -> None:
    (school / "mkdocs.yml").write_text(f"site_name: Essai\n{line}\n")

    with pytest.raises(Unreadable, match="must be an address that begins with https:// or mailto:"):
        gathering.gather(school, date(2026, 4, 1))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://polyvalidate.example.org", False),
        ("https://polyvalidate.example.org/", False),
        ("https://elsewhere.example/", True),
        ("http://localhost:8000/", False),  # tried on this machine
    ],
)
def test_a_grid_that_says_another_address_than_the_site_is_told(school: Path, url: str, told: bool) -> None:
    (school / "mkdocs.yml").write_text(f"site_name: Essai\nsite_url: {url}\n")

    code, _, said = run("pages", "--repo", school, "--on", "2026-04-01", lang="en")

    assert (code, "the grid 2025-2026 says https://polyvalidate.example.org: comments" in said) == (0, told)


@pytest.mark.parametrize(
    "line",
    [
        "repo_url: https://github.com/ecole/polypoints",
        "site_url: http://localhost:8000/",
        "edit_uri: edit/main/docs/",
        "extra: {polyvalidate: {discussions: 'mailto:engagement@example.org?subject=Question'}}",
        "extra: {polyvalidate: {discussions: 'https://forum.example.org/t/a-b_c?x=1&y=%C3%A9#z'}}",
    ],
)
def test_an_address_is_taken(school: Path, line: str) -> None:
    (school / "mkdocs.yml").write_text(f"site_name: Essai\n{line}\n")

    assert gathering.gather(school, date(2026, 4, 1)).name == "Essai"


# --- texts ------------------------------------------------------------------------------------------------------------


def kind_of(path: str) -> str:
    return "roles" if path.endswith("roles.yml") else "rules" if path.endswith("rules.yml") else "category"


@pytest.mark.parametrize("path", [path for path in FILES if "2025" in path or "roles" in path])
def test_every_text_of_a_grid_that_is_a_title_is_on_one_line(path: str) -> None:
    reader, kind = Reader(parsed_schemas()), kind_of(path)
    data = source.parse(FILES[path]).data
    titles = [keys for keys in texts(data) if "guidance" not in keys]

    def accepted(tried: list[str]) -> set[bool]:
        found = set()
        for keys in titles:
            before = put(data, keys, "")
            for text in tried:
                put(data, keys, text)
                found.add(reader.accepts(kind, data))
            put(data, keys, before)
        return found

    assert (accepted(ONE_LINE), accepted([*SEVERAL_LINES, *BLANK])) == ({True}, {False})


@pytest.mark.parametrize("text", [*ONE_LINE, "ligne\nune   autre\t"])
def test_what_check_accepts_of_every_text_is_shown_by_the_pages_and_the_calendar(school: Path, text: str) -> None:
    for path, written in FILES.items():
        data = source.parse(written).data
        for keys in list(texts(data)):
            if "guidance" in keys or "\n" not in text:
                put(data, keys, text)
        (school / path).write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False))
    on = date(2026, 4, 1)

    found = {finding.code for finding in check(DiskTree(school), on).report.findings}
    files = writing.tree(replace(gathering.gather(school, on), rules=NO_EXAMPLES), "mkdocs.yml")

    assert not {code for code in found if code.startswith("PP1")}
    assert [yaml.safe_load(files[f"{lang}.yml"])["nav"] != [] for lang in ("fr", "en")] == [True, True]
    assert [files[f"{lang}/calendrier.ics"].count(b"BEGIN:VEVENT") for lang in ("fr", "en")] != [0, 0]


def test_a_school_on_several_lines_is_refused_by_the_check(school: Path) -> None:
    path = next(path for path in FILES if path.endswith("2025-2026/rules.yml"))
    (school / path).write_text((school / path).read_text().replace("school: ", "school: |\n  ", 1))

    found = {finding.code for finding in check(DiskTree(school), date(2026, 4, 1)).report.findings}

    assert "PP113" in found
