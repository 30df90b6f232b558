"""``polyvalidate register access``: all that the school holds of one person, handed to them as one archive."""

from __future__ import annotations

from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.opening import open_office
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import one
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.access import README, archive, bundle
from polyvalidate.office.register.register import matching
from polyvalidate.repository.private_files import outside_git, replace_private


@command(
    "access",
    Text(
        "Rassemble en une archive ce que l'école a d'une personne (RGPD, article 15) : sa ligne du registre, son"
        " relevé, son dossier, les commits qui l'ont touché ou qui portent son nom, ses justificatifs connus.",
        "Gather in one archive what the school holds of a person (GDPR, article 15): their row of the register, their"
        " statement, their folder, the commits that touched it or have their name, their evidence as known.",
    ),
)
@argument("who")
@option(
    "--output",
    "-o",
    required=True,
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Archive ZIP, hors de tout dépôt Git, lisible par vous seul.",
        "ZIP archive, outside any Git repository, for your eyes only.",
    ),
)
@options.office("register", "repo", "branch", "on")
def access(terminal: Terminal, who: str, output: Path, office: Office) -> int:
    outside_git(output)  # said before anything long
    school, register = open_office(office)
    member = one(matching(register, who), who)
    files = bundle(school, member, office.register_file, terminal.lang)
    replace_private(output, archive(files))
    terminal.lines([f"{member.number}  {member.name}  ({member.code})", f"✓ {output}"])
    terminal.say(
        Text(
            "  {n} fichiers. Ce qui n'y est pas, et que vous devez joindre, est dit dans {readme}.\n"
            "  Relisez commits.csv avant de la remettre : un commit peut nommer aussi quelqu'un d'autre, ou une "
            "personne du même nom.",
            "  {n} files. What is not there, and you must add, is said in {readme}.\n"
            "  Read commits.csv before you hand it over: a commit may also name somebody else, or a person of the same "
            "name.",
        ),
        n=len(files),
        readme=README,
    )
    return 0
