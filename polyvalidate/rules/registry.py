"""The register of rules: code, severity, the sentences in two languages, the reason, and the check itself.

A rule is one decorated generator that yields ``(place, details)``::

    @rule("PP308", Sees.CLAIM,
          fr=("La date de fin ({end:date}) précède la date de début ({start:date}).", "Écrivez une date de fin …"),
          en=("The end date ({end:date}) is before the start date ({start:date}).", "Write an end date …"))
    def period_is_in_order(claim):
        '''Une période commence avant de finir ; …

        A period begins before it ends; …
        '''
        if claim.declaration.period.end < claim.declaration.period.start:
            yield claim.at("period", "to"), {…}

Whatever would make a rule half finished (a language, a mend or a reason missing, placeholders that differ, a code
used twice or retired) fails when the module is imported.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from polyvalidate.model.findings import Place, Problem, Severity, Span
from polyvalidate.model.folder import Unread
from polyvalidate.model.words import Text, placeholders

Yielded = Iterator[tuple[Place, Mapping[str, Any]] | tuple[Place, Mapping[str, Any], Span]]
Check = Callable[[Any], Yielded]


class Sees(StrEnum):
    """What a rule must see to judge; the checks of one kind run together on the same case."""

    FILE = "file"  # PP0xx: the bytes of one file -> rules.cases.FileCase
    SCHEMA = "schema"  # PP1xx: one file against its schema -> rules.cases.SchemaCase
    GRID = "grid"  # PP2xx: the grid of one year, with the roles -> rules.cases.GridCase
    DECLARATION = "declaration"  # PP3xx: one readable declaration -> rules.cases.DeclarationCase
    TEXT = "text"  # PP3xx: the texts of a declaration that could identify somebody -> rules.cases.TextCase
    CLAIM = "claim"  # PP3xx: a declaration whose student, grid and activity are known -> rules.cases.ClaimCase
    EVALUATION = "evaluation"  # PP3xx: a claim that has been evaluated -> rules.cases.ClaimCase
    APPEAL = "appeal"  # PP3xx: a claim with an appeal -> rules.cases.ClaimCase
    FOLDER = "folder"  # PP4xx: one student's folder -> rules.cases.FolderCase
    QUITUS = "quitus"  # PP4xx: the same once the balance is known, for a folder with a quitus
    COHORT = "cohort"  # PP5xx: folders side by side -> rules.cases.CohortCase
    CHANGE = "change"  # PP6xx: a change and who proposes it -> rules.cases.ChangeCase


FAMILIES = {
    Sees.FILE: "PP0",
    Sees.SCHEMA: "PP1",
    Sees.GRID: "PP2",
    Sees.DECLARATION: "PP3",
    Sees.TEXT: "PP3",
    Sees.CLAIM: "PP3",
    Sees.EVALUATION: "PP3",
    Sees.APPEAL: "PP3",
    Sees.FOLDER: "PP4",
    Sees.QUITUS: "PP4",
    Sees.COHORT: "PP5",
    Sees.CHANGE: "PP6",
}

RETIRED = frozenset({"PP207", "PP405"})
"""Codes that are never given again. PP207 noted an activity worth more than its category, which harms nobody; PP405 had
an individual threshold need a profile without one, which told who has it."""


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    name: str
    sees: Sees
    severity: Severity
    sentence: Text
    mend: Text
    reason: Text
    check: Check
    at_key: bool = False
    """The finding points at the key rather than at its value."""

    def problems(self, case: Any) -> Iterator[Problem]:
        for found in self.check(case):
            yield Problem(self.code, *found)


class RuleSet:
    """The rules in force, by code and by what they see. ``without`` serves the test that each rule matters."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.by_code = {r.code: r for r in sorted(rules, key=lambda r: r.code)}
        self.seeing: dict[Sees, tuple[tuple[str, Check], ...]] = {
            sees: tuple((r.code, r.check) for r in self.by_code.values() if r.sees is sees) for sees in Sees
        }

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.by_code.values())

    def __getitem__(self, code: str) -> Rule:
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def without(self, *codes: str) -> RuleSet:
        return RuleSet(r for r in self if r.code not in codes)

    def judge(self, sees: Sees, case: Any) -> list[Problem]:
        """Every problem that the rules of one kind find in a case; a rule that asks for what could not be read stops
        there."""
        found: list[Problem] = []
        for code, check in self.seeing[sees]:
            try:
                for item in check(case):
                    found.append(Problem(code, *item))
            except Unread:
                pass
        return found


_REGISTERED: dict[str, Rule] = {}


def rule(
    code: str,
    sees: Sees,
    *,
    fr: tuple[str, str],
    en: tuple[str, str],
    severity: Severity = Severity.ERROR,
    at_key: bool = False,
) -> Callable[[Check], Check]:
    """Register a rule. ``fr`` and ``en`` are (what is wrong, how to mend it); the docstring is the reason, in two
    paragraphs, French then English."""
    if not re.fullmatch(r"PP[0-9]{3}", code) or not code.startswith(FAMILIES[sees]):
        raise ValueError(f"{code}: a rule that sees a {sees} has a code {FAMILIES[sees]}xx")
    if code in RETIRED or code in _REGISTERED:
        raise ValueError(f"{code}: this code is retired or already used; codes are for ever")
    for sentences in (fr, en):
        if not all(s.strip() for s in sentences):
            raise ValueError(f"{code}: say what is wrong and how to mend it, in French and in English")
    if placeholders(" ".join(fr)) != placeholders(" ".join(en)):
        raise ValueError(f"{code}: the French and English sentences have different placeholders")

    def register(check: Check) -> Check:
        paragraphs = [" ".join(p.split()) for p in (inspect.getdoc(check) or "").split("\n\n")]
        if len(paragraphs) != 2 or not all(paragraphs):
            raise ValueError(f"{code}: the docstring gives the reason in two paragraphs, French then English")
        _REGISTERED[code] = Rule(
            code=code,
            name=check.__name__,
            sees=sees,
            severity=severity,
            sentence=Text(fr[0], en[0]),
            mend=Text(fr[1], en[1]),
            reason=Text(*paragraphs),
            check=check,
            at_key=at_key,
        )
        return check

    return register


def registered() -> RuleSet:
    """The rules registered so far; ``polyvalidate.rules.RULES`` is the whole set."""
    return RuleSet(_REGISTERED.values())
