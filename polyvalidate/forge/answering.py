"""The answer to a command given in a comment: a checklist, what each declaration gets, what happens next. Pure.

A fixed text with codes, numbers and paths that passed the rules: nothing of the comment is repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from polyvalidate.judgement.decision import Ruling, Unruled
from polyvalidate.judgement.evaluation import Signature
from polyvalidate.judgement.verdict import StudentChange, Verdict
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.phrases import DECISIONS, PAIR, reason
from polyvalidate.model.words import Text, points, typographic
from polyvalidate.reports.functions import NO_PAGES, linked
from polyvalidate.reports.verdict_words import balance


class Check(NamedTuple):
    """One line of the checklist: what had to hold, and whether it does."""

    holds: bool
    text: Text


class Decided(NamedTuple):
    """One declaration of the request: the ruling with its signature, or why there is none. ``awaits`` are those who may
    decide what is not decided yet, or read it a second time, were it nobody: nothing is wrong with it."""

    path: str
    ruling: Ruling | None
    by: str | None
    second: str | None
    why: Text | None = None
    awaits: tuple[RoleHolder, ...] | None = None


class Edited(NamedTuple):
    """A declaration of the branch with other bytes, what is thought of it, who has it so, and how that is called."""

    path: str
    data: bytes
    verdict: Verdict
    by: Signature
    title: Text
    book: Book


class Plan(NamedTuple):
    """What a comment decides. ``given`` is false when the comment gives no command at all: nothing is answered."""

    given: bool
    base: str
    head: str
    checks: tuple[Check, ...]
    decided: tuple[Decided, ...]
    entitled: bool = True
    """May this person decide some declaration, so that another comment of theirs could be followed?"""
    speaker: str | None = None
    """The code under which this person decides, or reads a second time, some declaration of the request."""
    heard: frozenset[str] = frozenset()
    """The accounts of those whose word decides some of it, or confirms it."""
    corrects: bool = False
    """Is it about what stands in the branch, and not about what the request would bring there?"""
    edited: Edited | None = None
    """An appeal, or the answer to one, in its file."""

    @property
    def obeyed(self) -> bool:
        """Is everything in order, so that each declaration has its ruling, or the request is sent back?"""
        return self._right and (self.completes or all(one.awaits is None for one in self.decided))

    @property
    def noted(self) -> bool:
        """Is everything in order, and something still to be decided by others?"""
        return self._right and not self.obeyed

    @property
    def _right(self) -> bool:
        said = bool(self.edited) or (bool(self.decided) and all(one.why is None for one in self.decided))
        return self.given and said and all(check.holds for check in self.checks)

    @property
    def completes(self) -> bool:
        """Is the request sent back to be completed, so that nothing is merged?"""
        return any(one.ruling is not None and one.ruling.decision == "to-complete" for one in self.decided)


class Merged(NamedTuple):
    """A request that is in the protected branch: the commit, the branch, and what it changed for its students.
    ``apart``: without the commits of the request, so that the forge shows it as closed."""

    commit: str
    branch: str
    students: tuple[StudentChange, ...]
    apart: bool


def answer(plan: Plan, lang: str, outcome: Merged | Text | None = None, pages: Mapping[str, str] = NO_PAGES) -> str:
    """The Markdown of the answer; empty when the comment gives no command.

    ``outcome`` is what became of a decision that was merged or should have been; None while it is only read. ``pages``
    are the addresses of accounts.
    """
    if not plan.given:
        return ""
    merged = outcome if isinstance(outcome, Merged) else None
    why = outcome if isinstance(outcome, Text) else None
    lines = [f"### {_title(plan, lang, outcome)}", ""]
    lines += [_line(check.holds, check.text.in_language(lang)) for check in plan.checks]
    lines += [
        _line(None if d.awaits is not None else d.ruling is not None, f"`{d.path}` · {_said(d, pages, lang)}")
        for d in plan.decided
    ]
    if why is not None:
        lines.append(_line(False, why.in_language(lang)))
    if merged is not None:
        lines += [
            _line(True, where(merged.branch, merged.commit, apart=merged.apart).in_language(lang)),
            *_balances(merged, lang),
        ]
    else:
        lines += ["", _next(plan, lang, why)]
    judged = Text("Commit jugé :", "Commit judged:").of(lang)
    lines += ["", f"<sub>{judged} `{plan.head[:12]}`</sub>", ""]
    return typographic("\n".join(lines), lang)


def _title(plan: Plan, lang: str, outcome: Merged | Text | None) -> str:
    if plan.noted and outcome is None:
        return Text("Décision notée, il en manque une autre", "Decision noted, another one is missing").of(lang)
    if not plan.obeyed or isinstance(outcome, Text):
        return NOT_DONE.of(lang)
    if plan.edited is not None:
        said = plan.edited.title.in_language(lang)
        return said[:1].upper() + said[1:]
    found = {decided.ruling.decision for decided in plan.decided if decided.ruling is not None}
    read = Text("Décision lue", "Decision read")
    done = (
        Text("Décision corrigée", "Decision corrected")
        if plan.corrects
        else Text("Décision fusionnée", "Decision merged")
    )
    title = read if outcome is None else done
    return title.of(lang) if len(found) > 1 else PAIR.of(lang, label=title, value=DECISIONS[found.pop()])


def where(branch: str, commit: str, *, apart: bool) -> Text:
    """Where the content of a request is; ``apart``: without its commits."""
    text = Text("Fusionnée dans `{branch}` : `{commit}`.", "Merged into `{branch}`: `{commit}`.")
    if apart:
        text = Text(
            "Entrée dans `{branch}` par le commit `{commit}`, qui ne porte pas le nom de l'élève. La demande est donc "
            "« fermée » pour la forge, ce qui n'est pas un refus.",
            "Entered into `{branch}` with commit `{commit}`, which does not bear the student's name. So the request is "
            "“closed” for the forge, which is no refusal.",
        )
    return text.filled(branch=branch, commit=commit[:12])


def _balances(merged: Merged, lang: str) -> Iterator[str]:
    """Each balance before and after, and each declaration of the request of which a cap took something."""
    for student in merged.students:
        word = Text("**Bilan** (`{student}`) :", "**Balance** (`{student}`):").of(lang, student=student.student)
        yield from ("", f"{word} {balance(student, lang)}")
        for line in student.lines:
            if line.losses:
                yield f"- {line.activity} · {points(line.credited, lang)} · {reason(line, lang)}"


def _said(decided: Decided, pages: Mapping[str, str], lang: str) -> str:
    ruling = decided.ruling
    if decided.awaits is not None:
        text = Text("à décider par {who:list}", "to be decided by {who:list}")
        if ruling is not None:
            text = Text("{ruling} ({by}), à confirmer par {who:list}", "{ruling} ({by}), to be confirmed by {who:list}")
        done = DECISIONS[ruling.decision] if ruling is not None else ""
        return text.of(lang, who=linked(decided.awaits, pages), ruling=done, by=decided.by or "")
    if ruling is None:
        return (decided.why or Text("", "")).in_language(lang)
    said = DECISIONS[ruling.decision].in_language(lang)
    if ruling.points is not None:
        said += f", {points(ruling.points, lang)}"
    signed = [code for code in (decided.by, decided.second) if code is not None]
    return f"{said} ({' · '.join(signed)})"


def _line(holds: bool | None, text: str) -> str:
    return f"- {'…' if holds is None else '✓' if holds else '✗'} {text}"


def _next(plan: Plan, lang: str, why: Text | None) -> str:
    if why is not None:
        return Text("Rien n'a été fusionné par cette commande.", "This command has merged nothing.").of(lang)
    if plan.corrects and not plan.decided:
        return Text("Rien n'a changé.", "Nothing has changed.").of(lang)
    if not plan.entitled:
        return Text("Rien n'a changé.", "Nothing has changed.").of(lang)
    if plan.noted:
        return Text(
            "Tout sera fusionné à la dernière décision. Chacune de ces personnes écrit la sienne ici en commentaire, "
            "/accepter par exemple ; les décisions valent pour ce commit.",
            "All will be merged with the last decision. Each of these persons writes theirs here as a comment, /accept "
            "for instance; the decisions hold for this commit.",
        ).of(lang)
    if not plan.obeyed:
        return Text(
            "Rien n'a changé. Corrigez ce qui porte une croix, puis écrivez un nouveau commentaire.",
            "Nothing has changed. Mend what has a cross, then write a new comment.",
        ).of(lang)
    if plan.completes:
        return Text(
            "La demande reste ouverte, et le contrôle dit « à compléter » jusqu'au prochain envoi de l'élève. La date "
            "de la demande ne change pas.",
            "The request stays open, and the check says “to be completed” until the student's next push. The date of "
            "the request does not change.",
        ).of(lang)
    return Text(
        "Il reste à fusionner la demande avec cette décision dedans ; elle ne vaut que pour ce commit.",
        "What remains is to merge the request with this decision inside; it holds for this commit only.",
    ).of(lang)


NOT_DONE = Text("La commande n'est pas exécutée", "The command is not carried out")
FAILED = Text(
    """### La commande n'a pas encore abouti

