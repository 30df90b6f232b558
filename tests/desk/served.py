"""A desk served as the command serves it, on a small school with requests of every kind, and spoken to by hand."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import uvicorn

from polyvalidate.desk.app import make_app
from polyvalidate.desk.guard import Keys
from polyvalidate.desk.state import Desk
from tests.cli.test_evaluate import RANGE
from tests.proposing import FAIR, FOLDER, School

DAY = date(2026, 3, 1)


def visit(day: int) -> str:
    """A visit to a school on a day of January 2026, with evidence of its own."""
    return FAIR.replace("2026-02-03", f"2026-01-{day:02}").replace("a1" * 32, f"{160 + day:x}" * 32)


def school_of_ten(place: Path) -> School:
    """A school in which ``ref-3`` has ten requests to decide."""
    made = School(place)
    roles, opening = "grid/roles.yml", "grid/2025-2026/8-ouverture.yml"
    theirs = made.read(roles).replace('categories: ["3", "4"]', 'categories: ["3", "4", "8"]', 1)
    made.settle({roles: theirs, opening: made.read(opening).replace("[ref-7, ref-8]", "[ref-3, ref-7]")})
    bundles = [{f"3.3-{n}.yml": visit(n)} for n in (1, 2, 3, 4, 5)]
    bundles += [{"3.3-6.yml": visit(6), "3.3-7.yml": visit(7)}, {"3.3-8.yml": visit(8), "3.3-9.yml": visit(9)}]
    bundles += [
        {"8.3-mobilite.yml": RANGE},
        {"3.3-10.yml": visit(10)},
        {"3.3-11.yml": visit(11)},
    ]
    for number, files in enumerate(bundles, 1):
        open_request(made, number, {f"{FOLDER}/{name}": text for name, text in files.items()})
    return made


def open_request(school: School, number: int, files: Mapping[str, str | None]) -> None:
    school.git("update-ref", f"refs/pull/{number}/head", school.propose(files))


def desk_of(school: School, signer: str | None = "ref-3", **more: bool) -> Desk:
    return Desk(school.place, "main", "fr", lambda: DAY, signer, **more)


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    text: str


class Served:
    """A desk that is served. ``get`` and ``post`` speak to it as its own pages do, unless told otherwise."""

    def __init__(self, desk: Desk, port: int, keys: Keys) -> None:
        self.desk, self.port, self.keys = desk, port, keys
        self.host = f"127.0.0.1:{port}"
        self.address = f"http://{self.host}"
        self.first = f"{self.address}/?key={keys.first}"

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {"Host": self.host, **headers})
        answer = connection.getresponse()
        said = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode())
        connection.close()
        return said

    @property
    def known(self) -> dict[str, str]:
        return {"Cookie": f"polyvalidate-{self.port}={self.keys.kept}"}

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, self.known | headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        given = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        form = urlencode({"token": self.keys.form, **fields}).encode()
        return self.ask("POST", path, self.known | given | headers, form)

    def follow(self, answer: Answer) -> Answer:
        """The page that an act leads to."""
        assert answer.status == 303
        return self.get(answer.headers["location"])

    def prepare(self, key: str, **fields: str) -> Answer:
        """What the form of a request gives, filled so (``decision_0="accept"``), before anything is followed."""
        page = self.get(f"/requests/{key}").text
        bound = dict(re.findall(r'name="(base|head)" value="([0-9a-f]+)"', page))
        return self.post(f"/requests/{key}/prepare", bound | {k.replace("_", "-"): v for k, v in fields.items()})


@contextmanager
def served(desk: Desk) -> Iterator[Served]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port, keys = listening.getsockname()[1], Keys()
        app = make_app(desk, keys, port, "#14506b")
        server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="critical", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield Served(desk, port, keys)
        finally:
            server.should_exit = True
            thread.join()
