"""What must be written on GitHub for a verdict: one status, one comment. Pure: what is there goes in, a plan comes out.

Run twice, the second plan is empty; run after half a plan, it holds the other half; run after a later run has spoken,
it says nothing over it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from polyvalidate.forge.facts import Facts

CONTEXT = "polyvalidate"
"""The name of the status: the one that the protected branch requires."""
LONGEST_COMMENT = 65_000
"""Characters; GitHub takes 65,536, our mark included."""

_MARK = re.compile(r"<!-- polyvalidate:verdict outcome=([a-z-]{1,20}) head=([0-9a-f]{40,64}) run=([0-9]{1,15}) -->")
_ANSWER_MARK = re.compile(r"<!-- polyvalidate:answer to=([0-9]{1,15})(?: completes=([0-9a-f]{40,64}))? -->")


class Judged(NamedTuple):
    """A verdict as a status and an outcome; ``error`` is both when there is no verdict to trust."""

    outcome: str
    status: str


ERROR = Judged("error", "error")
SENT_BACK = Judged("to-complete", "pending")
"""The status of a commit that somebody entitled has sent back to be completed."""
COHERENT = {
    "ok": ("success", "pending"),
    "healed": ("success", "pending"),
    "still-broken": ("success", "pending"),
    "introduces": ("failure",),
}
"""The statuses that each outcome may have; anything else is no verdict of ours."""
RANK = ("error", "failure", "pending", "success")


def judged_of(verdict: Any, head: str) -> Judged:
    """Read the JSON of ``polyvalidate gate``. Whatever is not a whole, coherent verdict on ``head`` is an error."""
    if not isinstance(verdict, Mapping) or verdict.get("head") != head:
        return ERROR
    outcome, status = verdict.get("outcome"), verdict.get("status")
    awaits, findings = verdict.get("awaits"), verdict.get("findings")
    if not isinstance(outcome, str) or not isinstance(awaits, list) or not isinstance(findings, list):
        return ERROR
    if status not in COHERENT.get(outcome, ()):
        return ERROR
    blocked = any(not isinstance(wait, Mapping) or wait.get("blocking") is not False for wait in awaits)
    broken = any(not isinstance(found, Mapping) or found.get("severity") == "error" for found in findings)
    if (status == "success" and blocked) or (outcome in ("ok", "healed") and broken):
        return ERROR
    return Judged(outcome, status)


# --- what is there ----------------------------------------------------------------------------------------------------


class SeenStatus(NamedTuple):
    """The latest status of our name on the commit. Its address says of which run and which request it is."""

    state: str
    description: str
    url: str
    by_us: bool

    @property
    def run(self) -> int:
        return self._said(1)

    @property
    def number(self) -> int:
        return self._said(2)

    def _said(self, part: int) -> int:
        """0 when it is not ours, or says nothing."""
        found = re.search(r"/actions/runs/([0-9]{1,15})\?pr=([0-9]{1,9})$", self.url)
        return int(found[part]) if found and self.by_us else 0


class SeenComment(NamedTuple):
    id: int
    author: int
    body: str


class Seen(NamedTuple):
    """What stands on GitHub. ``head`` is the request's today, None when the request is closed; ``us`` our account.

    ``shared``: the status is that of another request, open, which proposes the very same commit.
    """

    head: str | None
    status: SeenStatus | None
    comments: Sequence[SeenComment]
    us: int
    shared: bool = False


# --- what must be done ------------------------------------------------------------------------------------------------


class SetStatus(NamedTuple):
    sha: str
    state: str
    description: str
    url: str


class PostComment(NamedTuple):
    number: int
    body: str


class EditComment(NamedTuple):
    id: int
    body: str


class DeleteComment(NamedTuple):
    id: int


class Close(NamedTuple):
    """Close a request whose content is in the protected branch without its commits; ``label`` says what was decided,
    since a forge shows it as it shows a refusal."""

    number: int
    label: str


Action = SetStatus | PostComment | EditComment | DeleteComment | Close

DESCRIPTIONS = {
    ("ok", "success"): "Rien à corriger. · Nothing to mend.",
    ("ok", "pending"): "Rien à corriger ; une décision est attendue. · A decision is awaited.",
    ("healed", "success"): "Des erreurs ont disparu, rien à corriger. · Errors are gone, nothing to mend.",
    ("healed", "pending"): "Des erreurs ont disparu ; une décision est attendue. · A decision is awaited.",
    ("still-broken", "success"): "Rien de nouveau à corriger. · Nothing new to mend.",
    ("still-broken", "pending"): "Rien de nouveau à corriger ; une décision est attendue. · A decision is awaited.",
    ("introduces", "failure"): "À corriger : lisez le commentaire. · To be mended: read the comment.",
    ("to-complete", "pending"): "À compléter : lisez la demande. · To be completed: read the request.",
    ("error", "error"): "Le contrôle n'a pas abouti, il sera relancé. · The check did not end, it will run again.",
}

FAILED = """### Le contrôle n'a pas abouti

Ce n'est pas votre faute et rien n'est perdu. Le contrôle sera relancé ; si ce message reste, écrivez à l'école.

*The check did not end. This is not your doing and nothing is lost: it will run again. If this message stays, write to \
the school.*
"""

TOO_LONG = """### Le détail est trop long pour un commentaire

Lisez-le dans le journal du contrôle, par le lien du statut « polyvalidate ».

