"""The sentence that sums up, singulars and plurals, and what keeps hostile text inert."""

from __future__ import annotations

import pytest

from polyvalidate.model.findings import Finding, Severity, Span
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text, plain
from polyvalidate.reports import FORMATS
from polyvalidate.reports.context import Context, hidden, inert, mend, outline, summary, url
from polyvalidate.reports.functions import functions, linked
from tests.reports.hand_made_reports import MIXED, OPEN_DAY, RULES, HandMade, late, reader


@pytest.mark.parametrize(
    ("files", "folders", "fr", "en"),
    [
        (
            0,
            0,
            "Aucune remarque : 0 fichier vérifié.",
            "Nothing to report: 0 files checked.",
        ),
        (1, 1, "Aucune remarque : 1 fichier de 1 dossier vérifié.", "Nothing to report: 1 file in 1 folder checked."),
        (
            41,
            12,
            "Aucune remarque : 41 fichiers de 12 dossiers vérifiés.",
            "Nothing to report: 41 files in 12 folders checked.",
        ),
        (
            1_250_000,
            90_000,
            "Aucune remarque : 1 250 000 fichiers de 90 000 dossiers vérifiés.",
            "Nothing to report: 1,250,000 files in 90,000 folders checked.",
        ),
    ],
)
def test_a_clean_report_in_one_sentence(files: int, folders: int, fr: str, en: str) -> None:
    report = HandMade((), files, folders)

    assert (plain(summary(report, "fr")), plain(summary(report, "en"))) == (fr, en)


def test_one_error_is_singular() -> None:
    report = HandMade((late(),), 41, 12)

    assert plain(summary(report, "fr")) == "1 erreur dans 1 fichier, sur 41 fichiers de 12 dossiers."
    assert plain(summary(report, "en")) == "1 error in 1 file, out of 41 files in 12 folders."


def test_findings_are_counted_from_the_most_serious_to_the_least() -> None:
    said = plain(summary(MIXED, "fr"))

    assert said == "2 erreurs, 1 avertissement, 1 note dans 3 fichiers, sur 41 fichiers de 12 dossiers."


@pytest.mark.parametrize(
    ("number", "fr", "en"),
    [
        (1, "1 remarque de plus n'est pas montrée ici", "1 more finding is not shown here"),
        (12, "12 remarques de plus ne sont pas montrées ici", "12 more findings are not shown here"),
    ],
)
def test_what_is_hidden_is_said_with_the_command_that_shows_it(number: int, fr: str, en: str) -> None:
    said = (plain(hidden(number, "polyvalidate check", "fr")), plain(hidden(number, "polyvalidate check", "en")))

    assert said == (f"{fr} (polyvalidate check les donne toutes).", f"{en} (polyvalidate check gives them all).")


def test_french_keeps_its_non_breaking_spaces_outside_a_terminal() -> None:
    note = MIXED.findings[1]

    assert mend(note, RULES, "fr") == "Rien n'est à faire\u00a0: 3.1."


def test_a_terminal_gets_ordinary_spaces_only() -> None:
    shown = FORMATS["text"](MIXED, RULES, reader("fr"))

    assert sorted({c for c in shown if c.isspace()}) == ["\n", " "]


def test_line_ends_terminal_escapes_directions_and_stray_bytes_are_written_out() -> None:
    shown = inert("a\nb\r\x1b[2J\u202e\u2028\udcff")

    assert shown == "a\\nb\\r\\x1b[2J\\u202e\\u2028\\udcff"


def test_a_detail_with_a_line_end_stays_on_one_line() -> None:
    finding = Finding("PP330", Severity.NOTE, OPEN_DAY, (), {"name": "x\n::error::y"}, Span(5, 1, 5, 2))

    assert mend(finding, RULES, "en") == "Nothing is to be done: x\\n::error::y."


def test_a_sentence_waiting_for_its_details_shows_where_they_go() -> None:
    rule = RULES["PP320"]

    assert plain(outline(rule.mend, "fr")) == "Demandez à … de la signer."


@pytest.mark.parametrize(
    ("lang", "site", "expected"),
    [
        ("fr", "https://engagement.example.org", "https://engagement.example.org/regles/PP308/"),
        ("en", "https://engagement.example.org/", "https://engagement.example.org/en/regles/PP308/"),
        ("fr", "https://example.org/a b|c)<d>", "https://example.org/a%20b%7Cc%29%3Cd%3E/regles/PP308/"),
    ],
)
def test_the_page_of_a_rule_in_the_language_of_the_reader(lang: str, site: str, expected: str) -> None:
    context = Context(lang=lang, site=site, version="0", lines=lambda _path: [])

    assert url("PP308", context) == expected


def test_those_who_are_awaited_are_told_by_function_a_few_of_them_and_no_title_is_markup() -> None:
    title = Text("Référent·e [n°](javascript:x) @ecole\n", "Referent")
    holders = [RoleHolder(f"ref-{n}", title, f"github:{n}", "evaluator", frozenset("3"), None) for n in range(1, 9)]
    who = Text("{who:list}", "{who:list}")

    assert who.of("en", who=functions(holders[:2])) == "ref-1 (Referent) or ref-2 (Referent)"
    assert who.of("fr", who=functions([])) == "personne pour l'instant"
    assert who.of("fr", who=linked(holders)).endswith(", ref-6 (" + INERT + ") ou 2 de plus")
    assert who.of("fr", who=linked(holders[:1], {"github:1": "https://x.example/a"})) == (
        f"ref-1 ([{INERT}](https://x.example/a))"
    )


INERT = "Référent·e &#91;n°&#93;(javascript:x) @&#8203;ecole&#92;n"
