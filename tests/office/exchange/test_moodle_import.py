"""Past years of Moodle: each shape of export, what becomes a declaration, what is told, nothing that comes twice."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.cli import main
from polyvalidate.model.grid import Activity, Level, Unit
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.office.exchange.moodle_export import Export, day_in, read_export
from polyvalidate.office.exchange.moodle_map import Map, read_map
from polyvalidate.office.exchange.worth import Worth, worth_of
from tests.classroom import ADA, ALL, BEA, CLO, DAN, Classroom, Said, folder
from tests.office.exchange.exports import DONE, FOUR, NOT, completion, grades, table
from tests.proposing import School
from tests.stopping import KILLED, How, stopped

PARIS = ZoneInfo("Europe/Paris")
REPRISE = """\
  reprise-1:
    title: {fr: Reprise de Moodle, en: Taking over from Moodle}
    account: github:1000011
    role: evaluator
    categories: ["1", "2", "3", "4", "5", "6", "7", "8"]
    until: 2027-08-31
"""
ITEMS = ("3.3 Lycée", "6.4 Secours")
MAP = """\
year: 2025-2026
items:
  - moodle: "3.3 Lycée"
    activity: "3.3"
    from: 2026-02-10
  - moodle: "6.4 Secours"
    activity: "6.4"
  - moodle: Forum
"""
ON = "2026-10-01"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A classroom whose registry office may take past years over, as a folder to copy."""
    place = tmp_path_factory.mktemp("reprise")
    room = Classroom(place)
    roles = "grid/roles.yml"
    room.school.settle({roles: room.school.read(roles) + REPRISE})
    return place


class Copy(Classroom):
    def __init__(self, before: Path, place: Path) -> None:
        shutil.copytree(before, place)
        self.school = object.__new__(School)  # one that is there already
        self.school.place = place / "école"
        self.desk = place / "bureau"
        self.register = self.desk / "registre.json"


@pytest.fixture
def room(settled: Path, tmp_path: Path) -> Classroom:
    return Copy(settled, tmp_path / "copie")


def words_of(room: Classroom, data: bytes | str, map_text: str = MAP, *more: str) -> list[str | Path]:
    export, mapped = room.list_file(data, "export.csv"), room.list_file(map_text, "map.yml")
    return ["moodle", "import", export, "--map", mapped, "--register", room.register, "--as", "reprise-1", *more]


def take(room: Classroom, data: bytes | str, map_text: str = MAP, *more: str, lang: str = "fr") -> Said:
    return room.run(*words_of(room, data, map_text, "--yes", *more), on=ON, lang=lang)


ALL_DONE = completion(ITEMS, [(ADA, (DONE, NOT)), (BEA, (DONE, DONE)), (CLO, (NOT, DONE)), (DAN, (NOT, NOT))])
MARKS = grades(ITEMS, [(ADA, ("0,50", "-")), (BEA, ("1,00", "0,25")), (CLO, ("-", "0,00")), (DAN, ("-", "-"))])


def test_a_completion_report_becomes_one_decided_declaration_for_each_student_and_activity(room: Classroom) -> None:
    before = room.tip()

    said = take(room, table(ALL_DONE))

    assert said.code == 0, said.text
    assert room.school.git("rev-list", "--count", f"{before}..main") == "1"
    files = room.written()
    assert sorted(files) == sorted(
        [
            f"{folder(ADA)}/3.3-intervention-en-lycee-ou-college.yml",
            f"{folder(BEA)}/3.3-intervention-en-lycee-ou-college.yml",
            f"{folder(BEA)}/6.4-formation-aux-premiers-secours.yml",
            f"{folder(CLO)}/6.4-formation-aux-premiers-secours.yml",
        ]
    )
    assert files[f"{folder(CLO)}/6.4-formation-aux-premiers-secours.yml"] == (
        "# yaml-language-server: $schema=../../../schemas/declaration.schema.json\n"
        'activity: "6.4"\n'
        "title: Formation aux premiers secours\n"
        "organisation: Moodle, 6.4\n"
        "period: {from: 2025-09-01, to: 2026-08-31}\n"
        "quantity: 1\n"
        "origin: moodle\n"
        "evaluation:\n"
        "  decision: accepted\n"
        "  points: 0.5\n"
        "  by: reprise-1\n"
        "  on: 2026-10-01\n"
        "  comment: Repris de Moodle, avec les points accordés alors ; la quantité en est déduite."
    )
    assert (
        "period: {from: 2026-02-10, to: 2026-02-10}" in files[f"{folder(ADA)}/3.3-intervention-en-lycee-ou-college.yml"]
    )


