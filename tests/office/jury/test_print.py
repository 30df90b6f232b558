"""The minutes in their four forms: what they say, the same bytes each time, never where they could be published."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pytest

from tests.office.jury.sitting import ANA, BEFORE, BOB, CAT, EVA, Jury, fill, folder, open_day, quitus
from tests.office.pdf_rules import broken

Golden = Callable[[str | Path, str], None]


def reader(path: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(path.read_bytes()))


def test_the_table_of_the_minutes_and_what_is_said(decided: Jury, golden: Golden) -> None:
    fingerprint = json.loads((decided.desk / "pv/pv.json").read_bytes())["fingerprint"]

    def masked(text: str) -> str:
        return decided.masked(text).replace(fingerprint, "<fingerprint>")

    golden("pv.csv", masked((decided.desk / "pvn/pv.csv").read_bytes().decode("utf-8-sig").replace("\r\n", "\n")))
    golden("pv.json", masked((decided.desk / "pv/pv.json").read_text(encoding="utf-8")))
    golden("print.fr.txt", masked(decided.printed("essai", "--dry-run").text))
    golden("print.en.txt", masked(decided.printed("essai", "--dry-run", lang="en").text))
    assert not (decided.desk / "essai").exists()


def test_the_pdf_is_tagged_titled_and_says_everything(decided: Jury) -> None:
    pdf = reader(decided.desk / "pvn/pv.pdf")

    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert pdf.metadata is not None
    title = "Procès-verbal du jury du quitus citoyen, juillet 2026, promotion 2026 (entrée 2023)"
    assert str(pdf.metadata.title).replace("\u00a0", " ") == title
    assert pdf.metadata.author == "École d'exemple"
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert all(mark in xmp for mark in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>B<"))
    pages = [page.extract_text() for page in pdf.pages]
    assert all(f"page {n} / {len(pages)}" in text for n, text in enumerate(pages, 1))
    text = " ".join(" ".join(pages).replace("\u200b", "").split())  # places where a long word may break
    for words in (
        *(m.number for m in BEFORE[:3]), "ALPHA-ESSAI", "=GAMMA", "ÉTA-ESSAI",
        "2 juillet 2026",
        "Présidence du jury (jury-1)", "seconde chance", "10 points, 2 autres catégories",
        "dispense Mobilité appréciée par le jury.", "articles L. 611-9 et D. 611-7", "Membres du jury présents",
        "Fait à", "GRILLE D'EXEMPLE", decided.tip(),
    ):  # fmt: skip
        assert words in text, words
    assert all(page.mediabox.width > page.mediabox.height for page in pdf.pages)
    assert broken((decided.desk / "pvn/pv.pdf").read_bytes()) == []


def test_a_long_session_repeats_its_header_on_each_page(decided: Jury) -> None:
    from dataclasses import replace
    from datetime import UTC, date, datetime

    from polyvalidate.office.acts.jury_print import forms
    from polyvalidate.office.acts.jury_session import decided as read
    from polyvalidate.office.acts.jury_session import read_cohort
    from polyvalidate.office.jury.content import Asked
    from polyvalidate.office.jury.tables import People

    asked = Asked("2026-07", 2023)
    minutes = read(read_cohort(decided.school.place, "main", date(2026, 7, 3), asked))
    row = minutes.by_student[BOB.code]
    rows = tuple(replace(row, student=f"s-pvte{n:06d}", comment=None) for n in range(100, 160))
    made = forms(replace(minutes, rows=rows), People(), "en", datetime(2026, 7, 3, tzinfo=UTC), ["pdf"])["pv.pdf"]

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(pages) >= 4
    assert all("What is missing" in text for text in pages if "s-pvte" in text)
    assert "Reasons" not in " ".join(pages)


def test_the_workbook_has_the_decisions_the_totals_and_where_they_come_from(decided: Jury) -> None:
    book = openpyxl.load_workbook(decided.desk / "pvn/pv.xlsx")

    assert book.sheetnames == ["PV", "Totaux", "Provenance"]
    assert [cell.value for cell in book["PV"]["A"]] == ["N° étudiant", *(m.number for m in (CAT, ANA, BOB, EVA))]
    assert list(book["Totaux"].iter_rows(min_row=2, values_only=True)) == [
        ("acquis", 1), ("non acquis", 1), ("dispense", 1), ("seconde chance", 1),
    ]  # fmt: skip
    assert ("Commit", decided.tip()) in list(book["Provenance"].iter_rows(values_only=True))


def test_the_same_decisions_give_the_same_bytes_wherever_and_whenever(
    decided: Jury, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    time.tzset()
    try:
        assert decided.printed("encore", "--register", decided.register).code == 0
    finally:
        monkeypatch.undo()
        time.tzset()

    for name in ("pv.pdf", "pv.xlsx", "pv.csv", "pv.json"):
        assert (decided.desk / "encore" / name).read_bytes() == (decided.desk / "pvn" / name).read_bytes(), name
        assert (decided.desk / "encore" / name).stat().st_mode & 0o777 == 0o600


def test_minutes_without_a_register_name_nobody(decided: Jury) -> None:
    text = "".join(page.extract_text() for page in reader(decided.desk / "pv/pv.pdf").pages)
    text += (decided.desk / "pv/pv.csv").read_text("utf-8-sig") + (decided.desk / "pv/pv.json").read_text("utf-8")

    for member in BEFORE:
        assert [word for word in (member.surname, member.first, member.number, member.email) if word in text] == []


def test_no_pseudonym_stands_beside_a_name_unless_it_is_asked_for(decided: Jury) -> None:
    def text(folder: str) -> str:
        pages = "".join(page.extract_text() for page in reader(decided.desk / folder / "pv.pdf").pages)
        cells = [
            cell
            for sheet in openpyxl.load_workbook(decided.desk / folder / "pv.xlsx")
            for row in sheet.values
            for cell in row
        ]
        files = (decided.desk / folder / f"pv.{form}" for form in ("csv", "json"))
        return pages + str(cells) + "".join(path.read_text("utf-8-sig") for path in files)

    assert ["s-pvte" in text(folder) for folder in ("pvn", "pvb", "pv")] == [False, True, True]


@pytest.mark.parametrize("words", ["never", "both"])
def test_names_without_a_register_are_refused(decided: Jury, words: str) -> None:
    said = decided.printed("essai", "--pseudonyms", words)

    assert (said.code, "Des noms demandent --register." in said.flat) == (2, True)


def test_a_register_that_is_given_is_left_aside_when_only_pseudonyms_are_wanted(decided: Jury) -> None:
    assert decided.printed("seuls", "--register", decided.register, "--pseudonyms", "only").code == 0

    assert (decided.desk / "seuls/pv.pdf").read_bytes() == (decided.desk / "pv/pv.pdf").read_bytes()


@pytest.mark.parametrize("place", ["{school}/pv", "{school}/build/pv", "{desk}/nulle/part", "{desk}"])
def test_minutes_are_never_written_in_the_repository_nor_over_anything(decided: Jury, place: str) -> None:
    before = sorted(os.listdir(decided.desk)), decided.school.git("status", "--porcelain", "--ignored")

    said = decided.printed(place.format(school=decided.school.place, desk=decided.desk))

    assert said.code == 2, said.text
    assert (sorted(os.listdir(decided.desk)), decided.school.git("status", "--porcelain", "--ignored")) == before


def test_a_session_that_decided_nothing_is_said(jury: Jury) -> None:
    said = jury.printed()

    assert (said.code, (jury.desk / "pv").exists()) == (1, False)
    assert "Aucune décision n'est enregistrée pour la session 2026-07, promotion 2023." in said.flat


def test_an_old_session_is_printed_as_it_was_after_a_later_one(jury: Jury) -> None:
    jury.decide()
    jury.printed("juillet")
    jury.school.settle({
        f"{folder(BOB)}/quitus.yml": quitus("2026-09", "not-acquired", "2026-07-03", "Rien.", "1"),
        f"{folder(CAT)}/3.1-rentree.yml": open_day(CAT, "2025-10-11"),
    })  # fmt: skip

    assert jury.printed("encore").code == 0

    for name in ("pv.pdf", "pv.csv"):
        assert (jury.desk / "encore" / name).read_bytes() == (jury.desk / "juillet" / name).read_bytes()


def test_several_days_of_deliberation_are_told_line_by_line(jury: Jury) -> None:
    jury.decide()
    jury.prepared("suite.csv")
    jury.edit("suite.csv", lambda rows: fill(rows, BOB, "non acquis", "Revu par le jury."))
    words = ("minutes", "record", "--table", jury.desk / "suite.csv", "--as", "jury-1", "--on", "2026-07-03", "--yes")
    assert jury.run(*words).code == 0

    jury.printed("pv", "--programme", "DI")

    text = " ".join("".join(page.extract_text() for page in reader(jury.desk / "pv/pv.pdf").pages).split())
    assert "2 juillet 2026, 3 juillet 2026" in text.replace("\u00a0", " ")
    assert "Décidé le" in text
    assert CAT.code not in text
