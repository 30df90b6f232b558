"""Lists from APOGEE, Excel, a university's feed and people: read when they can be, refused in a sentence otherwise."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate import repository
from polyvalidate.files import schema, source
from polyvalidate.files.schema import Reader
from polyvalidate.model.words import Text
from polyvalidate.office.lists.listing import Listing, Reading, read_listing
from polyvalidate.office.lists.steps import Step, step_of
from polyvalidate.office.lists.tables import Table, read_table

ROWS = [("22000001", "DUPONT", "Éléonore", "DI3"), ("22000002", "LEE", "Zoë", "DEE3")]
NEEDED = ("number", "surname", "programme")


def grid():
    data = source.parse(repository.starting_files()["grid/2025-2026/rules.yml"]).data
    assert Reader(repository.parsed_schemas()).accepts("rules", data)
    return schema.read_grid(data, {})


GRID = grid()


def listed(data: bytes, digits: int | None = None, steps: dict[str, str] | None = None, **named: str) -> Listing | Text:
    table = read_table(data, named, NEEDED)
    if isinstance(table, Text):
        return table
    return read_listing(table, Reading(GRID, 2025, steps or {}, digits, False))


def people(found: Listing | Text) -> list[tuple[str, str, str, str]]:
    assert isinstance(found, Listing), found
    assert [d for d in found.doubts if d.blocks] == []
    return [(s.number, s.surname, s.first, str(s.step)) for s in found.students.values()]


def blocked(found: Listing | Text) -> list[tuple[int | None, str]]:
    if isinstance(found, Text):
        return [(None, found.fr)]
    return [(d.line, d.text.fr) for d in found.doubts if d.blocks]


def text(
    delimiter: str = ";", header: Sequence[str] = ("Numéro étudiant", "Nom", "Prénom", "Cursus"), end: str = "\r\n"
) -> str:
    return end.join(delimiter.join(row) for row in [header, *ROWS]) + end


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_delimiter_encoding_and_line_end_give_the_same_students(delimiter: str, encoding: str, end: str) -> None:
    assert people(listed(text(delimiter, end=end).encode(encoding))) == ROWS


@pytest.mark.parametrize(
    "header",
    [
        ("COD_ETU", "LIB_NOM_PAT_IND", "LIB_PR1_IND", "COD_ETP"),
        ("N° étudiant", "Nom", "Prénom", "Cursus"),
        ("matriculeEtudiant", "nomFamilleEtudiant", "prenomEtudiant", "codesEtape"),
        ("Code_NIP", "nom", "prenom", "Spécialité"),
        ("idnumber", "lastname", "firstname", "group1"),
    ],
)
def test_columns_are_known_by_the_names_that_programs_give_them(header: tuple[str, ...]) -> None:
    assert people(listed(text(header=header).encode())) == ROWS


def test_a_column_of_another_name_is_named_once() -> None:
    data = text(header=("Matricule interne", "Nom", "Prénom", "Cursus")).encode()

    assert people(listed(data, number="matricule INTERNE")) == ROWS
    assert blocked(listed(data)) == [
        (
            None,
            "La colonne « numéro étudiant » manque. Les colonnes lues sont « Matricule interne », « Nom », « Prénom », "
            "« Cursus ». Si l'une d'elles convient, dites laquelle : --column number=\"Matricule interne\".",
        )
    ]


def workbook(rows: Sequence[Sequence[object]], form: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if form is not None:
        for cell in sheet["A"][1:]:
            cell.number_format = form
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_read_with_its_numbers_and_their_zeros() -> None:
    head = ("Numéro étudiant", "Nom", "Prénom", "Cursus")
    plain = workbook([head, (22000001, "DUPONT", "Éléonore", "DI3"), (22000002.0, "LEE", "Zoë", "DEE3")])
    zeros = workbook([head, (123, "DUPONT", "Éléonore", "DI3"), (456, "LEE", "Zoë", "DEE3")], "00000000")

    assert people(listed(plain)) == ROWS
    assert [row[0] for row in people(listed(zeros))] == ["00000123", "00000456"]


def test_without_the_library_a_workbook_says_how_to_do_without(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook([("Numéro étudiant", "Nom", "Cursus"), (22000001, "DUPONT", "DI3")])
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    assert blocked(listed(data))[0][1].endswith("ou enregistrez la feuille en « CSV UTF-8 ».")


def test_a_damaged_workbook_and_another_sheet_are_told() -> None:
    data = workbook([("Numéro étudiant", "Nom", "Cursus"), (22000001, "DUPONT", "DI3")])

    cut = read_table(data[:-400], {}, NEEDED)
    other = read_table(data, {}, NEEDED, "Feuille 9")

    assert isinstance(cut, Text)
    assert other == Text("Les feuilles de ce classeur sont : Sheet.", "The sheets of this workbook are: Sheet.")


def test_a_title_and_a_merged_header_in_two_lines_are_seen_through() -> None:
    rows = [
        ("Liste des élèves, Polytech", None, None, None),
        (),
        ("Numéro étudiant", "Identité", None, "Cursus"),
        (None, "Nom", "Prénom", None),
        *ROWS,
        ("Total : 2", None, None, None),
    ]

    found = listed(workbook(rows))

    assert people(found) == ROWS
    assert isinstance(found, Listing)
    assert [(d.line, d.text.fr) for d in found.doubts] == [(7, "Titre ou total, laissé de côté.")]


def test_cells_that_excel_has_wrapped_are_unwrapped() -> None:
    data = 'sep=;\r\nNuméro étudiant;Nom;Prénom;Cursus\r\n="00000123";DUPONT;Éléonore;DI3\r\n'
    data += "'00000456; LEE\u00a0;Zoë\u200b;DEE 3A\r\n22000003.0;ROE;;DI3\r\n22 000 004;POE;;DI3\r\n"

    assert people(listed(data.encode())) == [
        ("00000123", "DUPONT", "Éléonore", "DI3"),
        ("00000456", "LEE", "Zoë", "DEE3"),
        ("22000003", "ROE", "", "DI3"),
        ("22000004", "POE", "", "DI3"),
    ]


def test_a_lost_zero_is_seen_and_put_back_when_asked() -> None:
    data = "Numéro;Nom;Prénom;Cursus\n22000001;A;B;DI3\n22000002;C;D;DI3\n1234567;DUPONT;E;DI3\n".encode()

    assert blocked(listed(data)) == [
        (
            4,
            "Le numéro 1234567 a 7 chiffres, les autres 8 : Excel a pu retirer un zéro au début. Ajoutez --digits 8 "
            "pour "
            "le remettre, ou --digits 0 si les numéros n'ont pas tous la même longueur.",
        )
    ]
    assert people(listed(data, digits=8))[2][0] == "01234567"
    assert people(listed(data, digits=0))[2][0] == "1234567"


BAD = {
    "empty": (b"", "Ce fichier est vide"),
    "only spaces": (b" \r\n \t\r\n", "Ce fichier est vide"),
    "only a mark": (b"\xef\xbb\xbf", "Ce fichier est vide"),
    "a header alone": (text().split("\r\n")[0].encode(), "Cette liste n'a aucune ligne sous son en-tête"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Ce fichier est un ancien classeur (.xls)"),
    "a PDF": (b"%PDF-1.7\n", "Ce fichier est un PDF"),
    "an archive": (b"PK\x03\x04" + b"\0" * 60, "Cette archive est abîmée"),
    "a page": (b"<html><table><tr><td>22000001</td></tr></table>", "Ce fichier est une page web"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "La ligne"),
    "no such column": (b"a;b;c\n1;2;3\n", "La colonne « numéro étudiant » manque"),
    "an open quote": (text().replace("DUPONT", '"DUPONT').encode(), "Un guillemet de la ligne 2"),
    "mixed encodings": (
        text().encode() + "22000003;LÉON;Zoé;DI3\r\n".encode("cp1252"),
        "Deux encodages se mêlent dans ce fichier : UTF-8, et cp1252 aux lignes 4",
    ),
    "cut UTF-16": (text().encode("utf-16")[:-1], "La ligne"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_is_no_list_is_refused_in_a_sentence(name: str) -> None:
    data, beginning = BAD[name]

    found = listed(data)

    assert blocked(found)[0][1].startswith(beginning)


LINES = {
    "two people, one number": (
        "22000001;ROE;Jane;DI3",
        "Le numéro 22000001 est donné à deux personnes, ici et à la ligne 2.",
    ),
    "two steps": (
        "22000001;DUPONT;Éléonore;DEE3",
        "Le numéro 22000001 est aussi à la ligne 2, avec d'autres indications",
    ),
    "scientific": ("2,21E+07;ROE;Jane;DI3", "Excel a remplacé ce numéro par 2,21E+07"),
    "no number": (";ROE;Jane;DI3", "Cette ligne n'a pas de numéro étudiant."),
    "a name for a number": ("ROE;ROE;Jane;DI3", "« ROE » n'est pas un numéro étudiant."),
    "no name": ("22000003;;Jane;DI3", "Le numéro 22000003 n'a pas de nom."),
    "accents lost": ("22000003;R?MY;Jane;DI3", "Le nom « R?MY » a perdu ses accents"),
    "accents twice encoded": ("22000003;RÃ©MY;Jane;DI3", "Le nom « RÃ©MY » a perdu ses accents"),
    "one cell too many": ("22000003;ROE;Jane;DI3;x", "Cette ligne a 5 cases et l'en-tête 4"),
    "too many digits": ("220000031;ROE;Jane;DI3", "Le numéro 220000031 a 9 chiffres et non 8."),
}


@pytest.mark.parametrize("name", sorted(LINES))
def test_a_wrong_line_is_named_with_its_number(name: str) -> None:
    line, beginning = LINES[name]

    found = blocked(listed((text() + line + "\r\n").encode()))

    assert [(n, said.startswith(beginning)) for n, said in found] == [(4, True)]


def test_an_unknown_programme_is_told_once_with_what_to_add() -> None:
    data = (text() + "22000003;ROE;Jane;PINFO3\r\n22000004;POE;Jane;PINFO3\r\n").encode()

    assert blocked(listed(data)) == [
        (
            None,
            "La spécialité « PINFO3 » (2 lignes) n'est pas dans la grille. Si c'est par exemple DI en 3e année, "
            "ajoutez "
            '--programme "PINFO3=DI3" ; si ces lignes sont d\'une autre école, --ignore-others.',
        )
    ]
    assert [row[3] for row in people(listed(data, steps={"pinfo3": "DI3"}))] == ["DI3", "DEE3", "DI3", "DI3"]


def test_a_line_given_twice_is_one_student() -> None:
    assert people(listed((text() + "22000002;LEE;Zoë;DEE3\r\n").encode())) == ROWS


def feed(content: bytes, digest: bytes | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("univ-Tours_20250915_ETU.csv", content)
        archive.writestr("univ-Tours_20250915_STAFF.csv", '"eppn"\n')
        if digest is not None:
            archive.writestr("univ-Tours_20250915_ETU.md5", digest)
    return stream.getvalue()


FEED = (
    '"eppn","nomFamilleEtudiant","prenomEtudiant","courrielEtudiant","matriculeEtudiant","codesEtape"\n'
    '"x@univ","DUPONT","Éléonore","e.d@etu.example.org","22000001","PDI3A@M1DROIT"\n'
    '"y@univ","LEE","Zoë","z.l@etu.example.org","22000002","PDEE3A"\n'
).encode()


def test_the_feed_of_the_university_is_read_and_held_to_its_digest() -> None:
    good = hashlib.md5(FEED).hexdigest().encode()

    assert people(listed(feed(FEED, good))) == ROWS
    assert blocked(listed(feed(FEED[:-3], good)))[0][1].startswith("La liste de cette archive n'est pas celle")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("PDI3A", Step("DI", 3)),
        ("PDIA3A", Step("DIA", 3)),
        ("DI", Step("DI", None)),
        ("di 4", Step("DI", 4)),
        ("Informatique 5A", Step("DI", 5)),
        ("Informatique par apprentissage", Step("DIA", None)),
        ("3A DMS", Step("DMS", 3)),
        ("DI3@DEE3", None),
        ("L1 Droit", None),
        ("PDI", None),
        ("", None),
    ],
)
def test_steps_are_read_as_schools_write_them(written: str, expected: Step | None) -> None:
    assert step_of(written, GRID.programmes, {}) == expected


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    assert isinstance(read_table(data, {}, NEEDED), Table | Text)


@given(st.data())
def test_damage_anywhere_in_a_list_ends_in_students_or_a_sentence(data: st.DataObject) -> None:
    good = bytearray(text().encode(data.draw(st.sampled_from(["utf-8", "cp1252", "utf-16"]))))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))

    found = listed(bytes(good[: data.draw(st.integers(0, len(good)))]))

    assert isinstance(found, Text) or found.students or blocked(found)


@given(
    st.lists(st.text(st.characters(categories=["L", "M"], exclude_characters="ÂÃÄÅâˆƒŒœŠšŸŽž"), min_size=1), max_size=5)
)
def test_names_in_any_script_come_through_unchanged(names: list[str]) -> None:
    import csv
    import unicodedata

    stream = io.StringIO()
    rows = csv.writer(stream, delimiter=";")
    rows.writerow(("Numéro étudiant", "Nom", "Prénom", "Cursus"))
    for index, name in enumerate(names):
        rows.writerow((22_000_000 + index, name, "Ada", "DI3"))
    if not names:
        return

    found = listed(stream.getvalue().encode("utf-8-sig"))

    assert [row[1] for row in people(found)] == [unicodedata.normalize("NFC", name) for name in names]
