"""``polyvalidate new`` from options alone, through the real command: what it writes, and what it refuses to write."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from declaring import ON, STUDENTS, activities, errors, files, make_school
from hypothesis import event, given, settings
from hypothesis import strategies as st

from polyvalidate.cli import main
from polyvalidate.cli.asking import Stopped
from polyvalidate.cli.declaring import run_new
from polyvalidate.cli.options import Given

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


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school that each example leaves as it found it."""
    root = make_school(tmp_path_factory.mktemp("new") / "école")
    (root / "piece.pdf").write_bytes(b"%PDF-1.7\n")
    for kind in range(1, 9):
        (root / f"E{kind}.pdf").write_bytes(b"%%PDF-1.7 %d\n" % kind)
    return root


@pytest.fixture
def school(shared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shared, tmp_path / "école"))


def new(root: Path, *options: str, lang: str = "fr") -> int:
    return main(["new", "--root", str(root), "--on", ON, "--lang", lang, *options])


def options_for(root: Path, year: str, code: str) -> list[str]:
    """Ordinary answers to all that an activity asks."""
    grid, activity = next(pair for pair in activities(root) if pair[0].year == year and pair[1].code == code)
    unit = grid.units[activity.unit]
    profile = next(p for p in STUDENTS if p in activity.open_to)
    options = ["--student", STUDENTS[profile], "--activity", code]
    options += ["--from", f"12 janvier {year[5:]}", "--to", f"20/1/{year[5:]}"]
    if unit.hours or unit.minimum_hours:
        options += ["--hours", str(unit.hours or unit.minimum_hours)]
    if not unit.hours:
        options += ["--quantity", "1"]
    if activity.levels:
        options += ["--level", next(iter(activity.levels))]
    if not activity.sensitive:
        options += ["--title", "Une activité : l'été", "--organisation", "École d'exemple"]
        for kind in (*activity.all_of, *activity.any_of[:1]):
            options += ["--evidence", f"{kind}={root / f'{kind}.pdf'}"]
    return options


def test_every_activity_of_both_grids_can_be_declared(school: Path) -> None:
    outcomes = []
    for grid, activity in activities(school):
        before = set(files(school))
        code = new(school, *options_for(school, grid.year, activity.code))
        added = sorted(set(files(school)) - before)
        outcomes.append((activity.code, code, len(added), errors(school)))
        for name in added:
            (school / name).unlink()

    assert (len(outcomes), [outcome for outcome in outcomes if outcome[1:] != (0, 1, [])]) == (106, [])


# --- properties -------------------------------------------------------------------------------------------------------

SEEN = st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co"))
HOSTILE = st.one_of(
    st.text(SEEN, min_size=1, max_size=130),
    st.text(SEEN, min_size=1, max_size=40),
    st.text(max_size=40),
    st.sampled_from(
        [
            "no", "~", "12:30", "0x1F", "- a", "a: b", "a #b", "@x", "`", "&a *b", "!!python/object:os.system", "%YAML",
            "{", "[", '"', "'", "\\", "|", ">", "---", "...", "\u2028", "\u202e", "\u200b", "\ufeff", "\x00", "\x1b[2J",
            "\ud800", "é", "e\u0301", "\u00a0", "1", "-1", "1e9", "99999", "١", "2026-01-31", "31/01/2026", "../../x",
            "lea@example.org", "06 12 34 56 78", "21234567", "a\nb", "a\r\nb", "<script>", "=cmd", "\t", " ", "",
            "https://github.com/exemple/projet", "https://u:p@github.com", "http://github.com", "piece.pdf",
            "/dev/zero", "/", "~", "x" * 121, "paid", "none", "ects", "14h30", "CON", "👩\u200d🔬 atelier",
        ]
    ),
)  # fmt: skip
TEXTS = ("title", "organisation", "event", "description")
OTHERS = ("activity", "from", "to", "level", "quantity", "hours", "elsewhere", "origin", "evidence", "evidence-url")
CHANGES = st.tuples(
    st.dictionaries(st.sampled_from(TEXTS), HOSTILE, max_size=4),
    st.just({}) | st.dictionaries(st.sampled_from(OTHERS), HOSTILE, max_size=2),
).map(lambda both: both[0] | both[1])


