"""The jury's table: who is on it, what is proposed, what can be written in it, where it may stand."""

from __future__ import annotations

import shlex
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from polyvalidate import repository
from tests.office.jury.sitting import ANA, BEFORE, BOB, CAT, DEB, EVA, Jury, Said, column, fill, folder, line, open_day
from tests.proposing import FAIR

Golden = Callable[[str | Path, str], None]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_said_and_what_stands_in_the_table(jury: Jury, golden: Golden, lang: str) -> None:
    said = jury.prepared("jury.csv", "--register", jury.register, lang=lang)

    assert said.code == 0
    golden(f"prepare.{lang}.txt", jury.masked(said.text))
    table = (jury.desk / "jury.csv").read_bytes()
    assert table.startswith("\ufeff".encode()) is (lang == "fr")
    assert table.count(b"\r\n") == 1 + len(BEFORE)
    text = jury.masked(table.decode("utf-8-sig").replace("\r\n", "\n"))
    golden(f"table.{lang}.csv", text.replace(jury.rows()[1][-1].split("fingerprint=")[1][:64], "<fingerprint>"))


def test_a_workbook_lets_the_jury_write_its_two_columns_and_nothing_else(jury: Jury) -> None:
    jury.prepared("jury.xlsx", "--register", jury.register)

    sheet = jury.sheet()
    heads = [cell.value for cell in sheet[1]]
    open_columns = {heads[cell.column - 1] for cell in sheet[2] if not cell.protection.locked}
    assert open_columns == {"Décision du jury", "Motif"}
    assert sheet.protection.sheet
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"acquis,non acquis,dispense,seconde chance"'
    assert str(choice.sqref) == "N2:N6"
    assert sheet.freeze_panes == "E2"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.print_title_rows) == (
        9, "landscape", "$1:$1"
    )  # fmt: skip
    assert (sheet.page_setup.fitToHeight, sheet.oddFooter.right.text) == (0, "&P / &N")
    assert sheet.column_dimensions["P"].hidden
    assert sheet["G2"].value == 0
    assert sheet["G2"].number_format == "0.##"
    assert (jury.desk / "jury.xlsx").stat().st_mode & 0o777 == 0o600


def test_a_name_that_looks_like_a_formula_is_a_text(jury: Jury) -> None:
    jury.prepared("jury.csv", "--register", jury.register)
    jury.prepared("jury.xlsx", "--register", jury.register)

    assert "'=GAMMA" in line(jury.rows(), CAT)
    with zipfile.ZipFile(jury.desk / "jury.xlsx") as archive:
        sheet, texts = (archive.read(f"xl/{name}.xml") for name in ("worksheets/sheet1", "sharedStrings"))
    assert (b"<f>" in sheet, b"<t>=GAMMA</t>" in texts) == (False, True)


def test_an_open_request_and_a_programme(jury: Jury) -> None:
    head = jury.school.propose({f"{folder(BOB)}/3.3-salon.yml": FAIR})
    jury.school.git("update-ref", "refs/pull/7/head", head)

    said = jury.prepared("jury.csv", "--programme", "di")

    rows = jury.rows()
    assert [row[0] for row in rows[1:]] == [m.code for m in (ANA, BOB, DEB, EVA)]
    assert line(rows, BOB)[column(rows, "En attente")] == "1"
    assert "1 avec ce qui reste à décider" in said.flat


def test_everybody_adds_those_who_go_on_studying_without_proposing_anything(jury: Jury) -> None:
    words = ("minutes", "prepare", "--session", "2026-07", "--cohort", "2025")
    nobody = jury.run(*words, "--output", jury.desk / "a.csv", which=False)
    everybody = jury.run(*words, "--output", jury.desk / "b.csv", "--everybody", which=False)

    assert (nobody.code, everybody.code) == (1, 0)
    assert "Personne de la promotion 2025 n'est devant le jury de 2026-07 : 1 pas en dernière" in nobody.flat
    assert nobody.flat.endswith("en 2025-2026. Ajoutez --everybody pour les avoir dans la table. Rien n'a été écrit.")
    assert jury.rows("b.csv")[1][column(jury.rows("b.csv"), "Décision du jury")] == ""


