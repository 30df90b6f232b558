"""The desk served to this machine alone, until Ctrl+C."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from polyvalidate.desk.app import make_app
from polyvalidate.desk.guard import Keys
from polyvalidate.desk.state import Desk
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.site.gathering import colour_of
from polyvalidate.site.pages import identity
from polyvalidate.site.pages.filling import BadPage
from polyvalidate.site.serving import HERE


def serve(desk: Desk, port: int, told: Callable[[str], None]) -> None:
    """Serve it; ``port`` 0 is any that is free, and ``told`` hears the address that opens it. Raises ``Unreadable``
    when the port is taken."""
    with _listening(port) as listening:
        taken, keys = listening.getsockname()[1], Keys()
        app = make_app(desk, keys, taken, _color(desk.place))
        # No line for each request: the first address holds the key.
        config = uvicorn.Config(
            app, access_log=False, log_level="error", lifespan="off", ws="none", server_header=False,
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        told(f"http://{HERE}:{taken}/?key={keys.first}")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _listening(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.bind((HERE, port))
        made.listen()
    except OSError as error:
        made.close()
        raise Unreadable(
            Text(
                "Le port {port} de cette machine ne peut pas servir ({why}) : donnez-en un autre à --port, ou aucun.",
                "Port {port} of this machine cannot serve ({why}): give another one to --port, or none.",
            ),
            port=port,
            why=error.strerror or error,
        ) from error
    return made


def _color(place: Path) -> str:
    """That of the school's site; ours where its settings cannot be read."""
    try:
        return colour_of(place)
    except (Unreadable, BadPage):
        return identity.DEFAULT
