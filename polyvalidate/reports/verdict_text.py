"""The verdict of the gate for a terminal: the answer, what to mend with its lines, what changes and who decides."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.findings import printable
from polyvalidate.model.words import Text, plain
from polyvalidate.reports.context import MORE, Context, message
from polyvalidate.reports.functions import functions
from polyvalidate.reports.impacts import TITLE, counted
from polyvalidate.reports.text import blocks
from polyvalidate.reports.verdict_words import (
    Judgement,
    awaited,
    awaited_of,
    balance,
    compared,
    headline,
    refusal_messages,
    told,
)
from polyvalidate.rules.registry import RuleSet

MOST_CHANGES = 40
"""Edits shown one by one; a cohort's worth would hide the verdict."""


def render(judgement: Judgement, rules: RuleSet, context: Context) -> str:
    return plain("\n".join(_lines(judgement, rules, context))) + "\n"


def _lines(judgement: Judgement, rules: RuleSet, context: Context) -> Iterator[str]:
    verdict, lang = judgement.verdict, context.lang
    yield headline(verdict, lang)
    if verdict.impact is not None:
        yield ""
        yield Text("{title} :", "{title}:").of(lang, title=TITLE)
        yield from counted(verdict.impact, lang)
    for block in blocks(verdict.introduced, rules, context):
        yield ""
        yield block
    if verdict.standing:
        yield ""
        yield Text("Déjà là avant cette demande :", "There before this request:").of(lang)
        for finding in verdict.standing:
            where = f"{printable(finding.path)}:{finding.span.line}"
            yield f"  {where}  {finding.code}  {message(finding, rules, lang)}"
    if verdict.changes:
        yield ""
        yield Text("Ce qui change :", "What changes:").of(lang)
        changes = list(told(verdict, refusal_messages(verdict, rules, lang), lang))
        for allowed, path, words in changes[:MOST_CHANGES]:
            yield f"  {'✓' if allowed else '✗'} {printable(path)}  {words}"
        if len(changes) > MOST_CHANGES:
            yield f"  … {MORE.of(lang, n=len(changes) - MOST_CHANGES)}"
    if verdict.students:
        yield ""
        yield Text("Bilan :", "Balance:").of(lang)
        for student in verdict.students[:MOST_CHANGES]:
            yield f"  {student.student}  {balance(student, lang)}"
    if verdict.evidence:
        yield ""
        yield Text("Justificatifs déposés dans le dépôt :", "Evidence in the repository:").of(lang)
        for path, said in list(compared(verdict, lang))[:MOST_CHANGES]:
            yield f"  {printable(path).rpartition('/')[2]}  {said}"
    if verdict.awaits:
        yield ""
        yield Text("Ce qui est attendu :", "What is awaited:").of(lang)
        for wait in verdict.awaits[:MOST_CHANGES]:
            who = functions(awaited_of(wait, judgement.book))
            yield f"  {printable(wait.path).rpartition('/')[2]}  {awaited(wait, who, lang)}"
