"""Which language the terminal speaks: ``--lang``, else POLYVALIDATE_LANG, else the locale; English if none is known.

The locale is read as GNU gettext reads it. LC_ALL names it, else LC_MESSAGES, else LANG; an empty variable counts as
absent. Where it names a language, the list in LANGUAGE (``de:fr``) comes before it and takes its place: the first
language of that list that is spoken here, and English when there is none. A locale that is absent, C (C.UTF-8 too) or
POSIX asks for plain English, and LANGUAGE is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

LANGUAGES = ("fr", "en")


def of_environment(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for."""
    asked = environment.get("POLYVALIDATE_LANG", "")
    if asked in LANGUAGES:
        return asked
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if _language(locale) in ("", "c", "posix"):
        return "en"
    names = (environment.get("LANGUAGE") or locale).split(":")
    return next((_language(name) for name in names if _language(name) in LANGUAGES), "en")


def _language(locale: str) -> str:
    """``fr`` of ``fr_FR.UTF-8``, ``fr_CA`` or ``fr@euro``."""
    return re.split("[_.@]", locale, maxsplit=1)[0].lower()


def of_words(words: Sequence[str]) -> str | None:
    """The language that the words of the command line ask for, None when they ask for none of those spoken here.

    The help and the errors are in that language, so it is read before the commands are made in it. Only what click
    takes for the option counts: in ``--output --lang`` and after ``--``, the same letters are a file name. Mistakes
    elsewhere are left for later, so that they are said in the language asked for.
    """
    if not any(word.startswith("--lang") for word in words):
        return None
    from polyvalidate.cli.commands import build

    return _asked(build("en"), None, list(words))


def _asked(command: click.Command, above: click.Context | None, words: list[str]) -> str | None:
    import click

    context = click.Context(command, above, resilient_parsing=True, ignore_unknown_options=True)
    values, rest, _ = command.make_parser(context).parse_args(words)
    below = None
    if isinstance(command, click.Group) and rest:
        # A first word that names no command is a mistake; what follows it may still ask for a language.
        called = command.get_command(context, rest[0])
        below = _asked(called, context, rest[1:]) if called else _asked(context.find_root().command, None, rest[1:])
    value = values.get("lang")
    return below or (value if value in LANGUAGES else None)
