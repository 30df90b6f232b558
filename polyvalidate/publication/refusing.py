"""Why nothing is published, when the input is sound and the answer is no."""

from __future__ import annotations

from datetime import date

from polyvalidate.model.words import Text, day, plain


class NotPublished(Exception):
    """Nothing was written; said to the person, exit code 1."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(fr, en)


def day_in_words(on: date) -> Text:
    """A day in both languages, with the ordinary spaces of a terminal."""
    return Text(plain(day(on, "fr")), plain(day(on, "en")))