*The details are too long for a comment. Read them in the log of the check, by the link of the status “polyvalidate”.*
"""


def plan(facts: Facts, judged: Judged, comment: str, seen: Seen, server: str) -> tuple[Action, ...]:
    """The writings that make GitHub say the verdict. ``server`` is the address of the site, for the link to the run.

    What blocks is written first and what lets pass last: cut anywhere, the plan leaves no success without its comment.
    """
    status = _status(facts, judged, seen, server)
    comments = _comments(facts, judged, comment, seen)
    return (*comments, *status) if judged.status == "success" else (*status, *comments)


def _status(facts: Facts, judged: Judged, seen: Seen, server: str) -> tuple[SetStatus, ...]:
    there = seen.status
    if judged.status in ("success", "pending") and _sent_back(facts.head, seen):
        judged = SENT_BACK
    if there is not None and seen.shared:
        # A status is a commit's, not a request's. Somebody who may has proposed this commit; a stranger who proposes it
        # too changes nothing to it, and must not be able to turn it red.
        if RANK.index(there.state) >= RANK.index(judged.status):
            return ()
    elif _latest_run(facts, seen) > facts.run > 0:
        return ()
    wanted = SetStatus(facts.head, judged.status, DESCRIPTIONS[judged], run_url(server, facts))
    # Not for another run alone: GitHub keeps 1,000 statuses of a commit, and a request may stay open for months.
    if there is not None and there.by_us and (there.state, there.description) == (wanted.state, wanted.description):
        return ()
    return (wanted,)


def run_url(server: str, facts: Facts) -> str:
    """The address of the run that speaks, and of which request; empty by hand."""
    return f"{server}/{facts.repository}/actions/runs/{facts.run}?pr={facts.number}" if facts.run else ""


def _sent_back(head: str, seen: Seen) -> bool:
    """Has somebody entitled asked to complete that very commit? Our answer to them says so, until the next push."""
    marks = (_ANSWER_MARK.match(comment.body) for comment in seen.comments if comment.author == seen.us)
    return any(mark is not None and mark[2] == head for mark in marks)


def _latest_run(facts: Facts, seen: Seen) -> int:
    """The latest run that has spoken of this commit: a status that finds the same is not written anew, a comment is."""
    runs = [mark.run for _, mark in _ours(seen) if mark.head == facts.head]
    return max([*runs, seen.status.run if seen.status is not None else 0])


def _comments(facts: Facts, judged: Judged, comment: str, seen: Seen) -> tuple[Action, ...]:
    if facts.merge_group or seen.head != facts.head:
        return ()  # a later push has, or will have, its own verdict
    ours = _ours(seen)
    if any(mark.run > facts.run > 0 for _, mark in ours):
        return ()
    text = comment if judged != ERROR else FAILED
    if len(text) > LONGEST_COMMENT:
        text = TOO_LONG
    body = f"<!-- polyvalidate:verdict outcome={judged.outcome} head={facts.head} run={facts.run} -->\n{text}"
    latest = max(ours, key=lambda found: found[0].id, default=None)
    if latest is None or latest[1].outcome != judged.outcome:
        return (PostComment(facts.number, body), *(DeleteComment(c.id) for c, _ in ours))
    kept = latest[0]
    edit = () if _same(kept.body, body) else (EditComment(kept.id, body),)
    return (*edit, *(DeleteComment(c.id) for c, _ in ours if c.id != kept.id))


class _Mark(NamedTuple):
    outcome: str
    head: str
    run: int


def _ours(seen: Seen) -> list[tuple[SeenComment, _Mark]]:
    """Our verdicts among the comments: by our account, with our mark at the very beginning."""
    found = ((comment, _MARK.match(comment.body)) for comment in seen.comments if comment.author == seen.us)
    return [(comment, _Mark(mark[1], mark[2], int(mark[3]))) for comment, mark in found if mark is not None]


def plan_answer(facts: Facts, answer: str, seen: Seen, server: str, *, completes: bool = False) -> tuple[Action, ...]:
    """The one answer to a comment that gave a command: posted once, edited when it must say something else.

    ``completes``: the commit is sent back to be completed. Its status is pending until the next push, written before
    the answer; one that says worse stays.
    """
    to = facts.comment.id if facts.comment is not None else 0
    mark = f"<!-- polyvalidate:answer to={to}{f' completes={facts.head}' if completes else ''} -->"
    status = _sending_back(facts, seen, server) if completes and seen.head == facts.head else ()
    body = f"{mark}\n{answer}"
    for comment in seen.comments:
        found = _ANSWER_MARK.match(comment.body)
        if found is not None and int(found[1]) == to and comment.author == seen.us:
            return (*status, *(() if _same(comment.body, body) else (EditComment(comment.id, body),)))
    return (*status, PostComment(facts.number, body))


def _sending_back(facts: Facts, seen: Seen, server: str) -> tuple[SetStatus, ...]:
    there, said = seen.status, DESCRIPTIONS[SENT_BACK]
    if there is not None and (there.state in ("error", "failure") or there.description == said):
        return ()
    return (SetStatus(facts.head, SENT_BACK.status, said, run_url(server, facts)),)


def _same(there: str, wanted: str) -> bool:
    """GitHub may give line ends of its own and drop blank ends."""
    return there.replace("\r\n", "\n").strip() == wanted.strip()