@pytest.mark.slow
@settings(max_examples=150)
@given(st.data())
def test_whatever_the_options_say_what_is_written_passes_the_check(shared: Path, data: st.DataObject) -> None:
    grid, activity = data.draw(st.sampled_from(activities(shared)))
    options = options_for(shared, grid.year, activity.code)
    for name, text in data.draw(CHANGES).items():
        value = f"E2={text}" if name.startswith("evidence") else text
        options = [*options, f"--{name}={value}"]
    before = files(shared)

    code = new(shared, *options)

    event(f"exit code {code}")
    added = {name: text for name, text in files(shared).items() if before.get(name) != text}
    try:
        assert (code == 0) == (len(added) == 1), options
        assert code in (0, 1, 2)
        assert errors(shared) == []
    finally:
        for name in added:
            (shared / name).unlink()


class Improvising:
    """Somebody who answers what is asked, or anything, and leaves in the end."""

    def __init__(self, data: st.DataObject, usual: dict[str, str], documents: list[str]) -> None:
        self.data = data
        self.documents = documents
        self.usual = usual
        self.left = 60

    def say(self, text: str = "") -> None:
        assert text.replace("\n", "").isprintable()

    def ask(self, prompt: str) -> str:
        self.left -= 1
        if not self.left:
            raise Stopped
        usual = next((answer for words, answer in self.usual.items() if words in prompt), "")
        if "https" in prompt:
            usual = self.documents[self.left % len(self.documents)]
        attentive = self.data.draw(st.integers(0, 4))
        return usual if attentive else self.data.draw(HOSTILE)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data())
def test_whatever_somebody_answers_what_is_written_passes_the_check(shared: Path, data: st.DataObject) -> None:
    grid, activity = data.draw(st.sampled_from(activities(shared)))
    usual = {
        "catégorie)": activity.code,
        "Premier jour": f"12/1/{grid.year[5:]}",
        "Dernier jour": f"20/1/{grid.year[5:]}",
        "(Entrée": "",
        "numéro)": "1",
        "en comptant par": "1",
        "heures": "30",
        "Titre": "Une activité : l'été",
        "association": "École d'exemple",
    }
    person = Improvising(data, usual, [str(shared / f"E{kind}.pdf") for kind in range(1, 9)])
    before = files(shared)

    code = run_new(Given(shared, ME, {}, None, (), (), False, date.fromisoformat(ON)), "fr", person)

    event(f"exit code {code}")
    added = {name for name, text in files(shared).items() if before.get(name) != text}
    try:
        assert (code == 0) == (len(added) == 1)
        assert code in (0, 1, 130)
        assert errors(shared) == []
    finally:
        for name in added:
            (shared / name).unlink()


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
        "Error: Missing: --quantity, --title, --organisation, --evidence. Without these options, run the command in a"
        " terminal: it will ask.",
    ]


def test_what_is_written_and_what_is_left_to_do_are_said(school: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = new(school, *OPEN_DAY, "--evidence", f"E2={school / 'piece.pdf'}")

    said = capfd.readouterr()
    assert code == 0
    assert "Points comptés : 0,5 point (barème de la grille).\nBilan : 0 → 0,5 point, sur 10 demandés.\n" in said.err
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


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
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


@pytest.mark.parametrize("student", ["Dupont", "s-0000000000", "../s-base000001"])
def test_an_unknown_student_ends_with_two(school: Path, student: str) -> None:
    before = files(school)

    assert (new(school, *DONATION, "--student", student), files(school) == before) == (2, True)


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
