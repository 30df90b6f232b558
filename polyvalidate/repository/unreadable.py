"""What cannot be read, said to the person."""

from __future__ import annotations

from polyvalidate.model.words import Text


class Unreadable(Exception):
    """A root, revision or file that cannot be read: said to the person, exit code 2."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(fr, en)
