"""The ``pages`` and ``site`` commands of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day

Say = Callable[[str, str], str]


def _options(say: Say, lang_option: Callable[[], click.Option]) -> list[click.Parameter]:
    return [
        click.Option(
            ["--root"],
            default=".",
            type=click.Path(path_type=Path),
            help=say("Dossier du dépôt.", "Folder of the repository."),
        ),
        click.Option(
            ["--output", "-o"],
            type=click.Path(file_okay=False, path_type=Path),
            metavar="DIR",
            help=say(
                "Dossier des pages (build/pages dans le dépôt si l'on n'en dit rien).",
                "Folder of the pages (build/pages in the repository by default).",
            ),
        ),
        click.Option(
            ["--on"],
            type=Day(say),
            metavar="DATE",
            help=say("Écrit les pages comme ce jour-là.", "Write the pages as of this day."),
        ),
        lang_option(),
    ]


def pages_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``pages``: what the builder reads."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.siting import run_pages

        return run_pages(lang=lang, **options)

    return click.Command(
        "pages",
        callback=callback,
        help=say(
            "Écrit les pages du site (Markdown, images, données), en français et en anglais, pour mkdocs.",
            "Write the pages of the site (Markdown, images, data), in French and English, for mkdocs.",
        ),
        params=_options(say, lang_option),
    )


def site_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``site``: the pages, built."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.siting import run_site

        return run_site(lang=lang, **options)

    builder = click.Option(
        ["--builder"],
        type=click.Choice(["mkdocs", "properdocs", "zensical"]),
        default="mkdocs",
        show_default=True,
        help=say("Constructeur.", "Builder."),
    )
    return click.Command(
        "site",
        callback=callback,
        help=say(
            "Écrit les pages puis construit le site : français à la racine, anglais sous en/.",
            "Write the pages, then build the site: French at the root, English under en/.",
        ),
        params=[*_options(say, lang_option)[:-1], builder, lang_option()],
    )
