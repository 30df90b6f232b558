"""How a commit reaches the protected branch of a server. Nobody needs a right to pass by its protection.

Whoever writes pushes to a branch of its own, ``polyvalidate/…``, with their account. The school's own job (a sweep, or
the hook of the server) audits it there as pushed by that account, sets the status that the branch requires, and brings
it in by fast-forward; or keeps a sentence that says why not. Either way the waiting branch goes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.words import LANGUAGES, NARROW_NBSP, NBSP, Text
from polyvalidate.repository import Unreadable, keeping, making, resolve
from polyvalidate.repository.replaying import SERVER, replayed, standing_as
from polyvalidate.school.land import advance

WAITING = "refs/heads/polyvalidate/"
SAID = "refs/polyvalidate/said/"
"""Why a commit was not taken, by its id, kept on the server until somebody has read it."""
READING = 30.0
"""Seconds to fetch what is said there."""
_SPACES = ("\n", NBSP, NARROW_NBSP)
ROUNDS = 5
"""How often a commit is made again on top of a server that goes on."""


def waiting_of(commit: str) -> str:
    """The branch on which a commit, or the merge of a head, waits for its check."""
    return f"{WAITING}{commit[:12]}"


# --- by the school's own job ------------------------------------------------------------------------------------------


class Unsent(NamedTuple):
    """Why the branch of a server does not hold a merge. ``moved``: it is no longer where the request was judged."""

    text: Text
    moved: bool = False


Check = Callable[[], Text | None]
"""What must hold once the merge stands on its waiting branch, before the branch itself moves; or why it does not."""


class Landing(NamedTuple):
    """A commit of our own making that stands on ``base``, and the branch on which it waits for its check."""

    base: str
    commit: str
    waiting: str


def enter(place: Path, remote: str, branch: str, landing: Landing, check: Check) -> Unsent | None:
    """Push a commit the way a protected branch asks for: first to a branch of its own, where the check runs on that
    very commit, then to ``branch`` itself (``refs/heads/main``), by fast-forward. Every step may be run again.

    Gives what is still missing, None when the branch of the remote holds the commit. The waiting branch is removed
    whatever comes out.
    """
    base, commit, waiting = landing
    there = making.remote_refs(place, remote, branch, waiting)
    if there is None:
        return _unread(remote)
    if there.get(branch) not in (commit, base):
        return _MOVED
    try:
        if there.get(branch) == commit:
            return None
        if there.get(waiting) != commit:
            first = making.push(place, remote, commit, waiting, there.get(waiting, ""))
            if first.code:
                return Unsent(_NO_WAITING.filled(error=making.refusal(first)))
        why = check()
        return Unsent(why) if why is not None else bring_in(place, remote, branch, commit, base)
    finally:
        making.forget(place, remote, waiting, commit)


def bring_in(place: Path, remote: str, branch: str, commit: str, base: str) -> Unsent | None:
    """The push to the branch itself, once the check has passed. What stands on the server decides, not what the push
    said: an answer that is lost on the way may be that of a push that was done."""
    if not making.push(place, remote, commit, branch, base).code:
        return None
    there = making.remote_refs(place, remote, branch)
    if there is None:
        return _unread(remote)
    if there.get(branch) == commit:
        return None
    return _MOVED if there.get(branch) != base else _NOT_YET


def refuse(place: Path, remote: str, ref: str, commit: str, why: Text) -> None:
    """Say why a commit does not enter the branch, where who sent it reads it, then take its waiting branch away.

    Raises ``Unreadable`` when the server does not keep what is said: the branch then stays, and is looked at again.
    """
    if not keeping.keep(
        place, remote, SAID + commit, json.dumps([why.in_language(lang) for lang in LANGUAGES]).encode()
    ):
        raise Unreadable(making.UNREAD, remote=remote)
    making.forget(place, remote, ref, commit)


# --- by whoever writes ------------------------------------------------------------------------------------------------


class Outcome(Enum):
    ENTERED = "entered"
    WAITS = "waits"
    MOVED = "moved"
    REFUSED = "refused"


class Sent(NamedTuple):
    """What became of a commit that was sent, and what is to be said of it when it has not entered. ``commit`` is then
    as it was sent; one that has entered may stand on top of what has entered before it, made again by the server."""

    outcome: Outcome
    commit: str
    text: Text = Text("", "")


class Patience(NamedTuple):
    """Seconds to wait for the check of the server, and how time passes."""

    seconds: float
    wait: Callable[[float], None] = time.sleep


def send(place: Path, remote: str, ref: str, patience: Patience) -> Sent:
    """Send what a branch has and the server's has not; bring the branch to where the server's is.

    Raises ``Unreadable`` when the server does not answer, and when both sides have changed the same.
    """
    for _ in range(ROUNDS):
        base, ours = making.fetch(place, remote, ref, SERVER), resolve(place, ref)
        if making.contains(place, ours, base):
            if base == ours:
                return Sent(Outcome.ENTERED, ours)
        else:
            onto = base if making.contains(place, base, ours) else replayed(place, ours, base)
            unmoved = advance(place, ref, ours, onto)
            if unmoved is not None:
                return Sent(Outcome.REFUSED, ours, unmoved)
            if onto == base:
                return Sent(Outcome.ENTERED, onto)
            ours = onto
        sent = hand_in(place, remote, ref, ours, base, waiting_of(ours), patience)
        if sent.outcome is not Outcome.MOVED and sent.commit == ours:
            return sent._replace(text=_NO_WORD) if sent.outcome is Outcome.WAITS else sent
    return Sent(Outcome.MOVED, ours, _BUSY)


def hand_in(place: Path, remote: str, branch: str, commit: str, base: str, waiting: str, patience: Patience) -> Sent:
    """Push a commit that stands on ``base`` to its own branch, and wait for what becomes of it; safe to run again."""
    there = making.remote_refs(place, remote, branch, waiting, SAID + commit)
    if there is None:
        raise Unreadable(making.UNREAD, remote=remote)
    if there.get(branch) != base:
        return _entered(place, remote, branch, commit) or Sent(Outcome.MOVED, commit, _MOVED.text)
    if SAID + commit in there and waiting not in there:
        return _refused(place, remote, commit)  # since it was sent; once that is read, it may be sent again
    if there.get(waiting) != commit:
        pushed = making.push(place, remote, commit, waiting, there.get(waiting, ""))
        if pushed.code:
            return Sent(Outcome.REFUSED, commit, _NO_WAITING.filled(error=making.refusal(pushed)))
    left, pause = patience.seconds, 0.5
    while True:
        sent = _became(place, remote, branch, commit, base, waiting)
        if sent is not None or left <= 0:
            return sent or Sent(Outcome.WAITS, commit, _WAITS)
        patience.wait(min(pause, left))
        left, pause = left - pause, min(pause * 1.5, 10.0)


def _became(place: Path, remote: str, branch: str, commit: str, base: str, waiting: str) -> Sent | None:
    there = making.remote_refs(place, remote, branch, waiting, SAID + commit)
    if there is None or waiting in there:
        return None  # a server that does not answer for a moment has not said no
    if there.get(branch) != base and (entered := _entered(place, remote, branch, commit)) is not None:
        return entered
    if SAID + commit in there:
        return _refused(place, remote, commit)
    return (
        Sent(Outcome.MOVED, commit, _MOVED.text)
        if there.get(branch) != base
        else Sent(Outcome.REFUSED, commit, _UNSAID)
    )


def _refused(place: Path, remote: str, commit: str) -> Sent:
    """What the server has said of a commit, which is then forgotten there."""
    said = keeping.kept(place, remote, SAID + commit, READING)
    making.forget(place, remote, SAID + commit)
    return Sent(Outcome.REFUSED, commit, why_of(said or b""))


def why_of(said: bytes) -> Text:
    """Why a commit was not taken; shown and nothing more, since it may be of anybody who writes to the server."""
    try:
        texts = json.loads(said)
    except (ValueError, RecursionError):
        return _UNSAID
    if not isinstance(texts, list) or len(texts) != len(LANGUAGES) or not all(isinstance(one, str) for one in texts):
        return _UNSAID
    return Text(*("".join(mark if mark.isprintable() or mark in _SPACES else "·" for mark in one) for one in texts))


def _entered(place: Path, remote: str, branch: str, commit: str) -> Sent | None:
    standing = standing_as(place, commit, making.fetch(place, remote, branch, SERVER))
    return None if standing is None else Sent(Outcome.ENTERED, standing)


def _unread(remote: str) -> Unsent:
    return Unsent(making.UNREAD.filled(remote=remote))


_NO_WAITING = Text(
    "Le serveur refuse la branche d'attente : {error}",
    "The server refuses the waiting branch: {error}",
)
_MOVED = Unsent(
    Text(
        "La branche a changé sur le serveur : rien n'a été fusionné. Mettez la vôtre à jour, puis recommencez.",
        "The branch has changed on the server: nothing was merged. Update yours, then try again.",
    ),
    moved=True,
)
_NOT_YET = Unsent(
    Text(
        "Le serveur n'accepte pas encore cette fusion : son contrôle n'est pas terminé, ou a échoué. Attendez une "
        "minute, puis relancez la même commande.",
        "The server does not accept this merge yet: its check is not finished, or has failed. Wait a minute, then run "
        "the same command again.",
    )
)
_WAITS = Text(
    "Envoyé, mais le contrôle de l'école n'a pas encore répondu. Il continuera sans vous ; pour connaître la suite, "
    "relancez la même commande. S'il ne répond jamais, prévenez qui tient le dépôt : rien n'y fait tourner "
    "polyvalidate sweep.",
    "Sent, but the school's check has not answered yet. It goes on without you; to know what became of it, run the "
    "same command again. If it never answers, tell those who keep the repository: nothing runs polyvalidate sweep.",
)
_NO_WORD = Text(
    "Envoyé, mais le contrôle de l'école n'a pas encore répondu. Il continuera sans vous ; pour connaître la suite : "
    "polyvalidate send. S'il ne répond jamais, prévenez qui tient le dépôt : rien n'y fait tourner polyvalidate sweep.",
    "Sent, but the school's check has not answered yet. It goes on without you; to know what became of it: "
    "polyvalidate send. If it never answers, tell those who keep the repository: nothing runs polyvalidate sweep.",
)
_BUSY = Text(
    "D'autres changements entrent sur le serveur au même moment. Relancez dans quelques minutes.",
    "Other changes enter the server at the same moment. Run it again in a few minutes.",
)
_UNSAID = Text(
    "Le serveur n'a pas pris ce commit, et n'a pas dit pourquoi. Relancez ; si cela recommence, prévenez qui tient "
    "le dépôt.",
    "The server has not taken this commit, and has not said why. Run it again; if the same happens, tell those who "
    "keep the repository.",
)
