"""Lines of a workbook that a filter, or a person, has hidden: whoever looks at the sheet does not see them."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from polyvalidate.model.words import Text
from polyvalidate.office.lists.doubts import Doubt, stops, told
from polyvalidate.office.lists.workbooks import Lines


class Hidden(StrEnum):
    """What a person says is to become of them."""

    READ = "read"
    LEAVE = "leave"


MOST_NAMED = 12
_WHICH = Text(
    "{n} {n:ligne est masquée|lignes sont masquées} dans cette feuille, par un filtre ou à la main ({numbers}). ",
    "{n} {n:line is|lines are} hidden in this sheet, by a filter or by hand ({numbers}). ",
)
_REFUSED = Text(
    "{which}Retirez le filtre et enregistrez, ou dites ce qu'il en est : --hidden-rows read pour {n:la|les} lire, "
    "--hidden-rows leave pour {n:la|les} laisser de côté.",
    "{which}Take the filter off and save, or say what to do: --hidden-rows read to read {n:it|them}, "
    "--hidden-rows leave to leave {n:it|them} aside.",
)
_READ = Text("{which}{n:Elle est lue|Elles sont lues}.", "{which}{n:It is|They are} read.")
_LEFT = Text("{which}{n:Elle est laissée|Elles sont laissées} de côté.", "{which}{n:It is|They are} left aside.")


def told_of_hidden(lines: Lines, hidden: Collection[int], said: Hidden | None) -> Doubt | None:
    """What is said of the hidden lines among these; None where there are none."""
    numbers = [number for number, _ in lines if number in hidden]
    if not numbers:
        return None
    listed = ", ".join(map(str, numbers[:MOST_NAMED])) + ("…" if len(numbers) > MOST_NAMED else "")
    which = _WHICH.filled(n=len(numbers), numbers=listed)
    text = {None: _REFUSED, Hidden.READ: _READ, Hidden.LEAVE: _LEFT}[said].filled(which=which, n=len(numbers))
    return stops(text) if said is None else told(text)


def without_hidden(lines: Lines, hidden: Collection[int], said: Hidden | None, doubts: list[Doubt]) -> Lines:
    """The lines to be read. A doubt that blocks is added when there are hidden ones of which nothing was said."""
    doubt = told_of_hidden(lines, hidden, said)
    if doubt is not None:
        doubts.append(doubt)
    return [line for line in lines if line[0] not in hidden] if said is Hidden.LEAVE else lines
