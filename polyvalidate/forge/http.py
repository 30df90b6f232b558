"""The forge's API over HTTP: the only module that speaks it.

A call gives a whole, well-formed answer or raises ``Fault`` with a sentence: never half a list, never half an answer.
Waiting is bounded, whatever the forge does: an attempt ends, from the name of the host to the last byte. The token
goes to the root it was given for, and nowhere else; it is in no sentence.
"""

from __future__ import annotations

import asyncio
import email.utils
import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

import httpx

from polyvalidate import __version__
from polyvalidate.forge.dialects import GITHUB, Dialect
from polyvalidate.forge.fault import Fault, no_answer, refused, too_many, unreadable_answer
from polyvalidate.model.words import Text

MOST_PAGES = 200
MOST_BYTES = 100_000_000
"""A page of a hundred comments, each as long as GitHub takes it, in the longest way to write it in JSON, fits."""
ATTEMPTS = 4
LOOPBACK = ("localhost", "127.0.0.1", "::1")


authorities = cache(httpx.create_ssl_context)
"""Whom we believe about who a forge is: a tenth of a second to read, the same for every sweep of a process."""


class Patience(NamedTuple):
    """How long to wait, in seconds: for one reading, for one answer, for a forge that asks to come back later."""

    reading: float = 10.0
    answer: float = 60.0
    later: float = 120.0


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Api:
    """One forge, one token. ``wait`` is how time passes between two attempts."""

    def __init__(
        self,
        root: str,
        token: str,
        wait: Callable[[float], None] = time.sleep,
        patience: Patience | None = None,
        dialect: Dialect = GITHUB,
    ) -> None:
        parts = _address(root)
        if parts is None or (parts.scheme != "https" and not (parts.scheme == "http" and parts.host in LOOPBACK)):
            raise Fault(
                Text(
                    "L'adresse de l'API doit commencer par https : le jeton y est envoyé. Corrigez {variable}.",
                    "The address of the API must begin with https: the token is sent there. Correct {variable}.",
                ),
                variable=dialect.address,
            )
        if not (token.isascii() and token.isprintable()):
            raise refused(401, "", dialect)
        self.dialect = dialect
        self.root = root.rstrip("/")
        self.wait = wait
        self.patience = patience or Patience()
        self.left = self.patience.later
        self.date = ""
        self.runner = asyncio.Runner()
        self.client = httpx.AsyncClient(
            verify=authorities(),
            timeout=httpx.Timeout(self.patience.reading),
            follow_redirects=False,
            headers={
                "Accept-Encoding": "identity",  # what is received is what is counted
                "Authorization": f"Bearer {token}",
                "User-Agent": f"polyvalidate/{__version__}",
                **dialect.headers,
            },
        )

    def close(self) -> None:
        self.runner.run(self.client.aclose())
        self.runner.close()

    # --- what is asked --------------------------------------------------------------------------------------------

    def get(self, path: str, needs: str) -> Any:
        """One object. ``needs`` is the permission that the token must have, for the sentence that says so."""
        return self._parsed(self._ask("GET", self.root + path, None, needs, repeatable=True))

    def pages(self, path: str, needs: str) -> Iterator[list[Any]]:
        """The pages of a list, to the last one; a list that does not end is a fault, not a shorter list."""
        pages = f"{self.root}{path}{'&' if '?' in path else '?'}{self.dialect.page}"
        url: str | None = pages.format(number=1)
        longest = 1
        for number in range(1, MOST_PAGES + 1):
            if url is None:
                return
            answer = self._ask("GET", url, None, needs, repeatable=True)
            page = self._parsed(answer)
            if not isinstance(page, list):
                raise unreadable_answer()
            yield page
            longest = max(longest, len(page))
            if self.dialect.total:
                url = pages.format(number=number + 1) if number * longest < self._total(answer) else None
            else:
                url = self._next(answer)
        if url is not None:
            raise unreadable_answer()

    def write(self, method: str, path: str, body: Mapping[str, Any] | None, needs: str, *, repeatable: bool) -> Any:
        """Write something. ``repeatable``: done twice, it is as if done once, so that it may be tried again when it is
        not known whether it was done."""
        answer = self._ask(method, self.root + path, body, needs, repeatable=repeatable)
        return self._parsed(answer) if answer.body else None

    def now(self) -> datetime:
        """The moment of the last answer, by the clock of the forge; by ours when it did not say."""
        try:
            said = email.utils.parsedate_to_datetime(self.date)
            return said if said.tzinfo is not None else said.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            return datetime.now(UTC)

    # --- how it is asked --------------------------------------------------------------------------------------------

    def _ask(self, method: str, url: str, body: Mapping[str, Any] | None, needs: str, *, repeatable: bool) -> Answer:
        for attempt in range(1, ATTEMPTS + 1):
            fault: Fault
            pause = float(2 ** (attempt - 1))
            try:
                answer = self.runner.run(self._once(method, url, body))
            except (httpx.TransportError, TimeoutError):
                fault = no_answer()
            else:
                if answer.status < 300:
                    self.date = answer.headers.get("date", "")
                    nothing = answer.status == 204 or (method != "GET" and not answer.body)
                    if nothing or not repeatable or _is_json(answer.body):
                        return answer
                    fault = unreadable_answer()
                else:
                    asked = self._asked_to_wait(answer)
                    fault = refused(answer.status, needs, self.dialect) if asked is None else too_many()
                    if asked is not None:
                        pause = asked
                    elif answer.status < 500:
                        raise fault
            limited = fault.status == 429
            if attempt == ATTEMPTS or not (repeatable or limited) or pause > self.left:
                raise fault
            self.left -= pause
            self.wait(pause)
        raise AssertionError("the last attempt returns or raises")

    async def _once(self, method: str, url: str, body: Mapping[str, Any] | None) -> Answer:
        async with asyncio.timeout(self.patience.answer), self.client.stream(method, url, json=body) as response:
            received = bytearray()
            async for chunk in response.aiter_raw():
                received += chunk
                if len(received) > MOST_BYTES:
                    raise httpx.ReadError("too long an answer")
            return Answer(response.status_code, response.headers, bytes(received))

    def _asked_to_wait(self, answer: Answer) -> float | None:
        """The seconds that a rate limit asks for, None when the answer is no rate limit.

        https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: 403 or 429; ``retry-after`` first,
        then ``x-ratelimit-reset`` when nothing remains, else a minute.
        """
        if answer.status not in (403, 429):
            return None
        asked = answer.headers.get("retry-after", "")
        if asked.isascii() and asked.isdigit():
            return float(asked[:9])
        if asked:
            try:
                date = email.utils.parsedate_to_datetime(asked).timestamp()
            except (ValueError, OverflowError):
                return 60.0
            return max(0.0, date - time.time())
        reset = answer.headers.get("x-ratelimit-reset", "")
        if answer.headers.get("x-ratelimit-remaining") == "0":
            return max(0.0, float(reset[:12]) - time.time()) if reset.isascii() and reset.isdigit() else 60.0
        if answer.status == 429 or b"secondary rate limit" in answer.body.lower():
            return 60.0
        return None

    def _total(self, answer: Answer) -> int:
        """How many a list has, those among them that the forge keeps from us: a page may then be short, or empty."""
        said = answer.headers.get(self.dialect.total, "")
        if not (said.isascii() and said.isdigit()):
            raise unreadable_answer()
        return int(said[:9])

    def _next(self, answer: Answer) -> str | None:
        """The address of the next page, which must be of the same forge: the token goes with it."""
        links = httpx.Response(200, headers={"link": answer.headers.get("link", "")}).links
        url = links.get("next", {}).get("url")
        if url is None:
            return None
        if not url.startswith(self.root + "/") or _address(url) is None:
            raise unreadable_answer()
        return url

    def _parsed(self, answer: Answer) -> Any:
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise unreadable_answer() from error


def _address(text: str) -> httpx.URL | None:
    """None for what is no address: control characters in it, or more of it than any server reads."""
    try:
        return httpx.URL(text)
    except httpx.InvalidURL:
        return None


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
