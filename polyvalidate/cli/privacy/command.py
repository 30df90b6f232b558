"""``polyvalidate privacy``: what a school says of personal data."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

privacy = Group(
    "privacy",
    Text("Ce que l'école dit des données personnelles.", "What the school says of personal data."),
    {"kit": "privacy.kit:kit"},
)
