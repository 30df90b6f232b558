"""Who may speak to the desk: the browser that was given its key, from the desk's own pages, and nobody else.

Any page that is open in the same browser can send requests to this machine, and a name that leads to 127.0.0.1 makes it
the same site. So the key of the first address becomes a cookie that no other site sends, the name by which the desk is
called must be its own, and what acts must come from one of its pages.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 32 << 20
"""Of what is sent in one go: a piece of evidence and the form around it."""
SECONDS = 60.0
"""For the next part of it to come."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""No script runs on these pages, nothing of them is kept by the browser, and no other page holds them in a frame."""


class Keys:
    """The secrets of one run: the key of the first address, what the browser keeps, what each form carries."""

    def __init__(self) -> None:
        self.first, self.kept, self.form = (secrets.token_urlsafe(32) for _ in range(3))


def same(given: str, expected: str) -> bool:
    """Are they the same, found in a time that does not say how much of it was right?"""
    return hmac.compare_digest(given.encode(), expected.encode())


class TooLarge(Exception):
    """More was sent than a page takes, or it stopped coming."""


Refusal = Callable[[int], str]
"""The page that says why, by its status: 400, 403 or 413."""


class Guard:
    """Lets a request through to the pages, or answers it. ``port`` is where the desk is served."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int, refusal: Refusal) -> None:
        self.app, self.keys, self.refusal = app, keys, refusal
        self.hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self.cookie = f"polyvalidate-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # no lifespan, no web socket
        sent = _with_headers(send)
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, sent)
            return
        await self.app(scope, _bounded(receive), sent)

    def _refused(self, scope: Scope) -> Response | None:
        headers, method = Headers(scope=scope), scope["method"]
        host = headers.get("host", "")
        if host not in self.hosts or len(headers.getlist("host")) != 1:
            return self._no(400)
        if method not in ("GET", "HEAD", "POST"):
            return self._no(403)
        key = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if method == "GET" and key and same(key, self.keys.first):
            return self._known()
        if not same(HTTPConnection(scope).cookies.get(self.cookie, ""), self.keys.kept) or not _from_here(
            headers, method, host
        ):
            return self._no(403)
        said = headers.get("content-length", "0")
        return self._no(413) if not said.isdecimal() or int(said) > MOST_BYTES else None

    def _known(self) -> Response:
        """The key goes from the address at once, and the browser keeps another one."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie, self.keys.kept, httponly=True, samesite="strict", path="/")
        return answer

    def _no(self, status: int) -> Response:
        return HTMLResponse(self.refusal(status), status)


def _from_here(headers: Mapping[str, str], method: str, host: str) -> bool:
    """Does it come from a page of the desk, or from a person who typed the address? With ``no-referrer`` a browser
    calls the origin of a form ``null``: what it says beside it then counts."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin not in (None, "null", f"http://{host}"):
        return False
    if method != "POST":
        return site in (None, "none", "same-origin")
    return site == "same-origin" if origin in (None, "null") else site in (None, "same-origin")


def _bounded(receive: Receive) -> Receive:
    """What is sent, as long as there is not too much of it and it goes on coming."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await _in_time(receive)
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:
            raise TooLarge
        return message

    return bounded


async def _in_time(receive: Receive) -> Message:
    coming: Awaitable[Message] = receive()
    try:
        return await asyncio.wait_for(coming, SECONDS)
    except TimeoutError:
        raise TooLarge from None


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sent
