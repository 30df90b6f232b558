"""What was asked of an import, and the files it reads: the list, the addresses, the accounts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.model.years import grid_of_entry
from polyvalidate.office.acts.shelf import ACT
from polyvalidate.office.lists import cells
from polyvalidate.office.lists.doubts import stops
from polyvalidate.office.lists.hidden import Hidden
from polyvalidate.office.lists.listing import Listing, Reading, shared_addresses
from polyvalidate.office.lists.steps import written as written_step
from polyvalidate.office.lists.tables import Table, read_table
from polyvalidate.office.register import accounts, claims
from polyvalidate.office.register.changes import Kind, Plan
from polyvalidate.office.register.register import Register
from polyvalidate.repository import private_files
from polyvalidate.school.school import School

File = Path | bytes
"""A list where it lies, or its bytes where it was handed over."""


class Order(NamedTuple):
    """What was asked. Mappings are what a person says of this list; the register remembers them."""

    list_file: File
    cohort: int
    columns: Mapping[str, str]
    steps: Mapping[str, str]
    profiles: Mapping[str, str]
    digits: int | None
    sheet: str | None
    others: bool
    accounts_file: File | None
    forge: str | None
    accepted: frozenset[str]
    entered: Mapping[int, int]
    addresses_file: File | None
    departures: bool
    left_on: date
    signer: str | None
    new_register: bool = False
    """Begin a register although the repository has students, whom it will not know."""
    hidden: Hidden | None = None
    """What becomes of the lines of a workbook that nobody sees."""
    changes: bool = False
    """Many who repeat, move or return are what the list says indeed."""


def settings_of(register: Register, order: Order) -> dict[str, Any]:
    """What was said of lists, now and before; what is said now wins."""
    known = register.settings
    found: dict[str, Any] = {
        "columns": {**known.get("columns", {}), **order.columns},
        "steps": {**known.get("steps", {}), **order.steps},
        "profiles": {**known.get("profiles", {}), **order.profiles},
        claims.SETTING: known.get(claims.SETTING) or claims.new_key(secrets.token_bytes),
    }
    if ACT in known:
        found[ACT] = known[ACT]
    digits = order.digits if order.digits is not None else known.get("digits")
    return found if digits is None else {**found, "digits": digits}


def reading_of(school: School, order: Order, settings: Mapping[str, Any]) -> Reading | Text:
    grid = grid_of_entry(school.book, order.cohort)
    if grid is None:
        return Text("Aucune grille n'a été trouvée.", "No grid was found.")
    for text, step in settings["steps"].items():
        if written_step(step, grid.programmes) is None:
            known = ", ".join(grid.programmes)
            return Text(
                '--programme "{value}={step}" : {step} n\'est pas une spécialité de la grille, suivie ou non '
                "de l'année d'études (3, 4, 5). Les spécialités sont {known}.",
                '--programme "{value}={step}": {step} is no programme of the grid, with or without the year '
                "of study (3, 4, 5). Programmes are {known}.",
            ).filled(value=text, step=step, known=known)
    for step, profile in settings["profiles"].items():
        if profile not in grid.profiles or written_step(step, grid.programmes) is None:
            return Text(
                "--profile {step}={profile} : écrivez une spécialité ou un groupe, puis un profil : {listed}.",
                "--profile {step}={profile}: write a programme or a group, then a profile: {listed}.",
            ).filled(step=step, profile=profile, listed=", ".join(grid.profiles))
    return Reading(grid, order.cohort, settings["steps"], settings.get("digits"), order.others)


def list_in(order: Order, register: Register) -> Table | Text:
    """The list itself; the names of columns that were said of earlier lists serve where it has them."""
    return read_table(
        _content(order.list_file),
        order.columns,
        ("number", "surname", "programme"),
        order.sheet,
        remembered=register.settings.get("columns", {}),
        hidden=order.hidden,
    )


def _content(file: File) -> bytes:
    return file if isinstance(file, bytes) else private_files.read_closed(file)


def _beside(path: File, needed: Sequence[str], hidden: Hidden | None) -> Table | Text:
    return read_table(_content(path), {}, needed, hidden=hidden)


def with_addresses(listing: Listing, path: File, digits: int | None, hidden: Hidden | None) -> Listing | Text:
    """The list with addresses from another file (the directory of the university): APOGEE has none."""
    table = _beside(path, ("number", "email"), hidden)
    if isinstance(table, Text):
        return Text("Adresses : {table}", "Addresses: {table}").filled(table=table)
    students, doubts = dict(listing.students), list(listing.doubts)
    said = Text("Adresses : {value}", "Addresses: {value}")
    doubts += [d._replace(text=said.filled(value=d.text)) for d in table.doubts if d.blocks]
    for row in table.rows:
        number = cells.number(row.cells["number"]) or ""
        student = students.get(number.rjust(digits or 0, "0") if number.isdigit() else number)
        address = cells.address(row.cells["email"])
        if student is not None and address is None and row.cells["email"]:
            doubts.append(stops(Text("Adresses : adresse mal formée.", "Addresses: malformed address."), row.line))
        elif student is not None and address is not None:
            students[student.number] = student._replace(email=address)
    return listing._replace(students=students, doubts=(*doubts, *shared_addresses(students.values())))


def digits_of(register: Register) -> int | None:
    """The length of this school's numbers, when all of the register have the same."""
    lengths = {len(member.number) for member in register.members if member.number.isdigit()}
    return lengths.pop() if len(lengths) == 1 and len(register.members) >= 20 else None


def accounts_in(
    path: File, order: Order, school: School, register: Register, plan: Plan, digits: int | None
) -> accounts.Bound | Text:
    table = _beside(path, ("account",), order.hidden)
    if isinstance(table, Text):
        return in_accounts(table)
    if not {"number", "code"} & set(table.columns):
        return in_accounts(
            Text(
                "La colonne « numéro étudiant » ou « pseudonyme » manque.",
                "The column “student number” or “pseudonym” is missing.",
            )
        )
    coming = {change.number: change for change in plan.of(Kind.NEW, Kind.PENDING)}
    return accounts.bind(table, register.by_number, coming, school.students, school.book, order.forge, digits)


def in_accounts(text: Text) -> Text:
    return Text("Comptes : {value}", "Accounts: {value}").filled(value=text)
