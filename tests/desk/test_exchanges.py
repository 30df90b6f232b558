"""A results file of APOGEE at the desk: filled to the byte as the command fills it, and what is not filled is said."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import date

import pytest

from polyvalidate.desk.state import Desk
from tests.classroom import ADA, Classroom
from tests.desk.served import Served, served
from tests.desk.test_changing import said
from tests.desk.test_lists import bring
from tests.maquettes import maquette
from tests.office.exchange.test_apogee import ROWS, give_back, jury, row

__all__ = ["jury"]
FORM = {"element": "PQUITUS", "session": "2026-07", "code-exempted": "DIS", "scale": "20"}


@pytest.fixture
def desk(jury: Classroom) -> Iterator[Served]:
    made = Desk(jury.school.place, "main", "fr", lambda: date(2026, 7, 15), None)
    made.register = jury.register
    with served(made) as opened:
        yield opened


def taken(desk: Served, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30)
    connection.request("GET", path, headers=desk.known | {"Host": desk.host})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data


def test_the_file_is_filled_as_the_command_fills_it(desk: Served, jury: Classroom) -> None:
    where = bring(desk, "/exchanges", FORM, {"list": ("maquette.txt", maquette(ROWS))}).headers["location"]
    page = said(desk.get(where).text)
    _, theirs = give_back(jury, maquette(ROWS), "--scale", "20", "--exempted", "DIS")

    assert taken(desk, f"{where}/maquette") == (200, theirs)
    assert "7 cases remplies" in page
    assert "1 résultat DIS" in page
    assert "à une autre session du jury (2026-09)" in page
    assert " --exempted DIS --scale 20 " in page
    assert "INCONNU" not in where


def test_what_is_not_filled_for_want_of_a_code_names_the_control(desk: Served) -> None:
    fields = FORM | {"code-exempted": ""}
    where = bring(desk, "/exchanges", fields, {"list": ("maquette.txt", maquette(ROWS))}).headers["location"]

    page = said(desk.get(where).text)

    assert "faute de « dispense » CODE" in page


def test_nothing_to_fill_gives_no_file(desk: Served) -> None:
    filled = maquette((row(ADA, "", "", "ADM", ""),))
    fields = FORM | {"scale": ""}
    where = bring(desk, "/exchanges", fields, {"list": ("m.txt", filled)}).headers["location"]

    assert "Il n'y a rien à remplir" in said(desk.get(where).text)
    assert taken(desk, f"{where}/maquette")[0] == 404


@pytest.mark.parametrize(
    ("fields", "data", "sentence"),
    [
        (FORM, b"rien", 'class="note wrong"'),
        (FORM, b"", "Choisissez d'abord un fichier"),
        (FORM | {"element": "AUTRE"}, maquette(ROWS), "AUTRE"),
        (FORM | {"session": "juillet"}, maquette(ROWS), "Choisissez l'année et le mois du jury"),
        (FORM | {"code-acquired": "tout à fait"}, maquette(ROWS), "Un résultat est un code d'APOGEE"),
    ],
)
def test_what_cannot_be_filled_is_said_and_what_was_typed_stays(
    desk: Served, fields: dict[str, str], data: bytes, sentence: str
) -> None:
    page = said(desk.follow(bring(desk, "/exchanges", fields, {"list": ("m.txt", data)})).text)

    assert sentence in page
    assert f'value="{fields["element"]}"' in page


def test_a_file_that_is_kept_no_more_sends_back_to_the_form(desk: Served) -> None:
    assert desk.get("/exchanges/nothing").headers["location"] == "/exchanges"
    assert desk.get("/exchanges/nothing/maquette").status == 404
