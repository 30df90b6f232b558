"""``polyvalidate demo DIR``: a whole school that does not exist, as a real Git repository."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Decorator, argument, command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.demo import DemoError, make_school
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, starting_files

STEPS = Text("étapes", "steps")
MADE = Text(
    "École de démonstration (entièrement fictive) : {directory}\n"
    "  {students} élèves, {programmes} {programmes:spécialité|spécialités}, promotions {first} à {last}\n"
    "  {declarations} {declarations:déclaration|déclarations} en {merges} {merges:fusion|fusions}, dont {evaluated}"
    " {evaluated:évaluée|évaluées}, {refused} {refused:refusée|refusées}, {appeals} recours\n"
    "  {quitus} {quitus:décision|décisions} du jury, dont {acquired} quitus {acquired:acquis|acquis}\n"
    "  {requests} {requests:demande|demandes} en attente, sous refs/pull/ ; {issues}"
    " {issues:publication de chiffres|publications de chiffres}\n"
    "Hors du dépôt, le registre et la liste APOGEE fictifs : {private}\n"
    "Pour décider ce qui attend, dans le navigateur : polyvalidate desk --repo {directory}\n"
    "Pour voir son site : polyvalidate site --repo {directory} --serve",
    "Demonstration school (wholly fictitious): {directory}\n"
    "  {students} students, {programmes} {programmes:programme|programmes}, cohorts {first} to {last}\n"
    "  {declarations} {declarations:declaration|declarations} in {merges} {merges:merge|merges}, of which {evaluated}"
    " evaluated, {refused} refused, {appeals} {appeals:appeal|appeals}\n"
    "  {quitus} {quitus:decision|decisions} of the jury, of which {acquired} quitus acquired\n"
    "  {requests} {requests:request|requests} waiting, under refs/pull/; figures published {issues}"
    " {issues:time|times}\n"
    "Outside the repository, the fictitious register and APOGEE list: {private}\n"
    "To decide what waits, in the browser: polyvalidate desk --repo {directory}\n"
    "To look at its site: polyvalidate site --repo {directory} --serve",
)


def _count(name: str, default: int, words: Text) -> Decorator:
    return option(name, type=click.IntRange(min=1), default=default, show_default=True, metavar="N", help=words)


@command(
    "demo",
    Text(
        "Fabrique dans DIRECTORY une école de démonstration, entièrement fictive, avec son histoire Git.",
        "Make a wholly fictitious demonstration school in DIRECTORY, with its Git history.",
    ),
)
@argument("directory", type=options.PATH)
@_count("--students", 900, Text("Nombre d'élèves, toutes promotions.", "Number of students, over all cohorts."))
@_count("--cohorts", 4, Text("Nombre de promotions.", "Number of cohorts."))
@_count("--seed", 1, Text("Même graine et même jour, même école.", "Same seed and same day, same school."))
@option(
    "--private",
    type=options.PATH,
    metavar="FOLDER",
    help=Text(
        "Dossier du registre et de la liste fictifs, hors de tout dépôt Git (à côté de DIRECTORY par défaut).",
        "Folder of the fictitious register and list, outside any Git repository (beside DIRECTORY by default).",
    ),
)
@options.today(
    Text(
        "L'école est celle de ce jour-là (aujourd'hui par défaut).",
        "The school is that of this day (today by default).",
    )
)
def demo(
    terminal: Terminal, directory: Path, students: int, cohorts: int, seed: int, private: Path | None, today: date
) -> int:
    try:
        made = make_school(
            directory,
            files=starting_files(),
            students=students,
            cohorts=cohorts,
            seed=seed,
            progress=terminal.bar(STEPS),
            private=private,
            today=today,
            publish=True,
        )
    except DemoError as error:
        raise Unreadable(error.text) from error
    cohorts_made = {"first": made.cohorts[0], "last": made.cohorts[-1]}
    terminal.say(MADE, **asdict(made) | cohorts_made | {"requests": len(made.requests)})
    return 0
