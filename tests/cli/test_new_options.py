"""``polyvalidate new`` from options alone, through the real command: what it writes, and what it refuses to write."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from polyvalidate.cli import main
from polyvalidate.school.seat import Draft
from tests.declaring import ON, STUDENTS, errors, files, make_school

ME = STUDENTS["FISE3"]
FOLDER = f"declarations/2024/{ME}"
DONATION = ["--student", ME, "--activity", "6.6", "--from", "3/3/2026", "--quantity", "1"]
OPEN_DAY = [
    "--student", ME, "--activity", "3.1", "--from", "31/01/2026", "--quantity", "1",
    "--title", "Stand robotique", "--organisation", "École d'exemple",
]  # fmt: skip


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school, with a document of the student at its root, which nothing judges."""
    root = make_school(tmp_path / "école")
    (root / "piece.pdf").write_bytes(b"%PDF-1.7\n")
    return root


def new(root: Path, *options: str, lang: str = "fr") -> int:
    return main(["new", "--repo", str(root), "--on", ON, "--lang", lang, *options])


# --- what is said -----------------------------------------------------------------------------------------------------


def test_without_a_terminal_every_option_that_is_missing_is_named(
    school: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = files(school)

    codes = (new(school), new(school, "--student", ME, "--activity", "3.1", "--from", "31/1/2026", lang="en"))

    said = [line for line in capfd.readouterr().err.splitlines() if line.startswith(("Erreur", "Error"))]
    assert (codes, files(school) == before) == ((2, 2), True)
    assert said == [
        "Erreur : Il manque : --student, --activity, --from. Sans ces options, lancez la commande dans un terminal :"
        " elle posera les questions.",
        "Error: Missing: --quantity, --title, --organisation, --evidence E2=FILE. Without these options, run the"
        " command in a terminal: it will ask.",
    ]


def test_when_no_campaign_is_open_it_is_said_and_no_point_is_promised(
    school: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = new(school, *OPEN_DAY, "--evidence", f"E2={school / 'piece.pdf'}", "--on", "2026-06-18", "--yes")

    said = capfd.readouterr()
    assert (code, "0,5 point" in said.out + said.err) == (0, False)
    assert "Aucune campagne ouverte le 18 juin 2026" in said.err
    assert "du 22 juin 2026 au 10 juillet 2026" in said.err
    assert "écrivez à engagement@polyvalidate.example.org" in said.err


def test_what_is_written_and_what_is_left_to_do_are_said(school: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = new(school, *OPEN_DAY, "--evidence", f"E2={school / 'piece.pdf'}")

    said = capfd.readouterr()
    assert code == 0
    assert (
        "Une fois acceptée, elle compterait 0,5 point (barème de la grille).\n"
        "Votre bilan passerait de 0 à 0,5 point, sur 10 demandés.\n" in (said.err)
    )
    assert said.out.splitlines()[1] == f"Écrit : {FOLDER}/3.1-stand-robotique.yml"
    assert said.out.splitlines()[-1] == "Joignez-y : piece.pdf."


def test_a_cap_that_takes_points_is_named_before_anything_is_written(
    school: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    new(school, *OPEN_DAY, "--evidence", f"E2={school / 'piece.pdf'}", "--to", "1/2/2026", "--quantity", "4")

    assert "plafond de l'activité pour l'année (1,5 point) : 0,5 point en moins" in " ".join(
        capfd.readouterr().err.split()
    )


def test_an_error_of_the_rules_is_said_and_nothing_is_written(school: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = files(school)

    code = new(school, *DONATION, "--to", "1/3/2026", lang="en")

    assert (code, files(school) == before) == (1, True)
    assert capfd.readouterr().err == (
        "PP308  The end date (1 March 2026) is before the start date.\n"
        "Write an end date on or after 3 March 2026.\n\n"
        "Nothing was written.\n"
    )


def test_only_the_judgement_of_the_draft_keeps_a_wrong_declaration_out(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Draft, "errors", ())

    code = new(school, *DONATION, "--to", "1/3/2026")

    assert (code, errors(school)) == (0, [("PP308", f"{FOLDER}/6.6-declaration-2026.yml")])


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("--activity", "9.100", "Le code d'une activité est le code de sa catégorie"),
        ("--activity", "forum", "Le code d'une activité est le code de sa catégorie"),
        ("--from", "hier", "Cette date n'est pas comprise."),
        ("--quantity", "beaucoup", "Un nombre entier est attendu ici."),
        ("--level", "Très bon", "Ce code n'a pas la bonne forme"),
        ("--title", "", "Une réponse est nécessaire ici."),
        ("--title", "a\nb", "Ce texte tient sur une seule ligne."),
        ("--elsewhere", "peut-être", "Répondez par l'un de ces codes : none, ects, internship, paid."),
        ("--evidence", "piece.pdf", "Le code du justificatif, le signe égal, puis la pièce"),
        ("--evidence", "E2=absent.pdf", "Ce fichier est introuvable."),
        ("--evidence-url", "E7=http://github.com", "Cette adresse est mal formée."),
        ("--origin", "Polytech Nantes", "Ce code n'a pas la bonne forme"),
    ],
)
def test_an_option_that_is_not_understood_ends_with_two_and_says_which(
    school: Path, capfd: pytest.CaptureFixture[str], option: str, text: str, said: str
) -> None:
    code = new(school, *DONATION, option, text)

    error = capfd.readouterr().err
    assert (code, option in error, said in error) == (2, True, True)


def test_the_documents_that_are_missing_are_named_by_their_code(
    school: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    options = [*OPEN_DAY[:2], "--from", "31/1/2026", "--title", "Ponts", "--organisation", "Club", "--quantity", "1"]
    piece = school / "piece.pdf"

    codes = (
        new(school, *options, "--activity", "6.1", "--evidence", f"E4={piece}"),
        new(school, *options, "--activity", "7.5", "--level", "laureate", "--evidence", f"E4={piece}"),
    )

    said = [line.split(" Sans")[0] for line in capfd.readouterr().err.splitlines() if line.startswith("Erreur")]
    assert (codes, said) == (
        (2, 2),
        ["Erreur : Il manque : --evidence E8=FICHIER.", "Erreur : Il manque : --evidence E5=FICHIER ou E7=FICHIER."],
    )


def test_a_code_that_the_grid_does_not_have_gets_the_nearest(school: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = new(school, "--student", ME, "--activity", "3.9", "--from", "31/1/2026")

    said = capfd.readouterr().err
    assert (code, said.startswith("PP302"), "Vouliez-vous dire 3.7" in said) == (1, True, True)


def test_a_sensitive_activity_is_refused_any_text_or_document(school: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = files(school)

    code = new(school, *DONATION, "--title", "Don", "--event", "don-2026", "--evidence", f"E2={school / 'piece.pdf'}")

    assert (code, files(school) == before) == (2, True)
    assert "L'activité 6.6 est sensible" in capfd.readouterr().err


def test_a_second_declaration_of_the_same_title_takes_another_name(school: Path) -> None:
    new(school, *DONATION)
    new(school, *DONATION[:-4], "--from", "4/4/2026", "--quantity", "1")

    assert sorted(path.name for path in (school / FOLDER).glob("6.6*")) == [
        "6.6-declaration-2026-2.yml",
        "6.6-declaration-2026.yml",
    ]


def test_the_same_thing_twice_is_said_with_the_file_that_says_it_already(
    school: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    options = [*OPEN_DAY, "--evidence", f"E2={school / 'piece.pdf'}"]
    new(school, *options)
    capfd.readouterr()

    code = new(school, *options)

    assert (code, "3.1-stand-robotique.yml" in capfd.readouterr().err) == (1, True)


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "attend qu'une personne référente (ref-"), ("en", "waits for a referent (ref-")]
)
def test_points_of_another_school_are_written_and_wait_for_an_evaluator(
    school: Path, capfd: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    code = new(school, *OPEN_DAY, "--origin", "autre-ecole", lang=lang)

    said = capfd.readouterr()
    path = f"{FOLDER}/3.1-stand-robotique.yml"
    assert (code, errors(school)) == (0, [("PP380", path)])
    assert words in said.out
    assert "PP380" not in said.out


@pytest.mark.parametrize("student", ["Dupont", "s-0000000000", "../s-base000001"])
def test_an_unknown_student_ends_with_two(school: Path, student: str) -> None:
    before = files(school)

    assert (new(school, *DONATION, "--student", student), files(school) == before) == (2, True)


def test_a_folder_of_no_repository_ends_with_two_and_says_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    code = main(["new", "--lang", "fr", *DONATION])

    assert (code, capfd.readouterr().err) == (
        2,
        "Ce dossier n'est pas dans un dépôt de déclarations. Allez dans ce dépôt avec cd, ou indiquez-le avec"
        " --repo.\n",
    )


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(
    school: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    before = files(school)
    name = f"{FOLDER}/6.6-declaration-2026.yml"
    monkeypatch.setattr("os.replace", _no_space)

    code = new(school, *DONATION)

    assert (code, files(school) == before, name in capfd.readouterr().err) == (2, True, True)


def _no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


# --- a school that keeps its evidence in the repository ---------------------------------------------------------------


@pytest.fixture
def keeping(school: Path) -> Path:
    for rules in (school / "grid").glob("*/rules.yml"):
        text = rules.read_text(encoding="utf-8")
        rules.write_text(text.replace("stores: [pull-request, url]", "stores: [repository]"), encoding="utf-8")
    return school


def test_a_document_kept_in_the_repository_is_copied_beside_the_declaration(keeping: Path) -> None:
    code = new(keeping, *OPEN_DAY, "--evidence", f"E2={keeping / 'piece.pdf'}")

    assert (code, errors(keeping)) == (0, [])
    assert (keeping / FOLDER / "evidence" / "piece.pdf").read_bytes() == b"%PDF-1.7\n"


def test_a_document_never_takes_the_place_of_another(keeping: Path, capfd: pytest.CaptureFixture[str]) -> None:
    new(keeping, *OPEN_DAY, "--evidence", f"E2={keeping / 'piece.pdf'}")
    (keeping / "piece.pdf").write_bytes(b"%PDF-1.7 another\n")
    before = files(keeping)

    code = new(keeping, *OPEN_DAY, "--from", "1/2/2026", "--evidence", f"E2={keeping / 'piece.pdf'}")

    assert (code, files(keeping) == before) == (2, True)
    assert "Une autre pièce porte déjà ce nom" in capfd.readouterr().err
