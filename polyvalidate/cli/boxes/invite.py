"""``polyvalidate boxes invite``."""

from __future__ import annotations

from polyvalidate.cli.kit import boxes as kit
from polyvalidate.cli.kit.commands import command
from polyvalidate.cli.kit.forge import installed
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text


@command(
    "invite",
    Text(
        "Donne à chaque élève l'écriture dans sa boîte, et retire toute personne qui n'est ni l'élève ni de l'équipe."
        " Montre d'abord ce qui serait fait ; relancée, elle finit ce qui manque.",
        "Let each student write to their box, and take away whoever is neither the student nor of staff. Show first"
        " what would be done; run again, it finishes what is missing.",
    ),
)
@kit.where
@kit.office
def invite(terminal: Terminal, where: kit.Where, office: Office) -> int:
    """0 when the boxes are so, 1 when nobody agreed, or the forge refused something."""
    installed()
    from polyvalidate.forge.boxes.steps import inviting

    return kit.act(terminal, where, office, inviting)
