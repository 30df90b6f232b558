"""The appeal against a decision, and the jury's answer."""

from __future__ import annotations

from polyvalidate.model.folder import Appeal
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.office import jury_of, on_the_jury
from polyvalidate.rules.registry import Sees, Yielded, rule

ASKED = {"on": Text("la date", "the date"), "reason": Text("le motif", "the reason")}
ANSWERED = {
    "outcome": Text("la réponse", "the answer"),
    "by": Text("la signature", "the signature"),
    "decided": Text("la date", "the date"),
}
"""The parts of an appeal and of its answer."""


def is_answered(appeal: Appeal) -> bool:
    """Has the jury begun to answer?"""
    return appeal.outcome is not None or appeal.by is not None or appeal.decided is not None


@rule(
    "PP370",
    Sees.APPEAL,
    at_key=True,
    fr=(
        "Il n'y a pas de décision à contester ici.",
        "Supprimez le recours : il n'est possible qu'après un refus ou une réduction.",
    ),
    en=(
        "There is no decision to appeal against here.",
        "Delete the appeal: it is possible only after a refusal or a reduction.",
    ),
)
def appeals_against_a_decision(case: ClaimCase) -> Yielded:
    """Un recours demande au jury de revoir une décision défavorable ; avant la décision, on écrit à la personne
    référente.

    An appeal asks the jury to review an unfavourable decision; before the decision, one writes to the referent.
    """
    declaration = case.declaration
    evaluation = declaration.evaluation
    if evaluation is not None and evaluation.decision != "accepted":
        return
    if evaluation is None or evaluation.points is None or evaluation.points >= case.computed:
        yield case.at("appeal"), {}


@rule(
    "PP371",
    Sees.APPEAL,
    at_key=True,
    fr=("Il manque {what} du recours.", "Ajoutez « {key}: … » sous « appeal »."),
    en=("The appeal lacks {what}.", "Add “{key}: …” under “appeal”."),
)
def appeal_is_complete(case: ClaimCase) -> Yielded:
    """Le jury juge un motif, et le délai se compte à partir d'une date. Pour une activité sensible, le motif se dit de
    vive voix.

    The jury judges a reason, and the time allowed runs from a date. For a sensitive activity the reason is told in
    person.
    """
    appeal = case.appeal
    missing = [key for key, value in (("on", appeal.on), ("reason", appeal.reason)) if value is None]
    for key in missing:
        if key == "reason" and case.activity.sensitive:
            continue
        yield case.at("appeal"), {"key": key, "what": ASKED[key]}


@rule(
    "PP372",
    Sees.APPEAL,
    at_key=True,
    fr=("Il manque {what} dans la réponse au recours.", "Ajoutez « {key}: … » sous « appeal »."),
    en=("The answer to the appeal lacks {what}.", "Add “{key}: …” under “appeal”."),
)
def answer_is_complete(case: ClaimCase) -> Yielded:
    """La réponse du jury est une décision : elle est signée et datée.

    The jury's answer is a decision: it is signed and dated.
    """
    appeal = case.appeal
    if not is_answered(appeal):
        return
    for key, what in ANSWERED.items():
        if getattr(appeal, key) is None:
            yield case.at("appeal"), {"key": key, "what": what}


@rule(
    "PP375",
    Sees.APPEAL,
    fr=(
        "La réponse au recours est signée « {by} », qui n'est pas du jury à cette date.",
        "Faites signer {jury:list}.",
    ),
    en=(
        "The answer to the appeal is signed “{by}”, who is not on the jury at that date.",
        "Have {jury:list} sign.",
    ),
)
def answered_by_the_jury(case: ClaimCase) -> Yielded:
    """Un recours est jugé par d'autres personnes que celles qui ont évalué.

    An appeal is judged by other people than those who evaluated.
    """
    appeal = case.appeal
    if appeal.by is None:
        return
    if not on_the_jury(case.book, appeal.by, appeal.decided):
        yield case.at("appeal", "by"), {"by": appeal.by, "jury": jury_of(case.book)}


@rule(
    "PP373",
    Sees.APPEAL,
    fr=("Cette réponse au recours ne dit pas combien de points.", "Ajoutez « points: … », {most:points} au plus."),
    en=("This answer to the appeal does not say how many points.", "Add “points: …”, {most:points} at most."),
)
def answer_says_how_many(case: ClaimCase) -> Yielded:
    """Une réponse partielle, ou la réponse pour une activité à fourchette, ne compte rien sans nombre.

    A partial answer, or the answer for an activity with a range, counts nothing without a number.
    """
    appeal = case.appeal
    if appeal.points is not None:
        return
    if appeal.outcome == "partial" or (appeal.outcome == "granted" and case.activity.is_range):
        yield case.at("appeal", "outcome"), {"most": case.computed}


@rule(
    "PP376",
    Sees.APPEAL,
    fr=(
        "La réponse au recours accorde {granted:points} ; cette déclaration en vaut {most:points} au plus.",
        "Corrigez les points ou la réponse ; un recours rejeté n'en accorde aucun.",
    ),
    en=(
        "The answer to the appeal grants {granted:points}; this declaration is worth {most:points} at most.",
        "Correct the points or the answer; a rejected appeal grants none.",
    ),
)
def answer_is_within_the_claim(case: ClaimCase) -> Yielded:
    """Le jury revoit une décision ; il ne change pas la grille.

    The jury reviews a decision; it does not change the grid.
    """
    appeal = case.appeal
    if appeal.points is None:
        return
    if appeal.points > case.computed or (appeal.outcome == "rejected" and appeal.points > 0):
        yield case.at("appeal", "points"), {"granted": appeal.points, "most": case.computed}


@rule(
    "PP374",
    Sees.APPEAL,
    fr=(
        "Cette date ({day:date}) précède celle de l'étape d'avant ({before:date}).",
        "Corrigez-les : l'évaluation, puis le recours, puis la réponse.",
    ),
    en=(
        "This date ({day:date}) is before that of the step before ({before:date}).",
        "Correct them: the evaluation, then the appeal, then the answer.",
    ),
)
def appeal_dates_are_in_order(case: ClaimCase) -> Yielded:
    """On conteste une décision prise, et le jury répond à un recours déposé.

    One appeals against a decision taken, and the jury answers an appeal made.
    """
    appeal, evaluation = case.appeal, case.declaration.evaluation
    if appeal.on is not None and evaluation is not None and appeal.on < evaluation.on:
        yield case.at("appeal", "on"), {"day": appeal.on, "before": evaluation.on}
    if appeal.on is not None and appeal.decided is not None and appeal.decided < appeal.on:
        yield case.at("appeal", "decided"), {"day": appeal.decided, "before": appeal.on}


@rule(
    "PP377",
    Sees.APPEAL,
    fr=("Le {day:date} n'est pas encore venu.", "Écrivez le jour du recours ou de la réponse."),
    en=("{day:date} has not come yet.", "Write the day of the appeal or of the answer."),
)
def appeal_by_today(case: ClaimCase) -> Yielded:
    """Un recours et sa réponse sont datés du jour où ils sont écrits.

    An appeal and its answer bear the day on which they are written.
    """
    appeal = case.appeal
    for key, day in (("on", appeal.on), ("decided", appeal.decided)):
        if day is not None and day > case.book.today:
            yield case.at("appeal", key), {"day": day}
