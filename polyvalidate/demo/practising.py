"""The workshop of evaluators: the sheet that each fills in alone, and what comes of laying the sheets side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from polyvalidate.demo.exercise import Case, rule_of
from polyvalidate.model.grid import Grid
from polyvalidate.model.phrases import DECISIONS
from polyvalidate.model.points import Points
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.office.lists.cells import folded
from polyvalidate.office.lists.tables import cuts
from polyvalidate.reports.spreadsheets import Cell, Quarters, Table, new_workbook

SHEET, ANSWERS = Text("exercice", "exercise"), Text("corrige", "answers")
"""The names of the two files: the sheet to copy, and what the person who leads keeps."""
_HEADS = (
    Text("N°", "No."),
    Text("Activité", "Activity"),
    Text("Ce que dit la grille", "What the grid says"),
    Text("Ce que l'élève déclare", "What the student declares"),
    Text("Ce que montrent les pièces", "What the documents show"),
    Text("Points demandés", "Points claimed"),
    Text("Décision", "Decision"),
    Text("Points", "Points"),
    Text("Raison", "Reason"),
)
_DECISION, _POINTS, _REASON = 6, 7, 8
_WIDTHS = (5, 22, 34, 38, 44, 10, 19, 8, 40)


def table(cases: Sequence[Case], grid: Grid, lang: str, *, answered: bool) -> Table:
    """One line a request; the last three columns are for the decision, and hold the answer when ``answered``."""
    name = (ANSWERS if answered else SHEET).in_language(lang)
    rows = tuple(tuple(_row(case, grid, lang, answered)) for case in cases)
    return Table(name, tuple(head.of(lang) for head in _HEADS), rows)


def _row(case: Case, grid: Grid, lang: str, answered: bool) -> list[Cell]:
    activity, plain = case.claim.activity, case.claim.plain
    unit, level = grid.units[activity.unit].title, activity.levels.get(plain.get("level", ""))
    amounts = {
        "quantity": Text("{quantity} × {unit}", "{quantity} × {unit}"),
        "hours": Text("{hours} heures", "{hours} hours"),
    }
    said = [
        f"{plain['title']} — {plain['organisation']}",
        Text("du {start:date} au {end:date}", "{start:date} to {end:date}").of(lang, **case.claim.period._asdict()),
        *(text.of(lang, unit=unit, **{key: plain[key]}) for key, text in amounts.items() if key in plain),
        *([level.title.in_language(lang)] if level is not None else []),
    ]
    points = case.answer.points
    answer: list[Cell] = [
        DECISIONS[case.answer.decision].of(lang),
        None if points is None else Quarters(points),
        case.answer.why.of(lang),
    ]
    return [
        case.number,
        f"{activity.code} {activity.title.in_language(lang)}",
        rule_of(activity, grid).of(lang),
        "\n".join(said),
        case.shown.of(lang),
        Quarters(case.claim.claimed),
        *(answer if answered else [None] * len(answer)),
    ]


def as_xlsx(sheet: Table, lang: str) -> bytes | Text:
    """The sheet to print or to fill in: texts on several lines, decisions to choose from. A ``Text`` without the
    library that writes it."""
    made = new_workbook(Text("Atelier d'évaluation", "Evaluators' workshop").of(lang))
    if isinstance(made, Text):
        return made
    page: Any = made.add(sheet)
    wrapped = made.book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width, wrapped)
    choice = [decision.of(lang) for decision in DECISIONS.values()]
    page.data_validation(1, _DECISION, len(sheet.rows), _DECISION, {"validate": "list", "source": choice})
    return made.finished()


# --- sheets that come back --------------------------------------------------------------------------------------------


class Given(NamedTuple):
    """One person's answer to one request: a code of ``DECISIONS``, empty where it is not answered; points if any."""

    decision: str
    points: Points | None
    reason: str


class Sheet(NamedTuple):
    """One person's sheet, by the numbers of requests. ``unclear`` are those whose decision is no word of ours."""

    who: str
    given: Mapping[int, Given]
    titles: Mapping[int, str]
    unclear: tuple[int, ...]


def read(who: str, data: bytes) -> Sheet | Text:
    """A sheet that was filled in, as an office program saved it; a ``Text`` says why it is none."""
    found = cuts(data, None, long_cells=True)
    if isinstance(found, Text):
        return found
    lines = max((cut.lines for cut in found), key=lambda lines: max((len(cells) for _, cells in lines), default=0))
    given: dict[int, Given] = {}
    titles: dict[int, str] = {}
    unclear: list[int] = []
    for _, cells in lines:
        row = (*cells, *[""] * len(_HEADS))
        if not row[0].isdigit():
            continue
        decision = _decision(row[_DECISION])
        if decision is None:
            unclear.append(int(row[0]))
        titles[int(row[0])] = row[1]
        given[int(row[0])] = Given(decision or "", _points(row[_POINTS]), row[_REASON])
    if not given:
        return Text(
            "Ce n'est pas la feuille de l'exercice : la première colonne porte le numéro des demandes.",
            "This is not the sheet of the exercise: its first column holds the numbers of the requests.",
        )
    return Sheet(who, given, titles, tuple(unclear))


