"""Nobody but the browser that was given the key speaks to the desk, and only from its own pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polyvalidate.desk import guard
from tests.desk.served import Served, desk_of, open_request, served, visit
from tests.proposing import FOLDER, School


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    school = School(tmp_path_factory.mktemp("desk") / "école")
    title = "title: <script>alert(1)</script> &amp; {{ 7 * 7 }}"
    harm = visit(3).replace("title: Présentation des études d'ingénieur", f"title: '{title[7:]}'")
    open_request(school, 1, {f"{FOLDER}/3.3-lycee.yml": harm})
    with served(desk_of(school)) as made:
        yield made


def test_the_key_of_the_first_address_becomes_a_cookie_that_no_other_site_sends(desk: Served) -> None:
    answer = desk.ask("GET", f"/?key={desk.keys.first}", {})

    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert answer.headers["set-cookie"] == (
        f"polyvalidate-{desk.port}={desk.keys.kept}; HttpOnly; Path=/; SameSite=strict"
    )


@pytest.mark.parametrize("path", ["/", "/requests", "/desk.css", "/nothing", "/?key=", "/?key=guessed"])
def test_without_the_key_nothing_is_shown(desk: Served, path: str) -> None:
    answer = desk.ask("GET", path, {"Cookie": f"polyvalidate-{desk.port}=guessed"})

    assert answer.status == 403
    assert "terminal" in answer.text


@pytest.mark.parametrize("host", ["attacker.example", "attacker.example:80", "127.0.0.1", "127.0.0.1:1", "0.0.0.0"])
def test_a_name_that_is_not_the_desk_s_is_refused_even_with_the_key(desk: Served, host: str) -> None:
    answer = desk.ask("GET", f"/?key={desk.keys.first}", desk.known | {"Host": host})

    assert answer.status == 400


CROSS = [
    {"Origin": "http://attacker.example"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": ""},
]


@pytest.mark.parametrize("headers", CROSS)
def test_a_form_of_another_site_does_nothing_even_with_cookie_and_token(desk: Served, headers: dict[str, str]) -> None:
    answer = desk.post("/who", {"code": "ref-1"}, **headers)

    assert (answer.status, desk.desk.signer) == (403, "ref-3")


def test_a_page_of_another_site_reads_nothing(desk: Served) -> None:
    assert desk.get("/requests", **{"Sec-Fetch-Site": "cross-site"}).status == 403


def test_a_form_without_its_token_does_nothing(desk: Served) -> None:
    assert desk.post("/who", {"code": "ref-1", "token": "guessed"}).status == 403
    assert desk.desk.signer == "ref-3"


def test_what_is_too_large_is_refused_whether_it_says_so_or_not(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 1000)
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    whole = f"token={desk.keys.form}&code={'x' * 2000}".encode()

    said = desk.ask("POST", "/who", desk.known | kind, whole)
    chunk = b"7f5\r\n" + whole[:2037] + b"\r\n0\r\n\r\n"
    unsaid = desk.ask("POST", "/who", desk.known | kind | {"Transfer-Encoding": "chunked", "Content-Length": ""}, chunk)

    assert (said.status, unsaid.status >= 400) == (413, True)


def test_what_a_student_wrote_is_never_a_mark(desk: Served) -> None:
    page = desk.get("/requests/1").text

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; {{ 7 * 7 }}" in page


def test_every_page_forbids_scripts_frames_and_being_kept(desk: Served) -> None:
    for path in ("/requests", "/nothing", "/desk.css"):
        headers = desk.get(path).headers

        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script-src" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_no_form_leads_out_of_the_desk(desk: Served) -> None:
    answers = [
        desk.post("/language", {"to": "fr", "back": back}) for back in ("//attacker.example", "/\\a", "http://a")
    ]

    assert [answer.headers["location"] for answer in answers] == ["/", "/", "/"]


def test_what_the_desk_itself_does_wrong_is_said_and_is_no_success(
    desk: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(desk.desk, "place", tmp_path / "moved")

    answer = desk.get("/requests")

    assert answer.status in (409, 500)
