"""The jury's decisions go back to APOGEE: into empty cells of the element, the rest of the file byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.cli import main
from polyvalidate.model.words import Text
from polyvalidate.office.exchange.apogee import Maquette, parsed
from polyvalidate.office.exchange.apogee_filling import columns_of, fill
from polyvalidate.office.register.register import Member
from tests.classroom import ADA, BEA, CLO, DAN, MODELINE, Classroom, Said, folder
from tests.maquettes import BIRTH, CODES, COLUMNS, maquette
from tests.stopping import KILLED, How, stopped

EMPTY = ("", "", "", "")
EMPTY_CELLS = list(EMPTY)
QUITUS = "session: {}\noutcome: {}\ncredited: {}\nrequired: 10\non: 2026-07-08\nby: jury-1\n"
DECIDED = {
    ADA: ("2026-07", "acquired", "11.5"),
    BEA: ("2026-07", "not-acquired", "4"),
    CLO: ("2026-07", "exempted", "0"),
    DAN: ("2026-09", "acquired", "6"),
}


def row(member: Member, *values: str, number: str | None = None) -> tuple[str, ...]:
    return (number or member.number, member.surname, member.first.upper(), BIRTH, *(values or EMPTY))


ROWS = (row(ADA), row(BEA), row(CLO), row(DAN), ("29999999", "INCONNU", "ZOÉ", BIRTH, *EMPTY))


@pytest.fixture(scope="module")
def jury(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The classroom once the jury has met; nothing here changes it."""
    classroom = Classroom(tmp_path_factory.mktemp("jury"))
    classroom.school.settle(
        {f"{folder(m)}/quitus.yml": MODELINE.format("quitus") + QUITUS.format(*d) for m, d in DECIDED.items()}
    )
    return classroom


def give_back(room: Classroom, data: bytes, *more: str | Path, lang: str = "fr") -> tuple[Said, bytes | None]:
    """``apogee fill``, and the file that it wrote."""
    source, target = room.list_file(data, "maquette.txt"), room.desk / "remplie.txt"
    target.unlink(missing_ok=True)
    words = ("apogee", "fill", source, "--register", room.register, "--element", "PQUITUS", "--session", "2026-07")
    said = room.run(*words, "--output", target, *more, on="2026-07-15", lang=lang)
    return said, target.read_bytes() if target.exists() else None


def cells(data: bytes | None) -> list[list[str]]:
    """The cells of results of each student's line."""
    assert data is not None
    lines = data.decode("cp1252").split("\r\n")
    start = next(index for index, line in enumerate(lines) if line.startswith("apoL_a01_code\tapoL_a02"))
    return [line.split("\t")[4:] for line in lines[start + 1 :] if line]


def test_what_the_jury_decided_is_in_the_column_of_results_and_nowhere_else(jury: Classroom) -> None:
    said, data = give_back(jury, maquette(ROWS), "--exempted", "DIS")

    assert said.code == 1, said.text  # a line is nobody's: somebody has to look
    assert cells(data) == [
        ["", "", "ADM", ""],
        ["", "", "AJ", ""],
        ["", "", "DIS", ""],
        ["", "", "", ""],
        ["", "", "", ""],
    ]
    assert data == maquette(
        (row(ADA, "", "", "ADM", ""), row(BEA, "", "", "AJ", ""), row(CLO, "", "", "DIS", ""), *ROWS[3:])
    )
    assert (jury.desk / "remplie.txt").stat().st_mode & 0o077 == 0


def test_points_may_go_back_as_a_note_with_their_scale(jury: Classroom) -> None:
    _, data = give_back(jury, maquette(ROWS), "--scale", "20")

    assert cells(data)[:3] == [["11,5", "20", "ADM", ""], ["4", "20", "AJ", ""], EMPTY_CELLS]


def test_an_exemption_has_no_note_and_it_is_told(jury: Classroom) -> None:
    said, data = give_back(jury, maquette(ROWS), "--scale", "20", "--exempted", "DIS")

    assert cells(data)[2] == ["", "", "DIS", ""]
    assert "ligne 32 : Dispense : aucune note n'est écrite à côté" in said.text


@pytest.mark.parametrize(("lang", "words"), [("fr", "sous la moyenne"), ("en", "takes this note for a failure")])
def test_a_quitus_acquired_with_less_than_half_of_the_scale_is_told(jury: Classroom, lang: str, words: str) -> None:
    said, _ = give_back(jury, maquette(ROWS), "--scale", "40", lang=lang)
    quiet, _ = give_back(jury, maquette(ROWS), "--scale", "20", lang=lang)

    assert words in said.text
    assert words not in quiet.text


