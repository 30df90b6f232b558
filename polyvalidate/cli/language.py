"""Which language the terminal speaks: ``--lang``, else POLYVALIDATE_LANG, else the locale (fr* is French)."""

from __future__ import annotations

import os
from collections.abc import Sequence

LANGUAGES = ("fr", "en")


def chosen(arguments: Sequence[str]) -> str:
    """Read before click parses anything, since the help itself is in that language."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            value = next(words, "")
        elif word.startswith("--lang="):
            value = word[7:]
        else:
            continue
        if value in LANGUAGES:
            return value
    asked = os.environ.get("POLYVALIDATE_LANG", "")
    if asked in LANGUAGES:
        return asked
    locale = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    return "fr" if locale.lower().startswith("fr") else "en"
