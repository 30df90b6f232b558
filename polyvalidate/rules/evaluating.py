"""The evaluation of a declaration: by whom, when, for how many points, and why."""

from __future__ import annotations

from polyvalidate.model.findings import Severity
from polyvalidate.model.roles import in_office, may_evaluate
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.granting import bounds
from polyvalidate.rules.registry import Sees, Yielded, rule

_ENDED = Text("s'est achevée le {day:date}", "ended on {day:date}")
_BEGAN = Text("a commencé le {day:date}", "began on {day:date}")


@rule(
    "PP350",
    Sees.EVALUATION,
    fr=(
        "L'évaluation est signée « {by} », qui n'évalue pas l'activité {code}.",
        "Faites évaluer cette déclaration par {evaluators:list}.",
    ),
    en=(
        "The evaluation is signed “{by}”, who does not evaluate activity {code}.",
        "Have this declaration evaluated by {evaluators:list}.",
    ),
)
def evaluated_by_a_referent(case: ClaimCase) -> Yielded:
    """Chaque catégorie, et parfois chaque activité, a ses personnes référentes ; ni la scolarité ni le jury.

    Each category, and sometimes each activity, has its referents; the registry office and the jury do not evaluate.
    """
    evaluation = case.evaluation
    roles = case.book.roles
    holder = roles.get(evaluation.by)
    if holder is not None and may_evaluate(holder, case.activity, case.grid, evaluation.on):
        return
    evaluators = tuple(
        code for code, h in sorted(roles.items()) if may_evaluate(h, case.activity, case.grid, evaluation.on)
    )
    details = {"by": evaluation.by, "code": case.activity.code, "evaluators": evaluators or ("—",)}
    yield case.at("evaluation", "by"), details


@rule(
    "PP351",
    Sees.EVALUATION,
    fr=(
        "« {by} » n'évaluait pas le {on:date} : sa fonction {dates}.",
        "Faites signer une personne en fonction, ou corrigez la date.",
    ),
    en=(
        "“{by}” did not evaluate on {on:date}: that role {dates}.",
        "Have somebody in office sign, or correct the date.",
    ),
)
def evaluated_while_in_office(case: ClaimCase) -> Yielded:
    """Une décision engage l'école ; elle est prise par une personne qui en a la charge ce jour-là.

    A decision commits the school; it is taken by somebody who is in charge on that day.
    """
    evaluation = case.evaluation
    for key, code in (("by", evaluation.by), ("second", evaluation.second)):
        holder = case.book.roles.get(code) if code is not None else None
        if holder is not None and not in_office(holder, evaluation.on):
            ended = holder.until is not None and holder.until < evaluation.on
            dates = _ENDED.filled(day=holder.until) if ended else _BEGAN.filled(day=holder.since)
            details = {"by": holder.code, "on": evaluation.on, "dates": dates}
            yield case.at("evaluation", key), details


@rule(
    "PP352",
    Sees.EVALUATION,
    fr=(
        "Il manque une seconde lecture : cette évaluation accorde {granted:points}.",
        "Ajoutez « second: … » avec le code d'une autre personne qui évalue ; c'est nécessaire à partir de "
        "{least:points}.",
    ),
    en=(
        "A second reader is missing: this evaluation grants {granted:points}.",
        "Add “second: …” with the code of another evaluator; it is needed from {least:points}.",
    ),
)
def read_twice(case: ClaimCase) -> Yielded:
    """Une décision qui pèse lourd sur le quitus est relue par une seconde personne.

    A decision that weighs much on the quitus is read by a second person.
    """
    evaluation = case.evaluation
    if evaluation.second is not None or evaluation.decision == "refused":
        return
    granted, least = evaluation.points, case.grid.second_reader_from
    if granted is None and evaluation.decision == "accepted" and not case.activity.is_range:
        granted = case.computed
    if granted is not None and granted >= least:
        yield case.at("evaluation", "by"), {"granted": granted, "least": least}


@rule(
    "PP353",
    Sees.EVALUATION,
    fr=(
        "La seconde lecture est signée « {second} », qui ne peut pas la faire.",
        "Faites relire par une autre personne qui évalue que « {by} ».",
    ),
    en=(
        "The second reading is signed “{second}”, who cannot do it.",
        "Have an evaluator other than “{by}” read it.",
    ),
)
def read_by_another_evaluator(case: ClaimCase) -> Yielded:
    """Deux lectures par la même personne n'en font qu'une ; relire demande de connaître l'évaluation.

    Two readings by one person are one reading; a second reader must know how to evaluate.
    """
    evaluation = case.evaluation
    if evaluation.second is None:
        return
    roles = case.book.roles
    second, first = roles.get(evaluation.second), roles.get(evaluation.by)
    another = first is None or second is None or first.account != second.account
    if second is not None and second.role == "evaluator" and second.code != evaluation.by and another:
        return
    yield case.at("evaluation", "second"), {"second": evaluation.second, "by": evaluation.by}


