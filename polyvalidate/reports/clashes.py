"""The words of what open requests would break together."""

from __future__ import annotations

from polyvalidate.judgement.together import Clash, Twice
from polyvalidate.model.findings import Finding
from polyvalidate.model.phrases import loss_of
from polyvalidate.model.score import Loss
from polyvalidate.model.words import Text
from polyvalidate.reports.context import message
from polyvalidate.rules.registry import RuleSet

TOGETHER = Text("À regarder avec d'autres demandes ouvertes", "To be looked at with other open requests")
ONE_THEN_THE_OTHER = Text(
    "Rien n'est bloqué : la personne qui évalue choisit l'ordre, et les demandes qui restent sont contrôlées de "
    "nouveau.",
    "Nothing is blocked: the evaluator chooses the order, and the requests that are left are checked again.",
)
_NAMED = Text("{n:Demande|Demandes} {numbers:all}", "{n:Request|Requests} {numbers:all}")
_SOMEBODY = Text("Une demande d'une autre personne", "A request of somebody else")
_BEYOND = Text("si toutes sont acceptées, {loss}", "if all are accepted, {loss}")
_TWICE = {
    Twice.FILE: Text(
        "ces demandes changent le même fichier : une seule pourra entrer telle quelle. Fermez celle qui est de trop.",
        "these requests change the same file: only one can enter as it is. Close the one that is not needed.",
    ),
    Twice.DOCUMENT: Text(
        "le même justificatif est cité par deux personnes. Vérifiez à qui il est ; une pièce commune, comme un PV, est "
        "possible.",
        "the same piece of evidence is cited by two people. Check whose it is; a common document, such as minutes, is "
        "possible.",
    ),
}


def named(clash: Clash, lang: str) -> str:
    """The requests, by their numbers. The box of somebody else has their code for a name, which is not told."""
    if clash.why is Twice.DOCUMENT and any("/" in one for one in clash.of):
        return _SOMEBODY.of(lang)
    numbers = tuple(sorted((one.rpartition("/")[2] for one in clash.of), key=int))
    return _NAMED.of(lang, n=len(numbers), numbers=numbers)


def code_of(clash: Clash) -> str:
    """The rule that explains it; empty for a cap, which the grid explains."""
    if isinstance(clash.why, Finding):
        return clash.why.code
    return "PP501" if clash.why is Twice.DOCUMENT else ""


def sentence(clash: Clash, rules: RuleSet, lang: str) -> str:
    """What they would break, in words that repeat nothing of theirs."""
    if isinstance(clash.why, Finding):
        return message(clash.why, rules, lang)
    if isinstance(clash.why, Loss):
        return _BEYOND.of(lang, loss=loss_of(clash.why, lang))
    return _TWICE[clash.why].of(lang)
