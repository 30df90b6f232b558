"""Old minutes verified: equal to those made again from their commit, or what differs, whoever changed it and how."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pypdf
import pytest
from pypdf.annotations import FreeText
from pypdf.generic import NameObject, StreamObject, TextStringObject

from polyvalidate.office.acts.jury_print import forms
from polyvalidate.office.acts.jury_session import decided as read
from polyvalidate.office.acts.jury_session import read_cohort
from polyvalidate.office.jury.content import Asked
from polyvalidate.office.jury.document import cohort_words
from polyvalidate.office.jury.reading import students_in
from polyvalidate.office.jury.tables import People
from polyvalidate.office.register.register import Register, written
from polyvalidate.repository import private_files
from polyvalidate.repository.history import moment_of
from tests.office.jury.sitting import BOB, CAT, PEOPLE, Jury, fill

Golden = Callable[[str | Path, str], None]
FORMS = ("pdf", "xlsx", "csv", "json")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("folder", ["pv", "pvn", "pvb"])
def test_minutes_are_equal_to_themselves(decided: Jury, folder: str, form: str) -> None:
    more = ("--register", decided.register) if folder != "pv" else ()

    said = decided.verified(decided.desk / folder / f"pv.{form}", *more)

    assert said.code == 0, said.text
    assert f"✓ pv.{form} est égal au PV refait : session 2026-07, promotion 2023, 4 décisions" in said.text


@pytest.mark.parametrize("form", FORMS)
def test_minutes_with_names_ask_for_the_register(decided: Jury, form: str) -> None:
    said = decided.verified(decided.desk / "pvn" / f"pv.{form}", lang="en")

    assert (said.code, said.text) == (
        2, "These minutes hold names: add --register so that they are verified too.\n"
    )  # fmt: skip


def test_minutes_of_the_first_layout_are_still_equal_to_themselves(
    decided: Jury, tmp_path: Path, golden: Golden
) -> None:
    commit = decided.tip()
    day = date(2026, 7, 3)
    minutes = replace(read(read_cohort(decided.school.place, commit, day, Asked("2026-07", 2023))), layout=1)
    made = forms(minutes, People(), "fr", moment_of(decided.school.place, commit))

    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
        said = decided.verified(tmp_path / name)
        assert (said.code, b"layout=" in data) == (0, False), said.text
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made["pv.pdf"])).pages]
    text = re.sub("[0-9a-f]{40,64}|[0-9a-f]{12}", "<digest>", "\n".join(pages))
    golden("pv.1.txt", "\n".join(line.rstrip() for line in text.splitlines()) + "\n")


def test_minutes_of_a_layout_to_come_ask_for_another_version(decided: Jury, tmp_path: Path) -> None:
    data = (decided.desk / "pv/pv.csv").read_bytes().replace(b"layout=2", b"layout=3")
    (tmp_path / "pv.csv").write_bytes(data)

    said = decided.verified(tmp_path / "pv.csv")

    assert (said.code, "par une version plus récente de polyvalidate" in said.flat) == (2, True)


def test_a_cohort_whose_cycles_end_in_several_years_is_named_by_its_entry(decided: Jury) -> None:
    minutes = read(read_cohort(decided.school.place, decided.tip(), date(2026, 7, 3), Asked("2026-07", 2023)))

    assert [minutes.graduates, cohort_words(minutes).fr] == [2026, "2026 (entrée 2023)"]
    assert cohort_words(replace(minutes, graduates=None)).fr == "entrée en 2023"


# --- changed on purpose -----------------------------------------------------------------------------------------------


def _cells(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def _save(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig") -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _csv_outcome(path: Path) -> None:
    rows = _cells(path)
    next(row for row in rows if row[0] == BOB.code)[rows[0].index("Décision du jury")] = "acquis"
    _save(path, rows)


def _csv_without(path: Path) -> None:
    _save(path, [row for row in _cells(path) if row[0] != BOB.code])


def _csv_more(path: Path) -> None:
    rows = _cells(path)
    _save(path, [*rows, ["s-pvte000009", *rows[1][1:]]])


def _csv_column(path: Path) -> None:
    rows = _cells(path)
    _save(path, [[cell for n, cell in enumerate(row) if rows[0][n] != "Motif"] for row in rows])


def _xlsx_points(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["PV"]
    row = next(cells for cells in sheet.iter_rows() if cells[0].value == BOB.code)
    row[[cell.value for cell in sheet[1]].index("Points comptés")].value = 10.5
    book.save(path)


def _xlsx_total(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Totaux"]["B2"] = 2
    book.save(path)


def _json_row(path: Path) -> None:
    plain = json.loads(path.read_bytes())
    next(row for row in plain["students"] if row["student"] == BOB.code)["outcome"] = "acquired"
    path.write_text(json.dumps(plain))


def _json_commit(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace('"undecided": 1', '"undecided": 0'), "utf-8")


def _json_totals(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace('"acquired": 1', '"acquired": 2'), "utf-8")


def _json_missing(path: Path) -> None:
    plain = json.loads(path.read_bytes())
    next(row for row in plain["students"] if row["student"] == BOB.code)["missing"]["points"] = 9.5
    path.write_text(json.dumps(plain))


def _pdf_text(path: Path) -> None:
    """Another decision typed over the first, in the stream of the page."""
    writer = pypdf.PdfWriter(clone_from=path)
    page = next(p for p in writer.pages if BOB.code in p.extract_text())
    stream = page["/Contents"].get_object()
    data = StreamObject()
    data.set_data(stream.get_data().replace(b"Tj", b"Tj", 1) + b"\nBT /X 9 Tf 50 50 Td (acquis) Tj ET\n")
    page[NameObject("/Contents")] = writer._add_object(data)
    writer.write(path)


def _pdf_note(path: Path) -> None:
    """A note laid over the page, that no reader tells from its text."""
    writer = pypdf.PdfWriter(clone_from=path)
    writer.add_annotation(0, FreeText(text="acquis", rect=(600, 100, 680, 120)))
    writer.write(path)


def _pdf_page(path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=path)
    writer.remove_page(0)
    writer.write(path)


def _pdf_maker(path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=path)
    writer.add_metadata({NameObject("/Creator"): TextStringObject("Typst 99.0")})
    writer.write(path)


CHANGES: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a decision in the CSV": ("csv", _csv_outcome, f"{BOB.code} Décision du jury acquis seconde chance"),
    "a line taken out of the CSV": ("csv", _csv_without, f"{BOB.code} — 1 ×"),
    "a line added to the CSV": ("csv", _csv_more, "s-pvte000009 1 × —"),
    "a column taken out of the CSV": ("csv", _csv_column, "Motif — Motif"),
    "points in the workbook": ("xlsx", _xlsx_points, f"{BOB.code} Points comptés 10.5 1"),
    "a total in the workbook": ("xlsx", _xlsx_total, "acquis, Élèves 2 1"),
    "a decision in the JSON": ("json", _json_row, f"{BOB.code} Décision du jury acquis seconde chance"),
    "a total of the JSON": ("json", _json_commit, "sans décision 0 1"),
    "a text drawn on the PDF": ("pdf", _pdf_text, "✗ pv.pdf"),
    "a note on the PDF": ("pdf", _pdf_note, "+ 1 0"),
    "the totals of the JSON": ("json", _json_totals, "Totaux, acquis 2 1"),
    "points missing in the JSON": ("json", _json_missing, f"{BOB.code} Ce qui manque, points 9,5 9"),
    "a page taken out of the PDF": ("pdf", _pdf_page, "✗ pv.pdf diffère"),
    "a PDF that says it was made otherwise": ("pdf", _pdf_maker, "composé par Typst 99.0"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_found(decided: Jury, tmp_path: Path, change: str) -> None:
    form, alter, sentence = CHANGES[change]
    path = tmp_path / f"pv.{form}"
    path.write_bytes((decided.desk / "pv" / path.name).read_bytes())
    alter(path)

    said = decided.verified(path)

    assert said.code == 1, said.text
    assert sentence in said.flat


def test_a_page_without_any_student_is_read() -> None:
    assert students_in(["Signatures", f"{BOB.code} FISE3 1\n{CAT.code} FISE3"]) == {
        BOB.code: ["FISE3 1"], CAT.code: ["FISE3"],
    }  # fmt: skip


def test_what_another_program_saved_again_is_still_equal(decided: Jury, tmp_path: Path) -> None:
    book, lines = tmp_path / "a.xlsx", tmp_path / "b.csv"
    openpyxl.load_workbook(decided.desk / "pvn/pv.xlsx").save(book)
    rows = _cells(decided.desk / "pvn/pv.csv")
    _save(lines, [rows[0], *rows[:0:-1]], "cp1252")

    for path in (book, lines):
        assert decided.verified(path, "--register", decided.register).code == 0


def test_a_name_that_was_changed_is_found(decided: Jury, tmp_path: Path) -> None:
    path = tmp_path / "pv.csv"
    path.write_bytes((decided.desk / "pvn/pv.csv").read_bytes().replace(b"Bob", b"Rob"))

    said = decided.verified(path, "--register", decided.register, lang="en")

    assert (said.code, f"{BOB.number} Prénom Rob Bob" in said.flat) == (1, True)
    assert "the decisions equal those of the minutes made again" in said.flat


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("folder", "who"), [("pvn", BOB.number), ("pvb", BOB.code)])
def test_minutes_outlive_a_name_that_changes_in_the_register(
    decided: Jury, tmp_path: Path, form: str, folder: str, who: str
) -> None:
    register = tmp_path / "registre.json"
    people = tuple(member._replace(surname="IOTA-ESSAI") if member == BOB else member for member in PEOPLE)
    root = decided.school.git("rev-list", "--max-parents=0", "HEAD")
    private_files.place(register, written(Register("École d'exemple", root, people)))

    said = decided.verified(decided.desk / f"{folder}/pv.{form}", "--register", register)

    assert said.code == 1
    assert "Le dépôt fait foi" not in said.text
    if form == "pdf":
        assert f"{who} BÊTA-ESSAI IOTA-ESSAI" in said.flat
        assert f"minutes verify <bureau>/{folder}/pv.csv --register" in said.text
    else:
        assert f"✓ pv.{form} : les décisions sont égales" in said.text
        assert "✗ Seuls des noms ou numéros diffèrent, pour 1 élève :" in said.text
        assert f"{who} Nom BÊTA-ESSAI IOTA-ESSAI" in said.flat


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("forgotten", [False, True])
def test_minutes_without_pseudonyms_outlive_a_number_that_changes(
    decided: Jury, tmp_path: Path, form: str, forgotten: bool
) -> None:
    register = tmp_path / "registre.json"
    others = tuple(member for member in PEOPLE if member != BOB)
    people = others if forgotten else (*others, BOB._replace(number="23009999"))
    root = decided.school.git("rev-list", "--max-parents=0", "HEAD")
    private_files.place(register, written(Register("École d'exemple", root, people)))

    said = decided.verified(decided.desk / f"pvn/pv.{form}", "--register", register)

    assert said.code == 1
    assert f"✓ pv.{form} : les décisions sont égales" in said.text
    assert f"{BOB.number} {BOB.code if forgotten else '23009999'}" in said.flat


def test_minutes_that_were_corrected_since_are_equal_and_say_so(jury: Jury, golden: Golden) -> None:
    jury.decide()
    jury.printed("pv")
    jury.printed("dee", "--programme", "DEE")
    for reason in ("La mobilité n'a pas eu lieu.", "Elle n'a pas eu lieu cette année."):
        jury.prepared(f"{len(reason)}.csv")
        jury.edit(f"{len(reason)}.csv", lambda rows, reason=reason: fill(rows, CAT, "seconde chance", reason))  # type: ignore[misc]
        assert jury.recorded(f"{len(reason)}.csv").code == 0
    jury.prepared("bob.csv")
    jury.edit("bob.csv", lambda rows: fill(rows, BOB, "non acquis", "Revu par le jury."))
    assert jury.recorded("bob.csv").code == 0

    said, other = jury.verified(jury.desk / "pv/pv.pdf"), jury.verified(jury.desk / "dee/pv.json", lang="en")
    printed = jury.printed("nouveau")
    again = jury.verified(jury.desk / "nouveau/pv.pdf")

    commits = jury.school.git("log", "--format=%h", "--abbrev=12", "main").split()
    shown = said.text + printed.text
    for commit, name in zip(commits, ("<3>", "<2>", "<1>", "<0>"), strict=False):
        shown = shown.replace(commit, name)
    golden("corrected.fr.txt", shown)
    assert (said.code, other.code, again.code) == (0, 0, 0)
    assert "Corrected since: 1 decision (commits" in other.flat
    assert "depuis" not in again.text
    text = " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(jury.desk / "nouveau/pv.pdf").pages).split()
    )
    assert "corrige et remplace ceux de la même session, enregistrés jusqu'au 3 juillet 2026" in text
    assert f"(commit {commits[1]})" in text
    assert text.count("(décision corrigée)") == 2


def test_minutes_to_which_decisions_were_added_correct_none(jury: Jury) -> None:
    jury.prepared()
    jury.edit("jury.csv", lambda rows: fill(rows, BOB, ""))
    jury.recorded()
    jury.printed("pv")
    jury.prepared("suite.csv")
    jury.edit("suite.csv", lambda rows: fill(rows, BOB, "non acquis", "Revu par le jury."))
    assert jury.recorded("suite.csv").code == 0

    said, printed = jury.verified(jury.desk / "pv/pv.csv"), jury.printed("nouveau", "--dry-run")

    assert (said.code, "Complété depuis : 1 décision (commit " in said.flat, "Corrigé" in said.text) == (0, True, False)
    assert "remplace" not in printed.text


def test_a_history_that_was_rewritten_is_seen(jury: Jury) -> None:
    jury.decide()
    jury.printed("pv")
    jury.school.git("update-ref", "refs/heads/main", "main~1")

    said = jury.verified(jury.desk / "pv/pv.json")

    assert said.code == 1
    assert "n'est plus dans l'histoire de main : elle a été réécrite" in said.flat


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7\nrien", "Ce PDF est abîmé ou incomplet."),
        (b'{"students": []}', "Ce fichier n'est pas un PV de polyvalidate"),
        (b"Pseudonyme;Motif\ns-pvte000002;x\n", "Ce fichier n'est pas un PV de polyvalidate"),
        (b"", "Ce fichier est vide."),
    ],
)
def test_what_is_no_minutes_is_said(decided: Jury, tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "pv"
    path.write_bytes(data)

    said = decided.verified(path)

    assert (said.code, sentence in said.flat) == (2, True), said.text


def test_the_working_table_is_no_minutes_and_minutes_are_no_table(decided: Jury) -> None:
    table = decided.verified(decided.desk / "jury.csv")
    minutes = decided.recorded("pvn/pv.csv")

    assert (table.code, "est la table de travail du jury" in table.flat) == (2, True)
    assert minutes.code == 1
    assert CAT.number in (decided.desk / "pvn/pv.csv").read_text("utf-8-sig")


def test_a_commit_that_is_not_here(decided: Jury, tmp_path: Path) -> None:
    path = tmp_path / "pv.json"
    path.write_bytes((decided.desk / "pv/pv.json").read_bytes().replace(decided.tip().encode(), b"0" * 40))

    said = decided.verified(path)

    assert (said.code, "n'est pas dans ce dépôt" in said.flat) == (2, True)
