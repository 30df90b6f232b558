"""The glossary: eight words, each explained in two sentences; each guide leads there from its first use of a word."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from polyvalidate.site.guides import glossary
from tests.guiding import FENCE, LANGUAGES, guides, the_site

LINK = re.compile(r"\[[^\]]*\]\(glossaire\.md#([a-z]+)[^)]*\)")
SHOWN = re.compile(r"^ *(?:#|>|!!!|\?\?\?).*|`[^`\n]+`", re.MULTILINE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_eight_words_are_explained_in_two_sentences_each(lang: str) -> None:
    page = guides(the_site(), lang)["guides/glossaire.md"]
    meanings = re.findall(r"^## .+ \{ #[a-z]+ \}\n\n(.+)$", page, re.MULTILINE)

    assert [len(re.findall(r"[.](?= |$)", meaning)) for meaning in meanings] == [2] * 8
    titles = re.findall(r"^## (.+) \{", page, re.MULTILINE)
    assert titles == sorted(titles)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_guide_leads_to_the_glossary_once_for_each_word_that_it_uses(lang: str) -> None:
    for path, text in guides(the_site(), lang).items():
        if path in ("guides/index.md", "guides/glossaire.md"):
            assert LINK.search(text) is None
            continue
        plain = re.sub(
            r"!?\[[^\]]*\]\([^)]*\)|^.*\n(?= *\|[ |:-]+$)", "", SHOWN.sub("", FENCE.sub("", text)), flags=re.MULTILINE
        )
        missing = [
            word.anchor
            for word in glossary.WORDS
            if re.search(word.forms.in_language(lang), plain, re.IGNORECASE) and word.anchor not in LINK.findall(text)
        ]

        assert (path, missing) == (path, [])
        assert len(LINK.findall(text)) == len(set(LINK.findall(text)))


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Le dépôt, un dépôt.", 'Le [dépôt](glossaire.md#depot "dépôt\u00a0: définition"), un dépôt.'),
        ("## Le dépôt", "## Le dépôt"),
        ("> le dépôt", "> le dépôt"),
        ('!!! note "Le dépôt"', '!!! note "Le dépôt"'),
        ("[le dépôt](x.md)", "[le dépôt](x.md)"),
        ("`dépôt`", "`dépôt`"),
        ("    ```text\n    dépôt\n    ```", "    ```text\n    dépôt\n    ```"),
        ("| Le dépôt |\n|---|", "| Le dépôt |\n|---|"),
        ("<p>dépôt</p>", "<p>dépôt</p>"),
        ("Elle demande le code.", "Elle demande le code."),
        ("Votre **demande**.", 'Votre **[demande](glossaire.md#demande "demande\u00a0: définition")**.'),
    ],
)
def test_a_word_is_linked_in_sentences_only(text: str, linked: str) -> None:
    assert glossary.linked(text, "fr") == linked


def test_a_school_that_writes_its_own_glossary_is_not_led_to_anchors_that_it_lacks() -> None:
    own = guides(replace(the_site(), own={"guides/glossaire.md": b"# Nos mots\n"}), "fr")

    assert [path for path, text in own.items() if LINK.search(text)] == []
