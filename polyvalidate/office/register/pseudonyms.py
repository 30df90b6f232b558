"""Pseudonyms: random, so that nothing about a person can be computed from one, nor one from a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: no letter that could be read as another."""
LENGTH = 10
CODE = re.compile(r"s-[0-9a-hjkmnp-tv-z]{10}", re.ASCII)

Choose = Callable[[str], str]
"""One of the characters of a text, drawn by a generator that nobody can predict (``secrets.choice``)."""


def draw(taken: Collection[str], choose: Choose) -> str:
    """A pseudonym that nobody has. One made of digits only is drawn again: it could be taken for a number."""
    while True:
        letters = "".join(choose(ALPHABET) for _ in range(LENGTH))
        code = f"s-{letters}"
        if code not in taken and not letters.isdigit():
            return code
