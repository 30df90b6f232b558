"""``polyvalidate new`` in a real terminal: what a student sees, what stands in the file, and what stops it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.declaring import ON, STUDENTS, errors, files, make_school
from tests.terminal import CTRL_C, CTRL_D, CTRL_V, LEFT, UP, talk

Golden = Callable[[str | Path, str], None]
FOLDER = f"declarations/2024/{STUDENTS['FISE3']}"
NEW = ["new", "--on", ON]
MINE = [*NEW, "--student", STUDENTS["FISE3"]]


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school, with a document of the student at its root, which nothing judges."""
    root = make_school(tmp_path / "école")
    (root / "emargement gala.pdf").write_bytes(b"%PDF-1.7 present\n")
    (root / "releve.txt").write_bytes(b"12 h\n")
    (root / "vide.pdf").write_bytes(b"")
    return root


def test_a_student_declares_an_open_day(school: Path, golden: Golden) -> None:
    code, screen = talk(
        NEW,
        [
            ("signes) : ", STUDENTS["FISE3"]),
            ("catégorie) : ", "portes ouvertes"),
            ("31/01/2026 : ", "31 janvier 2026"),
            ("jour) : ", ""),
            ("non) : ", ""),
            ("demi-journée : ", "2"),
            ("mots : ", "Stand robotique : accueil des familles"),
            ("école : ", "École d'exemple"),
            ("aucun) : ", ""),
            ("aucune) : ", "Accueil, démonstrations et rangement."),
            ("https : ", "'emargement gala.pdf'"),
            ("[O/n] ", ""),
        ],
        school,
    )

    golden("new/portes-ouvertes.txt", screen)
    assert (code, errors(school)) == (0, [])
    assert (school / FOLDER / "3.1-stand-robotique-accueil-des-familles.yml").is_file()


def test_a_student_mends_one_answer_after_another(school: Path, golden: Golden) -> None:
    code, screen = talk(
        NEW,
        [
            ("signes) : ", "Dupont"),
            ("signes) : ", "s-0000000000"),
            ("signes) : ", STUDENTS["FISE3"]),
            ("catégorie) : ", ""),
            ("catégorie) : ", "natation synchronisée"),
            ("catégorie) : ", "3"),
            ("catégorie) : ", "3,1"),
            ("31/01/2026 : ", "hier"),
            ("31/01/2026 : ", "31/02/2026"),
            ("31/01/2026 : ", "31/01/2027"),
            ("31/01/2026 : ", "31.1.26"),
            ("jour) : ", "30 janv. 2026"),
            ("31/01/2026 : ", "31/01/2026"),
            ("jour) : ", "31/01/2026"),
            ("non) : ", "oui"),
            ("non) : ", "2"),
            ("non) : ", "non"),
            ("demi-journée : ", "deux"),
            ("demi-journée : ", "5"),
            ("jour) : ", "1 février 2026"),
            ("demi-journée : ", "4"),
            ("mots : ", ""),
            ("mots : ", "Stand tenu avec lea@example.org"),
            ("mots : ", "Stand robotique"),
            ("école : ", f"École{CTRL_V}\x1b d'exemple"),
            ("école : ", "École d'exemple"),
            ("aucun) : ", "???"),
            ("aucun) : ", "JPO d'hiver 2026"),
            ("aucune) : ", "Appelez le 06 12 34 56 78"),
            ("aucune) : ", ""),
            ("https : ", ""),
            ("https : ", "absent.pdf"),
            ("https : ", "grid"),
            ("https : ", "vide.pdf"),
            ("https : ", "releve.txt"),
            ("https : ", "https://exemple.invalid/liste"),
            ("https : ", r"emargement\ gala.pdf"),
            ("[O/n] ", "peut-être"),
            ("[O/n] ", "oui"),
        ],
        school,
    )

    golden("new/fautes-reprises.txt", screen)
    assert (code, errors(school)) == (0, [])


