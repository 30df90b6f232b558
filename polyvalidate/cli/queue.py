"""``polyvalidate queue``: what waits for a decision."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.phrases import NOT_BROUGHT
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.judgement.waiting import age
from polyvalidate.model.codes import CATEGORY
from polyvalidate.model.words import Text
from polyvalidate.reports.queues import FORMATS
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put
from polyvalidate.school.queue import queue as queue_of

REQUESTS = Text("demandes", "requests")


@command(
    "queue",
    Text(
        "Montre ce qui attend une décision, du plus ancien au plus récent : les demandes ouvertes connues de Git"
        " (refs/pull/*/head, refs/merge-requests/*/head, ou, des boîtes, apportées par boxes fetch), ce que la grille"
        " donne, ce que les plafonds laissent, et comment des déclarations semblables ont été décidées.",
        "Show what waits for a decision, oldest first: the open requests that Git knows (refs/pull/*/head,"
        " refs/merge-requests/*/head, or, of boxes, brought by boxes fetch), what the grid gives, what the caps leave,"
        " and how similar declarations were decided.",
    ),
)
@option("--category", metavar="N", help=Text("Une seule catégorie : 3.", "One category only: 3."))
@option(
    "--older-than",
    metavar="AGE",
    help=Text("Seulement ce qui attend depuis : 14d, 2w.", "Only what has waited for: 14d, 2w."),
)
@options.repo
@option(
    "--base",
    default=options.BRANCH,
    show_default=True,
    main=True,
    metavar="BRANCH",
    help=Text("Branche d'accueil.", "Target branch."),
)
@options.form(*FORMATS)
@options.output
@options.today(Text("Compte les jours jusqu'à celui-ci.", "Count the days up to this one."))
def queue(
    terminal: Terminal,
    category: str | None,
    older_than: str | None,
    repo: Path,
    base: str,
    format_name: str,
    output: Path | None,
    today: date,
) -> int:
    days = age(older_than) if older_than is not None else 0
    if days is None:
        words = Text(
            "Écrivez un nombre de jours ou de semaines : 14d, 2w.", "Write a number of days or weeks: 14d, 2w."
        )
        raise terminal.wrong(words, "--older-than")
    if category is not None and not re.fullmatch(CATEGORY, category, re.ASCII):
        words = Text(
            "Une catégorie est un nombre, comme 3, ou une majuscule.",
            "A category is a number, as 3, or a capital letter.",
        )
        raise terminal.wrong(words, "--category")
    if not repo.is_dir():
        raise Unreadable(Text("Le dossier {repo} n'existe pas.", "The folder {repo} does not exist."), repo=repo)
    files, requests = terminal.bar(), terminal.bar(REQUESTS)
    found = queue_of(repo, base, today, category=category, days=days, progress=files, judging=requests)
    put(FORMATS[format_name](found, terminal.lang), output)
    if found.boxes:
        terminal.warn(NOT_BROUGHT, place=found.boxes)
    return 0