@rule(
    "PP360",
    Sees.EVALUATION,
    fr=(
        "Cette évaluation est signée par la personne qui déclare.",
        "Faites signer une autre personne que « {by} ».",
    ),
    en=("This evaluation is signed by the person who declares.", "Have somebody else than “{by}” sign."),
)
def evaluated_by_somebody_else(case: ClaimCase) -> Yielded:
    """Personne n'évalue sa propre déclaration, même avec une fonction dans l'école.

    Nobody evaluates their own declaration, even with a role in the school.
    """
    evaluation, account = case.evaluation, case.student.account
    if account is None:
        return
    for key, code in (("by", evaluation.by), ("second", evaluation.second)):
        holder = case.book.roles.get(code) if code is not None else None
        if holder is not None and holder.account == account:
            yield case.at("evaluation", key), {"by": holder.code}


@rule(
    "PP357",
    Sees.EVALUATION,
    fr=(
        "Cette décision ne dit pas pourquoi.",
        "Ajoutez « comment: … » : la raison du refus ou de la réduction, en une phrase.",
    ),
    en=(
        "This decision does not say why.",
        "Add “comment: …”: the reason of the refusal or reduction, in one sentence.",
    ),
)
def decision_has_a_reason(case: ClaimCase) -> Yielded:
    """Un refus ou une réduction se comprend et se conteste ; sans raison écrite, ni l'un ni l'autre n'est possible.

    A refusal or a reduction can be understood and appealed; without a written reason neither is possible.
    """
    evaluation = case.evaluation
    if evaluation.decision != "accepted" and evaluation.comment is None:
        yield case.at("evaluation", "decision"), {}


@rule(
    "PP364",
    Sees.EVALUATION,
    severity=Severity.WARNING,
    fr=(
        "L'évaluation accorde {granted:points} sur {most:points} sans dire pourquoi.",
        "Ajoutez « comment: … » avec la raison, en une phrase.",
    ),
    en=(
        "The evaluation grants {granted:points} of {most:points} without saying why.",
        "Add “comment: …” with the reason, in one sentence.",
    ),
)
def choice_has_a_reason(case: ClaimCase) -> Yielded:
    """Quand la grille laisse choisir les points, une phrase permet de choisir de la même façon pour tout le monde.

    Where the grid leaves a choice of points, a sentence helps to choose alike for everyone.
    """
    evaluation = case.evaluation
    if evaluation.comment is not None or not case.activity.is_range:
        return
    granted = evaluation.points
    if evaluation.decision == "accepted" and granted is not None:
        least, most = bounds(case)
        if least <= granted < most:
            yield case.at("evaluation", "points"), {"granted": granted, "most": most}


@rule(
    "PP358",
    Sees.EVALUATION,
    fr=(
        "L'évaluation ({on:date}) précède la fin de l'activité ({end:date}).",
        "Corrigez la date de l'évaluation ou celle de l'activité.",
    ),
    en=(
        "The evaluation ({on:date}) is before the end of the activity ({end:date}).",
        "Correct the date of the evaluation or that of the activity.",
    ),
)
def evaluated_after_the_end(case: ClaimCase) -> Yielded:
    """On évalue ce qui a été fait jusqu'au bout.

    What is evaluated is what was done to the end.
    """
    evaluation = case.evaluation
    if evaluation.on < case.declaration.period.end:
        yield case.at("evaluation", "on"), {"on": evaluation.on, "end": case.declaration.period.end}


@rule(
    "PP365",
    Sees.EVALUATION,
    fr=("L'évaluation est datée du {on:date}, qui n'est pas encore venu.", "Écrivez le jour de la décision."),
    en=("The evaluation is dated {on:date}, which has not come yet.", "Write the day of the decision."),
)
def evaluated_by_today(case: ClaimCase) -> Yielded:
    """Les délais de recours courent à partir de cette date.

    The time to appeal runs from this date.
    """
    evaluation = case.evaluation
    if evaluation.on > case.book.today:
        yield case.at("evaluation", "on"), {"on": evaluation.on}


@rule(
    "PP359",
    Sees.CLAIM,
    severity=Severity.WARNING,
    fr=(
        "Cette déclaration attend une évaluation ; elle peut valoir {most:points}.",
        "Il n'y a rien à corriger : la personne référente décidera des points.",
    ),
    en=(
        "This declaration is waiting for an evaluation; it may be worth {most:points}.",
        "There is nothing to correct: the referent will decide the points.",
    ),
)
def waits_for_an_evaluation(case: ClaimCase) -> Yielded:
    """Pour une fourchette ou une activité sur demande, la grille ne suffit pas : rien ne compte avant la décision.

    For a range or an activity on request the grid is not enough: nothing counts before the decision.
    """
    declaration, activity = case.declaration, case.activity
    if declaration.evaluation is None and declaration.origin is None and (activity.is_range or activity.on_request):
        yield case.at("activity"), {"most": case.computed}


@rule(
    "PP380",
    Sees.CLAIM,
    fr=(
        "Des points apportés d'une autre école doivent être évalués.",
        "Faites ajouter une évaluation par la personne référente de la catégorie.",
    ),
    en=(
        "Points brought from another school must be evaluated.",
        "Have the referent of the category add an evaluation.",
    ),
)
def transfer_is_evaluated(case: ClaimCase) -> Yielded:
    """L'autre école a sa propre grille : quelqu'un doit dire ce que l'activité vaut ici.

    The other school has a grid of its own: somebody must say what the activity is worth here.
    """
    if case.declaration.origin is not None and case.declaration.evaluation is None:
        yield case.at("origin"), {}
