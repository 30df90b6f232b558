"""What whoever decides a declaration needs, in a comment: what was declared, what proves it, what the grid says, how
others were decided, who decides, and the commands to copy.

What the student wrote stands in one fenced block (``reports.fence``) and nowhere else. Who reads the request may open
this part too: nothing of another student stands in it, but how many times how much was granted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from polyvalidate.judgement.awaiting import UNDECIDED, Await, Awaited
from polyvalidate.judgement.verdict import Verdict
from polyvalidate.model.findings import Severity
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Period
from polyvalidate.model.paths import kind_of
from polyvalidate.model.phrases import DECISIONS, PAIR
from polyvalidate.model.words import Text, day, number
from polyvalidate.reports.context import Context, edition, inert
from polyvalidate.reports.decisions import claimed, given_by_grid
from polyvalidate.reports.fence import fenced, is_cut
from polyvalidate.reports.functions import linked
from polyvalidate.reports.grids import evidence_in_short, limits, worth_in_short
from polyvalidate.reports.markdown import inactive
from polyvalidate.reports.queues import alike
from polyvalidate.reports.verdict_words import COMPARED, KEYS, Judgement, awaited, awaited_of
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.granting import bounds

DECIDED_HERE = UNDECIDED | {Awaited.REFERENT}
"""What is awaited that a command below the request gives."""


def waits(verdict: Verdict) -> list[Await]:
    """What awaits somebody who decides a declaration, or reads it a second time: an appeal is the jury's, and one with
    an error, were it there before, is nobody's to decide."""
    kinds = DECIDED_HERE | {Awaited.SECOND}
    broken = {finding.path for finding in verdict.findings if finding.severity is Severity.ERROR}
    return [w for w in verdict.awaits if w.kind in kinds and w.path in verdict.claims and w.path not in broken]


def parts(judgement: Judgement, context: Context) -> Iterator[str]:
    """Of each of these declarations, all that is told, in Markdown."""
    paths = {change.path for change in judgement.verdict.changes if kind_of(change.path) == "declaration"}
    times = Counter(map(_code, paths))
    for wait in waits(judgement.verdict):
        # A command calls it by its activity, or by its file where the request has several of that activity.
        name = _code(wait.path) if times[_code(wait.path)] < 2 else _file(wait.path)
        yield "\n".join(_part(judgement, wait, name, context))


def _part(judgement: Judgement, wait: Await, name: str, context: Context) -> Iterator[str]:
    lang, claim = context.lang, judgement.verdict.claims[wait.path]
    activity = claim.activity
    yield f"**{inactive(activity.code)} {_line(activity.title, lang)}** (`{_file(wait.path)}`)"
    yield ""
    said = list(_said(claim, lang))
    yield from fenced(said)
    cut = tuple(label for label, text in said if is_cut(text))
    if cut:
        yield _CUT.of(lang, labels=cut)
    yield ""
    yield from (f"- {line}" for line in _facts(judgement, wait, claim, context))
    yield ""
    if wait.kind not in DECIDED_HERE:
        yield _TO_CONFIRM.of(lang)
    else:
        yield _TO_DECIDE.of(lang)
        yield ""
        yield "```text"
        yield from (line.of(lang) for line in _commands(claim, name))
        yield "```"


def _said(claim: ClaimCase, lang: str) -> Iterator[tuple[str, str]]:
    """What the declaration says, and what its evaluation says where there is one, each with its label."""
    declaration = claim.declaration
    texts = {
        "title": declaration.title,
        "organisation": declaration.organisation,
        "event": declaration.event,
        "period": _days(declaration.period, lang),
        "quantity": claimed(claim, lang),
        "origin": declaration.origin,
        "description": declaration.description,
    }
    if declaration.evaluation is not None:
        texts["comment"] = declaration.evaluation.comment
    pieces = ((_piece(index, lang), _where(piece)) for index, piece in enumerate(declaration.evidence))
    named = ((KEYS[key].of(lang).capitalize(), text) for key, text in texts.items() if text)
    yield from chain(named, pieces)


def _days(period: Period, lang: str) -> str:
    if period.start == period.end:
        return day(period.start, lang)
    return Text("du {first:date} au {last:date}", "{first:date} to {last:date}").of(
        lang, first=period.start, last=period.end
    )


def _piece(index: int, lang: str) -> str:
    return f"{KEYS['evidence'].of(lang).capitalize()} {index + 1}"


def _where(piece: Evidence) -> str:
    return f"{piece.kind}, {piece.name or piece.url or ''}"


