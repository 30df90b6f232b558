"""Who may write to the school, and whether the accounts of its roles are somebody's: the same on every forge."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.forge.doctor.asked import Asked, Door
from polyvalidate.forge.doctor.lines import Check, Line, Look, few
from polyvalidate.forge.github import BOT as JOB
from polyvalidate.forge.people import Right, login_of, people_in
from polyvalidate.model.accounts import is_said
from polyvalidate.model.words import Text


def looks(door: Door, asked: Asked, members: Text) -> list[Look]:
    """``members`` is the way to where rights are given."""
    students = Check("students-write", _NO_STUDENT, members)
    readers = Check("students-read", _NO_READER, members)
    staff = Check("staff-write", _STAFF, members)
    others = Check("others-write", _NOBODY_ELSE, members)
    reviewers = Check("reviewers-read", _REVIEWERS, members)
    bot = Check("bot-writes", _BOT.filled(bot=asked.bot), members)
    by_itself = asked.bot not in ("", JOB)
    given = (students, staff, others, readers if asked.boxes else reviewers, *((bot,) if by_itself else ()))

    def rights() -> Iterator[Line]:
        people = people_in(asked.forge, door(), asked.place)
        by_account = {one.account: one for one in people}
        may = {account: one for account, one in by_account.items() if one.right >= Right.WRITE}
        yield students.none_of(sorted(asked.students[account] for account in may if account in asked.students))
        said = [(code, one) for code, one in asked.holders.items() if is_said(one.account)]
        if asked.boxes:
            yield readers.none_of(sorted(asked.students[one] for one in by_account if one in asked.students))
        else:  # in boxes, ``boxes check`` looks at each
            read = {account for account, one in by_account.items() if one.right >= Right.READ}
            evaluate = [(code, one) for code, one in said if one.role == "evaluator"]
            yield reviewers.none_of(code for code, one in evaluate if one.account not in read)
        yield staff.none_of(code for code, one in said if one.account not in may)
        if by_itself:
            yield bot.held(any(one.login == asked.bot for one in may.values()))
        known = {one.account for one in asked.holders.values()} | set(asked.students)
        strangers = [one.login for account, one in may.items() if account not in known and one.login != asked.bot]
        yield others.unseen(_BY_YOU.filled(who=few(strangers))) if strangers else others.good()

    return [Look(given, rights), *(_person(door, asked, code) for code in asked.holders)]


def _person(door: Door, asked: Asked, code: str) -> Look:
    holder = asked.holders[code]
    check = Check(f"account-{code}", _SOMEBODY.filled(code=code, title=holder.title), _ROLES)

    def read() -> Iterator[Line]:
        if not is_said(holder.account):
            yield check.wrong(_UNSAID)
            return
        if not holder.account.startswith(f"{asked.forge}:"):
            yield check.wrong(_ELSEWHERE.filled(account=holder.account, forge=asked.forge))
            return
        login = login_of(door(), holder.account)
        is_it = Text("{account} est aujourd'hui {login}", "{account} is {login} today")
        yield (
            check.wrong(_GONE.filled(account=holder.account))
            if login is None
            else check.good(is_it.filled(account=holder.account, login=login))
        )

    return Look((check,), read)


_NO_STUDENT = Text("Aucun élève ne peut écrire dans le dépôt", "No student may write to the repository")
_NO_READER = Text("Aucun élève ne lit ce dépôt : chacun a sa boîte", "No student reads this repository: each has a box")
_REVIEWERS = Text(
    "Les personnes qui évaluent lisent les demandes, et peuvent donc être sollicitées",
    "Those who evaluate read the requests, and so can be asked for a review",
)
_STAFF = Text("Les personnes de grid/roles.yml peuvent écrire", "The people of grid/roles.yml may write")
_BOT = Text("Le compte du contrôle, {bot}, peut écrire", "The account of the check, {bot}, may write")
_NOBODY_ELSE = Text("Personne d'autre ne peut écrire", "Nobody else may write")
_BY_YOU = Text("à vous de dire s'il le faut : {who}", "it is for you to say whether they must: {who}")
_SOMEBODY = Text("{code} ({title}) a un compte, le sien", "{code} ({title}) has an account, their own")
_ROLES = Text(
    "Corrigez le numéro dans grid/roles.yml ; lisez le nom : est-ce la bonne personne ?",
    "Correct the number in grid/roles.yml; read the name: is it the right person?",
)
_UNSAID = Text("son compte est à remplir : 0 n'est à personne", "their account is to be filled in: nobody has 0")
_ELSEWHERE = Text("{account} n'est pas un compte de {forge}", "{account} is no account of {forge}")
_GONE = Text(
    "aucun compte {account}, ou ce jeton ne le voit pas", "there is no account {account}, or this token does not see it"
)
