"""One comment or review brought to its end: carried out when it is a command, kept when it claims a folder, answered
when it asks for a balance."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from polyvalidate.forge import answering, balances_asked, claims
from polyvalidate.forge.adapter import Heard
from polyvalidate.forge.answering import Merged
from polyvalidate.forge.facts import Comment, Opened
from polyvalidate.forge.judging import Bounds, as_in_box
from polyvalidate.forge.obeying import BASE, Forges, Obeying, Place
from polyvalidate.forge.pages import Pages
from polyvalidate.forge.plain.accounts import NAME as WITHOUT_FORGE
from polyvalidate.model.words import Text
from polyvalidate.reports.functions import MOST
from polyvalidate.reports.my_points import Waiting
from polyvalidate.repository import Unreadable, keeping, making


class Ended(NamedTuple):
    """What is to be answered (nothing, when it is empty). ``again``: it has not come to its end, and the next sweep
    takes it up; ``completes``: the request is sent back; ``fault``: what kept it from its end."""

    answer: str
    again: bool = False
    completes: bool = False
    merged: Merged | None = None
    fault: Unreadable | None = None


class Ending(NamedTuple):
    """What comments are brought to their end with. ``waiting`` are the open requests of the student."""

    forges: Forges
    place: Place
    today: date
    bounds: Bounds
    lang: str
    pages: Pages
    waiting: tuple[Waiting, ...] = ()

    def end(self, opened: Opened, heard: Heard, comment: Comment) -> Ended:
        try:
            if balances_asked.is_asked(comment):
                asked = (self.place.repository, BASE, opened, comment, self.today, self.bounds)
                page, why = balances_asked.told(*asked, self.waiting)
                return Ended(page if why is None else why.in_language(self.lang))
            claim = claims.claimed(comment, opened)
            if claim is not None:
                return Ended(self._kept(claim).in_language(self.lang))
            done = Obeying(self.forges, self.place, opened, heard, comment, self.today, self.bounds).obey()
        except Unreadable as error:
            place = answering.A_SERVER if self.forges.record.name == WITHOUT_FORGE else answering.A_FORGE
            return Ended(answering.FAILED.of(self.lang, place=place), again=True, fault=error)
        awaited = (holder.account for one in done.plan.decided for holder in (one.awaits or ())[:MOST])
        answer = answering.answer(done.plan, self.lang, done.outcome, self.pages.of(awaited))
        return Ended(
            as_in_box(answer) if opened.box else answer,
            done.again,
            done.plan.obeyed and done.plan.completes and done.outcome is None,
            done.outcome if isinstance(done.outcome, Merged) else None,
        )

    def _kept(self, claim: claims.Claim | Text) -> Text:
        if isinstance(claim, Text):
            return claim
        if not keeping.keep(self.place.repository, self.place.remote, claim.ref, claim.written()):
            raise Unreadable(making.UNREAD, remote=self.place.remote)
        return claims.KEPT
