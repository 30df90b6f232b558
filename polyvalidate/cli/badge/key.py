"""``polyvalidate badge key``: the key that signs badges, and the profile in which its public side is published."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

import click

from polyvalidate.cli.badge import given
from polyvalidate.cli.kit import options, records
from polyvalidate.cli.kit.commands import Group, argument, command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.documents.badges import revocations
from polyvalidate.documents.badges.keys import pem, public
from polyvalidate.documents.badges.multikey import public_key
from polyvalidate.model.words import Text
from polyvalidate.repository.output import put
from polyvalidate.repository.private_files import create_private

key = Group(
    "key",
    Text("La clé qui signe les badges.", "The key that signs badges."),
    {"new": "badge.key:new", "profile": "badge.key:profile"},
)


@command(
    "new",
    Text(
        "Crée une clé privée dans FILE, hors de tout dépôt Git, et affiche la clé publique.",
        "Make a private key in FILE, outside any Git repository, and show the public key.",
    ),
)
@argument("file", type=options.NEW_FILE)
def new(terminal: Terminal, file: Path) -> int:
    """For the school's eyes only: the public side is printed, never the key."""
    given.need_the_extra()
    seed = secrets.token_bytes(32)
    create_private(file, pem(seed))
    click.echo(public(seed))
    terminal.warn(
        Text(
            "Clé privée écrite dans {file} : gardez-en une copie hors ligne, ne la transmettez à personne. La clé"
            " publique ci-dessus se publie : polyvalidate badge key profile.",
            "Private key written to {file}: keep a copy offline, give it to nobody. The public key above is to be"
            " published: polyvalidate badge key profile.",
        ),
        file=file,
    )
    return 0


@command(
    "profile",
    Text(
        "Écrit le profil public de l'école avec ses clés publiques ; KEYS sont des clés privées (fichiers) ou"
        " publiques (z6Mk…), anciennes comprises.",
        "Write the school's public profile with its public keys; KEYS are private keys (files) or public ones"
        " (z6Mk…), former ones included.",
    ),
)
@argument("keys", nargs=-1, required=True)
@given.issuer
@options.repo
@records.rev(Text("Révision Git à lire.", "Git revision to read."))
@given.file_option("--output", Text("Écrit le profil dans ce fichier.", "Write the profile to this file."))
def profile(
    terminal: Terminal,  # noqa: ARG001 - every command is given it
    keys: Sequence[str],
    issuer: str,
    repo: Path,
    rev: str,
    output: Path | None,
) -> int:
    """The keys of former years stay, so that older badges still verify."""
    given.need_the_extra()
    publics = [each if public_key(each) is not None else public(given.read_key(Path(each))) for each in keys]
    document = revocations.profile(given.issuer_of(issuer, repo, rev), list(dict.fromkeys(publics)))
    put(revocations.written(document), output)
    return 0
