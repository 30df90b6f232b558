"""Words that go with a count, in both languages."""

from __future__ import annotations


def form(count: int, fr: str, en: str, lang: str) -> str:
    """The words for a count, each pair as ``one|several``: French is plural from two, English unless it is one."""
    one, _, several = (fr if lang == "fr" else en).partition("|")
    plural = count >= 2 if lang == "fr" else count != 1
    return several if plural and several else one
