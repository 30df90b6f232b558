"""A question before anything is written: yes or no, and no by default."""

from __future__ import annotations

import click

from polyvalidate.cli import asking
from polyvalidate.cli.typed import folded
from polyvalidate.model.words import Text, plain, typographic


def agreed(fr: str, en: str, yes: bool, lang: str) -> bool:
    """Is it to be written? Without anybody at the terminal and without ``--yes``, the answer is no, and said."""
    question = plain(typographic(fr, lang)) if lang == "fr" else en
    if yes:
        return True
    if not asking.is_there():
        click.echo(
            Text(
                "Personne au terminal pour répondre : ajoutez --yes pour écrire.",
                "Nobody at the terminal to answer: add --yes to write.",
            ).of(lang),
            err=True,
        )
        return False
    person = asking.Terminal()
    while True:
        try:
            said = folded(person.ask(f"{question} [{'o/N' if lang == 'fr' else 'y/N'}] ")).strip()
        except asking.Stopped:
            return False
        if said in ("o", "oui", "y", "yes"):
            return True
        if said in ("", "n", "non", "no"):
            return False


def nothing_written(lang: str) -> None:
    click.echo(Text("Rien n'a été écrit.", "Nothing was written.").of(lang), err=True)
