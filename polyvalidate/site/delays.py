"""How long a decision takes, as the site may say it: one bound for the whole school, or nothing.

It is said of many requests, of many people, signed by several: which of the bounds holds then tells nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

from polyvalidate.repository import Unreadable
from polyvalidate.repository.answered import Answered, answered
from polyvalidate.site.pages.words import DELAYS

PAST = timedelta(365)
REQUESTS, PEOPLE, SIGNERS = 40, 11, 3
"""The fewest of which anything is said."""


def delay_of(root: Path, commit: str, today: date) -> int | None:
    """The bound that the record of a school allows; None where its history is cut or says too little."""
    try:
        return usual(answered(root, commit).values(), today)
    except Unreadable:
        return None


def usual(requests: Collection[Answered], today: date) -> int | None:
    """The fewest days, among ``DELAYS``, in which at least three in four of the requests of the last twelve months were
    decided; None when there are too few, or none of these is enough."""
    late = [one for one in requests if today - PAST < one.entered <= today]
    people, signers = {one.proposer for one in late}, {code for one in late for code in one.signers}
    if len(late) < REQUESTS or len(people) < PEOPLE or len(signers) < SIGNERS:
        return None
    days = [(one.entered - one.opened).days for one in late]
    return next((bound for bound in DELAYS if 4 * sum(one <= bound for one in days) >= 3 * len(days)), None)
