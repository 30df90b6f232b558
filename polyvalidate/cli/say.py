"""``polyvalidate say N TEXT``: something is written below a request of a plain Git server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.requests import NUMBER, REMOTE
from polyvalidate.model.words import LANGUAGES, Text, plain
from polyvalidate.repository import Unreadable


@command(
    "say",
    Text(
        "Écrit sous une demande d'un serveur Git sans forge : un mot, ou une commande (/accepter, /refuser motif,"
        " /compte CODE…). Le serveur sait qui envoie, et sa réponse s'affiche.",
        "Write below a request of a Git server without a forge: a word, or a command (/accept, /refuse reason, /account"
        " CODE…). The server knows who pushes, and its answer is shown.",
    ),
)
@argument("number", type=NUMBER)
@argument("text", required=False, metavar="[TEXT]")
@option("--approve", is_flag=True, help=Text("Approuve ce qu'elle propose aujourd'hui.", "Approve what it proposes."))
@option("--close", is_flag=True, help=Text("Retire votre demande.", "Withdraw your request."))
@REMOTE
@options.repo
def say(terminal: Terminal, number: int, text: str | None, approve: bool, close: bool, remote: str, repo: Path) -> int:
    """0 when the server has taken it and does what it asks, 1 when it has not, or does not."""
    from polyvalidate.forge.plain.store import head_of
    from polyvalidate.repository import making
    from polyvalidate.repository.git import run_git

    if (text is not None) + approve + close != 1:
        raise Unreadable(
            Text(
                'Donnez un texte, ou --approve, ou --close : polyvalidate say {number} "/accepter".',
                'Give a text, or --approve, or --close: polyvalidate say {number} "/accept".',
            ),
            number=number,
        )
    if text is None:
        pushed = making.fetch(repo, remote, head_of(number), head_of(number))
    else:
        pushed = run_git(repo, "hash-object", "-w", "--stdin", stdin=text.encode("utf-8", "replace")).decode().strip()
    what = "say" if text is not None else "approve" if approve else "close"
    done = making.push(repo, remote, pushed, f"refs/polyvalidate/{what}/{number}")
    said = [line.removeprefix("remote:").strip() for line in done.said.splitlines() if line.startswith("remote:")]
    terminal.lines(said, err=done.code != 0)
    if done.code and not said:
        terminal.warn(
            Text("Le serveur ne l'a pas pris : {error}", "The server has not taken it: {error}"), error=done.error
        )
    return 1 if done.code or _refused(said) else 0


def _refused(said: Sequence[str]) -> bool:
    """Does an answer say no? It does so in its title, in the language of the school."""
    from polyvalidate.forge import answering, balances_asked, claims

    answers = (answering.NOT_DONE, *balances_asked.REFUSALS, *claims.REFUSALS)
    titles = {plain(text.of(lang)).partition("\n")[0].lstrip("# ") for text in answers for lang in LANGUAGES}
    return not titles.isdisjoint(map(plain, said))