def _facts(judgement: Judgement, wait: Await, claim: ClaimCase, context: Context) -> Iterator[str]:
    """What we know beside it, a line each."""
    lang, grid, activity = context.lang, claim.grid, claim.activity
    yield from _proofs(judgement.verdict, claim, context)
    asked = evidence_in_short(activity, lang)
    rule = Text("Grille {year} : {worth}, au plus {most}{asked}.", "Grid {year}: {worth}, at most {most}{asked}.")
    details = {"worth": inactive(worth_in_short(grid, activity, lang)), "most": limits(activity, lang)}
    proved = Text(" ; à prouver par {asked}", "; to be proved by {asked}").of(lang, asked=asked) if asked else ""
    yield rule.of(lang, year=grid.year, asked=proved, **details)
    evaluation = claim.declaration.evaluation
    if evaluation is None:
        yield PAIR.of(lang, label=_GIVES.of(lang), value=given_by_grid(claim, bounds(claim)[0], lang))
    else:
        granted = "" if evaluation.points is None else f", {number(evaluation.points, lang)}"
        value = f"{DECISIONS[evaluation.decision].of(lang)}{granted} ({evaluation.by}, {day(evaluation.on, lang)})"
        yield PAIR.of(lang, label=KEYS["decision"].of(lang).capitalize(), value=value)
    yield PAIR.of(lang, label=_GUIDANCE.of(lang), value=_line(activity.guidance, lang))
    yield from _precedents(judgement, claim, lang)
    who = awaited(wait, linked(awaited_of(wait, judgement.book), judgement.pages), lang)
    yield PAIR.of(lang, label=Text("Attendu", "Awaited").of(lang), value=who)


def _proofs(verdict: Verdict, claim: ClaimCase, context: Context) -> Iterator[str]:
    """Each piece of evidence, and whether the check has compared it with its digest."""
    lang, known = context.lang, claim.grid.evidence.kinds
    agrees = {piece.rank: piece.agrees for piece in verdict.evidence if piece.path == claim.declaration.path}
    page = f"{edition(context)}/verifier/"
    for index, piece in enumerate(claim.declaration.evidence):
        said = COMPARED[agrees[index]] if index in agrees else _NOT_SEEN if piece.sha256 else _ADDRESS
        kind = f"{piece.kind} ({_line(known[piece.kind].title, lang)})" if piece.kind in known else piece.kind
        yield PAIR.of(lang, label=_piece(index, lang), value=said.of(lang, kind=kind, page=page))


def _precedents(judgement: Judgement, claim: ClaimCase, lang: str) -> Iterator[str]:
    """How others were decided: where every student reads the repository, and never of a sensitive activity."""
    if judgement.past is None or judgement.book.boxes or claim.activity.sensitive:
        return
    similar = judgement.past.similar(claim)
    said = alike(similar, lang) if any(similar[:3]) else Text("aucune", "none").of(lang)
    if similar.alike:
        times = (_TIMES.filled(n=times, granted=granted) for granted, times in similar.alike)
        said += _AS_MUCH.of(lang, times=", ".join(one.of(lang) for one in times))
    label = Text("Dernières décisions sur cette activité", "Latest decisions on this activity").of(lang)
    yield PAIR.of(lang, label=label, value=said)


def _commands(claim: ClaimCase, name: str) -> Iterator[Text]:
    """What may be answered of this declaration and no other; a number of points that the grid lets choose."""
    least, most = bounds(claim)
    if claim.activity.is_range:
        yield Text("/points {name} {points:number}", "/points {name} {points:number}").filled(name=name, points=least)
    else:
        yield Text("/accepter {name}", "/accept {name}").filled(name=name)
        if most > 1:
            fewer = Text("/points {name} {points:number} motif", "/points {name} {points:number} reason")
            yield fewer.filled(name=name, points=most // 2)
    yield Text("/refuser {name} motif", "/refuse {name} reason").filled(name=name)
    yield Text("/completer {name} ce qui manque", "/complete {name} what is missing").filled(name=name)


def _code(path: str) -> str:
    return _file(path).partition("-")[0]


def _file(path: str) -> str:
    return path.rpartition("/")[2]


def _line(text: Text, lang: str) -> str:
    """What a school wrote, on one line, as it may stand in Markdown."""
    return inactive(inert(" ".join(text.of(lang).split())))


_NOT_SEEN = Text(
    "{kind}, pas encore vu par le contrôle ; la page [Vérifier]({page}) le compare",
    "{kind}, not seen by the check yet; the page [Verify]({page}) compares it",
)
_ADDRESS = Text("{kind}, une adresse à ouvrir", "{kind}, an address to open")
_GUIDANCE = Text("Conseils", "Guidance")
_GIVES = Text("La grille donne ici", "The grid gives here")
_TIMES = Text("{n} fois {granted:points}", "{n} {n:time|times} {granted:points}")
_AS_MUCH = Text(" ; pour la même quantité : {times}", "; for as much: {times}")
_CUT = Text(
    "Texte trop long, coupé ici ({labels:list}) : la suite est dans le fichier de la demande.",
    "Too long a text, cut here ({labels:list}): the rest is in the file of the request.",
)
_TO_DECIDE = Text("Pour décider, répondez par une seule de ces lignes :", "To decide, answer with one of these lines:")
_TO_CONFIRM = Text(
    "Pour confirmer, relisez la décision puis approuvez cette demande.",
    "To confirm, read the decision, then approve this request.",
)
