"""What is said of letters that were written."""

from __future__ import annotations

from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.mail import MERGE_FILE, Mailed


def letters_told(mailed: Mailed, cure: Text, terminal: Terminal) -> None:
    """Where they are, and what is left to do; ``cure`` ends the sentence on students who have no address."""
    terminal.say(
        Text(
            "✓ Courriels dans {folder} : {file} ({rows} {rows:ligne|lignes}) et {drafts}"
            " {drafts:brouillon|brouillons}\n"
            "  Rien n'a été envoyé. Relisez un brouillon, envoyez, puis supprimez ce dossier.",
            "✓ Letters in {folder}: {file} ({rows} {rows:row|rows}) and {drafts} {drafts:draft|drafts}\n"
            "  Nothing was sent. Read a draft, send, then delete this folder.",
        ),
        folder=mailed.folder,
        file=MERGE_FILE,
        rows=mailed.rows,
        drafts=mailed.drafts,
    )
    if without := mailed.rows - mailed.drafts:
        terminal.say(
            Text(
                "  {n} {n:élève n'a|élèves n'ont} pas d'adresse connue{cure}.",
                "  {n} {n:student has|students have} no known address{cure}.",
            ),
            n=without,
            cure=cure,
        )
