"""The jury's table however it was saved, and every slip in it said in a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from polyvalidate.office.jury import outcomes
from tests.office.jury.sitting import ANA, BOB, CAT, DEB, EVA, Jury, fill, line, put

Golden = Callable[[str | Path, str], None]


def _resaved(jury: Jury) -> str:
    book = openpyxl.load_workbook(jury.desk / "jury.xlsx")
    sheet = book.worksheets[0]
    sheet["A9"] = " "
    book.save(jury.desk / "repris.xlsx")
    return "repris.xlsx"


def _reordered(jury: Jury) -> str:
    rows = jury.rows()
    kept = [n for n, head in enumerate(rows[0]) if head not in ("Ce qui manque", "Profil", "Bilan")][::-1]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t").writerows([[row[n] for n in kept] for row in [rows[0], *rows[:0:-1]]])
    (jury.desk / "ordre.txt").write_bytes(text.getvalue().encode("utf-16"))
    return "ordre.txt"


def _windows(jury: Jury) -> str:
    jury.edit("jury.csv", lambda rows: [row.append("") for row in rows], "cp1252")
    return "jury.csv"


def _as_saved_from_excel(jury: Jury) -> str:
    sheet = jury.sheet()
    text = io.StringIO(newline="")
    cells = [["" if c is None else str(c).replace(".0", "") for c in row] for row in sheet.iter_rows(values_only=True)]
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([["PV du jury"], *cells])
    (jury.desk / "feuille.csv").write_bytes(text.getvalue().encode("utf-8-sig"))
    return "feuille.csv"


@pytest.mark.parametrize("save", [_resaved, _reordered, _windows, _as_saved_from_excel])
def test_a_table_is_read_however_it_was_saved(jury: Jury, save: Callable[[Jury], str]) -> None:
    jury.prepared("jury.xlsx")
    jury.prepared("jury.csv")

    said = jury.recorded(save(jury))

    assert said.code == 0, said.text
    assert jury.school.git("diff", "--name-only", "main~1", "main").count("quitus.yml") == 4


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Acquis", "acquired"), ("ACQUISE ", "acquired"), ("non acquis", "not-acquired"),
        ("Non-Acquise", "not-acquired"),
        ("Dispensé·e", "exempted"), ("dispense", "exempted"), ("exempted", "exempted"), ("2e chance", "second-chance"),
        ("Seconde  chance", "second-chance"), ("second chance", "second-chance"), ("", None), ("—", None),
        ("Sans décision", None), ("NOT ACQUIRED", "not-acquired"),
    ],
)  # fmt: skip
def test_the_words_of_a_decision(text: str, outcome: str | None) -> None:
    assert outcomes.meant(text) == outcome


def _doubled(rows: list[list[str]]) -> None:
    rows.append(list(line(rows, BOB)))


def _stranger(rows: list[list[str]]) -> None:
    rows.append([cell.replace(BOB.code, "s-pvte000006") for cell in line(rows, BOB)])


def _without(rows: list[list[str]]) -> None:
    rows.remove(line(rows, BOB))


def _pasted(rows: list[list[str]]) -> None:
    line(rows, BOB)[-1] = line(rows, BOB)[-1].replace("day=2026-07-03", "day=2026-07-01")


def _all(old: str, new: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        for row in rows[1:]:
            row[-1] = row[-1].replace(old, new)

    return change


def _cell(member: object, head: str, text: str) -> Callable[[list[list[str]]], None]:
    return lambda rows: put(rows, member, head, text)  # type: ignore[arg-type]


def _decides(member: object, outcome: str, reason: str = "") -> Callable[[list[list[str]]], None]:
    return lambda rows: fill(rows, member, outcome, reason)  # type: ignore[arg-type]


SLIPS: dict[str, tuple[Callable[[list[list[str]]], object], str]] = {
    "a line taken out": (_without, "Des élèves manquent dans la table (1 : s-pvte000002)"),
    "a line twice": (_doubled, "ligne 7 : Même élève qu'à la ligne 4."),
    "a student who is not before the jury": (_stranger, "ligne 7 : s-pvte000006 n'est pas devant ce jury"),
    "a pseudonym that is none": (_cell(BOB, "Pseudonyme", "Bob"), "ligne 4 : Cette ligne n'a pas de pseudonyme"),
    "a line from another table": (_pasted, "Ligne 4 : cette ligne ne vient pas de la même table"),
    "a provenance that is lost": (_all("commit=", "commis="), "on ne sait plus de quel commit vient cette table"),
    "a provenance that was changed": (_all("programme=all", "programme=DI"), "son empreinte n'est pas celle de son"),
    "another session": (_all("session=2026-07", "session=2026-09"), "(session 2026-09, promotion 2023)"),
    "another cohort": (_all("cohort=2023", "cohort=2025"), "(session 2026-07, promotion 2025)"),
    "a commit of nowhere": (_all("commit=", "commit=0"), "on ne sait plus de quel commit"),
    "a word that is no decision": (_decides(BOB, "seconde chnace"), "Vouliez-vous dire « seconde chance » ?"),
    "a balance that was raised": (_cell(BOB, "Bilan", "10"), "ligne 4 : « Bilan » dit 10, et le dépôt 1."),
    "a threshold that was lowered": (_cell(BOB, "Seuil", "1"), "« Seuil » dit 1, et le dépôt 10."),
    "a profile that was changed": (_cell(BOB, "Profil", "FISA"), "« Profil » dit FISA, et le dépôt FISE3."),
    "acquired without the points": (_decides(BOB, "acquis", "Bien."), "le quitus ne peut pas être acquis"),
    "refused although reached": (_decides(ANA, "non acquis", "Non."), "le quitus est dû"),
    "an exemption without a reason": (_decides(BOB, "dispense"), "dispense au lieu de seconde chance"),
    "another decision without a reason": (_decides(BOB, "non acquis"), "Un motif est demandé : non acquis au lieu de"),
    "no threshold": (_decides(DEB, "seconde chance", "En attendant."), "Le seuil de s-pvte000004 n'est pas fixé."),
    "a reason with a name": (_decides(BOB, "dispense", "bêta était malade"), "Ce motif nomme quelqu'un"),
    "a reason with an address": (_decides(BOB, "dispense", "voir x@example.org"), "Ce motif nomme quelqu'un"),
    "a reason with a number": (_decides(BOB, "dispense", "dossier 23 000 999"), "Ce motif nomme quelqu'un"),
    "a reason without end": (_decides(BOB, "dispense", "a" * 1001), "Ce motif a 1001 signes ; 1000 au plus."),
}  # fmt: skip


@pytest.fixture(scope="module")
def table(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        made = Jury.copied(built, tmp_path_factory.mktemp("table") / "jury", patch)
        made.prepared("propre.csv", "--register", made.register)
        return made.desk.parent


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_said_and_nothing_is_written(table: Path, monkeypatch: pytest.MonkeyPatch, slip: str) -> None:
    jury = Jury(table, monkeypatch)
    change, sentence = SLIPS[slip]
    (jury.desk / "jury.csv").write_bytes((jury.desk / "propre.csv").read_bytes())
    jury.edit("jury.csv", change)
    tip = jury.tip()

    said = jury.recorded()

    assert said.code in (1, 2)
    assert sentence in said.flat
    assert jury.tip() == tip


def test_the_sentences_in_english(table: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden) -> None:
    jury = Jury(table, monkeypatch)
    (jury.desk / "jury.csv").write_bytes((jury.desk / "propre.csv").read_bytes())
    for change in (_doubled, _cell(ANA, "Bilan", "12"), _decides(CAT, "peut-être"), _decides(EVA, "dispense")):
        jury.edit("jury.csv", change)

    said = jury.recorded(lang="en")

    assert said.code == 1
    golden("slips.en.txt", said.text)


def test_a_file_that_is_no_table_or_is_open_elsewhere(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jury = Jury(table, monkeypatch)
    (jury.desk / "autre.csv").write_text("Pseudonyme;Nom\ns-pvte000001;X\n", encoding="utf-8")

    assert "Ce n'est pas la table de travail du jury" in jury.recorded("autre.csv").flat
    assert "n'existe pas" in jury.recorded("rien.csv").flat
    lock = jury.desk / ".~lock.propre.csv#"
    lock.write_text("ouvert")
    assert "est utilisé par une autre commande ou ouvert dans un autre programme" in jury.recorded("propre.csv").flat
    lock.unlink()
    assert "c'est à écrire par le jury (jury-1)" in jury.recorded("propre.csv", signer="scolarite-1").flat
    assert "n'est pas encore venu" in jury.recorded("propre.csv", "--on", "2026-07-04").flat


def test_a_code_that_is_not_known_is_said_to_be_unknown_and_a_name_is_not_repeated(jury: Jury) -> None:
    jury.prepared()

    assert "Le code jury-9 donné avec --as n'est pas dans grid/roles.yml" in jury.recorded(signer="jury-9").flat
    assert "The code given with --as is not in grid/roles.yml" in jury.recorded(signer="DUPONT", lang="en").flat


def test_an_empty_file_is_named(jury: Jury) -> None:
    (jury.desk / "vide.csv").write_bytes(b"")

    said = jury.recorded("vide.csv")

    assert (said.code, "<bureau>/vide.csv est vide : il ne contient plus la table du jury." in said.flat) == (2, True)
