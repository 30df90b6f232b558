"""The text format: a hundred columns, colours only when asked for."""

from __future__ import annotations

import re

from polyvalidate.model.findings import Finding, Severity, Span
from polyvalidate.reports import FORMATS
from polyvalidate.reports.context import Context
from polyvalidate.reports.excerpt import width
from tests.reports.hand_made_reports import MIXED, OPEN_DAY, RULES, STRAY, WORKSHOP, HandMade, late, reader

LONG_LINE = Finding("PP330", Severity.NOTE, WORKSHOP, ("description",), {"name": "5.2"}, Span(3, 164, 3, 168))


def render(*findings: Finding, context: Context) -> str:
    return FORMATS["text"](HandMade(findings, 41, 12), RULES, context)


def test_a_long_line_is_cut_around_the_finding() -> None:
    shown = render(LONG_LINE, context=reader("fr")).splitlines()

    assert shown[1:3] == [
        "  3 │ …ion de la fresque, Animation de la fresque, puis bilan avec les élèves et les encadrants, le…",
        "    │                                              ^^^^ Le plafond de l'activité est atteint.",
    ]


def test_nothing_but_a_path_or_an_address_goes_beyond_a_hundred_columns() -> None:
    shown = render(LONG_LINE, *MIXED.findings, context=reader("en")).splitlines()

    assert [line for line in shown if width(line) > 100] == []


def test_a_wide_script_before_the_finding_moves_the_carets() -> None:
    title = Finding("PP330", Severity.NOTE, WORKSHOP, ("title",), {"name": "5.2"}, Span(2, 11, 2, 18))

    shown = render(title, context=reader("en")).splitlines()

    assert shown[1:3] == [
        "  2 │ title: 環境 atelier",
        "    │             ^^^^^^^ The cap of the activity is reached.",
    ]


def test_a_number_of_four_digits_widens_the_margin() -> None:
    context = Context(lang="fr", site="https://example.org", version="0", lines=lambda _path: ["x: 1"] * 1500)

    shown = render(
        Finding("PP330", Severity.NOTE, OPEN_DAY, ("x",), {"name": "3.1"}, Span(1200, 4, 1200, 5)), context=context
    )

    assert shown.splitlines()[1:] == [
        "1200 │ x: 1",
        "     │    ^ Le plafond de l'activité est atteint.",
        "     = Rien n'est à faire : 3.1.",
        "     = Pourquoi : https://example.org/regles/PP330/",
        "",
        "1 note dans 1 fichier, sur 41 fichiers de 12 dossiers.",
    ]


def test_a_file_that_is_not_text_is_told_without_its_line() -> None:
    shown = render(late(path=STRAY), context=reader("fr")).splitlines()

    assert shown[1:3] == [
        "    La date de fin précède la date de début.",
        "    = Écrivez une date de fin égale ou postérieure au 1er février 2026.",
    ]


def test_colours_only_add_to_the_text() -> None:
    coloured = FORMATS["text"](MIXED, RULES, reader("fr", colour=True))
    uncoloured = FORMATS["text"](MIXED, RULES, reader("fr"))

    assert re.sub("\x1b\\[[0-9]+m", "", coloured) == uncoloured
    assert "\x1b[31m^^^^^^^^^^\x1b[0m" in coloured
    assert "\x1b" not in uncoloured