def test_a_line_that_says_something_else_is_left_whole(jury: Classroom) -> None:
    rows = (row(ADA, "", "", "AJ", ""), *ROWS[1:])

    said, data = give_back(jury, maquette(rows), "--scale", "20")

    assert said.code == 1
    assert cells(data)[:2] == [["", "", "AJ", ""], ["4", "20", "AJ", ""]]
    assert "case dit autre chose, 2 vides à côté le restent : rien n'est écrit sur ces lignes" in said.text


@pytest.mark.parametrize(("lang", "words"), [("fr", "Vérifiez --cohort"), ("en", "Check --cohort")])
def test_a_file_of_another_cohort_is_not_filled(jury: Classroom, lang: str, words: str) -> None:
    said, data = give_back(jury, maquette(ROWS), "--cohort", "2019", lang=lang)

    assert (said.code, data) == (1, None)
    assert words in said.text


def test_points_that_do_not_fit_the_scale_are_left_out_and_told(jury: Classroom) -> None:
    said, data = give_back(jury, maquette(ROWS), "--scale", "10")

    assert cells(data)[:2] == [["", "", "ADM", ""], ["4", "10", "AJ", ""]]
    assert "11,5 points ne tiennent pas dans un barème de 10" in said.text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_said(jury: Classroom, lang: str, golden: Callable[[str | Path, str], None]) -> None:
    rows = (row(ADA, "", "", "AJ", ""), row(BEA, "", "", "AJ", "VAL"), *ROWS[2:])

    said, _ = give_back(jury, maquette(rows), "--cohort", "2025", "--scale", "20", lang=lang)

    assert said.code == 1  # a cell says something else: a person must settle it
    golden(f"apogee.{lang}.txt", said.text.replace(str(jury.desk), "…"))


def test_a_cell_that_is_filled_is_never_written_over(jury: Classroom) -> None:
    rows = (row(ADA, "12,00", "", "AJ", ""), row(BEA, "04,00", "20", "aj", ""))

    said, data = give_back(jury, maquette(rows), "--scale", "20")

    assert (said.code, data) == (1, None)
    assert "ligne 30, colonne apoL_c0003 : AJ, et non ADM" in said.text
    assert "ligne 30, colonne apoL_c0001 : 12,00, et non 11,5" in said.text


def test_the_same_again_on_the_filled_file_changes_nothing(jury: Classroom) -> None:
    _, data = give_back(jury, maquette(ROWS[:4]))
    assert data is not None

    said, again = give_back(jury, data)

    assert (said.code, again) == (0, None)
    assert "Il n'y a rien à remplir." in said.text


def test_a_dry_run_writes_nothing(jury: Classroom) -> None:
    said, data = give_back(jury, maquette(ROWS[:4]), "--dry-run")

    assert (said.code, data) == (0, None)
    assert "(Essai : rien n'a été écrit.)" in said.text


def test_numbers_are_known_in_whatever_state_a_spreadsheet_left_them(jury: Classroom) -> None:
    rows = (row(CLO, number="2000003"), row(ADA, number='="22000001"'))

    _, data = give_back(jury, maquette(rows), "--exempted", "DIS")

    assert cells(data) == [["", "", "DIS", ""], ["", "", "ADM", ""]]
    assert b'="22000001"\t' in (data or b"")


def test_a_number_whose_name_is_somebody_else_s_is_left_aside(jury: Classroom) -> None:
    said, data = give_back(jury, maquette((row(ADA), (BEA.number, "AUTRE", "MAX", BIRTH, *EMPTY))))

    assert cells(data) == [["", "", "ADM", ""], ["", "", "", ""]]
    assert "Le nom de cette ligne n'est pas celui du registre pour ce numéro." in said.text


def test_lines_that_stop_early_are_filled_too(jury: Classroom) -> None:
    data = maquette(((ADA.number, ADA.surname, "ADA", BIRTH),))

    _, filled = give_back(jury, data)

    assert cells(filled) == [["", "", "ADM"]]


def second(columns: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[*column[:4], "2", *column[5:]] for column in columns]


