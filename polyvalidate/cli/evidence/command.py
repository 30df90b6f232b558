"""``polyvalidate evidence``: the files that prove declarations."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

evidence = Group(
    "evidence",
    Text("Les pièces qui prouvent les déclarations.", "The documents that prove declarations."),
    {"verify": "evidence.verify:verify"},
)
