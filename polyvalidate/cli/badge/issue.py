"""``polyvalidate badge issue``: a badge for the quitus, or for one activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from polyvalidate.cli.badge import given
from polyvalidate.cli.kit import options, records
from polyvalidate.cli.kit.commands import command, option, together
from polyvalidate.cli.kit.records import Wanted, put_private, read_recipient, sound_record, tell_untold
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.documents.badges import keys
from polyvalidate.documents.badges.badge import QUITUS, Nothing, Order
from polyvalidate.documents.badges.badge import issue as issued
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.repository import Unreadable


@dataclass(frozen=True, slots=True)
class Asked:
    """For what and for whom the badge is, until when, in which language and image."""

    subject: str
    recipient: Path | None
    until: date | None
    badge_lang: str
    image: Path | None


@command(
    "issue",
    Text(
        "Délivre le badge de STUDENT : le quitus donné par le jury ou, avec --of, une activité reconnue. Un fichier"
        " .png porte le badge dans l'image.",
        "Issue the badge of STUDENT: the quitus given by the jury or, with --of, a recognised activity. A .png file"
        " holds the badge inside the image.",
    ),
)
@records.wanted
@given.file_option("--key", Text("Clé privée de l'école.", "The school's private key."), required=True)
@given.issuer
@option(
    "--revocations",
    default="",
    metavar="URL",
    help=Text(
        "Adresse où l'école publie la liste des badges révoqués.",
        "Address at which the school publishes the list of revoked badges.",
    ),
)
@together(
    "asked",
    Asked,
    option(
        "--of",
        "subject",
        default=QUITUS,
        show_default=True,
        metavar="CODE",
        help=Text("quitus, ou le code d'une activité (3.2).", "quitus, or the code of an activity (3.2)."),
    ),
    records.recipient,
    option(
        "--until",
        type=options.DAY,
        metavar="DATE",
        help=Text("Dernier jour de validité (sans fin sinon).", "Last day of validity (none otherwise)."),
    ),
    option(
        "--in",
        "badge_lang",
        type=click.Choice(LANGUAGES),
        default="fr",
        show_default=True,
        help=Text("Langue du badge.", "Language of the badge."),
    ),
    given.image,
)
def issue(terminal: Terminal, wanted: Wanted, key: Path, issuer: str, revocations: str, asked: Asked) -> int:
    """Exit code 1 when there is nothing to give a badge for."""
    given.need_the_extra()
    given.must_be_address(issuer, "--issuer")
    if revocations:
        given.must_be_address(revocations, "--revocations")
    baked = wanted.output is not None and wanted.output.suffix.lower() == ".png"
    if asked.image is not None and not baked:
        raise Unreadable(
            Text(
                "--image donne l'image d'un badge .png : écrivez aussi --output badge.png.",
                "--image gives the image of a .png badge: write --output badge.png too.",
            )
        )
    seed, person = given.read_key(key), read_recipient(asked.recipient)
    statement = sound_record(wanted, terminal)
    if statement is None:
        return 1
    order = Order(
        asked.subject,
        given.issuer_of(issuer, wanted.repo, wanted.rev),
        person,
        statement.day,
        asked.until,
        revocations,
        asked.badge_lang,
        wanted.with_sensitive,
    )
    try:
        text = issued(statement, order, seed, keys.public(seed))
    except Nothing:
        terminal.warn(_NO_QUITUS if asked.subject == QUITUS else _NO_ACTIVITY)
        return 1
    if asked.subject == QUITUS:
        tell_untold(statement, wanted.with_sensitive, terminal)
    if wanted.output is not None and baked:
        given.write_baked(text, asked.image, wanted.output)
    else:
        put_private(text, wanted.output)
    return 0


_NO_QUITUS = Text(
    "Le jury n'a pas donné le quitus : pas de badge. Pour une activité reconnue : --of 3.2.",
    "The jury has not given the quitus: no badge. For a recognised activity: --of 3.2.",
)
_NO_ACTIVITY = Text(
    "Cette activité n'est pas reconnue dans ce dossier : pas de badge. Voyez polyvalidate balance.",
    "This activity is not recognised in this record: no badge. See polyvalidate balance.",
)
