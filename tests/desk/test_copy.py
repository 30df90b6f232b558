"""This copy beside the server: what it has is brought, what was decided here is sent, as the command sends it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.desk.served import Served, desk_of, open_request, served, visit
from tests.proposing import FOLDER, School

ENTERS = """\
#!/bin/sh
while read -r old new ref; do
  case "$ref" in refs/heads/polyvalidate/*) git update-ref refs/heads/main "$new"; git update-ref -d "$ref";; esac
done
"""
"""What a server's job does, without its check: what waits enters."""


class Places(NamedTuple):
    desk: Served
    here: School
    server: Path

    def there(self) -> str:
        return self.here.git("ls-remote", str(self.server), "refs/heads/main").split()[0]


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    here, server = School(tmp_path / "ici"), tmp_path / "serveur"
    open_request(here, 1, {f"{FOLDER}/3.3-1.yml": visit(1)})
    here.git("clone", "-q", "--mirror", str(here.place), str(server))
    here.git("update-ref", "-d", "refs/pull/1/head")
    here.git("remote", "add", "origin", str(server))
    with served(desk_of(here)) as desk:
        yield Places(desk, here, server)


def test_what_the_server_has_is_brought_requests_and_branch(places: Places) -> None:
    before = places.here.git("rev-parse", "main")
    moved = places.here.settle({"README.md": "Plus tard.\n"})
    places.here.git("push", "-q", "origin", "main")
    places.here.git("reset", "-q", "--hard", before)

    page = places.desk.follow(places.desk.post("/update", {})).text

    assert "Cette copie est à jour." in page
    assert places.here.git("rev-parse", "main") == moved
    assert 'href="/requests/1"' in places.desk.get("/requests").text


def test_what_was_decided_here_is_sent_and_enters_the_branch_of_the_server(places: Places) -> None:
    hook = places.server / "hooks" / "post-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(ENTERS, encoding="ascii")
    hook.chmod(0o755)
    places.desk.post("/update", {})
    places.desk.post(places.desk.prepare("1", decision_0="accept").headers["location"], {})

    before = places.desk.get("/").text
    page = places.desk.follow(places.desk.post("/send", {})).text

    assert "1 enregistrement à envoyer, 0 à recevoir." in before
    assert "Envoyé : le serveur a tout" in page.replace("\u00a0", " ")
    assert places.there() == places.here.git("rev-parse", "main")
    assert "/send" not in page


def test_what_cannot_be_sent_is_said_and_stays_to_be_sent(places: Places) -> None:
    places.desk.post("/update", {})
    places.desk.post(places.desk.prepare("1", decision_0="accept").headers["location"], {})
    places.server.rename(places.server.with_name("parti"))
    here = places.here.git("rev-parse", "main")

    answer = places.desk.post("/send", {})
    after = places.desk.get("/").text

    assert answer.status == 409
    assert "origin" in answer.text
    assert places.here.git("rev-parse", "main") == here
    assert "1 enregistrement à envoyer" in after
