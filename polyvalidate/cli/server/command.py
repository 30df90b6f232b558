"""``polyvalidate server``: a school on a plain Git server, without any forge."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

server = Group(
    "server",
    Text(
        "Une école sur un simple serveur Git, sans forge : à lancer sur ce serveur.",
        "A school on a plain Git server, without any forge: to be run on that server.",
    ),
    {
        "install": "server.install:install",
        "account": "server.account:account",
        "hook": "server.hook:hook",
    },
)
