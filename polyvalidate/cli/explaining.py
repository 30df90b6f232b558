"""``polyvalidate explain PP301``: what a rule says, how to mend it, and why it exists."""

from __future__ import annotations

import difflib

import click

from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.reports.context import CONSEQUENCES
from polyvalidate.repository import Unreadable
from polyvalidate.rules import RULES


def run_explain(code: str, lang: str) -> int:
    code = code.upper()
    if code not in RULES:
        near = difflib.get_close_matches(code, RULES.by_code, n=3, cutoff=0.6)
        raise Unreadable(
            Text(
                "Aucune règle ne porte le code {code}. Les plus proches : {value}.",
                "No rule has the code {code}. The nearest: {value}.",
            ),
            code=code,
            value=", ".join(near) or "—",
        )
    rule = RULES[code]
    severity = CONSEQUENCES[rule.severity].in_language(lang)
    parts = [
        f"{code}  {severity}",
        rule.sentence.in_language(lang),
        "= " + rule.mend.in_language(lang),
        rule.reason.in_language(lang),
    ]
    click.echo("\n\n".join(plain(typographic(part, lang)) for part in parts))
    return 0
