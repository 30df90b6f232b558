"""Commands that are made when somebody calls them: whoever calls one does not pay for the words of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping

import click

from polyvalidate.cli.speaking import name_values


class OnDemand(MutableMapping[str, click.Command]):
    """The commands of a group by name; to look at one, or at all of them, makes it."""

    def __init__(self, makers: Mapping[str, Callable[[], click.Command]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._made:
            command = self._makers[name]()
            name_values(command)
            self._made[name] = command
        return self._made[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._makers[name] = lambda: command
        self._made.pop(name, None)

    def __delitem__(self, name: str) -> None:
        del self._makers[name]
        self._made.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __contains__(self, name: object) -> bool:
        return name in self._makers
