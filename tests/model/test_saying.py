"""A ``Text`` in each language: details by their kind, counts that agree, French typography; points and paths read."""

from __future__ import annotations

from datetime import date

import pytest

from polyvalidate.model.paths import FolderPath
from polyvalidate.model.points import Points, as_number, from_text
from polyvalidate.model.words import Text

FOLDERS = Text(
    "{n:count} {n:dossier ne se lit|dossiers ne se lisent} pas.", "{n:count} {n:folder does|folders do} not read."
)


@pytest.mark.parametrize(
    ("n", "french", "english"),
    [
        (0, "0 dossier ne se lit pas.", "0 folders do not read."),
        (1, "1 dossier ne se lit pas.", "1 folder does not read."),
        (2, "2 dossiers ne se lisent pas.", "2 folders do not read."),
        (1200, "1\u202f200 dossiers ne se lisent pas.", "1,200 folders do not read."),
    ],
)
def test_words_agree_with_a_count_as_each_language_does(n: int, french: str, english: str) -> None:
    actual = FOLDERS.of("fr", n=n), FOLDERS.of("en", n=n)

    assert actual == (french, english)


@pytest.mark.parametrize(
    ("who", "french", "english"),
    [
        ((), "Écrivez à —.", "Write to —."),
        (("E1",), "Écrivez à E1.", "Write to E1."),
        (("E1", "E2", "E5"), "Écrivez à E1, E2 ou E5.", "Write to E1, E2 or E5."),
        ((Text("le jury", "the jury"), "E1"), "Écrivez à le jury ou E1.", "Write to the jury or E1."),
    ],
)
def test_a_list_is_said_in_its_language_and_an_empty_one_leaves_no_hole(
    who: tuple[str | Text, ...], french: str, english: str
) -> None:
    text = Text("Écrivez à {who:list}.", "Write to {who:list}.")

    assert text.filled(who=who) == Text(french, english)


@pytest.mark.parametrize(
    ("octets", "french", "english"),
    [
        (0, "0 octet", "0 bytes"),
        (1, "1 octet", "1 byte"),
        (999, "999 octets", "999 bytes"),
        (1_000, "1 ko", "1 kB"),
        (182_034, "182,1 ko", "182.1 kB"),
        (999_900, "999,9 ko", "999.9 kB"),
        (999_901, "1 Mo", "1 MB"),
        (5_000_000, "5 Mo", "5 MB"),
        (5_000_001, "5,1 Mo", "5.1 MB"),
    ],
)
def test_a_file_is_said_to_be_no_smaller_than_it_is(octets: int, french: str, english: str) -> None:
    said = Text("{n:size}", "{n:size}").filled(n=octets)

    assert (said.fr.replace("\u00a0", " "), said.en.replace("\u00a0", " ")) == (french, english)


def test_all_of_a_list_is_said_with_and() -> None:
    actual = Text("{codes:all}", "{codes:all}").filled(codes=("E1", "E2", "E5"))

    assert actual == Text("E1, E2 et E5", "E1, E2 and E5")


def test_details_are_filled_in_by_their_kind_and_typography_is_french_only() -> None:
    text = Text("{name} : {points:points} le {on:date} ; suite ?", "{name}: {points:points} on {on:date}; next?")
    details = {"name": Text("bilan", "balance"), "points": 6, "on": date(2026, 2, 1)}

    assert text.of("fr", **details) == "bilan\u00a0: 1,5\u00a0point le 1er\u00a0février\u00a02026\u202f; suite\u202f?"
    assert text.of("en", **details) == "balance: 1.5\u00a0points on 1\u00a0February\u00a02026; next?"


def test_what_a_school_wrote_keeps_its_braces_and_its_spaces() -> None:
    text = Text("{n} élèves : tous", "{n} students")

    assert text.in_language("fr") == "{n} élèves : tous"
    assert text.of("en") == "{n} students"


@pytest.mark.parametrize(
    ("text", "quarters"),
    [("2", 8), (" 1,5 ", 6), ("1.50", 6), ("0,25", 1), ("3.0", 12), ("100,75", 403)],
)
def test_points_are_read_as_people_write_them(text: str, quarters: int) -> None:
    assert from_text(text) == quarters


@pytest.mark.parametrize("text", ["", "1,", ",5", "1,3", "1,125", "-1", "1 5", "1000", "½", "١", "1e2", "un"])
def test_what_is_no_number_of_quarter_points_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_text(text)


def test_points_are_written_as_numbers_that_are_exact() -> None:
    actual = [as_number(Points(quarters)) for quarters in (0, 4, 5, 6, 7)]

    assert [repr(number) for number in actual] == ["0", "1", "1.25", "1.5", "1.75"]


@pytest.mark.parametrize("below", ["", "/student.yml", "/evidence/2.pdf"])
def test_the_path_of_a_folder_says_its_cohort_and_whose_it_is(below: str) -> None:
    actual = FolderPath.of(f"declarations/2025/s-k3f9q2mz7w{below}")

    assert actual == FolderPath(2025, "s-k3f9q2mz7w")
