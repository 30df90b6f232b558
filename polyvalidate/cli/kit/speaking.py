"""The words of the library click ("Usage:", "Missing argument") in the language of the terminal.

They are translated by an ordinary gettext catalogue, ``_data/locale/fr/LC_MESSAGES/messages.po``; ``make locale``
compiles it. English is click's own language and has no catalogue.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).resolve().parent.parent.parent / "_data" / "locale"
DOMAIN = "messages"


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """While the block runs, what click says is in this language, whatever the locale; afterwards all is as before.

    click calls ``gettext.gettext`` for each sentence, and that asks ``gettext.find`` for the catalogue of the languages
    named in the environment. The language has been chosen otherwise, LC_ALL=C would forbid every catalogue, and a
    LANGUAGE set here would reach the programs that a command starts: so ``find`` is told the language instead.
    """
    folder, find = gettext.bindtextdomain(DOMAIN), gettext.find

    @cache  # ``find`` looks on the disk, for each word of each command
    def told(domain: str, localedir: Any, several: bool) -> Any:
        return find(domain, localedir, [lang], several)

    def find_in_lang(
        domain: str,
        localedir: Any = None,
        languages: Iterable[str] | None = None,
        all: bool = False,  # noqa: A002 - its name in gettext
    ) -> Any:
        return told(domain, localedir, all) if languages is None else find(domain, localedir, languages, all)

    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.find = find_in_lang
    try:
        yield
    finally:
        gettext.find = find
        gettext.bindtextdomain(DOMAIN, folder)
