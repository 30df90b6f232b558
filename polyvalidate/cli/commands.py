"""The commands, built in one language: help, prompts and errors follow it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from polyvalidate import __version__
from polyvalidate.cli.dates import Day
from polyvalidate.cli.language import LANGUAGES
from polyvalidate.cli.on_demand import OnDemand

Say = Callable[[str, str], str]
Maker = Callable[[Say, str, Callable[[], click.Option]], click.Command]


_ELSEWHERE = {
    "apogee": ("apogee_command", "apogee_group"),
    "audit": ("audit_command", "audit_command"),
    "badge": ("badge_command", "badge_group"),
    "campaign": ("campaign_command", "campaign_group"),
    "declare-many": ("declare_many_command", "declare_many_command"),
    "evaluate": ("evaluate_command", "evaluate_command"),
    "fix": ("fix_command", "fix_command"),
    "follow": ("follow_command", "follow_command"),
    "forge": ("forge_command", "forge_group"),
    "gate": ("gate_command", "gate_command"),
    "grid": ("grid_commands", "grid_group"),
    "merge": ("merge_command", "merge_command"),
    "minutes": ("minutes_command", "minutes_group"),
    "moodle": ("moodle_command", "moodle_group"),
    "new": ("new_command", "new_command"),
    "pages": ("site_command", "pages_command"),
    "publish": ("publish_command", "publish_command"),
    "queue": ("queue_command", "queue_command"),
    "register": ("register_command", "register_group"),
    "roster": ("roster_command", "roster_group"),
    "record": ("record_command", "record_group"),
    "site": ("site_command", "site_command"),
    "statement": ("statement_command", "statement_command"),
    "why": ("gate_command", "why_command"),
}
"""The commands that have a module of their own, and what makes each of them there."""


def _of_module(module: str, maker: str, say: Say, lang: str) -> Callable[[], click.Command]:
    def make() -> click.Command:
        make_it: Maker = getattr(import_module(f"polyvalidate.cli.{module}"), maker)
        return make_it(say, lang, lambda: _lang_option(say))

    return make


def build(lang: str) -> click.Group:
    """The whole command line in a language."""

    def say(fr: str, en: str) -> str:
        return fr if lang == "fr" else en

    group = click.Group(
        "polyvalidate",
        commands=OnDemand(
            {
                "check": lambda: _check(say, lang),
                "balance": lambda: _balance(say, lang),
                "explain": lambda: _explain(say, lang),
                "demo": lambda: _demo(say, lang),
                "init": lambda: _init(say, lang),
            }
            | {name: _of_module(module, maker, say, lang) for name, (module, maker) in _ELSEWHERE.items()}
        ),
        help=say(
            "Vérifie les grilles et les déclarations d'engagement d'une école, et calcule les points.",
            "Checks a school's engagement grid and declarations, and computes the points.",
        ),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    group.params.append(_lang_option(say))
    group.params.append(
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help=say("Affiche la version et s'arrête.", "Show the version and exit."),
        )
    )
    return group


def _print_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"polyvalidate {__version__}")
        context.exit()


def _lang_option(say: Say) -> click.Option:
    # The value is read by ``language.chosen`` before click runs; here it is only declared, checked and documented.
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=say("Langue du terminal (fr ou en).", "Language of the terminal (fr or en)."),
    )


def _options(say: Say, *params: click.Parameter) -> list[click.Parameter]:
    return [*params, _lang_option(say)]


def _rev(say: Say) -> click.Option:
    return click.Option(
        ["--rev"],
        metavar="REV",
        help=say(
            "Lit cette révision Git, sans rien extraire, au lieu des fichiers sur le disque.",
            "Read this Git revision, without any checkout, instead of the files on disk.",
        ),
    )


def _on(say: Say) -> click.Option:
    return click.Option(
        ["--on"],
        type=Day(say),
        metavar="DATE",
        help=say("Contrôle comme si l'on était ce jour-là.", "Check as if it were this day."),
    )


def _output(say: Say) -> click.Option:
    return click.Option(
        ["--output", "-o"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=say("Écrit le résultat dans ce fichier.", "Write the result to this file."),
    )


def _check(say: Say, lang: str) -> click.Command:
    from polyvalidate.cli.checks import run_check
    from polyvalidate.reports import FORMATS

    def callback(**options: Any) -> int:
        return run_check(lang=lang, **options)

    return click.Command(
        "check",
        callback=callback,
        help=say(
            "Vérifie la grille et toutes les déclarations du dépôt ROOT (le dossier courant si l'on n'en dit rien).",
            "Check the grid and every declaration of the repository ROOT (the current folder by default).",
        ),
        params=_options(
            say,
            click.Argument(["root"], default=".", required=False, type=click.Path(path_type=Path)),
            _rev(say),
            click.Option(
                ["--format", "format_name"],
                type=click.Choice(tuple(FORMATS)),
                default="text",
                show_default=True,
                help=say("Forme du résultat.", "Form of the result."),
            ),
            _output(say),
            _on(say),
        ),
    )


def _balance(say: Say, lang: str) -> click.Command:
    from polyvalidate.cli.balances import FORMAT_NAMES, run_balance

    def callback(**options: Any) -> int:
        return run_balance(lang=lang, **options)

    return click.Command(
        "balance",
        callback=callback,
        help=say(
            "Montre les points comptés de chaque élève ; pour STUDENT seul, chaque ligne avec sa raison. --as-of et"
            " --known-at remontent le temps : --known-at redonne ce qu'on lisait à un commit, avec la grille de ce"
            " commit ; --as-of donne ce qui était décidé à une date, selon la grille d'aujourd'hui (ou celle de"
            " --known-at), même corrigée depuis.",
            "Show the points of each student; for one STUDENT, every line with its reason. --as-of and --known-at go"
            " back in time: --known-at gives what could be read at a commit, with its own grid; --as-of gives what"
            " had been decided by a date, under the grid of today (or that of --known-at), even if corrected since.",
        ),
        params=_options(
            say,
            click.Argument(["student"], required=False),
            click.Option(
                ["--root"],
                default=".",
                type=click.Path(path_type=Path),
                help=say("Dossier du dépôt.", "Folder of the repository."),
            ),
            _rev(say),
            click.Option(
                ["--cohort"],
                type=int,
                help=say("Année d'entrée de la promotion.", "Year of entry of the cohort."),
            ),
            click.Option(
                ["--format", "format_name"],
                type=click.Choice(FORMAT_NAMES),
                default="text",
                show_default=True,
                help=say("Forme du résultat.", "Form of the result."),
            ),
            _output(say),
            _on(say),
            click.Option(
                ["--as-of"],
                type=Day(say),
                metavar="DATE",
                help=say(
                    "Ce qui était fusionné à la fin de ce jour (UTC) ; ce qui est venu après ne compte pas.",
                    "What was merged by the end of this day (UTC); what came later does not count.",
                ),
            ),
            click.Option(
                ["--known-at"],
                metavar="REV",
                help=say(
                    "Le dépôt tel qu'il était à ce commit, grille comprise, et à sa date.",
                    "The repository as it was at this commit, grid included, and on its day.",
                ),
            ),
        ),
    )


def _explain(say: Say, lang: str) -> click.Command:
    def callback(code: str) -> int:
        from polyvalidate.cli.explaining import run_explain

        return run_explain(code, lang)

    return click.Command(
        "explain",
        callback=callback,
        help=say("Explique une règle : CODE est PP301, par exemple.", "Explain a rule: CODE is PP301, for instance."),
        params=_options(say, click.Argument(["code"])),
    )


def _demo(say: Say, lang: str) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.demos import run_demo

        return run_demo(lang=lang, **options)

    def count(name: str, default: int, fr: str, en: str) -> click.Option:
        return click.Option(
            [name], type=click.IntRange(min=1), default=default, show_default=True, metavar="N", help=say(fr, en)
        )

    return click.Command(
        "demo",
        callback=callback,
        help=say(
            "Fabrique dans DIRECTORY une école de démonstration, entièrement fictive, avec son histoire Git.",
            "Make a wholly fictitious demonstration school in DIRECTORY, with its Git history.",
        ),
        params=_options(
            say,
            click.Argument(["directory"], type=click.Path(path_type=Path)),
            count("--students", 900, "Nombre d'élèves, toutes promotions.", "Number of students, over all cohorts."),
            count("--cohorts", 3, "Nombre de promotions.", "Number of cohorts."),
            count("--seed", 1, "Même graine, même école.", "Same seed, same school."),
        ),
    )


def _init(say: Say, lang: str) -> click.Command:
    def callback(directory: Path, schemas_only: bool) -> int:
        from polyvalidate.cli.starting import run_init

        return run_init(directory, schemas_only, lang)

    return click.Command(
        "init",
        callback=callback,
        help=say(
            "Crée dans DIRECTORY le dépôt d'une nouvelle école : grille d'exemple, schémas, contrôle automatique.",
            "Make a new school's repository in DIRECTORY: example grid, schemas, automatic check.",
        ),
        params=_options(
            say,
            click.Argument(["directory"], type=click.Path(path_type=Path)),
            click.Option(
                ["--schemas", "schemas_only"],
                is_flag=True,
                help=say(
                    "Dans un dépôt existant : remplace seulement les copies des schémas.",
                    "In an existing repository: replace the copies of the schemas only.",
                ),
            ),
        ),
    )
