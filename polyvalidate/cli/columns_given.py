"""The names of columns that a person gives for a list in which they are not known: ``--column number=Identifiant``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from polyvalidate.model.words import Text
from polyvalidate.office.register.recognising import KEYS


def columns_given(pairs: Sequence[str], lang: str) -> dict[str, str]:
    """The names by key. Raises ``click.BadParameter``."""
    found = {}
    for pair in pairs:
        key, equals, name = pair.partition("=")
        if not equals or key.strip() not in (*KEYS, "surname", "first") or not name.strip():
            known = ", ".join(KEYS)
            raise click.BadParameter(
                Text(
                    "Écrivez une clé ({known}), le signe égal, puis le nom de la colonne.",
                    "Write a key ({known}), an equals sign, then the name of the column.",
                ).of(lang, known=known),
                param_hint="--column",
            )
        found[key.strip()] = name.strip()
    return found
