"""A page before it is written, a section of the menu, and all that one language holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Page(NamedTuple):
    """``path`` is below the language's folder (``grille/3.md``); ``text`` is Markdown that begins with its title.

    ``boost`` brings a page up among what a search finds.
    """

    path: str
    title: str
    text: str
    tags: tuple[str, ...] = ()
    description: str = ""
    hide: tuple[str, ...] = ()
    boost: float = 1

    def markdown(self) -> str:
        """The page with its front matter. JSON strings are YAML strings."""
        matter = [f"title: {json.dumps(self.title, ensure_ascii=False)}"]
        if self.description:
            matter.append(f"description: {json.dumps(self.description, ensure_ascii=False)}")
        if self.tags:
            matter.append(f"tags: {json.dumps(list(self.tags), ensure_ascii=False)}")
        if self.hide:
            matter.append(f"hide: {json.dumps(list(self.hide))}")
        if self.boost != 1:
            matter.append(f"search: {{boost: {self.boost}}}")
        return "---\n" + "\n".join(matter) + "\n---\n\n" + self.text.rstrip("\n") + "\n"


class Section(NamedTuple):
    """A part of the menu. Its first page stands for it when its path ends with ``index.md``."""

    title: str
    pages: tuple[Page, ...]


class Contents(NamedTuple):
    """One language: the menu in order, the files that are not pages (path -> bytes)."""

    menu: tuple[Page | Section, ...]
    files: Mapping[str, bytes]

    def pages(self) -> Iterator[Page]:
        for item in self.menu:
            if isinstance(item, Section):
                yield from item.pages
            else:
                yield item
