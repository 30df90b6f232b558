"""What is decided at the desk is the merge that the command makes; two tabs and a base that moved do nothing twice."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.cli.test_evaluate import PRESIDENCY, THREE_POINTS
from tests.desk.served import Served, desk_of, open_request, school_of_ten, served, visit
from tests.proposing import FOLDER, School
from tests.running import run


@pytest.fixture
def school(tmp_path: Path) -> School:
    made = School(tmp_path / "école")
    open_request(made, 1, {f"{FOLDER}/3.3-1.yml": visit(1)})
    open_request(made, 2, {f"{FOLDER}/3.3-2.yml": visit(2)})
    return made


@pytest.fixture
def desk(school: School) -> Iterator[Served]:
    with served(desk_of(school)) as made:
        yield made


def tip(school: School) -> str:
    return school.git("rev-parse", "main")


def test_the_commit_is_the_one_that_the_command_shown_would_have_made(desk: Served, school: School) -> None:
    shown = desk.prepare("1", decision_0="points", points_0="1", reason_0="Une demi-journée.")
    page = desk.get(shown.headers["location"]).text
    command = shlex.split(unescape(page.split("<pre")[-1].split("<code>")[1].split("</code>")[0]))
    before = tip(school)

    said = desk.follow(desk.post(shown.headers["location"], {})).text
    ours = school.git("log", "-1", "--format=%T%n%an%n%B")
    school.git("reset", "-q", "--hard", before)
    done = run(*command[1:], "--on", "2026-03-01")

    assert done[0] == 0
    assert school.git("log", "-1", "--format=%T%n%an%n%B") == ours
    assert "Décision enregistrée : demande 1." in unescape(said).replace("\u00a0", " ")
    assert "decision: partial" in school.git("show", f"main:{FOLDER}/3.3-1.yml")


def test_nothing_is_recorded_before_it_was_shown(desk: Served, school: School) -> None:
    before = tip(school)

    desk.follow(desk.prepare("1", decision_0="accept"))

    assert tip(school) == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"decision_0": "refuse"}, "Dites pourquoi vous refusez"),
        ({"decision_0": "points", "points_0": "1"}, "Dites pourquoi vous donnez moins"),
        ({"decision_0": "points", "points_0": "99"}, "au plus 0,5 point"),
        ({"decision_0": "points"}, "Choisissez un nombre de points"),
        ({"decision_0": "complete"}, "Dites ce qui manque"),
        ({"decision_0": "autre"}, "Choisissez une décision"),
        ({"decision_0": "accept", "reason_0": "x" * 1001}, "trop longue"),
    ],
)
def test_a_decision_that_lacks_something_is_said_and_what_was_filled_stays(
    desk: Served, fields: dict[str, str], said: str
) -> None:
    page = desk.follow(desk.prepare("1", **fields)).text

    assert said in unescape(page).replace("\u00a0", " ").replace("\u202f", " ")
    assert " --" not in page.split("</main>")[0].split("<main")[1]


def test_two_tabs_decide_a_request_once(desk: Served, school: School) -> None:
    one, other = (desk.prepare("1", decision_0="accept").headers["location"] for _ in range(2))
    first = desk.post(one, {})
    landed = tip(school)

    again, second = desk.follow(desk.post(one, {})), desk.follow(desk.post(other, {}))

    assert first.status == 303
    assert tip(school) == landed
    assert "déjà été enregistrée" in again.text
    assert "n’attend plus rien ici" in second.text


def test_a_base_that_moved_is_told_and_shown_again(desk: Served, school: School) -> None:
    shown = desk.prepare("1", decision_0="accept").headers["location"]
    moved = school.settle({"README.md": "Autre chose.\n"})

    page = desk.post(shown, {})
    again = desk.follow(page)

    assert tip(school) == moved
    assert "a changé entre-temps" in again.text
    desk.post(page.headers["location"].partition("?")[0], {})
    assert "decision: accepted" in school.git("show", f"main:{FOLDER}/3.3-1.yml")


def test_a_request_that_its_author_changed_meanwhile_is_not_decided(desk: Served, school: School) -> None:
    before, shown = tip(school), desk.prepare("1", decision_0="accept").headers["location"]
    open_request(school, 1, {f"{FOLDER}/3.3-1.yml": visit(4)})

    page = desk.follow(desk.post(shown, {})).text

    assert tip(school) == before
    assert "a changé entre-temps" in page


def test_a_request_that_was_withdrawn_is_said_to_be(desk: Served, school: School) -> None:
    shown = desk.prepare("1", decision_0="accept").headers["location"]
    school.git("update-ref", "-d", "refs/pull/1/head")

    page = desk.get("/requests/1")
    done = desk.post(shown, {})

    assert (page.status, "n’attend plus rien ici" in page.text) == (409, True)
    assert "decision" not in school.git("ls-tree", "-r", "--name-only", "main")
    assert done.status in (303, 409)


def test_what_is_to_be_completed_is_a_message_and_records_nothing(desk: Served, school: School) -> None:
    before = tip(school)

    page = desk.follow(desk.prepare("1", decision_0="complete", reason_0="Joignez l'attestation signée.")).text

    assert "Joignez l’attestation signée." in unescape(page) or "Joignez l'attestation signée." in unescape(page)
    assert tip(school) == before


def test_enough_points_for_a_second_reader_wait_for_one_who_is_named(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    open_request(school, 1, {PRESIDENCY: THREE_POINTS})
    with served(desk_of(school, signer="ref-1")) as desk:
        unread = desk.follow(desk.prepare("1", decision_0="accept")).text
        shown = desk.prepare("1", decision_0="accept", second_0="ref-2")
        desk.post(shown.headers["location"], {})

    assert "demande une seconde lecture" in unread
    assert "second: ref-2" in school.read(PRESIDENCY)
    assert "Approved-by: github:1000002" in school.git("log", "-1", "--format=%B")


def test_a_desk_to_read_only_records_nothing(school: School) -> None:
    with served(desk_of(school, read_only=True)) as desk:
        page = desk.get("/requests/1").text
        refused = desk.follow(desk.prepare("1", decision_0="accept")).text

    assert "Votre décision" not in page
    assert "lecture seule" in refused


def test_who_has_not_said_who_they_are_is_asked_first(school: School) -> None:
    with served(desk_of(school, signer=None)) as desk:
        page = desk.get("/requests/1").text
        desk.post("/who", {"code": "nobody-1"})
        other = desk.desk.signer
        desk.post("/who", {"code": "ref-4"})

    assert "Votre décision" not in page
    assert (other, desk.desk.signer) == (None, "ref-4")


def test_a_file_is_compared_with_what_was_declared(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    declared = visit(1).replace("a1" * 32, hashlib.sha256(b"attestation").hexdigest())
    open_request(school, 1, {f"{FOLDER}/3.3-1.yml": declared})
    said = []
    with served(desk_of(school)) as desk:
        for content in ("attestation", "autre"):
            body = (
                f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{desk.keys.form}\r\n'
                f'--b\r\nContent-Disposition: form-data; name="file"; filename="../a.pdf"\r\n\r\n{content}\r\n--b--\r\n'
            )
            kind = {"Content-Type": "multipart/form-data; boundary=b", "Sec-Fetch-Site": "same-origin"}
            said.append(desk.follow(desk.ask("POST", "/requests/1/evidence", desk.known | kind, body.encode())).text)

    assert "✓ Ce fichier est bien le justificatif E1" in said[0]
    assert "✗ Ce fichier n’est pas celui" in said[1]


def test_a_request_of_which_a_part_is_for_others_is_not_decided_here(tmp_path: Path) -> None:
    school = school_of_ten(tmp_path / "école")
    with served(desk_of(school, signer="ref-4")) as desk:
        page = desk.get("/requests/8").text
        first = desk.get("/").text

    assert "Votre décision" not in page
    assert "attendu de ref-3, ref-7 ou ref-8" in unescape(page)
    assert 'href="/requests/1"' in first
