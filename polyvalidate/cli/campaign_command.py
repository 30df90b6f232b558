"""The ``campaign`` commands of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.follow_command import optional_register
from polyvalidate.cli.office_options import (
    as_office,
    branch_option,
    dry_run_option,
    on_option,
    repo_option,
    yes_option,
)

Say = Callable[[str, str], str]
LangOption = Callable[[], click.Option]


def campaign_group(say: Say, lang: str, lang_option: LangOption) -> click.Group:
    """``campaign status | open | close | remind``: when one may declare, and who should."""
    group = click.Group(
        "campaign",
        help=say(
            "Les campagnes : quand l'on peut déclarer. Leurs dates sont dans la grille, et le calendrier du site les"
            " suit.",
            "Campaigns: when one may declare. Their dates are in the grid, and the calendar of the site follows.",
        ),
    )
    for make in (_status, _open, _close, _remind):
        group.add_command(make(say, lang, lang_option))
    return group


def _where(say: Say) -> list[click.Parameter]:
    return [
        click.Option(
            ["--year"], metavar="YEAR", help=say("Année de la grille : 2025-2026.", "Year of the grid: 2025-2026.")
        ),
        repo_option(say),
        branch_option(say),
        on_option(say),
    ]


def _writes(say: Say, lang_option: LangOption) -> Sequence[click.Parameter]:
    return [as_office(say), *_where(say), yes_option(say), dry_run_option(say), lang_option()]


def _day(name: str, fr: str, en: str, say: Say) -> click.Option:
    return click.Option([name], metavar="DATE", help=say(fr, en))


def _status(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.campaigning import run_status

        return run_status(lang=lang, **options)

    return click.Command(
        "status",
        callback=callback,
        help=say(
            "Dit quelles campagnes sont ouvertes, annoncées ou fermées, et ce que l'on peut déclarer aujourd'hui.",
            "Say which campaigns are open, announced or closed, and what may be declared today.",
        ),
        params=[*_where(say), lang_option()],
    )


def _open(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.campaigning import run_open

        return run_open(lang=lang, **options)

    return click.Command(
        "open",
        callback=callback,
        help=say(
            "Ouvre la campagne CODE, en change les dates, ou en ajoute une. La grille et toutes les déclarations sont"
            " jugées avec les nouvelles dates avant que rien ne soit écrit.",
            "Open the campaign CODE, change its dates, or add one. The grid and every declaration are judged with the"
            " new dates before anything is written.",
        ),
        params=[
            click.Argument(["code"]),
            _day("--opens", "Premier jour pour déclarer (aujourd'hui).", "First day to declare (today).", say),
            _day("--closes", "Dernier jour pour déclarer, compris.", "Last day to declare, included.", say),
            _day("--covers-from", "Premier jour des activités couvertes.", "First day of activities covered.", say),
            _day("--covers-to", "Dernier jour des activités couvertes.", "Last day of activities covered.", say),
            click.Option(["--title", "title_fr"], help=say("Nom en français.", "Name in French.")),
            click.Option(["--title-en"], help=say("Nom en anglais.", "Name in English.")),
            click.Option(
                ["--second-chance"],
                is_flag=True,
                help=say(
                    "Campagne pour les élèves à qui il manque des points.",
                    "Campaign for the students who lack points.",
                ),
            ),
            *_writes(say, lang_option),
        ],
    )


def _close(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.campaigning import run_close

        return run_close(lang=lang, **options)

    return click.Command(
        "close",
        callback=callback,
        help=say(
            "Ferme la campagne CODE : aujourd'hui est son dernier jour, ou celui de --closes. Les demandes déjà"
            " ouvertes restent à décider.",
            "Close the campaign CODE: today is its last day, or that of --closes. Requests that are open already"
            " remain to be decided.",
        ),
        params=[
            click.Argument(["code"]),
            _day("--closes", "Dernier jour, compris (aujourd'hui).", "Last day, included (today).", say),
            *_writes(say, lang_option),
        ],
    )


def _remind(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.reminding import run_remind

        return run_remind(lang=lang, **options)

    return click.Command(
        "remind",
        callback=callback,
        help=say(
            "Prépare le rappel des élèves à qui il manque des points : avec le registre, une liste de publipostage et"
            " un brouillon de courriel (.eml) par élève dans DIR ; sans lui, la liste des pseudonymes. Rien n'est"
            " envoyé.",
            "Prepare the reminder of the students who lack points: with the register, a mail-merge list and a draft"
            " e-mail (.eml) for each in DIR; without it, the list of pseudonyms. Nothing is sent.",
        ),
        params=[
            click.Argument(["directory"], metavar="[DIR]", required=False, type=click.Path(path_type=Path)),
            optional_register(say),
            click.Option(
                ["--to", "to"],
                type=click.Choice(("missing", "at-risk", "undeclared")),
                default="missing",
                show_default=True,
                help=say(
                    "À qui : ceux à qui il manque des points, ceux qui sont à risque (dernière année), ceux qui n'ont"
                    " rien déclaré cette année.",
                    "To whom: those who lack points, those at risk (last year), those who declared nothing this year.",
                ),
            ),
            click.Option(["--programme"], metavar="CODE", help=say("Une spécialité : DI.", "One programme: DI.")),
            click.Option(["--level"], metavar="YEAR", help=say("Une année d'études : 5A.", "One year of study: 5A.")),
            repo_option(say),
            branch_option(say),
            on_option(say),
            dry_run_option(say),
            lang_option(),
        ],
    )
