"""What an evaluator decides of one declaration, checked against what the grid lets them choose.

Pure. Whoever writes the decision into the file, from a terminal or from a comment, starts from the same ``Ruling``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, fill, points
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


def rule_on(word: Word, chosen: Points | None, comment: str | None, claim: ClaimCase) -> Ruling | Text:
    """The ruling that an evaluator's word gives on a claim, or the sentence that says why it cannot be one.

    ``chosen`` is for ``Word.POINTS`` only, in quarter-points. A reduction, a refusal and a request to complete say why
    (PP357): nobody could understand or appeal them otherwise.
    """
    if word in (Word.REFUSE, Word.COMPLETE):
        if comment is None:
            return REASONS[word]
        return Ruling("refused" if word is Word.REFUSE else "to-complete", None, comment)
    least, most = bounds(claim)
    if word is Word.ACCEPT:
        return Ruling("accepted", None, comment) if not claim.activity.is_range else _say(_CHOOSE, claim, least, most)
    if not chosen:
        return _NOTHING
    if chosen > most:
        return _say(_TOO_MANY, claim, least, most)
    if chosen == most or (claim.activity.is_range and chosen >= least):
        return Ruling("accepted", chosen, comment)
    return Ruling("partial", chosen, comment) if comment is not None else _say(_REDUCED, claim, least, most)


def granted(ruling: Ruling, claim: ClaimCase) -> Points:
    """The points that a ruling gives, before any cap."""
    if ruling.decision in ("refused", "to-complete"):
        return Points(0)
    return ruling.points if ruling.points is not None else claim.computed


def _say(template: Text, claim: ClaimCase, least: Points, most: Points) -> Text:
    return Text(*(fill(template.in_language(lang), _details(claim, least, most, lang), lang) for lang in ("fr", "en")))


def _details(claim: ClaimCase, least: Points, most: Points, lang: str) -> dict[str, str]:
    return {"code": claim.activity.code, "least": points(least, lang), "most": points(most, lang)}


REASONS = {
    Word.REFUSE: Text(
        "Un refus dit pourquoi, pour pouvoir être compris et contesté. Écrivez la raison sur la même ligne : "
        "/refuser il manque la liste d'émargement.",
        "A refusal says why, so that it can be understood and appealed. Write the reason on the same line: "
        "/refuse the attendance list is missing.",
    ),
    Word.COMPLETE: Text(
        "Il manque ce que l'élève doit apporter. Écrivez-le sur la même ligne : "
        "/completer joignez l'attestation signée.",
        "What the student must bring is missing. Write it on the same line: /complete attach the signed certificate.",
    ),
}
_CHOOSE = Text(
    "L'activité {code} vaut ici de {least} à {most}, à votre choix. Écrivez le nombre retenu et une raison : "
    "/points 1,5 rôle tenu toute l'année.",
    "Activity {code} is worth {least} to {most} here, as you choose. Write the number and a reason: "
    "/points 1.5 held the role all year.",
)
_TOO_MANY = Text(
    "L'activité {code} vaut ici {most} au plus. Écrivez un nombre qui ne dépasse pas cette limite.",
    "Activity {code} is worth {most} at most here. Write a number within this limit.",
)
_REDUCED = Text(
    "C'est moins que ce que la grille donne ({most}) : il faut dire pourquoi. Écrivez la raison après le nombre, sur "
    "la même ligne.",
    "This is less than the grid gives ({most}), so it must say why. Write the reason after the number, on the same "
    "line.",
)
_NOTHING = Text(
    "Aucun point, c'est un refus. Écrivez /refuser suivi de la raison.",
    "No points at all is a refusal. Write /refuse followed by the reason.",
)
