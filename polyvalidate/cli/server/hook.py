"""``polyvalidate server hook NAME``: what Git runs on a plain Git server at each push."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import click

from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable

HOOKS = ("pre-receive", "proc-receive", "post-receive")
LONGEST = 55.0
"""Seconds that a push may keep its pusher waiting; many web servers cut a line after sixty."""
_WHO = ("GL_USER", "REMOTE_USER")
"""The variables in which gitolite and web servers say who has logged in."""


@command("hook", Text("Lancée par Git à chaque envoi ; ne se tape pas.", "Run by Git at each push; not to be typed."))
@argument("name", type=click.Choice(HOOKS))
def hook(terminal: Terminal, name: str) -> int:
    """0 when Git may go on."""
    from polyvalidate.forge.plain import hooks
    from polyvalidate.forge.plain.receiving import Update

    here = Path(os.environ.get("GIT_DIR", ".")).resolve()
    kept = name == "post-receive"
    bounded(terminal, LONGEST, kept=kept)
    server = hooks.Server.of(here, login_in(os.environ))
    if name == "proc-receive":
        for why in hooks.receive(server, sys.stdin.buffer, sys.stdout.buffer):
            terminal.warn(why)
        return 0
    updates = [Update.of(os.fsdecode(line)) for line in sys.stdin.buffer]
    if not kept:
        refused = hooks.refusals(server, updates)
        for why in refused:
            terminal.warn(why)
        return 1 if refused else 0
    swept = hooks.Swept()
    try:
        swept = hooks.sweep(server)
    except Unreadable as error:
        terminal.warn(error.text)
    finally:  # a defect of ours takes nothing back: what was pushed is kept, and is told
        terminal.lines(hooks.told(server, updates, swept, terminal.lang))
    return 0


def login_in(environment: Mapping[str, str]) -> str:
    """Who pushes, as the server says it: gitolite, the web server, else the account of the machine.

    Raises ``Unreadable`` for a web server that asks nobody who they are.
    """
    said = next((environment[name] for name in _WHO if environment.get(name, "").strip()), "")
    if not said and "REQUEST_METHOD" in environment:
        raise Unreadable(
            Text(
                "Le serveur web ne dit pas qui envoie. Prévenez qui le tient : il doit demander un identifiant.",
                "The web server does not say who pushes. Tell those who keep it: it has to ask for a login.",
            )
        )
    if said:
        return said
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def bounded(terminal: Terminal, seconds: float, *, kept: bool) -> None:
    """Whatever happens, the push ends by then. What is ``kept`` is taken up by the next sweep; else it is refused."""

    def stop() -> None:
        terminal.warn(_LATER if kept else _AGAIN)
        os._exit(0 if kept else 1)

    watchdog = threading.Timer(seconds, stop)
    watchdog.daemon = True
    watchdog.start()


_LATER = Text(
    "Reçu. Le contrôle prend trop de temps : la réponse vient au prochain passage.",
    "Received. The check takes too long: the answer comes with the next sweep.",
)
_AGAIN = Text(
    "Le serveur est trop occupé : rien n'a été pris. Recommencez dans quelques minutes.",
    "The server is too busy: nothing was taken. Try again in a few minutes.",
)
