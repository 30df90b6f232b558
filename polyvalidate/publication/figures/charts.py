"""The three charts of an issue: quitus reached, points, activity by category. Over several issues: points from one to
the next, and quitus by cohort.

Each is a drawing, and a ``<figure>`` of the drawing with its caption and the same numbers in a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from polyvalidate.model.words import NBSP, Text, day
from polyvalidate.publication.attack.tables import Kind, PublicTables, Row
from polyvalidate.publication.figures import bars, words
from polyvalidate.publication.figures.bars import Bar, Block

_SHORT = (*(Text(f"{percent}{NBSP}%", f"{percent}%") for percent in (25, 50, 75)), Text("quitus", "quitus"))
"""A threshold reached, under its range."""
_ORDER = (Kind.COHORT, Kind.YEAR, Kind.PROGRAMME, Kind.GROUP, Kind.OTHERS)
"""The whole first, then its parts: the same order everywhere."""

_GROUP, _STUDENTS, _DAY = Text("Groupe", "Group"), Text("Élèves", "Students"), Text("Date", "Date")
_HAVE = Text("Ont le quitus", "Have the quitus")
_INTERVALS = Text(
    "Chaque trait épais est un intervalle : le nombre exact s'y trouve et n'est pas publié.",
    "Each thick line is an interval: the exact number lies in it and is not published.",
)
_AXES = Text(
    "En hauteur, la part des élèves ; en bas, ce qu'ils ont atteint au moins.",
    "Upwards, the part of students; below, what they have reached at least.",
)


class Table(NamedTuple):
    """The numbers of a chart: the heads of columns, then rows whose first cell names the row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(NamedTuple):
    """A chart in one language, before it is drawn. No other of a page has its ``key``, a word."""

    key: str
    title: str
    note: str
    blocks: tuple[Block, ...]
    table: Table


def quitus(tables: PublicTables, lang: str) -> Chart:
    """How many have the quitus: the whole cohort, then group by group."""
    title = Text("Quitus citoyen atteint", "Quitus reached")
    blocks, rows = [], []
    for row in _rows(tables):
        band, name = row.reached[-1], words.name(row, tables, lang)
        blocks.append(
            Block(_sized(name, row.size, lang), (Bar("", band, row.size, words.count(band, lang)),), _whole(row))
        )
        rows.append((name, str(row.size), words.count(band, lang)))
    heads = (_GROUP, _STUDENTS, _HAVE)
    return _chart("quitus", title, tables, lang, _note(tables, lang), blocks, _table(heads, rows, lang))


def levels(tables: PublicTables, lang: str) -> Chart:
    """How many have reached each threshold: the whole cohort, then group by group."""
    title = Text("Points comptés, en part des points demandés", "Points credited, as a part of the points required")
    blocks, rows = [], []
    for row in _rows(tables):
        name = words.name(row, tables, lang)
        blocks.append(Block(_sized(name, row.size, lang), _thresholds(row, lang), _whole(row)))
        rows.append((name, str(row.size), *(words.count(band, lang) for band in row.reached)))
    heads = (_GROUP, _STUDENTS, *words.REACHED)
    note = f"{_AXES.of(lang)} {_note(tables, lang)}"
    return _chart("levels", title, tables, lang, note, blocks, _table(heads, rows, lang))


def years(issues: Sequence[PublicTables], lang: str) -> Chart:
    """How many of the whole cohort have reached each threshold, issue after issue; no block for fewer than two."""
    title = Text("Points comptés, d'une publication à l'autre", "Points credited, from one issue to the next")
    blocks, rows = [], []
    for tables in sorted(issues, key=lambda issue: issue.on):
        for row in filter(_whole, tables.rows):
            blocks.append(Block(_sized(day(tables.on, lang), row.size, lang), _thresholds(row, lang)))
            bands = (words.count(band, lang) for band in row.reached)
            rows.append((day(tables.on, lang), str(row.size), *bands))
    heads = (_DAY, _STUDENTS, *words.REACHED)
    shown = blocks if len(blocks) > 1 else []
    note = f"{_AXES.of(lang)} {_INTERVALS.of(lang)}"
    return _chart("years", title, issues[0], lang, note, shown, _table(heads, rows, lang))


def cohorts(issues: Sequence[PublicTables], lang: str) -> Chart:
    """How many have the quitus in each cohort, from one issue of each; no block where none shows a whole cohort."""
    days = {tables.on for tables in issues}
    title = Text("Quitus citoyen atteint, par promotion", "Quitus reached, by cohort").of(lang)
    if len(days) == 1:  # said once for all
        title += Text(", au {on:date}", ", on {on:date}").of(lang, on=min(days))
    blocks, rows = [], []
    for tables in issues:
        said = words.occasion(tables, lang) if len(days) > 1 else words.cohort(tables.cohort).of(lang)
        for row in filter(_whole, tables.rows):
            name, reached = words.begun(said), words.count(row.reached[-1], lang)
            blocks.append(Block(_sized(name, row.size, lang), (Bar("", row.reached[-1], row.size, reached),)))
            rows.append((name, str(row.size), reached))
    heads = (Text("Promotion", "Cohort"), _STUDENTS, _HAVE)
    return Chart("cohorts", title, _INTERVALS.of(lang), tuple(blocks), _table(heads, rows, lang))


def categories(tables: PublicTables, lang: str) -> Chart:
    """How many of the whole cohort have points in each category; no block when the issue does not show it."""
    title = Text("Élèves ayant des points, par catégorie", "Students with points, by category")
    blocks, rows = [], []
    for row in tables.categories:
        name, shown = words.category(tables, row.category, lang), words.count(row.active, lang)
        blocks.append(Block(name, (Bar("", row.active, tables.size, shown),)))
        rows.append((name, shown))
    heads = (Text("Catégorie", "Category"), Text("Élèves ayant des points", "Students with points"))
    return _chart("categories", title, tables, lang, _INTERVALS.of(lang), blocks, _table(heads, rows, lang))


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
    return bars.draw(chart.key, chart.title, spoken, chart.blocks, standalone, lang)


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


def _chart(
    name: str, title: Text, tables: PublicTables, lang: str, note: str, blocks: Sequence[Block], table: Table
) -> Chart:
    key = f"{name}-{tables.cohort}-{tables.on.isoformat()}"
    return Chart(key, f"{title.of(lang)}, {words.occasion(tables, lang)}", note, tuple(blocks), table)


def _rows(tables: PublicTables) -> list[Row]:
    return sorted(tables.rows, key=lambda row: _ORDER.index(row.scope.kind))


def _whole(row: Row) -> bool:
    return row.scope.kind is Kind.COHORT


def _thresholds(row: Row, lang: str) -> tuple[Bar, ...]:
    return tuple(
        Bar(label.in_language(lang), band, row.size, words.count(band, lang))
        for label, band in zip(_SHORT, row.reached, strict=True)
    )


def _sized(name: str, size: int, lang: str) -> str:
    return f"{name}, {words.students(size, lang)}"


def _note(tables: PublicTables, lang: str) -> str:
    merged = "".join(f" {said}" for row in tables.groups if (said := words.merged(row, tables, lang)))
    return f"{_INTERVALS.of(lang)}{merged}"
