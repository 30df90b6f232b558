"""``polyvalidate register``: the private table of pseudonyms."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

register = Group(
    "register",
    Text(
        "Le registre privé de la scolarité : quel pseudonyme est à qui.",
        "The private register of the registry office: whose is which pseudonym.",
    ),
    {
        "show": "register.show:show",
        "find": "register.show:find",
        "check": "register.check:check",
        "access": "register.access:access",
        "forget": "register.forget:forget",
    },
)
