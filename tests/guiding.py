"""The guides as people read them: filled pages, and what can be copied out of them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from polyvalidate.cli.commands import POLYVALIDATE
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.site import gathering
from polyvalidate.site.guides import section
from polyvalidate.site.pages import Site
from tests.places import ROOT

TEMPLATES = ROOT / "polyvalidate/_data/site/guides"
LANGUAGES = ("fr", "en")
FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")


def the_site() -> Site:
    """This repository's own site."""
    return gathering.gather(ROOT, date(2026, 4, 1))


def templates() -> list[Path]:
    return sorted(TEMPLATES.glob("*/*.md"))


def guides(site: Site, lang: str) -> dict[str, str]:
    """The filled guides of a language, by path."""
    return {page.path: page.text for page in section(site, lang).pages}


def blocks(text: str, language: str) -> Iterator[str]:
    """The blocks of code of a page in one language, without their margin."""
    for margin, named, body in FENCE.findall(text):
        if named == language:
            yield "".join(line.removeprefix(margin) for line in body.splitlines(keepends=True))


def commands(text: str) -> Iterator[list[str]]:
    """The words of each ``polyvalidate`` command that can be copied out of a page."""
    for body in blocks(text, "sh"):
        for line in body.replace("\\\n", " ").splitlines():
            if line.startswith("polyvalidate "):
                yield shlex.split(line)[1:]


def mentions(text: str) -> Iterator[list[str]]:
    """The words of each ``polyvalidate`` command that a sentence names."""
    for span in SPAN.findall(FENCE.sub("", text)):
        if span.startswith("polyvalidate "):
            yield shlex.split(span)[1:]


def parse(words: Sequence[str], lang: str) -> click.Context:
    """Parse a command as our command line does, to its last option. Raises click.ClickException."""
    command: click.Command = POLYVALIDATE
    context = click.Context(command, info_name="polyvalidate", obj=Terminal(lang))
    rest = list(words)
    while isinstance(command, click.Group):
        name = rest.pop(0) if rest else ""
        below = command.get_command(context, name)
        if below is None:
            raise click.UsageError(f"no command {name!r}")
        command = below
        if isinstance(command, click.Group):
            context = click.Context(command, context, info_name=name)
    return command.make_context(words[0], rest, parent=context)


def options(words: Sequence[str], lang: str) -> list[str]:
    """The options of a command that is only named, none of which may be unknown."""
    command: click.Command = POLYVALIDATE
    context = click.Context(command, info_name="polyvalidate", obj=Terminal(lang))
    rest = list(words)
    while isinstance(command, click.Group):
        below = command.get_command(context, rest[0]) if rest else None
        if below is None:
            raise click.UsageError(f"no command in {' '.join(words)!r}")
        command, rest = below, rest[1:]
    known = {name for parameter in command.params for name in parameter.opts}
    return [word for word in rest if word.startswith("-") and word not in known]
