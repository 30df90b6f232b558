"""``polyvalidate merge``: from what was typed to a merge, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from polyvalidate import repository
from polyvalidate.cli.deciding import quarters, show_findings, spoken
from polyvalidate.cli.gates import account_of, day_of
from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.judgement.verdict import Request
from polyvalidate.model.findings import printable
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.repository import Unreadable, making, resolve
from polyvalidate.repository.output import put
from polyvalidate.school.land import build, land, send
from polyvalidate.school.merge import Ask, Ready, Stopped, prepare


class Facts(NamedTuple):
    """What is known of a request beside its commits."""

    author: str
    number: int | None
    opened: date
    approvals: frozenset[str]


def run_merge(
    head: str,
    base: str,
    code: str | None,
    accept: bool,
    points: str | None,
    refuse: bool,
    comment: str | None,
    second: str | None,
    decide: Sequence[str],
    author: str | None,
    opened_at: str | None,
    approved_by: Sequence[str],
    number: int | None,
    facts: Path | None,
    plan: Path | None,
    repo: Path,
    push: str | None,
    on: datetime | None,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the request is merged (or would be), 1 when something stands against it and nothing has moved."""
    every = spoken(lang, accept, points, refuse, comment, second)
    each = dict(_one(text, second, lang) for text in decide)
    if every is not None and each:
        raise click.UsageError(
            Text(
                "Donnez une décision pour toutes (--accept, --points, --refuse) ou une pour chacune (--decide).",
                "Give one decision for all (--accept, --points, --refuse) or one for each (--decide), not both.",
            ).of(lang)
        )
    if plan is not None:
        if every is not None or each or code is not None:
            raise click.UsageError(
                Text(
                    "--plan dit déjà qui décide et quoi : retirez --as et la décision.",
                    "--plan says who decides and what already: take out --as and the decision.",
                ).of(lang)
            )
        code, each = _plan(plan, resolve(repo, head))
    if code is None:
        raise click.UsageError(
            Text("Il manque --as, votre code dans grid/roles.yml.", "--as is missing: your code in grid/roles.yml.").of(
                lang
            )
        )
    today = on.date() if on else repository.today()
    known = _facts(facts, resolve(repo, head), lang) if facts is not None else None
    known = _with_options(known, author, opened_at, approved_by, number, today, lang)
    request = Request(known.author, known.opened, known.approvals)
    ask = Ask(base, head, code, request, known.number, every, each)
    if making.contains(repo, base, head):
        put(Text("Cette demande est déjà fusionnée.\n", "This request is merged already.\n").of(lang), None)
        return 0
    ready = prepare(repo, ask, today)
    if isinstance(ready, Stopped):
        if ready.findings and ready.book is not None:
            show_findings(ready.findings, ready.files, ready.book, lang)
        return _not_merged(ready.text, lang)
    if not dry_run:
        commit = build(repo, ready, datetime.now(UTC), keep=push is not None)
        branch = making.full_ref(repo, base) or f"refs/heads/{base}"
        unsent = send(repo, push, branch, ready, commit) if push is not None else None
        why = unsent.text if unsent is not None else land(repo, ask, ready, commit)
        if why is not None:
            return _not_merged(why, lang)
        put(_said(ready, lang) + (Text("Fusion : {commit}\n", "Merge: {commit}\n").of(lang, commit=commit)), None)
        return 0
    put(_said(ready, lang) + (Text("(Essai : rien n'a été fusionné.)\n", "(Dry run.)\n").of(lang)), None)
    return 0


def _said(ready: Ready, lang: str) -> str:
    """What was decided, then the balances, from before the request to after the decision."""
    from polyvalidate.reports.context import message
    from polyvalidate.reports.decisions import decided
    from polyvalidate.reports.verdict_words import balance
    from polyvalidate.rules import RULES

    lines = [f"✓ {decided(written, ready.by, lang)}" for written in ready.written]
    if not lines:
        lines = [Text("✓ Demande acceptée telle quelle.", "✓ Request accepted as it is.").of(lang)]
    for student in ready.students[:40]:
        lines.append(typographic(f"  {student.student} : {balance(student, lang)}", lang))
    decided_paths = {written.path for written in ready.written}
    for finding in ready.verdict.introduced[:10]:
        if finding.code == "PP359" and finding.path in decided_paths:
            continue  # it awaited the decision that is now there
        where = f"{printable(finding.path)}:{finding.span.line}"
        lines.append(f"  {where}  {finding.code}  {message(finding, RULES, lang)}")
    return plain("\n".join(lines)) + "\n"


