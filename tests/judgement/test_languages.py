"""A school that writes in one language: what is asked of its texts, and what stands for the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from polyvalidate.files.schema import lacking
from polyvalidate.judgement import check_grid
from polyvalidate.model.findings import Keys
from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from tests.judgement.changing import DAY, JUDGE, ROLES, RULES, base, book, entries, laid
from tests.running import run

THREE = "grid/2025-2026/3-promotion.yml"


def alone(text: str, lang: str) -> str:
    """A file of which each text keeps one language."""
    return re.sub(r"\{fr: ([^{}]*), en: ([^{}]*)\}", lambda both: f"{{{lang}: {both[1 + (lang == 'en')]}}}", text)


def of(languages: str, **texts: str) -> dict[str, str | None]:
    """The school with ``languages`` and some of its files changed."""
    files: dict[str, str | None] = {
        {"three": THREE, "roles": ROLES, "rules": RULES}[name]: t for name, t in texts.items()
    }
    rules = texts.get("rules") or base(RULES)
    return {**files, RULES: rules.replace("language: fr\n", f"language: fr\n{languages}")}


def told(files: dict[str, str | None]) -> list[tuple[str, str, Keys, object]]:
    found = check_grid(JUDGE, entries(laid(files), "grid/"), DAY).findings
    return [(f.code, f.path, f.keys, f.details.get("lang")) for f in found]


def grid(files: dict[str, str | None]) -> Grid:
    return book(files).grids["2025-2026"]


def test_nothing_is_to_be_translated_where_a_school_writes_in_one_language() -> None:
    texts = {name: alone(base(path), "fr") for name, path in (("three", THREE), ("roles", ROLES), ("rules", RULES))}
    files = of("languages: [fr]\n", **texts)
    kept = grid(files)

    assert told(files) == []
    assert kept.languages == ("fr",)
    assert kept.programmes["DI"] == Text("Informatique", "Informatique")
    assert (kept.pages_for("en"), kept.pages_for("fr")) == ("fr", "fr")
    assert (grid({}).languages, grid({}).pages_for("en")) == (("fr", "en"), "en")
    assert grid(of("languages: [en, fr]\n")).languages == ("fr", "en")


def test_a_text_says_which_language_it_lacks_and_a_code_is_no_language() -> None:
    title = base(THREE).replace("title: {fr: Journée portes ouvertes, en: Open day}", "title: {en: Open day}")
    rules = base(RULES).replace("units:\n", "units:\n  en: {title: {fr: envoi, en: dispatch}}\n")
    roles = base(ROLES).replace("{fr: Scolarité, en: Registry office}", "{fr: Scolarité}")
    years = {
        RULES.replace("2025-2026", "2026-2027"): base(RULES).replace("language: fr", "language: fr\nlanguages: [fr]")
    }
    here: Keys = ("activities", "3.1", "title")

    assert told(of("", three=title)) == [("PP256", THREE, here, "fr")]
    assert told(of("languages: [en]\n", three=title)) == [("PP257", RULES, ("language",), None)]
    assert told(of("", rules=rules)) == []
    assert [one[:3] for one in told(of("", roles=roles))] == [("PP256", ROLES, ("holders", "scolarite-1", "title"))]
    assert [one[1] for one in told({**of("", roles=roles), **years}) if one[0] == "PP256"] == []


def test_only_a_text_can_lack_a_language() -> None:
    assert list(lacking({}, ["fr"])) == list(lacking("fr", ["fr"])) == list(lacking(["fr"], ["fr"])) == []
    assert list(lacking({"en": "a"}, ["fr", "en"])) == [((), "fr")]
    assert list(lacking({"en": {"fr": "a"}}, ["en"])) == [(("en",), "en")]
    assert list(lacking({"en": "a", "more": "b"}, ["fr"])) == []


def test_the_guidance_is_compared_with_its_translation_only_where_there_is_one() -> None:
    same = alone(base(THREE), "fr").replace("{fr: Comptez chaque demi-journée de présence.}", "{fr: Ici., en: Ici.}")

    assert told(of("languages: [fr]\n", three=same)) == []
    assert [one[0] for one in told(of("", three=base(THREE).replace("en: Count each half-day", "en: Comptez")))] == []


@pytest.mark.parametrize(("languages", "address"), [("languages: [fr]\n", "/regles/"), ("", "/en/regles/")])
def test_what_is_said_in_another_language_leads_to_the_pages_there_are(
    tmp_path: Path, languages: str, address: str
) -> None:
    title = {THREE: base(THREE).replace("unit: half-day", "unit: none")}
    for path, data in laid({**of(languages), **title}).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    code, said, _ = run("check", tmp_path, lang="en")

    assert code == 1
    assert f"https://polyvalidate.example.org{address}PP" in said
