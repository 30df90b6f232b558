"""The page of the form before it is built: the model to copy, the data, the words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.cli import main
from polyvalidate.model.words import Text, placeholders
from polyvalidate.rules import RULES
from polyvalidate.site.form import data, declare, words
from polyvalidate.site.form import example as form_example
from polyvalidate.site.gathering import gather
from polyvalidate.site.pages import Site
from tests.declaring import STUDENTS, errors, make_school
from tests.places import ROOT

FORM = ROOT / "polyvalidate" / "_data" / "site" / "form"


@pytest.fixture(scope="module")
def site() -> Site:
    return gather(ROOT, date(2026, 4, 1))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_model_to_copy_passes_the_check(tmp_path: Path, site: Site, lang: str) -> None:
    root = make_school(tmp_path / "école")
    example = form_example.example(site.grid, lang)
    assert example is not None
    (root / "declarations" / "2024" / STUDENTS["FISE3"] / example.name).write_text(example.text, encoding="utf-8")

    assert errors(root) == []


def test_no_title_of_the_grid_ends_the_block_of_data(site: Site) -> None:
    trap = Text("</script><!--<script>&amp;\u2028", "</SCRIPT>")
    activity = replace(site.grid.activities["3.1"], title=trap)
    grid = replace(site.grid, activities={**site.grid.activities, "3.1": activity})
    text = data.script(replace(site, grids={grid.year: grid}), "fr")
    inside = text.removeprefix('<script type="application/json" id="form-data">').removesuffix("</script>")

    assert set("<>&\u2028\u2029").isdisjoint(inside)
    assert json.loads(inside)["grids"][grid.year]["activities"]["3.1"]["title"] == trap.fr


def test_the_page_of_a_school_that_has_just_begun(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "école"), "--year", "2025-2026"]) == 0
    (tmp_path / "école" / "mkdocs.yml").write_text("site_name: École\n")
    site = gather(tmp_path / "école", date(2026, 4, 1))
    text = declare.page(site, "fr").text

    assert 'id="form-open"' not in text
    assert "connectez-vous" not in text
    assert len(data.data(site, "fr")["grids"]) == 1


def test_every_sentence_the_script_asks_for_is_there_and_no_other() -> None:
    script = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FORM.glob("*.js")))
    rules = set(re.findall(r'"(PP[0-9]{3})"', script))
    quoted = set(re.findall(r'"([a-z][a-z-]*)"', script)) | {"proof-file", "proof-online"}

    assert rules == set(words.RULES_SAID)
    assert set(words.sentences("fr")) - quoted == set()


def test_sentences_say_the_same_details_in_both_languages() -> None:
    french, english = words.sentences("fr"), words.sentences("en")
    differ = [key for key in french if placeholders(french[key]) != placeholders(english[key])]

    assert differ == []


def test_the_sentence_of_a_rule_is_the_one_of_the_check() -> None:
    said = words.rules("fr")["PP308"]

    assert said.startswith(RULES["PP308"].sentence.fr)


def test_no_sentence_is_written_in_the_script() -> None:
    script = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FORM.glob("*.js")))
    code = re.sub(r"//.*", "", script)

    assert re.findall(r'"[A-ZÀ-Ý][a-zà-ÿ]+ [a-zà-ÿ]+[^"]*"', code) == []
    assert "innerHTML" not in code


def test_no_module_of_the_script_is_long() -> None:
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in FORM.glob("*.js")}

    assert {name: count for name, count in lines.items() if count >= 300} == {}