def test_grades_are_the_points_granted_then_whole_or_in_part(room: Classroom) -> None:
    said = take(room, table(MARKS))

    assert said.code == 0, said.text
    files = room.written()
    assert len(files) == 3
    whole = files[f"{folder(BEA)}/3.3-intervention-en-lycee-ou-college.yml"]
    part = files[f"{folder(BEA)}/6.4-formation-aux-premiers-secours.yml"]
    assert "quantity: 2\n" in whole
    assert "  decision: accepted\n  points: 1\n" in whole
    assert "  decision: partial\n  points: 0.25\n" in part
    assert "1  note de 0 : rien n'en est repris" in said.text


def test_the_check_is_clean_and_the_audit_accepts_the_account_that_signs_and_no_other(room: Classroom) -> None:
    take(room, table(MARKS))

    checked = main(["check", str(room.school.place), "--rev", "main", "--on", ON])
    assert checked == 0
    assert room.audited("github:1000011").code == 0
    assert room.audited("github:1000003").code == 1


def test_the_same_export_again_writes_nothing_and_another_mark_is_told(room: Classroom) -> None:
    take(room, table(MARKS))
    tip = room.tip()

    again = take(room, table(MARKS))
    changed = take(room, table(grades(ITEMS, [(ADA, ("1,50", "-"))])))

    assert (again.code, room.tip()) == (0, tip)
    assert "3  déjà reprises" in again.text
    assert changed.code == 1
    assert (
        "3.3 : Déjà reprise avec 0,5 (dans 3.3-intervention-en-lycee-ou-college.yml), et l'export dit 1,5"
        in changed.text
    )


def test_no_name_number_address_or_feedback_enters_the_repository(room: Classroom) -> None:
    take(room, table(MARKS))

    everything = room.school.git("log", "-p", "--all", "--format=%an %ae %cn %B")
    assert [t for m in ALL for t in (m.number, m.surname, m.email, "Très bien") if t and t in everything] == []


SHAPES = {
    "UTF-8, commas": table(ALL_DONE).encode(),
    "for Excel: UTF-16, tabulations": table(ALL_DONE, "\t").encode("utf-16"),
    "saved by Excel: cp1252, semicolons": table(ALL_DONE, ";").encode("cp1252"),
    "a title above": b"Rapport du cours\n" + table(ALL_DONE).encode(),
}


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.save(data)
    return data.getvalue()


def read(data: bytes | str, **columns: str) -> Export:
    found = read_export(data if isinstance(data, bytes) else data.encode(), columns, PARIS)
    assert isinstance(found, Export), found
    return found


@pytest.mark.parametrize("data", [*SHAPES.values(), workbook(ALL_DONE)], ids=[*SHAPES, "a workbook"])
def test_an_export_is_read_in_each_of_its_shapes(data: bytes) -> None:
    found = read(data)

    assert (found.items, found.graded, found.year) == (ITEMS, False, "2025-2026")
    assert [(line.row.cells["number"].zfill(8), list(line.marks)) for line in found.lines] == [
        (ADA.number, [ITEMS[0]]),
        (BEA.number, list(ITEMS)),
        (CLO.number, [ITEMS[1]]),
        (DAN.number, []),
    ]


