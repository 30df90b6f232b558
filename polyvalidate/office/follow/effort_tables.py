"""What deciding took, as tables: by category and person, what waits, where like was not decided alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, number, plain, typographic
from polyvalidate.office.follow.effort import Effort, Spread, Why
from polyvalidate.office.follow.sheets import drawn, more
from polyvalidate.reports import spreadsheets
from polyvalidate.reports.decisions import claimed, given_by_grid
from polyvalidate.reports.spreadsheets import Cell, Quarters, Table
from polyvalidate.rules.granting import bounds

MOST_SHOWN = 20
"""Like declarations shown on a terminal."""
NAMES = {
    "decisions": Text("Décisions", "Decisions"),
    "waiting": Text("En attente", "Waiting"),
    "spread": Text("Points différents", "Unlike points"),
}
_EVERYBODY = Text("ensemble", "together")
_BETWEEN = Text(" ; ", "; ")
_WHY = {
    Why.WRITTEN: Text("{n} {n:motif écrit|motifs écrits}", "{n} written {n:reason|reasons}"),
    Why.CHOICE: Text("{n} au choix selon la grille", "{n} chosen as the grid lets"),
    Why.NOTHING: Text("{n} sans explication écrite", "{n} without a written reason"),
}


def table(effort: Effort, name: str, lang: str) -> Table:
    """One of the three tables, by its key in ``NAMES``."""
    heads, rows = {"decisions": _decisions, "waiting": _waiting, "spread": _spreads}[name](effort, lang)
    return Table(NAMES[name].of(lang), tuple(head.of(lang) for head in heads), tuple(rows))


Made = tuple[tuple[Text, ...], list[tuple[Cell, ...]]]
_CATEGORY, _WHO = Text("Catégorie", "Category"), Text("Qui décide", "Who decides")


def _decisions(effort: Effort, lang: str) -> Made:
    heads = (
        _CATEGORY,
        _WHO,
        Text("Décisions", "Decisions"),
        Text("Acceptées", "Accepted"),
        Text("En partie", "In part"),
        Text("Refusées", "Refused"),
        Text("Délai connu", "Delay known"),
        Text("Délai médian (jours)", "Median delay (days)"),
        Text("Le plus long (jours)", "Longest (days)"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            share.category,
            share.code or _EVERYBODY.of(lang),
            len(share.decisions),
            *(share.of(decision) for decision in ("accepted", "partial", "refused")),
            len(share.days),
            share.median,
            max(share.days, default=None),
        )
        for share in effort.shares
    ]
    return heads, rows


def _waiting(effort: Effort, _lang: str) -> Made:
    heads = (
        _CATEGORY,
        _WHO,
        Text("En attente", "Waiting"),
        Text("Depuis le", "Since"),
        Text("La plus ancienne (jours)", "Oldest (days)"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.category,
            ", ".join(one.codes) or "—",
            one.number,
            one.oldest,
            None if one.oldest is None else (effort.today - one.oldest).days,
        )
        for one in effort.queued
    ]
    return heads, rows


def _spreads(effort: Effort, lang: str) -> Made:
    heads = (
        Text("Activité", "Activity"),
        Text("Intitulé", "Title"),
        Text("Déclaré", "Claimed"),
        Text("Grille", "Grid"),
        Text("Décisions", "Decisions"),
        Text("Points donnés", "Points given"),
        Text("Écart", "Difference"),
        Text("Autre que la grille", "Other than the grid"),
        Text("Par personne", "By person"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in effort.spreads:
        claim, points = one.claim, [given for given, _ in one.granted]
        people = [f"{code} {_given(theirs, lang)}" for code, theirs in one.by_person]
        rows.append(
            (
                claim.activity.code,
                claim.activity.title.in_language(lang),
                claimed(claim, lang),
                plain(given_by_grid(claim, bounds(claim)[0], lang)),
                len(one.decisions),
                _given(one, lang),
                Quarters(Points(max(points) - min(points))),
                _explained(one.why, lang),
                _BETWEEN.of(lang).join(people) if len(people) > 1 else claim.evaluation.by,
            )
        )
    return heads, rows


def _given(spread: Spread, lang: str) -> str:
    """``1 (×5), 0,5 (×1)``"""
    return ", ".join(f"{number(points, lang)} (×{count})" for points, count in spread.granted)


def _explained(why: Counter[Why], lang: str) -> str:
    return _BETWEEN.of(lang).join(text.of(lang, n=why[each]) for each, text in _WHY.items() if why[each])


# --- forms ------------------------------------------------------------------------------------------------------------

_TITLE = Text("Décisions de {year}, au {today:date}", "Decisions of {year}, on {today:date}")
_NONE = Text("Aucune décision n'a été signée en {year}.", "No decision was signed in {year}.")
_ALIKE = Text("Points donnés à des déclarations semblables", "Points given to like declarations")
_NOT_ALIKE = Text(
    "Pour une même activité, une même quantité et la même valeur dans la grille, tout a été décidé pareil.",
    "For the same activity, as much of it and the same value in the grid, all was decided alike.",
)
_WAITING = Text("Ce qui attend une décision", "What awaits a decision")
_KNOWN = Text(
    "Délai : de l'ouverture de la demande à la décision. Il est connu pour {known} {known:décision|décisions} sur "
    "{n} : celles dont la fusion dit quand la demande a été ouverte.",
    "Delay: from the opening of the request to the decision. It is known for {known} {known:decision|decisions} of "
    "{n}: those whose merge says when the request was opened.",
)
_USE = Text(
    "Ces chiffres servent à s'accorder entre personnes qui évaluent : ils ne disent pas qui travaille bien, et ne se "
    "publient pas.",
    "These figures help evaluators to agree: they do not say who works well, and are not to be published.",
)
_UNREAD = Text(
    "{n} {n:demande ouverte n'a pas pu être jugée|demandes ouvertes n'ont pas pu être jugées} : voyez polyvalidate "
    "queue.",
    "{n} open {n:request|requests} could not be judged: see polyvalidate queue.",
)


def as_text(effort: Effort, lang: str) -> str:
    """The three tables, each below its title, then how to read them."""
    parts = [_TITLE.of(lang, year=effort.year, today=effort.today), ""]
    if effort.decisions:
        parts += [drawn(table(effort, "decisions", lang), lang), "", _ALIKE.of(lang)]
        parts += _spread(effort, lang) if effort.spreads else [_NOT_ALIKE.of(lang)]
    else:
        parts.append(_NONE.of(lang, year=effort.year))
    if effort.waiting:
        parts += ["", f"{_WAITING.of(lang)} ({len(effort.waiting)})", drawn(table(effort, "waiting", lang), lang)]
    return plain(typographic("\n".join([*parts, "", *notes(effort, lang)]), lang)) + "\n"


def _spread(effort: Effort, lang: str) -> list[str]:
    """Without the title of the activity and the difference, for which a terminal has no room; the first of them."""
    found, kept = table(effort, "spread", lang), (0, 2, 3, 5, 7, 8)
    rows = tuple(tuple(row[n] for n in kept) for row in found.rows[:MOST_SHOWN])
    return [
        drawn(Table(found.name, tuple(found.heads[n] for n in kept), rows), lang),
        *more(len(found.rows) - MOST_SHOWN, lang),
    ]


def notes(effort: Effort, lang: str) -> list[str]:
    """How the figures are made, and what they are for."""
    known = sum(one.days is not None for one in effort.decisions)
    return [
        *([_KNOWN.of(lang, known=known, n=len(effort.decisions))] if effort.decisions else []),
        *([_UNREAD.of(lang, n=effort.unread)] if effort.unread else []),
        _USE.of(lang),
    ]


def as_xlsx(effort: Effort, lang: str) -> bytes | Text:
    """A workbook: the three tables, and how to read them. A ``Text`` without the library that writes it."""
    title = _TITLE.of(lang, year=effort.year, today=effort.today)
    return spreadsheets.as_xlsx(_sheets(effort, title, lang), title)


def _sheets(effort: Effort, title: str, lang: str) -> Iterator[Table]:
    for name in NAMES:
        yield table(effort, name, lang)
    yield Table(Text("À lire", "Read me").of(lang), (title,), tuple((note,) for note in notes(effort, lang)))
