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
from typing import Any, NamedTuple

import httpx

from polyvalidate import __version__
from polyvalidate.forge.dialects import GITHUB, Dialect
from polyvalidate.forge.fault import Fault
from polyvalidate.model.words import Text

MOST_PAGES = 200
MOST_BYTES = 100_000_000
"""A page of a hundred comments, each as long as GitHub takes it, in the longest way to write it in JSON, fits."""
ATTEMPTS = 4
LOOPBACK = ("localhost", "127.0.0.1", "::1")


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
            raise Fault(_REFUSALS[401], status=401, token=dialect.token)
        self.dialect = dialect
        self.root = root.rstrip("/")
        self.wait = wait
        self.patience = patience or Patience()
        self.left = self.patience.later
        self.date = ""
        self.runner = asyncio.Runner()
        self.client = httpx.AsyncClient(
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
        url: str | None = f"{self.root}{path}{'&' if '?' in path else '?'}{self.dialect.page}"
        for _ in range(MOST_PAGES):
            if url is None:
                return
            answer = self._ask("GET", url, None, needs, repeatable=True)
            page = self._parsed(answer)
            if not isinstance(page, list):
                raise unreadable_answer()
            yield page
            url = self._next(answer)
        if url is not None:
            raise unreadable_answer()

    def write(self, method: str, path: str, body: Mapping[str, Any] | None, needs: str, *, repeatable: bool) -> Any:
        """Write something. ``repeatable``: done twice, it is as if done once, so that it may be tried again when it is
        not known whether it was done."""
        answer = self._ask(method, self.root + path, body, needs, repeatable=repeatable)
        return None if answer.status == 204 else self._parsed(answer)

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
                    if answer.status == 204 or not repeatable or _is_json(answer.body):
                        return answer
                    fault = unreadable_answer()
                else:
                    asked = self._asked_to_wait(answer)
                    fault = refused(answer, needs, self.dialect) if asked is None else too_many()
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


# --- what went wrong ------------------------------------------------------------------------------------------------


def no_answer() -> Fault:
    return Fault(
        Text(
            "La forge n'a pas répondu, ou sa réponse a été coupée. Rien n'est validé ; relancez dans quelques minutes.",
            "The forge did not answer, or its answer was cut. Nothing is validated; run it again in a few minutes.",
        ),
        transient=True,
    )


def unreadable_answer() -> Fault:
    return Fault(
        Text(
            "La forge a donné une réponse qui ne se lit pas. Rien n'est validé ; relancez dans quelques minutes.",
            "The forge gave an answer that cannot be read. Nothing is validated; run it again in a few minutes.",
        ),
        transient=True,
    )


def too_many() -> Fault:
    return Fault(
        Text(
            "La forge a reçu trop de demandes et prie de revenir plus tard. Relancez quand sa limite sera levée, au "
            "plus tard dans une heure.",
            "The forge has received too many requests and asks to come back later. Run it again when its limit is "
            "lifted, within an hour.",
        ),
        status=429,
        transient=True,
    )


def refused(answer: Answer, needs: str, dialect: Dialect) -> Fault:
    """The sentence for an answer that is no success. ``needs`` is a permission such as ``statuses: write``."""
    code = answer.status
    text = _REFUSALS.get(code, _DOWN if code >= 500 else _UNEXPECTED)
    words = {"code": code, "needs": needs, "token": dialect.token, "address": dialect.address, "rights": dialect.rights}
    return Fault(text, status=code, transient=code == 409 or code >= 500, **words)


_REFUSALS = {
    401: Text(
        "La forge ne reconnaît pas le jeton. Donnez un jeton valable dans {token}.",
        "The forge does not know the token. Give a valid token in {token}.",
    ),
    403: Text(
        "Le jeton n'a pas le droit nécessaire. Ajoutez « {needs} » {rights}.",
        "The token lacks a permission. Add “{needs}” {rights}.",
    ),
    404: Text(
        "La forge ne trouve pas ce qui est demandé, ou le cache au jeton. Vérifiez le dépôt, et la permission "
        "« {needs} ».",
        "The forge does not find what is asked, or hides it from the token. Check the repository, and the permission "
        "“{needs}”.",
    ),
    409: Text("Le dépôt a changé pendant l'opération. Relancez.", "The repository changed meanwhile. Run it again."),
    422: Text(
        "La forge refuse ce qui lui est envoyé. La demande a peut-être changé, ou une limite de la forge est "
        "atteinte (GitHub : 1 000 statuts par commit).",
        "The forge refuses what it is sent. The request may have changed, or a limit of the forge is reached (GitHub: "
        "1,000 statuses per commit).",
    ),
}
_DOWN = Text(
    "La forge est en panne (réponse {code}). Rien n'est validé ; relancez dans quelques minutes.",
    "The forge is out of order (answer {code}). Nothing is validated; run it again in a few minutes.",
)
_UNEXPECTED = Text(
    "La forge a répondu {code}, ce que l'on n'attendait pas. Vérifiez {address} et le nom du dépôt.",
    "The forge answered {code}, which was not expected. Check {address} and the name of the repository.",
)
