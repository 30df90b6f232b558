"""The letters of decision of a session as the files of one folder: a PDF for each student, a draft for who has an
address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from polyvalidate.documents.typesetting import typeset_many
from polyvalidate.model.grid import Book
from polyvalidate.office.acts.jury_print import RecordedSession
from polyvalidate.office.acts.mail import DRAFTS
from polyvalidate.office.acts.statements import stem_of
from polyvalidate.office.jury.content import Minutes
from polyvalidate.office.jury.letter import Setting, chosen, letter, subject
from polyvalidate.office.register.letters import School, with_decision
from polyvalidate.office.register.register import Member


class Told(NamedTuple):
    """The files by path; how many letters and drafts of e-mails; the pseudonyms that the register does not hold, to
    whom nothing is written."""

    files: Mapping[str, bytes]
    letters: int
    drafts: int
    unnamed: tuple[str, ...]


def setting_of(book: Book, contact: str, notes: Sequence[str]) -> Setting:
    """What the letters of a school say beside the decision."""
    second = (one for grid in book.grids.values() for one in grid.campaigns if one.second_chance)
    return Setting(contact, tuple(second), tuple(notes))


def tell(
    found: RecordedSession,
    minutes: Minutes,
    members: Mapping[str, Member],
    sender: School,
    notes: Sequence[str],
    outcomes: Sequence[str],
    lang: str,
    progress: Callable[[int, int], None] | None = None,
) -> Told:
    """The letters of the students of some outcomes, or of all, in the language of the school. Raises ``Unreadable``
    where nothing can be typeset."""
    setting = setting_of(found.cohort.checked.book, sender.contact, notes)
    rows = chosen(minutes, outcomes)
    named = [(row, members[row.student]) for row in rows if row.student in members]
    documents = [letter(minutes, row, member, setting, lang, found.made_on) for row, member in named]
    files: dict[str, bytes] = {}
    drafts = 0
    for at, ((row, member), pdf) in enumerate(zip(named, typeset_many(documents), strict=True), 1):
        stem = stem_of(row.student, member)
        if f"{stem}.pdf" in files:  # a register with a number twice must not cost somebody their letter
            stem = row.student
        files[f"{stem}.pdf"] = pdf
        if member.email:
            files[f"{DRAFTS}/{stem}.eml"] = with_decision(sender, member, subject(minutes, lang), f"{stem}.pdf", pdf)
            drafts += 1
        if progress is not None:
            progress(at, len(named))
    return Told(files, len(named), drafts, tuple(row.student for row in rows if row.student not in members))
