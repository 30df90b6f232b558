"""An appeal, or the answer to one, in a comment below a merged request, read as data. Pure.

=============================================  ============================================
``/recours [3.3] motif``                       ``/appeal [3.3] reason``
``/recours [3.3] accordé raison``              ``/appeal [3.3] granted reason``
``/recours [3.3] partiel 1,5 raison``          ``/appeal [3.3] partial 1.5 reason``
``/recours [3.3] rejeté raison``               ``/appeal [3.3] rejected reason``
=============================================  ============================================

The first line is the student's, the others are the jury's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from polyvalidate.files.source import forbidden
from polyvalidate.forge import commands
from polyvalidate.forge.commands import Misread
from polyvalidate.judgement.decision import LONGEST_COMMENT
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text

_LINE = re.compile(r" {0,3}/(?:recours|appeal)(?:[ \t\u00a0\u202f]+(.*))?", re.IGNORECASE)
_OUTCOMES = {"granted": "granted", "accorde": "granted", "accepte": "granted"}
_OUTCOMES |= {"partial": "partial", "partiel": "partial"}
_OUTCOMES |= {"rejected": "rejected", "rejete": "rejected", "refuse": "rejected"}


class Appeal(NamedTuple):
    """``name`` stands for a declaration, as in a command; ``text`` is all that follows, on one line."""

    name: str | None
    text: str

    def answer(self) -> Answer | Text:
        """The same as the jury's answer; or what to write."""
        first, _, rest = self.text.partition(" ")
        outcome = _OUTCOMES.get(commands.plain_word(first))
        if outcome is None:
            return _NO_OUTCOME
        points = None
        if outcome == "partial":
            points = commands.number(rest.split()[:1])
            rest = rest.partition(" ")[2]
            if points is None:
                return _NO_POINTS
        return Answer(outcome, points, rest or None)


class Answer(NamedTuple):
    """What the jury answers: ``granted``, ``partial`` or ``rejected``; ``points`` are quarter-points."""

    outcome: str
    points: Points | None
    comment: str | None


def read(body: str) -> Appeal | Misread | None:
    """The appeal of a comment, its first line; None when it is none."""
    lines = [line.rstrip() for line in body.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    found = _LINE.fullmatch(lines[0]) if lines else None
    if found is None:
        return None
    rest = found[1] or ""
    if forbidden(rest) or not all(one.isprintable() or one in "\t\u00a0\u202f" for one in rest):
        return Misread(_HIDDEN)
    if any(lines[1:2]):
        return Misread(_ONE_LINE)
    words = unicodedata.normalize("NFC", rest).split()
    name = words.pop(0) if words and commands.NAME.fullmatch(words[0]) else None
    text = " ".join(words)
    return Appeal(name, text) if len(text) <= LONGEST_COMMENT else Misread(_TOO_LONG)


_HIDDEN = Text(
    "Le motif contient un caractère invisible. Écrivez-le au clavier plutôt que par un copier-coller.",
    "The reason holds an invisible character. Type it rather than pasting it.",
)
_ONE_LINE = Text(
    "Le motif s'écrit en entier sur la ligne de /recours. Mettez-le sur une seule ligne.",
    "The reason is written on the line of /appeal. Put it on one line.",
)
_TOO_LONG = Text(
    "Le motif dépasse {most} caractères. Écrivez-le plus court.",
    "The reason is longer than {most} characters. Write it shorter.",
).filled(most=LONGEST_COMMENT)
_NO_OUTCOME = Text(
    "Dites ce que répond le jury : /recours accordé, /recours partiel 1,5 ou /recours rejeté, puis la raison.",
    "Say what the jury answers: /appeal granted, /appeal partial 1.5 or /appeal rejected, then the reason.",
)
_NO_POINTS = Text(
    "Le nombre de points ne se lit pas. Écrivez-le par quarts : /recours partiel 1,5 puis la raison.",
    "The number of points cannot be read. Write it in quarters: /appeal partial 1.5, then the reason.",
)
