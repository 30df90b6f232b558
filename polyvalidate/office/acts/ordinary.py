"""The words of the language, as far as the guides and the grids that come with the program have them."""

from __future__ import annotations

from functools import cache

from polyvalidate.office.register.personal import words_of
from polyvalidate.repository.packaged import packaged


@cache
def ordinary() -> frozenset[str]:
    """A login that is one of them is not looked for: « charge » is a word before it is C. Harge."""
    files = [*packaged("site").rglob("*.md"), *packaged("grid").rglob("*.yml")]
    return frozenset(word for path in files for word in words_of(path.read_text("utf-8", "replace")))