def test_an_element_with_two_sessions_asks_which(jury: Classroom) -> None:
    data = maquette((row(ADA, *EMPTY, *EMPTY),), [*COLUMNS, *second(COLUMNS)])

    asked, nothing = give_back(jury, data)
    said, filled = give_back(jury, data, "--apogee-session", "2")

    assert (asked.code, nothing) == (1, None)
    assert "plusieurs sessions dans cette maquette : 1, 2. Dites laquelle avec --apogee-session." in asked.text
    assert (said.code, cells(filled)) == (0, [[*EMPTY, "", "", "ADM", ""]])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--element", "PABSENT"), "Aucune colonne de cette maquette n'est de l'élément PABSENT. Ses éléments sont"),
        (("--apogee-session", "9"), "L'élément PQUITUS n'a pas de session 9 dans cette maquette. Écrivez 1."),
        (("--acquired", "VAL"), "Le résultat VAL n'est pas permis par cette maquette. Elle permet ABI, ADM, ADMI, AJ"),
        (("--acquired", "très bien"), "Un résultat est un code d'APOGEE : ADM, AJ, VAL…"),
        (("--session", "juillet"), "Écrivez l'année et le mois du jury : 2026-07."),
        (("--element", "PANGLAIS", "--scale", "20"), "L'élément PANGLAIS n'a pas de colonne de note (N)"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    jury: Classroom, words: tuple[str, ...], sentence: str
) -> None:
    said, data = give_back(jury, maquette(ROWS), *words)

    assert said.code in (1, 2)
    assert data is None
    assert sentence in " ".join(said.text.split())


def test_the_file_to_fill_is_never_its_own_output(jury: Classroom) -> None:
    data = maquette(ROWS)
    link = jury.desk / "lien.txt"
    link.unlink(missing_ok=True)
    link.symlink_to(jury.desk / "maquette.txt")

    said, _ = give_back(jury, data, "--output", jury.desk / "maquette.txt")
    through_a_link, _ = give_back(jury, data, "--output", link)

    assert (said.code, through_a_link.code) == (2, 2)
    assert (jury.desk / "maquette.txt").read_bytes() == data


def test_a_file_with_names_stays_out_of_git(jury: Classroom) -> None:
    said, _ = give_back(jury, maquette(ROWS), "--output", jury.school.place / "remplie.txt")

    assert said.code == 2
    assert "est dans un dépôt Git" in said.text


@pytest.mark.parametrize("how", list(How))
def test_stopped_anywhere_there_is_the_whole_file_or_none(jury: Classroom, how: How) -> None:
    data = maquette(ROWS[:4])
    _, whole = give_back(jury, data)
    target = jury.desk / "remplie.txt"
    source = str(jury.desk / "maquette.txt")
    words = ["--lang", "fr", "apogee", "fill", source, "--register", str(jury.register), "--element", "PQUITUS"]
    words += ["--session", "2026-07", "--repo", str(jury.school.place), "--on", "2026-07-15", "-o", str(target)]
    target.unlink()
    code, count = stopped(lambda: main(words), None, How.BEFORE)
    assert code == 0

    outcomes = set()
    for at in range(max(1, count - 8), count + 1):  # the calls before only read the school
        target.unlink(missing_ok=True)
        code, _ = stopped(lambda: main(words), at, how)
        outcomes.add(code)
        assert not target.exists() or target.read_bytes() == whole, at
        assert code == KILLED or target.exists() == (code == 0), at

    assert outcomes == ({0, 2} if how is How.FULL else {KILLED})
    assert main(words) == 0
    assert target.read_bytes() == whole


# --- files as they come -----------------------------------------------------------------------------------------------


def read(data: bytes) -> Maquette:
    found = parsed(data)
    assert isinstance(found, Maquette), found
    return found


def test_results_allowed_are_read_in_both_forms() -> None:
    numbered = ("XX-APO_TYP_RES-XX", "10\tAB1\tADM\tAJ", "4\tABI\tDEF", "")

    assert read(maquette(ROWS, codes=numbered)).codes == {"AB1", "ADM", "AJ", "ABI", "DEF"}
    assert read(maquette(ROWS, codes=CODES)).codes == {"ADM", "ADMI", "AJ", "DEF", "ABI", "DIS"}
    assert read(maquette(ROWS, codes=())).codes == frozenset()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Ce fichier est vide."),
        (b"PK\x03\x04", "une archive, ou un document autre qu'un classeur"),
        (b"COD_ETU;NOM\n1;A\n", "n'est pas une maquette APOGEE : la section XX-APO_COLONNES-XX manque."),
        (maquette(ROWS).decode("cp1252").encode("utf-16"), "Cette maquette a été enregistrée en UTF-16, par Excel"),
        (
            maquette(ROWS).replace(b"\t", b";"),
            "Cette maquette a été enregistrée avec d'autres séparateurs que des tabulations",
        ),
        (maquette((row(ADA), row(ADA))), "Lignes 30 et 31, colonne 1 : le numéro 22000001 y est deux fois."),
        (maquette((("", "SANS", "NUMÉRO", BIRTH, *EMPTY),)), "Ligne 30, colonne 1 : « » n'est pas un numéro étudiant."),
        (maquette((("2,21E+07", "A", "B", BIRTH, *EMPTY),)), "Ligne 30, colonne 1 : « 2,21E+07 » n'est pas un numéro"),
        (maquette((row(ADA, *EMPTY, "x"),)), "Ligne 30, colonne 9 : cette ligne a 9 cases et l'en-tête 8."),
        (maquette(()).partition(b"apoL_a01_code\tapoL_a02")[0], "Ligne 28 : rien ne suit XX-APO_VALEURS-XX."),
        (
            maquette(ROWS).replace(b"apoL_a01_code\tapoL_a02", b"code\tapoL_a02"),
            "Ligne 29 : la première colonne des valeurs devrait être apoL_a01_code, et non « code ».",
        ),
        (
            maquette(ROWS).replace(b"\tapoL_c0004\r", b"\tapoL_c0003\r"),
            "Ligne 23 : la colonne apoL_c0003 n'est pas une fois, et une seule, dans l'en-tête des valeurs.",
        ),
        (
            maquette(ROWS).replace("ZOÉ".encode("cp1252"), "ZOÉ".encode()),
            "Deux encodages se mêlent dans ce fichier",
        ),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_with_its_line(data: bytes, sentence: str) -> None:
    found = parsed(data)

    assert isinstance(found, Text), found
    assert sentence in " ".join(found.fr.split())


