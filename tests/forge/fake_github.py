"""A GitHub on loopback, with real sockets: it keeps statuses and comments, and goes wrong on demand.

Every answer is held to GitHub's official description before it leaves, every body that arrives too; a call that GitHub
does not have is a failure of the test. ``faults`` says, for a method and the end of a path, what each call in turn
meets.
"""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from githubkit_schemas.v2022_11_28 import models
from pydantic import ValidationError

from tests.forge import specimens
from tests.forge.specimens import REPOSITORY, held_to, specimen


def held(error: dict[str, Any]) -> dict[str, Any]:
    held_to(models.BasicError, error)
    return error


def _simple(pull: Mapping[str, Any]) -> dict[str, Any]:
    """A request as a list shows it: what is in both descriptions, of the whole one."""
    made = specimen(models.PullRequestSimple, number=pull["number"])
    return made | {key: pull[key] for key in made if key in pull}


def label_of(name: str) -> dict[str, Any]:
    return specimen(models.PullRequestPropLabelsItems, name=name)


BOT = 41898282
BOT_LOGIN = "github-actions[bot]"
TOKEN = "jeton-d-essai"


HEADERS, PROMISES, NOTHING, SPACES = -3, -4, -5, -6
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
    middle of the answer, -1 gives half of the JSON with a length that is right, -2 never answers, the others below
    never come to the end of an answer. ``after`` does what was asked all the same."""

    status: int
    headers: Mapping[str, str] = {}
    after: bool = False
    message: str = "refused"


class Answer(NamedTuple):
    status: int
    data: Any
    headers: Mapping[str, str] = {}


class FakeGitHub:
    """The server and what it holds. ``calls`` are the calls it answered, in order, as ``GET /path``."""

    def __init__(self) -> None:
        self.users = {BOT_LOGIN: BOT}
        self.pulls: dict[int, dict[str, Any]] = {}
        self.reviews: dict[int, list[dict[str, Any]]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.labels: dict[int, list[str]] = {}
        self.statuses: dict[str, list[dict[str, Any]]] = {}
        self.activities: list[dict[str, Any]] = []
        self.writer = BOT
        self.faults: dict[tuple[str, str], list[Fault | None]] = {}
        self.calls: list[str] = []
        self.wrong: list[str] = []
        self.next_id = 1000
        self.now: Callable[[], str] = lambda: specimens.NOW
        self.ended = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

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
        if call.headers.get("authorization") != f"Bearer {TOKEN}":
            return self._send(call, Answer(401, {"message": "Bad credentials"}))
        fault = self._fault(call.command, path)
        if fault is not None and not fault.after:
            return self._go_wrong(call, fault, Answer(200, {"message": "x" * 200}))
        try:
            answer = self._answer(call.command, call.path, body)
        except (ValidationError, LookupError) as error:
            self.wrong.append(f"{call.command} {path}: {error}")
            answer = Answer(500, {"message": "not GitHub"})
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
        elif fault.status == 200:
            self._send(call, Answer(200, [], fault.headers))
        else:
            error = {"message": fault.message, "documentation_url": "https://docs.github.com/rest"}
            held_to(models.ValidationErrorSimple if fault.status == 422 else models.BasicError, error)
            self._send(call, Answer(fault.status, error, fault.headers))

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
        call.send_response(code)
        for name, value in {"content-type": "application/json", **headers}.items():
            call.send_header(name, value)
        if code != 204:
            call.send_header("content-length", str(length))
        call.end_headers()
        call.wfile.write(data)

    # --- what GitHub does -----------------------------------------------------------------------------------------

    def _answer(self, method: str, address: str, body: Any) -> Answer:
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        routes: list[tuple[str, str, Callable[..., Answer]]] = [
            ("GET", r"/users/(.+)", self._user),
            ("GET", rf"/repos/{REPOSITORY}/pulls", self._pulls),
            ("GET", rf"/repos/{REPOSITORY}/pulls/(\d+)", self._pull),
            ("GET", rf"/repos/{REPOSITORY}/pulls/(\d+)/reviews", self._reviews),
            ("GET", rf"/repos/{REPOSITORY}/commits/([0-9a-f]+)/statuses", self._statuses),
            ("POST", rf"/repos/{REPOSITORY}/statuses/([0-9a-f]+)", self._set_status),
            ("GET", rf"/repos/{REPOSITORY}/activity", self._activity),
            ("GET", rf"/repos/{REPOSITORY}/issues/(\d+)/comments", self._comments),
            ("POST", rf"/repos/{REPOSITORY}/issues/(\d+)/comments", self._post),
            ("GET", rf"/repos/{REPOSITORY}/issues/comments/(\d+)", self._comment),
            ("PATCH", rf"/repos/{REPOSITORY}/issues/comments/(\d+)", self._edit),
            ("DELETE", rf"/repos/{REPOSITORY}/issues/comments/(\d+)", self._delete),
            ("PATCH", rf"/repos/{REPOSITORY}/pulls/(\d+)", self._close),
            ("PUT", rf"/repos/{REPOSITORY}/issues/(\d+)/labels", self._label),
            ("DELETE", rf"/repos/{REPOSITORY}/issues/(\d+)/labels", self._unlabel),
        ]
        for verb, pattern, action in routes:
            found = re.fullmatch(pattern, parts.path)
            if verb == method and found:
                answer = action(*found.groups(), query=query, body=body)
                if isinstance(answer.data, list):
                    return self._page(answer, parts.path, query)
                return answer
        raise LookupError("no such call")

    def _page(self, answer: Answer, path: str, query: Mapping[str, str]) -> Answer:
        size, page = int(query.get("per_page", "30")), int(query.get("page", "1"))
        rest = {name: value for name, value in query.items() if name != "page"}
        shown = answer.data[(page - 1) * size : page * size]
        headers = {}
        if page * size < len(answer.data):
            more = "&".join(f"{name}={value}" for name, value in {**rest, "page": str(page + 1)}.items())
            headers["link"] = f'<{self.root}{path}?{more}>; rel="next", <{self.root}{path}?page=9>; rel="last"'
        return Answer(200, shown, headers)

    def _user(self, login: str, **_: Any) -> Answer:
        number = self.users[login.replace("%5B", "[").replace("%5D", "]")]
        return Answer(200, specimen(models.PublicUser, id=number, login=BOT_LOGIN))

    def _pulls(self, query: Mapping[str, str], **_: Any) -> Answer:
        found = [_simple(p) for _, p in sorted(self.pulls.items()) if p["state"] == query["state"]]
        if query.get("sort") == "updated":
            found.sort(key=lambda p: p["updated_at"], reverse=query.get("direction") == "desc")
        held_to(list[models.PullRequestSimple], found)
        return Answer(200, found)

    def _pull(self, number: str, **_: Any) -> Answer:
        if int(number) not in self.pulls:
            return Answer(404, held({"message": "Not Found"}))
        held_to(models.PullRequest, self.pulls[int(number)])
        return Answer(200, self.pulls[int(number)])

    def _reviews(self, number: str, **_: Any) -> Answer:
        found = self.reviews.get(int(number), [])
        held_to(list[models.PullRequestReview], found)
        return Answer(200, found)

    def _statuses(self, sha: str, **_: Any) -> Answer:
        found = list(reversed(self.statuses.get(sha, [])))
        held_to(list[models.Status], found)
        return Answer(200, found)

    def _set_status(self, sha: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoStatusesShaPostBody, body)
        given = {"description": None, "target_url": None, "created_at": self.now(), **body}
        made = specimens.status(self._id(), self.writer, **given)
        self.statuses.setdefault(sha, []).append(made)
        return Answer(201, made)

    def _activity(self, query: Mapping[str, str], **_: Any) -> Answer:
        found = [each for each in reversed(self.activities) if each["ref"] == query["ref"]]
        held_to(list[models.Activity], found)
        return Answer(200, found)

    def pushed(self, account: int, ref: str, before: str, after: str) -> None:
        """Somebody has pushed a branch: the forge remembers who."""
        actor = specimen(models.SimpleUser, id=account)
        kind = "push" if int(before, 16) else "branch_creation"
        said = {"before": before, "after": after, "ref": ref, "activity_type": kind, "timestamp": self.now()}
        self.activities.append(specimen(models.Activity, id=self._id(), **said) | {"actor": actor})

    def _comments(self, number: str, **_: Any) -> Answer:
        found = self.comments.get(int(number), [])
        held_to(list[models.IssueComment], found)
        return Answer(200, found)

    def _post(self, number: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoIssuesIssueNumberCommentsPostBody, body)
        made = specimens.comment(self._id(), self.writer, body["body"], self.now())
        self.comments.setdefault(int(number), []).append(made)
        self.touch(int(number))
        return Answer(201, made)

    def touch(self, number: int) -> None:
        """Something was written under a request: the forge says when."""
        if number in self.pulls:
            self.pulls[number]["updated_at"] = self.now()

    def _comment(self, number: str, **_: Any) -> Answer:
        found = [c for kept in self.comments.values() for c in kept if c["id"] == int(number)]
        return Answer(200, found[0]) if found else Answer(404, held({"message": "Not Found"}))

    def _edit(self, number: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoIssuesCommentsCommentIdPatchBody, body)
        found = next(c for kept in self.comments.values() for c in kept if c["id"] == int(number))
        found["body"], found["updated_at"] = body["body"], self.now()
        return Answer(200, found)

    def _delete(self, number: str, **_: Any) -> Answer:
        for kept in self.comments.values():
            kept[:] = [c for c in kept if c["id"] != int(number)]
        return Answer(204, None)

    def _close(self, number: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoPullsPullNumberPatchBody, body)
        self.pulls[int(number)] |= body
        self.touch(int(number))
        return self._pull(number)

    def _label(self, number: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoIssuesIssueNumberLabelsPutBodyOneof0, body)
        self.labels[int(number)] = body["labels"]
        made = [specimen(models.Label, name=label) for label in body["labels"]]
        held_to(list[models.Label], made)
        if int(number) in self.pulls:
            self.pulls[int(number)]["labels"] = [label_of(label) for label in body["labels"]]
        self.touch(int(number))
        return Answer(200, made)

    def _unlabel(self, number: str, **_: Any) -> Answer:
        self.labels[int(number)] = []
        self.pulls[int(number)]["labels"] = []
        self.touch(int(number))
        return Answer(204, None)

    def _id(self) -> int:
        self.next_id += 1
        return self.next_id
