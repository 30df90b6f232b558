"""``polyvalidate server account LOGIN``: the account of somebody on a plain Git server."""

from __future__ import annotations

from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text


@command(
    "account",
    Text(
        "Donne le compte de chaque identifiant, à écrire dans grid/roles.yml ou dans la liste des comptes. Lancée dans"
        " le dépôt nu du serveur, dont elle lit la clé.",
        "Give the account of each login, to be written in grid/roles.yml or in the list of accounts. Run in the bare"
        " repository of the server, whose key it reads.",
    ),
)
@argument("logins", metavar="LOGIN...", nargs=-1, required=True)
@options.folder(Text("Dépôt nu de l'école, sur le serveur.", "Bare repository of the school, on the server."))
def account(terminal: Terminal, logins: tuple[str, ...], repo: Path) -> int:
    from polyvalidate.forge.plain.accounts import account_of
    from polyvalidate.forge.plain.hooks import key_of

    key = key_of(repo)
    terminal.lines(f"{account_of(login, key)}\t{login}" for login in logins)
    return 0
