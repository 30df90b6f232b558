"""Who is asked to look at a request: of each declaration that awaits a decision, one of those who may take it."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from polyvalidate.forge import commands
from polyvalidate.forge.adapter import Forge
from polyvalidate.forge.bounded import TooLong, within
from polyvalidate.forge.commanding import plan_of
from polyvalidate.forge.facts import Facts, Opened
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.judging import Wants
from polyvalidate.forge.planning import AskReview
from polyvalidate.model.words import Text

REFUSED = (403, 404, 422)
"""What a forge answers when somebody may not be asked there: they do not read the repository, or we may not ask."""
NOT_ASKED = Text(
    "La forge ne laisse pas solliciter {account} : donnez à ce compte la lecture des demandes, ou corrigez "
    "grid/roles.yml. La demande n'en est pas retardée.",
    "The forge does not let {account} be asked for a review: let this account read the requests, or correct "
    "grid/roles.yml. The request is not delayed by it.",
)
_LATEST = 3
"""How many of the last commands are read to find one that stands."""


def ask(forge: Forge, opened: Opened, wants: Wants, barred: set[str]) -> Iterator[AskReview | Text]:
    """Ask whom the request needs; yields each one that was asked, and why another could not be. These are ``barred``
    from then on: nobody is told twice of one account in a sweep."""
    asked = opened.asked
    while (account := next_of(wants, asked, turn_of(opened), forge.asks, barred)) is not None:
        action = AskReview(opened.number, account, asked)
        try:
            forge.write(action)
        except Fault as fault:
            if fault.status not in REFUSED:
                raise
            barred.add(account)
            yield NOT_ASKED.filled(account=account)
        else:
            asked = (*asked, account)
            yield action


def next_of(wants: Wants, asked: Collection[str], turn: int, most: int, barred: Collection[str]) -> str | None:
    """The next account to ask; None when each declaration has somebody, or nobody is left to be asked of it.

    ``most``: how many may be asked at once on that forge; ``barred`` cannot be asked.
    """
    if len({account for able in wants for account in able} & set(asked)) >= most:
        return None
    for able in wants:
        left = [account for account in able if account not in barred]
        if left and not set(able) & set(asked):
            return left[turn % len(left)]
    return None


def turn_of(opened: Opened) -> int:
    """Whose turn it is: that of the request by its number, which begins anew in each box. It is the same whenever it
    is asked, so that a sweep that was stopped asks nobody else when it goes on."""
    return opened.number + zlib.crc32(opened.box.encode())


def left(
    place: Path, base: str, facts: Facts, wants: Wants, holders: Collection[str], today: date, seconds: float
) -> Wants:
    """What still awaits somebody, once what evaluators have decided of the present head is taken into account: another
    one, who reads it a second time, or nobody."""
    said = [one for one in facts.said if one.author in holders and commands.said(one) is not None]
    try:
        with within(seconds):
            for comment in reversed(said[-_LATEST:]):
                plan = plan_of(place, base, replace(facts, comment=comment), today)
                if plan.noted:
                    return tuple(tuple(holder.account for holder in one.awaits or ()) for one in plan.decided)
    except TooLong:
        return ()  # whoever was asked first is; the sweep goes on
    return wants


def able(wants: Iterable[Iterable[str]], forge: str, author: str) -> Wants:
    """Those who have an account there, without whoever has opened the request."""
    return tuple(tuple(dict.fromkeys(a for a in who if a.startswith(f"{forge}:") and a != author)) for who in wants)
