"""What says who somebody is, or how to reach them, is found in any text; ordinary sentences are left in peace.

Every number here is invented: telephone numbers are among those kept for works of fiction, the others have impossible
dates or places.
"""

from __future__ import annotations

import string
import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.files.source import MAXIMUM_SIZE
from polyvalidate.rules.privacy import has_email, has_national_number, has_phone, has_student_number

SEARCHES = [has_email, has_phone, has_student_number, has_national_number]

ORDINARY = [
    "Le 12/03/2026 de 14h30 à 18h00, 25 000 visiteurs, bâtiment 10 00 20.",
    "Les 05.03.2026 et 06.03.2026, de 08:00 à 12:00, puis de 13:30 à 17:45.",
    "Du 2025-09-01 au 2026-06-15, deux heures par semaine, 60 heures en tout.",
    "Recette : 1 250,50 €, dont 300,00 € reversés ; 12 000 000 de vues.",
    "Salle 0213, bâtiment 05, places 01 à 48, stand n° 06.",
    "Loi 2017-86, décret 2017-962, circulaire 2017-146, page 120.",
    "Code postal 37200, 64 avenue Exemple, F-37200 Ville-d'Exemple.",
    "Notes : 12,5 ; 14,75 ; 09,25. Températures : 01 02 03 04 degrés.",
    "Version 10.20.30.40, port 8080, taille 182034 octets.",
    "Parties jouées : 01-02, 03-04, 05-06 ; résultat final 21-18.",
    "Photographies 20260131 et 31012026, prises à 103000.",
    "Pi vaut 3,14159265 et e vaut 2.71828182.",
    "Compte @exemple sur le réseau, site example.org, dossier A@B.",
    "Intervention (atelier) au lycée, stage [tutorat] à distance.",
    "ISBN 978-2-9999-9999-9, DOI 10.1000/182.",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_sentence_holds_nothing_personal(text: str) -> None:
    found = [search.__name__ for search in SEARCHES if search(text)]

    assert found == []


PLAIN_SPACE, NO_BREAK_SPACE, NARROW_SPACE = " ", "\u00a0", "\u202f"
SEPARATORS = st.sampled_from(["", PLAIN_SPACE, NO_BREAK_SPACE, NARROW_SPACE, ".", "-"])
BEFORE = st.sampled_from(["", "Contact : ", "(", "tél.", "le 12 mars, "])
AFTER = st.sampled_from(["", ".", ")", " le matin", ", à 14h30"])
PAIRS = st.lists(st.from_regex(r"[0-9]{2}", fullmatch=True), min_size=4, max_size=4)


@given(BEFORE, st.sampled_from("123456789"), PAIRS, SEPARATORS, AFTER)
def test_a_french_telephone_number_is_found_however_it_is_cut(
    before: str, first: str, pairs: list[str], separator: str, after: str
) -> None:
    text = before + separator.join([f"0{first}", *pairs]) + after

    assert has_phone(text)


@given(BEFORE, st.sampled_from(["+33", "0033", "+33 ", "0033 ", "+33 (0)", "+33(0)"]), PAIRS, SEPARATORS, AFTER)
def test_a_french_telephone_number_is_found_with_its_country(
    before: str, country: str, pairs: list[str], separator: str, after: str
) -> None:
    text = before + country + separator.join(["6", *pairs]) + after

    assert has_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "+32 2 555 12 34 56",
        "+44 20 7946 0958",
        "+1 (202) 555-0143",
        "+216 99 999 999",
        "00212 5 99 99 99 99",
        "0639 981 234",
        "０６ ３９ ９８ １２ ３４",
    ],
)
def test_a_telephone_number_of_another_country_or_form_is_found(text: str) -> None:
    found = has_phone(text)

    assert found


LABEL = st.text(string.ascii_letters + string.digits + "-", min_size=1, max_size=20)


@given(
    BEFORE,
    st.text(string.ascii_letters + string.digits + "._+-", max_size=30),
    st.sampled_from(["@", "(at)", " (at) ", " [arobase] ", "＠"]),
    st.lists(LABEL, min_size=1, max_size=3),
    AFTER,
)
def test_an_email_address_is_found(before: str, start: str, at: str, labels: list[str], after: str) -> None:
    text = f"{before}{start}x{at}{'.'.join(labels)}.example.org{after}"

    assert has_email(text)


@given(BEFORE, st.integers(22_990_000, 22_999_999).filter(lambda number: number % 10_000 != 0), AFTER)
def test_a_student_number_is_found(before: str, number: int, after: str) -> None:
    text = f"{before}{number}{after}"

    assert has_student_number(text)


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.sampled_from(["%Y%m%d", "%d%m%Y"]))
def test_a_date_without_separators_is_no_student_number(day: date, form: str) -> None:
    text = f"photo-{day.strftime(form)}.jpg"

    assert not has_student_number(text)


def test_a_student_number_is_found_in_the_name_of_a_file() -> None:
    found = [has_student_number(name) for name in ("attestation_22999123.pdf", "3.1-22999123.yml")]

    assert found == [True, True]


@given(st.sampled_from("1278"), st.integers(50, 99), st.integers(0, 10**8 - 1), st.booleans())
def test_a_social_security_number_is_found_when_its_key_is_right(
    sex: str, month: int, end: int, in_groups: bool
) -> None:
    number = f"{sex}99{month}99{end % 10**6:06d}"
    key = f"{97 - int(number) % 97:02d}"
    wrong = f"{(int(key) + 1) % 97:02d}"
    digits = [number[0], number[1:3], number[3:5], number[5:7], number[7:10], number[10:]]
    separator = " " if in_groups else ""

    found = [has_national_number(separator.join([*digits, k])) for k in (key, wrong)]

    assert found == [True, False]


@pytest.mark.parametrize(
    "text",
    ["INE 0999999999X", "ine : 0999999999x", "INE-RNIE 999999999ZZ", "2 99 99 2A 999 999", "2 99 99 99 999 999"],
)
def test_a_national_number_is_found(text: str) -> None:
    found = has_national_number(text)

    assert found


BAITS = ["a", "0", "1", "@", ".", " ", "a@", "a@a", "a.", "@a.", "(", "(at)", "a (at) a.", "[ ", "00", "01 ", "06 39 ",
         "+", "+3", "+33 ", "+1 (", "- 1", "1 ", "1.", "12345678", "12345678 ", "123456789A", "123456789", "1 99 99 ",
         "2999999", "é", "０", "n°", "0 1-2.3"]  # fmt: skip


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("bait", BAITS)
def test_a_bait_as_large_as_a_file_is_searched_at_once(search: Callable[[str], bool], bait: str) -> None:
    text = "!" + bait * (MAXIMUM_SIZE // len(bait))

    started = time.process_time()
    search(text)
    took = time.process_time() - started

    assert took < 0.1
