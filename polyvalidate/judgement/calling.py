"""Is a campaign open for what is declared? The day that counts is the one on which the request was opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from polyvalidate.judgement.folder import FolderResult
from polyvalidate.model.findings import Place
from polyvalidate.model.grid import Book, Campaign, Period
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import Remark


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
                yield Remark("closed", Place(path, ("period",)), {"day": opened, "campaigns": dates})


_DATES = Text("du {opens:date} au {closes:date}", "{opens:date} to {closes:date}")
