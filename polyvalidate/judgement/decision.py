"""What an evaluator decides of one declaration, checked against what the grid lets them choose.

Pure. Whoever writes the decision into the file, from a terminal or from a comment, starts from the same ``Ruling``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.granting import bounds

LONGEST_COMMENT = 1000
"""Characters of ``evaluation.comment``, as the schema of declarations says."""


class Word(StrEnum):
    """What an evaluator may say of a declaration."""

    ACCEPT = "accept"
    POINTS = "points"
    REFUSE = "refuse"
    COMPLETE = "complete"


class Ruling(NamedTuple):
    """A decision on one declaration. ``points`` only where the grid leaves them to be chosen, or when they are reduced.

    ``to-complete`` is written nowhere: the request stays open and its author is told what is missing.
    """

    decision: str  # accepted | partial | refused | to-complete
    points: Points | None
    comment: str | None


class Unruled(Enum):
    """Why a word gives no ruling on a claim."""

    REFUSED_UNSAID = auto()  # a refusal that does not say why
    MISSING_UNSAID = auto()  # a request to complete that does not say what
    TO_CHOOSE = auto()  # the grid leaves the points to be chosen
    NOTHING = auto()
    TOO_MANY = auto()
    REDUCED_UNSAID = auto()  # less than the grid gives, without saying why


def rule_on(word: Word, chosen: Points | None, comment: str | None, claim: ClaimCase) -> Ruling | Unruled:
    """The ruling that an evaluator's word gives on a claim, or why it cannot be one.

    ``chosen`` is for ``Word.POINTS`` only, in quarter-points. A reduction, a refusal and a request to complete say why
    (PP357): nobody could understand or appeal them otherwise.
    """
    if word is Word.REFUSE:
        return Unruled.REFUSED_UNSAID if comment is None else Ruling("refused", None, comment)
    if word is Word.COMPLETE:
        return Unruled.MISSING_UNSAID if comment is None else Ruling("to-complete", None, comment)
    least, most = bounds(claim)
    if word is Word.ACCEPT:
        return Unruled.TO_CHOOSE if claim.activity.is_range else Ruling("accepted", None, comment)
    if not chosen:
        return Unruled.NOTHING
    if chosen > most:
        return Unruled.TOO_MANY
    if chosen == most or (claim.activity.is_range and chosen >= least):
        return Ruling("accepted", chosen, comment)
    return Unruled.REDUCED_UNSAID if comment is None else Ruling("partial", chosen, comment)


def unruled(why: Unruled, words: Mapping[Unruled, Text], claim: ClaimCase) -> Text:
    """The sentence that says why, among those of whoever was spoken to: ``{code}``, ``{least}`` and ``{most}``."""
    least, most = bounds(claim)
    return words[why].filled(code=claim.activity.code, least=least, most=most)


def granted(ruling: Ruling, claim: ClaimCase) -> Points:
    """The points that a ruling gives, before any cap."""
    if ruling.decision in ("refused", "to-complete"):
        return Points(0)
    return ruling.points if ruling.points is not None else claim.computed
