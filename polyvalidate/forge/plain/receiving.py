"""One reference of a push, taken as its pusher's or refused: the only way by which anything enters the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import NamedTuple

from polyvalidate.forge.facts import COMMIT
from polyvalidate.forge.handed import roles_at
from polyvalidate.forge.plain.adapter import pushed_of
from polyvalidate.forge.plain.door import STAFF, What, Wish, wish
from polyvalidate.forge.plain.store import Store
from polyvalidate.forge.plain.talk import Talk
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text
from polyvalidate.repository import resolve, today
from polyvalidate.repository.git import run_git, try_git

LONGEST = 60_000
"""Bytes of what somebody says at once, as on the forges."""
MOST_OPEN, MOST_SAID = 30, 200
"""Open requests of one account, and what one account may say below one request: who goes on is stopped."""


class Update(NamedTuple):
    """What a push asks of a reference. Nothing of it is believed but the objects that have come with it."""

    old: str
    new: str
    ref: str

    @property
    def removes(self) -> bool:
        return not self.new.strip("0")

    @classmethod
    def of(cls, line: str) -> Update:
        """A line as hooks are given it. Raises ValueError."""
        old, new, ref = line.rstrip("\n").split(" ", 2)
        if not (COMMIT.fullmatch(old) and COMMIT.fullmatch(new)):
            raise ValueError(line)
        return cls(old, new, ref)


class Receiving:
    """A push by an account to a school's server, whose protected branch is ``branch``."""

    def __init__(self, store: Store, branch: str, account: str) -> None:
        self.store = store
        self.branch = branch
        self.account = account

    def refusal(self, update: Update) -> Text | None:
        """Why a reference is refused whoever has it so, before its objects are kept; None: the door is open."""
        asked = wish(update.ref, removes=update.removes)
        if isinstance(asked, Text):
            return asked
        return _STAFF if asked.what in STAFF and self.account not in self._staff else None

    def take(self, update: Update) -> Text | None:
        """Keep what came, as of this account and of this moment; or why not. Raises ``Fault``."""
        asked = wish(update.ref, removes=update.removes)
        why = self.refusal(update)
        if why is not None or isinstance(asked, Text):
            return why
        steps = {
            What.REQUEST: self._request,
            What.SAY: self._say,
            What.APPROVE: self._approve,
            What.CLOSE: self._close,
            What.WAITING: self._waiting,
            What.FORGET: self._forget,
        }
        return steps[asked.what](asked, update)

    @cached_property
    def _staff(self) -> Mapping[str, RoleHolder]:
        place = self.store.repository
        tip = resolve(place, f"refs/heads/{self.branch}")
        return roles_at(place, tip, today(place, tip))

    # --- each kind ----------------------------------------------------------------------------------------------------

    def _request(self, asked: Wish, update: Update) -> Text | None:
        if self._kind(update.new) != "commit":
            return _NO_COMMIT
        mine = [one for one in self.store.all() if one.open and one.author == self.account]
        now = self.store.now()
        known = next((one for one in mine if one.word == asked.of), None)
        if known is not None:
            self.store.change(known.number, partial(_pushed, head=update.new, now=now))
        elif len(mine) >= MOST_OPEN:
            return _TOO_MANY.filled(most=MOST_OPEN)
        else:
            self.store.add(lambda number: Talk(number, self.account, asked.of, update.new, now, now, now))
        return None

    def _say(self, asked: Wish, update: Update) -> Text | None:
        said = self.text(update.new)
        if isinstance(said, Text):
            return said
        return self._add(int(asked.of), said, "")

    def text(self, oid: str) -> str | Text:
        """The text that was pushed; or why it is none."""
        place = self.store.repository
        if self._kind(oid) != "blob" or int(run_git(place, "cat-file", "-s", oid)) > LONGEST:
            return _NO_TEXT
        try:
            said = run_git(place, "cat-file", "blob", oid).decode().strip()
        except UnicodeDecodeError:
            return _NO_TEXT
        return said if said and all(mark.isprintable() or mark in "\n\t\u00a0\u202f" for mark in said) else _NO_TEXT

    def _approve(self, asked: Wish, update: Update) -> Text | None:
        if self.store.one(int(asked.of)).head != update.new:
            return _OTHER_HEAD
        return self._add(int(asked.of), "", update.new)

    def _add(self, number: int, body: str, about: str) -> Text | None:
        if sum(one.author == self.account for one in self.store.one(number).said) >= MOST_SAID:
            return _SAID_ENOUGH.filled(most=MOST_SAID)
        self.store.change(number, lambda talk: talk.says(self.account, self.store.now(), body, about))
        return None

    def _close(self, asked: Wish, update: Update) -> Text | None:
        if self.account != self.store.one(int(asked.of)).author:
            return _NOT_YOURS
        self.store.change(int(asked.of), lambda talk: replace(talk, open=False, labels=(), updated_at=self.store.now()))
        return None

    def _waiting(self, asked: Wish, update: Update) -> Text | None:
        orders = [f"{update.ref} {update.new} {update.old}"]
        if update.removes:
            done = self.store.moves(f"delete {update.ref} {update.old}")
        else:
            if self._kind(update.new) != "commit":
                return _NO_COMMIT
            whose = self.store.blob(f"{update.new} {self.account}\n".encode())
            orders.append(f"{pushed_of(update.ref)} {whose}")
            done = self.store.moves(*(f"update {one}" for one in orders))
        return None if done else _MOVED

    def _forget(self, asked: Wish, update: Update) -> Text | None:
        return None if self.store.moves(f"delete {update.ref} {update.old}") else _MOVED

    def _kind(self, oid: str) -> str:
        return try_git(self.store.repository, "cat-file", "-t", oid).output.decode().strip()


def _pushed(talk: Talk, head: str, now: str) -> Talk:
    """A push of what is there already is none."""
    return talk if talk.head == head else replace(talk, head=head, pushed_at=now, updated_at=now)


_STAFF = Text(
    "Votre compte n'a pas de fonction dans grid/roles.yml. Proposez plutôt une demande : git push origin "
    "HEAD:demandes/un-mot.",
    "Your account has no role in grid/roles.yml. Open a request instead: git push origin HEAD:requests/a-word.",
)
_NO_COMMIT = Text("Envoyez un commit, et non un autre objet.", "Push a commit, and no other object.")
_TOO_MANY = Text(
    "Vous avez déjà {most} demandes ouvertes. Retirez-en une : polyvalidate say NUMÉRO --close.",
    "You have {most} open requests already. Withdraw one: polyvalidate say NUMBER --close.",
)
_NO_TEXT = Text(
    'Envoyez un texte court, en UTF-8 : polyvalidate say NUMÉRO "…".',
    'Push a short text, in UTF-8: polyvalidate say NUMBER "…".',
)
_OTHER_HEAD = Text(
    "La demande n'en est plus à ce commit. Relisez-la : polyvalidate requests NUMÉRO.",
    "The request is no longer at that commit. Read it again: polyvalidate requests NUMBER.",
)
_SAID_ENOUGH = Text(
    "Vous avez déjà écrit {most} fois sous cette demande. Voyez la personne qui évalue.",
    "You have written {most} times below this request. See the person who evaluates it.",
)
_NOT_YOURS = Text(
    "Seule la personne qui a ouvert une demande la retire. Qui évalue écrit /refuser, avec sa raison.",
    "Only the person who opened a request withdraws it. Evaluators write /refuse, with their reason.",
)
_MOVED = Text(
    "Cette branche a changé au même moment. Recommencez.",
    "This branch has changed at the same moment. Try again.",
)
