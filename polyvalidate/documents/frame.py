"""A document to be typeset: what stands around it on every page, and what it says, as plain data.

Whoever makes a document writes words; the template writes none of its own. Text typed by people is data from end to
end: nothing of it is ever read as the language of the typesetter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from polyvalidate.model.words import Text

REPLACEMENT = "□"
"""What stands for a character that the fonts of the documents do not have."""


class Frame(NamedTuple):
    """What is around the text of a document.

    ``lang`` is fr or en. ``school`` is also the author in the properties of the file, ``title`` its title. ``running``
    is repeated at the top of each page beside the school (whose document it is, of which day); ``mark`` too, in bold
    (``GRILLE D'EXEMPLE``), empty when there is nothing to warn of. ``notices`` are set in a box before the text.
    ``footer`` is repeated at the bottom of each page: commit, grids with the beginning of their fingerprint.
    ``sources`` ends the document, as (what, value): whole commit and fingerprints, which a reader of the footer, and
    a screen reader, to which footers are not read, need. ``under`` are lines below the title, the first of them large:
    whose document it is. ``headed``: is the title a heading for a screen reader, those of the text below it? It is a
    paragraph otherwise.
    """

    lang: str
    school: str
    title: str
    running: str
    mark: str
    notices: tuple[str, ...]
    footer: str
    sources: tuple[tuple[str, str], ...]
    under: tuple[str, ...] = ()
    headed: bool = False


class Document(NamedTuple):
    """``template`` is the name of a file of the folder of templates, without ``.typ``; ``body`` is plain data (text,
    numbers, None, lists, mappings with text keys) for it. ``made_on`` is the creation date in the properties of the
    file, with its time zone: the commit's, so that the same record gives the same bytes whenever it is printed."""

    template: str
    frame: Frame
    body: Mapping[str, Any]
    made_on: datetime


WORDS = {
    "page": Text("page", "page"),
    "colon": Text("\u00a0: ", ": "),
    "sources": Text("Origine de ce document", "Where this document comes from"),
    "missing": Text(
        f"{REPLACEMENT} remplace un caractère que ce document ne sait pas montrer.",
        f"{REPLACEMENT} stands for a character that this document cannot show.",
    ),
}
"""The few words of the frame itself."""
