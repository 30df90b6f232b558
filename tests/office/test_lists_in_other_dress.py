"""The same files as the other offices would have sent them: another program, another order, a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence

import openpyxl
import pytest

from polyvalidate.model.words import Text
from polyvalidate.office.exchange.moodle_export import Export, read_export
from polyvalidate.office.lists.listing import Listing
from polyvalidate.office.register.attendance import Attendance
from tests.office.test_cases_of_the_office import ZONE, attended, case, listed, said

Rows = Sequence[Sequence[str]]


def rows_of(data: bytes) -> Rows:
    """What the file says, as its own program would show it."""
    ways = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for way in ways:
        try:
            text = data.decode(way)
            break
        except UnicodeDecodeError:
            continue
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=text.count)))


def written(rows: Rows, delimiter: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def with_tabs(rows: Rows) -> bytes:
    """As Excel saves « Texte Unicode »."""
    return b"\xff\xfe" + written(rows, "\t").encode("utf-16-le")


def turned(rows: Rows) -> bytes:
    """The columns from right to left, semicolons, UTF-8 with its mark."""
    wide = max(map(len, rows))
    return written([[*row, *[""] * (wide - len(row))][::-1] for row in rows], ";").encode("utf-8-sig")


def workbook(rows: Rows) -> bytes:
    """Every cell a text, as a copy from a page gives it; what was a formula to keep a zero is the text it made."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([re.sub(r'^="(.*)"$', r"\1", cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


DRESSES: dict[str, Callable[[Rows], bytes]] = {"tabs": with_tabs, "turned": turned, "workbook": workbook}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("number", ["01", "03", "06", "07", "08", "09", "11"])
def test_a_list_of_students_says_the_same(number: str, dress: str) -> None:
    data = case(number)
    before, after = listed(data), listed(DRESSES[dress](rows_of(data)))

    assert isinstance(before, Listing)
    assert isinstance(after, Listing)
    assert (dict(after.students), said(after)) == (dict(before.students), said(before))


@pytest.mark.parametrize("dress", DRESSES)
def test_a_list_without_student_numbers_is_refused_for_the_same_reason(dress: str) -> None:
    data = case("05")
    before, after = listed(data), listed(DRESSES[dress](rows_of(data)))

    assert isinstance(before, Text)
    assert isinstance(after, Text)
    assert after.fr.partition("«")[0] == before.fr.partition("«")[0]


@pytest.mark.parametrize("dress", DRESSES)
def test_names_decoded_twice_are_never_taken(dress: str) -> None:
    """Of a workbook each line is refused, of a text the whole."""
    found = listed(DRESSES[dress](rows_of(case("10"))))

    assert isinstance(found, Text) or said(found, blocks=True)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("number", ["31", "36"])
def test_the_same_people_came(number: str, dress: str) -> None:
    data = case(number)
    before, after = attended(data), attended(DRESSES[dress](rows_of(data)))

    assert isinstance(before, Attendance)
    assert isinstance(after, Attendance)
    assert sorted(one.code for one in after.people) == sorted(one.code for one in before.people)


@pytest.mark.parametrize("dress", ["tabs", "workbook"])
@pytest.mark.parametrize("number", ["20", "21", "22", "23"])
def test_an_export_of_moodle_says_the_same(number: str, dress: str) -> None:
    data = case(number)
    before, after = read_export(data, {}, ZONE), read_export(DRESSES[dress](rows_of(data)), {}, ZONE)

    assert isinstance(before, Export)
    assert isinstance(after, Export)
    assert (after.items, [line.marks for line in after.lines]) == (before.items, [line.marks for line in before.lines])
