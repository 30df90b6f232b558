"""``polyvalidate requests``: the requests of a plain Git server, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polyvalidate import repository
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, resolve
from polyvalidate.repository.history import main_branch

if TYPE_CHECKING:
    from polyvalidate.forge.plain.talk import Talk

NUMBER = click.IntRange(min=1)
REMOTE = option(
    "--remote", default="origin", show_default=True, metavar="NAME", help=Text("Dépôt distant.", "Remote of Git.")
)


@command(
    "requests",
    Text(
        "Liste les demandes ouvertes sur un serveur Git sans forge, ou montre ce qui est dit de l'une d'elles.",
        "List the requests that are open on a Git server without a forge, or show what is said of one of them.",
    ),
)
@argument("number", type=NUMBER, required=False, metavar="[NUMBER]")
@option("--all", "closed", is_flag=True, help=Text("Celles qui sont fermées aussi.", "Those that are closed too."))
@REMOTE
@options.repo
def requests(terminal: Terminal, number: int | None, closed: bool, remote: str, repo: Path) -> int:
    from polyvalidate.forge.plain.store import TALKS, Store
    from polyvalidate.repository import making

    if not making.fetch_all(repo, remote, {f"{TALKS}*": f"{TALKS}*"}, SECONDS):
        raise Unreadable(making.UNREAD, remote=remote)
    store = Store(repo)
    if number is not None:
        terminal.lines(_whole(store.one(number), terminal, repo))
        return 0
    listed = [one for one in store.all() if closed or one.open]
    terminal.lines(_line(one, terminal, repo) for one in listed)
    if not listed:
        terminal.say(Text("Aucune demande ouverte.", "No request is open."))
    return 0


SECONDS = 120.0
"""To fetch what was said of the requests of a school."""


def _line(talk: Talk, terminal: Terminal, repo: Path) -> str:
    said = Text(
        "{number}  {word}  {labels}  (ouverte le {day:date})", "{number}  {word}  {labels}  (opened on {day:date})"
    )
    labels = ", ".join(talk.labels) or "–"
    return terminal.of(said, number=talk.number, word=talk.word, labels=labels, day=_day(talk.opened_at, repo))


def _day(moment: str, repo: Path) -> object:
    from polyvalidate.forge import facts
    from polyvalidate.model.clock import day_in

    return day_in(facts.moment(moment), repository.zone_of(repo))


def _whole(talk: Talk, terminal: Terminal, repo: Path) -> Iterator[str]:
    """Everything that is said of a request, the check's last words at the end."""
    from polyvalidate.forge.handed import roles_at
    from polyvalidate.forge.plain.showing import in_a_terminal, request_lines
    from polyvalidate.forge.plain.talk import OURS
    from polyvalidate.reports.functions import functions

    tip = resolve(repo, main_branch(repo))
    staff = roles_at(repo, tip, repository.today(repo, tip))
    people = {talk.author: _AUTHOR, OURS: _CHECK} | {one: functions([holder])[0] for one, holder in staff.items()}
    yield _line(talk, terminal, repo)
    yield terminal.of(Text("Ouverte par le compte {account}.", "Opened by the account {account}."), account=talk.author)
    for one in talk.said:
        verdict = one.author == OURS and one.body.startswith("<!-- polyvalidate:verdict")
        if not verdict:
            yield ""
            head = Text("— {who}, le {day:date} :", "— {who}, on {day:date}:")
            yield terminal.of(head, who=people.get(one.author, one.author), day=_day(one.at, repo))
            yield from in_a_terminal(one.body) if not one.about else [terminal.of(_APPROVED, head=one.about[:12])]
    yield ""
    yield from request_lines(talk, terminal.lang, unfolded=True)


_CHECK = Text("le contrôle", "the check")
_AUTHOR = Text("qui l'a ouverte", "who opened it")
_APPROVED = Text("approuve {head}", "approves {head}")
