"""What the search reads: the words of pages, as text, and what people type for what the grid says."""

from __future__ import annotations

import json

import pytest

from polyvalidate.site.pages import BadPage
from polyvalidate.site.pages.searching import SYNONYMS, pages, synonyms

INDEX = {
    "config": {"separator": "x"},
    "docs": [
        {"location": "", "title": "Élève", "text": "<p>bénévolat&nbsp;d'une <b>sœur</b></p>"},
        {"location": "#b", "title": "A &lt; B", "text": "<td>0.5 point</td><td>1 a year</td>"},
        {"location": "regles/PP308/", "title": "PP308 : dates", "text": "la demande", "boost": 0.2},
        {"location": "regles/PP308/#pourquoi", "title": "Pourquoi", "text": "la demande"},
    ],
}


def test_pages_are_plain_text_whose_words_stay_apart_and_rules_are_their_titles() -> None:
    emptied, written = pages(json.dumps(INDEX), {"jpo": ("portes ouvertes",)})

    assert json.loads(emptied) == {"config": {"separator": "x"}, "docs": []}
    assert json.loads(written) == {
        "pages": [
            {
                "weight": 1,
                "sections": [
                    ["", "Élève", "bénévolat d’une sœur"],
                    ["#b", "A < B", "0.5 point 1 a year"],
                ],
            },
            {"weight": 0.2, "sections": [["regles/PP308/", "PP308 : dates", ""]]},
        ],
        "synonyms": {"jpo": ["portes ouvertes"]},
    }


def test_a_school_adds_its_own_words_and_may_change_ours() -> None:
    said = synonyms({"synonyms": {"asso": "club", "wei": ["intégration", "week-end"]}}, "fr")

    assert (said["asso"], said["wei"], said["jpo"]) == (["club"], ["intégration", "week-end"], [*SYNONYMS["fr"]["jpo"]])
    assert synonyms({}, "en") == {typed: list(one) for typed, one in SYNONYMS["en"].items()}


@pytest.mark.parametrize("given", ["asso", ["asso"], {"asso": 3}, {3: "club"}, {"asso": ["club", None]}])
def test_synonyms_of_another_shape_are_refused_with_an_example(given: object) -> None:
    with pytest.raises(BadPage, match="what people type, what the grid says"):
        synonyms({"synonyms": given}, "fr")
