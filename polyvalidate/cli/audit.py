"""``polyvalidate audit``: the record replayed, and the witnesses read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from polyvalidate import __version__
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option, together
from polyvalidate.cli.kit.findings import DEFAULT_SITE, pages_of, site_of
from polyvalidate.cli.kit.request import ACCOUNT
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.reports.audits import FORMATS
from polyvalidate.reports.context import Context
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put
from polyvalidate.rules import RULES
from polyvalidate.school.audit import Witness
from polyvalidate.school.audit import audit as replay
from polyvalidate.school.audited import report_of

MERGES = Text("fusions", "merges")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Known:
    """The accounts that the forge knows, of a merge on its waiting branch."""

    pushed_by: str | None
    proposed_by: str | None
    approved_by: tuple[str, ...]


@command(
    "audit",
    Text(
        "Rejoue l'histoire de la branche protégée : chaque fusion devait être permise par la grille, les fonctions et"
        " les règles du jour. Nomme la première qui ne l'était pas, et termine alors par 1.",
        "Replay the history of the protected branch: each merge had to be legal under the grid, roles and rules of its"
        " day. Name the first that was not, and then end with 1.",
    ),
)
@option(
    "--rev",
    default=options.BRANCH,
    show_default=True,
    main=True,
    metavar="REV",
    help=Text("Branche ou révision à rejouer.", "Branch or revision to replay."),
)
@option(
    "--since",
    metavar="REV",
    help=Text("Ne rejoue que ce qui suit cette révision.", "Replay only what follows this revision."),
)
@option(
    "--witness",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help=Text(
        "Têtes publiées (PV, site), qui doivent être dans l'histoire : un commit et son jour par ligne, ou JSON.",
        "Published heads (minutes, site), which must be in the history: a commit and its day on each line, or JSON.",
    ),
)
@together(
    "known",
    Known,
    option(
        "--pushed-by",
        type=ACCOUNT,
        metavar="ACCOUNT",
        help=Text(
            "Compte qui a poussé ces fusions : personne d'autre n'a pu décider. Pour le contrôle d'une branche"
            " d'attente, avec --since.",
            "Account that pushed these merges: nobody else can have decided. For the check of a waiting branch, with"
            " --since.",
        ),
    ),
    option(
        "--proposed-by",
        type=ACCOUNT,
        metavar="ACCOUNT",
        help=Text(
            "Compte qui a ouvert la demande, selon la forge. Avec --pushed-by et sans cela, ce que la fusion en dit ne"
            " donne que les droits d'un élève sur son dossier.",
            "Account that opened the request, as the forge says. With --pushed-by and without this, what the merge says"
            " of it gives only a student's rights to their own folder.",
        ),
    ),
    option(
        "--approved-by",
        multiple=True,
        type=ACCOUNT,
        metavar="ACCOUNT",
        help=Text(
            "Compte qui a approuvé la demande, selon la forge. Avec --pushed-by et sans cela, ce qu'il a décidé"
            " en approuvant n'est pas permis.",
            "Account that approved the request, as the forge says. With --pushed-by and without this, a decision that"
            " it took by approving is not legal.",
        ),
    ),
)
@options.repo
@options.form(*FORMATS)
@options.output
def audit(
    terminal: Terminal,
    rev: str,
    since: str | None,
    witness: Path | None,
    known: Known,
    repo: Path,
    format_name: str,
    output: Path | None,
) -> int:
    """0 when every merge was legal and every witness is there, 1 otherwise."""
    if not repo.is_dir():
        raise Unreadable(Text("Le dossier {repo} n'existe pas.", "The folder {repo} does not exist."), repo=repo)
    heads = tuple(read_witnesses(witness)) if witness is not None else ()
    found = replay(
        repo,
        rev,
        since=since,
        pusher=known.pushed_by,
        proposer=known.proposed_by,
        approvals=frozenset(known.approved_by),
        witnesses=heads,
        progress=terminal.bar(MERGES),
    )
    book = found.illegal[0].book if found.illegal else None
    site, pages = (site_of(book), pages_of(book, terminal.lang)) if book is not None else (DEFAULT_SITE, None)
    context = Context(terminal.lang, site, __version__, lambda _path: (), pages=pages)
    put(FORMATS[format_name](report_of(found), RULES, context), output)
    return 0 if found.sound else 1


def read_witnesses(path: Path) -> Iterator[Witness]:
    """Published heads: a JSON list of ``{"commit", "date"}``, or a text with one commit and its day on each line.

    Raises ``Unreadable`` for anything else, and for a file of none: a witness that is not read would be a witness that
    is not heard.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise Unreadable(
            Text("Le fichier {path} ne se lit pas.", "The file {path} cannot be read."), path=path
        ) from None
    rows = list(_rows(text, path))
    if not rows:
        raise Unreadable(
            Text(
                "{path} ne contient aucune tête publiée. Écrivez-y un commit et son jour par ligne, comme les donnent "
                "les PV et le site.",
                "{path} holds no published head. Write a commit and its day there on each line, as the minutes and the "
                "site give them.",
            ),
            path=path,
        )
    for number, (commit, day) in enumerate(rows, 1):
        try:
            published = date.fromisoformat(day[:10]) if day else None
        except ValueError:
            published = None
        if not isinstance(commit, str) or not _COMMIT.fullmatch(commit) or (day and published is None):
            raise Unreadable(
                Text(
                    "Témoin {number} de {path} : écrivez l'identifiant entier du commit et son jour, comme 2026-02-03.",
                    "Witness {number} of {path}: write the whole id of the commit and its day, as 2026-02-03.",
                ),
                number=number,
                path=path,
            )
        yield Witness(commit, published)


def _rows(text: str, path: Path) -> Iterator[tuple[Any, str]]:
    if not text.lstrip().startswith(("[", "{")):
        for line in text.splitlines():
            commit, _, day = line.partition("#")[0].strip().partition(" ")
            if commit:
                yield commit, day.strip()
        return
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    heads = data.get("heads") if isinstance(data, dict) else data
    if not isinstance(heads, list) or not all(isinstance(row, dict) for row in heads):
        raise Unreadable(
            Text(
                "{path} n'est pas une liste de têtes publiées : [{{commit, date}}, …].",
                "{path} is not a list of published heads: [{{commit, date}}, …].",
            ),
            path=path,
        )
    yield from ((row.get("commit"), str(row.get("date") or "")) for row in heads)
