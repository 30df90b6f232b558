"""Is a campaign open for what is declared? The day that counts is the one on which the request was opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from polyvalidate.judgement.files import Files, Judge
from polyvalidate.judgement.folder import FolderResult
from polyvalidate.model.findings import Finding, Place
from polyvalidate.model.grid import Book, Campaign, Period
from polyvalidate.model.words import Details, Text
from polyvalidate.rules.cases import ChangeCase, Remark
from polyvalidate.rules.registry import Sees


def campaigns_for(period: Period, book: Book) -> list[Campaign]:
    """The campaigns of every grid in which a period may be declared, earliest first."""
    campaigns = {c for grid in book.grids.values() for c in grid.campaigns if period.within(c.covers)}
    return sorted(campaigns, key=lambda c: (c.opens, c.closes, c.code))


def closed_campaigns(
    results: Iterable[FolderResult], declared: frozenset[str], opened: date, book: Book
) -> Iterator[Remark]:
    """The declarations just made for a period that no campaign open on that day covers.

    A period that no campaign covers at all is the matter of PP307, not of this.
    """
    for result in results:
        for claim in result.claims:
            path, period = claim.declaration.path, claim.declaration.period
            campaigns = campaigns_for(period, book) if path in declared else []
            if campaigns and not any(c.opens <= opened <= c.closes for c in campaigns):
                dates = tuple(_DATES.filled(opens=c.opens, closes=c.closes) for c in campaigns)
                details: Details = {"day": opened, "campaigns": dates, "contact": claim.grid.contact}
                yield Remark("closed", Place(path, ("period",)), details)


def closed_for(
    judge: Judge, result: FolderResult, path: str, data: bytes, opened: date, book: Book
) -> tuple[Finding, ...]:
    """What there is to say of one declaration of a folder that would be proposed on that day."""
    remarks = closed_campaigns([result], frozenset({path}), opened, book)
    files = Files(judge)
    files.problems = judge.rules.judge(Sees.CHANGE, ChangeCase.of_many(remarks))
    files.bytes = {path: data}
    return files.findings()


CLOSED = "PP621"
"""What a declaration is told that no campaign open that day allows."""
_DATES = Text("du {opens:date} au {closes:date}", "{opens:date} to {closes:date}")
