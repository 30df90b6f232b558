"""Campaigns and letters at the desk: the commit of the command, the letters of the command."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyvalidate.desk.campaigns import line_of
from polyvalidate.repository import private_files
from tests.desk.served import Served, desk_of, served
from tests.desk.test_changing import command_of, register, said, school
from tests.proposing import School
from tests.running import run

__all__ = ["register", "school"]
MAIN = "/campaigns/2025-2026/principale"
LONGER = {
    "title_fr": "Campagne principale",
    "title_en": "Main campaign",
    "opens": "2025-10-01",
    "closes": "2026-06-20",
    "covers_from": "2025-09-01",
    "covers_to": "2026-06-15",
}


@pytest.fixture
def desk(school: School, register: Path) -> Iterator[Served]:
    made = desk_of(school, signer=None)
    made.register = register
    with served(made) as opened:
        yield opened


def packed(desk: Served, fields: dict[str, str], path: str = "/letters") -> dict[str, bytes]:
    """The archive that a form gives, by name."""
    import http.client
    from urllib.parse import urlencode

    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30)
    headers = desk.known | {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    connection.request("POST", path, urlencode({"token": desk.keys.form, **fields}), headers | {"Host": desk.host})
    answer = connection.getresponse()
    data, disposition = answer.read(), answer.getheader("Content-Disposition") or ""
    connection.close()
    assert (answer.status, disposition.split(";")[0], answer.getheader("Cache-Control")) == (
        200,
        "attachment",
        "no-store",
    )
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def written(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_campaign_that_is_prolonged_is_the_commit_of_the_command_shown(desk: Served, school: School) -> None:
    asked = desk.post(MAIN, LONGER)
    shown, before = desk.follow(asked).text, school.git("rev-parse", "main")

    done = desk.follow(desk.post(asked.headers["location"], {})).text
    ours = school.git("log", "-1", "--format=%T%n%an%n%B")
    school.git("reset", "-q", "--hard", before)
    ran = run(*command_of(shown)[1:], "--on", "2026-03-01", "--yes")

    assert "15 juin 2026 → 20 juin 2026" in said(shown)
    assert "s'arrêtent toujours au 15 juin 2026" in said(shown)
    assert "C'est enregistré : commit" in said(done)
    assert ran[0] == 0
    assert school.git("log", "-1", "--format=%T%n%an%n%B") == ours


def test_a_new_campaign_is_added_and_stands_on_the_line(desk: Served, school: School) -> None:
    fields = {
        "code": "rattrapage", "second_chance": "1", "title_fr": "Rattrapage", "title_en": "Catching up",
        "opens": "2026-06-20", "closes": "2026-07-05", "covers_from": "2025-09-01", "covers_to": "2026-06-30",
    }  # fmt: skip
    asked = desk.post("/campaigns/2025-2026", fields)
    desk.post(asked.headers["location"], {})

    page = desk.get("/campaigns").text

    assert "code: rattrapage" in school.git("show", "main:grid/2025-2026/rules.yml")
    assert "Rattrapage" in page
    assert 'class="second"' in page


@pytest.mark.parametrize(
    ("where", "typed", "sentence"),
    [
        (MAIN, LONGER | {"closes": "2026-06-15"}, "déjà ainsi"),
        (MAIN, LONGER | {"closes": "bientôt"}, "Écrivez chaque date ainsi"),
        ("/campaigns/2025-2026", LONGER | {"code": "Été !"}, "en minuscules"),
        ("/campaigns/2025-2026", LONGER | {"code": "principale"}, "a déjà une campagne de ce code"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(
    desk: Served, school: School, where: str, typed: dict[str, str], sentence: str
) -> None:
    before = school.git("rev-parse", "main")

    page = desk.follow(desk.post(where, typed)).text

    assert sentence in said(page)
    assert school.git("rev-parse", "main") == before


def test_dates_that_put_something_in_the_wrong_are_shown_and_cannot_be_recorded(desk: Served, school: School) -> None:
    asked = desk.post(MAIN, LONGER | {"closes": "2025-09-20"})
    page, before = desk.follow(asked).text, school.git("rev-parse", "main")

    desk.post(asked.headers["location"], {})

    assert "Ces dates ne sont pas possibles" in said(page)
    assert "<button" not in page.split("<h1>")[1]
    assert school.git("rev-parse", "main") == before


def test_a_campaign_that_is_not_there_has_no_page(desk: Served) -> None:
    assert [desk.get(f"/campaigns/{where}").status for where in ("2025-2026/rien", "1999-2000")] == [404, 404]


def test_the_line_holds_each_campaign_between_the_first_day_and_the_last(desk: Served) -> None:
    grid = desk.desk.seen().school.book.grids["2025-2026"]

    line = line_of(grid, grid.period.start)

    assert line.today == 0
    assert all(at >= 0 and at + long <= 1000 for _, at, long in line.bars)


def test_a_reminder_is_the_letters_of_the_command(desk: Served, school: School, register: Path, tmp_path: Path) -> None:
    page = said(desk.get("/letters?to=missing").text)
    ours = packed(desk, {"to": "missing", "programme": "", "level": ""})
    where = tmp_path / "privé" / "courriels"
    ran = run("campaign", "remind", where, "--repo", school.place, "--register", register, "--on", "2026-03-01")

    assert "1 élève." in page
    assert ran[0] == 0
    assert ours == written(where)


def test_the_codes_of_a_cohort_are_the_letters_of_the_command(
    desk: Served, school: School, register: Path, tmp_path: Path
) -> None:
    ours = packed(desk, {"cohort": "2025"})
    where = tmp_path / "privé" / "codes"
    ran = run("roster", "mail", where, "--cohort", "2025", "--repo", school.place, "--register", register,
              "--on", "2026-03-01")  # fmt: skip

    assert ran[0] == 0
    assert ours == written(where)


def test_nobody_to_write_to_is_said(desk: Served) -> None:
    assert "personne à qui écrire" in said(desk.get("/letters?cohort=1999").text)
    assert "personne à qui écrire" in said(desk.follow(desk.post("/letters", {"cohort": "1999"})).text)


def test_without_a_register_nobody_is_written_to(school: School) -> None:
    with served(desk_of(school, signer=None)) as opened:
        page = opened.follow(opened.get("/letters?to=missing")).text

    assert "n'a pas de registre" in said(page)


def test_reading_only_gives_no_key_to_the_register(desk: Served, register: Path) -> None:
    before = private_files.read_own(register)
    desk.desk.read_only = True

    page = desk.follow(desk.post("/letters", {"cohort": "2025"})).text

    assert "lecture seule" in said(page)
    assert private_files.read_own(register) == before
