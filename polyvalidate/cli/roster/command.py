"""``polyvalidate roster``: who studies here, without a name in the repository."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

roster = Group(
    "roster",
    Text(
        "La liste des élèves, tenue par la scolarité. Les noms restent dans le registre, hors du dépôt.",
        "The list of students, kept by the registry office. Names stay in the register, outside the repository.",
    ),
    {
        "import": "roster.import_:import_",
        "change": "roster.change:change",
        "move": "roster.move:move",
        "mail": "roster.mail:mail",
        "claims": "roster.claims:claims",
    },
)
