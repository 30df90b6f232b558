"""Many declarations, credited by one person in one commit: asked for, written, told. Whether they come from an
attendance list or from Moodle, the person types yes to the same question and reads the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import click

from polyvalidate.cli.agreeing import agreed, nothing_written
from polyvalidate.cli.deciding import show_findings
from polyvalidate.cli.plural import form
from polyvalidate.model.findings import Finding
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.office.acts.credit import Aside
from polyvalidate.repository.commits import Committer, catch_up
from polyvalidate.school.school import School


class AtOnce(NamedTuple):
    """What would be written. ``what`` is what the declarations are, as the question says it (« reprises de Moodle,
    évaluées »); ``message`` is that of the commit, signed ``signer``; ``notes`` are the last lines of the answer."""

    files: Mapping[str, bytes]
    asides: Sequence[Aside]
    findings: Sequence[Finding]
    signer: str
    what: Text
    message: str
    notes: Sequence[Text]


def write(school: School, wanted: AtOnce, yes: bool, dry_run: bool, lang: str) -> int:
    """0 when they are written, or would be, or were already; 1 when something stands against it or nobody said yes."""
    fr, signer, branch, count = lang == "fr", wanted.signer, school.branch, len(wanted.files)
    if wanted.findings:
        show_findings(wanted.findings, wanted.files, school.book, lang)
        nothing_written(lang)
        return 1
    if not wanted.files:
        if not dry_run:
            catch_up(school.place, branch, school.commit)
        told(["", Text("Il n'y a rien à écrire.", "There is nothing to write.").of(lang)], lang)
        return 0 if any(aside.known for aside in wanted.asides) else 1  # the same list again ends as it did
    committer = Committer(school.place, branch, school.commit)
    if dry_run:
        told(["", Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)").of(lang)], lang)
        return 0
    if not agreed(
        f"\nÉcrire {count} déclaration(s), {wanted.what.fr} et signées {signer} ?",
        f"\nWrite {count} declaration(s), {wanted.what.en} and signed {signer}?",
        yes,
        lang,
    ):
        nothing_written(lang)
        return 1
    made = committer.commit(wanted.files, wanted.message, signer, datetime.now().astimezone())
    lines = [
        "",
        Text(
            "✓ Un commit sur {branch}, {count} {count2} : {made}", "✓ One commit on {branch}, {count} {count3}: {made}"
        ).of(
            lang,
            branch=branch,
            count=count,
            count2=form(count, "déclaration|déclarations", "", "fr"),
            made=made[:12],
            count3=form(count, "", "declaration|declarations", "en"),
        ),
        Text(
            "  Il n'est encore que sur cette machine. {signer} l'envoie avec son compte : git push origin {branch}",
            "  It is on this machine only so far. {signer} sends it with their account: git push origin {branch}",
        ).of(lang, signer=signer, branch=branch),
    ]
    told([*lines, *(f"  {note.in_language(lang)}" for note in wanted.notes)], lang)
    return 0


def told(lines: Sequence[str], lang: str, err: bool = False) -> None:
    """Print lines, in the typography of the language."""
    if lines:
        click.echo(plain(typographic("\n".join(lines), lang)), err=err)
