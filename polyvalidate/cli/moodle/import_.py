"""``polyvalidate moodle import``: what an export holds, what becomes a declaration, what does not and why."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli import names_in_git
from polyvalidate.cli.columns_given import columns_given
from polyvalidate.cli.credited_at_once import AtOnce, told, write
from polyvalidate.cli.moodle_words import outcome
from polyvalidate.cli.roster_words import doubt_lines
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.acts.signer import signer as signer_of
from polyvalidate.office.acts.take_over import Takeover, holder_of, take_over
from polyvalidate.office.exchange.moodle_claims import unmapped
from polyvalidate.office.exchange.moodle_export import Export, read_export
from polyvalidate.office.exchange.moodle_map import draft, read_map
from polyvalidate.office.register.recognising import Known
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.repository.output import replace_file
from polyvalidate.school.school import School, open_school


def run_import(
    export_file: Path,
    register_file: Path | None,
    map_file: Path | None,
    draft_map: Path | None,
    columns: Sequence[str],
    sheet: str | None,
    signer: str | None,
    second: str | None,
    repo: Path,
    branch: str,
    on: datetime | None,
    yes: bool,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when all that can be taken over is (or would be, or was), 1 when nothing was written."""
    named = columns_given(columns, lang)
    data = _bytes(export_file)
    names_in_git.remark(lang, export_file)
    export = read_export(data, named, sheet)
    if isinstance(export, Text):
        raise Unreadable(
            Text("{export_file} : {export}", "{export_file}: {export}"), export_file=export_file, export=export
        )
    school = open_school(repo, branch, on.date() if on else repository.today())
    if draft_map is not None:
        return _drafted(export, export_file, draft_map, school, dry_run, lang)
    if register_file is None or map_file is None:
        raise click.UsageError(
            Text(
                "Donnez --map (ou d'abord --draft-map, qui l'ébauche) et --register.",
                "Give --map (or --draft-map first, which drafts it) and --register.",
            ).of(lang)
        )
    given = read_map(_bytes(map_file))
    if isinstance(given, Text):
        raise Unreadable(Text("{map_file} : {given}", "{map_file}: {given}"), map_file=map_file, given=given)
    register = peek(register_file)
    hold_to(school, register, register_file.name)
    holder = holder_of(school.book, signer)
    done = take_over(
        school, Known.of(register, school.folders), export, given, holder, _second(school.book, second, holder)
    )
    names = {member.code: member.name for member in register.members}
    told(outcome(done, export, unmapped(export, given), names, lang), lang)
    told(doubt_lines(done.doubts, lang), lang, err=True)
    wanted = _at_once(done, hashlib.sha256(data).hexdigest(), school.latest.language)
    return write(school, wanted, yes, dry_run, lang)


def _bytes(path: Path) -> bytes:
    private_files.refuse_open(path)
    data = private_files.read_bytes(path)
    if data is None:
        raise Unreadable(Text("Le fichier {path} n'existe pas.", "The file {path} does not exist."), path=path)
    return data


def _second(book: Book, code: str | None, holder: RoleHolder) -> RoleHolder | None:
    """Who reads a second time. Raises ``Unreadable`` for somebody who cannot."""
    if code is None:
        return None

    def able(other: RoleHolder) -> bool:
        return other.role == "evaluator" and other.account != holder.account

    try:
        return signer_of(book, code, able, "evaluator")
    except Unreadable:
        known = ", ".join(sorted(h.code for h in book.roles.values() if able(h)))
        raise Unreadable(
            Text(
                "--second : écrivez le code d'une autre personne qui évalue : {known}.",
                "--second: write the code of another person who evaluates: {known}.",
            ),
            known=known,
        ) from None


def _drafted(export: Export, source: Path, target: Path, school: School, dry_run: bool, lang: str) -> int:
    """Write the draft of a map, never over another."""
    fr = lang == "fr"
    grid = school.book.grids.get(export.year or "", school.latest)
    data, sure = draft(export.items, grid, export.year, grid.language)
    if target.exists():
        raise Unreadable(
            Text(
                "{target} existe déjà : il n'est pas remplacé. Donnez un autre nom.",
                "{target} exists already: it is not replaced. Give another name.",
            ),
            target=target,
        )
    if dry_run:
        click.echo(data.decode(), nl=False)
        return 0
    replace_file(target, data)
    count, name = len(export.items), shlex.quote(str(target))
    told(
        [
            Text(
                "✓ {target} : {count} activités de Moodle, dont {sure} reconnues par leur code ou leur intitulé.",
                "✓ {target}: {count} items of Moodle, of which {sure} known by their code or title.",
            ).of(lang, target=target, count=count, sure=sure),
            Text(
                "  Relisez-le ligne à ligne, complétez-le, puis lancez :",
                "  Read it line by line, complete it, then run:",
            ).of(lang),
            f"  polyvalidate moodle import {shlex.quote(str(source))} --map {name} --register … --as CODE --dry-run",
        ],
        lang,
    )
    return 0


def _at_once(done: Takeover, digest: str, lang: str) -> AtOnce:
    notes = []
    if done.read_twice and done.second is not None:
        number, reader = done.read_twice, done.second.code
        notes.append(
            Text(
                "{number} nomment une seconde lecture : envoyez-les par une demande (pull request), que "
                "{reader} approuve.",
                "{number} name a second reader: send them by a pull request, which {reader} approves.",
            ).filled(number=number, reader=reader)
        )
    notes.append(
        Text(
            "Gardez l'export, hors du dépôt : son empreinte est dans le message du commit.",
            "Keep the export, out of the repository: its digest is in the message of the commit.",
        )
    )
    what = Text("reprises de Moodle, évaluées", "taken over from Moodle, evaluated")
    return AtOnce(done.files, done.asides, done.findings, done.holder.code, what, message(done, digest, lang), notes)


def message(done: Takeover, digest: str, lang: str) -> str:
    """What the record keeps: which years, how many, from which file, who decided."""
    count, years = len(done.credited), ", ".join(done.years)
    subject = Text(
        "Reprise de Moodle {years} : {count} déclaration(s)", "Taken over from Moodle {years}: {count} declaration(s)"
    ).of(lang, years=years, count=count)
    source = Text("Export : sha256 {digest}", "Export: sha256 {digest}").of(lang, digest=digest)
    return f"{plain(subject)}\n\n{source}\n\nEvaluated-by: {done.holder.code}\n"
