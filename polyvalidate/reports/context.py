"""What every format needs beside the findings: who reads, and the words of a finding in their language.

Whatever ends up in these words, what comes out is inert: no control character, no line end, no writing direction, no
lone surrogate. A format only has to escape what is special to itself.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.words import NARROW_NBSP, NBSP, Text, fill, typographic
from polyvalidate.rules.registry import Rule, RuleSet


@dataclass(frozen=True, slots=True)
class Context:
    """Who reads and where from. ``lines`` gives the text lines of a file for the excerpt, none if it is not text."""

    lang: str
    site: str
    version: str
    lines: Callable[[str], Sequence[str]]
    colour: bool = False


class Judged(Protocol):
    """What is rendered: findings in the order of reading, and how many files and students' folders were looked at."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...

    @property
    def files(self) -> int: ...

    @property
    def folders(self) -> int: ...


SEVERITIES = {
    Severity.ERROR: Text("erreur", "error"),
    Severity.WARNING: Text("avertissement", "warning"),
    Severity.NOTE: Text("note", "note"),
}
"""From the most serious to the least: the order in which they are counted aloud."""

CONSEQUENCES = {
    Severity.ERROR: Text("erreur : la demande ne peut pas être acceptée", "error: the request cannot be accepted"),
    Severity.WARNING: Text("avertissement : à corriger si possible", "warning: mend it if you can"),
    Severity.NOTE: Text("note : pour information", "note: for information"),
}
"""What each asks of the reader."""

_PLURALS = {
    "erreur": "erreurs",
    "avertissement": "avertissements",
    "note": "notes",
    "fichier": "fichiers",
    "dossier": "dossiers",
    "vérifié": "vérifiés",
    "remarque": "remarques",
    "error": "errors",
    "warning": "warnings",
    "file": "files",
    "folder": "folders",
    "finding": "findings",
}


def inert(text: str) -> str:
    """The text on one line, every character that cannot be seen written as an escape (``\\n``, ``\\u202e``)."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in (NBSP, NARROW_NBSP) else ascii(c)[1:-1] for c in text)


def message(finding: Finding, rules: RuleSet, lang: str) -> str:
    """What is wrong, in one sentence."""
    return inert(fill(rules[finding.code].sentence.in_language(lang), finding.details, lang))


def mend(finding: Finding, rules: RuleSet, lang: str) -> str:
    """What to write instead."""
    return inert(fill(rules[finding.code].mend.in_language(lang), finding.details, lang))


def reason(rule: Rule, lang: str) -> str:
    """Why the rule exists."""
    return inert(typographic(rule.reason.in_language(lang), lang))


def outline(template: Text, lang: str) -> str:
    """A sentence of a rule before there is a finding to fill it: « Ce fichier est trop gros (… octets). »"""
    parts = string.Formatter().parse(template.in_language(lang))
    said = "".join(text if name is None else f"{text}…" for text, name, _, _ in parts)
    return inert(typographic(said.replace("….", "…"), lang))


def url(code: str, context: Context) -> str:
    """The page of a rule, as a URL that holds none of the characters that text formats treat as special."""
    root = url_root(context.site)
    return f"{root}/regles/{code}/" if context.lang == "fr" else f"{root}/en/regles/{code}/"


def url_root(site: str) -> str:
    """The address of a site as the addresses of its pages begin."""
    return quote(site.rstrip("/"), safe=":/?#@!$&'+,;=%~")


def severity_counts(findings: Sequence[Finding]) -> Counter[Severity]:
    return Counter(f.severity for f in findings)


def counted(number: int, word: str, lang: str) -> str:
    """``0 fichier``, ``1 fichier``, ``2 fichiers``; ``0 files``, ``1 file``, ``1,200 files``."""
    return f"{_digits(number, lang)}{NBSP}{agreed(number, word, lang)}"


def agreed(number: int, word: str, lang: str) -> str:
    """A word in the number that goes with a count: French is plural from two, English as soon as it is not one."""
    plural = number >= 2 if lang == "fr" else number != 1
    return _PLURALS[word] if plural else word


def _digits(number: int, lang: str) -> str:
    return f"{number:,}".replace(",", NARROW_NBSP) if lang == "fr" else f"{number:,}"


def tally(findings: Sequence[Finding], lang: str) -> str:
    """``3 erreurs, 1 avertissement``: what there is, most serious first; empty when there is nothing."""
    counts = severity_counts(findings)
    return ", ".join(
        counted(counts[severity], word.in_language(lang), lang)
        for severity, word in SEVERITIES.items()
        if counts[severity]
    )


def summary(report: Judged, lang: str) -> str:
    """The whole report in one sentence."""
    if lang == "fr":
        files, folders = counted(report.files, "fichier", lang), counted(report.folders, "dossier", lang)
        if not report.findings:
            return typographic(f"Aucune remarque : {files} de {folders} {agreed(report.files, 'vérifié', lang)}.", lang)
        touched = counted(len({f.path for f in report.findings}), "fichier", lang)
        return f"{tally(report.findings, lang)} dans {touched}, sur {files} de {folders}."
    files, folders = counted(report.files, "file", lang), counted(report.folders, "folder", lang)
    if not report.findings:
        return f"Nothing to report: {files} in {folders} checked."
    touched = counted(len({f.path for f in report.findings}), "file", lang)
    return f"{tally(report.findings, lang)} in {touched}, out of {files} in {folders}."


def hidden(number: int, command: str, lang: str) -> str:
    """How many findings a bounded format leaves out, and the command that gives them all."""
    if lang == "fr":
        verb = "n'est pas montrée" if number == 1 else "ne sont pas montrées"
        return f"{counted(number, 'remarque', lang)} de plus {verb} ici ({command} les donne toutes)."
    what = f"{agreed(number, 'finding', lang)} {'is' if number == 1 else 'are'}"
    return f"{_digits(number, lang)} more {what} not shown here ({command} gives them all)."
