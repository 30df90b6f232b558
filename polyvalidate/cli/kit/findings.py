"""What stands against a change or a decision, shown as everywhere: each finding with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book
from polyvalidate.model.words import Text

MOST_SHOWN = 5
"""Findings shown one by one before something is said to be impossible; the gate shows them all."""
DEFAULT_SITE = "https://polyvalidate.example.org"
"""Where the rules are explained when no grid says a site."""


def site_of(book: Book) -> str:
    """The site of the school, where its rules are explained."""
    return book.grids[max(book.grids)].site if book.grids else DEFAULT_SITE


def show_findings(findings: Sequence[Finding], files: Mapping[str, bytes], book: Book, terminal: Terminal) -> None:
    """The first findings in the files where they stand, on standard error."""
    from polyvalidate import __version__
    from polyvalidate.reports.context import Context, hidden
    from polyvalidate.reports.text import blocks
    from polyvalidate.rules import RULES

    def lines(path: str) -> list[str]:
        return files.get(path, b"").decode("utf-8", "replace").split("\n")

    context = Context(terminal.lang, site_of(book), __version__, lines)
    terminal.lines(["\n\n".join(blocks(findings[:MOST_SHOWN], RULES, context))], err=True)
    if len(findings) > MOST_SHOWN:
        terminal.lines([hidden(len(findings) - MOST_SHOWN, "polyvalidate gate", terminal.lang)], err=True)
    terminal.warn(Text("", ""))
