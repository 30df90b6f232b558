"""What stops a work and is said to the person."""

from __future__ import annotations

from polyvalidate.model.words import Text


class Told(Exception):
    """Something went wrong: ``text`` is the sentence with its details, in both languages."""

    def __init__(self, said: Text, **details: object) -> None:
        self.text = said.filled(**details) if details else said
        super().__init__(self.text.en)
