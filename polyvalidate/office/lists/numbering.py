"""Student numbers as lists have them, with what Excel has done to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from polyvalidate.model.words import Text
from polyvalidate.office.lists import cells
from polyvalidate.office.lists.cells import shown
from polyvalidate.office.lists.doubts import Doubt, stops
from polyvalidate.office.lists.tables import Row


def numbers_of(rows: Sequence[Row], digits: int | None, doubts: list[Doubt]) -> dict[int, str]:
    """The student number of each line that has one; lost zeros are put back when the number of digits is known."""
    found: dict[int, str] = {}
    for row in rows:
        text = row.cells["number"]
        number = cells.number(text)
        if cells.is_scientific(text):
            doubts.append(stops(_CUT, row.line, text=shown(text)))
        elif number is None:
            doubts.append(stops(_NO_NUMBER if text else _NOTHING, row.line, text=shown(text)))
        else:
            found[row.line] = number
    length = digits if digits is not None else _usual_length(found.values())
    if length:
        for line, number in found.items():
            if not number.isdigit() or len(number) == length:
                continue
            if digits is not None and len(number) < length:
                found[line] = number.rjust(length, "0")
            else:
                doubts.append(_length(line, number, length))
    return found


def _usual_length(numbers: Iterable[str]) -> int:
    """The length that most numbers have; 0 when there is none."""
    lengths = Counter(len(number) for number in numbers if number.isdigit())
    if not lengths:
        return 0
    length, count = lengths.most_common(1)[0]
    return length if count > 0.6 * sum(lengths.values()) else 0


def _length(line: int, number: str, length: int) -> Doubt:
    return stops(_LONG if len(number) > length else _SHORT, line, number=number, n=len(number), length=length)


_CUT = Text(
    "Excel a remplacé ce numéro par {text} : ses derniers chiffres sont perdus. Refaites l'extraction sans"
    " l'enregistrer depuis Excel.",
    "Excel has replaced this number by {text}: its last digits are lost. Make the extraction again without saving it"
    " from Excel.",
)
_NO_NUMBER = Text("« {text} » n'est pas un numéro étudiant.", "“{text}” is no student number.")
_NOTHING = Text("Cette ligne n'a pas de numéro étudiant.", "This line has no student number.")
_LONG = Text(
    "Le numéro {number} a {n} {n:chiffre|chiffres} et non {length}. Corrigez-le.",
    "Number {number} has {n} {n:digit|digits}, not {length}. Mend it.",
)
_SHORT = Text(
    "Le numéro {number} a {n} {n:chiffre|chiffres}, les autres {length} : Excel a pu retirer un zéro au début. Ajoutez"
    " --digits {length} pour le remettre, ou --digits 0 si les numéros n'ont pas tous la même longueur.",
    "Number {number} has {n} {n:digit|digits}, the others {length}: Excel may have taken a zero from its beginning. Add"
    " --digits {length} to put it back, or --digits 0 if numbers do not all have the same length.",
)
