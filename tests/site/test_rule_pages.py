"""The page of a rule shows its sentence, its reason, and the very bytes of its test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from polyvalidate.cli import main
from polyvalidate.files.source import parse
from polyvalidate.model.words import NARROW_NBSP, NBSP
from polyvalidate.reports.context import Context, outline, reason, url
from polyvalidate.reports.example import SAID
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RETIRED
from polyvalidate.site.pages import rule_pages
from polyvalidate.site.pages.contents import contents
from polyvalidate.site.pages.examples import CHANGE, Example, examples
from polyvalidate.site.pages.markdown import text
from polyvalidate.site.pages.page import Page
from tests.examples import RULES_FOLDER
from tests.places import ROOT
from tests.site.sites import SITE

LANGUAGES = ["fr", "en"]


@cache
def shown_examples() -> dict[str, Example]:
    return examples(SITE.rules)


@cache
def pages(lang: str) -> dict[str, Page]:
    return {page.path: page for page in rule_pages.pages(SITE, lang)}


def page(code: str, lang: str) -> Page:
    return pages(lang)[f"regles/{code}.md"]


def blocks(markdown: str) -> Iterator[tuple[str, list[str]]]:
    """The blocks of code of a page: what follows the fence, and the lines."""
    for found in re.finditer(r"^( *)(`{3,})(\S[^\n]*)\n(.*?)\n\1\2$", markdown, re.DOTALL | re.MULTILINE):
        yield found[3], [line.removeprefix(found[1]) for line in found[4].split("\n")]


@pytest.mark.parametrize(("code", "lang"), [("PP308", "fr"), ("PP308", "en"), ("PP003", "fr"), ("PP602", "en")])
def test_a_page_as_it_is_read(code: str, lang: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{code}.{lang}.md", page(code, lang).markdown())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_the_rule_in_its_language(lang: str) -> None:
    for rule in RULES:
        shown = page(rule.code, lang).text

        assert text(outline(rule.sentence, lang).removesuffix(".")) in shown.split("\n")[0]
        assert text(outline(rule.mend, lang)) in shown
        assert text(reason(rule, lang)) in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_shows_what_the_test_of_the_rule_holds(lang: str) -> None:
    for rule in RULES:
        said = (RULES_FOLDER / rule.code / "bad" / SAID[lang]).read_text(encoding="utf-8")
        shown = [lines for head, lines in blocks(page(rule.code, lang).text) if head == "text"]

        assert shown == [said.rstrip("\n").split("\n")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_of_a_file_that_a_page_shows_is_in_that_file(lang: str) -> None:
    wrong = {rule.code: invented(shown_examples()[rule.code], page(rule.code, lang).text) for rule in RULES}

    assert {code: lines for code, lines in wrong.items() if lines} == {}


def test_a_line_that_is_in_no_file_is_noticed() -> None:
    shown = page("PP308", "fr").text

    assert invented(shown_examples()["PP308"], shown.replace("quantity: 1", "quantity: 7")) == ["quantity: 7"] * 2


def invented(example: Example, markdown: str) -> list[str]:
    """The lines that a page shows of a file and that no version of this file holds."""
    held: dict[str, set[str]] = {}
    for side in (example.bad, example.good):
        for files in (side.files, side.before, side.meanwhile):
            for path, found in files.items():
                lines = found.data.decode("utf-8", "replace").split("\n")
                held.setdefault(path, set()).update(line if len(line) <= 400 else f"{line[:399]}…" for line in lines)
    return [
        line
        for head, lines in blocks(markdown)
        if (named := re.match(r'\w+ title="([^",]+)', head)) and not _is_hexadecimal(lines)
        for line in lines
        if line not in held[named[1]]
    ]


def _is_hexadecimal(lines: list[str]) -> bool:
    return all(re.match(r"[0-9a-f]{6}  [0-9a-f]{2}", line) for line in lines)


def test_both_sides_of_an_example_are_shown_and_are_not_the_same() -> None:
    for rule in RULES:
        shown = page(rule.code, "fr").text
        wrong = shown.partition("{ #exemple")[2].partition("## ")[0].partition("\n")[2]
        right = shown.partition("{ #corrige")[2].partition("\n\n[Toutes")[0].partition("\n")[2]

        assert wrong.strip(), rule.code
        assert right.strip(), rule.code
        assert wrong.partition("???")[0].strip() != right.strip(), rule.code


def test_the_bytes_that_an_editor_does_not_show_are_shown_in_hexadecimal() -> None:
    shown = page("PP003", "fr").text

    assert "4a 6f 75 72 6e e9 65 20" in shown  # « Journée » in Latin-1


def test_a_link_is_said_to_be_one() -> None:
    assert "est un lien vers <code>student.yml</code>, et non un fichier." in page("PP002", "fr").text
    assert "is a link to <code>student.yml</code>, and not a file." in page("PP002", "en").text


def test_a_long_file_is_shown_around_what_differs() -> None:
    heads = [head for head, _ in blocks(page("PP208", "fr").text) if "rules.yml" in head]

    assert heads == ['yaml title="grid/2025-2026/rules.yml, lignes 10 à 21" hl_lines="5 8"'] * 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_code_holds_a_space_that_a_reader_would_copy_unseen(lang: str) -> None:
    lines = [line for page in pages(lang).values() for _, block in blocks(page.text) for line in block]

    assert [line for line in lines if NBSP in line or NARROW_NBSP in line] == []


def test_what_a_change_is_described_by_is_all_told() -> None:
    # rule_examples says these; a new one would be left unsaid.
    known = {"actor", "opened", "on", "unrelated", "repeated", "shuffled", "author", "dated", "message"}
    described = [parse(data).data for path, data in SITE.rules.items() if path.endswith(f"/{CHANGE}")]

    assert described
    assert {key for said in described for key in said} == known


def led(page: Page) -> list[str]:
    """The rules that an index leads to."""
    return re.findall(r"\[(PP[0-9]{3})\]\(\1\.md\)", page.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_indexes_lead_to_every_rule_and_every_retired_code_once(lang: str) -> None:
    students, staff = (led(pages(lang)[f"regles/{name}.md"]) for name in ("index", "equipe"))

    assert sorted(students + staff) == sorted([*(rule.code for rule in RULES), *RETIRED])
    assert all(f"regles/{code}.md" in pages(lang) for code in students + staff)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_keeps_the_place_of_each_family_and_says_where_the_others_are(lang: str) -> None:
    students, staff = (pages(lang)[f"regles/{name}.md"].text for name in ("index", "equipe"))
    led_to = re.findall(r"\(equipe\.md#(pp[0-9])\)", students)

    assert sorted(re.findall(r"\{ #(pp[0-9]) \}", students)) == [f"pp{family}" for family in range(7)]
    assert sorted(led_to) == sorted(re.findall(r"\{ #(pp[0-9]) \}", staff))


def test_what_a_beginner_does_wrong_is_among_the_rules_for_students_and_the_grid_is_not() -> None:
    said = (ROOT / "tests/judgement/golden/beginners.txt").read_text(encoding="utf-8")
    students = led(pages("fr")["regles/index.md"])

    assert set(re.findall(r"PP[0-9]{3}", said)) <= set(students)
    assert [code for code in students if code.startswith("PP2")] == []
    assert len(students) < len(tuple(RULES)) * 2 // 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_address_that_a_finding_gives_is_the_address_of_its_page(lang: str) -> None:
    context = Context(lang=lang, site="https://ecole.example.org/points", version="0", lines=lambda _path: [])
    prefix = "https://ecole.example.org/points/" + ("en/" if lang == "en" else "")
    addresses = {f"{prefix}{page.path.removesuffix('.md')}/" for page in contents(SITE, lang).beside}

    assert {url(rule.code, context) for rule in RULES} <= addresses


def test_explain_and_the_page_ask_for_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "PP501", "--lang", "en"])

    assert "warning: mend it if you can" in capsys.readouterr().out
    assert '<strong class="severity warning">Warning</strong> Mend it if you can.' in page("PP501", "en").text
