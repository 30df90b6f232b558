"""``polyvalidate retention``: what is kept past its time; what can be removed is, and the rest is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.findings import show_findings
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.findings import printable
from polyvalidate.model.grid import Retention
from polyvalidate.model.words import Text
from polyvalidate.office.acts.retention import Removal, forget, read, removal, remove_folders
from polyvalidate.office.acts.shelf import existing, hold_to
from polyvalidate.office.register.keeping import Past, folder_of
from polyvalidate.reports.spreadsheets import csv_for_people
from polyvalidate.repository import private_files
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import open_school

MOST_SHOWN = 20
_KEPT = Text(
    "Durées de la grille, en mois : dossiers {declarations}, registre {register}, pièces jointes {attachments},"
    " procès-verbaux {minutes}.",
    "Times of the grid, in months: folders {declarations}, register {register}, attachments {attachments}, minutes"
    " {minutes}.",
)
_NOTHING = Text("✓ Rien n'est gardé au-delà.", "✓ Nothing is kept beyond.")
_FOLDERS = Text("{n} {n:dossier|dossiers} dans le dépôt :", "{n} {n:folder|folders} in the repository:")
_ROWS = Text("{n} {n:ligne|lignes} du registre :", "{n} {n:row|rows} of the register:")
_ATTACHMENTS = Text(
    "{n} {n:déclaration décidée dont les pièces jointes sont|déclarations décidées dont les pièces jointes sont} à"
    " supprimer, si ce n'est fait :",
    "{n} decided {n:declaration|declarations} whose attachments are to be deleted, unless they were:",
)
_SESSIONS = Text(
    "{n} {n:séance|séances} de jury dont les procès-verbaux sont à détruire ou à verser aux archives :",
    "{n} {n:session|sessions} of the jury whose minutes are to be destroyed or handed to the archives:",
)
_SINCE = Text("  {what}  depuis le {since:date}", "  {what}  since {since:date}")
_MORE = Text("  … et {n} de plus (--output les donne toutes).", "  … and {n} more (--output gives them all).")
_BY_HAND = Text(
    "Ce que cette commande ne peut pas supprimer :\n"
    "  · les pièces jointes et les commentaires : sur la forge, dans chaque demande ;\n"
    "  · l'histoire de Git : un dossier retiré se lit encore dans les versions passées ;\n"
    "  · les copies du dépôt que d'autres ont faites (clones, forks, sauvegardes de la forge) ;\n"
    "  · les procès-verbaux, listes et courriels rangés hors de Git.",
    "What this command cannot delete:\n"
    "  · attachments and comments: on the forge, in each request;\n"
    "  · the history of Git: a folder that was removed can still be read in past versions;\n"
    "  · the copies of the repository that others made (clones, forks, backups of the forge);\n"
    "  · minutes, lists and e-mails that are kept outside Git.",
)
_COLUMNS = ("objet", "pseudonyme", "chemin", "fichiers", "depuis")


@command(
    "retention",
    Text(
        "Montre ce qui est gardé au-delà des durées de la grille : dossiers, lignes du registre, pièces jointes,"
        " procès-verbaux. Avec --apply, retire les dossiers en un commit et les lignes du registre, et dit ce qui"
        " reste.",
        "Show what is kept beyond the times of the grid: folders, rows of the register, attachments, minutes. With"
        " --apply, remove the folders in one commit and the rows of the register, and say what is left.",
    ),
)
@option(
    "--apply",
    "applied",
    is_flag=True,
    help=Text("Retire ce qui peut l'être, après confirmation.", "Remove what can be, once confirmed."),
)
@option(
    "--output",
    "-o",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text("Écrit toute la liste en CSV dans ce fichier, hors de Git.", "Write the whole list as CSV, outside Git."),
)
@option(
    "--since",
    type=options.DAY,
    metavar="DATE",
    help=Text(
        "Des pièces jointes et des procès-verbaux, seulement ceux arrivés à terme depuis ce jour.",
        "Of attachments and minutes, only those that came to their time since this day.",
    ),
)
@options.office("register?", "as", "repo", "branch", "on", "yes", "push", "wait")
def retention(terminal: Terminal, applied: bool, output: Path | None, since: date | None, office: Office) -> int:
    """0 when no folder and no row is past its time, or all were removed; 1 when some are left."""
    with ExitStack() as held:
        school = open_school(office.repo, office.branch, office.today)
        shelf, register = None, None
        if office.register is not None:
            shelf, register = held.enter_context(existing(office.register))
            hold_to(school, register, office.register.name)
        found = read(school, register.members if register is not None else ())
        if since is not None:
            found = found.since(since, school.latest.retention)
        terminal.lines(_told(found, school.latest.retention, terminal))
        if register is None:
            terminal.say(
                Text(
                    "Le registre n'a pas été regardé : ajoutez --register.",
                    "The register was not looked at: add --register.",
                )
            )
        if output is not None:
            private_files.replace_private(output, _csv(found, terminal.lang))
        if not applied or not (found.folders or found.rows):
            return 1 if found.folders or found.rows else 0
        holder = school.signer(office.signer)
        committer = Committer(office.repo, office.branch, school.commit)
        removed = removal(school, found.folders, holder)
        own = {one.code for one in removed.own}
        rows = tuple(member for member in found.rows if member.code not in own)
        if removed.findings:
            show_findings(removed.findings, {}, school.book, terminal)
            return terminal.stopped()
        question = Text(
            "\nRetirer {folders} {folders:dossier|dossiers} et {rows} {rows:ligne|lignes} du registre, sans retour ?",
            "\nRemove {folders} {folders:folder|folders} and {rows} {rows:row|rows} of the register, for good?",
        )
        if not terminal.agreed(question, yes=office.yes, folders=len(removed.people), rows=len(rows)):
            return terminal.stopped()
        # Rows first: a folder that a stopped command has left is found again, a row without its folder is not.
        uncleaned = forget(shelf, rows) if shelf is not None else ()
        _say_rows(len(rows), uncleaned, terminal)
        code = 0
        if removed.people:
            made = remove_folders(committer, school, removed, holder, datetime.now().astimezone())
            _say_commit(made, removed, office, terminal)
            code = sent(office, terminal)
        _say_own(removed, terminal)
        return 1 if removed.own or uncleaned else code


def _told(found: Past, kept: Retention, terminal: Terminal) -> Iterator[str]:
    yield terminal.of(
        _KEPT,
        declarations=kept.declarations,
        register=min(kept.register, kept.declarations),
        attachments=kept.attachments,
        minutes=kept.minutes,
    )
    if found.nothing:
        yield terminal.of(_NOTHING)
        return
    parts = (
        (_FOLDERS, [terminal.of(_SINCE, what=folder_of(one), since=one.since) for one in found.folders]),
        (_ROWS, [f"  {one.code}" for one in found.rows]),
        (
            _ATTACHMENTS,
            [
                terminal.of(_SINCE, what=f"{one.path}  {', '.join(map(printable, one.names))}", since=one.since)
                for one in found.attachments
            ],
        ),
        (_SESSIONS, [terminal.of(_SINCE, what=printable(one.code), since=one.since) for one in found.sessions]),
    )
    for title, lines in parts:
        if lines:
            yield ""
            yield terminal.of(title, n=len(lines))
            yield from lines[:MOST_SHOWN]
            if len(lines) > MOST_SHOWN:
                yield terminal.of(_MORE, n=len(lines) - MOST_SHOWN)
    yield ""
    yield terminal.of(_BY_HAND)


def _csv(found: Past, lang: str) -> bytes:
    rows: list[tuple[str, ...]] = [_COLUMNS]
    rows += [("dossier", one.code, folder_of(one), "", one.since.isoformat()) for one in found.folders]
    rows += [("registre", one.code, "", "", "") for one in found.rows]
    rows += [
        ("pieces", one.path.split("/")[2], one.path, ", ".join(one.names), one.since.isoformat())
        for one in found.attachments
    ]
    rows += [("proces-verbal", "", one.code, "", one.since.isoformat()) for one in found.sessions]
    return csv_for_people(rows, lang)


def _say_commit(made: str, removed: Removal, office: Office, terminal: Terminal) -> None:
    terminal.say(
        Text(
            "✓ {n} {n:dossier retiré|dossiers retirés}, commit {made} sur {branch}.",
            "✓ {n} {n:folder|folders} removed, commit {made} on {branch}.",
        ),
        n=len(removed.people),
        made=made[:12],
        branch=office.branch,
    )


def _say_rows(rows: int, uncleaned: tuple[Path, ...], terminal: Terminal) -> None:
    if rows:
        terminal.say(
            Text(
                "✓ {n} {n:ligne effacée|lignes effacées} du registre et de ses sauvegardes.",
                "✓ {n} {n:row|rows} erased from the register and its backups.",
            ),
            n=rows,
        )
    for path in uncleaned:
        terminal.say(
            Text(
                "✗ {name} n'a pas pu être nettoyée : supprimez ce fichier.",
                "✗ {name} could not be cleaned: delete this file.",
            ),
            name=path.name,
        )


def _say_own(removed: Removal, terminal: Terminal) -> None:
    for one in removed.own:
        terminal.say(
            Text(
                "✗ {path} est le vôtre : une autre personne de la scolarité doit le retirer.",
                "✗ {path} is your own: somebody else of the registry office must remove it.",
            ),
            path=folder_of(one),
        )
