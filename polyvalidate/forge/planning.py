"""What must be written on a forge for a verdict: one status, one comment. Pure: what is there goes in, a plan out.

Run twice, the second plan is empty; run after half a plan, it holds the other half; run after a later run has spoken,
it says nothing over it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from polyvalidate.forge import commands
from polyvalidate.forge.facts import Comment, Facts
from polyvalidate.forge.marks import SeenComment, Verdict, answer_mark, answers, verdict_mark, verdicts
from polyvalidate.judgement import verdict as judged_by
from polyvalidate.model.findings import Severity

CONTEXT = "polyvalidate"
"""The name of the status: the one that the protected branch requires."""
LONGEST_COMMENT = 65_000
"""Characters; GitHub takes 65,536, our mark included."""


MOST_OF_OTHERS = 10
"""How many commands of people without a role are answered below one request in one run."""


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


def judged_of(verdict: judged_by.Verdict, head: str, *, of: str) -> Judged:
    """What is said of a verdict on ``of``. Whatever is not coherent, or is about another commit than ``head``, is an
    error: an internal fault is never a green light."""
    outcome, status = verdict.outcome.value, verdict.status.value
    blocked = any(wait.blocking for wait in verdict.awaits)
    broken = any(found.severity is Severity.ERROR for found in verdict.findings)
    wrong = of != head or status not in COHERENT.get(outcome, ())
    if wrong or (status == "success" and blocked) or (outcome in ("ok", "healed") and broken):
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
        return self._said(r"/(?:runs|pipelines)/([0-9]{1,15})\?pr=[0-9]{1,9}$")

    @property
    def number(self) -> int:
        return self._said(r"\?pr=([0-9]{1,9})$")

    def _said(self, pattern: str) -> int:
        """0 when it is not ours, or says nothing."""
        found = re.search(pattern, self.url, re.ASCII)
        return int(found[1]) if found and self.by_us else 0


class Seen(NamedTuple):
    """What stands on the forge. ``head`` is the request's today, None when the request is closed; ``us`` our account.

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
    """Close a request whose content is in the protected branch, in a ``commit``, and which the forge has not closed;
    ``labels``, all of those that it then has, say what was decided, since it may be shown as a refusal is."""

    number: int
    labels: tuple[str, ...]
    commit: str


class SetLabels(NamedTuple):
    """The labels of a request, all of them: what we say of it beside what others do."""

    number: int
    labels: tuple[str, ...]


class AskReview(NamedTuple):
    """Ask an account to review a request; ``beside`` are those who are asked already, and stay so where the forge takes
    several."""

    number: int
    account: str
    beside: tuple[str, ...]


Action = SetStatus | PostComment | EditComment | DeleteComment | Close | SetLabels | AskReview

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


def plan(facts: Facts, judged: Judged, comment: str, seen: Seen, url: str) -> tuple[Action, ...]:
    """The writings that make the forge say the verdict. ``url`` leads to what speaks, and says of which request.

    What blocks is written first and what lets pass last: cut anywhere, the plan leaves no success without its comment.
    """
    status = _status(facts, judged, seen, url)
    comments = _comments(facts, judged, comment, seen)
    return (*comments, *status) if judged.status == "success" else (*status, *comments)


def _status(facts: Facts, judged: Judged, seen: Seen, url: str) -> tuple[SetStatus, ...]:
    there = seen.status
    if judged.status in ("success", "pending") and sent_back(facts.head, seen):
        judged = SENT_BACK
    if there is not None and seen.shared:
        # A status is a commit's, not a request's. Somebody who may has proposed this commit; a stranger who proposes it
        # too changes nothing to it, and must not be able to turn it red.
        if RANK.index(there.state) >= RANK.index(judged.status):
            return ()
    elif _latest_run(facts, seen) > facts.run > 0:
        return ()
    wanted = SetStatus(facts.head, judged.status, DESCRIPTIONS[judged], url)
    # Not for another run alone: GitHub keeps 1,000 statuses of a commit, and a request may stay open for months.
    if there is not None and there.by_us and (there.state, there.description) == (wanted.state, wanted.description):
        return ()
    return (wanted,)


