"""``polyvalidate minutes print``: the minutes of a session, in a folder outside the repository."""

from __future__ import annotations

from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import people, programme_in
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.minutes import words
from polyvalidate.cli.minutes.words import NOTHING_DECIDED, counted
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_print import forms, minutes_of, recorded_in
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import Asked, Minutes
from polyvalidate.office.jury.document import replaced
from polyvalidate.office.jury.tables import People
from polyvalidate.repository.private_folder import ready, write_folder


@command(
    "print",
    Text(
        "Imprime le PV d'une session dans un dossier hors du dépôt : PDF à signer, XLSX, CSV et JSON. Les mêmes"
        " décisions donnent toujours les mêmes octets.",
        "Print the minutes of a session in a folder outside the repository: PDF to be signed, XLSX, CSV and JSON."
        " The same decisions always give the same bytes.",
    ),
)
@words.asked(words.programme)
@option(
    "--directory",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=Text("Dossier, nouveau ou vide, hors de tout dépôt Git.", "Folder, new or empty, outside any repository."),
)
@option(
    "--rev",
    metavar="REV",
    help=Text(
        "Commit d'où lire les décisions (celui où la dernière de la session a été enregistrée).",
        "Commit from which the decisions are read (the one in which the last of the session was recorded).",
    ),
)
@option(
    "--pseudonyms",
    type=click.Choice(["never", "only", "both"]),
    help=Text(
        "Pseudonymes : jamais à côté d'un nom (avec un registre), seuls (sans registre), ou les deux.",
        "Pseudonyms: never beside a name (with a register), only them (without a register), or both.",
    ),
)
@options.office("names", "repo", "branch", "dry-run")
def print_(
    terminal: Terminal, asked: Asked, directory: Path, rev: str | None, pseudonyms: str | None, office: Office
) -> int:
    """0 when the minutes are written (or would be), 1 when the session has decided nothing."""
    place = ready(directory)
    repository.resolve(office.repo, office.branch)
    found = recorded_in(office.repo, office.branch, rev, asked)
    if found is None:
        return terminal.stopped([terminal.of(NOTHING_DECIDED, jury=asked.words)])
    asked = asked._replace(programme=programme_in(asked.programme, found.cohort.checked.book, terminal))
    minutes = minutes_of(found, asked, office.repo)
    if not minutes.rows:
        return terminal.stopped([terminal.of(NOTHING_DECIDED, jury=asked.words)])
    members = people(office.register, office.repo, office.branch) if pseudonyms != "only" else None
    if members is None and pseudonyms in ("never", "both"):
        raise terminal.wrong(Text("Des noms demandent --register.", "Names need --register."), "--pseudonyms")
    files = forms(minutes, People(members, coded=members is None or pseudonyms == "both"), terminal.lang, found.made_on)
    if not office.dry_run:
        write_folder(place, files)
    terminal.lines(
        [*_total_lines(minutes, terminal), *_file_lines([directory / name for name in files], office, terminal)]
    )
    if members is not None:
        terminal.lines(words.named_lines(minutes, members, terminal, len(files)))
    else:
        terminal.say(
            Text(
                "  Sans noms : ajoutez --register pour un PV nominatif.",
                "  Without names: add --register for minutes with names.",
            )
        )
    return 0


def _total_lines(minutes: Minutes, terminal: Terminal) -> list[str]:
    title = Text(
        "PV du jury {jury} : {n} {n:décision|décisions}, commit {commit}",
        "Minutes of the jury {jury}: {n} {n:decision|decisions}, commit {commit}",
    )
    totals = minutes.totals | {None: minutes.undecided}
    return [
        terminal.of(title, jury=minutes.asked.words, n=len(minutes.rows), commit=minutes.commit[:12]),
        "",
        *(counted(count, outcomes.WORDS[outcome], terminal) for outcome, count in totals.items() if count),
        "",
        *(terminal.of(text) for text in replaced(minutes)),
    ]


def _file_lines(files: list[Path], office: Office, terminal: Terminal) -> list[str]:
    if office.dry_run:
        return [terminal.of(words.DRY)]
    signed = Text(
        "  Le PDF est à signer. Pour vérifier un de ces fichiers, un jour :",
        "  The PDF is to be signed. To verify one of these files, some day:",
    )
    return [*(f"✓ {file}" for file in files), terminal.of(signed), words.then(office, "verify", files[0])]