@pytest.mark.parametrize("french", [True, False])
def test_grades_are_read_in_both_languages_and_feedback_may_hold_several_lines(french: bool) -> None:
    rows = grades(ITEMS, [(ADA, ("0,50" if french else "0.50", "-"))], french)

    found = read(table(rows))

    assert (found.items, found.graded, found.made) == (ITEMS, True, date(2026, 9, 21))
    assert found.lines[0].marks[ITEMS[0]].points == 2


def test_grades_of_an_older_moodle_have_no_display_type() -> None:
    found = read('"ID number","Quiz: 3.3 Lycée","Course total"\n22000001,0.50,3\n')

    assert found.items == ("3.3 Lycée",)


STATES = {
    "Completed": True,
    "Completed (achieved pass grade)": True,
    "Completed (did not achieve pass grade)": False,
    "Completed (set by Ada Essai)": True,
    "Not completed": False,
    "Not completed (set by Ada Essai)": False,
    "Terminé": True,
    "Terminé (note minimale de réussite atteinte)": True,
    "Terminé (n’a pas atteint la note minimale de réussite)": False,
    "Terminé (n'a pas atteint la note minimale de réussite)": False,
    "Terminé (défini par Ada Essai)": True,
    "Pas terminé": False,
    "Non terminé (défini par Ada Essai)": False,
    "": False,
}


@pytest.mark.parametrize(("state", "done"), STATES.items())
def test_every_state_of_completion_is_understood(state: str, done: bool) -> None:
    found = read(table(completion(ITEMS[:1], [(ADA, ((state, ""),))])))

    assert bool(found.lines[0].marks) is done
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-04 10:12:33", date(2026, 3, 4)),
        ("mercredi 4 mars 2026, 10:12", date(2026, 3, 4)),
        ("dimanche 1er février 2026, 10:12", date(2026, 2, 1)),
        ("Wednesday, 4 March 2026, 10:12 AM", date(2026, 3, 4)),
        ("4 août 2026", date(2026, 8, 4)),
        ("04/03/2026 10:12", date(2026, 3, 4)),
        ("2026-02-30", None),
        ("hier", None),
        ("", None),
    ],
)
def test_days_are_understood_as_moodle_writes_them(text: str, day: date | None) -> None:
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Ce fichier est vide."),
        (b"Nom,Note\nESSAI,1\n", "n'est ni un rapport d'achèvement ni un export de notes de Moodle"),
        (table(ALL_DONE[:1]).encode(), "Cet export n'a aucun élève sous son en-tête."),
        (table(completion(("A", "A"), [(ADA, (DONE, DONE))])).encode(), "Deux activités s'appellent « A »"),
        (table(ALL_DONE).encode() + "ÉLÈVE\n".encode("cp1252"), "Deux encodages se mêlent"),
        (b',"ID number","A",""\n"Ada,22000001,Completed,\n', "Un guillemet de la ligne 2 n'est pas refermé"),
        (b"PK\x03\x04", "Cette archive est abîmée ou incomplète."),
    ],
)
def test_what_is_no_export_is_said(data: bytes, sentence: str) -> None:
    found = read_export(data, {}, PARIS)

    assert isinstance(found, Text), found
    assert sentence in " ".join(found.fr.split())


def test_a_column_of_another_name_can_be_named() -> None:
    found = read('"","Matricule ENT","A",""\n"Ada",22000001,Completed,""\n', number="Matricule ENT")

    assert found.lines[0].row.cells["number"] == "22000001"


def test_ten_thousand_lines_are_read() -> None:
    crowd = [ADA._replace(number=f"{22_000_000 + n}", email="") for n in range(10_000)]

    found = read(table(grades(ITEMS[:1], [(one, ("0,50",)) for one in crowd])))

    assert len(found.lines) == 10_000


# --- what is told -----------------------------------------------------------------------------------------------------

