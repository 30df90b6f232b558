"""A request whose content is in the protected branch without its commits: a forge does not know it, and must be told.

It entered from a terminal, or by a sweep that was stopped before it could say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.forge.adapter import Forge, Heard, facts_of
from polyvalidate.forge.answering import where
from polyvalidate.forge.facts import Opened
from polyvalidate.forge.judging import is_ours
from polyvalidate.forge.plain.accounts import NAME as WITHOUT_PAGES
from polyvalidate.forge.planning import Action, plan_entered
from polyvalidate.forge.telling import carry_out
from polyvalidate.judgement import Judge
from polyvalidate.model.folder import Evaluation
from polyvalidate.model.phrases import DECISIONS, PAIR
from polyvalidate.model.words import Text, typographic
from polyvalidate.repository import making
from polyvalidate.repository.changes import grid_entries, read_change, sides
from polyvalidate.repository.landed import landed
from polyvalidate.rules.cases import ClaimCase

MERGED = Text("fusionnée", "merged")


def entered(repository: Path, tip: str, since: str | None) -> dict[str, str]:
    """The heads that entered a branch without being in it, each with the commit that holds it; ``since`` a commit."""
    return dict(reversed(list(landed(repository, tip, since))))


def entered_by(forge: Forge, opened: Opened, known: Mapping[str, str], repository: Path, tip: str) -> str | None:
    """The commit that holds a request which the forge shows as open still; ``known`` is what ``entered`` says."""
    if not opened.open or forge.closes or opened.head in known:
        return known.get(opened.head) if opened.open else None
    merge = making.merge_of(repository, tip, opened.head)
    return merge.commit if merge is not None else None


def as_proposed(forge: Forge, opened: Opened, heard: Heard) -> tuple[Opened, Heard]:
    """A closed request of a list as it was proposed: a list may show where its branch is today, and anybody may have
    moved it to what somebody else had proposed."""
    if opened.open:
        return opened, heard
    proposed = forge.request(opened.number)._replace(box=opened.box)
    return proposed, heard if proposed.head == opened.head else forge.heard(proposed)


def decisions_in(place: Path, commit: str, judge: Judge, today: date) -> dict[str, Evaluation]:
    """What a commit of the record decides, by path."""
    return {path: claim.evaluation for path, claim in evaluated_in(place, commit, judge, today).items()}


def evaluated_in(place: Path, commit: str, judge: Judge, today: date) -> dict[str, ClaimCase]:
    """The declarations that a commit of the record changes and that have an evaluation then, by path."""
    with sides(place, f"{commit}^", commit) as found:
        book = judgement.check_grid(judge, grid_entries(found, found.base_tree), today).book
        return {
            claim.declaration.path: claim
            for folder in read_change(found).folders
            for claim in judgement.check_folder(judge, book, folder.path, folder.after).claims
            if claim.declaration.path in folder.differs and claim.declaration.evaluation is not None
        }


def labels_of(made: Iterable[str], opened: Opened, lang: str) -> tuple[str, ...]:
    """Those of others, and what was decided."""
    label = " · ".join(DECISIONS[one].in_language(lang) for one in sorted(set(made))) or MERGED.in_language(lang)
    return (*(one for one in opened.labels if one != label and not is_ours(one)), label)


def tell(
    forge: Forge, opened: Opened, heard: Heard, branch: str, commit: str, made: Iterable[str], lang: str
) -> Iterator[Action]:
    """Say below a request what was decided, and where it is."""
    title = labels_of(made, opened._replace(labels=()), lang)[0]
    apart = not opened.box and forge.name != WITHOUT_PAGES
    lines = [PAIR.of(lang, label=Text("### Décision fusionnée", "### Decision merged"), value=title)]
    text = typographic("\n\n".join([*lines, where(branch, commit, apart=apart).in_language(lang), ""]), lang)
    facts = facts_of(forge, opened, heard)
    yield from carry_out(forge, opened, heard, lambda seen: plan_entered(facts, text, seen))
