"""Who holds a role, as readers are told of them: by code, by function, and by the page of the account where a forge has
one; never by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.reports.context import MORE, inert
from polyvalidate.reports.markdown import inactive

MOST = 6
"""How many are told one by one."""
NOBODY = Text("personne pour l'instant", "nobody for now")
NO_PAGES: Mapping[str, str] = MappingProxyType({})


def functions(holders: Sequence[RoleHolder]) -> tuple[Text, ...]:
    """Each as a terminal says it, to be listed: ``ref-3 (Référent·e de la catégorie 3)``."""
    return _bounded([Text(*(f"{holder.code} ({_title(holder, lang)})" for lang in LANGUAGES)) for holder in holders])


def linked(holders: Sequence[RoleHolder], pages: Mapping[str, str] = NO_PAGES) -> tuple[Text, ...]:
    """Each in Markdown. ``pages`` are the addresses of accounts; nobody is called by a link."""
    return _bounded([Text(*(_linked(holder, pages, lang) for lang in LANGUAGES)) for holder in holders])


def _linked(holder: RoleHolder, pages: Mapping[str, str], lang: str) -> str:
    title, page = inactive(_title(holder, lang)), pages.get(holder.account)
    return f"{holder.code} ({title if page is None else f'[{title}]({page})'})"


def _title(holder: RoleHolder, lang: str) -> str:
    return inert(holder.title.in_language(lang))


def _bounded(said: list[Text]) -> tuple[Text, ...]:
    more = [MORE.filled(n=len(said) - MOST)] if len(said) > MOST else []
    return (*said[:MOST], *more) or (NOBODY,)
