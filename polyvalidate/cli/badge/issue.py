"""``polyvalidate badge``: keys made, badges issued, baked and revoked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polyvalidate.cli.recording import put_private, read_recipient, say, sound_statement, tell_untold
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put, replace_file

if TYPE_CHECKING:
    from polyvalidate.documents.recipient import Issuer

MOST_KEY = 10_000
MOST_FILE = 10_000_000


def need_the_extra() -> None:
    """Raise ``Unreadable`` when what signs and verifies is not installed."""
    from importlib.util import find_spec

    if find_spec("cryptography") is None or find_spec("pyld") is None:
        raise Unreadable(
            Text(
                "Il manque de quoi signer et vérifier les badges : pip install 'polyvalidate[badges]'.",
                "What signs and verifies badges is missing: pip install 'polyvalidate[badges]'.",
            )
        )


def run_key_new(file: Path, lang: str) -> int:
    """A new private key, for the school's eyes only; its public side is printed, never the key."""
    need_the_extra()
    from polyvalidate.documents.badges import keys
    from polyvalidate.repository.private_files import create_private

    seed = secrets.token_bytes(32)
    create_private(file, keys.pem(seed))
    click.echo(keys.public(seed))
    say(
        f"Clé privée écrite dans {file} : gardez-en une copie hors ligne, ne la transmettez à personne. La clé publique"
        " ci-dessus se publie : polyvalidate badge key profile.",
        f"Private key written to {file}: keep a copy offline, give it to nobody. The public key above is to be"
        " published: polyvalidate badge key profile.",
        lang,
    )
    return 0


def run_key_profile(keys: Sequence[str], issuer: str, root: Path, rev: str, output: Path | None) -> int:
    """The public profile of the school with its keys, to be published at the issuer's address.

    ``keys`` are private key files or public keys: those of former years stay, so that older badges still verify.
    """
    need_the_extra()
    from polyvalidate.documents.badges import revocations
    from polyvalidate.documents.badges.keys import public
    from polyvalidate.documents.badges.multikey import public_key

    known = [key if public_key(key) is not None else public(read_key(Path(key))) for key in keys]
    document = revocations.profile(issuer_of(issuer, root, rev), list(dict.fromkeys(known)))
    put(revocations.written(document), output)
    return 0


def run_issue(
    student: str,
    root: Path,
    rev: str,
    on: datetime | None,
    key: Path,
    issuer: str,
    subject: str,
    recipient: Path | None,
    until: datetime | None,
    revocations: str,
    badge_lang: str,
    image: Path | None,
    with_sensitive: bool,
    output: Path | None,
    lang: str,
) -> int:
    """A badge for the quitus, or for one activity. Exit code 1 when there is nothing to give one for."""
    need_the_extra()
    from polyvalidate.documents.badges import keys
    from polyvalidate.documents.badges.badge import Nothing, Order, issue

    _check_address(issuer, "--issuer")
    if revocations:
        _check_address(revocations, "--revocations")
    if image is not None and (output is None or output.suffix.lower() != ".png"):
        raise Unreadable(
            Text(
                "--image donne l'image d'un badge .png : écrivez aussi --output badge.png.",
                "--image gives the image of a .png badge: write --output badge.png too.",
            )
        )
    seed, person = read_key(key), read_recipient(recipient)
    statement = sound_statement(student, root, rev, on.date() if on else None, lang)
    if statement is None:
        return 1
    order = Order(
        subject,
        issuer_of(issuer, root, rev),
        person,
        statement.day,
        until.date() if until else None,
        revocations,
        badge_lang,
        with_sensitive,
    )
    try:
        text = issue(statement, order, seed, keys.public(seed))
    except Nothing:
        say(
            "Le jury n'a pas donné le quitus : pas de badge. Pour une activité reconnue : --of 3.2."
            if subject == "quitus"
            else "Cette activité n'est pas reconnue dans ce dossier : pas de badge. Voyez polyvalidate balance.",
            "The jury has not given the quitus: no badge. For a recognised activity: --of 3.2."
            if subject == "quitus"
            else "This activity is not recognised in this record: no badge. See polyvalidate balance.",
            lang,
        )
        return 1
    if subject == "quitus":
        tell_untold(statement, with_sensitive, lang)
    if output is not None and output.suffix.lower() == ".png":
        _write_baked(text, image, output)
    else:
        put_private(text, output)
    return 0


def run_bake(file: Path, image: Path | None, output: Path) -> int:
    """A badge put into an image."""
    from polyvalidate.documents.badges.verifying import MOST_BYTES, parsed

    data = read_file(file, MOST_BYTES)
    if parsed(data) is None:
        raise Unreadable(
            Text("{file} n'est pas un badge Open Badges 3.0.", "{file} is no Open Badges 3.0 badge."), file=file
        )
    _write_baked(data.decode(), image, output)
    return 0


