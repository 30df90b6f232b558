"""``polyvalidate minutes``: the jury, from its working table to its minutes."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

minutes = Group(
    "minutes",
    Text(
        "Le jury : la table de travail, les décisions enregistrées, le PV imprimé, les lettres, le PV vérifié.",
        "The jury: its working table, its decisions recorded, the minutes printed, the letters, the minutes verified.",
    ),
    {
        "prepare": "minutes.prepare:prepare",
        "record": "minutes.record:record",
        "print": "minutes.print_:print_",
        "letters": "minutes.letters:letters",
        "verify": "minutes.verify:verify",
    },
)
