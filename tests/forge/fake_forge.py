"""A forge on loopback, with real sockets, that goes wrong on demand: what the fakes of every forge are made of."""

from __future__ import annotations

import email.utils
import gzip
import json
import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, NamedTuple, Self
from urllib.parse import parse_qs, quote, urlsplit

from pydantic import ValidationError

from tests.forge import specimens
from tests.forge.specimens import BOXES, REPOSITORY

TOKEN = "jeton-d-essai"
_QUOTED = quote(REPOSITORY, safe="")
HEADERS, PROMISES, NOTHING, SPACES = -3, -4, -5, -6
LOGIN = -7
ENDLESS = {
    HEADERS: (b"HTTP/1.1 200 OK\r\n", b"x-more: yes\r\n"),
    PROMISES: (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    NOTHING: (
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n",
        b"14\r\n" + gzip.compress(b"") + b"\r\n",
    ),
    SPACES: (b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n", b" "),
}
"""How an answer begins that never ends, and what comes again and again."""


class Fault(NamedTuple):
    """What one call meets. ``status`` is answered with ``headers`` (200 with an empty list); 0 closes the line in the
    middle of the answer, -1 gives half of the JSON with a length that is right, -2 never answers, -7 gives a
    page to log in on, the others below never come to the end of an answer. ``after`` does all the same what was
    asked."""

    status: int
    headers: Mapping[str, str] = {}
    after: bool = False
    message: str = "refused"


class Answer(NamedTuple):
    status: int
    data: Any
    headers: Mapping[str, str] = {}


class FakeForge(ABC):
    """The server. ``calls`` are the calls it answered, in order, as ``GET /path``; ``wrong``, those that the forge does
    not have. ``faults`` says, for a method and the end of a path, what each call in turn meets."""

    name: ClassVar[str]
    per_page: ClassVar[int]
    """How long a page is when nobody says."""
    writer: int
    """The number of the account that the token is of."""

    def __init__(self, whole: FakeForge | None = None) -> None:
        """A forge of its own, or what stands in one repository of a ``whole`` one, which answers for it."""
        self.faults: dict[tuple[str, str], list[Fault | None]] = {}
        self.calls: list[str] = []
        self.wrong: list[str] = []
        self.next_id = 1000
        self.now: Callable[[], str] = lambda: specimens.NOW
        self.latest = specimens.NOW
        self.site = "https://forge.example.org"
        """Where its pages are."""
        self.ended = threading.Event()
        self.boxes: dict[str, Self] = {}
        """What stands in the repositories of ``specimens.BOXES``, by their names."""
        self.strangers: set[int] = set()
        """The accounts that may read nothing here, and so cannot be asked for a review."""
        self.root = ""
        if whole is not None:
            self.now, self.server = whole.now, whole.server
            return
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # a head and its body are two writings: the second waits for nothing

            def handle_any(self) -> None:
                fake.handle(self)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815 - the names that http.server looks for

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def box(self, name: str) -> Self:
        """The same forge, of which another repository is looked at."""
        if name not in self.boxes:
            self.boxes[name] = type(self)(self)
        return self.boxes[name]

    def account(self, number: int) -> str:
        return f"{self.name}:{number}"

    def renamed(self, text: bytes) -> bytes:
        """A text in which the accounts are those of this forge."""
        return text.replace(b"github:", f"{self.name}:".encode())

    def close(self) -> None:
        self.ended.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    # --- one call -------------------------------------------------------------------------------------------------

    def handle(self, call: BaseHTTPRequestHandler) -> None:
        length = int(call.headers.get("content-length") or 0)
        body = json.loads(call.rfile.read(length)) if length else None
        path = urlsplit(call.path).path
        self.calls.append(f"{call.command} {path}")
        if not self.knows(call):
            return self._send(call, Answer(401, {"message": "Bad credentials"}))
        fault = self._fault(call.command, path)
        if fault is not None and not fault.after:
            return self._go_wrong(call, fault, Answer(200, {"message": "x" * 200}))
        try:
            answer = self._answer(call.command, call.path, body)
        except (ValidationError, LookupError) as error:
            self.wrong.append(f"{call.command} {path}: {error}")
            answer = Answer(500, {"message": f"not {self.name}"})
        if fault is not None:
            return self._go_wrong(call, fault, answer)
        return self._send(call, answer)

    def _fault(self, method: str, path: str) -> Fault | None:
        for (of, end), planned in self.faults.items():
            if of == method and re.search(end, path) and planned:
                return planned.pop(0)
        return None

    def _go_wrong(self, call: BaseHTTPRequestHandler, fault: Fault, answer: Answer) -> None:
        data = json.dumps(answer.data).encode()
        if fault.status == -2:
            self.ended.wait()
        elif fault.status in ENDLESS:
            self._drip(call, *ENDLESS[fault.status])
        elif fault.status == -1:
            self._send_bytes(call, 200, data[: len(data) // 2], {}, len(data) // 2)
        elif fault.status == 0:
            self._send_bytes(call, 200, data[: len(data) // 2], {}, len(data))
            call.close_connection = True
        elif fault.status == LOGIN:
            page = b"<!DOCTYPE html><title>Sign in</title>"
            self._send_bytes(call, 200, page, {"content-type": "text/html"}, len(page))
        elif fault.status == 200:
            self._send(call, Answer(200, [], fault.headers))
        else:
            self._send(call, Answer(fault.status, self.refusal(fault), fault.headers))

    def _drip(self, call: BaseHTTPRequestHandler, start: bytes, piece: bytes) -> None:
        call.close_connection = True
        try:
            call.wfile.write(start)
            while not self.ended.wait(0.01):
                call.wfile.write(piece)
        except OSError:
            return

    def _send(self, call: BaseHTTPRequestHandler, answer: Answer) -> None:
        data = b"" if answer.status == 204 else json.dumps(answer.data).encode()
        self._send_bytes(call, answer.status, data, answer.headers, len(data))

    def _send_bytes(
        self, call: BaseHTTPRequestHandler, code: int, data: bytes, headers: Mapping[str, str], length: int
    ) -> None:
        call.send_response_only(code)
        for name, value in {"date": self.date(), "content-type": "application/json", **headers}.items():
            call.send_header(name, value)
        if code != 204:
            call.send_header("content-length", str(length))
        call.end_headers()
        call.wfile.write(data)

    def _answer(self, method: str, address: str, body: Any) -> Answer:
        for name, box in self.boxes.items():
            for here, there in ((f"{BOXES}/{name}/", f"{REPOSITORY}/"), (f"{BOXES}%2F{name}/", f"{_QUOTED}/")):
                if here in address:
                    return box._answer(method, address.replace(here, there, 1), body)
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        for verb, pattern, action in self.routes():
            found = re.fullmatch(pattern, parts.path)
            if verb == method and found:
                answer = action(*found.groups(), query=query, body=body)
                if isinstance(answer.data, list):
                    return self._page(answer, parts.path, query)
                return answer
        raise LookupError("no such call")

    def _page(self, answer: Answer, path: str, query: Mapping[str, str]) -> Answer:
        size, page = int(query.get("per_page", self.per_page)), int(query.get("page", "1"))
        rest = {name: value for name, value in query.items() if name != "page"}
        shown = answer.data[(page - 1) * size : page * size]
        headers = {}
        if page * size < len(answer.data):
            host = f"http://127.0.0.1:{self.server.server_address[1]}"
            more = "&".join(f"{name}={quote(value)}" for name, value in {**rest, "page": str(page + 1)}.items())
            headers["link"] = f'<{host}{path}?{more}>; rel="next", <{host}{path}?page=9>; rel="last"'
        return Answer(200, shown, headers)

    def _id(self) -> int:
        self.next_id += 1
        return self.next_id

    # --- what a forge does, each in its own shapes ------------------------------------------------------------------

    @abstractmethod
    def routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        """The calls it has: a method, a pattern of the path, what answers."""

    @abstractmethod
    def refusal(self, fault: Fault) -> dict[str, Any]:
        """How it says no."""

    def knows(self, call: BaseHTTPRequestHandler) -> bool:
        return call.headers.get("authorization") == f"Bearer {TOKEN}"

    def date(self) -> str:
        """Its clock, as the header of an answer says it."""
        return email.utils.formatdate(usegmt=True)

    def passes(self, at: str) -> None:
        """Time passes there."""
        self.latest = at

    # --- what people do there, and what is seen, in words that all forges have ---------------------------------------

    @abstractmethod
    def opens(self, number: int, by: int, head: str, base: str, at: str) -> None:
        """A request is opened; its head was pushed at that very moment."""

    @abstractmethod
    def opened_at(self, number: int, at: str) -> None:
        """It was opened at another moment."""

    @abstractmethod
    def pushes(self, number: int, head: str, at: str) -> None:
        """Its author pushes again."""

    @abstractmethod
    def pushed(self, account: int, ref: str, before: str, after: str) -> None:
        """Somebody has pushed a branch: the forge remembers who."""

    @abstractmethod
    def merged(self, number: int) -> None:
        """Its head is in the protected branch, and the forge sees so."""

    @abstractmethod
    def told(self, head: str, at: str) -> None:
        """The check has said that something is awaited."""

    @abstractmethod
    def forgets(self) -> None:
        """Nothing was said of any commit."""

    @abstractmethod
    def writes(self, number: int, by: int, body: str, at: str) -> dict[str, Any]:
        """Somebody writes a comment; the forge's own words for it."""

    @abstractmethod
    def reviewed(self, number: int, by: int, state: str, body: str, at: str) -> dict[str, Any]:
        """Somebody approves, or says something else of the present head in a review."""

    @abstractmethod
    def asked(self, number: int) -> list[int]:
        """Those whose review is asked for."""

    @abstractmethod
    def is_open(self, number: int) -> bool: ...

    @abstractmethod
    def heads(self) -> dict[int, str]:
        """The heads of its requests, by their numbers."""

    @abstractmethod
    def states(self, commit: str) -> list[str]:
        """What its statuses said, the latest last, in our words."""

    @abstractmethod
    def spoken_of(self) -> list[str]:
        """The commits that have a status."""

    @abstractmethod
    def bodies(self, number: int) -> list[str]:
        """The comments of a request."""

    @abstractmethod
    def labelled(self, number: int) -> list[str]: ...

    @abstractmethod
    def event(self, number: int) -> Any:
        """What it tells a job when something was pushed to a request."""

    @abstractmethod
    def comment_event(self, number: int, said: Mapping[str, Any]) -> Any:
        """What it tells a job when a comment was written."""

    @abstractmethod
    def variables(self, server: str, run: int) -> dict[str, str]:
        """The variables that it sets in a job."""

    @abstractmethod
    def ref(self, number: int) -> str:
        """The reference at which the head of a request stands."""
