"""``polyvalidate boxes archive``."""

from __future__ import annotations

from polyvalidate.cli.kit import boxes as kit
from polyvalidate.cli.kit.commands import command
from polyvalidate.cli.kit.forge import installed
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text


@command(
    "archive",
    Text(
        "Retire les droits et archive la boîte des élèves partis, ou arrivés au bout de leur cycle avec leur quitus."
        " Montre d'abord ce qui serait fait.",
        "Take the rights away and archive the box of students who have left, or have come to the end of their cycle"
        " with their quitus. Show first what would be done.",
    ),
)
@kit.where
@kit.office
def archive(terminal: Terminal, where: kit.Where, office: Office) -> int:
    """0 when the boxes are so, 1 when nobody agreed, or the forge refused something."""
    installed()
    from polyvalidate.forge.boxes.steps import archiving

    return kit.act(terminal, where, office, archiving)
