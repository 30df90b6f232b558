"""A decision in words: what was decided, what the student now has, and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.decision import Ruling
from polyvalidate.judgement.evaluation import Signature, Written
from polyvalidate.model.findings import printable
from polyvalidate.model.phrases import DECISIONS, PAIR
from polyvalidate.model.words import Text, plain, points
from polyvalidate.reports.verdict_words import balance
from polyvalidate.rules.cases import ClaimCase


def decided(written: Written, lang: str) -> str:
    """``3.1-jpo.yml : acceptée, 1 point (ref-3, 3 février 2026)``"""
    return Text("{name} : {decision}{given} ({by}, {on:date}).", "{name}: {decision}{given} ({by}, {on:date}).").of(
        lang,
        name=printable(written.path).rpartition("/")[2],
        decision=DECISIONS[written.ruling.decision],
        given="" if written.ruling.decision == "refused" else f", {points(written.granted, lang)}",
        by=written.by.holder.code,
        on=written.by.on,
    )


def outcome(all_written: Sequence[Written], lang: str) -> Iterator[str]:
    """Every decision of a folder, then the balance of its student."""
    for written in all_written:
        yield f"✓ {plain(decided(written, lang))}"
    for student in all_written[0].verdict.students:
        yield plain(PAIR.of(lang, label=f"  {student.student}", value=balance(student, lang)))


def next_step(all_written: Sequence[Written], lang: str) -> str:
    """What remains to be done once the decision is in the file."""
    seconds = {w.codes[0] for x in all_written for w in x.verdict.awaits if w.kind is Awaited.SECOND}
    if seconds:
        text = Text(
            "Étape suivante : proposez ce fichier dans une demande à votre nom, que {who} relit et approuve.",
            "Next: propose this file in a request of your own, which {who} reads and approves.",
        )
    else:
        text = Text(
            "Étape suivante : proposez ce fichier dans une demande à votre nom. Si la déclaration n'est pas encore "
            "fusionnée, polyvalidate merge écrit cette décision dans la fusion.",
            "Next: propose this file in a request of your own. If the declaration is not merged yet, polyvalidate "
            "merge writes this decision into the merge.",
        )
    return plain(text.of(lang, who=", ".join(sorted(seconds))))


def to_complete(claim: ClaimCase, ruling: Ruling, by: Signature, lang: str) -> str:
    """The text to post on the request, in the language of the school. The comment is the evaluator's own."""
    text = Text(
        "Votre déclaration (activité {code}) est à compléter :\n\n{comment}\n\nModifiez le même fichier dans cette "
        "demande : le contrôle repart tout seul, et la demande garde sa date. Une question : {contact}.\n\n{by}, le "
        "{on:date}",
        "Your declaration (activity {code}) is to be completed:\n\n{comment}\n\nChange the same file in this request: "
        "the check runs again by itself, and the request keeps its date. A question: {contact}.\n\n{by}, {on:date}",
    )
    details = {"code": claim.activity.code, "comment": ruling.comment, "contact": claim.grid.contact}
    return text.of(lang, **details, by=by.holder.code, on=by.on) + "\n"


def claimed(claim: ClaimCase, lang: str) -> str:
    """What is claimed, in the unit of the activity: ``2 × demi-journée``, ``40 h``."""
    declaration, unit = claim.declaration, claim.grid.units[claim.activity.unit]
    if unit.hours:
        said = f"{declaration.hours or 0} h"
    else:
        said = f"{declaration.quantity or 0} × {unit.title.in_language(lang)}"
    level = claim.activity.levels.get(declaration.level or "")
    return f"{said}, {level.title.in_language(lang)}" if level is not None else said


def given_by_grid(claim: ClaimCase, least: int, lang: str) -> str:
    """What the grid gives for a claim: ``1 point``, or ``1 à 3 points`` where somebody chooses."""
    if claim.activity.is_range and least != claim.computed:
        text = Text("{least:number} à {most:points}", "{least:number} to {most:points}")
        return text.of(lang, least=least, most=claim.computed)
    return points(claim.computed, lang)
