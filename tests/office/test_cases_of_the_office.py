"""Files as a registry office really gets them (``cases/``, people invented), each with the outcome that is right."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from polyvalidate import repository
from polyvalidate.files import schema, source
from polyvalidate.files.schema import Reader
from polyvalidate.model.words import Text
from polyvalidate.office.exchange import apogee, apogee_filling
from polyvalidate.office.exchange.moodle_export import Export, Mark, read_export
from polyvalidate.office.lists.hidden import Hidden
from polyvalidate.office.lists.listing import Listing, Reading, read_listing
from polyvalidate.office.lists.tables import Table, read_table
from polyvalidate.office.register.attendance import Asked, Attendance, read_attendance
from polyvalidate.office.register.register import Member, Register
from tests.office.registry import Office

CASES = Path(__file__).with_name("cases")
ZONE = ZoneInfo("Europe/Paris")


def case(number: str) -> bytes:
    (path,) = CASES.glob(f"{number}-*")
    return path.read_bytes()


def grid():
    data = source.parse(repository.starting_files()["grid/2025-2026/rules.yml"]).data
    assert Reader(repository.parsed_schemas()).accepts("rules", data)
    return schema.read_grid(data, {})


GRID = grid()


def listed(data: bytes, digits: int | None = None, others: bool = False, **more: object) -> Listing | Text:
    table = read_table(data, {}, ("number", "surname", "programme"), **more)  # type: ignore[arg-type]
    return table if isinstance(table, Text) else read_listing(table, Reading(GRID, 2025, {}, digits, others))


def said(found: Listing | Attendance | Export | Text, *, blocks: bool | None = None) -> list[tuple[int | None, str]]:
    assert not isinstance(found, Text), found
    return [(d.line, d.text.fr) for d in found.doubts if blocks in (None, d.blocks)]


# --- lists of students ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "addresses", "remarks"),
    [
        ("01", 0, []),
        ("02", 12, [(19, "Titre ou total, laissé de côté.")]),
        ("08", 12, []),
        (
            "11",
            0,
            [
                (10, "En-tête répété, laissé de côté."),
                (25, "Titre ou total, laissé de côté."),
                (None, "8 lignes d'autres années (2023, 2024) sont laissées de côté."),
            ],
        ),
    ],
)
def test_a_list_of_twelve_is_read_whole(number: str, addresses: int, remarks: list[tuple[int | None, str]]) -> None:
    found = listed(case(number))

    assert said(found) == remarks
    assert isinstance(found, Listing)
    assert len(found.students) == 12
    assert sum(bool(one.email) for one in found.students.values()) == addresses


def test_lost_zeros_ask_for_the_number_of_digits_and_are_put_back() -> None:
    asked, mended = listed(case("03")), listed(case("03"), digits=8)

    assert [(line, "Ajoutez --digits 8" in text) for line, text in said(asked, blocks=True)] == [(3, True), (4, True)]
    assert said(mended) == []
    assert isinstance(mended, Listing)
    assert [number for number in mended.students if number.startswith("0")] == [
        "02510001", "02510002", "02510003", "02510004",
    ]  # fmt: skip
    assert all(one.email for one in mended.students.values())


@pytest.mark.parametrize("title", ["INE", "COD_NNE_IND", "Numéro INE"])
def test_the_national_number_is_never_proposed_as_that_of_the_school(title: str) -> None:
    found = listed(case("05").replace(b"INE", title.encode(), 1))

    assert isinstance(found, Text)
    assert "l'INE n'en tient pas lieu" in found.fr
    assert "--column" not in found.fr


def test_another_column_of_numbers_is_proposed_beside_the_national_one() -> None:
    data = "INE;Dossier interne;Nom;Étape\n1203004567H;22510002;D'AVOUT;PDI3A\n".encode()

    found = listed(data)

    assert isinstance(found, Text)
    assert found.fr.endswith('dites laquelle : --column number="Dossier interne".')


def test_a_second_course_of_study_is_said_to_be_of_the_same_person() -> None:
    asked, told = listed(case("06")), listed(case("06"), others=True)

    assert [(line, "c'est la même personne, inscrite aussi en" in text) for line, text in said(asked)] == [
        (8, True), (9, True),
    ]  # fmt: skip
    assert isinstance(told, Listing)
    assert (said(told), str(told.students["22510001"].step), told.elsewhere) == ([], "DI3", 2)


SPOILT = {
    "capitals, cp1252": "MÃœLLER",
    "capitals, a dagger": "M†LLER",
    "É and its byte": "Ã‰LODIE",
    "a letter of DOS": "MšLLER",
    "a letter of Mac": "AndrŽ",
    "an apostrophe": "Dâ€™AVOUT",
    "a byte nobody sees": "\u00c3\u0089LODIE",
    "a sign of money": "L€A",
    "lost": "R?MY",
}


@pytest.mark.parametrize("name", sorted(SPOILT))
def test_a_name_that_lost_its_accents_is_refused(name: str) -> None:
    head = "Numéro étudiant;Nom;Prénom;Étape\n22510002;DUPRÉ;Zoé;PDI3A\n22510003;NOËL;Zoë;PDI3A\n"
    line = f"22510004;{SPOILT[name]};ANNE;PDI3A\n"

    found = listed((head + line).encode())

    assert [(n, "a perdu ses accents" in text) for n, text in said(found, blocks=True)] == [(4, True)]


@pytest.mark.parametrize(
    "name",
    ["Džemal", "Łukasz", "O’Neil", "D´Avout", "Müller-Châtelain", "Nguyễn Thị", "Ólafsdóttir", "Åsa", "Âzim (Ali)"],
)
def test_a_name_of_somewhere_else_is_not_spoilt(name: str) -> None:
    data = f"Numéro étudiant;Nom;Prénom;Étape\n22510002;{name};{name.upper()};PDI3A\n".encode()

    assert said(listed(data)) == []


def test_a_file_that_was_decoded_twice_is_refused_as_a_whole() -> None:
    again = case("02")  # a workbook may hold such names too, and there they are refused one by one
    book = openpyxl.load_workbook(io.BytesIO(again))
    book.active["B6"] = "MÃœLLER"
    stream = io.BytesIO()
    book.save(stream)

    found = listed(case("10"))

    assert isinstance(found, Text)
    assert found.fr.startswith("Les accents de ce fichier ont été perdus avant d'arriver ici : la ligne 2 contient")
    assert [line for line, _ in said(listed(stream.getvalue()), blocks=True)] == [6]


def test_the_year_of_a_school_whose_lists_change_hands(office: Office) -> None:
    """PEGASE, then APOGEE on the same register, twice; then changes of name, then the next year."""
    pegase = office.take_in(case("08"), "--column", "number=Code apprenant")
    first = office.take_in(case("01"))
    again = office.take_in(case("01"))
    names = office.take_in(case("07"))
    commits = office.git("rev-list", "--count", "main")
    office.take_in(case("01"))

    following = office.take_in(case("09"), year=2026)

    assert [done[0] for done in (pegase, first, again, names, following)] == [0] * 5
    assert "   12  nouveaux" in pegase[1]
    assert "Il n'y a rien à changer." in again[1]
    assert "    3  noms ou courriels mis à jour (registre seul)" in names[1]
    assert commits == "2"  # names changed in the register only
    counts = [line.split("(")[0].strip() for line in following[1].splitlines() if line[:6].strip().isdigit()]
    assert counts == [
        "1  nouveau",
        "1  change de spécialité",
        "1  année supplémentaire",
        "1  n'est plus dans la liste : départ",
        "9  inchangés",
    ]


def test_a_column_that_was_said_now_must_be_there() -> None:
    found = read_table(case("01"), {"number": "Code apprenant"}, ("number",))

    assert isinstance(found, Text)
    assert found.fr.startswith("La colonne « numéro étudiant » manque")


def test_what_is_not_read_and_might_have_been_is_named() -> None:
    data = "N° étudiant;Nom;Prénom;Étape;Mail perso;Téléphone;Groupe de TD\n"
    data += "22510001;LEE;Zoë;PDI3A;zoe@example.org;0612345678;A\n"

    assert said(listed(data.encode())) == [
        (
            None,
            "Colonnes qui ne sont pas lues : « Mail perso » (adresses), « Téléphone » (numéros). S'il le faut, dites "
            "laquelle : --column.",
        )
    ]


@pytest.mark.parametrize(
    "total", ["Total;12;;", "Total général;;;12", ";Nombre d'étudiants : 12;;DI", "Effectif;12;7;"]
)
def test_a_total_is_left_aside_however_many_cells_it_has(total: str) -> None:
    data = f"N° étudiant;Nom;Prénom;Étape\n22510001;LEE;Zoë;PDI3A\n{total}\n".encode()

    assert said(listed(data)) == [(3, "Titre ou total, laissé de côté.")]


def test_somebody_called_total_is_no_total() -> None:
    found = listed("Nom;Prénom;N° étudiant;Étape\nTOTAL;Zoë;22510001;PDI3A\n".encode())

    assert isinstance(found, Listing)
    assert (said(found), list(found.students)) == ([], ["22510001"])


# --- hidden lines -----------------------------------------------------------------------------------------------------


def filtered(*hidden: int) -> bytes:
    book = openpyxl.Workbook()
    for row in (("N° étudiant", "Nom", "Étape"), *((22510000 + n, f"ESSAI{n}", "PDI3A") for n in range(1, 5))):
        book.active.append(row)
    for number in hidden:
        book.active.row_dimensions[number].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opendocument(content: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return stream.getvalue()


ODS = """<?xml version="1.0"?><o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<o:body><o:spreadsheet><t:table t:name="Liste">
<t:table-row><t:table-cell><x:p>N° étudiant</x:p></t:table-cell><t:table-cell><x:p>Nom</x:p></t:table-cell>
<t:table-cell><x:p>Étape</x:p></t:table-cell></t:table-row>
<t:table-row><t:table-cell o:value-type="float" o:value="2510001"><x:p>02510001</x:p></t:table-cell>
<t:table-cell><x:p>DE<x:s/>L<x:span>É</x:span></x:p><o:annotation><x:p>secret</x:p></o:annotation></t:table-cell>
<t:table-cell><x:p>PDI3A</x:p></t:table-cell></t:table-row>
<t:table-row t:number-rows-repeated="2"><t:table-cell t:number-columns-repeated="1000"/></t:table-row>
<t:table-row t:visibility="filter"><t:table-cell o:value-type="float" o:value="2510002"><x:p>02510002</x:p>
</t:table-cell><t:table-cell><x:p>LEE</x:p></t:table-cell><t:table-cell><x:p>PDI3A</x:p></t:table-cell></t:table-row>
<t:table-row t:number-rows-repeated="1048570"><t:table-cell t:number-columns-repeated="1024"/></t:table-row>
</t:table></o:spreadsheet></o:body></o:document-content>"""


@pytest.mark.parametrize(("data", "lines"), [(filtered(3, 5), "3, 5"), (opendocument(ODS), "5")])
def test_hidden_lines_are_named_and_refused_unless_told(data: bytes, lines: str) -> None:
    asked, read, left = (listed(data, hidden=hidden) for hidden in (None, Hidden.READ, Hidden.LEAVE))

    (refusal,) = said(asked, blocks=True)
    assert f"par un filtre ou à la main ({lines})" in refusal[1]
    assert isinstance(read, Listing)
    assert isinstance(left, Listing)
    assert len(read.students) - len(left.students) == len(lines.split(","))
    assert [len(said(found, blocks=False)) for found in (read, left)] == [1, 1]


def test_an_opendocument_sheet_keeps_zeros_and_leaves_notes_out() -> None:
    found = listed(opendocument(ODS), hidden=Hidden.READ)

    assert isinstance(found, Listing)
    assert [(one.line, one.number, one.surname) for one in found.students.values()] == [
        (2, "02510001", "DE LÉ"),
        (5, "02510002", "LEE"),
    ]


def test_a_sheet_whose_entities_unpack_without_end_is_refused() -> None:
    found = listed(opendocument(ODS.replace("<o:doc", '<!DOCTYPE a [<!ENTITY a "aa">]><o:doc', 1)))

    assert isinstance(found, Text)
    assert found.fr.startswith("Ce classeur est abîmé")


# --- exports of Moodle ------------------------------------------------------------------------------------------------

ITEMS = (
    "3.1 Journée portes ouvertes",
    "3.2 Salon, forum, intervention dans un lycée",
    "2.1 Bureau d'une association d'élèves",
    "Charte de l'engagement (à lire)",
)


def exported(data: bytes) -> Export:
    found = read_export(data, {}, ZONE)
    assert isinstance(found, Export), found
    return found


@pytest.mark.parametrize("number", ["20", "21", "22"])
def test_a_report_of_completion_has_its_four_activities(number: str) -> None:
    found = exported(case(number))

    assert (found.items, found.graded, found.doubts) == (ITEMS, False, ())
    assert sum(len(line.marks) for line in found.lines) * 2 == len(found.lines) * len(ITEMS)
    assert found.lines[0].marks["3.2 Salon, forum, intervention dans un lycée"] == Mark(None, date(2024, 11, 22))


@pytest.mark.parametrize("field", ["Department", "Phone", "Mobile phone"])
def test_any_identity_field_may_stand_before_the_activities(field: str) -> None:
    found = exported(
        case("22")
        .replace(b'"Institution"', f'"Institution","{field}"'.encode())
        .replace(b'"UNIV EXEMPLE"', b'"UNIV EXEMPLE","0247000000"')
    )

    assert found.items == ITEMS


@pytest.mark.parametrize("number", ["23", "24", "25"])
def test_grades_are_read_in_any_form(number: str) -> None:
    found = exported(case(number))

    assert (found.items, found.graded) == (
        ("3.1 Journée portes ouvertes", "3.2 Salon, forum", "Bonus de l'équipe"),
        True,
    )
    assert {text for _, text in said(found)} == {
        "« 3.2 Salon, forum » : la note « 14,50 » n'est pas un nombre de quarts de point. Laissée de côté."
    } or not found.doubts


# --- who came ---------------------------------------------------------------------------------------------------------

CAME = tuple(
    Member(f"s-0000000{n}", 2025, f"99000{n}", f"EXEMPLE-{n}", "", "Élève", f"exemple-{n}@example.org")
    for n in (601, 602, 603, 605)
)
REGISTER = Register("École d'exemple", "0" * 40, CAME)


def attended(data: bytes, **asked: object) -> Attendance | Text:
    columns: Mapping[str, str] = {}
    return read_attendance(data, Asked(columns, **asked), REGISTER, {one.code for one in CAME})  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "people"), [("31", 4), ("33", 4), ("34", 3), ("36", 4)])
def test_those_who_came_are_counted_once(number: str, people: int) -> None:
    found = attended(case(number))

    assert isinstance(found, Attendance), found
    assert (len(found.people), len({one.code for one in found.people})) == (people, people)


def test_which_column_was_taken_for_what_is_said() -> None:
    found = attended(case("33"))

    assert isinstance(found, Attendance)
    assert found.taken.fr == ("Adresse de messagerie = courriel, Nom = nom, Votre numéro étudiant = numéro étudiant")


def test_who_says_no_in_a_form_was_not_there() -> None:
    found = attended(case("33"), present=("Étiez-vous présent·e ?",))

    assert isinstance(found, Attendance)
    assert (len(found.people), found.absent) == (3, 1)


@pytest.mark.parametrize("number", ["30"])
def test_names_alone_are_refused_for_what_they_are(number: str) -> None:
    found = attended(case(number))

    assert isinstance(found, Text)
    assert "un nom ne suffit pas à dire qui était là. Les colonnes lues sont « Name »" in found.fr


def test_two_half_days_add_up() -> None:
    found = attended(case("34"), present=("Matin", "Après-midi"))

    assert isinstance(found, Attendance)
    assert [(one.code[-3:], one.amount) for one in found.people] == [("601", 2), ("603", 1), ("605", 2)]
    assert said(found)[0] == (5, "Ligne de personne, laissée de côté.")


def test_two_columns_of_one_name_are_not_guessed_at() -> None:
    found = attended(case("34"), present=("Présent",))

    assert isinstance(found, Text)
    assert found.fr.startswith("Plusieurs colonnes s'appellent « Présent ».")


def test_the_numbers_of_two_lines_of_somebody_add_up_and_it_is_said() -> None:
    found = attended("N° étudiant;Heures\n99000601;3\n99000602;4\n99000601;2\n".encode(), counted="Heures")

    assert isinstance(found, Attendance)
    assert [(one.code[-3:], one.amount) for one in found.people] == [("601", 5), ("602", 4)]
    assert "les nombres s'ajoutent (3 et 2)" in said(found)[0][1]


ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
812 3456 7890,JPO,01/31/2026 08:55:12 AM,01/31/2026 12:30:41 PM,host@example.org,215,3

Name (Original Name),User Email,Total Duration (Minutes),Guest
EXEMPLE-601 Élève,exemple-601@example.org,120,No
EXEMPLE-602 Élève,exemple-602@example.org,90,No
Quelqu'un,,12,Yes
"""


