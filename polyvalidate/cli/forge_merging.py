"""``polyvalidate forge github merge``: a command of a comment carried out, and the answer that tells what was done."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.forge_github import connected, no_comment, read_facts
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put


def run_merge(facts: Path, answer: Path, repo: Path, push: str, base: str, on: datetime | None, lang: str) -> int:
    """0 when the decision is in the branch, 1 when it cannot be; the answer is written in every case."""
    known = read_facts(facts)
    if known.comment is None:
        raise no_comment()
    from polyvalidate.forge import answering

    try:
        with connected() as connection:
            from polyvalidate.forge.obeying import Obeying, Place

            today = on.date() if on else repository.today()
            done = Obeying(connection, Place(repo, push, base), known, known.comment, today).obey()
    except Unreadable:
        put(answering.FAILED.in_language(lang), answer)
        raise
    put(answering.answer(done.plan, lang, done.outcome), answer)
    if isinstance(done.outcome, answering.Merged):
        click.echo(Text("Fusion : {commit}", "Merge: {commit}").of(lang, commit=done.outcome.commit))
    else:
        click.echo(Text("Rien n'a été fusionné.", "Nothing was merged.").of(lang))
    return 2 if done.failed else int(not isinstance(done.outcome, answering.Merged))
