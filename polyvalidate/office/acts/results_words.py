"""What filling a results file of APOGEE does and does not do: counts, and the lines that each is about. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from polyvalidate.model.phrases import OUTCOMES
from polyvalidate.model.words import Text
from polyvalidate.office.acts.results import Order, Report, Undecided
from polyvalidate.office.exchange.apogee import NOTE, RESULT, SCALE, TYPES, Maquette
from polyvalidate.office.exchange.apogee_filling import Cell
from polyvalidate.office.lists.cells import shown


class Count(NamedTuple):
    """So many of a thing (``what`` agrees with the number, which stands before it), and each of them."""

    n: int
    what: Text
    rows: tuple[Text, ...] = ()


def heading(found: Report, read: Maquette, order: Order) -> tuple[Text, Text]:
    """What the file is, and which of its columns are filled."""
    title = " ".join(read.titles[key] for key in ("apoC_lib_dip", "apoC_annee") if read.titles.get(key))
    columns = ", ".join(f"{TYPES[column.type].fr} ({column.name})" for column in found.columns)
    columns_en = ", ".join(f"{TYPES[column.type].en} ({column.name})" for column in found.columns)
    return (
        _FILE.filled(n=len(read.people), title=title and f" ({title})"),
        _ELEMENT.filled(element=order.element, columns=Text(columns, columns_en)),
    )


def counts(found: Report, order: Order, names: Mapping[str, str]) -> Iterator[Count]:
    """What was filled, what was not and why; ``names`` are the people by pseudonym."""
    filled = found.filled
    results = Counter(cell.wanted for cell in filled.written if cell.column.type == RESULT)
    for code, n in sorted(results.items()):
        yield Count(n, _RESULT.filled(what=TYPES[RESULT], code=code))
    kinds = Counter(cell.column.type for cell in filled.written)
    yield Count(kinds[NOTE], Text("{n:note|notes}", "{n:note|notes}"))
    yield Count(kinds[SCALE], Text("{n:barème|barèmes}", "{n:scale|scales}"))
    yield Count(len(filled.same), Text("{n:case déjà remplie|cases déjà remplies}", "{n:cell|cells} already filled"))
    held = _HELD.filled(held=len(filled.held)) if filled.held else Text("", "")
    yield Count(len(filled.other), _OTHER.filled(n=len(filled.other), held=held), tuple(map(_other, filled.other)))
    yield from _undecided(found.undecided, order, names)
    absent = tuple(_PERSON.filled(code=one.code, number=one.number, name=shown(one.name)) for one in found.absent)
    yield Count(len(absent), _ABSENT.filled(n=len(absent), cohort=order.cohort), absent)
    yield Count(len(found.broken), _BROKEN, tuple(Text(path, path) for path in found.broken))


def _other(cell: Cell) -> Text:
    return _SAYS.filled(line=cell.person.line, column=cell.column.name, there=shown(cell.there), wanted=cell.wanted)


def _undecided(people: Sequence[Undecided], order: Order, names: Mapping[str, str]) -> Iterator[Count]:
    groups: dict[Text, list[Undecided]] = {}
    for one in people:
        if one.outcome is not None:
            why = _NO_CODE.filled(outcome=OUTCOMES[one.outcome], code=one.outcome)
        elif one.session is not None:
            why = _ANOTHER.filled(session=one.session)
        else:
            why = _NONE.filled(session=order.session)
        groups.setdefault(why, []).append(one)
    for why, some in groups.items():
        rows = (
            _LINE.filled(line=f"{one.person.line:<5}", code=one.code, name=shown(names.get(one.code, "")))
            for one in some
        )
        yield Count(len(some), why, tuple(rows))


_FILE = Text("Maquette : {n} {n:élève|élèves}{title}", "File: {n} {n:student|students}{title}")
_ELEMENT = Text("Élément {element} : {columns}", "Element {element}: {columns}")
_RESULT = Text("{what} {code}", "{what} {code}")
_HELD = Text(
    ", {held} {held:vide à côté le reste|vides à côté le restent}", ", {held} empty beside {held:stays|stay} so"
)
_OTHER = Text(
    "{n:case dit|cases disent} autre chose{held} : rien n'est écrit sur ces lignes",
    "{n:cell says|cells say} something else{held}: nothing is written on these lines",
)
_SAYS = Text(
    "ligne {line}, colonne {column} : {there}, et non {wanted}", "line {line}, column {column}: {there}, not {wanted}"
)
_PERSON = Text("{code}  {number}  {name}", "{code}  {number}  {name}")
_LINE = Text("ligne {line} {code}  {name}", "line {line} {code}  {name}")
_ABSENT = Text(
    "{n:élève|élèves} de la promotion {cohort} {n:absent|absents} de la maquette",
    "{n:student who is|students who are} of cohort {cohort} and not in the file",
)
_BROKEN = Text(
    "{n:décision du jury illisible|décisions du jury illisibles} : lancez polyvalidate check",
    "{n:decision|decisions} that cannot be read: run polyvalidate check",
)
_NO_CODE = Text(
    "{outcome} : la case reste vide, faute de --{code} CODE",
    "{outcome}: the cell stays empty for want of --{code} CODE",
)
_ANOTHER = Text("à une autre session du jury ({session})", "decided at another session ({session})")
_NONE = Text("sans décision du jury à la session {session}", "without a decision of the jury at session {session}")
