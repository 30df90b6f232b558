"""``polyvalidate boxes create``."""

from __future__ import annotations

from polyvalidate.cli.kit import boxes as kit
from polyvalidate.cli.kit.commands import command
from polyvalidate.cli.kit.forge import installed
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text


@command(
    "create",
    Text(
        "Crée sur la forge une boîte pour chaque élève présent : un dépôt privé à son nom de code, sa première page,"
        " sa branche protégée. Montre d'abord ce qui serait fait ; relancée, elle finit ce qui manque.",
        "Make a box on the forge for each student who is there: a private repository named as their code, its first"
        " page, its protected branch. Show first what would be done; run again, it finishes what is missing.",
    ),
)
@kit.where
@kit.office
def create(terminal: Terminal, where: kit.Where, office: Office) -> int:
    """0 when the boxes are so, 1 when nobody agreed, or the forge refused something."""
    installed()
    from polyvalidate.forge.boxes.steps import creating

    return kit.act(terminal, where, office, creating)
