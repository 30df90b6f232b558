"""The points that an evaluation grants: they agree with its decision and with what the grid computes."""

from __future__ import annotations

from polyvalidate.model.findings import Severity
from polyvalidate.model.points import Points
from polyvalidate.model.score import units_claimed
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.registry import Sees, Yielded, rule


def bounds(case: ClaimCase) -> tuple[Points, Points]:
    """The least and the most that an accepted claim of a range may be worth."""
    units = units_claimed(case.declaration, case.grid.units[case.activity.unit])
    return Points(units * case.activity.lowest), case.computed


@rule(
    "PP354",
    Sees.EVALUATION,
    severity=Severity.WARNING,
    fr=(
        "Une déclaration acceptée de cette activité vaut {computed:points}, et non {granted:points}.",
        "Écrivez ce nombre, ou « decision: partial » avec une raison s'il est réduit ; si la grille a changé depuis, "
        "laissez la décision, qui garde ses points.",
    ),
    en=(
        "An accepted declaration of this activity is worth {computed:points}, not {granted:points}.",
        "Write that number, or “decision: partial” with a reason if it is reduced; if the grid has changed since, "
        "leave the decision, which keeps its points.",
    ),
)
def accepted_as_computed(case: ClaimCase) -> Yielded:
    """La grille fixe les points de cette activité : la personne qui évalue accepte, réduit avec une raison, ou refuse.
    Dans la demande qui écrit la décision, c'est une erreur ; ensuite, la grille peut changer sans rien retirer.

    The grid sets the points of this activity: the evaluator accepts, reduces with a reason, or refuses. In the request
    that writes the decision this is an error; afterwards the grid may change and take nothing away.
    """
    evaluation = case.evaluation
    if evaluation.decision != "accepted" or case.activity.is_range:
        return
    if evaluation.points is not None and evaluation.points != case.computed:
        yield case.at("evaluation", "points"), {"granted": evaluation.points, "computed": case.computed}


@rule(
    "PP355",
    Sees.EVALUATION,
    fr=(
        "L'évaluation refuse la déclaration et lui accorde {granted:points}.",
        "Supprimez les points, ou changez la décision.",
    ),
    en=(
        "The evaluation refuses the declaration and grants it {granted:points}.",
        "Delete the points, or change the decision.",
    ),
)
def refused_without_points(case: ClaimCase) -> Yielded:
    """Un refus ne compte aucun point ; on ne devine pas laquelle des deux lignes est juste.

    A refusal counts no point; nobody guesses which of the two lines is right.
    """
    evaluation = case.evaluation
    if evaluation.decision == "refused" and evaluation.points:
        yield case.at("evaluation", "points"), {"granted": evaluation.points}


@rule(
    "PP356",
    Sees.EVALUATION,
    severity=Severity.WARNING,
    fr=(
        "Une déclaration acceptée de cette activité vaut de {least:points} à {most:points}, au choix de la personne "
        "qui évalue.",
        "Écrivez « points: … » dans ces limites, ou « decision: partial » avec une raison ; si la grille a changé "
        "depuis, laissez la décision, qui garde ses points.",
    ),
    en=(
        "An accepted declaration of this activity is worth from {least:points} to {most:points}, as the evaluator "
        "chooses.",
        "Write “points: …” within these limits, or “decision: partial” with a reason; if the grid has changed since, "
        "leave the decision, which keeps its points.",
    ),
)
def chosen_within_the_range(case: ClaimCase) -> Yielded:
    """Pour cette activité, la grille donne une fourchette : sans nombre, la décision ne compte rien. Dans la demande
    qui écrit la décision, c'est une erreur ; ensuite, la grille peut changer sans rien retirer.

    For this activity the grid gives a range: without a number the decision counts nothing. In the request that writes
    the decision this is an error; afterwards the grid may change and take nothing away.
    """
    evaluation = case.evaluation
    if evaluation.decision != "accepted" or not case.activity.is_range:
        return
    least, most = bounds(case)
    if evaluation.points is None:
        yield case.at("evaluation", "decision"), {"least": least, "most": most}
    elif not least <= evaluation.points <= most:
        yield case.at("evaluation", "points"), {"least": least, "most": most}


@rule(
    "PP361",
    Sees.EVALUATION,
    fr=("Cette acceptation partielle ne dit pas combien de points.", "Ajoutez « points: … », moins de {most:points}."),
    en=("This partial acceptance does not say how many points.", "Add “points: …”, less than {most:points}."),
)
def partial_says_how_many(case: ClaimCase) -> Yielded:
    """Sans nombre, une acceptation partielle ne compte rien.

    Without a number, a partial acceptance counts nothing.
    """
    evaluation = case.evaluation
    if evaluation.decision == "partial" and evaluation.points is None:
        yield case.at("evaluation", "decision"), {"most": case.computed}


@rule(
    "PP362",
    Sees.EVALUATION,
    severity=Severity.WARNING,
    fr=(
        "{granted:points} sur {most:points} n'est pas une acceptation partielle.",
        "Écrivez un nombre plus grand que 0 et plus petit que ce maximum, ou changez la décision ; si la grille a "
        "changé depuis, laissez la décision, qui garde ses points.",
    ),
    en=(
        "{granted:points} of {most:points} is not a partial acceptance.",
        "Write a number above 0 and below that maximum, or change the decision; if the grid has changed since, leave "
        "the decision, which keeps its points.",
    ),
)
def partial_is_a_part(case: ClaimCase) -> Yielded:
    """Tout accorder, c'est accepter ; ne rien accorder, c'est refuser : chaque mot a un seul sens dans les bilans. Dans
    la demande qui écrit la décision, c'est une erreur ; ensuite, la grille peut changer sans rien retirer.

    To grant everything is to accept, to grant nothing is to refuse: each word has one meaning in the balances. In the
    request that writes the decision this is an error; afterwards the grid may change and take nothing away.
    """
    evaluation = case.evaluation
    if evaluation.decision != "partial" or evaluation.points is None:
        return
    if not 0 < evaluation.points < case.computed:
        yield case.at("evaluation", "points"), {"granted": evaluation.points, "most": case.computed}
