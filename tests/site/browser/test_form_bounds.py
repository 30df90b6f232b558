"""The form accepts what the schemas and the rules accept: the same bounds, the same words, in another language."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, Page

from polyvalidate.files import source
from polyvalidate.files.canonical import quoted
from polyvalidate.files.draft import SLUG_LENGTH, slug
from polyvalidate.model import words
from polyvalidate.model.paths import folder_of
from polyvalidate.repository import official_schemas
from polyvalidate.rules.evidence import host_of
from polyvalidate.rules.evidence_file import is_safe, type_of
from polyvalidate.rules.privacy import has_email, has_national_number, has_phone, has_student_number
from polyvalidate.site.form.fields import schema_of
from tests.extent import examples
from tests.site.browser.forming import open_form

SCHEMA = schema_of(official_schemas())


@pytest.fixture(scope="module")
def form(browser: Browser, address: str) -> Iterator[Page]:
    """A form in which everything is asked."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    open_form(page, address, "?activite=4.3")
    yield page
    context.close()


def call(page: Page, module: str, function: str, arguments: list[Any]) -> list[Any]:
    """A function of one of the form's modules, on each of many lists of arguments."""
    found = page.evaluate(
        "async ([path, name, all]) => { const f = (await import(path))[name]; return all.map((a) => f(...a)); }",
        [f"{page.url.partition('/declarer')[0]}/form/{module}.js", function, arguments],
    )
    assert len(found) == len(arguments)
    return list(found)


def accepted(page: Page, ask: str, values: list[str]) -> list[tuple[str, bool]]:
    """What a field then holds, in which nothing unseen is left, and whether nothing is said against it."""
    url = f"{page.url.partition('/declarer')[0]}/form"
    found = page.evaluate(
        """async ([url, ask, values]) => {
             const fields = await import(`${url}/fields.js`);
             const texts = await import(`${url}/texts.js`);
             const node = fields.control(ask);
             node.disabled = false;
             return values.map((value) => {
               node.value = value;
               return [texts.cleaned(node.value), !fields.constrained().some((problem) => problem.ask === ask)];
             });
           }""",
        [url, ask, values],
    )
    return [(value, good) for value, good in found]


def valid(ask: str, value: Any) -> bool:
    checker = Draft202012Validator.FORMAT_CHECKER
    return bool(Draft202012Validator(SCHEMA[ask], format_checker=checker).is_valid(value))


