"""The languages in which the texts of a grid are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from polyvalidate.model.findings import Keys
from polyvalidate.model.words import LANGUAGES


def lacking(data: Any, languages: Sequence[str], keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Where a text of accepted data (``{fr: …, en: …}``) lacks one of some languages, and which."""
    if not isinstance(data, Mapping):
        return
    if data and data.keys() <= set(LANGUAGES) and all(isinstance(value, str) for value in data.values()):
        yield from ((keys, lang) for lang in languages if lang not in data)
        return
    for key, value in data.items():
        yield from lacking(value, languages, (*keys, key))
