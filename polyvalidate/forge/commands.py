"""The command that an evaluator gives in a comment, read as data. Pure.

A command stands on a line of its own; the first such line counts, and what is quoted or shown as code is none:

=================================  ========================================
``/accepter [motif]``              ``/accept [reason]``
``/points 1,5 motif``              ``/points 1.5 reason``
``/refuser motif``                 ``/refuse reason``
``/completer ce qui manque``       ``/complete what is missing``
=================================  ========================================
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import NamedTuple

from polyvalidate.files.source import forbidden, is_blank
from polyvalidate.judgement.decision import LONGEST_COMMENT, Word
from polyvalidate.model.points import Points, from_text
from polyvalidate.model.words import Text

WORDS = {
    "accepter": Word.ACCEPT,
    "accept": Word.ACCEPT,
    "points": Word.POINTS,
    "refuser": Word.REFUSE,
    "refuse": Word.REFUSE,
    "completer": Word.COMPLETE,
    "complete": Word.COMPLETE,
}
EXAMPLES = {
    Word.ACCEPT: Text("/accepter", "/accept"),
    Word.POINTS: Text("/points 1,5 motif", "/points 1.5 reason"),
    Word.REFUSE: Text("/refuser motif", "/refuse reason"),
    Word.COMPLETE: Text("/completer ce qui manque", "/complete what is missing"),
}
MOST_LINES = 2_000
"""GitHub's comments are shorter than that many lines worth reading."""

_LINE = re.compile(r"/([^\W\d_]{2,20})(?:\s+(.*))?")
_NUMBER = re.compile(r"(\S+)(?:\s+(?:points?|pts?)\b)?(?:\s+(.*))?", re.IGNORECASE)
_FENCE = re.compile(r"(`{3,}|~{3,})")


class Command(NamedTuple):
    """What an evaluator says. ``points`` are quarter-points, for ``Word.POINTS`` only; ``reason`` is one line of text
    without any hidden character."""

    word: Word
    points: Points | None
    reason: str | None


class Misread(NamedTuple):
    """A line that is meant as a command and cannot be obeyed, with the sentence that says what to write."""

    text: Text


def read(body: str) -> Command | Misread | None:
    """The command of a comment; None when it gives none."""
    fence = ""
    for line in body.splitlines()[:MOST_LINES]:
        edge = _FENCE.match(line.strip())
        if edge is not None and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else edge[1]
            continue
        if fence or line.startswith(("    ", "\t")):
            continue
        found = _LINE.fullmatch(line.strip())
        spoken = _speak(found[1], found[2] or "") if found is not None else None
        if spoken is not None:
            return spoken
    return None


def _speak(name: str, rest: str) -> Command | Misread | None:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    word = WORDS.get(plain)
    if word is None:
        near = difflib.get_close_matches(plain, WORDS, n=1, cutoff=0.75)
        return Misread(_unknown(WORDS[near[0]])) if near else None
    points: Points | None = None
    if word is Word.POINTS:
        number = _NUMBER.fullmatch(rest.strip())
        try:
            points, rest = from_text(number[1] if number else ""), (number[2] or "") if number else ""
        except ValueError:
            return Misread(_BAD_NUMBER)
    reason = " ".join(unicodedata.normalize("NFC", rest).split())
    if len(reason) > LONGEST_COMMENT:
        return Misread(_TOO_LONG)
    if not reason.isprintable() or forbidden(reason) or is_blank(reason):
        return Misread(_HIDDEN)
    return Command(word, points, reason or None)


def _unknown(word: Word) -> Text:
    example = EXAMPLES[word]
    return Text(
        "Ce mot n'est pas une commande. Vouliez-vous écrire « {example} » ?",
        "This word is no command. Did you mean “{example}”?",
    ).filled(example=example)


_BAD_NUMBER = Text(
    "Le nombre de points ne se lit pas. Écrivez-le par quarts, suivi de la raison : /points 1,5 rôle tenu toute "
    "l'année.",
    "The number of points cannot be read. Write it in quarters, followed by the reason: /points 1.5 held the role all "
    "year.",
)
_TOO_LONG = Text(
    "La raison dépasse {LONGEST_COMMENT} caractères. Écrivez-la plus court.",
    "The reason is longer than {LONGEST_COMMENT} characters. Write it shorter.",
).filled(LONGEST_COMMENT=LONGEST_COMMENT)
_HIDDEN = Text(
    "La raison contient un caractère invisible. Écrivez-la au clavier plutôt que par un copier-coller.",
    "The reason holds an invisible character. Type it rather than pasting it.",
)