def _one(text: str, second: str | None, lang: str) -> tuple[str, Spoken]:
    """``3.1-jpo.yml=1,5 raison`` as a name and a decision."""
    name, equals, rest = text.partition("=")
    word, _, reason = rest.strip().partition(" ")
    comment = " ".join(reason.split()) or None
    if not equals or not name or not word:
        raise click.BadParameter(
            Text(
                "Écrivez NOM=accept, NOM=1,5 ou NOM=refuse, puis la raison.",
                "Write NAME=accept, NAME=1.5 or NAME=refuse, then the reason.",
            ).of(lang),
            param_hint="--decide",
        )
    if word in ("accept", "refuse"):
        return name, Spoken(Word(word), None, comment, second if word == "accept" else None)
    return name, Spoken(Word.POINTS, quarters(word, lang), comment, second)


def _facts(path: Path, head: str, lang: str) -> Facts:
    """The author, the number, the date and the approvals of a request, as a forge gives them for this very head."""
    from polyvalidate.forge.facts import Misshapen, from_json

    try:
        known = from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, Misshapen):
        known = None
    if known is None or known.head != head:
        raise Unreadable(
            Text(
                "Le fichier {path} ne dit pas ce que la forge sait de cette révision. Demandez-le de nouveau "
                "à la forge.",
                "The file {path} does not say what the forge knows of this revision. Ask the forge again.",
            ),
            path=path,
        )
    return Facts(known.author, known.number, day_of(known.opened_at, lang), frozenset(known.approvals))


def _plan(path: Path, head: str) -> tuple[str, dict[str, Spoken]]:
    """Who decides and what, from a comment as ``polyvalidate forge github command`` reads it for this very head."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        rulings = data["rulings"] if data["obeyed"] is True and data["head"] == head else []
        said = {str(row["path"]): _spoken(row) for row in rulings}
        codes = {str(row["by"]) for row in rulings}
    except (OSError, ValueError, KeyError, TypeError):
        said, codes = {}, set()
    if len(codes) != 1:
        raise Unreadable(
            Text(
                "Le fichier {path} ne contient pas de décision à fusionner pour cette révision.",
                "The file {path} holds no decision to merge for this revision.",
            ),
            path=path,
        )
    return codes.pop(), said


def _spoken(row: Mapping[str, Any]) -> Spoken:
    """One ruling of a plan as it was said. Raises ValueError for one that is not merged (to be completed)."""
    given, comment, second = row["points"], row["comment"], row["second"]
    if row["decision"] == "refused":
        return Spoken(Word.REFUSE, None, comment, None)
    if row["decision"] not in ("accepted", "partial"):
        raise ValueError(row["decision"])
    if given is None:
        return Spoken(Word.ACCEPT, None, comment, second)
    return Spoken(Word.POINTS, Points(round(given * 4)), comment, second)


def _with_options(
    known: Facts | None,
    author: str | None,
    opened_at: str | None,
    approved_by: Sequence[str],
    number: int | None,
    today: date,
    lang: str,
) -> Facts:
    if author is None and known is None:
        raise click.UsageError(
            Text(
                "Qui a proposé cette demande ? Donnez --author avec son compte (github:583231), ou --facts.",
                "Who proposed this request? Give --author with their account (github:583231), or --facts.",
            ).of(lang)
        )
    start = known or Facts("", None, today, frozenset())
    return Facts(
        account_of(author, lang) if author is not None else start.author,
        number if number is not None else start.number,
        day_of(opened_at, lang) if opened_at is not None else start.opened,
        start.approvals | {account_of(account, lang) for account in approved_by},
    )


def _not_merged(text: Text, lang: str) -> int:
    click.echo(plain(typographic(text.in_language(lang), lang)), err=True)
    click.echo(Text("Rien n'a été fusionné.", "Nothing was merged.").of(lang), err=True)
    return 1
