"""The three charts of an issue: quitus reached, distribution of points, activity by category.

Each is a drawing, and a ``<figure>`` of the drawing with its caption and the same numbers in a table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from polyvalidate.model.words import NARROW_NBSP, NBSP
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.publication.figures import bars, words
from polyvalidate.publication.figures.bars import Bar, Block

_SHORT = {
    "fr": (*(f"≥{NBSP}{percent}{NBSP}%" for percent in (25, 50, 75)), "quitus"),
    "en": (*(f"≥{NBSP}{percent}%" for percent in (25, 50, 75)), "quitus"),
}
"""A threshold reached, beside a bar."""


class Table(NamedTuple):
    """The numbers of a chart: the heads of columns, then rows whose first cell names the row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(NamedTuple):
    """A chart in one language, before it is drawn."""

    title: str
    note: str
    blocks: tuple[Block, ...]
    table: Table


def quitus(tables: PublicTables, lang: str) -> Chart:
    """How many have the quitus, group by group."""
    title = words.pick("Quitus citoyen atteint", "Quitus reached", lang)
    blocks, rows = [], []
    for row in tables.rows:
        band = row.reached[-1]
        shown = words.count_of(band, row.size, lang)
        blocks.append(Block(words.name(row, lang), (Bar("", band, row.size, shown),)))
        rows.append((words.name(row, lang), str(row.size), words.count(band, lang)))
    heads = words.pick("Groupe|Élèves|Ont le quitus", "Group|Students|Have the quitus", lang)
    return Chart(_titled(title, tables, lang), _note(tables, lang), tuple(blocks), _table(heads, rows))


def levels(tables: PublicTables, lang: str) -> Chart:
    """How many have reached each threshold, group by group."""
    title = words.pick("Répartition des points comptés", "Distribution of points", lang)
    blocks, rows = [], []
    for row in tables.rows:
        name = words.name(row, lang)
        drawn = tuple(
            Bar(label, band, row.size, words.count(band, lang))
            for label, band in zip(_SHORT[lang], row.reached, strict=True)
        )
        blocks.append(Block(f"{name}, {words.students(row.size, lang)}", drawn))
        rows.append((name, str(row.size), *(words.count(band, lang) for band in row.reached)))
    heads = words.pick("Groupe|Élèves", "Group|Students", lang) + "|" + "|".join(words.REACHED[lang])
    return Chart(_titled(title, tables, lang), _note(tables, lang), tuple(blocks), _table(heads, rows))


def categories(tables: PublicTables, lang: str) -> Chart:
    """How many of the whole cohort have points in each category; no block when the issue does not show it."""
    title = words.pick("Élèves ayant des points, par catégorie", "Students with points, by category", lang)
    blocks, rows = [], []
    for row in tables.categories:
        name = words.category(tables, row.category, lang)
        shown = words.count_of(row.active, tables.size, lang)
        blocks.append(Block(_shortened(name), (Bar("", row.active, tables.size, shown),)))
        rows.append((name, words.count(row.active, lang)))
    heads = words.pick("Catégorie|Élèves ayant des points", "Category|Students with points", lang)
    note = _interval_note(lang)
    return Chart(_titled(title, tables, lang), note, tuple(blocks), _table(heads, rows))


CHARTS: Mapping[str, Callable[[PublicTables, str], Chart]] = {
    "quitus": quitus,
    "levels": levels,
    "categories": categories,
}
"""The charts by name."""


def svg(chart: Chart, lang: str, standalone: bool = False) -> str:
    """The drawing. Its description says every band in words, for those who do not see it."""
    colon, semicolon = words.pick(f"{NBSP}: |{NARROW_NBSP}; ", ": |; ", lang).split("|")
    spoken = semicolon.join(
        f"{block.heading}{colon}{', '.join(f'{bar.label} {bar.words}'.strip() for bar in block.bars)}"
        for block in chart.blocks
    )
    return bars.draw(chart.title, spoken, chart.blocks, standalone, lang)


def figure(chart: Chart, lang: str) -> str:
    """The drawing, its caption, and the same numbers in a table, as HTML that needs no script and no style."""
    caption = f"<strong>{escape(chart.title)}.</strong> {escape(chart.note)}"
    summary = words.pick("Les mêmes chiffres en tableau", "The same figures in a table", lang)
    return (
        f'<figure class="bands" lang="{lang}">\n{svg(chart, lang)}\n<figcaption>{caption}</figcaption>\n'
        f"<details><summary>{escape(summary)}</summary>\n{_html(chart)}\n</details>\n</figure>\n"
    )


def _html(chart: Chart) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in chart.table.heads)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in chart.table.rows
    )
    caption = f"<caption>{escape(chart.title)}</caption>"
    table = f"<table>{caption}<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    # A wide table scrolls by itself on a phone, with the keyboard too.
    return f'<div class="bands-table" role="region" tabindex="0" aria-label="{escape(chart.title)}">{table}</div>'


def _table(heads: str, rows: Sequence[tuple[str, ...]]) -> Table:
    return Table(tuple(heads.split("|")), tuple(rows))


def _titled(title: str, tables: PublicTables, lang: str) -> str:
    return f"{title}, {words.occasion(tables, lang)}"


def _interval_note(lang: str) -> str:
    return words.pick(
        f"Chaque barre est un intervalle{NBSP}: le nombre exact s'y trouve et n'est pas publié.",
        "Each bar is an interval: the exact number lies in it and is not published.",
        lang,
    )


def _note(tables: PublicTables, lang: str) -> str:
    merged = "".join(f" {words.merged(row, lang)}" for row in tables.groups if words.merged(row, lang))
    codes = words.programmes(tables, lang)
    return f"{_interval_note(lang)}{merged}{' ' if codes else ''}{codes}"


def _shortened(name: str) -> str:
    """A title that leaves room for the numbers on the same line."""
    return name if len(name) <= 36 else f"{name[:35].rstrip(' ,;:')}…"
