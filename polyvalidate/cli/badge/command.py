"""``polyvalidate badge``: signed badges, and the key that signs them."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

badge = Group(
    "badge",
    Text(
        "Badges numériques signés (Open Badges 3.0) : remis à la personne, jamais publiés.",
        "Signed digital badges (Open Badges 3.0): handed to the person, never published.",
    ),
    {
        "issue": "badge.issue:issue",
        "verify": "badge.verify:verify",
        "bake": "badge.bake:bake",
        "revoke": "badge.revoke:revoke",
        "key": "badge.key:key",
    },
)
