"""``polyvalidate evaluate``: a decision written into a declaration on disk, judged before a byte is written."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from polyvalidate import judgement, repository
from polyvalidate.cli.deciding import show_findings, spoken
from polyvalidate.files import edit
from polyvalidate.judgement.decision import Ruling, Word
from polyvalidate.judgement.evaluation import Bench, Signature, Spoken, Written, claim_of, holder_of, ruled
from polyvalidate.judgement.rights import writers_of
from polyvalidate.model.paths import Entry, folder_kind, folder_of
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put, replace_file
from polyvalidate.school.seat import Desk, root_of


def run_evaluate(
    path: str,
    accept: bool,
    points: str | None,
    refuse: bool,
    comment: str | None,
    second: str | None,
    complete: str | None,
    code: str,
    root: Path | None,
    on: datetime | None,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the decision is written (or would be), 1 when something stands against it and nothing is."""
    from polyvalidate.reports import decisions

    say = spoken(lang, accept, points, refuse, comment, second, complete)
    if say is None:
        raise click.UsageError(
            Text(
                "Il manque la décision : --accept, --points, --refuse ou --complete.",
                "The decision is missing: --accept, --points, --refuse or --complete.",
            ).of(lang)
        )
    desk = Desk(root_of(root), on.date() if on else repository.today())
    place = _place(desk.root, path)
    folder = desk.folders.get(place.split("/")[2]) if folder_of(place) else None
    if folder is None or all(node.path != place for node in folder.nodes) or not _is_declaration(place):
        raise Unreadable(
            Text("Aucune déclaration à cet endroit : {path}.", "No declaration there: {path}."), path=ascii(path)[1:-1]
        )
    holder = holder_of(code, desk.book)
    if isinstance(holder, Text):
        return _refused(holder, lang)
    by = Signature(holder, desk.book.today)
    entries = desk.tree.read(folder.nodes)
    before = judgement.check_folder(desk.judge, desk.book, folder.path, entries, desk.sorted.twins)
    claim = claim_of(before, place)
    if claim is None:
        found = [f for f in before.findings if f.path == place] or list(before.findings)
        show_findings(found, {e.path: e.data or b"" for e in entries}, desk.book, lang)
        return _refused(
            Text(
                "Cette déclaration ne peut pas encore être évaluée : corrigez d'abord ce qui précède.",
                "This declaration cannot be evaluated yet: mend the above first.",
            ),
            lang,
        )
    if say.word is Word.COMPLETE:
        ruling = ruled(say, claim, by)
        if not isinstance(ruling, Ruling):
            return _refused(ruling, lang)
        put(plain(decisions.to_complete(claim, ruling, by, claim.grid.language)), None)
        return 0
    bench = Bench(desk.judge, desk.book, writers_of(desk.judge.reader.schemas))
    written = _decided(bench, entries, {place: say}, by)
    if isinstance(written, Text):
        return _refused(written, lang)
    if written[0].verdict.to_mend:
        files = {e.path: e.data or b"" for e in entries} | {place: written[0].data}
        show_findings(written[0].verdict.introduced, files, desk.book, lang)
        return _refused(Text("La décision n'est pas possible ainsi.", "The decision is not possible as it is."), lang)
    if not dry_run:
        replace_file(desk.root / place, written[0].data)
    lines = list(decisions.outcome(written, by, lang))
    if dry_run:
        lines.append(Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)").of(lang))
    else:
        lines.append(decisions.next_step(written, lang))
    put("\n".join(lines) + "\n", None)
    return 0


def _decided(bench: Bench, entries: list[Entry], said: dict[str, Spoken], by: Signature) -> list[Written] | Text:
    try:
        return bench.decide(entries, said, by)
    except edit.Uneditable:
        return Text(
            "Ce fichier est écrit d'une façon qui ne permet pas d'y ajouter l'évaluation sans toucher au reste.",
            "This file is written in a way that does not let the evaluation be added without touching the rest.",
        )


def _place(root: Path, given: str) -> str:
    """The path of a file from the root of the repository, wherever the command is run."""
    here, top = Path.cwd() / given, root.resolve()
    if here.exists() and here.resolve().is_relative_to(top):
        return here.resolve().relative_to(top).as_posix()
    return Path(given).as_posix()


def _is_declaration(path: str) -> bool:
    return folder_kind(path.split("/", 3)[3]) == "declaration"


def _refused(text: Text, lang: str) -> int:
    click.echo(plain(typographic(text.in_language(lang), lang)), err=True)
    click.echo(Text("Rien n'a été écrit.", "Nothing was written.").of(lang), err=True)
    return 1
