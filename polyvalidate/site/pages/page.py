"""A page before it is written, a section of the menu, and all that one language holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from polyvalidate.site.pages import markdown


class Page(NamedTuple):
    """``path`` is below the language's folder (``grille/3.md``); ``text`` is Markdown that begins with its title.

    ``boost`` is how much the words of the page count in the search, beside those of others.
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
        matter = [f"title: {json.dumps(markdown.title(self.title), ensure_ascii=False)}"]
        if self.description:
            matter.append(f"description: {json.dumps(markdown.html(self.description), ensure_ascii=False)}")
        if self.tags:
            matter.append(f"tags: {json.dumps(list(self.tags), ensure_ascii=False)}")
        if self.hide:
            matter.append(f"hide: {json.dumps(list(self.hide))}")
        if self.boost != 1:
            matter.append(f"search: {json.dumps({'boost': self.boost})}")
        return "---\n" + "\n".join(matter) + "\n---\n\n" + self.text.rstrip("\n") + "\n"


class Section(NamedTuple):
    """A part of the menu. Its first page stands for it when its path ends with ``index.md``."""

    title: str
    pages: tuple[Page, ...]


class Contents(NamedTuple):
    """One language: the menu in order, the files that are not pages (path -> bytes), the pages that other pages lead to
    and that would only make the menu long."""

    menu: tuple[Page | Section, ...]
    files: Mapping[str, bytes]
    beside: tuple[Page, ...] = ()

    def pages(self) -> Iterator[Page]:
        yield from self.beside
        for item in self.menu:
            if isinstance(item, Section):
                yield from item.pages
            else:
                yield item

    def each(self, change: Callable[[Page], Page]) -> Contents:
        """The same contents with every page changed."""
        menu = tuple(
            item._replace(pages=tuple(map(change, item.pages))) if isinstance(item, Section) else change(item)
            for item in self.menu
        )
        return self._replace(menu=menu, beside=tuple(map(change, self.beside)))