def test_a_session_of_the_autumn_says_which_year_it_ends(jury: Jury, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "today", lambda *_: date(2026, 11, 29))
    words = ("--session", "2026-11", "--cohort", "2025", "--output", jury.desk / "a.csv")

    said = jury.run("minutes", "prepare", *words, which=False)

    assert "1 pas en dernière année en 2025-2026." in said.flat
    assert "une session clôt l'année finie en août, et non 2026-2027, l'année que compte" in said.flat


def test_a_session_that_is_no_month_is_said_in_the_language_of_the_terminal(jury: Jury) -> None:
    words = ("--session", "July", "--cohort", "2023", "--output", jury.desk / "a.csv")

    said = jury.run("minutes", "prepare", *words, which=False, lang="en")

    assert (said.code, "'--session': Write the year and the month of the jury: 2026-07." in said.flat) == (2, True)


def test_the_table_is_made_from_the_commit_that_is_asked_for(jury: Jury) -> None:
    before = jury.tip()
    jury.school.settle({f"{folder(CAT)}/3.1-portes-ouvertes.yml": open_day(CAT)})

    jury.prepared("then.csv", "--rev", before)
    jury.prepared("now.csv")

    assert [line(jury.rows(name), CAT)[3] for name in ("then.csv", "now.csv")] == ["0", "1"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--output", "{desk}/jury.pdf"), 2, "Donnez un nom qui finit par .xlsx ou .csv."),
        (("--output", "{school}/jury.csv"), 2, "est dans un dépôt Git"),
        (("--output", "{desk}/jury.csv", "--cohort", "2019"), 2, "Les promotions sont 2023, 2025."),
        (("--output", "{desk}/jury.csv", "--session", "juillet"), 2, "Écrivez l'année et le mois du jury : 2026-07."),
        (("--output", "{desk}/jury.csv", "--rev", "rien"), 2, "La révision rien n'existe pas"),
        (("--output", "{desk}/jury.csv", "--programme", "XX"), 2, "Les spécialités sont DEE, DI."),
        (("--output", "{desk}/nulle-part/jury.csv"), 2, "n'existe pas : créez-le"),
    ],
)
def test_what_cannot_be_done_is_said(jury: Jury, words: tuple[str, ...], code: int, sentence: str) -> None:
    given = [word.format(desk=jury.desk, school=jury.school.place) for word in words]
    defaults = ("--session", "2026-07", "--cohort", "2023")

    said = jury.run("minutes", "prepare", *defaults, *given, which=False)

    assert (said.code, sentence in said.flat) == (code, True), said.text
    assert not (jury.desk / "jury.csv").exists()


def test_a_table_that_is_there_is_never_replaced_and_a_dry_run_writes_none(jury: Jury) -> None:
    tried = jury.prepared("jury.csv", "--dry-run")
    assert (tried.code, (jury.desk / "jury.csv").exists()) == (0, False)

    jury.prepared()
    again = jury.prepared()

    assert (again.code, "existe déjà et n'est pas remplacé" in again.flat) == (2, True)


def test_a_folder_that_cannot_be_read_stops_the_table(jury: Jury) -> None:
    jury.school.settle({f"{folder(BOB)}/student.yml": "programme: [\n"})

    said = jury.prepared()

    assert (said.code, (jury.desk / "jury.csv").exists()) == (1, False)
    assert f"Des dossiers ne peuvent pas être lus ({folder(BOB)})" in said.flat


def test_decisions_are_taken_over_save_those_whose_record_has_changed(jury: Jury) -> None:
    jury.prepared()
    jury.edit("jury.csv", lambda rows: fill(rows, CAT, "dispense", "Mobilité appréciée."))
    jury.edit("jury.csv", lambda rows: fill(rows, BOB, "non acquis", "Rien depuis un an."))
    jury.school.settle({f"{folder(BOB)}/3.1-rentree.yml": open_day(BOB, "2025-10-11")})

    said = jury.prepared("nouvelle.csv", "--keep", jury.desk / "jury.csv")

    rows = jury.rows("nouvelle.csv")
    decision, reason = column(rows, "Décision du jury"), column(rows, "Motif")
    assert [line(rows, CAT)[n] for n in (decision, reason)] == ["dispense", "Mobilité appréciée."]
    assert [line(rows, BOB)[n] for n in (decision, reason)] == ["", ""]
    wanted = (
        "1 à décider de nouveau, car son dossier a changé ; décision laissée vide : "
        f"{BOB.code} non acquis Rien depuis un an."
    )
    assert wanted in said.flat


