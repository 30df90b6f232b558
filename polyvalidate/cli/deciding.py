"""What the options ``--accept``, ``--points``, ``--refuse``, ``--comment`` say, and how a refused decision is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from polyvalidate.judgement.decision import LONGEST_COMMENT, Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, plain

MOST_SHOWN = 5
"""Findings shown one by one before a decision is said to be impossible; the gate shows them all."""


def spoken(
    lang: str,
    accept: bool,
    points: str | None,
    refuse: bool,
    comment: str | None,
    second: str | None,
    complete: str | None = None,
) -> Spoken | None:
    """The one decision that the options give; None when they give none. Raises ``click.UsageError``."""
    fr = lang == "fr"
    given = [accept, points is not None, refuse, complete is not None]
    if sum(given) > 1:
        raise click.UsageError(
            Text(
                "Donnez une seule décision : --accept, --points ou --refuse.",
                "Give one decision only: --accept, --points or --refuse.",
            ).of(lang)
        )
    if not any(given):
        if comment is not None or second is not None:
            raise click.UsageError(
                Text(
                    "Il manque la décision : --accept, --points ou --refuse.",
                    "The decision is missing: --accept, --points or --refuse.",
                ).of(lang)
            )
        return None
    if complete is not None:
        return Spoken(Word.COMPLETE, None, _sentence(complete, "--complete", lang), None)
    reason = _sentence(comment, "--comment", lang) if comment is not None else None
    if refuse:
        return Spoken(Word.REFUSE, None, reason, second)
    if points is not None:
        return Spoken(Word.POINTS, quarters(points, lang), reason, second)
    return Spoken(Word.ACCEPT, None, reason, second)


def quarters(text: str, lang: str) -> Points:
    """``1,5`` or ``1.5`` as quarter-points."""
    whole, _, part = text.strip().replace(",", ".").partition(".")
    fraction = {"": 0, "0": 0, "00": 0, "25": 1, "5": 2, "50": 2, "75": 3}.get(part)
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 3) or fraction is None:
        raise click.BadParameter(
            Text(
                "Écrivez un nombre de quarts de point : 1, 1,25, 1,5 ou 1,75.",
                "Write a number of quarter-points: 1, 1.25, 1.5 or 1.75.",
            ).of(lang),
            param_hint="--points",
        )
    return Points(int(whole) * 4 + fraction)


def _sentence(text: str, option: str, lang: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_COMMENT:
        raise click.BadParameter(
            Text(
                "Écrivez une phrase, de {LONGEST_COMMENT} signes au plus.",
                "Write a sentence, of {LONGEST_COMMENT} characters at most.",
            ).of(lang, LONGEST_COMMENT=LONGEST_COMMENT),
            param_hint=option,
        )
    return said


def show_findings(findings: Sequence[Finding], files: Mapping[str, bytes], book: Book, lang: str) -> None:
    """What stands against a decision, each with its line, on standard error."""
    from polyvalidate import __version__
    from polyvalidate.reports.context import Context, hidden
    from polyvalidate.reports.text import blocks
    from polyvalidate.rules import RULES

    site = book.grids[max(book.grids)].site if book.grids else "https://polyvalidate.example.org"
    context = Context(lang, site, __version__, lambda p: files.get(p, b"").decode("utf-8", "replace").split("\n"))
    click.echo("\n\n".join(blocks(findings[:MOST_SHOWN], RULES, context)), err=True)
    if len(findings) > MOST_SHOWN:
        click.echo(plain(hidden(len(findings) - MOST_SHOWN, "polyvalidate gate", lang)), err=True)
    click.echo("", err=True)
