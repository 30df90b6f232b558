"""Letters of decision: to each student of a session what the jury decided, and nothing that is not so."""

from __future__ import annotations

import email
import io
import os
from email.policy import default
from pathlib import Path

import pypdf
import pytest

from tests.office.jury.sitting import ANA, BOB, CAT, DEB, EVA, Jury, fill
from tests.office.pdf_rules import broken


def texts(folder: Path) -> dict[str, str]:
    """What each letter says, by the number of its student."""
    found = {}
    for place in sorted(folder.glob("*.pdf")):
        pages = pypdf.PdfReader(place).pages
        found[place.stem.rpartition("-")[2]] = " ".join(" ".join(one.extract_text() for one in pages).split())
    return found


def lettered(jury: Jury, *more: str, name: str = "lettres") -> tuple[int, str]:
    said = jury.run("minutes", "letters", "--directory", jury.desk / name, "--register", jury.register, *more)
    return said.code, said.text


def test_each_student_is_told_their_own_decision(jury: Jury) -> None:
    jury.decide()

    code, said = lettered(jury, "--note", "Recours : deux mois devant *le tribunal*.")
    told = texts(jury.desk / "lettres")

    assert code == 0, said
    assert sorted(told) == [ANA.number, BOB.number, CAT.number, EVA.number]
    assert "Décision : quitus acquis" in told[ANA.number] or "Décision : acquis" in told[ANA.number]
    assert "dispense" in told[CAT.number]
    assert "Motif : Mobilité appréciée par le jury." in told[CAT.number]
    assert "Il manque" in told[EVA.number]
    assert "déclarer des activités du 22 juin 2026 au 3 juillet 2026" in told[BOB.number]
    assert all("juillet 2026" in one and "2 juillet 2026" in one and "*le tribunal*" in one for one in told.values())
    assert all(other.surname not in told[BOB.number] for other in (ANA, CAT, DEB, EVA))
    assert all(person.code not in "".join(told.values()) for person in (ANA, BOB, CAT, EVA))


def test_a_letter_is_whole_for_a_screen_reader_and_the_same_each_time(jury: Jury) -> None:
    jury.decide()
    lettered(jury)
    lettered(jury, name="encore")
    place = next((jury.desk / "lettres").glob("*.pdf"))

    assert broken(place.read_bytes()) == []
    assert place.read_bytes() == (jury.desk / "encore" / place.name).read_bytes()


def test_drafts_carry_the_letter_and_nobody_else_reads_the_folder(jury: Jury) -> None:
    jury.decide()
    lettered(jury)
    draft = next(one for one in (jury.desk / "lettres" / "brouillons").iterdir() if BOB.number in one.name)

    message = email.message_from_bytes(draft.read_bytes(), policy=default)
    attached = next(message.iter_attachments())

    assert (message["To"], message["X-Unsent"]) == (BOB.email, "1")
    assert message["Subject"] == "Quitus citoyen : décision du jury, juillet 2026"
    assert BOB.code not in draft.read_text("ascii")
    assert pypdf.PdfReader(io.BytesIO(attached.get_payload(decode=True))).pages  # type: ignore[arg-type]
    assert draft.stat().st_mode & 0o077 == 0


def test_a_corrected_decision_says_that_it_takes_the_place_of_another(jury: Jury) -> None:
    jury.decide()
    jury.prepared("encore.csv")
    jury.edit("encore.csv", lambda rows: fill(rows, BOB, "dispense", "Erreur de saisie."))
    jury.recorded("encore.csv")

    lettered(jury)
    told = texts(jury.desk / "lettres")

    assert "corrige et remplace" in told[BOB.number]
    assert "Décision : dispense" in told[BOB.number]
    assert "corrige et remplace" not in told[CAT.number]


def test_letters_of_some_decisions_only(jury: Jury) -> None:
    jury.decide()

    code, _ = lettered(jury, "--outcome", "not-acquired")

    assert (code, sorted(texts(jury.desk / "lettres"))) == (0, [EVA.number])


def test_who_is_not_in_the_register_has_no_letter_and_is_named(jury: Jury) -> None:
    jury.decide()
    jury.run("register", "forget", BOB.number, "--register", jury.register, "--yes", which=False)

    code, said = lettered(jury)

    assert code == 1
    assert BOB.code in said
    assert sorted(texts(jury.desk / "lettres")) == [ANA.number, CAT.number, EVA.number]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--outcome", "exempted"), "Personne n'a cette décision"),
        ((), "Aucune décision n'est enregistrée"),
    ],
)
def test_nothing_to_tell_is_said_and_nothing_is_written(jury: Jury, more: tuple[str, ...], sentence: str) -> None:
    if more:
        jury.prepared()
        assert jury.recorded().code == 0

    code, said = lettered(jury, *more)

    assert (code, sentence in said) == (1, True)
    assert not (jury.desk / "lettres").exists()


def test_a_folder_in_the_repository_or_one_that_is_taken_is_refused(jury: Jury) -> None:
    jury.decide()
    (jury.desk / "prise").mkdir()
    (jury.desk / "prise" / "x").write_text("x")

    taken = lettered(jury, name="prise")
    inside = lettered(jury, name=os.path.relpath(jury.school.place / "lettres", jury.desk))

    assert (taken[0], "n'est pas un dossier vide" in taken[1]) == (2, True)
    assert (inside[0], "dans un dépôt Git" in inside[1]) == (2, True)


def test_a_dry_run_writes_nothing(jury: Jury) -> None:
    jury.decide()

    code, said = lettered(jury, "--dry-run")

    assert code == 0
    assert "1  dispense" in said
    assert not (jury.desk / "lettres").exists()
