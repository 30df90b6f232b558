"""``polyvalidate sweep``: what is proposed on a forge is judged, told, and carried out."""

from __future__ import annotations

import json
import os
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polyvalidate import repository
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option, together
from polyvalidate.cli.kit.forge import installed
from polyvalidate.cli.kit.span import SPAN
from polyvalidate.cli.kit.swept import NOTHING_WRITTEN, REHEARSED, say
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, making

if TYPE_CHECKING:
    from polyvalidate.forge.adapter import Forge
    from polyvalidate.forge.facts import Opened
    from polyvalidate.forge.obeying import Place
    from polyvalidate.forge.sweeping import Sweep


@dataclass(frozen=True, slots=True)
class Clone:
    """The clone that is read, the remote it pushes to, the protected branch there, and the repository on the forge."""

    repo: Path
    remote: str
    base: str
    forge: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a sweep may take, and whether another one follows it. In seconds."""

    watch: float | None
    most: float | None
    each: float


@command(
    "sweep",
    Text(
        "Fait le tour des demandes ouvertes sur la forge : contrôle celles qui ont changé, pose un statut et un"
        " commentaire, lit les relectures et les commandes, fusionne ce qui est décidé. Peut être arrêté et relancé à"
        " tout moment. Le jeton est lu dans FORGEJO_TOKEN, GITHUB_TOKEN ou GITLAB_TOKEN. Finit par 2 quand une demande"
        " n'a pas pu être traitée.",
        "Go over the requests that are open on the forge: check those that have changed, set one status and one"
        " comment, read reviews and commands, merge what is decided. May be stopped and run again at any time. The"
        " token is read from FORGEJO_TOKEN, GITHUB_TOKEN or GITLAB_TOKEN. Ends with 2 when a request could not be dealt"
        " with.",
    ),
)
@together(
    "clone",
    Clone,
    options.repo,
    option(
        "--remote", default="origin", show_default=True, metavar="NAME", help=Text("Dépôt distant.", "Remote of Git.")
    ),
    option(
        "--base",
        default=options.BRANCH,
        show_default=True,
        metavar="BRANCH",
        help=Text("Branche protégée du dépôt distant.", "Protected branch of the remote."),
    ),
    option(
        "--forge",
        type=click.Choice(("forgejo", "git", "github", "gitlab")),
        help=Text(
            "Forge des demandes ; dans une tâche, la sienne ; git : sans forge, dans le dépôt nu ; sinon github.",
            "Forge of the requests; in a job, its own; git: no forge, in the bare repository; else github.",
        ),
    ),
    option(
        "--place",
        metavar="OWNER/NAME",
        help=Text(
            "Dépôt sur la forge ; dans une tâche de la forge, c'est le sien.",
            "Repository on the forge; in a job of the forge, its own.",
        ),
    ),
)
@option(
    "--number",
    type=click.IntRange(min=1),
    metavar="N",
    help=Text("Cette demande seulement.", "This request only."),
)
@option(
    "--event",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Fichier de l'événement (GITHUB_EVENT_PATH, TRIGGER_PAYLOAD) : sa demande passe avant les autres.",
        "File of the event (GITHUB_EVENT_PATH, TRIGGER_PAYLOAD): its request comes before the others.",
    ),
)
@together(
    "pace",
    Pace,
    option(
        "--watch",
        type=SPAN,
        metavar="TIME",
        help=Text("Recommence sans fin, à cet intervalle : 5m.", "Begin again for ever, at this interval: 5m."),
    ),
    option(
        "--most",
        type=SPAN,
        metavar="TIME",
        help=Text(
            "S'arrête proprement après ce temps ; le passage suivant continue.",
            "Stop cleanly after this time; the next sweep goes on.",
        ),
    ),
    option(
        "--each",
        type=SPAN,
        default="60s",
        show_default=True,
        metavar="TIME",
        help=Text("Temps laissé au contrôle d'une demande.", "Time that the check of one request may take."),
    ),
)
@option("--on", "today", type=options.DAY, metavar="DATE", help=options.THIS_DAY)
@options.dry_run
def sweep(
    terminal: Terminal,
    clone: Clone,
    number: int | None,
    event: Path | None,
    pace: Pace,
    today: date | None,
    dry_run: bool,
) -> int:
    """0 when everything was dealt with, 2 when something was not."""
    if dry_run and pace.watch is not None:
        raise terminal.misused(_NOT_FOR_EVER)
    while True:
        started = time.monotonic()
        with _connected(clone, dry_run=dry_run) as forge:  # each sweep has its own patience with the forge
            first = _about(forge, number, event)
            alone = number is not None or (first is not None and first.merge_group)
            with _place(forge, clone, dry_run=dry_run) as (forge_there, place):
                code = _once(terminal, forge_there, place, (first, alone), pace, today, dry_run=dry_run)
        if pace.watch is None:
            return code
        time.sleep(max(0.0, pace.watch - (time.monotonic() - started)))


@contextmanager
def _place(forge: Forge, clone: Clone, *, dry_run: bool) -> Iterator[tuple[Forge, Place]]:
    """The forge and the clone that are swept; for a dry run, those to which nothing is written that stays."""
    from polyvalidate.forge.obeying import Place
    from polyvalidate.forge.plain.accounts import NAME

    here = forge.name == NAME
    if not dry_run:
        yield forge, Place(clone.repo, making.HERE if here else clone.remote, clone.base)
        return
    from polyvalidate.forge.rehearsed import rehearsed
    from polyvalidate.repository.rehearsing import rehearsing

    remote = making.HERE if here else making.address(clone.repo, clone.remote)
    beside = clone.repo.resolve() / remote  # a path is read from where the clone is
    with rehearsing(clone.repo) as aside:
        yield rehearsed(forge), Place(aside, str(beside) if beside.exists() else remote, clone.base)


def _once(
    terminal: Terminal,
    forge: Forge,
    place: Place,
    asked: tuple[Opened | None, bool],
    pace: Pace,
    today: date | None,
    *,
    dry_run: bool,
) -> int:
    from polyvalidate.forge.standing import Limits
    from polyvalidate.forge.sweeping import Sweep

    def day() -> date:
        return today if today is not None else repository.today(place.repository, made.ground.commit)

    made = Sweep(forge, place, day, Limits(request=pace.each, whole=pace.most))
    if dry_run:
        terminal.say(REHEARSED)
    try:
        for step in made.run(asked[0], alone=asked[1]):
            say(step, terminal, dry_run=dry_run)
    except Unreadable as error:
        if pace.watch is None:
            raise
        terminal.warn(error.text)
        return 2
    finally:
        told = os.environ.get("GITHUB_OUTPUT")
        if told and not dry_run and (made.landed or made.entering):  # what the next job of a workflow is asked
            with Path(told).open("a", encoding="utf-8") as file:
                file.write("landed=yes\n")
    if dry_run:
        terminal.say(NOTHING_WRITTEN, count=len(made.cursor.marks))
    return _ended(made, terminal, pace)


def _ended(made: Sweep, terminal: Terminal, pace: Pace) -> int:
    if made.left:
        terminal.say(
            Text(
                "Le temps est écoulé : {count} {count:demande|demandes} au prochain passage.",
                "The time is over: {count} {count:request|requests} at the next sweep.",
            ),
            count=made.left,
        )
    if made.defects and pace.watch is None:
        raise made.defects[0]
    for defect in made.defects:  # the others are still watched over
        traceback.print_exception(defect)
    return 2 if made.failed else 0


def _about(forge: Forge, number: int | None, event: Path | None) -> Opened | None:
    """The request that comes first; None when none does."""
    if number is not None:
        return forge.request(number)
    if event is None:
        return None
    from polyvalidate.forge.facts import Misshapen

    try:
        return forge.about(json.loads(event.read_bytes()))
    except (OSError, Misshapen, ValueError, RecursionError) as error:
        raise Unreadable(
            Text(
                "Le fichier {path} n'est pas un événement de la forge que l'on connaît. Donnez celui de "
                "GITHUB_EVENT_PATH ou de TRIGGER_PAYLOAD.",
                "The file {path} is no event of the forge that is known here. Give the one of GITHUB_EVENT_PATH or "
                "TRIGGER_PAYLOAD.",
            ),
            path=event,
        ) from error


@contextmanager
def _connected(clone: Clone, *, dry_run: bool) -> Iterator[Forge]:
    if clone.forge == "git":
        from polyvalidate.forge.plain.adapter import connect as connect_here

        here = connect_here(clone.repo, clone.base)
        try:
            yield here
        finally:
            (here.unlock if dry_run else here.close)()
        return
    installed()
    from polyvalidate.forge.connecting import connect

    forge = connect(clone.forge, os.environ, clone.place)
    try:
        yield forge
    finally:
        forge.close()


_NOT_FOR_EVER = Text(
    "--dry-run montre un passage : retirez --watch.",
    "--dry-run shows one sweep: leave out --watch.",
)
