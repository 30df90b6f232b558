"""``polyvalidate explain``: a rule on its own example, in words and in JSON."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable

import pytest

from polyvalidate.cli import main
from polyvalidate.model.words import LANGUAGES, Text, plain, typographic
from polyvalidate.reports.context import reason
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RETIRED

Explain = Callable[..., tuple[int, str, str]]


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str]) -> Explain:
    def explain(code: str, *more: str, lang: str = "en") -> tuple[int, str, str]:
        ended = main(["explain", code, *more, "--lang", lang])
        said = capsys.readouterr()
        return ended, said.out, said.err

    return explain


def says(said: str, sentence: Text, lang: str) -> bool:
    """Whether a text is a sentence whose details have been filled in."""
    template = plain(typographic(sentence.in_language(lang), lang))
    parts = ((re.escape(text), name is not None) for text, name, _, _ in string.Formatter().parse(template))
    pattern = "".join(text + (".+" if filled else "") for text, filled in parts)
    return re.fullmatch(pattern, said) is not None and not re.search(r"\{[a-z_]+(:[a-z]+)?\}", said)


def test_a_rule_is_shown_on_its_own_example(explain: Explain, golden: Callable[[str, str], None]) -> None:
    said = {lang: explain("PP308", lang=lang)[1] for lang in LANGUAGES}

    golden(
        "explain.txt", "\n".join(f"$ polyvalidate explain PP308 --lang={lang}\n{text}" for lang, text in said.items())
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", RULES.by_code)
def test_every_rule_is_explained_in_filled_sentences(code: str, lang: str, explain: Explain) -> None:
    ended, out, _ = explain(code, "--format", "json", lang=lang)
    said, rule = json.loads(out), RULES[code]

    assert (ended, list(said)) == (
        0, ["tool", "version", "code", "severity", "message", "help", "reason", "example"],
    )  # fmt: skip
    assert (said["code"], said["severity"]) == (code, rule.severity.value)
    assert says(said["message"], rule.sentence, lang)
    assert says(said["help"], rule.mend, lang)
    assert said["reason"] == plain(reason(rule, lang))
    assert list(said["example"]) == ["where", "lines"]


def test_the_lines_of_the_example_are_those_that_are_read(explain: Explain) -> None:
    said, shown = json.loads(explain("PP308", "--format", "json")[1]), explain("PP308")[1]

    assert said["example"]["where"] == "declarations/2025/s-base000001/3.3-lycee.yml:5:32"
    assert "\n".join(said["example"]["lines"]) in shown
    assert said["message"] == "The end date (11 March 2026) is before the start date."
    assert said["help"] == "Write an end date on or after 12 March 2026."


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("PP301", ["PP302", "PP303", "PP304"]),
        ("pp301", ["PP302", "PP303", "PP304"]),
        ("PP999", ["PP631", "PP632", "PP633"]),
        ("PP3O8", ["PP307", "PP308", "PP309"]),
        ("308", ["PP307", "PP308", "PP309"]),
        ("PP38", ["PP348", "PP358", "PP380"]),
        ("bonjour", []),
    ],
)
def test_an_unknown_code_proposes_the_nearest_that_exist(code: str, near: list[str], explain: Explain) -> None:
    ended, out, err = explain(code)

    proposed = re.findall(r"PP[0-9]{3}", err.partition("nearest:")[2])
    assert (ended, out, sorted(proposed)) == (2, "", near)
    assert [known for known in proposed if known not in RULES] == []


@pytest.mark.parametrize("code", sorted(RETIRED))
def test_a_retired_code_is_said_to_be_gone(code: str, explain: Explain) -> None:
    assert explain(code) == (2, "", f"Rule {code} no longer exists. Its code is given to no other.\n")
