"""A request on a plain Git server, and all that was said of it: one value, and its form in JSON. Pure.

Who pushed and when are the server's words: nothing of what somebody sent says of whom or of when it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from polyvalidate.forge.facts import Branch, Comment, Kind, Misshapen, Opened, mapping, moment, sequence, text_of, whole
from polyvalidate.forge.hearing import Review, approvals, said
from polyvalidate.forge.marks import SeenComment
from polyvalidate.forge.plain.accounts import NAME, US, number_of

EACH = 1_000_000
"""What is said below a request is numbered from this many times its number on."""
OURS = f"{NAME}:{US}"
_TEXTS = ("author", "word", "head", "opened_at", "pushed_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Said:
    """``about``: the commit that an approval is of; empty for a comment."""

    id: int
    author: str
    at: str
    body: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What we said last of a commit; ``first``: when we first gave a verdict on it, empty when we never did."""

    state: str
    description: str
    url: str
    first: str


@dataclass(frozen=True, slots=True)
class Talk:
    """``word`` is the student's, by which they push to the same request again; ``last`` numbers what is said."""

    number: int
    author: str
    word: str
    head: str
    opened_at: str
    pushed_at: str
    updated_at: str
    open: bool = True
    labels: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    stated: Mapping[str, Stated] = field(default_factory=dict)
    last: int = 0

    def opened(self, branch: str) -> Opened:
        """As a list of the forge shows it, for the protected branch."""
        return Opened(
            number=self.number,
            author=self.author,
            head=self.head,
            base=Branch(branch, ""),
            opened_at=self.opened_at,
            pushed_at=self.pushed_at,
            updated_at=self.updated_at,
            open=self.open,
            labels=self.labels,
        )

    def comments(self) -> tuple[SeenComment, ...]:
        return tuple(SeenComment(one.id, number_of(one.author), one.body, one.at) for one in self.said if not one.about)

    def heard(self) -> tuple[tuple[Comment, ...], frozenset[str]]:
        """What people say of the present head, in order, and who approves it."""
        reviews = [Review(one.author, Kind.APPROVAL, one.about, one.id, one.at, "") for one in self.said if one.about]
        written = [Comment(one.id, one.author, one.at, one.body) for one in self.said if not one.about]
        people = [one for one in (*written, *said(reviews, self.head)) if one.author != OURS]
        return tuple(sorted(people, key=lambda one: one.order)), approvals(reviews, self.head)

    # --- what is done to it -----------------------------------------------------------------------------------------

    def says(self, author: str, at: str, body: str, about: str = "") -> Talk:
        """With one more thing said; what people say is seen as a change, what we say is not."""
        made = Said(self.number * EACH + self.last + 1, author, at, body, about)
        touched = self.updated_at if author == OURS else at
        return replace(self, said=(*self.said, made), last=self.last + 1, updated_at=touched)

    def edits(self, number: int, body: str | None) -> Talk:
        """With another body, or none of what has a number."""
        kept = [one if one.id != number else replace(one, body=body or "") for one in self.said]
        return replace(self, said=tuple(one for one in kept if body is not None or one.id != number))

    def states(self, commit: str, at: str, state: str, description: str, url: str) -> Talk:
        before = self.stated.get(commit)
        first = (before.first if before is not None else "") or ("" if state == "error" else at)
        return replace(self, stated={**self.stated, commit: Stated(state, description, url, first)})

    # --- its form ---------------------------------------------------------------------------------------------------

    def written(self) -> bytes:
        plain = asdict(replace(self, stated={})) | {"stated": {key: asdict(one) for key, one in self.stated.items()}}
        return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, data: bytes) -> Talk:
        """Raises ``Misshapen``."""
        try:
            plain = mapping(json.loads(data), "talk")
            listed = [mapping(one, "said") for one in sequence(plain["said"], "said")]
            stated = mapping(plain["stated"], "stated")
            author, word, head, *moments = (text_of(plain[key], key) for key in _TEXTS)
            for at in moments:
                moment(at, "at")
            made = cls(
                whole(plain["number"], "number"),
                *(author, word, head),
                *(moments[0], moments[1], moments[2]),
                open=plain["open"] is True,
                labels=tuple(text_of(one, "label") for one in sequence(plain["labels"], "labels")),
                last=whole(plain["last"], "last"),
                said=tuple(Said(whole(one["id"], "id"), **_texts(one, "id")) for one in listed),
                stated={key: Stated(**_texts(mapping(one, "stated"))) for key, one in stated.items()},
            )
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise Misshapen("talk") from error
        return made


def _texts(plain: Mapping[str, Any], *but: str) -> dict[str, str]:
    return {key: text_of(value, key) for key, value in plain.items() if key not in but}
