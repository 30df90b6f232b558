"""A verdict in words: what it is, what it awaits, what was changed. Shared by the text, the JSON and the comment.
Nothing that a student wrote freely is repeated here: only numbers, days, codes of the grid and the names of keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from polyvalidate.files.difference import Op
from polyvalidate.judgement.awaiting import UNDECIDED, Await, Awaited
from polyvalidate.judgement.rights import Decision, Ground
from polyvalidate.judgement.together import Clash
from polyvalidate.judgement.verdict import Outcome, StudentChange, Verdict
from polyvalidate.judgement.waiting import Past
from polyvalidate.model.codes import CATEGORY
from polyvalidate.model.findings import Finding, Keys, Severity
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.phrases import DECISIONS, PAIR, THRESHOLD_UNKNOWN
from polyvalidate.model.words import Text, day, number, points
from polyvalidate.reports.context import TALLIES, message
from polyvalidate.rules.registry import RuleSet


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and what a reader needs beside it: the book of the base, both commits, when the request was opened, the
    addresses of accounts on the forge, what it would break together with other open requests, each of which names those
    others, and how others were decided, where that is known. ``button``: where the request is, one merges it."""

    verdict: Verdict
    book: Book
    base: str
    head: str
    opened: date
    pages: Mapping[str, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    button: bool = True
    past: Past | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.verdict.findings

    @property
    def files(self) -> int:
        return self.verdict.files

    @property
    def folders(self) -> int:
        return self.verdict.folders


GROUNDS = {
    Ground.OWNER: Text("par l'élève, dans son dossier", "by the student, in their own folder"),
    Ground.EVALUATOR: Text("par une personne référente", "by a referent"),
    Ground.SECOND: Text("en seconde lecture", "as second reader"),
    Ground.REGISTRY: Text("par la scolarité", "by the registry office"),
    Ground.JURY: Text("par le jury", "by the jury"),
    Ground.KEEPER: Text("par une personne qui tient la grille", "by a keeper of the grid"),
    Ground.FORM: Text("mise en forme seulement", "form only"),
}

KEYS = {
    "activity": Text("activité", "activity"),
    "appeal": Text("recours", "appeal"),
    "account": Text("compte", "account"),
    "arrangement": Text("seuil individuel", "individual threshold"),
    "by": Text("signature", "signature"),
    "comment": Text("commentaire", "comment"),
    "decided": Text("date de la réponse", "date of the answer"),
    "decision": Text("décision", "decision"),
    "description": Text("description", "description"),
    "elsewhere": Text("compté ailleurs", "counted elsewhere"),
    "evaluation": Text("évaluation", "evaluation"),
    "event": Text("événement", "event"),
    "evidence": Text("justificatif", "evidence"),
    "extra_years": Text("années en plus", "extra years"),
    "formerly": Text("profil d'avant", "former profile"),
    "from": Text("premier jour", "first day"),
    "hours": Text("heures", "hours"),
    "left": Text("départ", "departure"),
    "level": Text("niveau", "level"),
    "on": Text("date", "date"),
    "organisation": Text("organisation", "organisation"),
    "origin": Text("école d'origine", "school of origin"),
    "outcome": Text("réponse", "outcome"),
    "period": Text("période", "period"),
    "points": Text("points", "points"),
    "profile": Text("profil", "profile"),
    "programme": Text("spécialité", "programme"),
    "quantity": Text("quantité", "quantity"),
    "reason": Text("motif", "reason"),
    "required": Text("seuil", "threshold"),
    "second": Text("seconde lecture", "second reader"),
    "title": Text("titre", "title"),
    "to": Text("dernier jour", "last day"),
    "until": Text("dernier jour", "last day"),
}
"""What people call the keys of the formats."""

_SAYABLE = re.compile(
    rf"[a-z]+(?:-[a-z0-9]+){{0,4}}|{CATEGORY}\.[0-9]{{1,2}}|[0-9]{{4}}-[0-9]{{2}}(?:-[0-9]{{2}})?|[A-Z][A-Z0-9]{{0,11}}"
)
_CODED = frozenset(
    "activity by decided decision elsewhere from on outcome profile programme second to until".split(),
)
"""Keys whose value is a code or a day, and may be said once it looks like one."""


COMPARED = {
    True: Text("✓ {kind}, le fichier de la déclaration", "✓ {kind}, the file of the declaration"),
    False: Text("✗ {kind}, un autre fichier que celui de la déclaration", "✗ {kind}, another file than declared"),
    None: Text("{kind}, trop gros pour être comparé", "{kind}, too large to be compared"),
}
"""What a file of the repository is, for a declaration that cites it."""


def compared(verdict: Verdict, lang: str) -> Iterator[tuple[str, str]]:
    """Each piece of evidence that stands in the repository: the declaration that cites it, and whether it agrees."""
    for piece in verdict.evidence:
        yield piece.path, COMPARED[piece.agrees].of(lang, kind=piece.kind if _SAYABLE.fullmatch(piece.kind) else "")


def headline(verdict: Verdict, lang: str) -> str:
    """The verdict and what happens next, in two sentences."""
    errors = sum(f.severity is Severity.ERROR for f in verdict.introduced)
    if verdict.outcome is Outcome.INTRODUCES:
        return Text(
            "✗ À corriger : {errors}. Modifiez votre demande, le contrôle repart tout seul.",
            "✗ To be mended: {errors}. Change your request, the check runs by itself.",
        ).of(lang, errors=TALLIES[Severity.ERROR].of(lang, n=errors))
    first = {
        Outcome.OK: Text("✓ Rien à corriger.", "✓ Nothing to mend."),
        Outcome.HEALED: Text("✓ Cette demande corrige ce qui bloquait.", "✓ This request mends what was blocking."),
        Outcome.STILL_BROKEN: Text(
            "✓ Cette demande n'ajoute aucune erreur ; le dossier en contenait déjà.",
            "✓ This request adds no error; the folder already held some.",
        ),
    }[verdict.outcome]
    return f"{first.of(lang)} {_next(verdict).of(lang)}"


def _next(verdict: Verdict) -> Text:
    kinds = {wait.kind for wait in verdict.awaits}
    if kinds & UNDECIDED:
        return Text("Une personne référente doit maintenant décider.", "A referent now decides.")
    if Awaited.SECOND in kinds:
        return Text("La seconde lecture reste à confirmer.", "The second reading is still to be confirmed.")
    if Awaited.REFERENT in kinds:
        return Text("Une personne référente va la lire.", "A referent will read it.")
    if Awaited.JURY in kinds:
        return Text("Le jury répondra au recours.", "The jury will answer the appeal.")
    return Text("La demande peut être acceptée.", "The request can be accepted.")


def balance(change: StudentChange, lang: str) -> str:
    """``7,75 → 8,75 points sur 10``."""
    before = "—" if change.before is None else number(change.before, lang)
    after = "—" if change.after is None else points(change.after, lang)
    when = _ONCE_ACCEPTED if change.provisional else Text("", "")
    if change.required is None:
        return f"{before} → {after}{when.of(lang)} ({THRESHOLD_UNKNOWN.of(lang)})"
    text = Text("{before} → {after} sur {required:number}{when}", "{before} → {after} of {required:number}{when}")
    return text.of(lang, before=before, after=after, required=change.required, when=when)


_ONCE_ACCEPTED = Text(" une fois acceptée telle quelle", " once accepted as it stands")


def awaited(wait: Await, who: Sequence[Text], lang: str) -> str:
    """Who is awaited, for what."""
    return _AWAITED[wait.kind].of(lang, who=who)


def awaited_of(wait: Await, book: Book) -> list[RoleHolder]:
    """Those who can do it."""
    return [book.roles[code] for code in wait.codes]


_AWAITED = {
    Awaited.POINTS: Text("les points, choisis par {who:list}", "the points, chosen by {who:list}"),
    Awaited.EVALUATION: Text(
        "une décision et une seconde lecture, par {who:list}", "a decision and a second reading, by {who:list}"
    ),
    Awaited.DECISION: Text("la décision de {who:list}", "a decision by {who:list}"),
    Awaited.SECOND: Text(
        "la confirmation de {who:list}, en seconde lecture", "the confirmation of {who:list}, second reader"
    ),
    Awaited.REFERENT: Text("la lecture de {who:list}", "a reading by {who:list}"),
    Awaited.JURY: Text("la réponse du jury : {who:list}", "the answer of the jury: {who:list}"),
}
_FORM = Text("mise en forme", "form")
_FILES = {
    Op.ADD: Text("fichier ajouté", "file added"),
    Op.REMOVE: Text("fichier retiré", "file removed"),
    Op.CHANGE: Text("fichier modifié", "file changed"),
    Op.FORM: _FORM,
}
_VALUES = {
    Op.ADD: Text("ajouté", "added"),
    Op.REMOVE: Text("retiré", "removed"),
    Op.CHANGE: Text("modifié", "changed"),
    Op.FORM: _FORM,
}


def changed(decision: Decision, lang: str) -> str:
    """An edit in words: ``points : 1 → 1,5``, ``titre : modifié``."""
    edit = decision.edit
    if not edit.keys:
        return _FILES[edit.op].of(lang)
    names = [KEYS[key].in_language(lang) if key in KEYS else "…" for key in edit.keys if isinstance(key, str)]
    last = next(key for key in reversed(edit.keys) if isinstance(key, str))
    before, after = _said(edit.before, last, lang), _said(edit.after, last, lang)
    if edit.op is Op.CHANGE and before and after:
        what = f"{before} → {after}"
    elif edit.op is Op.ADD and (after or last == "evaluation"):
        what = after or _decided(edit.after, lang)
    else:
        what = _VALUES[edit.op].of(lang)
    return PAIR.of(lang, label=", ".join(names), value=what)


def told(verdict: Verdict, messages: dict[tuple[str, Keys], str], lang: str) -> Iterator[tuple[bool, str, str]]:
    """The changes as they are told: allowed or not, the path, the words. A new file is told in one line."""
    for path, group in groupby(verdict.changes, key=lambda decision: decision.path):
        decisions = list(group)
        whole = all(d.edit.op is Op.ADD and len(d.edit.keys) <= 1 and d.allowed for d in decisions)
        names = {d.edit.keys[0] for d in decisions if d.edit.keys}
        if whole and names & {"activity", "session", "programme"} and len({d.why for d in decisions}) == 1:
            codes = [
                changed(d, lang) for d in decisions if d.edit.keys and _said(d.edit.after, str(d.edit.keys[0]), lang)
            ]
            new = _FILES[Op.ADD].of(lang) + (f" ({', '.join(codes)})" if codes else "")
            yield True, path, f"{new} — {reason(decisions[0], messages, lang)}"
            continue
        for decision in decisions:
            yield decision.allowed, path, f"{changed(decision, lang)} — {reason(decision, messages, lang)}"


def refusal_messages(verdict: Verdict, rules: RuleSet, lang: str) -> dict[tuple[str, Keys], str]:
    """The sentences of the refused edits, by path and keys."""
    return {(f.path, f.keys): message(f, rules, lang) for f in verdict.introduced if f.code.startswith("PP6")}


def _decided(evaluation: Any, lang: str) -> str:
    """An evaluation in two words: the decision, the points when it says them."""
    block = evaluation if isinstance(evaluation, Mapping) else {}
    said = DECISIONS.get(str(block.get("decision")), Text("ajoutée", "added")).of(lang)
    granted = block.get("points")
    exact = isinstance(granted, int | float) and not isinstance(granted, bool) and float(granted * 4).is_integer()
    return f"{said}, {points(round(granted * 4), lang)}" if exact and granted is not None else said


def _said(value: Any, key: str, lang: str) -> str:
    """A value that may be repeated: a number, a code, a day; nothing for a text."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return number(round(value * 4), lang) if float(value * 4).is_integer() else ""
    if isinstance(value, str) and key in _CODED and _SAYABLE.fullmatch(value):
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                return day(date.fromisoformat(value), lang)
            except ValueError:
                return ""
        return value
    return ""


def reason(decision: Decision, messages: dict[tuple[str, Keys], str], lang: str) -> str:
    """Why an edit is allowed or refused; ``messages`` are the sentences of the findings, by path and keys."""
    if isinstance(decision.why, Ground):
        return GROUNDS[decision.why].in_language(lang)
    return messages.get((decision.path, decision.edit.keys), decision.why.value)


def contact(book: Book) -> str:
    """The address at which a person answers, of the latest grid; empty when there is none."""
    return book.latest.contact if book.latest is not None else ""


def grids(book: Book) -> Iterator[str]:
    """The years whose grids judged."""
    yield from sorted(book.grids)
