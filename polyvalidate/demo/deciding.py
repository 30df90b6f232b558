"""How a claim of the demonstration school is decided: accepted as it is, evaluated, reduced, refused, appealed."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from polyvalidate.demo import sentences
from polyvalidate.demo.claims import Claim
from polyvalidate.demo.school import School
from polyvalidate.model.points import Points

_REFUSED, _PARTIAL, _ACCEPTED = 0.04, 0.09, 0.3
"""Cumulated shares; a claim beyond the last one is accepted without a word, which is the everyday case."""

HALF, ONE = Points(2), Points(4)


def in_points(quarters: int) -> float:
    """Quarter-points as files write them."""
    return quarters / 4


def needs_evaluation(claim: Claim) -> bool:
    """Does it take more than one person's yes: a range, an activity on request, what a second reader must sign?"""
    activity = claim.activity
    return activity.is_range or activity.on_request or claim.claimed >= claim.grid.second_reader_from


def is_routine(claim: Claim) -> bool:
    """Was the claim accepted for what the grid gives, by one person?"""
    return claim.plain["evaluation"]["decision"] == "accepted" and not needs_evaluation(claim)


def decide(rng: Random, school: School, claim: Claim) -> None:
    """Write the evaluation that the claim will be given, dated provisionally on its last day."""
    draw = rng.random()
    if draw < _REFUSED:
        evaluation: dict[str, Any] = {"decision": "refused", "points": 0, "comment": rng.choice(sentences.REFUSED)}
    elif draw < _PARTIAL and claim.claimed >= HALF and not claim.activity.is_range:
        points = in_points(max(1, claim.claimed // 2))
        evaluation = {"decision": "partial", "points": points, "comment": rng.choice(sentences.PARTIAL)}
    else:
        granted = _accepted(rng, claim)
        evaluation = {"decision": "accepted", "points": in_points(granted)}
        if granted < claim.claimed:
            evaluation["comment"] = rng.choice(sentences.WITHIN_A_RANGE)
        elif draw < _ACCEPTED and rng.random() < 0.5:
            evaluation["comment"] = rng.choice(sentences.ACCEPTED)
    evaluator = school.evaluator(rng, claim.activity)
    if evaluation["points"] * 4 >= claim.grid.second_reader_from:
        evaluation["second"] = school.second_reader(rng, claim.activity, evaluator)
    claim.plain["evaluation"] = {**evaluation, "by": evaluator, "on": claim.period.end.isoformat()}


def _accepted(rng: Random, claim: Claim) -> Points:
    """The claim as the grid computes it; inside a range, what the person who evaluates chooses."""
    if not claim.activity.is_range:
        return claim.claimed
    units = claim.claimed // claim.activity.highest
    return Points(units * rng.randint(claim.activity.lowest, claim.activity.highest))


def appealed(rng: Random, claim: Claim) -> bool:
    """Does the student appeal? Only a reduction or refusal that a single evaluator signed."""
    evaluation = claim.plain["evaluation"]
    if evaluation["decision"] == "accepted" or claim.activity.is_range or claim.activity.sensitive:
        return False
    return claim.claimed < claim.grid.second_reader_from and rng.random() < 0.3


def appeal(rng: Random, on: date) -> dict[str, Any]:
    """What the student writes."""
    return {"on": on.isoformat(), "reason": rng.choice(sentences.APPEALS)}


def answer(rng: Random, school: School, claim: Claim, decided: date) -> dict[str, Any]:
    """What the jury adds to an appeal."""
    awarded = int(claim.plain["evaluation"]["points"] * 4)
    draw = rng.random()
    middle = (awarded + claim.claimed) // 2
    if draw < 0.45:
        said: dict[str, Any] = {"outcome": "granted", "comment": rng.choice(sentences.GRANTED)}
    elif draw < 0.65 and awarded < middle < claim.claimed:
        said = {"outcome": "partial", "points": in_points(middle), "comment": rng.choice(sentences.PARTLY_GRANTED)}
    else:
        said = {"outcome": "rejected", "comment": rng.choice(sentences.REJECTED)}
    return {**said, "by": school.jury, "decided": decided.isoformat()}
