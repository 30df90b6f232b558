"""The words of the library click ("Usage:", "Missing argument") in the language of the terminal.

They are translated by an ordinary gettext catalogue, ``_data/locale/fr/LC_MESSAGES/messages.po``; ``make locale``
compiles it. English is click's own language and has no catalogue.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

CATALOGUES = Path(__file__).resolve().parent.parent / "_data" / "locale"
DOMAIN = "messages"


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """While the block runs, what click says is in this language, whatever the locale; afterwards all is as before.

    click calls ``gettext.gettext`` for each sentence, and that asks ``gettext.find`` for the catalogue of the languages
    named in the environment. The language has been chosen otherwise, LC_ALL=C would forbid every catalogue, and a
    LANGUAGE set here would reach the programs that a command starts: so ``find`` is told the language instead.
    """
    folder, find = gettext.bindtextdomain(DOMAIN), gettext.find

    def find_in_lang(domain: str, localedir: Any = None, languages: Iterable[str] | None = None, **rest: Any) -> Any:
        return find(domain, localedir, [lang] if languages is None else languages, **rest)

    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.find = find_in_lang  # type: ignore[assignment]  # declared as two overloads, of which this is both
    try:
        yield
    finally:
        gettext.find = find
        gettext.bindtextdomain(DOMAIN, folder)


def name_values(command: click.Command) -> None:
    """Translate the names that click puts in a usage line without asking gettext, in a command and those below it:
    ``COMMAND [ARGS]...`` of a group, and the type of an option's value when the option has no name for it."""
    for option in command.params:
        if isinstance(option, click.Option) and option.metavar is None and _has_plain_value(option):
            several = "..." if option.nargs != 1 else ""
            option.metavar = gettext.gettext(option.type.name).upper() + several
    if isinstance(command, click.Group):
        command.subcommand_metavar = gettext.gettext(command.subcommand_metavar)
        for below in command.commands.values():
            name_values(below)


def _has_plain_value(option: click.Option) -> bool:
    return not (option.is_flag or option.count or isinstance(option.type, click.Choice | click.DateTime))
