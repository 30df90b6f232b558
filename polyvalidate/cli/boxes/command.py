"""``polyvalidate boxes``."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

boxes = Group(
    "boxes",
    Text(
        "Les boîtes des élèves sur la forge : un dépôt privé par élève, pour toute une promotion.",
        "The boxes of students on the forge: a private repository for each, for a whole cohort.",
    ),
    {
        "create": "boxes.create:create",
        "invite": "boxes.invite:invite",
        "archive": "boxes.archive:archive",
        "check": "boxes.check:check",
        "fetch": "boxes.fetch:fetch",
    },
)
