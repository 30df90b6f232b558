"""``polyvalidate check``: run it, show where it stands when it is long, print it in the format asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from polyvalidate import __version__
from polyvalidate.repository.output import put

DEFAULT_SITE = "https://polyvalidate.example.org"


def run_check(
    root: Path, rev: str | None, format_name: str, output: Path | None, on: datetime | None, lang: str
) -> int:
    from polyvalidate import reports, repository
    from polyvalidate.reports.context import Context
    from polyvalidate.rules import RULES
    from polyvalidate.school.check import check

    tree = repository.open_tree(root, rev)
    checked = check(tree, on.date() if on else repository.today(), progress=Bar(lang))
    grids = checked.book.grids
    site = grids[max(grids)].site if grids else DEFAULT_SITE
    context = Context(
        lang=lang,
        site=site,
        version=__version__,
        lines=_Lines(tree),
        colour=output is None and format_name == "text" and sys.stdout.isatty(),
    )
    put(reports.FORMATS[format_name](checked.report, RULES, context), output)
    return 1 if checked.report.blocked else 0


class _Lines:
    """The text lines of a file, for excerpts; read once, from the same tree as the check."""

    def __init__(self, tree: object) -> None:
        self.tree = tree
        self.kept: dict[str, Sequence[str]] = {}
        self.nodes: dict[str, object] = {}

    def __call__(self, path: str) -> Sequence[str]:
        if not self.nodes:
            self.nodes = {n.path: n for n in self.tree.nodes()}  # type: ignore[attr-defined]
        if path not in self.kept:
            node = self.nodes.get(path)
            data = self.tree.read([node])[0].data if node is not None else None  # type: ignore[attr-defined]
            self.kept[path] = [] if data is None else data.decode("utf-8", "replace").split("\n")
        return self.kept[path]


class Bar:
    """A progress line on a terminal, from the first second on; nothing in a pipe."""

    def __init__(self, lang: str, what: tuple[str, str] = ("fichiers", "files")) -> None:
        self.word = what[0 if lang == "fr" else 1]
        self.start = time.monotonic()
        self.shown = False

    def __call__(self, done: int, total: int) -> None:
        if not sys.stderr.isatty() or time.monotonic() - self.start < 1:
            return
        self.shown = True
        width = 30 * done // total if total else 30
        end = "\r\033[K" if done >= total else ""
        sys.stderr.write(f"\r[{'#' * width}{'.' * (30 - width)}] {done} / {total} {self.word}{end}")
        sys.stderr.flush()
