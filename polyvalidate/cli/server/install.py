"""``polyvalidate server install BARE``: the hooks of a school in its bare repository."""

from __future__ import annotations

import os
import secrets
import shlex
import sys
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.server.hook import HOOKS
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, today
from polyvalidate.repository.git import run_git, try_git

MARK = "# polyvalidate server install"
SETTINGS = {
    "receive.procReceiveRefs": "refs",  # every reference: none moves unless our hook moves it
    "receive.advertiseAtomic": "false",  # each is kept by itself
    "receive.fsckObjects": "true",
    "receive.maxInputSize": "20m",
    "gc.auto": "0",  # not in the middle of a push, which would wait for it
}


@command(
    "install",
    Text(
        "Installe le contrôle dans le dépôt nu REPOSITORY d'une école, sur son serveur Git : plus rien n'y entre sans"
        " lui. À relancer après une nouvelle version ; la clé des comptes est gardée.",
        "Install the check in the bare repository of a school, on its Git server: nothing enters there without it any"
        " more. To be run again after a new version; the key of the accounts is kept.",
    ),
)
@argument("place", metavar="REPOSITORY", type=options.PATH)
def install(terminal: Terminal, place: Path) -> int:
    _refuse_what_cannot_be(place)
    folder = place / "polyvalidate"
    folder.mkdir(mode=0o700, exist_ok=True)
    key = folder / "key"
    made = not key.exists()
    if made:
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{secrets.token_hex(32)}\n")
    lang = _language(place)
    for name in HOOKS:
        _write_hook(place / "hooks" / name, name, lang)
    for setting, value in SETTINGS.items():
        run_git(place, "config", setting, value)
    terminal.say(
        Text(
            "Le contrôle est installé dans {place}.\n{key}\nEnsuite : polyvalidate server account --repo {quoted}"
            " IDENTIFIANT donne le compte de chaque personne de l'équipe, à écrire dans grid/roles.yml.",
            "The check is installed in {place}.\n{key}\nNext: polyvalidate server account --repo {quoted} LOGIN gives"
            " the account of each member of staff, to be written in grid/roles.yml.",
        ),
        place=place,
        quoted=shlex.quote(str(place)),
        key=(_MADE if made else _KEPT).filled(key=key),
    )
    return 0


def _refuse_what_cannot_be(place: Path) -> None:
    bare = try_git(place, "rev-parse", "--is-bare-repository") if place.is_dir() else None
    if bare is None or bare.code or bare.output.strip() != b"true":
        raise Unreadable(
            Text(
                "{place} n'est pas un dépôt nu. Faites-en un de celui de l'école : git clone --bare polypoints {place}",
                "{place} is no bare repository. Make one of the school's: git clone --bare polypoints {place}",
            ),
            place=place,
        )
    if not any(line.endswith(b"/rules.yml") for line in _files(place)):
        raise Unreadable(
            Text(
                "{place} ne contient pas encore l'école, et plus personne ne pourra l'y envoyer ensuite. Envoyez-la "
                "d'abord : git push {place} main",
                "{place} does not hold the school yet, and nobody can push it there afterwards. Push it first: git "
                "push {place} main",
            ),
            place=place,
        )
    for name in HOOKS:
        hook = place / "hooks" / name
        if hook.exists() and MARK not in hook.read_text(encoding="utf-8", errors="replace"):
            raise Unreadable(
                Text(
                    "{hook} existe déjà et n'est pas de polyvalidate. Déplacez-le, puis relancez.",
                    "{hook} exists already and is not polyvalidate's. Move it away, then run it again.",
                ),
                hook=hook,
            )


def _files(place: Path) -> list[bytes]:
    return try_git(place, "ls-tree", "-r", "--name-only", "HEAD", "--", "grid").output.splitlines()


def _language(place: Path) -> str:
    """That of the school, in which the check answers: a push has one language, whatever the server speaks."""
    from polyvalidate.forge.intake import book_at
    from polyvalidate.forge.judging import language

    return language(book_at(place, "HEAD", today(place, "HEAD")))


def _write_hook(path: Path, name: str, lang: str) -> None:
    """The very program that installs it."""
    run = shlex.join([sys.executable, "-P", "-m", "polyvalidate", "server", "hook", name, "--lang", lang])
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(f".{name}.new")
    beside.write_text(f"#!/bin/sh\n{MARK}\nexec {run}\n", encoding="utf-8")
    beside.chmod(0o755)
    beside.replace(path)


_MADE = Text(
    "La clé des comptes est dans {key} : gardez-en une copie à l'abri. Sans elle, plus aucun compte n'est reconnu ; "
    "avec elle, on retrouve qui est qui.",
    "The key of the accounts is in {key}: keep a copy in a safe place. Without it no account is known any more; with "
    "it, one finds who is who.",
)
_KEPT = Text("La clé des comptes, dans {key}, est celle d'avant.", "The key of the accounts, in {key}, is as before.")
