"""What people have pushed to waiting branches: audited as pushed by them, then brought into the protected branch.

```
 polyvalidate/… on the server ── who pushed it, by the forge ──> made again on top of what has entered since, if need be
                                                                   └ each commit audited, as of that account
 status, fast-forward, the waiting branch goes                         <── all sound
 status, why under refs/polyvalidate/said/…, the waiting branch goes   <── one not
 the waiting branch goes, and who sent it is told why by ``send``      <── both sides have changed the same
```

What a terminal has merged is held to the request on the forge: who opened it, who approved it and who said the same of
it in a comment are asked there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate import __version__, judgement
from polyvalidate.forge.adapter import facts_of
from polyvalidate.forge.bounded import TooLong, within
from polyvalidate.forge.entering import evaluated_in
from polyvalidate.forge.facts import Opened
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.intake import Intake
from polyvalidate.forge.planning import SetStatus
from polyvalidate.forge.reading import Reading
from polyvalidate.judgement.rights import actor_of
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.paths import FolderPath, folder_of
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.reports.audits import FORMATS
from polyvalidate.reports.context import Context
from polyvalidate.repository import Unreadable, making
from polyvalidate.repository.boxes import Apart, proposed
from polyvalidate.repository.changes import grid_entries, sides
from polyvalidate.repository.differing import Differences
from polyvalidate.repository.history import REQUEST, Recorded, first_parents, recorded
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.replaying import replayed
from polyvalidate.rules import RULES
from polyvalidate.school.audit import Audit, audit
from polyvalidate.school.audited import report_of
from polyvalidate.school.check import make_judge
from polyvalidate.school.sending import WAITING, Landing, Unsent, bring_in, enter, refuse

HERE = "refs/polyvalidate/handed"
MOST = 200
"""Commits that one branch may bring."""
PASSED = "Contrôlé, et entré dans la branche. · Checked, and in the branch."
NOT_PASSED = "N'entre pas dans la branche : voir polyvalidate send. · Not taken: see polyvalidate send."


class Handed(NamedTuple):
    """A commit on a waiting branch, and the account that pushed it there."""

    ref: str
    commit: str
    account: str


class Done(NamedTuple):
    """What became of it. ``entered``: it is in the branch now; ``wrong``: nobody could tell, and it still waits."""

    text: Text
    entered: bool = False
    wrong: bool = False


def taken(intake: Intake, tip: str, today: date, seconds: float) -> Iterator[Done]:
    """Take in what waits on the server; not what a sweep has left there, which it takes up by itself. ``tip`` is where
    the protected branch is there."""
    forge, place = intake.forge, intake.clone
    waiting = making.remote_refs(place.repository, place.remote, f"{WAITING}*") or {}
    taking = _Taking(intake, tip, today, seconds)
    us = f"{forge.name}:{forge.us()}" if waiting else ""
    for ref, commit in waiting.items():
        try:
            account = forge.pusher(ref, commit)
            if account is None:
                yield Done(_NOBODY.filled(branch=ref.removeprefix("refs/heads/")), wrong=True)
            elif account != us:
                yield taking.take(Handed(ref, commit, account))
        except Unreadable as error:
            yield Done(error.text, wrong=True)


def roles_at(repository: Path, tip: str, today: date) -> dict[str, RoleHolder]:
    """The accounts that have a role at a commit."""
    with sides(repository, tip, tip) as found:
        book = judgement.check_grid(make_judge(), grid_entries(found, found.base_tree), today).book
    return {holder.account: holder for holder in book.roles.values()}


class _Taking:
    """Takes in what was handed in, one after the other, each on top of what the last has brought."""

    def __init__(self, intake: Intake, tip: str, today: date, seconds: float) -> None:
        self.intake = intake
        self.forge = intake.forge
        self.place = intake.clone
        self.tip = tip
        self.today = today
        self.seconds = seconds

    def take(self, sent: Handed) -> Done:
        """Raises ``Unreadable``, ``Fault`` among them, when the server or the forge do not answer; nothing has entered
        then, and the branch waits for the next sweep."""
        repository, remote, _ = self.place
        if not making.fetch_all(repository, remote, {sent.ref: HERE}, self.seconds):
            raise Fault(_UNREAD.filled(branch=_short(sent)), transient=True)
        commit = self._on_top(sent)
        if commit is None or commit == self.tip:
            making.forget(repository, remote, sent.ref, sent.commit)  # who sent it sees that, and makes it again
            return Done((_PASSED_BY if commit is None else _THERE).filled(branch=_short(sent)))
        why = self._against(commit, sent.account)
        if why is not None:
            self.forge.write(SetStatus(sent.commit, "failure", NOT_PASSED, self.forge.url(0)))
            refuse(repository, remote, sent.ref, sent.commit, why)
            return Done(_REFUSED.filled(branch=_short(sent), account=sent.account))
        unsent = self._bring_in(sent, commit)
        if unsent is not None:
            raise Fault(unsent.text, transient=unsent.moved)
        self.tip = commit
        making.forget(repository, remote, sent.ref, sent.commit)
        return Done(_ENTERED.filled(branch=_short(sent), account=sent.account, commit=commit[:12]), entered=True)

    def _on_top(self, sent: Handed) -> str | None:
        """What was sent, on top of what has entered since, made again where it does not stand there yet; the tip when
        that holds it already; None when it cannot be made again."""
        repository = self.place.repository
        if making.contains(repository, self.tip, sent.commit):
            return self.tip
        if making.contains(repository, sent.commit, self.tip):
            return sent.commit
        try:
            with within(self.seconds):
                return replayed(repository, sent.commit, self.tip)
        except (TooLong, Unreadable):
            return None

    def _bring_in(self, sent: Handed, commit: str) -> Unsent | None:
        """A commit of ours waits on a branch of its own, so that the forge knows what its status is of."""
        repository, remote, branch = self.place.repository, self.place.remote, f"refs/heads/{self.place.branch}"

        def passes() -> None:
            self.forge.write(SetStatus(commit, "success", PASSED, self.forge.url(0)))

        if commit != sent.commit:
            return enter(repository, remote, branch, Landing(self.tip, commit, f"{sent.ref}-again"), passes)
        passes()
        return bring_in(repository, remote, branch, commit, self.tip)

    def _against(self, last: str, account: str) -> Text | None:
        """What stands against the commits of a branch, in both languages; None when nothing does."""
        if account not in roles_at(self.place.repository, self.tip, self.today):
            return _NO_ROLE.filled(account=account)
        try:
            with within(self.seconds):
                chain = first_parents(self.place.repository, last)
                new = chain[chain.index(self.tip) + 1 :] if self.tip in chain else []
                if not 0 < len(new) <= MOST:
                    return _NOT_ON_TOP.filled(most=MOST)
                for before, commit in zip([self.tip, *new], new, strict=False):
                    found = self._audited(before, commit, account)
                    if not found.sound:
                        return _told(found, account)
        except TooLong:
            return _TOO_LONG.filled(seconds=round(self.seconds))
        return None

    def _audited(self, before: str, commit: str, account: str) -> Audit:
        with Objects(self.place.repository) as objects:
            merge = recorded(objects, commit)
            changed = Differences(objects).between(objects.tree_of(before), merge.tree) if self.intake.owner else ()
            folders = {folder for one in changed if (folder := folder_of(one.path)) is not None}
        boxes = [FolderPath.of(folder).code for folder in folders] if len(folders) == 1 else []
        request = self._request(before, merge, boxes)
        approvals = self._assenting(request, commit) if request is not None else frozenset[str]()
        return audit(
            self.place.repository,
            commit,
            since=before,
            pusher=account,
            proposer=request.author if request is not None else account,  # what no request proposes, who sends it does
            approvals=approvals,
        )

    def _assenting(self, request: Opened, commit: str) -> frozenset[str]:
        """Those who have approved the head of a request, or said of it in a comment what a merge decides."""
        forge, judge = self.intake.at(request.box), make_judge()
        heard = forge.heard(request)
        facts = facts_of(forge, request, heard)
        decided = evaluated_in(self.place.repository, commit, judge, self.today)
        book = next((claim.book for claim in decided.values()), None)
        if book is None:
            return heard.approvals
        return heard.approvals | Reading(judge, book, actor_of(facts.author, book), facts, {}).confirming(decided)

    def _request(self, before: str, merge: Recorded, boxes: Iterable[str]) -> Opened | None:
        """The request that a merge says it holds, if the forge says the same. ``boxes``: those it may be in, where it
        is not in the school's own repository."""
        if not merge.heads:
            return None
        numbers = [one for one in merge.values(REQUEST) if one.isascii() and one.isdigit() and len(one) < 10]
        for box in (*boxes, ""):
            for number in numbers:
                try:
                    found = self.intake.at(box).request(int(number))._replace(box=box)
                except Fault as fault:
                    if fault.status != 404:
                        raise
                else:
                    if self._is_held(found, before, merge):
                        return found
        return next((one for one in self.forge.requests() if self._is_held(one, before, merge)), None)

    def _is_held(self, found: Opened, before: str, merge: Recorded) -> bool:
        """Does a merge hold the head of a request, and no other? That head is fetched, so that the audit sees what the
        merge holds beside it, which is of whoever has merged. Raises ``Fault`` when it cannot be had."""
        if found.head not in merge.heads:
            return False
        if self.intake.fetch([found], self.seconds, self.seconds):
            raise Fault(_UNREAD_REQUEST.filled(key=found.key), transient=True)
        try:
            return {*merge.heads} == {found.head, proposed(self.place.repository, before, found.head, found.box)}
        except Apart:
            return False


