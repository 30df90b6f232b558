"""``polyvalidate audit``: the record replayed, and the witnesses read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from polyvalidate import __version__
from polyvalidate.cli.checks import Bar
from polyvalidate.cli.gates import account_of
from polyvalidate.model.words import Text
from polyvalidate.reports.audits import FORMATS, Report, Shown
from polyvalidate.reports.context import Context
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put
from polyvalidate.school.audit import Audit, Witness, audit

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)


def run_audit(
    rev: str,
    since: str | None,
    witness: Path | None,
    pushed_by: str | None,
    repo: Path,
    format_name: str,
    output: Path | None,
    lang: str,
) -> int:
    """0 when every merge was legal and every witness is there, 1 otherwise."""
    from polyvalidate.rules import RULES

    if not repo.is_dir():
        raise Unreadable(Text("Le dossier {repo} n'existe pas.", "The folder {repo} does not exist."), repo=repo)
    known = tuple(read_witnesses(witness)) if witness is not None else ()
    pusher = account_of(pushed_by, lang) if pushed_by is not None else None
    found = audit(repo, rev, since=since, pusher=pusher, witnesses=known, progress=Bar(lang))
    context = Context(lang, _site(found), __version__, lambda _path: ())
    put(FORMATS[format_name](_report(found), RULES, context), output)
    return 0 if found.sound else 1


def _report(found: Audit) -> Report:
    illegal = [
        Shown(
            wrong.merge.commit,
            wrong.merge.merged,
            next(iter(wrong.merge.values("Request")), None),
            wrong.judged.findings,
            wrong.judged.undecided,
            wrong.files,
        )
        for wrong in found.illegal
    ]
    start, head = ((commit.commit, commit.merged) for commit in (found.start, found.head))
    return Report(start, head, found.merges, illegal, found.witnesses, found.lost)


def _site(found: Audit) -> str:
    grids = found.illegal[0].book.grids if found.illegal else {}
    return grids[max(grids)].site if grids else "https://polyvalidate.example.org"


def read_witnesses(path: Path) -> Iterator[Witness]:
    """Published heads: a JSON list of ``{"commit", "date"}``, or a text with one commit and its day on each line.

    Raises ``Unreadable`` for anything else: a witness that is not read would be a witness that is not heard.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise Unreadable(
            Text("Le fichier {path} ne se lit pas.", "The file {path} cannot be read."), path=path
        ) from None
    for number, (commit, day) in enumerate(_rows(text, path), 1):
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
