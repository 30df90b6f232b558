"""``polyvalidate moodle import``: an export of a past year becomes decided declarations."""

from __future__ import annotations

import hashlib
import shlex
from dataclasses import dataclass
from pathlib import Path

import click

from polyvalidate.cli.kit import at_once as kit
from polyvalidate.cli.kit import options, workbook
from polyvalidate.cli.kit.commands import argument, command, option, together
from polyvalidate.cli.kit.doubts import doubt_lines
from polyvalidate.cli.kit.opening import register_of
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.moodle.words import at_once, outcome
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.words import Text
from polyvalidate.office.acts.signer import signer as signer_of
from polyvalidate.office.acts.take_over import holder_of, take_over
from polyvalidate.office.exchange.moodle_claims import unmapped
from polyvalidate.office.exchange.moodle_export import Export, read_export
from polyvalidate.office.exchange.moodle_map import draft, read_map
from polyvalidate.office.lists.hidden import Hidden
from polyvalidate.office.register.recognising import Known
from polyvalidate.repository import Unreadable, zone_of
from polyvalidate.repository.output import replace_file
from polyvalidate.repository.private_files import read_closed
from polyvalidate.school.school import School, open_school


@dataclass(frozen=True, slots=True)
class Seen:
    """What is read of a workbook: which sheet, and what becomes of its hidden lines."""

    sheet: str | None
    hidden: Hidden | None


@command(
    "import",
    Text(
        "Reprend une année passée : EXPORT, le rapport d'achèvement ou les notes exportés de Moodle (CSV ou Excel),"
        " devient des déclarations évaluées, marquées « origin: moodle », en un seul commit. Commencez par --draft-map,"
        " qui ébauche la correspondance entre Moodle et la grille. Relancée, la commande n'écrit rien de plus.",
        "Take over a past year: EXPORT, the completion report or the grades exported from Moodle (CSV or Excel),"
        " becomes evaluated declarations, marked “origin: moodle”, in a single commit. Begin with --draft-map, which"
        " drafts the map between Moodle and the grid. Running the command again writes nothing more.",
    ),
)
@argument("export_file", metavar="EXPORT", type=options.NEW_FILE)
@option(
    "--map",
    "map_file",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Correspondance entre les activités de Moodle et les codes de la grille (YAML).",
        "Map between the items of Moodle and the codes of the grid (YAML).",
    ),
)
@option(
    "--draft-map",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Écrit seulement une ébauche de cette correspondance, d'après les intitulés.",
        "Only write a draft of this map, after the titles.",
    ),
)
@kit.columns(
    Text(
        "Nom d'une colonne de l'export : number=Identifiant, email=Contact.",
        "Name of a column of the export: number=Identifier, email=Contact.",
    )
)
@together("seen", Seen, workbook.sheet, workbook.hidden_rows)
@option(
    "--second",
    metavar="CODE",
    help=Text(
        "Personne qui relit les points qui demandent une seconde lecture : ref-2.",
        "Person who reads again the points that need a second reader: ref-2.",
    ),
)
@options.office("register?", "as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def import_(
    terminal: Terminal,
    export_file: Path,
    map_file: Path | None,
    draft_map: Path | None,
    columns: dict[str, str],
    seen: Seen,
    second: str | None,
    office: Office,
) -> int:
    """0 when all that can be taken over is (or would be, or was), 1 when nothing was written."""
    data = read_closed(export_file)
    terminal.names_in_git(export_file)
    export = read_export(data, columns, zone_of(office.repo, office.branch), seen.sheet, seen.hidden)
    if isinstance(export, Text):
        raise _unsound(export_file, export)
    school = open_school(office.repo, office.branch, office.today)
    if draft_map is not None:
        return _drafted(export, export_file, draft_map, school, office, terminal)
    if office.register is None or map_file is None:
        raise terminal.misused(
            Text(
                "Donnez --map (ou d'abord --draft-map, qui l'ébauche) et --register.",
                "Give --map (or --draft-map first, which drafts it) and --register.",
            )
        )
    given = read_map(read_closed(map_file))
    if isinstance(given, Text):
        raise _unsound(map_file, given)
    register = register_of(school, office)
    holder = holder_of(school.book, office.signer)
    known = Known.of(register, school.folders)
    done = take_over(school, known, export, given, holder, _second(school.book, second, holder))
    names = {member.code: member.name for member in register.members}
    terminal.lines(outcome(done, export, unmapped(export, given), names, terminal.lang))
    terminal.lines(doubt_lines(done.doubts, terminal.lang), err=True)
    wanted = at_once(done, hashlib.sha256(data).hexdigest(), school.latest.language)
    return kit.write(school, wanted, office, terminal)


def _unsound(path: Path, why: Text) -> Unreadable:
    return Unreadable(Text("{path} : {why}", "{path}: {why}"), path=path, why=why)


def _second(book: Book, code: str | None, holder: RoleHolder) -> RoleHolder | None:
    """Who reads a second time. Raises ``Unreadable`` for somebody who cannot."""
    if code is None:
        return None

    def able(other: RoleHolder) -> bool:
        return other.role == "evaluator" and other.account != holder.account

    try:
        return signer_of(book, code, able, "evaluator")
    except Unreadable:
        raise Unreadable(
            Text(
                "--second : écrivez le code d'une autre personne qui évalue : {known}.",
                "--second: write the code of another person who evaluates: {known}.",
            ),
            known=", ".join(sorted(other.code for other in book.roles.values() if able(other))),
        ) from None


def _drafted(export: Export, source: Path, target: Path, school: School, office: Office, terminal: Terminal) -> int:
    """Write the draft of a map, never over another."""
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
    if office.dry_run:
        click.echo(data, nl=False)
        return 0
    replace_file(target, data)
    terminal.say(
        Text(
            "✓ {target} : {n} {n:activité|activités} de Moodle, dont {sure} {sure:reconnue|reconnues} par"
            " {sure:son|leur} code ou {sure:son|leur} intitulé.\n"
            "  Relisez-le ligne à ligne, complétez-le, puis lancez :",
            "✓ {target}: {n} {n:item|items} of Moodle, of which {sure} known by {sure:its|their} code or title.\n"
            "  Read it line by line, complete it, then run:",
        ),
        target=target,
        n=len(export.items),
        sure=sure,
    )
    words = shlex.join(["polyvalidate", "moodle", "import", str(source), "--map", str(target)])
    terminal.lines([f"  {words} --register … --as CODE --dry-run"])
    return 0