def test_a_sensitive_activity_is_declared_without_a_word(school: Path, golden: Golden) -> None:
    code, screen = talk(
        MINE,
        [
            ("category): ", "6.6"),
            ("31/01/2026: ", "3 March 2026"),
            ("day): ", ""),
            ("no): ", ""),
            ("donation: ", "1"),
            ("[Y/n] ", "y"),
        ],
        school,
        lang="en",
    )

    golden("new/sensitive.txt", screen)
    assert (code, errors(school)) == (0, [])
    assert (school / FOLDER / "6.6-declaration-2026.yml").read_text() == (
        "# yaml-language-server: $schema=../../../schemas/declaration.schema.json\n"
        'activity: "6.6"\n'
        "period: {from: 2026-03-03, to: 2026-03-03}\n"
        "quantity: 1\n"
    )


def test_a_level_hours_and_a_choice_of_evidence_are_asked_where_the_activity_has_them(
    school: Path, golden: Golden
) -> None:
    code, screen = talk(
        [*MINE, "--title", "Concours de ponts", "--organisation", "Club de construction", "--elsewhere", "none"],
        [
            ("category): ", "7.5"),
            ("31/01/2026: ", "2025-11-15"),
            ("day): ", "16/11/2025"),
            ("(number): ", "0"),
            ("(number): ", "2"),
            ("event: ", "1"),
            ("none): ", ""),
            ("number (Enter: none): ", ""),
            ("(number): ", "2"),
            ("address: ", "http://github.com/exemple/pont"),
            ("(number): ", "2"),
            ("address: ", "https://github.com/exemple/pont"),
            ("[Y/n] ", ""),
        ],
        school,
        lang="en",
    )

    golden("new/level.txt", screen)
    assert (code, errors(school)) == (0, [])


def test_the_arrows_move_in_a_line_and_bring_back_the_one_before(school: Path) -> None:
    options = [*MINE, "--activity", "3.1", "--to", "31/1/2026", "--elsewhere", "none", "--quantity", "1"]
    code, _ = talk(
        [*options, "--event", "jpo-2026", "--evidence", "E2=emargement gala.pdf"],
        [
            ("31/01/2026 : ", "31/01/2026"),
            ("mots : ", f"Stnd{LEFT}{LEFT}a"),
            ("école : ", UP),
            ("aucune) : ", ""),
            ("[O/n] ", ""),
        ],
        school,
    )

    written = (school / FOLDER / "3.1-stand.yml").read_text().splitlines()
    assert (code, written[2:4]) == (0, ["title: Stand", "organisation: Stand"])


@pytest.mark.parametrize(
    ("answers", "lang", "last"),
    [
        ([("catégorie) : ", CTRL_C)], "fr", "Rien n'a été écrit."),
        ([("catégorie) : ", CTRL_D)], "fr", "Rien n'a été écrit."),
        ([("category): ", "6.6"), ("31/01/2026: ", CTRL_C)], "en", "Nothing was written."),
        (
            [
                ("category): ", "6.6"),
                ("31/01/2026: ", "2026-03-03"),
                ("day): ", ""),
                ("no): ", ""),
                ("donation: ", "1"),
                ("[Y/n] ", "n"),
            ],
            "en",
            "Nothing was written.",
        ),
    ],
)
def test_a_conversation_that_is_stopped_writes_nothing_and_ends_with_130(
    school: Path, answers: list[tuple[str, str]], lang: str, last: str
) -> None:
    before = files(school)

    code, screen = talk(MINE, answers, school, lang)

    assert (code, screen.splitlines()[-1], files(school) == before) == (130, last, True)


def test_a_word_of_the_guidance_shows_activities_and_chooses_none(school: Path) -> None:
    _, screen = talk(MINE, [("catégorie) : ", "stages"), ("catégorie) : ", CTRL_C)], school)

    shown = [line.split()[0] for line in screen.splitlines() if line.startswith("  8.3")]
    assert (shown, "Premier jour" in screen) == (["8.3"], False)


def test_the_student_s_own_folder_is_enough_to_know_who_declares(school: Path) -> None:
    code, screen = talk([*NEW, "--activity", "6.6", "--from", "3/3/2026"], [("jour) : ", CTRL_C)], school / FOLDER)

    assert (code, "code d'élève" in screen, "6.6  " in screen) == (130, False, True)


def test_a_first_day_of_another_year_shows_what_that_year_asks(school: Path) -> None:
    _, screen = talk([*MINE, "--activity", "3.1"], [("31/01/2026 : ", "31/01/2025"), ("jour) : ", CTRL_C)], school)

    assert [line.split()[0] for line in screen.splitlines() if " point par demi-journée" in line] == ["0,5", "0,25"]
