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
    """Who reads and where from. ``lines`` gives the text lines of a file for the excerpt, none if it is not text.
    ``columns`` is how wide a line of text may be; ``pages`` is the language of the site, where it is another."""

    lang: str
    site: str
    version: str
    lines: Callable[[str], Sequence[str]]
    colour: bool = False
    columns: int = 100
    pages: str | None = None


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

TALLIES = {
    Severity.ERROR: Text("{n:count}\u00a0{n:erreur|erreurs}", "{n:count}\u00a0{n:error|errors}"),
    Severity.WARNING: Text("{n:count}\u00a0{n:avertissement|avertissements}", "{n:count}\u00a0{n:warning|warnings}"),
    Severity.NOTE: Text("{n:count}\u00a0{n:note|notes}", "{n:count}\u00a0{n:note|notes}"),
}
"""How many there are of each."""

THE_REQUEST = Text("La demande", "The request")
"""Where a finding stands that is about no file."""
MORE = Text("{n} de plus", "{n} more")

_EDITION = Text("", "/en")


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
    """A sentence of a rule before there is a finding to fill it: « Ce fichier est trop gros (…). »"""
    parts = string.Formatter().parse(template.in_language(lang))
    said = "".join(text if name is None else f"{text}…" for text, name, _, _ in parts)
    return inert(typographic(said.replace("….", "…"), lang))


def url(code: str, context: Context) -> str:
    """The page of a rule, as a URL that holds none of the characters that text formats treat as special."""
    return f"{edition(context)}/regles/{code}/"


def edition(context: Context) -> str:
    """The address of the pages in the language of who reads, without a last slash."""
    return f"{url_root(context.site)}{_EDITION.in_language(context.pages or context.lang)}"


def url_root(site: str) -> str:
    """The address of a site as the addresses of its pages begin."""
    return quote(site.rstrip("/"), safe=":/?#@!$&'+,;=%~")


def severity_counts(findings: Sequence[Finding]) -> Counter[Severity]:
    return Counter(f.severity for f in findings)


def tally(findings: Sequence[Finding], lang: str) -> str:
    """``3 erreurs, 1 avertissement``: what there is, most serious first; empty when there is nothing."""
    counts = severity_counts(findings)
    return ", ".join(text.of(lang, n=counts[severity]) for severity, text in TALLIES.items() if counts[severity])


def summary(report: Judged, lang: str) -> str:
    """The whole report in one sentence."""
    text = Text(
        "{tally} dans {touched:count}\u00a0{touched:fichier|fichiers}, sur "
        "{files:count}\u00a0{files:fichier|fichiers}{where}.",
        "{tally} in {touched:count}\u00a0{touched:file|files}, out of {files:count}\u00a0{files:file|files}{where}.",
    )
    if not report.findings:
        text = Text(
            "Aucune remarque : {files:count}\u00a0{files:fichier|fichiers}{where} {files:vérifié|vérifiés}.",
            "Nothing to report: {files:count}\u00a0{files:file|files}{where} checked.",
        )
    touched = len({finding.path for finding in report.findings})
    where = Text(
        " de {n:count}\u00a0{n:dossier|dossiers}",
        " in {n:count}\u00a0{n:folder|folders}",
    ).of(lang, n=report.folders)
    said = {"tally": tally(report.findings, lang), "where": where if report.folders else ""}
    return text.of(lang, touched=touched, files=report.files, **said)


def hidden(number: int, command: str, lang: str) -> str:
    """How many findings a bounded format leaves out, and the command that gives them all."""
    return Text(
        "{n:count}\u00a0{n:remarque|remarques} de plus {n:n'est pas montrée|ne sont pas montrées} ici ({command} les "
        "donne toutes).",
        "{n:count} more {n:finding is|findings are} not shown here ({command} gives them all).",
    ).of(lang, n=number, command=command)
