"""The ``badge`` group of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day
from polyvalidate.cli.record_command import common, recipient_option

Say = Callable[[str, str], str]
Lang = Callable[[], click.Option]


def badge_group(say: Say, lang: str, lang_option: Lang) -> click.Group:
    """``badge issue``, ``bake``, ``verify``, ``revoke`` and ``badge key``."""
    group = click.Group(
        "badge",
        help=say(
            "Badges numériques signés (Open Badges 3.0) : remis à la personne, jamais publiés.",
            "Signed digital badges (Open Badges 3.0): handed to the person, never published.",
        ),
    )
    for make in (_issue, _verify, _bake, _revoke, _key):
        group.add_command(make(say, lang, lang_option))
    return group


def _file(say: Say, name: str, metavar: str, fr: str, en: str, *, required: bool = False) -> click.Option:
    return click.Option(
        [name],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=metavar,
        required=required,
        help=say(fr, en),
    )


def _issuer(say: Say) -> click.Option:
    return click.Option(
        ["--issuer"],
        required=True,
        metavar="URL",
        help=say(
            "Adresse où l'école publie son profil (https://…/issuer.json).",
            "Address at which the school publishes its profile (https://…/issuer.json).",
        ),
    )


def _image(say: Say) -> click.Option:
    return _file(
        say, "--image", "PNG", "Image de l'école (sinon, un emblème neutre).", "The school's image (else a plain one)."
    )


def _issue(say: Say, lang: str, lang_option: Lang) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.badging import run_issue

        return run_issue(lang=lang, **options)

    return click.Command(
        "issue",
        callback=callback,
        help=say(
            "Délivre le badge de STUDENT : le quitus donné par le jury ou, avec --of, une activité reconnue. Un fichier"
            " .png porte le badge dans l'image.",
            "Issue the badge of STUDENT: the quitus given by the jury or, with --of, a recognised activity. A .png file"
            " holds the badge inside the image.",
        ),
        params=[
            *common(say),
            _file(say, "--key", "FILE", "Clé privée de l'école.", "The school's private key.", required=True),
            _issuer(say),
            click.Option(
                ["--of", "subject"],
                default="quitus",
                show_default=True,
                metavar="CODE",
                help=say("quitus, ou le code d'une activité (3.2).", "quitus, or the code of an activity (3.2)."),
            ),
            recipient_option(say),
            click.Option(
                ["--until"],
                type=Day(say),
                metavar="DATE",
                help=say("Dernier jour de validité (sans fin sinon).", "Last day of validity (none otherwise)."),
            ),
            click.Option(
                ["--revocations"],
                default="",
                metavar="URL",
                help=say(
                    "Adresse où l'école publie la liste des badges révoqués.",
                    "Address at which the school publishes the list of revoked badges.",
                ),
            ),
            click.Option(
                ["--in", "badge_lang"],
                type=click.Choice(["fr", "en"]),
                default="fr",
                show_default=True,
                help=say("Langue du badge.", "Language of the badge."),
            ),
            _image(say),
            lang_option(),
        ],
    )


def _verify(say: Say, lang: str, lang_option: Lang) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.verifying import run_verify

        return run_verify(lang=lang, **options)

    return click.Command(
        "verify",
        callback=callback,
        help=say(
            "Vérifie le badge FILE (.json ou .png), sans rien chercher en ligne.",
            "Verify the badge FILE (.json or .png), looking nothing up online.",
        ),
        params=[
            click.Argument(["file"], type=click.Path(dir_okay=False, path_type=Path)),
            click.Option(
                ["--key"],
                default="",
                metavar="KEY",
                help=say(
                    "Clé publique de l'école (z6Mk…), ou le fichier de son profil (issuer.json).",
                    "The school's public key (z6Mk…), or the file of its profile (issuer.json).",
                ),
            ),
            click.Option(
                ["--recipient"],
                default="",
                metavar="TEXT",
                help=say(
                    "Nom, adresse ou DID que le badge doit désigner.", "Name, address or DID that the badge must name."
                ),
            ),
            _file(
                say,
                "--revocations",
                "FILE",
                "Liste des badges révoqués, téléchargée auprès de l'école.",
                "The list of revoked badges, downloaded from the school.",
            ),
            click.Option(
                ["--on"],
                type=Day(say),
                metavar="DATE",
                help=say("Vérifie comme si l'on était ce jour-là.", "Verify as if it were this day."),
            ),
            click.Option(
                ["--format", "format_name"],
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
                help=say("Forme du résultat.", "Form of the result."),
            ),
            lang_option(),
        ],
    )


def _bake(say: Say, _lang: str, lang_option: Lang) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.badging import run_bake

        return run_bake(**options)

    return click.Command(
        "bake",
        callback=callback,
        help=say("Met le badge FILE (.json) dans une image PNG.", "Put the badge FILE (.json) into a PNG image."),
        params=[
            click.Argument(["file"], type=click.Path(dir_okay=False, path_type=Path)),
            _image(say),
            click.Option(
                ["--output", "-o"],
                required=True,
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say("Image à écrire, hors de tout dépôt Git.", "Image to write, outside any Git repository."),
            ),
            lang_option(),
        ],
    )


def _revoke(say: Say, lang: str, lang_option: Lang) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.badging import run_revoke

        return run_revoke(lang=lang, **options)

    return click.Command(
        "revoke",
        callback=callback,
        help=say(
            "Inscrit le badge FILE dans la liste des badges révoqués, que l'école publie. La liste ne dit rien de"
            " personne.",
            "Add the badge FILE to the list of revoked badges, which the school publishes. The list says nothing of"
            " anybody.",
        ),
        params=[
            click.Argument(["file"], type=click.Path(dir_okay=False, path_type=Path)),
            _file(
                say,
                "--revocations",
                "FILE",
                "La liste, créée si elle n'existe pas.",
                "The list, made when there is none.",
                required=True,
            ),
            lang_option(),
        ],
    )


def _key(say: Say, lang: str, lang_option: Lang) -> click.Command:
    def new(file: Path) -> int:
        from polyvalidate.cli.badging import run_key_new

        return run_key_new(file, lang)

    def profile(**options: Any) -> int:
        from polyvalidate.cli.badging import run_key_profile

        return run_key_profile(**options)

    group = click.Group("key", help=say("La clé qui signe les badges.", "The key that signs badges."))
    group.add_command(
        click.Command(
            "new",
            callback=new,
            help=say(
                "Crée une clé privée dans FILE, hors de tout dépôt Git, et affiche la clé publique.",
                "Make a private key in FILE, outside any Git repository, and show the public key.",
            ),
            params=[click.Argument(["file"], type=click.Path(dir_okay=False, path_type=Path)), lang_option()],
        )
    )
    group.add_command(
        click.Command(
            "profile",
            callback=profile,
            help=say(
                "Écrit le profil public de l'école avec ses clés publiques ; KEYS sont des clés privées (fichiers) ou"
                " publiques (z6Mk…), anciennes comprises.",
                "Write the school's public profile with its public keys; KEYS are private keys (files) or public ones"
                " (z6Mk…), former ones included.",
            ),
            params=[
                click.Argument(["keys"], nargs=-1, required=True),
                _issuer(say),
                click.Option(
                    ["--root"],
                    default=".",
                    type=click.Path(path_type=Path),
                    help=say("Dossier du dépôt.", "Folder of the repository."),
                ),
                click.Option(
                    ["--rev"],
                    default="HEAD",
                    show_default=True,
                    metavar="REV",
                    help=say("Révision Git à lire.", "Git revision to read."),
                ),
                _file(say, "--output", "FILE", "Écrit le profil dans ce fichier.", "Write the profile to this file."),
                lang_option(),
            ],
        )
    )
    return group
