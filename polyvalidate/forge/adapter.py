"""What a forge must be able to do for ``sweeping``: say what is proposed and said there, and write what we say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from polyvalidate.forge.facts import Comment, Facts, Opened
from polyvalidate.forge.marks import SeenComment, still_said
from polyvalidate.forge.planning import Action, Seen, SeenStatus


class Heard(NamedTuple):
    """What stands under a request, and on its head. ``said``: by people, in order, us left out.

    ``judged_at``: when we first spoke of that head. ``approvals``: the accounts whose latest review approves it.
    ``pushed_at``: the last push, of a forge whose lists do not say it.
    """

    said: tuple[Comment, ...]
    comments: tuple[SeenComment, ...]
    status: SeenStatus | None
    judged_at: str | None
    approvals: frozenset[str]
    pushed_at: str | None = None


NOTHING = Heard((), (), None, None, frozenset())
"""What is known of a request when reading it failed."""


class Forge(Protocol):
    """One repository of a forge, with the account we write as. ``name`` is what its accounts begin with;
    ``repository`` and ``run`` are those of ``Facts``. ``closes``: it closes by itself a request whose head has entered
    the branch. ``asks``: how many accounts may be asked to review one request. Each call raises ``Fault``: never half a
    list or an answer."""

    name: str
    closes: bool
    asks: int
    repository: str
    run: int

    def us(self) -> int:
        """The number of the account that we write as."""

    def requests(self) -> Iterable[Opened]:
        """The requests that are open."""

    def request(self, number: int) -> Opened:
        """One request, as it is now."""

    def about(self, event: Any) -> Opened | None:
        """The request that an event of the forge is about, None when it is about none. Raises ``Misshapen``."""

    def closed(self, since: str) -> Iterable[Opened]:
        """The requests that are closed and were touched at or after a moment."""

    def other(self, repository: str) -> Forge:
        """Another repository of the same forge, spoken to by the same account."""

    def across(self, owner: str, since: str | None) -> Iterable[tuple[str, Opened]]:
        """The requests of all the repositories of an organisation or group, in few calls, each with the name of its
        repository there: those that are open; or, since a moment, those that are closed and were touched after it."""

    def remote(self) -> str:
        """Where Git finds this repository."""

    def heard(self, opened: Opened) -> Heard:
        """What is said of a request and its head."""

    def write(self, action: Action) -> None:
        """Carry out one action; done twice, it is as if done once, but for a comment that is posted."""

    def pusher(self, ref: str, commit: str) -> str | None:
        """The account that pushed a commit to a reference (``refs/heads/…``); None when the forge does not know."""

    def page(self, account: int) -> str | None:
        """The address of the page of an account; None when the forge shows none."""

    def url(self, number: int) -> str:
        """The address of what speaks: of this run, or of the request; it says the number of the request."""

    def ref(self, number: int) -> str:
        """The reference of the server at which the head of a request stands."""

    def credentials(self, remote: str) -> Mapping[str, str]:
        """What is added to the environment of a Git that talks to a remote: nothing, unless it is this forge's."""

    def close(self) -> None:
        """Nothing more is asked."""


def facts_of(forge: Forge, opened: Opened, heard: Heard, comment: Comment | None = None) -> Facts:
    """The facts of a request; ``comment`` is the one that is to be answered."""
    said = still_said(heard.said, heard.comments, forge.us()) if heard.comments else heard.said
    return Facts(
        repository=forge.repository,
        number=opened.number,
        author=opened.author,
        base=opened.base,
        head=opened.head,
        opened_at=opened.opened_at,
        pushed_at=heard.pushed_at or opened.pushed_at,
        judged_at=heard.judged_at,
        approvals=tuple(sorted(heard.approvals - {opened.author})),
        comment=comment,
        said=tuple(one for one in said if one != comment and one.intact),
        merge_group=opened.merge_group,
        run=forge.run,
        box=opened.box,
    )


def seen_of(forge: Forge, opened: Opened, heard: Heard) -> Seen:
    """What stands on the forge, to be planned against; asks whether another open request has this very commit."""
    status, shared = heard.status, False
    if status is not None and status.number not in (0, opened.number):
        other = forge.request(status.number)
        shared = other.open and other.head == opened.head
    head = opened.head if opened.open else None
    return Seen(head, status, heard.comments, forge.us(), shared)
