"""The statements of many students as the files of one folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from polyvalidate.documents.sheet import Person, sheet
from polyvalidate.documents.sheet_forms import as_document
from polyvalidate.documents.statement import Statement
from polyvalidate.documents.typesetting import typeset_many
from polyvalidate.model.words import day, plain
from polyvalidate.office.acts.mail import DRAFTS
from polyvalidate.office.register.letters import School, with_statement
from polyvalidate.office.register.register import Member


class Handed(NamedTuple):
    """The files by path; how many statements and drafts of e-mails; the pseudonyms that the register does not hold."""

    files: Mapping[str, bytes]
    statements: int
    drafts: int
    unnamed: tuple[str, ...]


def hand(
    stated: Sequence[Statement],
    members: Mapping[str, Member],
    sender: School | None,
    lang: str,
    made_on: datetime,
    progress: Callable[[int, int], None],
) -> Handed:
    """A PDF for each, and with a ``sender`` a draft for each who has an address."""
    documents = [as_document(sheet(said, lang, person_of(members.get(said.student))), made_on) for said in stated]
    files: dict[str, bytes] = {}
    drafts = 0
    for at, (said, pdf) in enumerate(zip(stated, typeset_many(documents), strict=True), 1):
        member = members.get(said.student)
        stem = stem_of(said.student, member)
        if f"{stem}.pdf" in files:  # a register with a number twice must not cost somebody their statement
            stem = said.student
        files[f"{stem}.pdf"] = pdf
        if sender is not None and member is not None and member.email:
            on = plain(day(said.day, "fr"))
            files[f"{DRAFTS}/{stem}.eml"] = with_statement(sender, member, on, f"{stem}.pdf", pdf)
            drafts += 1
        progress(at, len(stated))
    return Handed(files, len(stated), drafts, tuple(said.student for said in stated if said.student not in members))


def person_of(member: Member | None) -> Person | None:
    return None if member is None else Person(member.name, member.number)


def stem_of(student: str, member: Member | None) -> str:
    """How a file is called: ``dupont-essai-eleonore-22000002`` by name and number, else by pseudonym.

    Never both: the file travels by e-mail under its own name, and a pseudonym beside a name opens the public folder.
    """
    if member is None:
        return student
    letters = unicodedata.normalize("NFKD", f"{member.name} {member.number}").encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in letters).split()) or student
