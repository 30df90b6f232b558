"""``polyvalidate minutes letters``: to each student what the jury decided, in a letter that nobody sends yet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.opening import open_office
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import programme_in
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.minutes import words
from polyvalidate.cli.minutes.words import NOTHING_DECIDED, counted
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_letters import tell
from polyvalidate.office.acts.jury_print import minutes_of, recorded_in
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import OUTCOMES, Asked
from polyvalidate.office.jury.letter import chosen
from polyvalidate.office.register.letters import School
from polyvalidate.repository.private_folder import ready, write_folder


@command(
    "letters",
    Text(
        "Écrit dans un dossier hors du dépôt, pour chaque élève d'une session, la lettre qui dit ce que le jury a"
        " décidé (PDF) et un brouillon de courriel (.eml) qui la porte. Rien n'est envoyé.",
        "Write in a folder outside the repository, for each student of a session, the letter that tells what the jury"
        " decided (PDF), and a draft e-mail (.eml) that carries it. Nothing is sent.",
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
    "--outcome",
    "chosen_outcomes",
    multiple=True,
    type=click.Choice(OUTCOMES),
    help=Text("Ces décisions seulement.", "These decisions only."),
)
@option(
    "--note",
    "notes",
    multiple=True,
    metavar="TEXT",
    help=Text(
        "Paragraphe de l'école, dans chaque lettre : les voies et délais de recours.",
        "A paragraph of the school, in each letter: how to appeal, and until when.",
    ),
)
@options.office("register", "repo", "branch", "dry-run")
def letters(
    terminal: Terminal,
    asked: Asked,
    directory: Path,
    chosen_outcomes: tuple[str, ...],
    notes: tuple[str, ...],
    office: Office,
) -> int:
    """0 when the letters are written (or would be); 1 when the session decided nothing, or somebody has no letter."""
    place = ready(directory)
    school, register = open_office(office)
    found = recorded_in(office.repo, office.branch, None, asked)
    if found is None:
        return terminal.stopped([terminal.of(NOTHING_DECIDED, jury=asked.words)])
    asked = asked._replace(programme=programme_in(asked.programme, found.cohort.checked.book, terminal))
    minutes = minutes_of(found, asked, office.repo)
    rows = chosen(minutes, chosen_outcomes)
    if not rows:
        return terminal.stopped([terminal.of(_NOBODY)])
    counts = Counter(row.outcome for row in rows)
    terminal.lines([counted(counts[one], outcomes.WORDS[one], terminal) for one in OUTCOMES if counts[one]])
    grid = school.latest
    if office.dry_run:
        terminal.say(DRY_RUN)
        return 0
    sender, bar = School(grid.school, grid.site, grid.contact), terminal.bar(Text("lettres", "letters"))
    told = tell(found, minutes, register.by_code, sender, notes, chosen_outcomes, grid.language, bar)
    write_folder(place, told.files)
    terminal.say(_WRITTEN, folder=directory, letters=told.letters, drafts=told.drafts)
    if not notes:
        terminal.say(_NO_APPEAL)
    if told.unnamed:
        terminal.warn(_UNNAMED, n=len(told.unnamed), some=", ".join(told.unnamed[:10]))
    return 1 if told.unnamed else 0


_NOBODY = Text("Personne n'a cette décision dans cette session.", "Nobody has this decision in this session.")
_WRITTEN = Text(
    "✓ {folder} : {letters} {letters:lettre|lettres} (PDF) et {drafts} {drafts:brouillon|brouillons} de courriel.\n"
    "  Rien n'a été envoyé. Relisez une lettre, envoyez, puis supprimez ce dossier.",
    "✓ {folder}: {letters} {letters:letter|letters} (PDF) and {drafts} {drafts:draft|drafts} of e-mails.\n"
    "  Nothing was sent. Read a letter, send, then delete this folder.",
)
_NO_APPEAL = Text(
    "  Elles ne disent pas comment contester la décision, ni jusqu'à quand : si l'école doit le dire, ajoutez --note.",
    "  They do not say how to contest the decision, nor until when: if the school has to say it, add --note.",
)
_UNNAMED = Text(
    "Sans lettre, faute d'être dans le registre : {n} {n:élève|élèves} ({some}).",
    "Without a letter, not being in the register: {n} {n:student|students} ({some}).",
)
