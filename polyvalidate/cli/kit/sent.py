"""A commit that was just made is sent to the school's branch, or is said to be on this machine only."""

from __future__ import annotations

import shlex
from pathlib import Path

from polyvalidate.cli.kit.options import BRANCH, Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository import making
from polyvalidate.repository.replaying import SERVER
from polyvalidate.school.sending import Outcome, Patience, send

TO_BE_SENT = Text(
    "  Il n'est encore que sur cette machine. Pour l'envoyer : {command}",
    "  It is on this machine only so far. To send it: {command}",
)
SENT_BY = Text(
    "  Il n'est encore que sur cette machine. {signer} l'envoie avec son compte : {command}",
    "  It is on this machine only so far. {signer} sends it with their account: {command}",
)


def sent(office: Office, terminal: Terminal, signer: str | None = None) -> int:
    """What becomes of a commit on the branch of an office: 0 when it has entered the server's, or was not to be sent.

    ``signer`` is the code of who has to send it, when that may be somebody else than the person at the keyboard.
    """
    if office.push is not None:
        return send_branch(office.repo, office.branch, office.push, office.wait, terminal)
    said = ["polyvalidate", "send"]
    said += ["--repo", str(office.repo)] if office.repo != Path() else []
    said += ["--branch", office.branch] if office.branch != BRANCH else []
    terminal.say(TO_BE_SENT if signer is None else SENT_BY, command=shlex.join(said), signer=signer or "")
    return 0


def send_branch(repo: Path, branch: str, remote: str, wait: float, terminal: Terminal) -> int:
    """0 when what the branch has is on the server, 1 when it was refused or has no answer yet."""
    terminal.warn(
        Text("Envoi à {remote}, puis attente du contrôle…", "Sending to {remote}, then waiting for its check…"),
        remote=remote,
    )
    done = send(repo, remote, making.branch_of(repo, branch), Patience(wait))
    if done.outcome is Outcome.ENTERED:
        terminal.say(
            Text("✓ Sur le serveur : {commit}, dans {branch}.", "✓ On the server: {commit}, in {branch}."),
            commit=done.commit[:12],
            branch=branch,
        )
        return 0
    terminal.warn(done.text)
    if done.outcome is Outcome.REFUSED:
        terminal.warn(_STILL_HERE, server=SERVER)
    return 1


_STILL_HERE = Text(
    "Ce commit est encore sur cette machine. Corrigez par un autre commit, puis polyvalidate send ; ou, pour l'y"
    " abandonner : git reset --keep {server}",
    "This commit is still on this machine. Mend it with another commit, then polyvalidate send; or, to give it up:"
    " git reset --keep {server}",
)
