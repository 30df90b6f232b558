"""``polyvalidate explain PP308``: what a rule says, on its own example, how to mend it, and why it exists."""

from __future__ import annotations

import difflib
import json
import re

import click

from polyvalidate import __version__
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text, plain
from polyvalidate.reports.context import CONSEQUENCES, reason
from polyvalidate.reports.example import SAID, told
from polyvalidate.repository import Unreadable, packaged
from polyvalidate.repository.output import put
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RETIRED, Rule

_NUMBER = re.compile(r"[0-9]{3}", re.ASCII)
_LOOKS_LIKE = str.maketrans("OIL", "011")


def _codes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    return [code for code in RULES.by_code if code.startswith(incomplete.upper())]


@command(
    "explain",
    Text(
        "Explique une règle, sur son exemple : CODE est PP308, par exemple.",
        "Explain a rule, on its example: CODE is PP308, for instance.",
    ),
)
@argument("code", shell_complete=_codes)
@options.form("text", "json")
def explain(terminal: Terminal, code: str, format_name: str) -> int:
    rule, lang = _rule(code.upper()), terminal.lang
    said = (packaged("rules") / rule.code / "bad" / SAID[lang]).read_text(encoding="utf-8")
    example, why = told(said, rule.code), plain(reason(rule, lang))
    if format_name == "json":
        document = {
            "tool": "polyvalidate",
            "version": __version__,
            "code": rule.code,
            "severity": rule.severity.value,
            "message": example.message,
            "help": example.help,
            "reason": why,
            "example": {"where": example.where, "lines": list(example.lines)},
        }
        put(json.dumps(document, ensure_ascii=False, indent=2) + "\n", None)
        return 0
    terminal.lines([f"{rule.code}  {CONSEQUENCES[rule.severity].of(lang)}", ""])
    terminal.lines([Text("Un exemple :", "An example:").of(lang), example.where, *example.lines, "", why])
    return 0


def _rule(code: str) -> Rule:
    if code in RULES:
        return RULES[code]
    if code in RETIRED:
        said = Text(
            "La règle {code} n'existe plus. Son code n'est donné à aucune autre.",
            "Rule {code} no longer exists. Its code is given to no other.",
        )
        raise Unreadable(said, code=code)
    near = _nearest(code)
    known = Text("Les plus proches : {near}.", "The nearest: {near}.").filled(near=", ".join(near))
    raise Unreadable(
        Text("Aucune règle ne porte le code {code}. {known}", "No rule has the code {code}. {known}"),
        code=ascii(code)[1:-1],
        known=known if near else Text("Un code s'écrit comme PP308.", "A code is written as PP308."),
    )


def _nearest(code: str) -> list[str]:
    """The rules whose codes are nearest: by their number, or by what was mistyped."""
    found = _NUMBER.search(code.translate(_LOOKS_LIKE))
    if found is None:
        return difflib.get_close_matches(code, RULES.by_code, n=3)
    by_number = sorted(RULES.by_code, key=lambda known: abs(int(known[2:]) - int(found[0])))
    return sorted(by_number[:3])