def sent_back(head: str, seen: Seen) -> bool:
    """Has somebody entitled asked to complete that very commit? Our answer to them says so, until the next push."""
    return any(one.completes == head for one in answers(seen.comments, seen.us))


def is_told(head: str, seen: Seen) -> bool:
    """Does our latest word stand there: a status by us, and a verdict on that very commit?"""
    return seen.status is not None and seen.status.by_us and any(one.head == head for one in _ours(seen))


def _latest_run(facts: Facts, seen: Seen) -> int:
    """The latest run that has spoken of this commit: a status that finds the same is not written anew, a comment is."""
    runs = [one.run for one in _ours(seen) if one.head == facts.head]
    return max([*runs, seen.status.run if seen.status is not None else 0])


def _comments(facts: Facts, judged: Judged, comment: str, seen: Seen) -> tuple[Action, ...]:
    if facts.merge_group or seen.head != facts.head:
        return ()  # a later push has, or will have, its own verdict
    ours = _ours(seen)
    if any(one.run > facts.run > 0 for one in ours):
        return ()
    text = comment or FAILED
    if len(text) > LONGEST_COMMENT:
        text = TOO_LONG
    latest = max(ours, key=lambda one: one.comment.id, default=None)
    moved = latest is not None and latest.head != facts.head
    # Going back to a commit that has its status already must be seen, and dated: nobody has read of it since.
    back = moved and seen.status is not None and seen.status.by_us
    since = ("" if back else None) if latest is None or moved else latest.back
    body = f"{verdict_mark(judged.outcome, facts.head, facts.run, since)}\n{text}"
    if latest is None or back or latest.outcome != judged.outcome:
        return (PostComment(facts.number, body), *(DeleteComment(one.comment.id) for one in ours))
    kept = latest.comment
    edit = () if _same(kept.body, body) else (EditComment(kept.id, body),)
    return (*edit, *(DeleteComment(one.comment.id) for one in ours if one != latest))


def plan_entered(facts: Facts, text: str, seen: Seen) -> tuple[Action, ...]:
    """What is said below a request that has entered the branch, in the place of its verdict."""
    return _comments(facts, Judged("entered", ""), text, seen)


def _ours(seen: Seen) -> list[Verdict]:
    return verdicts(seen.comments, seen.us)


def plan_answer(
    facts: Facts, answer: str, seen: Seen, *, url: str, completes: bool = False, again: bool = False
) -> tuple[Action, ...]:
    """The one answer to a comment that gave a command: posted once, edited when it must say something else.

    ``again``: the command did not come to an end, and is taken up at the next run.

    ``completes``: the commit is sent back to be completed. Its status is pending until the next push, written before
    the answer; one that says worse stays.
    """
    mark = answer_mark(facts.comment, facts.head if completes else None, again=again)
    status = _sending_back(facts, seen, url) if completes and seen.head == facts.head else ()
    body = f"{mark}\n{answer}"
    to = facts.comment.key if facts.comment is not None else "0"
    for one in answers(seen.comments, seen.us):
        if one.to == to:
            return (*status, *(() if _same(one.comment.body, body) else (EditComment(one.comment.id, body),)))
    return (*status, PostComment(facts.number, body))


def _sending_back(facts: Facts, seen: Seen, url: str) -> tuple[SetStatus, ...]:
    there, said = seen.status, DESCRIPTIONS[SENT_BACK]
    if there is not None and (there.state in ("error", "failure") or there.description == said):
        return ()
    return (SetStatus(facts.head, SENT_BACK.status, said, url),)


def unanswered(said: Sequence[Comment], seen: Seen, holders: Container[str]) -> list[Comment]:
    """The commands that have no answer of ours yet, in order: all of those who hold a role, and a few of anybody else,
    whose next ones are for the next run, so that nobody drowns a request in commands."""
    answered = {one.to for one in answers(seen.comments, seen.us) if not one.again}
    waiting = [one for one in said if one.key not in answered and commands.said(one) is not None]
    later = [one for one in waiting if one.author not in holders][MOST_OF_OTHERS:]
    return [one for one in waiting if one not in later]


def _same(there: str, wanted: str) -> bool:
    """A forge may give line ends of its own and drop blank ends."""
    return there.replace("\r\n", "\n").strip() == wanted.strip()
