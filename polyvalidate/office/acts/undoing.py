"""The last act of the office taken back: a commit that undoes its commit, then the register as it was before.

The commit comes first: a command stopped in between leaves rows of nobody in the register, which the same command run
again takes away, and never a folder of nobody. Nothing of the record is rewritten: whether an act was sent is not
something that one machine can know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.paths import FolderPath, folder_of
from polyvalidate.model.words import Text
from polyvalidate.office.acts.shelf import ACT, ACT_TRAILER, Shelf
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.repository.differing import Differences
from polyvalidate.repository.git import read_blobs
from polyvalidate.repository.history import REQUEST, Recorded, first_parents, recorded
from polyvalidate.repository.objects import Objects
from polyvalidate.school.audit import audit
from polyvalidate.school.school import School

UNDOES = "Undoes"
"""The trailer that names the commit which a commit undoes."""
SIGNED = "Merged-by"
MOST = 200
"""Commits of the record that are looked at, from the latest."""
MOST_NAMED = 10
"""People who would leave the register that are named."""


class Act(NamedTuple):
    """What somebody of the office wrote last.

    ``former`` are its files as they were before, None for one that was not there; empty when a command that was stopped
    has undone them already. ``enrolled`` are the pseudonyms that it gave a folder, ``number`` what it is known by in
    the register that it wrote, if it wrote it.
    """

    commit: str
    at: datetime
    subject: str
    former: Mapping[str, bytes | None]
    enrolled: frozenset[str]
    number: str | None


class Undo(NamedTuple):
    """An act, and the version of the register that it replaced; ``version`` is None, and ``first`` true, when it began
    the register."""

    act: Act
    version: Path | None = None
    first: bool = False

    @property
    def changes_register(self) -> bool:
        return self.first or self.version is not None


def prepare(school: School, shelf: Shelf | None, code: str) -> Undo:
    """The last act that was signed with a code, and that nothing has undone yet; nothing is written.

    Raises ``Unreadable`` when there is none, and for one that cannot be taken back: since somebody has written in the
    same files or in the register, since it took files away, or since what is decided is corrected and stays.
    """
    for act in _acts(school, code):
        undo = _with_register(act, shelf)
        if act.former or undo.changes_register:
            return undo
    raise Unreadable(_NONE, code=code, most=MOST)


def consequences(undo: Undo, shelf: Shelf | None) -> Iterator[Text]:
    """What undoing it would do, and what it cannot do. Raises ``Unreadable``."""
    former = undo.act.former
    gone = sum(data is None for data in former.values())
    yield _FILES.filled(gone=gone, back=len(former) - gone) if former else _DONE_HALF
    now = shelf.register if shelf is not None else None
    if now is not None and shelf is not None and undo.changes_register:
        before = shelf.read(undo.version)
        known = before.by_code if before is not None else {}
        leaving = [member for member in now.members if member.code not in known]
        yield from (_LEAVES.filled(name=member.name, code=member.code) for member in leaving[:MOST_NAMED])
        if len(leaving) > MOST_NAMED:
            yield _MORE.filled(n=len(leaving) - MOST_NAMED)
        again = sum(now.by_code.get(code) != member for code, member in known.items())
        if again:
            yield _AGAIN.filled(n=again)
    yield _STAYS


def carry_out(
    undo: Undo, school: School, shelf: Shelf | None, code: str, now: datetime, committer: Committer
) -> str | None:
    """Write the commit, then the register; the commit, None when a command that was stopped had made it.

    Raises ``Unreadable``; what it says then is what was not done.
    """
    made = None
    act = undo.act
    if act.former:
        title = _TITLE.of(school.latest.language, subject=act.subject)
        message = f"{title}\n\n{UNDOES}: {act.commit}\n{SIGNED}: {code}\n"
        files = {path: data for path, data in act.former.items() if data is not None}
        gone = [path for path, data in act.former.items() if data is None]
        held = partial(_hold, school)
        made = committer.commit(files, message, code, now, gone, held)
    if shelf is not None and undo.changes_register:
        shelf.back(undo.version, now)
    return made


def _hold(school: School, commit: str) -> None:
    """Raise ``Unreadable`` for a commit that the school's check would refuse."""
    found = audit(school.place, commit, since=school.commit)
    why = [f"{one.code} {one.path}" for illegal in found.illegal for one in illegal.judged.findings]
    if not found.sound:
        raise Unreadable(_ILLEGAL, why=", ".join(why[:5]) or "—")


def _acts(school: School, code: str) -> Iterator[Act]:
    """The acts of a code, the latest first; those that are undone come without files, as long as none that stands
    has come."""
    with Objects(school.place) as objects:
        chain = first_parents(school.place, school.commit)[-MOST:]
        undone: set[str] = set()
        for before, commit in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
            one = recorded(objects, commit)
            undone.update(one.values(UNDOES))
            if code == one.code and not one.values(REQUEST) and not one.values(UNDOES):
                yield _act(school, objects, before, one, commit in undone)


