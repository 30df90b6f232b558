"""One comment or review brought to its end: carried out when it is a command, kept when it claims a folder."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from polyvalidate.forge import answering, claims
from polyvalidate.forge.adapter import Forge, Heard
from polyvalidate.forge.answering import Merged
from polyvalidate.forge.facts import Comment, Opened
from polyvalidate.forge.judging import Bounds
from polyvalidate.forge.obeying import Obeying, Place
from polyvalidate.forge.pages import Pages
from polyvalidate.model.words import Text
from polyvalidate.reports.functions import MOST
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
    """What comments are brought to their end with."""

    forge: Forge
    place: Place
    today: date
    bounds: Bounds
    lang: str
    pages: Pages

    def end(self, opened: Opened, heard: Heard, comment: Comment) -> Ended:
        try:
            claim = claims.claimed(comment, opened)
            if claim is not None:
                return Ended(self._kept(claim).in_language(self.lang))
            done = Obeying(self.forge, self.place, opened, heard, comment, self.today, self.bounds).obey()
        except Unreadable as error:
            return Ended(answering.FAILED.in_language(self.lang), again=True, fault=error)
        awaited = (holder.account for one in done.plan.decided for holder in (one.awaits or ())[:MOST])
        return Ended(
            answering.answer(done.plan, self.lang, done.outcome, self.pages.of(awaited)),
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
