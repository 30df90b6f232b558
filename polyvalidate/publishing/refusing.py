"""Why nothing is published, when the input is sound and the answer is no."""

from __future__ import annotations

from polyvalidate.model import Text


class NotPublished(Exception):
    """Nothing was written; said to the person, exit code 1."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(fr, en)
