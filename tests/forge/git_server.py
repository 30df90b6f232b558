"""A Git server on loopback: the real ``git http-backend`` behind a door that checks tokens, and goes wrong on demand.

A protected branch takes a push only when the commit has the status that it requires, as GitHub's does. ``faults`` says
what each push in turn meets: a status to answer, or a call that is made first.
"""

from __future__ import annotations

import base64
import os
import subprocess
import threading
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

PROTECTION = """#!/bin/sh
[ "$1" != refs/heads/main ] && exit 0
grep -qx "$3 success" required-statuses && exit 0
echo "Required status check \\"polyvalidate\\" is expected." >&2
exit 1
"""


class GitServer:
    """Bare repositories of ``place``, over HTTP. ``may_push`` is who may write where: a token and a repository."""

    def __init__(self, place: Path, tokens: Mapping[str, Iterable[str]], statuses: Callable[[], Iterable[str]]) -> None:
        self.place = place
        self.tokens = {token: frozenset(writes) for token, writes in tokens.items()}
        self.statuses = statuses
        self.faults: list[int | Callable[[], None] | None] = []
        self.pushes: list[str] = []
        self.pushed: Callable[[str], None] = lambda _token: None
        """Told, after each push that was taken or not, whose token it was."""
        self.knows: Callable[[str], Mapping[str, str]] = lambda _token: {"REMOTE_USER": "jeton"}
        """The variables in which the server says whose token it is, and others."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                server.handle(self)

            do_GET = do_POST = handle_any  # noqa: N815 - the names that http.server looks for

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def create(self, name: str, source: Path) -> Path:
        """A bare copy of a repository, protected as a school's should be."""
        made = self.place / name
        made.parent.mkdir(parents=True, exist_ok=True)
        allowed = ("-c", "uploadpack.allowAnySHA1InWant=true", "-c", "http.receivepack=true")
        words = ["git", "clone", "-q", "--bare", "--template=", *allowed, source, made]
        subprocess.run(words, check=True, capture_output=True)
        return made

    def protect(self, made: Path) -> None:
        hook = made / "hooks" / "update"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(PROTECTION, encoding="utf-8")
        hook.chmod(0o755)

    def handle(self, call: BaseHTTPRequestHandler) -> None:
        url = urlsplit(call.path)
        body = self._body(call)
        name = url.path.strip("/").split(".git", 1)[0]
        pushing = "git-receive-pack" in call.path
        token = base64.b64decode((call.headers.get("authorization") or "").partition(" ")[2]).decode().partition(":")[2]
        if token not in self.tokens:
            call.send_response(401)
            call.send_header("WWW-Authenticate", 'Basic realm="git"')
            call.end_headers()
            return
        if pushing and name not in self.tokens[token]:
            call.send_error(403)
            return
        if pushing and call.command == "POST":
            fault = self.faults.pop(0) if self.faults else None
            if isinstance(fault, int):
                call.send_error(fault)
                return
            if fault is not None:
                fault()
            self.pushes.append(name)
            (self.place / f"{name}.git" / "required-statuses").write_text(
                "".join(f"{line}\n" for line in self.statuses()), encoding="utf-8"
            )
        self._cgi(call, url.path, url.query, body, self.knows(token))
        if pushing and call.command == "POST":
            self.pushed(token)

    def _body(self, call: BaseHTTPRequestHandler) -> bytes:
        if call.headers.get("transfer-encoding") != "chunked":
            return call.rfile.read(int(call.headers.get("content-length") or 0))
        parts = []
        while size := int(call.rfile.readline().strip(), 16):
            parts.append(call.rfile.read(size))
            call.rfile.readline()
        return b"".join(parts)

    def _cgi(self, call: BaseHTTPRequestHandler, path: str, query: str, body: bytes, known: Mapping[str, str]) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.place),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": "*",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": call.command,
            "CONTENT_TYPE": call.headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": call.headers.get("content-encoding", ""),
            "GIT_PROTOCOL": call.headers.get("git-protocol", ""),
            **known,
        }
        done = subprocess.run(["git", "http-backend"], input=body, capture_output=True, check=True, env=environment)
        head, _, answer = done.stdout.partition(b"\r\n\r\n")
        rows = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        code = next((int(value.split()[0]) for name, value in rows if name == "Status"), 200)
        call.send_response(code)
        for name, value in rows:
            if name != "Status":
                call.send_header(name, value)
        call.send_header("Content-Length", str(len(answer)))
        call.end_headers()
        call.wfile.write(answer)
