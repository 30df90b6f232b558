"""``polyvalidate send``: what was committed here enters the school's branch on the server."""

from __future__ import annotations

from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.sent import send_branch
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text


@command(
    "send",
    Text(
        "Envoie au serveur ce qui a été enregistré ici, et met la branche à jour. Cela attend d'abord sur une branche à"
        " part, où l'école le contrôle avec les droits de votre compte ; puis cela entre dans la branche, ou la raison"
        " de son refus s'affiche. Se relance sans danger.",
        "Send what was committed here to the server, and bring the branch up to date. It first waits on a branch of its"
        " own, where the school checks it with the rights of your account; then it enters the branch, or the reason why"
        " not is shown. Safe to run again.",
    ),
)
@option(
    "--to", "remote", default="origin", show_default=True, metavar="NAME", help=Text("Dépôt distant.", "Remote of Git.")
)
@options.wait
@options.repo
@options.branch
def send(terminal: Terminal, remote: str, wait: float, repo: Path, branch: str) -> int:
    """0 when the server's branch holds everything, 1 when it was refused or has no answer yet."""
    return send_branch(repo, branch, remote, wait, terminal)
