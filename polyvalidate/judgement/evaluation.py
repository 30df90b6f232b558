"""An evaluator's decision on a declaration: from what they say, to the block in the file, to its verdict. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.files import edit
from polyvalidate.judgement import FolderResult, Judge
from polyvalidate.judgement.awaiting import evaluators
from polyvalidate.judgement.change import check_change
from polyvalidate.judgement.decision import Ruling, Unruled, Word, granted, rule_on, unruled
from polyvalidate.judgement.rights import Authority, Writers, actor_of
from polyvalidate.judgement.verdict import Around, Change, FolderChange, Request, Verdict
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.paths import Entry, folder_of
from polyvalidate.model.points import Points, as_number
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import ClaimCase


class Spoken(NamedTuple):
    """What somebody says of a declaration: ``points`` (quarter-points) only with ``Word.POINTS``, and the code of a
    second reader."""

    word: Word
    points: Points | None = None
    comment: str | None = None
    second: str | None = None


class Signature(NamedTuple):
    """Who decides, and on which day."""

    holder: RoleHolder
    on: date


class Written(NamedTuple):
    """A decision in its file: the ruling, what it grants before any cap, bytes, the verdict on them, the signature."""

    path: str
    ruling: Ruling
    granted: Points
    second: str | None
    data: bytes
    verdict: Verdict
    by: Signature


def holder_of(code: str, book: Book) -> RoleHolder | Text:
    """The role holder who speaks, or why nobody does."""
    holder = book.roles.get(code)
    shown = code if code.isascii() and code.isprintable() else ascii(code)[1:-1]
    if holder is None:
        return Text(
            "Le code {shown} n'est pas dans grid/roles.yml. Vérifiez-le avec la scolarité.",
            "The code {shown} is not in grid/roles.yml. Check it with the registry office.",
        ).filled(shown=shown)
    if not in_office(holder, book.today):
        return Text(
            "La fonction {code} s'est achevée, ou n'a pas commencé. Demandez à une personne en fonction.",
            "The role {code} has ended, or has not begun. Ask somebody in office.",
        ).filled(code=holder.code)
    return holder


def claim_of(result: FolderResult, path: str) -> ClaimCase | None:
    """The claim that a declaration makes; None as long as it cannot be read or its activity is not known."""
    return next((claim for claim in result.claims if claim.declaration.path == path), None)


def ruled(spoken: Spoken, claim: ClaimCase, by: Signature) -> Ruling | Text:
    """The ruling, or the sentence that says what is missing for one, in the words of the command line."""
    able = evaluators(claim, claim.book)
    if by.holder.code not in able:
        return _not_yours(claim, by.holder, able)
    ruling = rule_on(spoken.word, spoken.points, spoken.comment, claim)
    if isinstance(ruling, Unruled):
        return unruled(ruling, _UNRULED, claim)
    least = claim.grid.second_reader_from
    if ruling.decision != "to-complete" and spoken.second is None and granted(ruling, claim) >= least:
        others = tuple(code for code in able if code != by.holder.code)
        return Text(
            "À partir de {least:points}, une seconde personne relit. Ajoutez --second avec son code : {others:list}.",
            "From {least:points}, a second person reads too. Add --second with their code: {others:list}.",
        ).filled(least=least, others=others)
    return ruling


def _not_yours(claim: ClaimCase, holder: RoleHolder, able: tuple[str, ...]) -> Text:
    if holder.account == claim.student.account:
        why = Text(
            "Cette déclaration est la vôtre. Laissez la décision à {able:list}.",
            "This declaration is yours. Leave the decision to {able:list}.",
        )
    else:
        why = Text(
            "{code} n'évalue pas l'activité {activity}. Laissez la décision à {able:list}.",
            "{code} does not evaluate activity {activity}. Leave the decision to {able:list}.",
        )
    return why.filled(code=holder.code, activity=claim.activity.code, able=able)


_REASON = Text(
    "Un refus dit pourquoi, pour pouvoir être compris et contesté. Ajoutez --comment avec la raison.",
    "A refusal says why, so that it can be understood and appealed. Add --comment with the reason.",
)
_UNRULED = {
    Unruled.REFUSED_UNSAID: _REASON,
    Unruled.MISSING_UNSAID: _REASON,
    Unruled.TO_CHOOSE: Text(
        "L'activité {code} vaut ici de {least:points} à {most:points}, à votre choix. Remplacez --accept par --points "
        "et le nombre retenu.",
        "Activity {code} is worth {least:points} to {most:points} here, as you choose. Replace --accept by --points "
        "and the number.",
    ),
    Unruled.NOTHING: Text(
        "Aucun point, c'est un refus. Remplacez --points par --refuse, avec la raison dans --comment.",
        "No points at all is a refusal. Replace --points by --refuse, with the reason in --comment.",
    ),
    Unruled.TOO_MANY: Text(
        "L'activité {code} vaut ici {most:points} au plus. Donnez un nombre inférieur ou égal.",
        "Activity {code} is worth {most:points} at most here. Give a number within this limit.",
    ),
    Unruled.REDUCED_UNSAID: Text(
        "C'est moins que ce que la grille donne ({most:points}). Ajoutez --comment avec la raison.",
        "This is less than the grid gives ({most:points}). Add --comment with the reason.",
    ),
}
"""What the command line says."""


def write(data: bytes, ruling: Ruling, claim: ClaimCase, second: str | None, by: Signature) -> bytes:
    """The file with its ``evaluation``; every byte outside of it stays. Raises ``edit.Uneditable``.

    The points are written even where the grid gives them: a grid corrected later does not change a decision.
    """
    block: dict[str, object] = {"decision": ruling.decision}
    if ruling.decision != "refused":
        block["points"] = as_number(granted(ruling, claim))
    block["by"] = by.holder.code
    if second is not None:
        block["second"] = second
    block["on"] = by.on.isoformat()
    if ruling.comment is not None:
        block["comment"] = ruling.comment
    return edit.set_block(data, "evaluation", block)


def with_data(entries: Sequence[Entry], new: Mapping[str, bytes]) -> tuple[Entry, ...]:
    """Files of a folder, some of them with other bytes."""
    return tuple(e._replace(data=new[e.path], size=len(new[e.path])) if e.path in new else e for e in entries)


class Bench(NamedTuple):
    """What a decision is judged with: rules, the book whose roles and grid give the right, who may write which key."""

    judge: Judge
    book: Book
    table: Writers

    def decide(
        self,
        entries: Sequence[Entry],
        spoken: Mapping[str, Spoken],
        by: Signature,
        approvals: frozenset[str] = frozenset(),
    ) -> list[Written] | Text:
        """Decide declarations of one folder, given whole, and judge the outcome as the holder's own change.

        Raises ``KeyError`` for a declaration that makes no claim, ``edit.Uneditable`` for a file that cannot be
        written.
        """
        folder = folder_of(next(iter(spoken))) or ""
        claims = judgement.check_folder(self.judge, self.book, folder, entries).claims
        by_path = {claim.declaration.path: claim for claim in claims}
        bytes_of = {entry.path: entry.data or b"" for entry in entries}
        new: dict[str, tuple[Ruling, bytes]] = {}
        for path, said in spoken.items():
            ruling = ruled(said, by_path[path], by)
            if isinstance(ruling, Text):
                return ruling
            new[path] = ruling, write(bytes_of[path], ruling, by_path[path], said.second, by)
        verdict = self.judged(entries, {path: data for path, (_, data) in new.items()}, by, approvals)
        return [
            Written(path, ruling, granted(ruling, by_path[path]), spoken[path].second, data, verdict, by)
            for path, (ruling, data) in new.items()
        ]

    def judged(
        self, entries: Sequence[Entry], new: Mapping[str, bytes], by: Signature, approvals: frozenset[str]
    ) -> Verdict:
        """The verdict on a folder whose files are replaced by the holder."""
        after = with_data(entries, new)
        folder = FolderChange(folder_of(next(iter(new))) or "", tuple(entries), after, frozenset(new))
        authority = Authority(actor_of(by.holder.account, self.book), self.book, self.table)
        request = Request(by.holder.account, by.on, approvals)
        return check_change(self.judge, authority, Change((folder,), ()), request, self.book, Around())