def test_two_columns_that_hold_the_same_are_refused() -> None:
    found = columns_of(read(maquette((row(ADA, *EMPTY, ""),), [*COLUMNS, COLUMNS[2]])), "PQUITUS", None)

    assert isinstance(found, Text)
    assert found.fr.startswith("Lignes 23 et 25 : deux colonnes (apoL_c0003, apoL_c0005) donnent la même chose")


def test_ten_thousand_lines_are_filled() -> None:
    rows = [(f"{22_000_000 + n}", f"FOULE-{n}", "Élève", BIRTH, *EMPTY) for n in range(10_000)]
    file = read(maquette(rows))
    column = columns_of(file, "PQUITUS", None)["R"]  # type: ignore[index]

    filled = fill(file, ((person, column, "ADM") for person in file.people))

    assert len(filled.written) == 10_000
    assert filled.data == maquette([(*r[:6], "ADM", "") for r in rows])


CELLS = st.text(st.characters(codec="cp1252", exclude_characters="\t\r\n\x00\x1a"), max_size=8)
FILES = st.tuples(
    st.lists(st.tuples(CELLS, CELLS, st.lists(CELLS, min_size=0, max_size=4)), min_size=1, max_size=6),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from(["cp1252", "utf-8"]),
)


@given(FILES, st.lists(st.sampled_from(["ADM", "AJ", "10,5"]), min_size=24, max_size=24))
def test_outside_the_cells_that_are_filled_no_byte_changes(file: tuple, values: list[str]) -> None:  # type: ignore[type-arg]
    people, end, encoding = file
    rows = [(f"{22_000_000 + n}", name, first, BIRTH, *some) for n, (name, first, some) in enumerate(people)]
    data = maquette(rows, encoding=encoding, end=end)
    found = parsed(data)
    if isinstance(found, Text):
        return  # what was drawn is no text of one encoding
    wishes = [(p, c, values[4 * i + j]) for i, p in enumerate(found.people) for j, c in enumerate(found.columns)]

    filled = fill(found, wishes)

    done = {(cell.person.line - 1, cell.column.position): cell.wanted.encode() for cell in filled.written}
    before, after = data.split(b"\n"), filled.data.split(b"\n")
    assert len(before) == len(after)
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        mine = {position: value for (line, position), value in done.items() if line == number}
        if not mine:
            assert new == old
            continue
        assert new.endswith(b"\r") == old.endswith(b"\r")
        there, now = old.rstrip(b"\r").split(b"\t"), new.rstrip(b"\r").split(b"\t")
        assert len(now) == max(len(there), max(mine) + 1)
        for position, value in enumerate(now):
            kept = there[position] if position < len(there) else b""
            assert value == mine.get(position, kept)
            assert position not in mine or not kept.strip(b" ")


def test_the_results_of_july_can_still_be_made_in_october(tmp_path: Path) -> None:
    room = Classroom(tmp_path)
    place = f"{folder(BEA)}/quitus.yml"
    quitus = MODELINE.format("quitus") + QUITUS.replace("2026-07-08", "{}")
    room.school.settle({place: quitus.format("2026-07", "second-chance", "4", "2026-07-08")})
    room.school.write({place: quitus.format("2099-10", "acquired", "10", "2099-10-07")})
    room.school.git("commit", "-qam", "octobre", committed=int(datetime(2099, 10, 7, tzinfo=UTC).timestamp()))

    said, data = give_back(room, maquette((row(BEA),)), "--second-chance", "AJ")

    assert said.code == 0, said.text
    assert cells(data) == [["", "", "AJ", ""]]
