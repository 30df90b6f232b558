"""A jury at the desk: what it enters is kept as the commands' own table; what it records is the commands' commit."""

from __future__ import annotations

import http.client
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pypdf
import pytest

from polyvalidate.desk.state import Desk
from tests.desk.served import Answer, Served, served
from tests.desk.test_campaigns import packed
from tests.desk.test_campaigns import written as files_in
from tests.desk.test_changing import command_of, said
from tests.desk.test_lists import bring
from tests.office.jury.sitting import ANA, BOB, CAT, DEB, EVA, Jury, build, fill, folder, open_day

TABLE = "/jury/2026-07/2023"
EXEMPTED = {f"outcome-{CAT.code}": "exempted", f"comment-{CAT.code}": "Mobilité appréciée."}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("jury"))


@pytest.fixture
def jury(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jury:
    return Jury.copied(built, tmp_path / "jury", monkeypatch)


def desk_of(jury: Jury, *, register: bool = True) -> Desk:
    made = Desk(jury.school.place, "main", "fr", lambda: date(2026, 7, 3), "jury-1")
    made.register = jury.register if register else None
    return made


@pytest.fixture
def desk(jury: Jury) -> Iterator[Served]:
    with served(desk_of(jury)) as opened:
        yield opened


def commit_in(page: str) -> str:
    return re.findall(r'name="commit" value="([0-9a-f]+)"', page)[0]


def enter(desk: Served, fields: dict[str, str], *, go: bool = False, on: str = "2026-07-02") -> Answer:
    page = desk.get(TABLE).text
    more = {"commit": commit_in(page), "back": TABLE, "on": on, "go": "1" if go else "0"}
    return desk.post(TABLE, fields | more)


def file_of(desk: Served, path: str) -> tuple[str, bytes]:
    """How it is to be shown, and its bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)
    connection.request("GET", path, headers=desk.known | {"Host": desk.host})
    answer = connection.getresponse()
    data, how = answer.read(), answer.getheader("Content-Disposition") or ""
    connection.close()
    assert answer.status == 200
    return how.partition(";")[0], data


def test_the_table_proposes_what_the_command_proposes(desk: Served) -> None:
    page = said(desk.get(TABLE).text)

    chosen = dict(re.findall(r'name="outcome-(s-\w+)".*?<option value="([\w-]+)" selected>', page, re.DOTALL))
    assert f">{ANA.name}</a>" in page
    assert chosen[ANA.code] == "acquired"
    assert "1 acquis, 1 non acquis, 2 seconde chance, 1 sans décision." in page


def test_what_is_recorded_is_the_commit_that_the_command_makes_of_the_kept_table(desk: Served, jury: Jury) -> None:
    before = jury.tip()
    asked = enter(desk, EXEMPTED, go=True)
    shown = desk.follow(asked).text
    table = (jury.desk / "jury-2026-07-2023.csv").read_bytes()

    done = desk.follow(desk.post(asked.headers["location"], {})).text
    ours = jury.school.git("log", "-1", "--format=%T%n%an%n%B", "main")
    gone = (jury.desk / "jury-2026-07-2023.csv").exists()
    jury.school.git("reset", "-q", "--hard", before)
    (jury.desk / "jury-2026-07-2023.csv").write_bytes(table)
    ran = jury.run(*command_of(shown)[1:-2], "--yes", which=False)

    assert "1 dispense" in said(shown)
    assert "Mobilité appréciée." in said(shown)
    assert "C'est enregistré : 4 décisions" in said(done)
    assert (ran.code, gone) == (0, False), ran.text
    assert jury.school.git("log", "-1", "--format=%T%n%an%n%B", "main") == ours


def test_a_desk_that_is_closed_loses_nothing_of_what_was_entered(desk: Served, jury: Jury) -> None:
    before = jury.tip()
    desk.follow(enter(desk, EXEMPTED))

    with served(desk_of(jury)) as again:
        sessions, page = again.get("/jury").text, said(again.get(TABLE).text)

    assert f'href="{TABLE}"' in sessions
    assert 'value="Mobilité appréciée."' in page
    assert (jury.desk / "jury-2026-07-2023.csv").stat().st_mode & 0o077 == 0
    assert jury.tip() == before


def test_lines_that_a_filter_leaves_out_keep_what_was_entered(desk: Served) -> None:
    desk.follow(enter(desk, EXEMPTED))
    page = desk.get(f"{TABLE}?programme=DI").text
    desk.post(
        TABLE, {f"outcome-{BOB.code}": "not-acquired", "commit": commit_in(page), "back": f"{TABLE}?programme=DI"}
    )

    whole = said(desk.get(TABLE).text)

    assert f"outcome-{CAT.code}" not in page
    assert 'value="Mobilité appréciée."' in whole


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({f"outcome-{CAT.code}": "exempted", f"comment-{CAT.code}": ""}, f"{CAT.name} : Un motif est demandé"),
        ({f"outcome-{BOB.code}": "acquired"}, f"{BOB.name} : Le bilan n'atteint pas"),
        ({f"outcome-{DEB.code}": "acquired"}, f"{DEB.name} : Le seuil de"),
        (
            {f"outcome-{EVA.code}": "exempted", f"comment-{EVA.code}": f"Vu avec {EVA.first} elle-même."},
            f"{EVA.name} : Un motif",
        ),
    ],
)
def test_what_stands_against_a_decision_is_said_with_the_name(
    desk: Served, jury: Jury, fields: dict[str, str], sentence: str
) -> None:
    before = jury.tip()

    page = desk.follow(enter(desk, fields, go=True)).text

    assert sentence.partition(" : ")[0] in said(page)
    assert 'class="note wrong"' in page
    assert jury.tip() == before


def test_a_day_that_has_not_come_is_told(desk: Served) -> None:
    page = desk.follow(enter(desk, EXEMPTED, go=True, on="2026-07-04")).text

    assert "n'est pas encore venu" in said(page)


def test_a_folder_that_changed_since_the_page_is_looked_at_again(desk: Served, jury: Jury) -> None:
    page = desk.get(TABLE).text
    jury.school.settle({f"{folder(BOB)}/3.1-encore.yml": open_day(BOB, "2026-01-17")})
    fields = EXEMPTED | {f"outcome-{BOB.code}": "second-chance", "commit": commit_in(page), "back": TABLE, "go": "1"}

    told = desk.follow(desk.post(TABLE, fields)).text

    assert "bilan 1 → 1,5" in said(told)
    assert "elles sont à revoir" in said(told)


def test_a_correction_asks_its_reason_and_the_new_minutes_say_so(desk: Served) -> None:
    desk.post(enter(desk, EXEMPTED, go=True).headers["location"], {})
    without = desk.follow(enter(desk, {f"outcome-{BOB.code}": "exempted"}, go=True)).text
    asked = enter(desk, {f"outcome-{BOB.code}": "exempted", f"comment-{BOB.code}": "Erreur de saisie."}, go=True)
    desk.post(asked.headers["location"], {})

    page = said(desk.get(f"{TABLE}/minutes").text)
    how, pdf = file_of(desk, f"{TABLE}/pv.pdf")
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)

    assert "écrivez pourquoi" in said(without)
    assert "2 dispense" in page
    assert "remplace" in page
    assert how == "inline"
    assert BOB.surname in text


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv", "json"])
def test_the_minutes_are_those_that_the_command_prints(desk: Served, jury: Jury, kind: str) -> None:
    desk.post(enter(desk, EXEMPTED, go=True).headers["location"], {})
    jury.printed("pv", "--register", jury.register)

    _, ours = file_of(desk, f"{TABLE}/pv.{kind}")

    assert ours == (jury.desk / "pv" / f"pv.{kind}").read_bytes()


def test_a_workbook_goes_out_and_comes_back_filled_in(desk: Served, jury: Jury) -> None:
    how, data = file_of(desk, f"{TABLE}/table.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == CAT.code:
            row[heads.index("Décision du jury")].value = "Dispensée"
            row[heads.index("Motif")].value = "Mobilité appréciée."
    filled = io.BytesIO()
    book.save(filled)
    before = jury.tip()

    page = desk.follow(bring(desk, f"{TABLE}/table", {}, {"table": ("jury.xlsx", filled.getvalue())})).text
    asked = enter(desk, {}, go=True)

    assert how == "attachment"
    assert "4 décisions. Rien n'est encore enregistré" in said(page)
    assert jury.tip() == before
    assert "1 dispense" in said(desk.follow(asked).text)


@pytest.mark.parametrize("data", [b"rien", b"Nom;Motif\na;b\n"])
def test_what_is_no_table_of_this_jury_is_said_and_nothing_is_lost(desk: Served, data: bytes) -> None:
    desk.follow(enter(desk, EXEMPTED))

    page = said(desk.follow(bring(desk, f"{TABLE}/table", {}, {"table": ("t.csv", data)})).text)

    assert 'class="note wrong"' in page
    assert 'value="Mobilité appréciée."' in page


def test_a_table_that_was_begun_in_a_terminal_is_taken_up(desk: Served, jury: Jury) -> None:
    jury.prepared("jury-2026-07-2023.csv")
    jury.edit("jury-2026-07-2023.csv", lambda rows: fill(rows, CAT, "dispense", "Mobilité appréciée."))

    assert 'value="Mobilité appréciée."' in said(desk.get(TABLE).text)


def test_the_view_to_project_has_no_name_unless_it_is_asked_for(desk: Served) -> None:
    without, named = desk.get(f"{TABLE}/screen").text, said(desk.get(f"{TABLE}/screen?names=1").text)

    assert ANA.surname not in without
    assert ANA.name in named


def test_without_a_register_the_jury_sits_with_pseudonyms(jury: Jury) -> None:
    with served(desk_of(jury, register=False)) as desk:
        desk.follow(enter(desk, EXEMPTED))
        page = said(desk.get(TABLE).text)
        asked = enter(desk, {}, go=True)
        done = said(desk.follow(desk.post(asked.headers["location"], {})).text)

    assert CAT.code in page
    assert 'value="Mobilité appréciée."' in page
    assert "C'est enregistré : 4 décisions" in done
    assert not list(jury.desk.glob("jury-*"))


def test_the_office_does_not_sign_for_the_jury(desk: Served) -> None:
    desk.post("/who", {"code": "scolarite-1"})

    page = desk.follow(enter(desk, EXEMPTED, go=True)).text

    assert "à écrire par le jury" in said(page)


@pytest.mark.parametrize("path", ["/jury/2026-13/2023", "/jury/2026-07/23", "/jury/hier/2023", f"{TABLE}/pv.exe"])
def test_what_is_no_jury_has_no_page(desk: Served, path: str) -> None:
    assert desk.get(path).status == 404


def test_a_cohort_that_is_not_there_is_told(desk: Served) -> None:
    assert "pas de promotion 2019" in said(desk.get("/jury/2026-07/2019").text)
    assert "Choisissez l'année et le mois" in said(desk.follow(desk.get("/jury/open?session=07&cohort=2023")).text)


def test_a_desk_to_read_only_keeps_nothing(jury: Jury) -> None:
    made = desk_of(jury)
    made.read_only = True
    with served(made) as desk:
        page = desk.follow(enter(desk, EXEMPTED)).text

    assert "lecture seule" in said(page)
    assert not list(jury.desk.glob("jury-*"))


def test_minutes_are_verified_and_a_later_correction_is_told(desk: Served, jury: Jury) -> None:
    desk.post(enter(desk, EXEMPTED, go=True).headers["location"], {})
    pdf, sheet = file_of(desk, f"{TABLE}/pv.pdf")[1], file_of(desk, f"{TABLE}/pv.csv")[1]
    before = said(bring(desk, "/jury/verify", {}, {"minutes": ("pv.pdf", pdf)}).text)
    asked = enter(desk, {f"outcome-{BOB.code}": "exempted", f"comment-{BOB.code}": "Erreur de saisie."}, go=True)
    desk.post(asked.headers["location"], {})

    later = said(bring(desk, "/jury/verify", {}, {"minutes": ("pv.pdf", pdf)}).text)
    changed = sheet.replace(b"dispense", b"acquis")
    altered = said(bring(desk, "/jury/verify", {}, {"minutes": ("../<b>pv.csv", changed)}).text)
    nothing = said(desk.follow(bring(desk, "/jury/verify", {}, {"minutes": ("pv.pdf", b"rien")})).text)

    assert "Ce PV est juste" in before
    assert "Corrigé depuis" not in before
    assert "Corrigé depuis : 1 décision" in later
    assert "n'est pas celui que le dépôt donne" in altered
    assert "<b>" not in bring(desk, "/jury/verify", {}, {"minutes": ("../<b>pv.csv", changed)}).text
    assert 'class="note wrong"' in nothing
    assert jury.verified(jury.desk / "absent.pdf").code == 2


def test_the_letters_of_decision_are_those_of_the_command(desk: Served, jury: Jury) -> None:
    desk.post(enter(desk, EXEMPTED, go=True).headers["location"], {})
    ours = packed(desk, {"outcome": "", "note": "Deux mois.\n\nAu tribunal."}, f"{TABLE}/letters")
    more = ("--register", jury.register, "--note", "Deux mois.", "--note", "Au tribunal.")
    made = jury.run("minutes", "letters", "--directory", jury.desk / "lettres", *more)

    assert made.code == 0, made.text
    assert ours == files_in(jury.desk / "lettres")
    assert len(ours) == 8
