"""What reviews say of a commit, whatever the forge that tells them. Pure.

A review that is dismissed says nothing, and takes back what its author had approved before: whoever may dismiss that
somebody asks for changes must not give life again to their approval.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from polyvalidate.forge.facts import Comment, Kind, moment_text, text_of, whole


class Review(NamedTuple):
    """A review as a forge lists it. ``kind`` is None for one that is dismissed, or of a kind that is not known;
    ``commit`` is what was seen; ``id``, ``at`` and ``body`` are as they came."""

    author: str
    kind: Kind | None
    commit: Any
    id: Any
    at: Any
    body: Any

    def said(self) -> Comment:
        """Raises ``Misshapen``."""
        at = moment_text(self.at, "review.submitted_at")
        body = text_of(self.body or "", "review.body")
        return Comment(whole(self.id, "review.id"), self.author, at, body, self.kind or Kind.REMARK)


def said(reviews: Iterable[Review], sha: str) -> Iterator[Comment]:
    """What reviews say of a commit."""
    found: dict[str, list[Comment]] = {}
    for review in reviews:
        if review.kind is None:
            found[review.author] = [one for one in found.get(review.author, []) if one.kind is not Kind.APPROVAL]
        elif review.commit == sha:
            found.setdefault(review.author, []).append(review.said())
    yield from chain.from_iterable(found.values())


def approvals(reviews: Iterable[Review], sha: str) -> frozenset[str]:
    """The accounts whose latest review approves that very commit.

    A review that only comments changes nothing; one that was dismissed or asks for changes undoes an approval. An
    approval of an older commit says nothing of this one.
    """
    decided = (review for review in reviews if review.kind is not Kind.REMARK)
    latest = {one.author: one.kind is Kind.APPROVAL and one.commit == sha for one in decided}
    return frozenset(account for account, approves in latest.items() if approves)