def _with_register(act: Act, shelf: Shelf | None) -> Undo:
    register = shelf.register if shelf is not None else None
    if shelf is None or register is None:
        if act.former and act.enrolled:
            raise Unreadable(_WHICH, commit=act.commit[:12])
        return Undo(act)
    enrolled = bool(act.enrolled & register.by_code.keys())
    if act.number is None or register.settings.get(ACT) != act.number:
        if enrolled and act.former:
            raise Unreadable(_NO_VERSION if act.number is None else _REGISTER_SINCE, commit=act.commit[:12])
        if act.number is not None and act.former and shelf.wrote(act.number):
            raise Unreadable(_REGISTER_SINCE, commit=act.commit[:12])
        return Undo(act)
    version = shelf.before(act.number)
    if version is None and not register.by_code.keys() <= act.enrolled:
        raise Unreadable(_NO_VERSION, commit=act.commit[:12])
    return Undo(act, version, first=version is None)


def _act(school: School, objects: Objects, before: str, one: Recorded, undone: bool) -> Act:
    was, now, tip = (objects.tree_of(commit) for commit in (before, one.commit, school.commit))
    rows = list(Differences(objects).between(was, now))
    new = [row.path for row in rows if row.before is None and row.path.endswith("/student.yml")]
    enrolled = frozenset(FolderPath.of(path).code for path in new if folder_of(path))
    message = objects.content(one.commit, b"commit").decode("utf-8", "replace").partition("\n\n")[2]
    number = next(iter(one.values(ACT_TRAILER)), None)
    act = Act(one.commit, one.merged, message.partition("\n")[0], {}, enrolled, number)
    if undone:
        return act
    since = {row.path for row in Differences(objects).between(now, tip)}
    for row in rows:
        if row.path in since:
            raise Unreadable(_SINCE, path=row.path, commit=one.commit[:12])
        if row.after is None:
            raise Unreadable(_REMOVED, path=row.path, commit=one.commit[:12])
        if row.path.endswith("/quitus.yml"):
            raise Unreadable(_DECIDED, commit=one.commit[:12])
        if folder_of(row.path) and not row.path.endswith("/student.yml"):
            raise Unreadable(_EVALUATED, path=row.path, commit=one.commit[:12], code=one.code)
    blobs = read_blobs(str(school.place), [row.before.oid for row in rows if row.before is not None])
    return act._replace(former={row.path: blobs[row.before.oid] if row.before is not None else None for row in rows})


_TITLE = Text("Annule : {subject}", "Undoes: {subject}")
_NONE = Text(
    "Aucun acte signé {code} parmi les {most} derniers commits : il n'y a rien à défaire.",
    "No act signed {code} among the last {most} commits: there is nothing to undo.",
)
_SINCE = Text(
    "{path} a changé depuis le commit {commit} : le défaire perdrait ce changement. Corrigez par la commande qui l'a "
    "écrit.",
    "{path} has changed since commit {commit}: undoing it would lose that change. Correct it by the command that wrote "
    "it.",
)
_REMOVED = Text(
    "Le commit {commit} a retiré {path} : ce qui a été effacé le reste.",
    "Commit {commit} removed {path}: what was erased stays erased.",
)
_DECIDED = Text(
    "Le commit {commit} enregistre des décisions du jury : elles se corrigent, elles ne s'effacent pas "
    "(polyvalidate minutes prepare, puis record).",
    "Commit {commit} records decisions of the jury: they are corrected, never erased (polyvalidate minutes prepare, "
    "then record).",
)
_EVALUATED = Text(
    "Le commit {commit} décide de déclarations : une décision se corrige par une autre, elle ne s'efface pas. Pour "
    "chacune, la personne qui évalue écrit : polyvalidate evaluate {path} --refuse --comment … --as {code}",
    "Commit {commit} decides declarations: a decision is corrected by another, never erased. For each, the evaluator "
    "writes: polyvalidate evaluate {path} --refuse --comment … --as {code}",
)
_ILLEGAL = Text(
    "Le contrôle de l'école refuserait de défaire cet acte : {why}. Rien n'a été écrit.",
    "The school's check would refuse that this act is undone: {why}. Nothing was written.",
)
_WHICH = Text(
    "Le commit {commit} a inscrit des élèves, que le registre connaît : ajoutez --register.",
    "Commit {commit} enrolled students, whom the register knows: add --register.",
)
_REGISTER_SINCE = Text(
    "Le registre a changé depuis le commit {commit} : le défaire perdrait ce changement. Rien n'a été écrit.",
    "The register has changed since commit {commit}: undoing it would lose that change. Nothing was written.",
)
_NO_VERSION = Text(
    "Le registre tel qu'il était avant le commit {commit} n'est plus à côté de lui (les dix dernières versions sont "
    "gardées). Rien n'a été écrit.",
    "The register as it was before commit {commit} is no longer beside it (the last ten versions are kept). Nothing "
    "was written.",
)
_FILES = Text(
    "Fichiers retirés : {gone} ; remis comme avant : {back}", "Files removed: {gone}; put back as they were: {back}"
)
_DONE_HALF = Text(
    "Son commit est déjà défait ; le registre ne l'est pas encore.",
    "Its commit is undone already; the register is not yet.",
)
_LEAVES = Text("Ne serait plus au registre : {name} ({code})", "No longer in the register: {name} ({code})")
_MORE = Text("… et {n} de plus", "… and {n} more")
_AGAIN = Text("Registre : {n} {n:ligne remise|lignes remises} comme avant", "Register: {n} {n:row|rows} put back")
_STAYS = Text(
    "Ce qui ne se reprend pas : les courriels déjà envoyés, et ce que d'autres ont déjà lu.",
    "What cannot be taken back: letters already sent, and what others have read already.",
)
