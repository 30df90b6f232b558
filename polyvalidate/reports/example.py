"""The example of a rule as the check tells it (``expected.txt``, beside the example), read back."""

from __future__ import annotations

import re
from typing import NamedTuple

SAID = {"fr": "expected.txt", "en": "expected.en.txt"}
"""What the check says of the bad example of a rule, by language."""

_EXCERPT = re.compile(r" *[0-9]+ │")
_CARETS = re.compile(r"^ *│ *\^+ ?")


class Told(NamedTuple):
    """One finding: where it stands, the lines that show it, what is wrong, what to write."""

    where: str
    lines: tuple[str, ...]
    message: str
    help: str


def told(said: str, code: str) -> Told:
    """The first finding of a rule in a text, which must hold one."""
    for block in said.strip().split("\n\n"):
        first, *lines = block.split("\n")
        where, found, _ = (*first.split("  "), "", "")[:3]
        if found == code:
            # The last line is the address of the page.
            *shown, _ = lines
            start = next(number for number, line in enumerate(shown) if line.lstrip().startswith("= "))
            message, mend = shown[:start], shown[start:]
            if _EXCERPT.match(message[0]):
                message = [_CARETS.sub("", message[1]), *(line.partition("│ ")[2] for line in message[2:])]
            return Told(where, tuple(shown), _joined(message), _joined(mend).removeprefix("= "))
    raise ValueError(f"{code} is not told")


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines if line.strip())
