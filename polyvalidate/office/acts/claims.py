"""Accounts that students claim with the code of their letter: read from the server, told, written in their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from polyvalidate.forge.claims import REF, Claim, parsed
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.student_files import edit
from polyvalidate.office.register.accounts import account_of
from polyvalidate.office.register.claims import key_in, of_code
from polyvalidate.office.register.register import Member, Register
from polyvalidate.repository import Unreadable, making
from polyvalidate.repository.commits import Committer
from polyvalidate.repository.git import read_blobs
from polyvalidate.school.school import School

SECONDS = 120.0
"""To fetch the claims of a cohort."""


class Read(NamedTuple):
    """A claim, whose it is, and why it is not followed (None: it may be)."""

    claim: Claim
    member: Member | None
    why: Text | None

    @property
    def done(self) -> bool:
        """Does the student's file hold this account already?"""
        return self.why is _DONE


def claims_at(place: Path, remote: str) -> dict[str, Claim | None]:
    """What was claimed on a server, by reference; None for what is no claim. Raises ``Unreadable``."""
    there = making.remote_refs(place, remote, f"{REF}*")
    if there is None or (there and not making.fetch_all(place, remote, {f"{REF}*": f"{REF}*"}, SECONDS)):
        raise Unreadable(making.UNREAD, remote=remote)
    blobs = read_blobs(str(place), list(there.values()))
    return {ref: parsed(blobs.get(oid, b"")) for ref, oid in there.items()}


def read(claims: Sequence[Claim], school: School, register: Register) -> list[Read]:
    """Each claim held to the register and to the school, the earliest first."""
    if key_in(register.settings) is None:
        return [Read(one, None, _NOBODYS) for one in claims]
    owners = [(one, of_code(register, one.code)) for one in sorted(claims, key=lambda one: one.at)]
    return [Read(one, member, _against(one, member, owners, school)) for one, member in owners]


def _against(
    claim: Claim, member: Member | None, owners: Sequence[tuple[Claim, Member | None]], school: School
) -> Text | None:
    student = school.students.get(member.code) if member is not None else None
    taken = {one.account for one in school.students.values()} | {one.account for one in school.book.roles.values()}
    if member is None:
        return _NOBODYS
    if student is None:
        return _NO_FILE
    if student.account == claim.account:
        return _DONE
    if account_of(claim.account, None) is None or claim.account in taken:
        return _TAKEN
    if student.account is not None:
        return _ANOTHER.filled(account=student.account)
    return _TWO if sum(owner is member for _, owner in owners) > 1 else None


def followed(found: Sequence[Read]) -> dict[str, Member]:
    """The accounts that may be written, and whose they are."""
    return {one.claim.account: one.member for one in found if one.member is not None and one.why is None}


def over(there: Mapping[str, Claim | None], found: Sequence[Read]) -> list[str]:
    """The references that have done their work: accounts that are written already, and what is no claim."""
    return [*(ref for ref, one in there.items() if one is None), *(one.claim.ref for one in found if one.done)]


def tie(
    school: School, followed: Mapping[str, Member], holder: RoleHolder, committer: Committer, when: datetime
) -> str:
    """Write accounts (the keys) in the files of their students, in one commit; its id. After ``Unreadable``, nothing
    has moved."""
    edits = [edit(school, one.code, one.cohort, {"account": account}) for account, one in followed.items()]
    text = Text("{n} {n:compte rattaché|comptes rattachés}", "{n} {n:account|accounts} tied")
    message = f"{plain(text.of(school.latest.language, n=len(edits)))}\n\nMerged-by: {holder.code}\n"
    return committer.commit({one.path: one.data for one in edits}, message, holder.code, when)


_NOBODYS = Text("ce code n'est celui de personne dans ce registre", "this code is nobody's in this register")
_NO_FILE = Text("cette personne n'a pas de student.yml", "this person has no student.yml")
_DONE = Text("c'est déjà fait", "this is done already")
_TAKEN = Text("ce compte est déjà celui de quelqu'un", "this account is somebody's already")
_ANOTHER = Text(
    "cette personne a déjà le compte {account} : voyez avec elle, puis changez son dossier",
    "this person has the account {account} already: see them, then change their folder",
)
_TWO = Text(
    "deux comptes donnent ce code : voyez avec la personne, puis changez son dossier",
    "two accounts give this code: see the person, then change their folder",
)