def test_of_the_two_tables_of_zoom_the_one_of_people_is_read() -> None:
    found = attended(ZOOM.encode("utf-8-sig"))

    assert isinstance(found, Attendance), found
    assert [one.code[-3:] for one in found.people] == ["601", "602"]
    assert said(found)[0] == (1, "Un autre tableau commence ici, avec d'autres colonnes : il est laissé de côté.")


# --- maquettes --------------------------------------------------------------------------------------------------------


def maquette(data: bytes) -> apogee.Maquette:
    found = apogee.parsed(data)
    assert isinstance(found, apogee.Maquette), found
    return found


@pytest.mark.parametrize("number", ["40", "41", "41b", "42", "45"])
def test_a_maquette_is_filled_and_its_other_bytes_stay(number: str) -> None:
    read = maquette(case(number))
    columns = apogee_filling.columns_of(read, "PQUITUS", None)
    assert not isinstance(columns, Text)
    code = {"42": "VAL", "45": "1VAL"}.get(number, "ADM")

    filled = apogee_filling.fill(read, [(person, columns[apogee.RESULT], code) for person in read.people[:4]])

    assert len(filled.written) == 4
    assert code in read.codes
    assert filled.data.replace(b"\t" + code.encode() + b"\t", b"\t\t", 5).count(b"\n") == case(number).count(b"\n")
    assert len(filled.data) == len(case(number)) + 4 * len(code)


def test_the_accents_of_a_maquette_are_read_in_either_encoding() -> None:
    names = [maquette(case(number)).people[0].first for number in ("40", "41", "41b")]
    surnames = [person.surname for person in maquette(case("41b")).people[:2]]

    assert (names, surnames) == (["ÉLÈVE"] * 3, ["MÜLLER", "ÉTIENNE"])
    assert maquette(case("45")).codes >= {".", "1VAL"}
    assert "5" not in maquette(case("45")).codes


def test_a_case_is_a_table_for_whatever_reads_it() -> None:
    assert {path.name.split("-")[0] for path in CASES.iterdir()} == set(
        "01 02 03 05 06 07 08 09 10 11 20 21 22 23 24 25 30 31 33 34 36 40 41 41b 42 45".split()
    )
    assert isinstance(read_table(case("02"), {}), Table)
