"""What is given to the commands of badges: badges and lists in files, and the extra that signs and verifies."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Decorator, option
from polyvalidate.documents.badges import keys, revocations
from polyvalidate.documents.badges.baking import NotPng, bake, baked
from polyvalidate.documents.badges.emblem import emblem
from polyvalidate.documents.badges.png import SIGNATURE
from polyvalidate.documents.recipient import ADDRESS, Issuer
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, today
from polyvalidate.repository.private_files import read_private, replace_private
from polyvalidate.school.school import School

MOST_KEY = 10_000
MOST_FILE = 10_000_000


def file_option(name: str, words: Text, *, required: bool = False, metavar: str = "FILE") -> Decorator:
    return option(name, type=options.NEW_FILE, metavar=metavar, required=required, help=words)


issuer = option(
    "--issuer",
    required=True,
    metavar="URL",
    help=Text(
        "Adresse où l'école publie son profil (https://…/issuer.json).",
        "Address at which the school publishes its profile (https://…/issuer.json).",
    ),
)
image = file_option(
    "--image",
    Text("Image de l'école (sinon, un emblème neutre).", "The school's image (else a plain one)."),
    metavar="PNG",
)


def need_the_extra() -> None:
    """Raise ``Unreadable`` when what signs and verifies is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("cryptography", "pyld")):
        raise Unreadable(
            Text(
                "Il manque de quoi signer et vérifier les badges : pip install 'polyvalidate[badges]'.",
                "What signs and verifies badges is missing: pip install 'polyvalidate[badges]'.",
            )
        )


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a file that anybody may hand over. Raises ``Unreadable``."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise Unreadable(
            Text("Le fichier {path} ne peut pas être lu : {why}.", "The file {path} cannot be read: {why}."),
            path=path,
            why=error.strerror,
        ) from error
    if len(data) > most:
        raise Unreadable(Text("Le fichier {path} est trop grand.", "The file {path} is too large."), path=path)
    return data


def badge_bytes(file: Path) -> bytes | None:
    """The JSON of a badge, alone or inside a PNG; None for an image that holds none."""
    data = read_file(file, MOST_FILE)
    if not data.startswith(SIGNATURE):
        return data
    try:
        text = baked(data)
    except NotPng:
        return None
    return None if text is None else text.encode()


def no_badge(file: Path) -> Unreadable:
    return Unreadable(
        Text("{file} n'est pas un badge Open Badges 3.0.", "{file} is no Open Badges 3.0 badge."), file=file
    )


def read_list(path: Path) -> dict[str, Any]:
    """The list of revoked badges in a file. Raises ``Unreadable``."""
    found = revocations.parsed(read_file(path, MOST_FILE))
    if found is None:
        raise Unreadable(
            Text("{path} n'est pas une liste de badges révoqués.", "{path} is no list of revoked badges."), path=path
        )
    return found


def read_key(path: Path) -> bytes:
    """The private key in a file. Raises ``Unreadable``, without a word of what the file holds."""
    seed = keys.seed_of(read_private(path, MOST_KEY))
    if seed is None:
        raise Unreadable(
            Text(
                "{path} n'est pas une clé privée Ed25519 sans mot de passe. polyvalidate badge key new en fait une.",
                "{path} is no Ed25519 private key without a password. polyvalidate badge key new makes one.",
            ),
            path=path,
        )
    return seed


def must_be_address(address: str, option: str) -> None:
    """Raise ``Unreadable`` for what is no address of a school."""
    if not ADDRESS.fullmatch(address):
        raise Unreadable(
            Text(
                "{option} doit être une adresse de l'école, comme https://ecole.example.org/badges/issuer.json.",
                "{option} must be an address of the school, as https://ecole.example.org/badges/issuer.json.",
            ),
            option=option,
        )


def issuer_of(address: str, repo: Path, rev: str) -> Issuer:
    """Who issues: the address given, the rest as the latest grid says it. Raises ``Unreadable``."""
    must_be_address(address, "--issuer")
    grid = School.at(repo, rev, today(repo, rev)).latest
    return Issuer(address, grid.school, grid.site, grid.contact)


def write_baked(credential: str, image: Path | None, output: Path) -> None:
    """A badge inside an image, for one's own eyes, outside Git. Raises ``Unreadable``."""
    try:
        made = bake(emblem() if image is None else read_file(image, MOST_FILE), credential)
    except NotPng:
        raise Unreadable(Text("{image} n'est pas une image PNG.", "{image} is no PNG image."), image=image) from None
    replace_private(output, made)