Ce n'est pas votre faute : {place} n'a pas répondu comme il le fallait. Il n'y a rien à récrire : elle sera reprise au \
prochain contrôle, et ne peut pas compter deux fois.
""",
    """### The command has not ended yet

This is not your doing: {place} did not answer as it should. There is nothing to write anew: it is taken up by the \
next check, and cannot count twice.
""",
)
"""The answer when nobody knows how far a command came. ``place``: where the school is."""
A_FORGE, A_SERVER = Text("la forge", "the forge"), Text("le serveur Git de l'école", "the school's Git server")


UNRULED = {
    Unruled.REFUSED_UNSAID: Text(
        "Un refus dit pourquoi, pour pouvoir être compris et contesté. Écrivez la raison sur la même ligne : /refuser "
        "il manque la liste d'émargement.",
        "A refusal says why, so that it can be understood and appealed. Write the reason on the same line: /refuse "
        "the attendance list is missing.",
    ),
    Unruled.MISSING_UNSAID: Text(
        "Il manque ce que l'élève doit apporter. Écrivez-le sur la même ligne : /completer joignez l'attestation "
        "signée.",
        "What the student must bring is missing. Write it on the same line: /complete attach the signed certificate.",
    ),
    Unruled.TO_CHOOSE: Text(
        "L'activité {code} vaut ici de {least:points} à {most:points}, à votre choix. Écrivez le nombre retenu et une "
        "raison : /points 1,5 rôle tenu toute l'année.",
        "Activity {code} is worth {least:points} to {most:points} here, as you choose. Write the number and a reason: "
        "/points 1.5 held the role all year.",
    ),
    Unruled.NOTHING: Text(
        "Aucun point, c'est un refus. Écrivez /refuser suivi de la raison.",
        "No points at all is a refusal. Write /refuse followed by the reason.",
    ),
    Unruled.TOO_MANY: Text(
        "L'activité {code} vaut ici {most:points} au plus. Écrivez un nombre qui ne dépasse pas cette limite.",
        "Activity {code} is worth {most:points} at most here. Write a number within this limit.",
    ),
    Unruled.REDUCED_UNSAID: Text(
        "C'est moins que ce que la grille donne ({most:points}) : il faut dire pourquoi. Écrivez la raison après le "
        "nombre, sur la même ligne.",
        "This is less than the grid gives ({most:points}), so it must say why. Write the reason after the number, on "
        "the same line.",
    ),
}
"""Why a command gives no ruling, in the words of a comment."""
