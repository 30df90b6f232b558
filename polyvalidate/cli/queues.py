"""``polyvalidate queue``: what waits for a decision."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.checks import Bar
from polyvalidate.judgement.waiting import age
from polyvalidate.model.words import Text
from polyvalidate.reports.queues import FORMATS
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put
from polyvalidate.school.queue import queue


def run_queue(
    category: str | None,
    older_than: str | None,
    repo: Path,
    base: str,
    format_name: str,
    output: Path | None,
    on: datetime | None,
    lang: str,
) -> int:
    days = age(older_than) if older_than is not None else 0
    if days is None:
        raise click.BadParameter(
            Text(
                "Écrivez un nombre de jours ou de semaines : 14d, 2w.", "Write a number of days or weeks: 14d, 2w."
            ).of(lang),
            param_hint="--older-than",
        )
    if category is not None and not re.fullmatch(r"[1-8]", category, re.ASCII):
        raise click.BadParameter(
            Text("Une catégorie est un chiffre de 1 à 8.", "A category is a digit from 1 to 8.").of(lang),
            param_hint="--category",
        )
    if not repo.is_dir():
        raise Unreadable(Text("Le dossier {repo} n'existe pas.", "The folder {repo} does not exist."), repo=repo)
    today = on.date() if on else repository.today()
    found = queue(repo, base, today, category=category, days=days, progress=Bar(lang))
    put(FORMATS[format_name](found, lang), output)
    return 0
