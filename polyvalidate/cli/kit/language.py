"""Which language the terminal speaks: ``--lang``, else POLYVALIDATE_LANG, else the locale; English if none is known.
Where nobody asks for any, as in the jobs of a forge, ``check`` speaks the language of the school.

The locale is read as GNU gettext reads it. LC_ALL names it, else LC_MESSAGES, else LANG; an empty variable counts as
absent. Where it names a language, the list in LANGUAGE (``de:fr``) comes before it and takes its place: the first
language of that list that is spoken here, and English when there is none. A locale that is absent, C (C.UTF-8 too) or
POSIX asks for plain English, and LANGUAGE is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from polyvalidate.model.words import LANGUAGES


def of_environment(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for, or leaves us."""
    return asked_by(environment) or "en"


def asked_by(environment: Mapping[str, str]) -> str | None:
    """The language that the environment asks for, None when it asks for none."""
    asked = environment.get("POLYVALIDATE_LANG", "")
    if asked in LANGUAGES:
        return asked
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if _language(locale) in ("", "c", "posix"):
        return None
    names = (environment.get("LANGUAGE") or locale).split(":")
    return next((_language(name) for name in names if _language(name) in LANGUAGES), "en")


def _language(locale: str) -> str:
    """``fr`` of ``fr_FR.UTF-8``, ``fr_CA`` or ``fr@euro``."""
    return re.split("[_.@]", locale, maxsplit=1)[0].lower()
