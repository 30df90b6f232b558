"""``polyvalidate roster mail``: to each student their pseudonym, in a letter that nobody sends yet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.letters import letters_told
from polyvalidate.cli.kit.opening import open_office
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import one
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.roster.words import CURE
from polyvalidate.model.words import Text
from polyvalidate.office.acts.mail import letters_of, write_letters
from polyvalidate.office.acts.shelf import with_key
from polyvalidate.office.register.register import matching
from polyvalidate.repository import Unreadable
from polyvalidate.repository.private_folder import ready


@command(
    "mail",
    Text(
        "Écrit dans DIR une liste pour le publipostage et un brouillon de courriel (.eml) par élève : pseudonyme et"
        " lien du formulaire. Rien n'est envoyé.",
        "Write a mail-merge list and a draft e-mail (.eml) for each student in DIR: pseudonym and link to the form."
        " Nothing is sent.",
    ),
)
@argument("directory", metavar="DIR", type=options.PATH)
@options.cohort
@option(
    "--who",
    multiple=True,
    metavar="WHO",
    help=Text("Ces personnes seulement : pseudonyme ou numéro.", "These people only: pseudonym or number."),
)
@options.office("register", "repo", "branch", "on", "dry-run")
def mail(terminal: Terminal, directory: Path, cohort: int | None, who: tuple[str, ...], office: Office) -> int:
    """Letters of students who are enrolled and have not left."""
    folder = ready(directory)
    school, register = open_office(office)
    chosen = [one(matching(register, text), text) for text in who] or register.members
    here = {s.code for s in school.students.values() if s.left is None or s.left > office.today}
    members = [m for m in chosen if cohort in (None, m.cohort) and m.code in here]
    if not members:
        raise Unreadable(Text("Personne à qui écrire.", "There is nobody to write to."))
    if office.dry_run:
        terminal.say(Text("(Essai : {n} {n:élève|élèves}.)", "(Dry run: {n} {n:student|students}.)"), n=len(members))
    else:
        register = with_key(office.register_file, datetime.now().astimezone())
        made = letters_of(school, register, members, office.today)
        letters_told(write_letters(folder, made), CURE, terminal)
    return 0
