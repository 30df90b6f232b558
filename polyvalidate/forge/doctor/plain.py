"""A school on a plain Git server: what is pushed there is judged by its hooks, or by nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from polyvalidate.forge.doctor.lines import Check, Line
from polyvalidate.model.words import Text
from polyvalidate.repository.git import run_git, try_git
from polyvalidate.repository.partial import common

HOOKS = ("pre-receive", "post-receive")


def examined_on_server(repository: Path, address: str) -> Iterator[Line]:
    """``address`` is that of the server's repository; one elsewhere is not looked into, nor is any hook run."""
    bare = run_git(repository, "rev-parse", "--is-bare-repository").strip() == b"true"
    server = repository if bare else Path(address.removeprefix("file://"))
    for name in HOOKS:
        check = Check(f"hook-{name}", _HOOK.filled(name=name), _INSTALL)
        if not (server / "objects").is_dir() and not (server / ".git").is_dir():
            yield check.unseen(_ELSEWHERE)
            continue
        hook = _folder(server) / name
        if not hook.is_file():
            yield check.wrong(Text("il n'y en a pas", "there is none"))
        else:
            yield check.held(os.access(hook, os.X_OK))


def _folder(server: Path) -> Path:
    """Where Git looks for the hooks of that repository, by its configuration and that of whoever runs it there."""
    said = try_git(server, "config", "--path", "--get", "core.hooksPath", own_configuration=True)
    own = said.output.decode("utf-8", "surrogateescape").strip()
    return server / own if own else Path(common(server)) / "hooks"


_HOOK = Text("Le serveur lance {name} à chaque envoi", "The server runs {name} at each push")
_INSTALL = Text(
    "Sur le serveur : installez-le, et rendez-le exécutable (chmod +x)",
    "On the server: install it, and make it executable (chmod +x)",
)
_ELSEWHERE = Text(
    "le serveur est ailleurs : lancez cette commande là-bas, --repo sur son dépôt",
    "the server is elsewhere: run this command there, with --repo on its repository",
)
