"""What the repository says of one student, changed in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from polyvalidate.model.folder import Student
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.student_files import Edited, edit
from polyvalidate.office.register.accounts import account_of, not_an_account
from polyvalidate.office.register.changes import another_profile
from polyvalidate.office.register.register import Member
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import School

KEYS = {
    "programme": Text("spécialité", "programme"),
    "profile": Text("profil", "profile"),
    "extra_years": Text("années supplémentaires", "extra years"),
    "left": Text("départ", "left"),
    "account": Text("compte", "account"),
}
"""What of ``student.yml`` the office changes for one person, as it is called."""


class Wish(NamedTuple):
    """What is to change. ``wanted`` are keys of ``student.yml`` (None: to remove), ``since`` the day from which;
    ``mistake``: the former profile was never theirs and is not kept."""

    wanted: Mapping[str, Any]
    since: date
    mistake: bool = False


class Changing(NamedTuple):
    """The file of a student as it would be. ``told`` is each key with what it says now and would say."""

    member: Member
    since: date
    told: Mapping[str, tuple[object, object]]
    edited: Edited
    same: bool

    @property
    def own(self) -> bool:
        """Would the file itself be in error? Nothing allows that."""
        return any(finding.path == self.edited.path for finding in self.edited.errors)

    def stopped(self, force: bool) -> bool:
        """Does something stand against it? What other files of the folder would become may be allowed."""
        return bool(self.edited.errors) and (self.own or not force)


def prepare(school: School, member: Member, wish: Wish) -> Changing:
    """What a wish would write; nothing is written. Raises ``Unreadable``."""
    student = school.students.get(member.code)
    if student is None:
        raise Unreadable(_NO_STUDENT, code=member.code)
    wanted = dict(wish.wanted)
    if wanted.get("account") is not None:
        wanted["account"] = _account(school, student, wanted["account"])
    if wanted.get("profile", student.profile) != student.profile and not wish.mistake:
        wanted |= another_profile(student, wanted["profile"], wish.since - timedelta(days=1))
    edited = edit(school, member.code, member.cohort, wanted)
    told = {key: (getattr(student, key) or None, wanted[key]) for key in KEYS if key in wanted}
    return Changing(member, wish.since, told, edited, edited.data == school.files[member.code].data)


def carry_out(changing: Changing, committer: Committer, signer: str, now: datetime, lang: str) -> str:
    """Write it; the commit. ``lang`` is the language of the record. Raises ``Unreadable``."""
    files = {changing.edited.path: changing.edited.data}
    message = f"{_message(changing, lang)}\n\nMerged-by: {signer}\n"
    return committer.commit(files, message, signer, now)


def _account(school: School, student: Student, text: str) -> str:
    account = account_of(text, None)
    if account is None:
        raise Unreadable(not_an_account(text))
    others = [s for s in school.students.values() if s.account == account and s.code != student.code]
    if others or account in {holder.account for holder in school.book.roles.values()}:
        raise Unreadable(_TAKEN)
    return account


def _message(changing: Changing, lang: str) -> str:
    """What the record keeps of it: which keys, and from when."""
    said = ", ".join(KEYS[key].of(lang) for key in changing.told)
    member = changing.member
    return plain(_RECORDED.of(lang, cohort=member.cohort, code=member.code, keys=said, effect=changing.since))


_RECORDED = Text(
    "{cohort}/{code} : {keys}\n\nÀ compter du {effect:date}.", "{cohort}/{code}: {keys}\n\nFrom {effect:date}."
)
_NO_STUDENT = Text(
    "{code} n'a pas de student.yml lisible sur cette branche. Importez d'abord la liste.",
    "{code} has no readable student.yml on this branch. Import the list first.",
)
_TAKEN = Text(
    "Ce compte est déjà celui d'un autre dossier ou d'une fonction. Un compte est à une seule personne.",
    "This account is that of another folder or of a role already. An account is one person's.",
)