STRANGE = (
    [*MARKS[0]],
    ["Ada", "LOVELACE-ESSAI", "22000001", "", "", "", "3,00", "", "0,33", "", "", ""],
    ["Béa", "BÉRYL-ESSAI", "22000002", "", "", "", "2,00", "", "oui", "", "", ""],
    ["Zoé", "INCONNUE", "29999999", "", "", "", "0,50", "", "-", "", "", ""],
    ["Chloé", "CLAIR", '="02000003"', "", "", "", "-", "", "0,50", "", "", ""],
    ["Chloé", "CLAIR", "2000003", "", "", "", "-", "", "1,00", "", "", ""],
    ["Béa", "BÉRYL-ESSAI", "22000002", "", "", "", "2,00", "", "oui", "", "", ""],
    ["Max", "AUTRE", "22000004", "", "", "", "0,50", "", "-", "", "", ""],
)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_said_before_and_after(room: Classroom, lang: str, golden: Callable[[str | Path, str], None]) -> None:
    rows = [[*row[:10], "0,50" if n else "Test : Ateliers (Brut)", *row[10:]] for n, row in enumerate(STRANGE)]

    said = take(room, table(rows), lang=lang)

    assert said.code == 0
    golden(f"import.{lang}.txt", room.shown(said.text))


def test_points_that_need_a_second_reader_wait_for_their_name(room: Classroom) -> None:
    data = table(grades(("2.1 Bureau",), [(BEA, ("3,00",))]))
    mapped = 'year: 2025-2026\nitems:\n  - moodle: "2.1 Bureau"\n    activity: "2.1"\n'

    without = take(room, data, mapped)
    refused = take(room, data, mapped, "--second", "reprise-1")
    said = take(room, data, mapped, "--second", "ref-2")

    assert without.code == 1
    assert "2.1 : 3 points demandent une seconde lecture : donnez --second CODE." in without.text
    assert refused.code == 2
    assert said.code == 0, said.text
    assert "1 nomme une seconde lecture : envoyez-la par une demande (pull request)" in said.text
    assert "  second: ref-2" in "".join(room.written().values())
    sent_alone = room.audited("github:1000011")  # and not by a request that the second reader approves
    assert (sent_alone.code, "qu'elle attendait de ref-2" in sent_alone.text) == (1, True)


def test_completion_alone_does_not_choose_points_or_a_level(room: Classroom) -> None:
    mapped = "year: 2025-2026\nitems:\n  - {moodle: A, activity: '7.1'}\n  - {moodle: B, activity: '7.5'}\n"

    said = take(room, table(completion(("A", "B"), [(BEA, (DONE, DONE))])), mapped)

    assert said.code == 1
    assert "l'achèvement ne suffit pas, reprenez l'export des notes." in said.text


def test_a_level_follows_from_the_points(room: Classroom) -> None:
    mapped = "year: 2025-2026\nitems:\n  - {moodle: B, activity: '7.5'}\n"

    take(room, table(grades(("B",), [(BEA, ("1,00",)), (CLO, ("0,50",))])), mapped)

    levels = {name.split("/")[2]: text for name, text in room.written().items()}
    assert "level: finalist" in levels[BEA.code]
    assert "level: participant" in levels[CLO.code]


def test_two_items_of_one_activity_are_one_declaration(room: Classroom) -> None:
    mapped = "year: 2025-2026\nitems:\n  - {moodle: A, activity: '3.3'}\n  - {moodle: B, activity: '3.3'}\n"

    take(room, table(grades(("A", "B"), [(BEA, ("0,50", "0,25"))])), mapped)

    assert len(room.written()) == 1
    assert "points: 0.75" in "".join(room.written().values())


def test_without_a_year_the_days_of_completion_tell_it(room: Classroom) -> None:
    mapped = "items:\n  - {moodle: A, activity: '3.3'}\n"

    said = take(room, table(completion(("A",), [(BEA, (DONE,)), (CLO, (("Terminé", ""),))])), mapped)

    assert len(room.written()) == 1
    assert "Rien ne dit de quelle année c'est : écrivez year: 2023-2024 dans le fichier de --map." in said.text


