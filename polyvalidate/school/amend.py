"""Decisions on what stands in the branch already, made into a commit of their own: a correction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.judgement.evaluation import Signature, Spoken, holder_of
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.repository.changes import grid_entries, sides
from polyvalidate.school.check import make_judge
from polyvalidate.school.merge import Ready, Stopped, bodies, write
from polyvalidate.school.waiting import awaited


def amend(
    place: Path,
    base: str,
    code: str,
    said: Mapping[str, tuple[str, Spoken]],
    approvals: frozenset[str],
    number: int | None,
    today: date,
) -> Ready | Stopped:
    """Decide declarations of the branch anew. ``said`` is what is decided, by path, and the code of who decides it;
    ``code`` is who has it done. Raises ``Unreadable`` for a revision that cannot be read."""
    with sides(place, base, base) as found:
        book = judgement.check_grid(make_judge(), grid_entries(found, found.base_tree), today).book
    signed = {}
    for path, (by, one) in said.items():
        holder = holder_of(by, book)
        if isinstance(holder, Text):
            return Stopped(holder)
        signed[path] = Signature(holder, today), one
    merger = holder_of(code, book)
    if isinstance(merger, Text):
        return Stopped(merger)
    written = write(place, (base, base), book, signed, approvals | {merger.account})
    if isinstance(written, Stopped):
        return written
    verdicts = [one.verdict for one in written]
    for wait in (wait for verdict in verdicts for wait in verdict.awaits):
        if wait.blocking:
            return Stopped(awaited(wait, merger))
    lang = book.latest.language if book.latest is not None else LANGUAGES[0]
    subject = Text("Décision corrigée par {code}", "Decision corrected by {code}").of(lang, code=code)
    trailers = [f"Request: {number}"] if number is not None else []
    trailers += [f"Evaluated-by: {one}" for one in dict.fromkeys([code, *(by for by, _ in said.values())])]
    accounts = {other.account for other in book.roles.values()}
    trailers += [f"Approved-by: {account}" for account in sorted(accounts & approvals)]
    message = "\n\n".join([subject, "\n".join(bodies(written, lang)), "\n".join(trailers)]) + "\n"
    return Ready(base, base, Signature(merger, today), tuple(written), verdicts[-1], book, message)
