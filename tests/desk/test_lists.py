"""A list that is dropped at the desk: what was read, what is answered, the commit of the command; and undo."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from polyvalidate.office.acts.shelf import held
from polyvalidate.repository import private_files
from tests.desk.served import Answer, Served, desk_of, served
from tests.desk.test_changing import command_of, register, said, school
from tests.proposing import School
from tests.running import run

__all__ = ["register", "school"]
EDGE = "----polyvalidate"
HEAD = "Numéro étudiant;Nom;Prénom;Spécialité;Année d'études;Courriel\n"
KNOWN = "22500001;D'Exemple;Zoé;{programme};3;zoe@example.org\n"
NEW = "22600002;EXEMPLE-DEUX;Élève;{programme};3;e2@example.org\n"


@pytest.fixture
def desk(school: School, register: Path) -> Iterator[Served]:
    made = desk_of(school, signer=None)
    made.register = register
    with served(made) as opened:
        yield opened


def bring(desk: Served, path: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> Answer:
    """A form with files, as a browser sends it."""
    parts = b""
    for name, value in {"token": desk.keys.form, **fields}.items():
        parts += f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, (called, data) in files.items():
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        parts += f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n"
    headers = {"Content-Type": f"multipart/form-data; boundary={EDGE}", "Sec-Fetch-Site": "same-origin"}
    return desk.ask("POST", path, desk.known | headers, parts + f"--{EDGE}--\r\n".encode())


def drop(desk: Served, text: str | bytes, called: str = "liste.csv", **fields: str) -> Answer:
    data = text.encode() if isinstance(text, str) else text
    return bring(desk, "/lists/roster", {"cohort": "2025", **fields}, {"list": (called, data)})


def again(desk: Served, page: str, **answers: str) -> Answer:
    """The same list, answered."""
    of = page.partition('name="of" value="')[2].partition('"')[0]
    return bring(desk, "/lists/roster", {"cohort": "2025", "of": of, **answers}, {})


def programmes(desk: Served) -> tuple[str, str]:
    """The programme of the student, and another."""
    seen = desk.desk.seen().school
    own = next(iter(seen.students.values())).programme
    return own, next(code for code in seen.latest.programmes if code != own)


def people(register: Path) -> list[dict[str, object]]:
    members = json.loads(register.read_bytes())["members"]
    assert isinstance(members, list)
    return members


def test_a_change_that_a_list_brings_is_the_commit_of_the_command_shown(
    desk: Served, school: School, register: Path, tmp_path: Path
) -> None:
    _, other = programmes(desk)
    text = HEAD + KNOWN.format(programme=other)
    asked = drop(desk, text)
    shown, before, kept = desk.follow(asked).text, school.git("rev-parse", "main"), register.read_bytes()

    done = desk.post(asked.headers["location"], {})
    ours = school.git("log", "-1", "--format=%T%n%an")
    school.git("reset", "-q", "--hard", before)
    private_files.place(register, kept)
    (tmp_path / "liste.csv").write_text(text, "utf-8")
    words = [str(tmp_path / "liste.csv") if word == "liste.csv" else word for word in command_of(shown)[1:]]
    ran = run(*words, "--on", "2026-03-01", "--yes")

    assert "change de spécialité" in said(shown)
    assert done.headers["location"].startswith("/letters?cohort=2025&said=")
    assert ran[0] == 0
    assert school.git("log", "-1", "--format=%T%n%an") == ours


def test_somebody_new_enters_the_register_and_the_record_without_a_name(
    desk: Served, school: School, register: Path
) -> None:
    own, _ = programmes(desk)
    text = HEAD + KNOWN.format(programme=own) + NEW.format(programme=own)
    asked = drop(desk, text, "<b>liste.csv", profiles=f"{own}3=FISE3")
    shown = desk.follow(asked).text

    done = desk.follow(desk.post(asked.headers["location"], {})).text

    assert "EXEMPLE-DEUX Élève" in shown
    assert "&lt;b&gt;liste.csv" in shown
    assert "<b>" not in shown
    assert "C'est importé : 1 fichier" in said(done)
    assert len(people(register)) == 2
    assert "EXEMPLE-" not in school.git("log", "-1", "-p", "main")
    assert "EXEMPLE" not in asked.headers["location"]


def test_a_column_is_named_and_a_doubt_is_settled_on_the_page(desk: Served) -> None:
    own, _ = programmes(desk)
    strange = HEAD.replace("Numéro étudiant", "Dossier XYZ") + KNOWN.format(programme=own).replace(
        "D'Exemple;Zoé", "Autre;Nom"
    )
    unread = desk.follow(drop(desk, strange)).text
    named = desk.follow(again(desk, unread, **{"column-number": "Dossier XYZ"})).text
    accepted = desk.follow(again(desk, named, **{"column-number": "Dossier XYZ", "accept-22500001": "1"})).text

    assert "ne peut pas être lue ainsi" in said(unread)
    assert "« Colonnes »" in said(unread)
    assert 'name="accept-22500001"' in named
    assert "ligne 2 : " in said(named)
    assert " --" not in said(named.split("<main")[1].split("</main>")[0])
    assert "nom ou courriel mis à jour" in said(accepted)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choisissez d'abord un fichier"),
        (b"rien du tout", "ne peut pas être lue ainsi"),
        (b"\x00\x01\x02" * 50, "ne peut pas être lue ainsi"),
    ],
)
def test_what_is_no_list_is_said(desk: Served, school: School, data: bytes, sentence: str) -> None:
    before = school.git("rev-parse", "main")

    page = desk.follow(drop(desk, data)).text

    assert sentence in said(page)
    assert school.git("rev-parse", "main") == before


def test_a_workbook_that_would_fill_the_memory_is_refused(desk: Served) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", "<workbook/>")
        file.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)

    page = desk.follow(drop(desk, packed.getvalue(), "liste.xlsx")).text

    assert "ne peut pas être lue ainsi" in said(page)


def test_a_workbook_is_read_and_formulas_are_text(desk: Served) -> None:
    own, _ = programmes(desk)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.strip().split(";"))
    sheet.append(["22500001", "=HYPERLINK(1)", "Zoé", own, 3, "zoe@example.org"])
    made = io.BytesIO()
    book.save(made)

    page = desk.follow(drop(desk, made.getvalue(), "..\\..\\étude.xlsx")).text

    assert "étude.xlsx" in page
    assert ".." not in page.split("<main")[1].split("</main>")[0]


def test_what_is_too_large_is_refused_before_it_is_read(desk: Served) -> None:
    length = {"Content-Type": f"multipart/form-data; boundary={EDGE}", "Sec-Fetch-Site": "same-origin"}

    answer = desk.ask("POST", "/lists/roster", desk.known | length | {"Content-Length": str(200 << 20)})

    assert answer.status == 413


def test_a_list_of_another_site_is_not_taken(desk: Served) -> None:
    headers = {"Content-Type": f"multipart/form-data; boundary={EDGE}", "Sec-Fetch-Site": "cross-site"}

    answers = [
        desk.ask("POST", "/lists/roster", desk.known | headers, b"").status,
        bring(desk, "/lists/roster", {"token": "deviné", "cohort": "2025"}, {}).status,
    ]

    assert answers == [403, 403]


def test_a_register_that_is_held_is_told_and_nothing_is_written(desk: Served, school: School, register: Path) -> None:
    _, other = programmes(desk)
    asked = drop(desk, HEAD + KNOWN.format(programme=other))
    before = school.git("rev-parse", "main")
    with held(register):
        page = desk.follow(desk.post(asked.headers["location"], {})).text

    assert "Rien n'a été écrit" in said(page)
    assert school.git("rev-parse", "main") == before


def test_a_list_that_was_forgotten_is_asked_for_again(desk: Served) -> None:
    page = desk.follow(bring(desk, "/lists/roster", {"cohort": "2025", "of": "rien"}, {})).text

    assert "déposez-la de nouveau" in said(page)


def test_the_first_list_of_a_school_makes_its_register(tmp_path: Path) -> None:
    made = School(tmp_path / "école")
    made.git("rm", "-rq", "declarations")
    made.git("commit", "-qm", "Personne encore")
    place = tmp_path / "privé" / "registre.json"
    place.parent.mkdir(mode=0o700)
    opened = desk_of(made, signer=None)
    with served(opened) as desk:
        desk.post("/register", {"path": str(place)})
        own = next(iter(opened.seen().school.latest.programmes))
        asked = drop(desk, HEAD + NEW.format(programme=own), profiles=f"{own}3=FISE3")
        done = desk.follow(desk.post(asked.headers["location"], {})).text

    assert "C'est importé : 1 fichier" in said(done)
    assert [one["number"] for one in people(place)] == ["22600002"]
    assert place.stat().st_mode & 0o077 == 0


def test_the_last_act_is_undone_as_the_command_does(desk: Served, school: School, register: Path) -> None:
    _, other = programmes(desk)
    tree, kept = school.git("rev-parse", "main^{tree}"), people(register)
    asked = drop(desk, HEAD + KNOWN.format(programme=other).replace("zoe@", "zoé2@").replace("é2", "e2"))
    desk.post(asked.headers["location"], {})
    changed = people(register)

    back = desk.post("/undo", {})
    shown = desk.follow(back).text
    done = desk.follow(desk.post(back.headers["location"], {})).text

    assert "Liste des élèves 2025-2026" in said(shown)
    assert "C'est défait" in said(done)
    assert changed != kept
    assert (school.git("rev-parse", "main^{tree}"), people(register)) == (tree, kept)


def test_nothing_to_undo_is_said(desk: Served) -> None:
    assert "rien à défaire" in said(desk.follow(desk.post("/undo", {})).text)