def test_who_has_no_right_is_told_what_to_add(classroom: Classroom) -> None:
    tip = classroom.tip()

    said = classroom.run(*words_of(classroom, table(MARKS)), on=ON)

    assert (said.code, classroom.tip()) == (2, tip)
    assert "il faut une fonction qui évalue, tenue par un compte de la scolarité." in " ".join(said.text.split())
    assert "account: github:1000011" in said.text


def test_somebody_never_evaluates_their_own(room: Classroom) -> None:
    path = f"{folder(BEA)}/student.yml"
    room.school.settle({path: room.school.read(path) + "account: github:1000011\n"})

    said = take(room, table(MARKS))

    assert f"{folder(BEA)}/" not in "".join(room.written())
    assert "PP360" in said.text


def test_a_dry_run_and_a_person_who_does_not_say_yes_write_nothing(room: Classroom) -> None:
    tip = room.tip()

    tried = take(room, table(MARKS), MAP, "--dry-run")
    asked = room.run(*words_of(room, table(MARKS)), on=ON)

    assert (tried.code, asked.code, room.tip()) == (0, 1, tip)
    assert "(Essai : rien n'a été écrit.)" in tried.text


@pytest.mark.parametrize("how", [How.BEFORE, How.MIDDLE])
def test_stopped_anywhere_there_is_the_whole_commit_or_none(settled: Path, tmp_path: Path, how: How) -> None:
    first = Copy(settled, tmp_path / "whole")

    def work(room: Classroom) -> Callable[[], int]:
        words = [*words_of(room, table(MARKS), MAP, "--yes"), "--repo", room.school.place, "--on", ON]
        return lambda: main(["--lang", "fr", *map(str, words)])

    code, count = stopped(work(first), None, How.BEFORE)
    assert code == 0
    for at in range(count - 3, count + 1):
        room = Copy(settled, tmp_path / f"{at}")
        head = room.tip()
        code, _ = stopped(work(room), at, how)
        assert code == KILLED
        if room.tip() != head:
            assert room.school.git("rev-parse", "main^") == head
            assert len(room.written()) == 3
        assert work(room)() == 0
        assert room.school.git("rev-list", "--count", f"{head}..main") == "1"
        assert room.school.git("status", "--porcelain") == ""


# --- the map ----------------------------------------------------------------------------------------------------------


def test_a_draft_knows_codes_and_titles_and_is_a_map(
    room: Classroom, golden: Callable[[str | Path, str], None]
) -> None:
    names = ("3.3 Lycée", "Journée portes ouvertes", "Premiers secours", "Visite de Tours", 'Gala "2026" (2.5)')
    target = room.desk / "ebauche.yml"
    export = room.list_file(table(completion(names, [(ADA, (DONE,) * 5)])), "export.csv")

    said = room.run("moodle", "import", export, "--draft-map", target, on=ON)
    again = room.run("moodle", "import", export, "--draft-map", target, on=ON)

    assert (said.code, again.code) == (0, 2)
    assert "5 activités de Moodle, dont 3 reconnues" in said.text
    golden("map.yml", target.read_text(encoding="utf-8"))
    found = read_map(target.read_bytes())
    assert isinstance(found, Map)
    assert [item.activity for item in found.items.values()] == ["3.3", "3.1", "2.5"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("items: 3\n", "Ligne 1 : items est une liste"),
        ("year: 2024\nitems: []\n", "Ligne 1 : écrivez une année universitaire : 2023-2024."),
        ("items:\n  - activity: '3.1'\n", "Ligne 2 : dites le nom dans Moodle : moodle: …"),
        ("items:\n  - moodle: A\n    activity: 3.1\n", "Ligne 3 : écrivez un code de la grille, entre guillemets"),
        ("items:\n  - moodle: A\n    quantité: 2\n", "Ligne 3 : écrivez moodle, activity, quantity"),
        ("items:\n  - moodle: A\n  - moodle: a\n", "Ligne 3 : ce nom y est déjà plus haut."),
        ("items:\n  - {moodle: A, activity: '3.1', quantity: 0}\n", "Ligne 2 : écrivez un nombre entier : 1."),
        ("items:\n  - {moodle: A, activity: '3.1', from: hier}\n", "Ligne 2 : écrivez une date : 2024-01-27."),
        (
            "year: 2023-2024\nitems:\n  - {moodle: A, activity: '3.1', from: 2026-01-01}\n",
            "Ligne 3 : ces jours ne sont pas d'une même année, celle de year.",
        ),
        ("items:\n  - moodle: [A\n", "ce fichier YAML n'est pas lisible."),
        ("other: 1\n", "Ligne 1 : écrivez year ou items."),
    ],
)
def test_a_map_that_is_wrong_says_on_which_line(text: str, sentence: str) -> None:
    found = read_map(text.encode())

    assert isinstance(found, Text), found
    assert sentence in found.fr


