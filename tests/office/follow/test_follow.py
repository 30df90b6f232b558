"""The follow-up: where each student stands, the tables for Excel, and that nobody is named without the register."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.model.points import Points
from polyvalidate.model.score import Balance, Missing
from polyvalidate.office.follow.pace import Level, Pace
from polyvalidate.office.follow.standing import State, state_of
from polyvalidate.reports.spreadsheets import LONGEST_NAME, Quarters, Table, as_csv, safe_name
from polyvalidate.school.queue import queue
from tests.classroom import ADA, ALL, BEA, CLO, DAN, EVE, Classroom, folder
from tests.proposing import ACCEPTED, FAIR

FIRST_OF_MARCH = 1_772_355_600
LATE = f"{folder(DAN)}/3.3-lycee.yml"


def waiting(classroom: Classroom) -> None:
    """A request of Dan, of which the organisation could be a formula."""
    head = classroom.school.propose({LATE: FAIR})
    classroom.school.git("update-ref", "refs/pull/12/head", head)


def rows(data: bytes) -> list[dict[str, str]]:
    """A CSV file as a French Excel opens it."""
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_each_student_has_one_line_with_names_from_the_register(classroom: Classroom) -> None:
    waiting(classroom)

    found = rows(classroom.with_names("follow", "--format", "csv").data)

    assert [row["Pseudonyme"] for row in found] == [CLO.code, BEA.code, ADA.code, DAN.code]
    assert found[2] == {
        "Pseudonyme": "s-base000001",
        "N° étudiant": "22000001",
        "Nom": "LOVELACE-ESSAI",
        "Prénom": "Ada",
        "Courriel": "ada@example.org",
        "Promotion": "2025",
        "Groupe": "DI3",
        "Spécialité": "DI",
        "Profil": "FISE3",
        "Situation": "dans les temps",
        "D'après": "90 % manque, 83 % du temps reste",
        "Bilan": "1",
        "Seuil": "10",
        "Points manquants": "9",
        "Ce qui manque": "9 points, 1 autre catégorie",
        "Bilan si tout est accepté": "1",
        "En attente": "0",
        "À corriger": "0",
        "Attend depuis": "",
        "Déclarations": "1",
        "Points 2025-2026": "1",
        "Tendance": "",
        "Jury": "",
    }
    assert found[3]["Nom"] == "'=ESSAI"
    late = {key: found[3][key] for key in ("Situation", "Bilan si tout est accepté", "En attente", "Attend depuis")}
    assert late == {
        "Situation": "critique", "Bilan si tout est accepté": "0,5", "En attente": "1", "Attend depuis": "10/02/2026",
    }  # fmt: skip


def test_the_terminal_shows_groups_who_is_at_risk_and_what_waits(
    classroom: Classroom, golden: Callable[[str | Path, str], None]
) -> None:
    waiting(classroom)

    golden("follow.txt", classroom.run("follow").text + "\n\n" + classroom.run("follow", lang="en").text)


def test_declarations_say_who_declared_what_and_why_it_counts(classroom: Classroom) -> None:
    waiting(classroom)

    found = rows(classroom.run("follow", "--format", "csv", "--table", "declarations").data)

    assert [(r["Pseudonyme"], r["Activité"], r["Comptés"], r["Attend"], r["Pourquoi"]) for r in found] == [
        (ADA.code, "3.1", "1", "", "acceptée"),
        (DAN.code, "3.3", "", "décision", ""),
    ]
    assert (found[1]["Depuis"], found[1]["Jours"], found[1]["Qui décide"]) == ("10/02/2026", "19", "ref-3, ref-4")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--programme", "dee"), [CLO]),
        (("--year", "5A"), [DAN]),
        (("--cohort", "2024"), [DAN]),
        (("--referent", "ref-4"), [ADA, DAN]),
        (("--programme", "DI", "--year", "3A"), [ADA, BEA]),
        (("--everybody", "--programme", "DI", "--cohort", "2025"), [ADA, BEA, EVE]),
    ],
)
def test_some_of_them_may_be_followed(classroom: Classroom, words: tuple[str, ...], expected: list) -> None:  # type: ignore[type-arg]
    waiting(classroom)

    found = rows(classroom.run("follow", "--format", "csv", *words).data)

    assert [row["Pseudonyme"] for row in found] == [member.code for member in expected]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--programme", "XX"), "Les spécialités sont DEE, DI."),
        (("--year", "2A"), "Écrivez une année d'études : 3A, 4A ou 5A."),
        (("--referent", "jury-1"), "Les personnes qui évaluent sont ref-1, ref-2"),
        (("--referent", "ref-8"), "Aucun élève ne correspond à cette demande."),
        (("--format", "xlsx"), "Un classeur s'écrit dans un fichier"),
    ],
)
def test_a_request_that_finds_nothing_says_what_to_write(
    classroom: Classroom, words: tuple[str, ...], sentence: str
) -> None:
    said = classroom.run("follow", *words)

    assert said.code == 2
    assert sentence in " ".join(said.text.split())


def test_the_workbook_has_a_sheet_for_each_group_and_each_referent(classroom: Classroom) -> None:
    waiting(classroom)
    target = classroom.desk / "suivi.xlsx"

    said = classroom.with_names("follow", "--output", target)

    assert said.code == 0, said.text
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [
        "Groupes", "Élèves", "À suivre", "En attente", "DEE3", "DI3", "DI5", *(f"ref-{n}" for n in range(1, 9)),
        "Déclarations",
    ]  # fmt: skip
    students = book["Élèves"]
    assert (students.freeze_panes, students.auto_filter.ref) == ("B2", "A1:W5")
    head = [cell.value for cell in students[1]]
    ada = dict(zip(head, students[4], strict=True))
    assert (ada["Bilan"].value, ada["Bilan"].data_type, ada["N° étudiant"].value) == (1, "n", "22000001")
    assert [cell.data_type for row in students for cell in row if cell.data_type == "f"] == []
    assert dict(zip(head, students[5], strict=True))["Nom"].value == "=ESSAI"
    assert [row[0].value for row in book["À suivre"].iter_rows(min_row=2)] == [DAN.code]
    assert [row[0].value for row in book["ref-3"].iter_rows(min_row=2)] == [DAN.code, ADA.code]
    assert oct(target.stat().st_mode & 0o777) == "0o600"


def test_each_referent_gets_a_file_of_what_is_theirs(classroom: Classroom) -> None:
    waiting(classroom)
    target = classroom.desk / "référents"

    said = classroom.with_names("follow", "--for-referents", target)

    assert said.text.split(" : ")[1].startswith("2 fichiers.")
    assert "Il y a là des noms" in said.text
    assert sorted(path.name for path in target.iterdir()) == ["ref-3.xlsx", "ref-4.xlsx"]
    book = openpyxl.load_workbook(target / "ref-3.xlsx")
    assert [row[0].value for row in book["ref-3"].iter_rows(min_row=2)] == [DAN.code, ADA.code]
    assert [row[0].value for row in book["Élèves"].iter_rows(min_row=2)] == [ADA.code, DAN.code]
    assert "ref-4" not in book.sheetnames


@pytest.mark.parametrize("words", [("--referent", "ref-3"), ("--output", "suivi.xlsx"), ("--format", "text")])
def test_files_for_all_referents_and_another_form_do_not_go_together(
    classroom: Classroom, words: tuple[str, ...]
) -> None:
    said = classroom.run("follow", "--for-referents", classroom.desk / "référents", *words)

    assert (said.code, "sans --output ni --referent" in said.text) == (2, True)


def test_files_for_referents_stand_outside_the_repository(classroom: Classroom) -> None:
    said = classroom.run("follow", "--for-referents", classroom.school.place / "référents")

    assert (said.code, "est dans un dépôt Git" in said.text) == (2, True)


def test_a_past_day_counts_what_was_known_that_day(classroom: Classroom) -> None:
    """Ada's points were merged on 10 February, Dan's request was written on the same day."""
    waiting(classroom)
    classroom.school.write({f"{folder(BEA)}/3.3-lycee.yml": FAIR + ACCEPTED.replace("points: 1", "points: 0.5")})
    classroom.school.git("add", "-A")
    classroom.school.git("commit", "-q", "-m", "décidé", committed=FIRST_OF_MARCH)

    then, now = (rows(classroom.run("follow", "--format", "csv", on=on).data) for on in ("2026-02-28", "2026-03-01"))

    assert [{row["Pseudonyme"]: row["Bilan"] for row in found}[BEA.code] for found in (then, now)] == ["0", "0,5"]
    assert "Rien n'était encore fusionné" in classroom.run("follow", on="2026-02-09").text


def test_a_request_of_a_later_day_was_not_known(classroom: Classroom) -> None:
    waiting(classroom)

    found = [queue(classroom.school.place, "main", date(2026, 2, day), later=False).waiting for day in (10, 9)]

    assert [[wait.request for wait in waits] for waits in found] == [["12"], []]


def test_a_workbook_that_is_open_in_an_office_program_is_not_written_over(classroom: Classroom) -> None:
    target = classroom.desk / "suivi.xlsx"
    target.write_bytes(b"ouvert")
    (classroom.desk / ".~lock.suivi.xlsx#").touch()

    said = classroom.run("follow", "--output", target)

    assert (said.code, target.read_bytes()) == (2, b"ouvert")
    assert "ouvert dans un autre programme. Fermez-le" in said.text


def test_without_the_register_nobody_is_named(classroom: Classroom) -> None:
    target = classroom.desk / "suivi.xlsx"
    classroom.run("follow", "--output", target)
    with zipfile.ZipFile(target) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    everything += classroom.run("follow").text + classroom.run("follow", "--format", "csv").text

    known = [text for m in ALL for text in (m.number, m.surname, m.first, m.email) if text]
    assert [text for text in known if text in everything] == []


def test_names_are_never_written_inside_a_repository(classroom: Classroom) -> None:
    inside = classroom.school.place / "build" / "suivi.csv"
    inside.parent.mkdir()

    said = classroom.with_names("follow", "--output", inside)

    assert (said.code, inside.exists()) == (2, False)
    assert "est dans un dépôt Git" in said.text


def test_another_school_s_register_is_refused(classroom: Classroom, tmp_path: Path) -> None:
    other = Classroom(tmp_path / "ailleurs")
    text = other.register.read_text("utf-8").replace("s-base", "s-0ther")
    other.register.write_text(text, "utf-8")

    said = classroom.run("follow", "--register", other.register)

    assert said.code == 2


# --- where somebody stands --------------------------------------------------------------------------------------------


def balance(credited: int, required: int | None = 40) -> Balance:
    missing = Missing(Points(max(0, (required or 0) - credited)), 0, {}, required is None)
    wanted = None if required is None else Points(required)
    return Balance((), Points(credited), Points(credited), {}, {}, wanted, missing)


def level(of: Level) -> Pace:
    return Pace(of, None, Fraction(1), Fraction(1))


@pytest.mark.parametrize(
    ("outcome", "now", "best", "pace", "expected"),
    [
        ("acquired", balance(0), balance(0), level(Level.CRITICAL), State.ACQUIRED),
        ("exempted", balance(0), balance(0), level(Level.CRITICAL), State.ACQUIRED),
        ("second-chance", balance(39), balance(39), level(Level.AT_RISK), State.AT_RISK),
        (None, balance(40), balance(40), level(Level.NONE), State.REACHED),
        (None, balance(0, None), balance(0, None), None, State.UNKNOWN),
        (None, balance(39), balance(40), level(Level.CRITICAL), State.WAITING),
        (None, balance(38), balance(39), level(Level.CRITICAL), State.CRITICAL),
        (None, balance(13), balance(13), level(Level.WATCH), State.WATCH),
        (None, balance(0), balance(0), level(Level.NONE), State.ON_TIME),
    ],
)
def test_the_state_is_the_first_that_applies(
    outcome: str | None, now: Balance, best: Balance, pace: Pace | None, expected: State
) -> None:
    assert state_of(outcome, now, best, pace) is expected


def test_who_has_finished_without_a_quitus_is_followed_until_the_last_campaign_of_the_cycle_is_closed(
    classroom: Classroom,
) -> None:
    on_the_last_day = rows(classroom.run("follow", "--format", "csv", on="2026-07-03").data)
    rules = "grid/2025-2026/rules.yml"
    summer = "    closes: 2026-10-15\n    covers: {from: 2026-06-16, to: 2026-08-31}\n"
    text = classroom.school.read(rules)
    classroom.school.settle(
        {rules: text.replace("evidence:\n", "  - code: ete\n    title: {fr: Été, en: Summer}\n    opens: 2026-09-01\n"
                             + summer + "evidence:\n", 1)}
    )  # fmt: skip

    def followed(on: str) -> bool:
        return DAN.code in classroom.run("follow", "--format", "csv", on=on).text

    assert DAN.code in [row["Pseudonyme"] for row in on_the_last_day]
    assert (followed("2026-10-15"), followed("2026-10-16")) == (True, False)


@given(st.text(max_size=12), st.integers(0, 400), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_cell_comes_back_as_it_was_and_no_spreadsheet_runs_it(text: str, quarters: int, when: date) -> None:
    table = Table("essai", ("a", "b", "c"), ((text, Quarters(Points(quarters)), when),))

    french, english = as_csv(table, "fr").decode(), as_csv(table, "en").decode()

    assert (french[0], english[0]) == ("\ufeff", "a")
    for decoded, between, day in ((french[1:], ";", f"{when:%d/%m/%Y}"), (english, ",", when.isoformat())):
        _, row = list(csv.reader(io.StringIO(decoded, newline=""), delimiter=between))
        assert row[0].removeprefix("'") == text.removeprefix("'")
        assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
        assert float(row[1].replace(",", ".")) * 4 == quarters
        assert row[2] == day


@given(st.lists(st.text(max_size=40), max_size=12))
def test_every_sheet_has_a_name_that_excel_takes_and_no_other_sheet_has(names: list[str]) -> None:
    taken: set[str] = set()

    found = [safe_name(name, taken) for name in names]

    assert len({name.casefold() for name in found}) == len(names)
    assert all(0 < len(name) <= LONGEST_NAME and not set(name) & set("[]:*?/\\'") for name in found)
