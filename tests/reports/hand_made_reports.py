"""Reports built by hand, with four rules of their own: the words of the real ones may change without changing these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from polyvalidate.model.findings import START, Finding, Severity, Span
from polyvalidate.model.words import Text
from polyvalidate.reports.context import Context
from polyvalidate.rules.registry import Rule, RuleSet, Sees

SITE = "https://polyvalidate.example.org"
FOLDER = "declarations/2025/s-k3f9q2mz7w"
OPEN_DAY = f"{FOLDER}/3.1-jpo-janvier.yml"
WORKSHOP = f"{FOLDER}/5.2-fresque.yml"
STRAY = f"{FOLDER}/Nouveau document.yml"


def nothing(_case: object) -> Iterator[tuple[()]]:
    yield from ()


RULES = RuleSet(
    [
        Rule(
            code="PP019",
            name="expected_path",
            sees=Sees.FILE,
            severity=Severity.ERROR,
            sentence=Text(
                "Aucun fichier de ce nom n'est attendu à cet endroit.", "No file of this name is expected here."
            ),
            mend=Text("Le nom attendu ressemble à {expected}.", "The expected name looks like {expected}."),
            reason=Text("Ce que rien ne prévoit n'est ni lu ni compté.", "What nothing provides for is not read."),
            check=nothing,
        ),
        Rule(
            code="PP308",
            name="period_is_in_order",
            sees=Sees.CLAIM,
            severity=Severity.ERROR,
            sentence=Text("La date de fin précède la date de début.", "The end date is before the start date."),
            mend=Text(
                "Écrivez une date de fin égale ou postérieure au {start:date}.",
                "Write an end date that is {start:date} or later.",
            ),
            reason=Text(
                "Une période commence avant de finir ; sinon rien n'a duré.", "A period begins before it ends."
            ),
            check=nothing,
        ),
        Rule(
            code="PP320",
            name="second_reader",
            sees=Sees.CLAIM,
            severity=Severity.WARNING,
            sentence=Text(
                "Cette déclaration vaut {worth:points} ; à partir de {bound:points}, une seconde personne relit.",
                "This declaration is worth {worth:points}; from {bound:points} on, a second person reads it too.",
            ),
            mend=Text("Demandez à {who:list} de la signer.", "Ask {who:list} to sign it."),
            reason=Text("Deux regards valent mieux qu'un.", "Two pairs of eyes are better than one."),
            check=nothing,
        ),
        Rule(
            code="PP330",
            name="room_left",
            sees=Sees.CLAIM,
            severity=Severity.NOTE,
            sentence=Text("Le plafond de l'activité est atteint.", "The cap of the activity is reached."),
            mend=Text("Rien n'est à faire : {name}.", "Nothing is to be done: {name}."),
            reason=Text("Déclarer plus ne retire jamais de point.", "Declaring more never costs a point."),
            check=nothing,
        ),
    ]
)

FILES = {
    OPEN_DAY: [
        'activity: "3.1"',
        "title: Journée portes ouvertes",
        "organisation: École d'exemple",
        "period: {from: 2026-02-01, to: 2026-01-31}",
        "quantity: 2",
    ],
    WORKSHOP: [
        'activity: "5.2"',
        "title: 環境 atelier",
        f"description: {'Animation de la fresque, ' * 6}puis bilan avec les élèves et {'les encadrants, ' * 6}fin.",
        "evaluation: {decision: accepted, points: 3}",
    ],
}


class HandMade(NamedTuple):
    """A report with what the formats read, and nothing else."""

    findings: tuple[Finding, ...]
    files: int
    folders: int


def late(path: str = OPEN_DAY, line: int = 4) -> Finding:
    """The end date before the start date, underlined in the value."""
    keys = ("period", "to")
    return Finding("PP308", Severity.ERROR, path, keys, {"start": date(2026, 2, 1)}, Span(line, 32, line, 42))


MIXED = HandMade(
    findings=(
        late(),
        Finding("PP330", Severity.NOTE, OPEN_DAY, ("quantity",), {"name": "3.1"}, Span(5, 11, 5, 12)),
        Finding(
            "PP320",
            Severity.WARNING,
            WORKSHOP,
            ("evaluation", "points"),
            {"worth": 12, "bound": 12, "who": ("ref-1", "ref-4")},
            Span(4, 43, 4, 44),
        ),
        Finding("PP019", Severity.ERROR, STRAY, (), {"expected": "3.1-jpo-janvier.yml"}, START),
    ),
    files=41,
    folders=12,
)
CLEAN = HandMade(findings=(), files=41, folders=12)


def lines_of(path: str) -> Sequence[str]:
    return FILES.get(path, [])


def reader(lang: str, colour: bool = False) -> Context:
    return Context(lang=lang, site=SITE, version="1.2.3", lines=lines_of, colour=colour)
