"""What stands against a change or a decision, shown as everywhere: each finding with its line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from polyvalidate.cli.kit.language import asked_by
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import Node
from polyvalidate.model.words import Text
from polyvalidate.repository import Tree

MOST_SHOWN = 5
"""Findings shown one by one before something is said to be impossible; the gate shows them all."""
DEFAULT_SITE = "https://polyvalidate.example.org"
"""Where the rules are explained when no grid says a site."""


def site_of(book: Book) -> str:
    """The site of the school, where its rules are explained."""
    return book.latest.site if book.latest is not None else DEFAULT_SITE


def pages_of(book: Book, lang: str) -> str:
    """The language of the site's pages for somebody who reads ``lang``."""
    return book.latest.pages_for(lang) if book.latest is not None else lang


def language_for(book: Book, terminal: Terminal) -> str:
    """A job asks for no language: what it says is read by everybody, in that of the school."""
    asked = terminal.asked or asked_by(os.environ) is not None
    return terminal.lang if asked or book.latest is None else book.latest.language


def show_findings(findings: Sequence[Finding], files: Mapping[str, bytes], book: Book, terminal: Terminal) -> None:
    """The first findings in the files where they stand, on standard error."""
    from polyvalidate import __version__
    from polyvalidate.reports.context import Context, hidden
    from polyvalidate.reports.text import blocks
    from polyvalidate.rules import RULES

    def lines(path: str) -> list[str]:
        return files.get(path, b"").decode("utf-8", "replace").split("\n")

    context = Context(
        terminal.lang, site_of(book), __version__, lines, columns=terminal.columns, pages=pages_of(book, terminal.lang)
    )
    terminal.lines(["\n\n".join(blocks(findings[:MOST_SHOWN], RULES, context))], err=True)
    if len(findings) > MOST_SHOWN:
        terminal.lines([hidden(len(findings) - MOST_SHOWN, "polyvalidate gate", terminal.lang)], err=True)
    terminal.warn(Text("", ""))


class Lines:
    """The text lines of a file, for excerpts; read once, from the tree that was checked."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.kept: dict[str, Sequence[str]] = {}
        self.nodes: dict[str, Node] = {}

    def __call__(self, path: str) -> Sequence[str]:
        if not self.nodes:
            self.nodes = {node.path: node for node in self.tree.nodes()}
        if path not in self.kept:
            node = self.nodes.get(path)
            data = self.tree.read([node])[0].data if node is not None else None
            self.kept[path] = [] if data is None else data.decode("utf-8", "replace").split("\n")
        return self.kept[path]