def _decision(cell: str) -> str | None:
    """A code of ``DECISIONS``; empty for an empty cell, None for another word."""
    words = {folded(text.in_language(lang)): code for code, text in DECISIONS.items() for lang in LANGUAGES}
    return "" if not cell.strip() else words.get(folded(cell))


def _points(cell: str) -> Points | None:
    try:
        return Points(round(4 * float(cell.replace(",", "."))))
    except (ValueError, OverflowError):
        return None


class Compared(NamedTuple):
    """One request side by side. ``given`` are those who answered it, by name; ``agreed`` the share of pairs of them who
    decided alike, points included; None with fewer than two."""

    number: int
    expected: Given
    given: Mapping[str, Given]
    agreed: Fraction | None


def compared(answers: Sheet, sheets: Sequence[Sheet]) -> list[Compared]:
    """Every request of the exercise, in its order."""
    found = []
    for number_, expected in sorted(answers.given.items()):
        given = {sheet.who: one for sheet in sheets if (one := sheet.given.get(number_)) is not None and one.decision}
        pairs = [_same(one, other) for one, other in combinations(given.values(), 2)]
        found.append(Compared(number_, expected, given, Fraction(sum(pairs), len(pairs)) if pairs else None))
    return found


def _same(one: Given, other: Given) -> bool:
    """The same decision, and the same points where both say how many."""
    said = one.points is not None and other.points is not None
    return one.decision == other.decision and (not said or one.points == other.points)


_AGREE = Text(
    "{sheets} {sheets:feuille|feuilles}, {n} {n:demande|demandes} : deux personnes décident de même {share} fois sur"
    " 100.",
    "{sheets} {sheets:sheet|sheets}, {n} {n:request|requests}: two people decide alike {share} times of 100.",
)
_AS_ANSWERED = Text("  {who} : {same} sur {of} comme le corrigé", "  {who}: {same} of {of} as the answers say")
_DIVIDE = Text("Ce qui divise, à discuter d'abord ({n})", "What divides, to be discussed first ({n})")
_TOGETHER = Text(
    "Tout le monde d'accord, autrement que le corrigé ({n})", "All agree, otherwise than the answers ({n})"
)
_VOTE = Text("{what} : {who}", "{what}: {who}")
_ANSWER = Text("corrigé : {what}. {why}", "answers: {what}. {why}")
_GIVES = Text("{what}, {points:points}", "{what}, {points:points}")


def as_lines(answers: Sheet, sheets: Sequence[Sheet], lang: str) -> list[str]:
    """What the workshop looks at: how much one agrees, then each request that divides, with who decided what, and the
    answer. In the order of names: nobody is ranked."""
    found = compared(answers, sheets)
    known = [one.agreed for one in found if one.agreed is not None]
    share = round(100 * sum(known) / len(known)) if known else 0
    lines = [_AGREE.of(lang, sheets=len(sheets), n=len(found), share=share)] if known else []
    for sheet in sorted(sheets, key=lambda sheet: sheet.who):
        own = [(one.given[sheet.who], one.expected) for one in found if sheet.who in one.given]
        lines.append(_AS_ANSWERED.of(lang, who=sheet.who, same=sum(_same(*pair) for pair in own), of=len(own)))
    divided = sorted((one for one in found if _below(one)), key=lambda one: (one.agreed or 0, one.number))
    otherwise = [one for one in found if one.agreed == 1 and not _same(next(iter(one.given.values())), one.expected)]
    for title, rows in ((_DIVIDE, divided), (_TOGETHER, otherwise)):
        if rows:
            lines += ["", title.of(lang, n=len(rows))]
        for one in rows:
            lines += ["", f"  {one.number}. {answers.titles[one.number]}"]
            everybody = [*one.given.values(), one.expected]
            told = len({given.points for given in everybody if given.decision == "accepted" and given.points}) > 1
            said = {who: _said(given, lang, told) for who, given in sorted(one.given.items())}
            for what, _ in Counter(said.values()).most_common():
                who = ", ".join(name for name, words in said.items() if words == what)
                lines.append("     " + _VOTE.of(lang, what=what, who=who))
            lines.append("     " + _ANSWER.of(lang, what=_said(one.expected, lang, told), why=one.expected.reason))
    return lines


def _below(one: Compared) -> bool:
    return one.agreed is not None and one.agreed < 1


def _said(given: Given, lang: str, told: bool) -> str:
    """A decision in words, with the points of a part; with those of a whole where they differ (``told``)."""
    what = DECISIONS[given.decision].of(lang)
    some = given.points is not None and (given.decision == "partial" or (told and given.decision == "accepted"))
    return _GIVES.of(lang, what=what, points=given.points) if some else what
