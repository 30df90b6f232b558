"""The forge that a command speaks to: how it is named, and its API, opened when something is asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from polyvalidate.cli.kit.commands import Decorator, option
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable

if TYPE_CHECKING:
    from polyvalidate.forge.http import Api, Patience

FORGES = ("forgejo", "github", "gitlab")


def forge_option(words: Text, *more: str) -> Decorator:
    """``--forge``, None when it is not given; ``more`` are others than those that have an API."""
    return option("--forge", type=click.Choice((*FORGES, *more)), help=words)


def opened(name: str, patience: Patience | None = None) -> Api:
    """The API of a forge, with the token of the environment. Raises ``Unreadable`` without one."""
    import os

    installed()
    from polyvalidate.forge.door import api_of

    return api_of(name, os.environ, patience)


def at_hand(name: str, repository: str | None) -> Api | None:
    """The API of a forge for a school that is being made: at the host of its repository, where the environment names no
    other; None without a token or where the forge is nowhere yet."""
    import os

    if name not in FORGES:
        return None
    installed()
    from polyvalidate.forge.door import DIALECTS, api_of, root_beside

    dialect, environment = DIALECTS[name], dict(os.environ)
    if repository is not None and not environment.get(dialect.address):
        environment[dialect.address] = root_beside(name, repository)
    if not environment.get(dialect.token) or (name == "forgejo" and not environment.get(dialect.address)):
        return None
    return api_of(name, environment)


def installed() -> None:
    """Raises ``Unreadable`` where nothing can speak to a forge."""
    try:
        import polyvalidate.forge.http  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise Unreadable(
            Text(
                "Il manque de quoi parler à la forge. Installez-le : pip install 'polyvalidate[forge]'.",
                "What it takes to talk to the forge is missing. Install it: pip install 'polyvalidate[forge]'.",
            )
        ) from error
