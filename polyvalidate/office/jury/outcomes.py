"""The four outcomes in words, as people write them in a table, and what the rules would decide."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date

from polyvalidate.model import phrases
from polyvalidate.model.grid import Grid
from polyvalidate.model.score import Balance
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.office.jury.content import OUTCOMES
from polyvalidate.office.lists.cells import folded

WORDS = phrases.OUTCOMES | {None: Text("sans décision", "no decision")}
LISTED = Text(*(", ".join(WORDS[outcome].in_language(lang) for outcome in OUTCOMES) for lang in LANGUAGES))
"""The outcomes, for a sentence."""

_WRITTEN = {
    "acquired": "acquis acquise acquired quitusacquis obtenu obtenue oui yes",
    "not-acquired": "nonacquis nonacquise notacquired pasacquis refuse refusee nonobtenu non no",
    "exempted": "dispense dispensee dispensed exempte exemptee exempted exempt exemption",
    "second-chance": "secondechance secondchance deuxiemechance 2echance 2emechance 2ndechance 2ndchance rattrapage",
}
_MEANT = {word: outcome for outcome, words in _WRITTEN.items() for word in words.split()}
_NOTHING = frozenset({"", "sansdecision", "nodecision", "ajourne", "ajournee", "enattente", "pending", "adecider"})


def said(outcome: str | None, lang: str) -> str:
    """An outcome in words; ``sans décision`` where there is none."""
    return WORDS[outcome].of(lang)


def meant(text: str) -> str | None:
    """The outcome that a cell means, accents, case and spaces apart; None for no decision. Raises ValueError."""
    word = folded(text)
    if word in _NOTHING:
        return None
    if word in _MEANT:
        return _MEANT[word]
    raise ValueError(text)


def nearest(text: str) -> Text | None:
    """The outcome that looks most like a text, in words; None when none does."""
    close = difflib.get_close_matches(folded(text), _MEANT, n=1, cutoff=0.6)
    return WORDS[_MEANT[close[0]]] if close else None


def second_chance_ahead(grids: Iterable[Grid], day: date) -> bool:
    """Is there a campaign of second chance in which one may still declare on that day, or later?"""
    return any(c.second_chance and c.closes >= day for grid in grids for c in grid.campaigns)


def proposed(balance: Balance, ahead: bool, previous: str | None) -> str | None:
    """What the rules would decide: acquired when all that is asked is there, a second chance as long as one is ahead
    and was not given before, else not acquired. Nothing when the jury has not fixed the threshold. The rules never
    exempt: that is the jury's own."""
    if balance.required is None:
        return None
    if balance.reached:
        return "acquired"
    return "second-chance" if ahead and previous is None else "not-acquired"