# --- points to claims -------------------------------------------------------------------------------------------------


def activity(lowest: int, highest: int, levels: dict[str, int], cap: int) -> Activity:
    made = {code: Level(code, Text(code, code), Points(points)) for code, points in levels.items()}
    values = (Points(cap), Points(cap), (), (), "participant", "internal", frozenset[str](), (), frozenset[str](), ())
    flags = (False, False, False, False)
    text = Text("Essai", "Test")
    return Activity("3.1", "3", text, text, "day", Points(lowest), Points(highest), made, *values, *flags)


QUARTERS = st.integers(1, 16)
ACTIVITIES = st.one_of(
    QUARTERS.map(lambda points: activity(points, points, {}, 16)),
    st.tuples(QUARTERS, QUARTERS).map(lambda both: activity(min(both), max(both), {}, 16)),
    st.sets(QUARTERS, min_size=1, max_size=3).map(
        lambda some: activity(min(some), max(some), {f"l{n}": n for n in some}, 16)
    ),
)
UNITS = st.sampled_from([Unit("day", Text("jour", "day")), Unit("block", Text("bloc", "block"), hours=7)])


@given(ACTIVITIES, UNITS, QUARTERS)
def test_any_points_make_a_claim_of_which_they_are_the_whole_or_a_part(one: Activity, unit: Unit, points: int) -> None:
    worth = worth_of(one, unit, Points(points), 1)

    assert isinstance(worth, Worth)
    count = worth.hours // 7 if worth.hours is not None else worth.quantity
    assert count is not None
    each = one.levels[worth.level].points if worth.level is not None else one.highest
    least = each if worth.level is not None or not one.is_range else one.lowest
    assert worth.granted == points <= count * each
    assert worth.whole == (count * least <= points)
    assert count == 1 or (count - 1) * each < points


def test_points_above_what_the_cycle_allows_are_no_points() -> None:
    found = worth_of(activity(2, 2, {}, 8), Unit("day", Text("jour", "day")), Points(9), 1)

    assert isinstance(found, Text)
    assert "2,25 dépasse ce que la grille admet pour tout le cycle, 2" in found.fr


def test_the_export_opens_as_csv() -> None:
    """The exports of these tests are what they say: two cells for each item, quotes where they are needed."""
    rows = list(csv.reader(io.StringIO(table(ALL_DONE), newline="")))

    assert {len(row) for row in rows} == {3 + 2 * len(ITEMS)}
    assert len(rows) == 1 + len(FOUR)


def test_documents_say_where_it_comes_from_and_no_organisation_that_nobody_named(room: Classroom) -> None:
    take(room, table(MARKS))
    target = room.desk / "supplement.txt"

    code = main(
        ["record", "supplement", BEA.code, "--root", str(room.school.place), "--on", ON, "--output", str(target)]
    )

    assert code == 0
    text = target.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "- Formation aux premiers secours (6.4) : du 1er septembre 2025 au 31 août 2026" in text
    assert "reprise de Moodle" in text
    assert "taken over from Moodle" in text
