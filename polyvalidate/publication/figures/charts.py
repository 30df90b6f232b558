"""The three charts of an issue: quitus reached, distribution of points, activity by category.

Each is a drawing, and a ``<figure>`` of the drawing with its caption and the same numbers in a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from polyvalidate.model.words import NBSP, Text
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.publication.figures import bars, words
from polyvalidate.publication.figures.bars import Bar, Block

_SHORT = (
    *(Text(f"≥{NBSP}{percent}{NBSP}%", f"≥{NBSP}{percent}%") for percent in (25, 50, 75)),
    Text("quitus", "quitus"),
)
"""A threshold reached, beside a bar."""

_GROUP, _STUDENTS = Text("Groupe", "Group"), Text("Élèves", "Students")
_INTERVALS = Text(
    "Chaque barre est un intervalle : le nombre exact s'y trouve et n'est pas publié.",
    "Each bar is an interval: the exact number lies in it and is not published.",
)


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
    title = Text("Quitus citoyen atteint", "Quitus reached")
    blocks, rows = [], []
    for row in tables.rows:
        band = row.reached[-1]
        shown = words.count_of(band, row.size, lang)
        blocks.append(Block(words.name(row, lang), (Bar("", band, row.size, shown),)))
        rows.append((words.name(row, lang), str(row.size), words.count(band, lang)))
    heads = (_GROUP, _STUDENTS, Text("Ont le quitus", "Have the quitus"))
    return Chart(_titled(title, tables, lang), _note(tables, lang), tuple(blocks), _table(heads, rows, lang))


def levels(tables: PublicTables, lang: str) -> Chart:
    """How many have reached each threshold, group by group."""
    title = Text("Répartition des points comptés", "Distribution of points")
    blocks, rows = [], []
    for row in tables.rows:
        name = words.name(row, lang)
        drawn = tuple(
            Bar(label.in_language(lang), band, row.size, words.count(band, lang))
            for label, band in zip(_SHORT, row.reached, strict=True)
        )
        blocks.append(Block(f"{name}, {words.students(row.size, lang)}", drawn))
        rows.append((name, str(row.size), *(words.count(band, lang) for band in row.reached)))
    heads = (_GROUP, _STUDENTS, *words.REACHED)
    return Chart(_titled(title, tables, lang), _note(tables, lang), tuple(blocks), _table(heads, rows, lang))


def categories(tables: PublicTables, lang: str) -> Chart:
    """How many of the whole cohort have points in each category; no block when the issue does not show it."""
    title = Text("Élèves ayant des points, par catégorie", "Students with points, by category")
    blocks, rows = [], []
    for row in tables.categories:
        name = words.category(tables, row.category, lang)
        shown = words.count_of(row.active, tables.size, lang)
        blocks.append(Block(_shortened(name), (Bar("", row.active, tables.size, shown),)))
        rows.append((name, words.count(row.active, lang)))
    heads = (Text("Catégorie", "Category"), Text("Élèves ayant des points", "Students with points"))
    return Chart(_titled(title, tables, lang), _INTERVALS.of(lang), tuple(blocks), _table(heads, rows, lang))


CHARTS: Mapping[str, Callable[[PublicTables, str], Chart]] = {
    "quitus": quitus,
    "levels": levels,
    "categories": categories,
}
"""The charts by name."""


def svg(chart: Chart, lang: str, standalone: bool = False) -> str:
    """The drawing. Its description says every band in words, for those who do not see it."""
    colon = words.COLON.in_language(lang)
    spoken = words.THEN.in_language(lang).join(
        f"{block.heading}{colon}{', '.join(f'{bar.label} {bar.words}'.strip() for bar in block.bars)}"
        for block in chart.blocks
    )
    return bars.draw(chart.title, spoken, chart.blocks, standalone, lang)


def figure(chart: Chart, lang: str) -> str:
    """The drawing, its caption, and the same numbers in a table, as HTML that needs no script and no style."""
    caption = f"<strong>{escape(chart.title)}.</strong> {escape(chart.note)}"
    summary = Text("Les mêmes chiffres en tableau", "The same figures in a table").of(lang)
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


def _table(heads: Iterable[Text], rows: Sequence[tuple[str, ...]], lang: str) -> Table:
    return Table(tuple(head.in_language(lang) for head in heads), tuple(rows))


def _titled(title: Text, tables: PublicTables, lang: str) -> str:
    return f"{title.of(lang)}, {words.occasion(tables, lang)}"


def _note(tables: PublicTables, lang: str) -> str:
    merged = "".join(f" {words.merged(row, lang)}" for row in tables.groups if words.merged(row, lang))
    codes = words.programmes(tables, lang)
    return f"{_INTERVALS.of(lang)}{merged}{' ' if codes else ''}{codes}"


def _shortened(name: str) -> str:
    """A title that leaves room for the numbers on the same line."""
    return name if len(name) <= 36 else f"{name[:35].rstrip(' ,;:')}…"
