"""The site's pages: from the grid, the guides, the rules and ``PublicTables`` to Markdown, SVG and data.

``contents.contents`` is pure: the pages of one language in the order of the menu, and the files beside them.
``configuring`` turns that into what the builder reads; ``finishing`` mends what the builder wrote. Disk and processes
are ``polyvalidate.site``'s. Every path is the same in both languages, so that a reader can change language anywhere.
"""

from __future__ import annotations

from polyvalidate.site.pages.filling import BadPage
from polyvalidate.site.pages.page import Contents, Page, Section
from polyvalidate.site.pages.site import Forge, Moment, Site

__all__ = ["BadPage", "Contents", "Forge", "Moment", "Page", "Section", "Site"]