def run_revoke(file: Path, revocations: Path, lang: str) -> int:
    """A badge added to the public list of those that no longer hold."""
    from polyvalidate.cli.verifying import badge_bytes
    from polyvalidate.documents.badges import revocations as lists
    from polyvalidate.documents.badges.verifying import issuer_of_badge, parsed, status_of

    data = badge_bytes(file)
    badge = None if data is None else parsed(data)
    if badge is None:
        raise Unreadable(
            Text("{file} n'est pas un badge Open Badges 3.0.", "{file} is no Open Badges 3.0 badge."), file=file
        )
    issuer, listed = issuer_of_badge(badge), status_of(badge)
    if listed is None:
        raise Unreadable(
            Text(
                "Ce badge a été délivré sans liste de révocation (--revocations) : il ne peut pas être révoqué.",
                "This badge was issued without a list of revoked badges (--revocations): it cannot be revoked.",
            )
        )
    known: dict[str, Any] | None = lists.empty(listed, issuer)
    if revocations.exists():
        known = lists.parsed(read_file(revocations, MOST_FILE))
    if known is None:
        raise Unreadable(
            Text(
                "{revocations} n'est pas une liste de badges révoqués.", "{revocations} is no list of revoked badges."
            ),
            revocations=revocations,
        )
    if listed != known["id"] or known.get("issuer", issuer) != issuer:
        raise Unreadable(
            Text(
                "Ce badge ne désigne pas cette liste de révocation, ou vient d'un autre émetteur : l'y "
                "inscrire ne le révoquerait pas.",
                "This badge does not name this list of revoked badges, or comes from another issuer: adding "
                "it there would not revoke it.",
            )
        )
    replace_file(revocations, lists.written(lists.revoke(known, badge["id"])).encode())
    say(
        f"Badge révoqué dans {revocations}. Publiez ce fichier à l'adresse {known['id']}",
        f"Badge revoked in {revocations}. Publish this file at {known['id']}",
        lang,
    )
    return 0


def read_key(path: Path) -> bytes:
    """The private key in a file. Raises ``Unreadable``, without a word of what the file holds."""
    from polyvalidate.documents.badges import keys
    from polyvalidate.repository.private_files import read_private

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


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a file that anybody may hand over. Raises ``Unreadable``."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise Unreadable(
            Text("Le fichier {path} ne peut pas être lu : {strerror}.", "The file {path} cannot be read: {strerror}."),
            path=path,
            strerror=error.strerror,
        ) from error
    if len(data) > most:
        raise Unreadable(Text("Le fichier {path} est trop grand.", "The file {path} is too large."), path=path)
    return data


def issuer_of(address: str, root: Path, rev: str) -> Issuer:
    """Who issues: the address given, the rest as the latest grid says it."""
    from polyvalidate import judgement
    from polyvalidate.documents.recipient import Issuer
    from polyvalidate.model.paths import sort_tree
    from polyvalidate.repository import GitTree, today
    from polyvalidate.school.check import make_judge

    _check_address(address, "--issuer")
    tree = GitTree(root, rev)
    nodes = sort_tree(tree.nodes())
    book = judgement.check_grid(make_judge(), tree.read(nodes.grid), today(), nodes.twins).book
    if not book.grids:
        raise Unreadable(
            Text(
                "Aucune grille lisible : lancez polyvalidate check pour savoir pourquoi.",
                "No readable grid: run polyvalidate check to know why.",
            )
        )
    grid = book.grids[max(book.grids)]
    return Issuer(address, grid.school, grid.site, grid.contact)


def _check_address(address: str, option: str) -> None:
    from polyvalidate.documents.recipient import ADDRESS

    if not ADDRESS.fullmatch(address):
        raise Unreadable(
            Text(
                "{option} doit être une adresse de l'école, comme https://ecole.example.org/badges/issuer.json.",
                "{option} must be an address of the school, as https://ecole.example.org/badges/issuer.json.",
            ),
            option=option,
        )


def _write_baked(credential: str, image: Path | None, output: Path) -> None:
    from polyvalidate.documents.badges.baking import NotPng, bake
    from polyvalidate.documents.badges.emblem import emblem
    from polyvalidate.repository.private_files import replace_private

    try:
        baked = bake(emblem() if image is None else read_file(image, MOST_FILE), credential)
    except NotPng:
        raise Unreadable(Text("{image} n'est pas une image PNG.", "{image} is no PNG image."), image=image) from None
    replace_private(output, baked)
