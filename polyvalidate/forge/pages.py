"""The pages of accounts: where readers are led who want to know whom something waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from polyvalidate.forge.adapter import Forge
from polyvalidate.forge.fault import Fault


class Pages:
    """What the forge has answered is not asked again; once it does not answer, nothing more is asked: a verdict without
    its links is as good a verdict."""

    def __init__(self, forge: Forge) -> None:
        self._forge = forge
        self._known: dict[str, str | None] = {}
        self._silent = False

    def of(self, accounts: Iterable[str]) -> Mapping[str, str]:
        """The address of the page of each account that has one on this forge."""
        return {account: page for account in accounts if (page := self._page(account)) is not None}

    def _page(self, account: str) -> str | None:
        forge, _, number = account.partition(":")
        if account not in self._known and forge == self._forge.name and not self._silent:
            try:
                self._known[account] = self._forge.page(int(number))
            except Fault:
                self._silent = True
        return self._known.get(account)
