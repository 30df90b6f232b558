"""An import, from a list on disk to a plan, and from a plan that was agreed to the register and one commit.

The register is written first: a machine that stops before the commit leaves pseudonyms that nobody has used, which the
next import takes up. The other way round, there would be folders of nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.order import (
    Order,
    accounts_in,
    digits_of,
    in_accounts,
    list_in,
    reading_of,
    settings_of,
    with_addresses,
)
from polyvalidate.office.acts.shelf import ACT, ACT_TRAILER, Shelf, first_register, hold_to, lost
from polyvalidate.office.acts.student_files import edit, wanted_keys
from polyvalidate.office.lists.cells import folded
from polyvalidate.office.lists.doubts import Doubt, stops, told
from polyvalidate.office.lists.listing import Listing, Progress, read_listing
from polyvalidate.office.register import pseudonyms
from polyvalidate.office.register.changes import Change, Kind, Plan, Situation
from polyvalidate.office.register.register import Member, Register
from polyvalidate.office.register.roster import compare
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import School

FEW_DEPARTURES = 5
"""Departures that are believed without a word, whatever the size of the cohort; beyond, a tenth of it."""


class Prepared(NamedTuple):
    """What an import would do: the plan with every pseudonym drawn, the register and the files as they would be."""

    form: Text
    columns: Mapping[str, str]
    listing: Listing
    plan: Plan
    doubts: tuple[Doubt, ...]
    register: Register
    files: Mapping[str, bytes]
    signer: RoleHolder
    header: tuple[str, ...]

    @property
    def blocked(self) -> bool:
        return any(doubt.blocks for doubt in self.doubts)

    @property
    def changes_register(self) -> bool:
        return bool(self.plan.people)


class Done(NamedTuple):
    """What was written: was the register, and the commit (None when no file changed)."""

    register: bool
    commit: str | None


def prepare(school: School, shelf: Shelf, order: Order, progress: Progress | None = None) -> Prepared | Text:
    """Read and compare everything; nothing is written. A ``Text`` says why the list cannot be read at all.

    ``progress`` is told of the lines that are read, then of the students whose file changes.
    """
    if shelf.register is None and school.folders and not order.new_register:
        return lost(shelf.path, len(school.folders))
    register = shelf.register or first_register(school)
    hold_to(school, register, shelf.path.name)
    signer = school.signer(order.signer)
    settings = settings_of(register, order)
    reading = reading_of(school, order, settings)
    if isinstance(reading, Text):
        return reading
    table = list_in(order, register)
    if isinstance(table, Text):
        return table
    if folded(table.columns["programme"]) == "codesetape":  # the feed of a whole university
        reading = reading._replace(others=True)
    if reading.digits is None:
        reading = reading._replace(digits=digits_of(register))
    listing = read_listing(table, reading, progress)
    if order.addresses_file is not None:
        completed = with_addresses(listing, order.addresses_file, reading.digits, order.hidden)
        if isinstance(completed, Text):
            return completed
        listing = completed
    known, profiles = register.by_number, settings["profiles"]
    situation = Situation(school.book, known, school.students, order.cohort, profiles, order.accepted, order.entered)
    plan = compare(listing.students, situation, order.left_on)
    doubts = [*listing.doubts, *plan.doubts]
    if not any(doubt.blocks for doubt in doubts):
        doubts += [*_too_many_leave(plan, order), *_too_many_change(plan, order, known, listing)]
    changes = list(plan.changes)
    if order.accounts_file is not None:
        bound = accounts_in(order.accounts_file, order, school, register, plan, reading.digits)
        if isinstance(bound, Text):
            return bound
        changes += bound.changes
        doubts += [d._replace(text=in_accounts(d.text)) for d in bound.doubts]
    plan = _drawn(plan._replace(changes=tuple(changes)), school, register)
    files, refused, about = _files(school, plan, order, progress)
    plan = plan._replace(changes=tuple(c for c in plan.changes if c.code not in refused))
    new_register = replace(register.with_members(plan.people), settings=settings, school=school.latest.school)
    return Prepared(
        table.form, table.columns, listing, plan, (*doubts, *about), new_register, files, signer, table.header
    )


def carry_out(
    prepared: Prepared, school: School, shelf: Shelf, cohort: int, now: datetime, committer: Committer
) -> Done:
    """Write the register, then the commit. Raises ``Unreadable``; what it says then is what was not done."""
    register = prepared.register
    if shelf.register != register:
        register = replace(register, settings={**register.settings, ACT: secrets.token_hex(8)})
    written = shelf.put(register, now)
    if not prepared.files:
        return Done(written, None)
    # What a command that was stopped has written in the register is of this commit.
    number = register.settings.get(ACT) if written or prepared.plan.of(Kind.PENDING) else None
    message = _message(prepared, cohort, school.latest.language, number)
    try:
        commit = committer.commit(prepared.files, message, prepared.signer.code, now)
    except Unreadable as error:
        raise Unreadable(
            Text(
                "{value} Le registre connaît déjà les nouveaux pseudonymes : relancez la même commande ensuite.",
                "{value} The register knows the new pseudonyms already: run the same command again afterwards.",
            ),
            value=error.text,
        ) from error
    return Done(written, commit)


def _too_many_leave(plan: Plan, order: Order) -> list[Doubt]:
    """A list that was cut would have half a cohort leave the school."""
    leaving = len(plan.of(Kind.LEFT))
    if order.departures or leaving <= max(FEW_DEPARTURES, plan.covered // 10):
        return []
    text = Text(
        "{leaving} élèves sur {covered} ne sont pas dans cette liste. Vérifiez qu'elle est entière ; s'ils ont bien "
        "quitté l'école, ajoutez --departures.",
        "{leaving} students of {covered} are not in this list. Check that it is whole; if they have left the school "
        "indeed, add --departures.",
    )
    return [stops(text, leaving=leaving, covered=plan.covered)]


def _too_many_change(plan: Plan, order: Order, known: Mapping[str, Member], listing: Listing) -> list[Doubt]:
    """A wrong year in --cohort would have a whole cohort repeat."""
    listed = sum(number in known for number in listing.students)
    most = max(FEW_DEPARTURES, listed // 10)
    found = []
    for kind, text in _MANY.items():
        n = len(plan.of(kind))
        if n > most and not order.changes:
            found.append(stops(_CONFIRM, what=text.filled(n=n), n=n, listed=listed, cohort=order.cohort))
    return found


_MANY = {
    Kind.REPEATS: Text("{n:aurait|auraient} une année supplémentaire", "would have one more year"),
    Kind.PROGRAMME: Text("{n:changerait|changeraient} de spécialité", "would change programme"),
    Kind.RETURNS: Text("{n:reviendrait|reviendraient}", "would come back"),
}
_CONFIRM = Text(
    "{n} {n:élève|élèves} sur les {listed} de cette liste qui sont déjà connus {what}. Vérifiez --cohort {cohort} et "
    "la liste ; si c'est bien ce qu'elle dit, ajoutez --changes.",
    "{n} {n:student|students} of the {listed} of this list who are known already {what}. Check --cohort {cohort} and "
    "the list; if this is what it says, add --changes.",
)


# --- what would be written --------------------------------------------------------------------------------------------


def _drawn(plan: Plan, school: School, register: Register) -> Plan:
    """The plan with a pseudonym for everybody who has none."""
    taken = {*school.folders, *register.by_code}
    codes: dict[str, str] = {}
    for person in plan.people:
        if not person.code:
            codes[person.number] = code = pseudonyms.draw(taken, secrets.choice)
            taken.add(code)
    people = tuple(p if p.code else p._replace(code=codes[p.number]) for p in plan.people)
    changes = tuple(c if c.code else c._replace(code=codes[c.number]) for c in plan.changes)
    return plan._replace(people=people, changes=changes)


def _files(
    school: School, plan: Plan, order: Order, progress: Progress | None
) -> tuple[dict[str, bytes], set[str], list[Doubt]]:
    """The files by path; and the students whose change would put their declarations in the wrong, who are left aside
    until a person has looked."""
    cohorts = {change.code: change for change in plan.changes}
    files: dict[str, bytes] = {}
    refused: set[str] = set()
    doubts: list[Doubt] = []
    asked = wanted_keys(plan.changes)
    for count, (code, wanted) in enumerate(asked.items(), 1):
        if progress is not None:
            progress(count, len(asked))
        change = cohorts[code]
        edited = edit(school, code, change.cohort, wanted)
        if edited.errors and change.number not in order.accepted:
            refused.add(code)
            doubts.append(_in_the_wrong(change, edited.errors))
        else:
            files[edited.path] = edited.data
    return files, refused, doubts


def _in_the_wrong(change: Change, errors: Sequence[Finding]) -> Doubt:
    codes = ", ".join(sorted({finding.code for finding in errors}))
    text = Text(
        "{number} ({code}) : ce changement mettrait {n} {n:élément|éléments} de son dossier en erreur ({codes}). "
        "Voyez-le avec le jury ; pour l'écrire quand même, ajoutez --accept {number}.",
        "{number} ({code}): this change would put {n} {n:item|items} of the folder in error ({codes}). See with the "
        "jury; to write it all the same, add --accept {number}.",
    )
    found = told(text, number=change.number, code=change.code, n=len(errors), codes=codes)
    return found._replace(number=change.number)


_SUBJECTS = {
    Kind.NEW: Text("{n} {n:inscription|inscriptions}", "{n} enrolled"),
    Kind.PENDING: Text("{n} {n:inscription reprise|inscriptions reprises}", "{n} {n:enrolment|enrolments} taken up"),
    Kind.PROGRAMME: Text("{n} {n:changement|changements} de spécialité", "{n} changed programme"),
    Kind.PROFILE: Text("{n} {n:changement|changements} de profil", "{n} changed profile"),
    Kind.REPEATS: Text("{n} {n:année supplémentaire|années supplémentaires}", "{n} extra {n:year|years}"),
    Kind.RETURNS: Text("{n} {n:retour|retours}", "{n} returned"),
    Kind.LEFT: Text("{n} {n:départ|départs}", "{n} left"),
    Kind.ACCOUNT: Text("{n} {n:compte|comptes}", "{n} {n:account|accounts}"),
}


def _message(prepared: Prepared, cohort: int, lang: str, number: str | None) -> str:
    """What the record keeps: counts, then for each change codes and dates. Nothing that names anybody."""
    lines = [
        Text("Liste des élèves {cohort}-{value}", "Roster {cohort}-{value}").of(lang, cohort=cohort, value=cohort + 1),
        "",
    ]
    for kind, words in _SUBJECTS.items():
        found = prepared.plan.of(kind)
        if found:
            lines.append(plain(words.of(lang, n=len(found))))
        if kind in (Kind.PROGRAMME, Kind.PROFILE, Kind.REPEATS, Kind.RETURNS, Kind.LEFT):
            lines += [f"  {c.cohort}/{c.code} {' -> '.join(filter(None, (c.before, c.after)))}".rstrip() for c in found]
    act = [f"{ACT_TRAILER}: {number}"] if number is not None else []
    return "\n".join([*lines, "", *act, f"Merged-by: {prepared.signer.code}", ""])
