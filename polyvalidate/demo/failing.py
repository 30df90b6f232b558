"""The one way in which making a demonstration school fails."""

from __future__ import annotations

from polyvalidate.model.words import Text


class DemoError(Exception):
    """The school cannot be made; ``text`` tells the person why and what to do. Nothing half made is left."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(fr, en)