def _told(found: Audit, account: str) -> Text:
    """The words of the audit, after a line that says whose right was looked at."""
    shown = [
        FORMATS["text"](report_of(found), RULES, Context(lang, "", __version__, lambda _path: ())) for lang in LANGUAGES
    ]
    title = _NOT_TAKEN.filled(account=account)
    return Text(f"{title.fr}\n\n{shown[0]}", f"{title.en}\n\n{shown[1]}")


def _short(sent: Handed) -> str:
    return sent.ref.removeprefix("refs/heads/")


_NOBODY = Text(
    "{branch} : la forge ne dit pas qui a poussé cette branche ; elle attend le prochain passage.",
    "{branch}: the forge does not say who pushed this branch; it waits for the next sweep.",
)
_UNREAD = Text("La branche {branch} ne peut pas être lue.", "The branch {branch} cannot be read.")
_UNREAD_REQUEST = Text("La demande {key} ne peut pas être lue.", "The request {key} cannot be read.")
_THERE = Text("{branch} : déjà dans la branche de l'école", "{branch}: in the school's branch already")
_PASSED_BY = Text(
    "{branch} : la branche de l'école a avancé entre-temps ; à envoyer de nouveau",
    "{branch}: the school's branch has moved on meanwhile; to be sent again",
)
_ENTERED = Text(
    "{branch} : entré dans la branche de l'école par {commit}, envoyé par {account}",
    "{branch}: entered the school's branch with {commit}, sent by {account}",
)
_REFUSED = Text("{branch} : refusé, envoyé par {account}", "{branch}: refused, sent by {account}")
_NO_ROLE = Text(
    "Le compte {account} n'a pas de fonction dans grid/roles.yml : il ne peut rien écrire directement. Proposez plutôt "
    "une demande.",
    "The account {account} has no role in grid/roles.yml: it may write nothing directly. Open a request instead.",
)
_NOT_ON_TOP = Text(
    "Ces commits ne prolongent pas la branche de l'école un par un, ou il y en a plus de {most}. Repartez de la "
    "branche du serveur.",
    "These commits do not follow the school's branch one by one, or there are more than {most} of them. Start from "
    "the branch of the server.",
)
_TOO_LONG = Text(
    "L'audit de ces commits demande plus de {seconds} s. Envoyez-les en plusieurs fois.",
    "Auditing these commits takes longer than {seconds} s. Send them in several parts.",
)
_NOT_TAKEN = Text(
    "Rien n'est entré dans la branche : le compte {account} n'avait pas le droit de tout ce qui a été envoyé, ou une "
    "règle s'y oppose.",
    "Nothing has entered the branch: the account {account} was not allowed all of what was sent, or a rule stands "
    "against it.",
)
