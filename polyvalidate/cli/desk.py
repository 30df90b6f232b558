"""``polyvalidate desk``: what staff do, in a browser on their own machine."""

from __future__ import annotations

import webbrowser

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.findings import language_for
from polyvalidate.cli.kit.opening import register_of
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text, plain
from polyvalidate.repository import Unreadable

OPEN = Text(
    "Le bureau est ouvert : {address}\nCette adresse n'est que pour vous et cette machine. Ctrl+C pour fermer.",
    "The desk is open: {address}\nThis address is for you and this machine only. Ctrl+C to close.",
)


@command(
    "desk",
    Text(
        "Ouvre dans le navigateur ce qui attend une décision, pour décider sans terminal. Rien ne quitte cette machine"
        " avant qu'on l'envoie, et chaque page dit la commande qui fait la même chose.",
        "Open what awaits a decision in the browser, to decide without a terminal. Nothing leaves this machine before"
        " it is sent, and each page says which command does the same.",
    ),
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help=Text(
        "Port de cette machine ; un port libre si l'on n'en dit rien.", "Port of this machine; a free one by default."
    ),
)
@option("--no-browser", is_flag=True, help=Text("N'ouvre pas le navigateur.", "Do not open the browser."))
@option("--read-only", is_flag=True, help=Text("Montre, et n'enregistre rien.", "Show, and record nothing."))
@options.office("register?", "as", "repo", "branch", "on")
def desk(terminal: Terminal, port: int, no_browser: bool, read_only: bool, office: Office) -> int:
    try:
        from polyvalidate.desk import remembering, serving
        from polyvalidate.desk.state import Desk, at_the_school
    except ModuleNotFoundError as error:
        raise Unreadable(
            Text(
                "Il manque {name} pour ouvrir le bureau : pip install 'polyvalidate[desk]'.",
                "{name} is missing to open the desk: pip install 'polyvalidate[desk]'.",
            ),
            name=error.name,
        ) from error
    from polyvalidate.school.school import School

    place, branch, signer = office.repo.resolve(), office.branch, office.signer
    register = office.register.resolve() if office.register is not None else None
    day = at_the_school(place, branch, office.today)
    school = School.at(place, branch, office.today)
    lang = language_for(school.book, terminal)  # who double-clicks has often no locale that says one
    opened = Desk(place, branch, lang, day, signer, read_only, register)
    if register is not None:
        register_of(school, office)  # another school's is refused before anything is shown
    remembering.settle(opened, school)
    if signer is not None and opened.holder(school) is None:
        known = tuple(one.code for one in opened.people(school)) or ("—",)
        raise Unreadable(
            Text(
                "Ce code n'est pas celui d'une personne en fonction. Écrivez --as {known:list}.",
                "This code is not that of somebody in office. Write --as {known:list}.",
            ),
            known=known,
        )

    def told(address: str) -> None:
        terminal.lines([plain(OPEN.of(lang, address=address))])
        if not no_browser:
            webbrowser.open(address)

    serving.serve(opened, port, told)
    return 0
