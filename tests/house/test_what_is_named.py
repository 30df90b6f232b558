"""Every rule and every command that a page, the Makefile or a help text names exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest

from polyvalidate.cli.commands import POLYVALIDATE, SECTIONS
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import LANGUAGES
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RETIRED
from tests.places import ROOT

DIDACTIC = {("CONTRIBUTING.md", "PP399")}
"""The rule that the reader of CONTRIBUTING writes, and that is not kept."""
GIVEN = {"Makefile", "CONTRIBUTING.md", *(path.name for path in ROOT.glob("README*.md"))}
PAGES = [
    *(ROOT / name for name in sorted(GIVEN)),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "polyvalidate/_data/site/guides").rglob("*.md")),
    *sorted(path for path in (ROOT / "polyvalidate/_data").glob("template*/**/*") if path.suffix in (".md", ".yml")),
]
COMMANDS = [name for _, known in SECTIONS for name in known]

_FENCED = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"`[^`\n]+`")
_TYPED = re.compile(r"(?:^|[\s`(/\"'«“])polyvalidate((?: +[a-z][a-z-]*)+)", re.MULTILINE)


def codes(text: str) -> list[str]:
    """The codes of rules that a text names, one by one: ``PP3xx`` names a family."""
    return re.findall(r"\bPP[0-9]{3}\b", text)


def named(text: str) -> Iterator[list[str]]:
    """The words that follow ``polyvalidate`` where somebody would type them."""
    for found in _TYPED.findall(text):
        yield found.split()


def typed(text: str, kind: str) -> str:
    """What a file of a kind shows as something to type: elsewhere, polyvalidate is a name or a folder."""
    if kind == ".md":
        return "\n".join([*_FENCED.findall(text), *_SPAN.findall(_FENCED.sub("", text))])
    if kind == ".yml":
        return re.sub(r"^ *#.*$", "", text, flags=re.MULTILINE)
    return "\n".join(re.findall(r"/polyvalidate .*", text))


def unknown(words: Sequence[str]) -> str | None:
    """The first of the words that should be a command and is none."""
    command: click.Command = POLYVALIDATE
    context = click.Context(command)
    for word in words:
        if not isinstance(command, click.Group):
            return None  # what follows are its arguments
        below = command.get_command(context, word)
        if below is None:
            return word
        command = below
    return None


def help_texts(command: click.Command, context: click.Context) -> Iterator[str]:
    """The help of a command and of those below it, in both languages."""
    for lang in LANGUAGES:
        yield command.get_help(click.Context(command, obj=Terminal(lang), max_content_width=500, terminal_width=500))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from help_texts(below, context)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_names_rules_and_commands_that_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    allowed = {code for name, code in DIDACTIC if name == page.name} | RETIRED

    assert [code for code in codes(text) if code not in RULES and code not in allowed] == []
    assert [" ".join(words) for words in named(typed(text, page.suffix)) if unknown(words)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_names_rules_and_commands_that_exist(name: str) -> None:
    context = click.Context(POLYVALIDATE)
    command = POLYVALIDATE.get_command(context, name)
    assert command is not None
    said = "\n".join(help_texts(command, context))

    assert [code for code in codes(said) if code not in RULES] == []
    assert [" ".join(words) for words in named(said) if unknown(words)] == []


def test_exceptions_are_still_needed() -> None:
    assert {(name, code) for name, code in DIDACTIC if code in (ROOT / name).read_text(encoding="utf-8")} == DIDACTIC
    assert [code for _, code in DIDACTIC if code in RULES] == []


def test_what_does_not_exist_is_noticed() -> None:
    page = "polyvalidate checks. Use `polyvalidate chek DIR` or\n```sh\n.venv/bin/polyvalidate grid chow\n```\n"
    rules = "\tcp polyvalidate tests\n\t$(BIN)/polyvalidate chek\n"

    assert [unknown(words) for words in named(typed(page, ".md"))] == ["chow", "chek"]
    assert [unknown(words) for words in named(typed("# polyvalidate is\nrun: polyvalidate chek\n", ".yml"))] == ["chek"]
    assert [unknown(words) for words in named(typed(rules, ""))] == ["chek"]
    assert [unknown(words) for words in named("`polyvalidate grid show` (polyvalidate check --rev)")] == [None, None]
    assert codes("PP301, PP3xx and PP0001") == ["PP301"]