def test_what_was_left_blank_stays_blank_and_is_not_counted_as_a_decision(jury: Jury) -> None:
    jury.prepared()
    jury.edit("jury.csv", lambda rows: fill(rows, ANA, ""))

    said = jury.prepared("nouvelle.csv", "--keep", jury.desk / "jury.csv")

    rows = jury.rows("nouvelle.csv")
    assert line(rows, ANA)[column(rows, "Décision du jury")] == ""
    assert "3 décisions reprises. 2 sans décision dans la nouvelle table" in said.flat


def test_decisions_that_are_not_carried_over_are_named(jury: Jury) -> None:
    jury.prepared()
    jury.edit("jury.csv", lambda rows: fill(rows, CAT, "dispense", "Mobilité appréciée."))
    jury.edit("jury.csv", lambda rows: fill(rows, BOB, "aquis"))

    said = jury.prepared("di.csv", "--keep", jury.desk / "jury.csv", "--programme", "DI")

    assert f"1 non reprise, car cet élève n'est pas dans la nouvelle table : {CAT.code} dispense Mobil" in said.flat
    assert "« aquis » n'est pas une décision." in said.flat


def test_the_command_that_is_suggested_runs_as_it_is_written(jury: Jury) -> None:
    jury.prepared("jury.csv", "--register", jury.register, "--everybody")
    jury.edit("jury.csv", lambda rows: fill(rows, CAT, "dispense", "Mobilité appréciée."))
    jury.school.settle({f"{folder(BOB)}/3.1-rentree.yml": open_day(BOB, "2025-10-11")})
    said = jury.recorded("jury.csv", "--register", jury.register)

    again = jury.run(*suggested(jury, said, "prepare"), which=False)
    assert "3 décisions reprises" in again.flat
    recorded = jury.run(*suggested(jury, again, "record", CODE="jury-1"), "--yes", which=False)
    printed = jury.run(*suggested(jury, recorded, "print"), which=False)
    verified = jury.run(*suggested(jury, printed, "verify"), which=False)

    assert verified.code == 0, verified.text
    assert (jury.desk / "pv-2026-07/pv.csv").read_text("utf-8-sig").count("ALPHA-ESSAI") == 1


def test_an_exemption_where_nothing_is_proposed_says_so(jury: Jury) -> None:
    other = ("--session", "2026-07", "--cohort", "2025")
    jury.run("minutes", "prepare", *other, "--everybody", "--output", jury.desk / "jury.csv", which=False)
    jury.edit("jury.csv", lambda rows: rows[1].__setitem__(column(rows, "Décision du jury"), "dispense"))

    said = jury.run("minutes", "record", *other, "--table", jury.desk / "jury.csv", "--as", "jury-1", which=False)

    assert (said.code, "Un motif est demandé : dispense, alors que rien n'est proposé." in said.flat) == (1, True)


def suggested(jury: Jury, said: Said, verb: str, **words: str) -> list[str]:
    """The words of the command that a text suggests."""
    text = said.text.replace("<bureau>", str(jury.desk)).replace("<école>", str(jury.school.place))
    command = next(row for row in text.splitlines() if row.startswith(f"  polyvalidate minutes {verb} "))
    return [words.get(word, word) for word in shlex.split(command)[1:]]


def test_a_workbook_prints_on_a_page_that_can_be_read(jury: Jury) -> None:
    jury.prepared("jury.xlsx", "--register", jury.register)

    sheet = openpyxl.load_workbook(jury.desk / "jury.xlsx")["Jury"]
    heads = {str(cell.value): cell.column_letter for cell in sheet[1]}
    missing = heads["Ce qui manque"]
    assert sheet[f"{missing}2"].alignment.wrap_text
    assert sheet.column_dimensions[missing].width < 30
    assert sheet.page_setup.orientation == "landscape"


def test_a_workbook_is_the_same_bytes_for_the_same_commit(jury: Jury) -> None:
    jury.prepared("a.xlsx")
    jury.prepared("b.xlsx")

    assert (jury.desk / "a.xlsx").read_bytes() == (jury.desk / "b.xlsx").read_bytes()
    assert openpyxl.load_workbook(jury.desk / "a.xlsx").sheetnames == ["Jury", "À lire"]
    assert EVA.code in str([cell.value for cell in jury.sheet("a.xlsx")["A"]])
