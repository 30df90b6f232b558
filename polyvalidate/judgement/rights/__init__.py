"""Who may write what: each edit of a change, allowed or refused, with the reason. What nothing allows is refused.

Pure. Everything that gives a right is read at the base of the change: the roles, the grid, the account in
``student.yml``, what was decided. ``x-writers`` in the schemas says whose each key is.
"""

from __future__ import annotations

from polyvalidate.judgement.rights.answers import (
    ABSENT,
    Actor,
    Decision,
    Ground,
    Refusal,
    Scene,
    Side,
    actor_of,
    is_answered,
)
from polyvalidate.judgement.rights.files import Authority, grid_of, refusals
from polyvalidate.judgement.rights.writers import Writers, writers, writers_of

__all__ = [
    "ABSENT",
    "Actor",
    "Authority",
    "Decision",
    "Ground",
    "Refusal",
    "Scene",
    "Side",
    "Writers",
    "actor_of",
    "grid_of",
    "is_answered",
    "refusals",
    "writers",
    "writers_of",
]