ANY = st.text(st.characters(codec="utf-8"), max_size=70)
WORDS = st.from_regex(r"[a-z0-9]{0,30}(-[a-z0-9]{0,20}){0,3}\n?", fullmatch=True)
LONG = st.builds(lambda text, times: text * times, st.sampled_from(["a", "é", "🤖", "a b"]), st.integers(30, 2100))
MANY = {"max_examples": examples(12), "deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.parametrize("ask", ["title", "organisation", "event", "description"])
@settings(**MANY)
@given(values=st.lists(st.one_of(ANY, WORDS, LONG), min_size=20, max_size=60))
def test_a_text_that_the_form_accepts_is_one_that_the_schema_accepts(form: Page, ask: str, values: list[str]) -> None:
    for value, good in accepted(form, ask, values):
        optional_and_empty = not value and ask in ("event", "description")

        assert good == (optional_and_empty or valid(ask, value)), (ask, value)


def test_no_character_that_files_may_not_hold_comes_out_of_the_form(form: Page) -> None:
    """All of Unicode: what the reader of files forbids is taken out or refused here."""
    let_through = form.evaluate(
        """async (url) => {
             const { cleaned, refused } = await import(`${url}/texts.js`);
             const through = [];
             for (let code = 1; code < 0x110000; code++) {
               if (code >= 0xd800 && code < 0xe000) continue;
               const character = String.fromCodePoint(code);
               const text = cleaned(`a${character}a`);
               if (text.includes(character) && refused(text) === null) through.push(code);
             }
             return through;
           }""",
        f"{form.url.partition('/declarer')[0]}/form",
    )

    assert len(let_through) > 100_000
    assert [f"U+{code:04X}" for code in let_through if source.forbidden(chr(code))] == []


@pytest.mark.parametrize("ask", ["quantity", "hours"])
@settings(**MANY)
@given(
    values=st.lists(st.integers(-3, 2500).map(str) | st.sampled_from(["1.5", "1e2", "٣", "1,5", "x", ""]), min_size=20)
)
def test_a_number_that_the_form_accepts_is_one_that_the_schema_accepts(form: Page, ask: str, values: list[str]) -> None:
    for value, good in accepted(form, ask, values):
        assert good == (value != "" and valid(ask, int(float(value)) if float(value).is_integer() else float(value)))


@settings(**MANY)
@given(
    values=st.lists(st.dates().map(str) | st.sampled_from(["2026-02-30", "31/01/2026", "2026-1-1", ""]), min_size=20)
)
def test_a_day_that_the_form_accepts_is_one_that_the_schema_accepts(form: Page, values: list[str]) -> None:
    for value, good in accepted(form, "from", values):
        assert good == valid("from", value), value


@settings(**MANY)
@given(
    values=st.lists(
        st.from_regex(r"s-[0-9a-z]{9,11}", fullmatch=True)
        | st.from_regex(r"s-[0-9a-hjkmnp-tv-z]{10}", fullmatch=True)
        | ANY,
        min_size=20,
    )
)
def test_a_code_that_the_form_accepts_names_a_folder(form: Page, values: list[str]) -> None:
    for value, good in accepted(form, "code", values):
        path = f"declarations/2025/{value}/3.1-x.yml"

        assert good == (folder_of(path) is not None and "/" not in value), value


@settings(**MANY)
@given(values=st.lists(st.integers(1900, 2200).map(str) | ANY, min_size=20))
def test_a_year_that_the_form_accepts_names_a_folder(form: Page, values: list[str]) -> None:
    for value, good in accepted(form, "cohort", values):
        assert good == (folder_of(f"declarations/{value}/s-k3f9q2mz7w/3.1-x.yml") is not None and "/" not in value)


# --- the same rules in two programs -----------------------------------------------------------------------------------

DIGITS = st.text(st.sampled_from("0123456789 .-+()AaB\u00a0\uff11@,"), min_size=6, max_size=24)
PERSONAL = st.one_of(
    DIGITS,
    st.from_regex(r"[x( ]?0[1-9]([ .-]?[0-9]{2}){4}[x ]?", fullmatch=True),
    st.from_regex(r"[12][0-9]{7}", fullmatch=True),
    st.from_regex(r"[0-9]{9}([0-9][A-Za-z]|[A-Z]{2})", fullmatch=True),
    st.from_regex(r"[12] [0-9]{2} 0[1-9] (7[0-9]|2[AB]) [0-9]{3} [0-9]{3}( [0-9]{2})?", fullmatch=True),
    st.from_regex(r"[a-zé]{1,3} ?(@|\(at\)|\[ arobase \]) ?[a-z]{1,3}\.[a-zé2]{1,3}", fullmatch=True),
)


def expected_rule(text: str) -> str | None:
    rules = {"PP345": has_email, "PP346": has_phone, "PP347": has_student_number, "PP348": has_national_number}
    return next((code for code, holds in rules.items() if holds(text)), None)


@settings(**MANY | {"max_examples": examples(40)})
@given(texts=st.lists(PERSONAL, min_size=30, max_size=80))
def test_what_could_identify_somebody_is_found_alike(form: Page, texts: list[str]) -> None:
    assert call(form, "personal", "personal", [[text] for text in texts]) == [expected_rule(text) for text in texts]


@settings(**MANY)
@given(texts=st.lists(ANY | st.text(st.characters(codec="latin-1"), max_size=60), min_size=20))
def test_a_text_is_quoted_alike(form: Page, texts: list[str]) -> None:
    assert call(form, "yaml", "quoted", [[text] for text in texts]) == [quoted(text) for text in texts]


@settings(**MANY)
@given(texts=st.lists(st.text(st.characters(max_codepoint=0x2FF, codec="utf-8"), max_size=70), min_size=20))
def test_a_file_is_named_alike(form: Page, texts: list[str]) -> None:
    said = call(form, "texts", "slug", [[text, SLUG_LENGTH] for text in texts])

    assert said == [slug(text) for text in texts]


@settings(**MANY)
@given(names=st.lists(ANY | st.from_regex(r"[a-zA-Zé_. ]{1,9}\.(pdf|PNG|x|)", fullmatch=True), min_size=20))
def test_a_document_is_named_and_typed_alike(form: Page, names: list[str]) -> None:
    names = [*(unicodedata.normalize("NFC", name) for name in names), "CON", "con.pdf", "nul .pdf", "a..pdf"]
    types = json.loads(form.inner_text("#form-data") or form.text_content("#form-data") or "")["types"]

    assert call(form, "evidence", "isSafe", [[name] for name in names]) == [is_safe(name) for name in names]
    assert call(form, "evidence", "typeOf", [[name, types] for name in names]) == [type_of(name) for name in names]


SPACES_AND_FOLDED_LETTERS = [
    *(f"https://github.com/a{space}b" for space in "\x1c\x1f\x85\xa0\u2028\ufeff"),
    *("http\u017f://github.com/", "https://git\u212aub.com/", "HTTPS://GitHub.com/"),
]
"""What two languages read otherwise when nobody looks: their spaces, and the letters that only folding makes equal."""


@settings(**MANY)
@given(tails=st.lists(ANY | st.from_regex(r"[/?#:@.a-z|]{0,9}", fullmatch=True), min_size=20))
def test_an_address_is_well_formed_alike(form: Page, tails: list[str]) -> None:
    policy = {"hosts": ["github.com"]}
    texts = [f"https://github.com{tail}" for tail in tails] + SPACES_AND_FOLDED_LETTERS
    found = form.evaluate(
        """async ([url, texts, policy]) => {
             const { fromAddress } = await import(`${url}/evidence.js`);
             const { cleaned } = await import(`${url}/texts.js`);
             return texts.map((text) => [cleaned(text), (fromAddress("E7", text, policy).problem || {}).rule]);
           }""",
        [f"{form.url.partition('/declarer')[0]}/form", texts, policy],
    )
    for text, rule in found:
        assert (rule != "PP335") == (host_of(text) is not None), text


@given(quarters=st.integers(0, 400), day=st.dates(min_value=date(2000, 1, 1)))
@settings(**MANY)
def test_values_are_said_alike(form: Page, quarters: int, day: Any) -> None:
    assume(day.year < 2100)
    for lang in ("fr", "en"):
        assert call(form, "words", "points", [[quarters, lang]]) == [words.points(quarters, lang)]
        assert call(form, "words", "day", [[day.isoformat(), lang]]) == [words.day(day, lang)]
