"""What an option says of a request on a forge: whose account, when it was opened."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polyvalidate.cli.kit.commands import option, terminal_of
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model import accounts
from polyvalidate.model.clock import day_in
from polyvalidate.model.words import Text
from polyvalidate.repository import zone_of
from polyvalidate.repository.boxes import head_in_box

if TYPE_CHECKING:
    _Value = click.ParamType[Any]
else:
    _Value = click.ParamType

_ACCOUNT = re.compile(accounts.ACCOUNT, re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


class _Said(_Value):
    """A value with a form of its own, and the sentence that gives this form."""

    form: Text

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return self.read(value) if isinstance(value, str) else value
        except ValueError:
            terminal = terminal_of(ctx) if ctx is not None else Terminal("en")
            self.fail(terminal.of(self.form), param, ctx)

    def read(self, text: str) -> Any:
        """The value. Raises ValueError."""
        raise NotImplementedError


class _Account(_Said):
    name = "account"
    form = Text(
        "Un compte s'écrit forge:numéro, comme github:583231.", "An account is written forge:number, as github:583231."
    )

    def read(self, text: str) -> str:
        if not _ACCOUNT.fullmatch(text):
            raise ValueError(text)
        return text


class _Opened(_Said):
    """A day, or a moment, of which ``day_opened`` says on which day of the school it falls."""

    name = "time"
    form = Text("Écrivez 2026-02-03 ou 2026-02-03T10:00:00Z.", "Write 2026-02-03 or 2026-02-03T10:00:00Z.")

    def read(self, text: str) -> date:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


class _Called(_Said):
    """What a request is called: its number, or in a box the name of that box as well."""

    name = "request"
    form = Text(
        "Une demande s'écrit par son numéro, 12, ou, dans une boîte, s-k3f9q2mz7w/3.",
        "A request is written by its number, 12, or, in a box, s-k3f9q2mz7w/3.",
    )

    def read(self, text: str) -> str:
        if not _NUMBER.fullmatch(text) and head_in_box(text) is None:
            raise ValueError(text)
        return text


def day_opened(said: date, place: Path, base: str) -> date:
    """The day on which a request was opened, at the school it is made to; a moment without a zone is of that school."""
    if not isinstance(said, datetime):
        return said
    return day_in(said, zone_of(place, base)) if said.tzinfo else said.date()


ACCOUNT, OPENED, CALLED = _Account(), _Opened(), _Called()

head = option(
    "--head",
    required=True,
    metavar="REV",
    help=Text(
        "Révision proposée ; ou demande d'une boîte, s-k3f9q2mz7w/3, apportée par boxes fetch.",
        "Proposed revision; or request of a box, s-k3f9q2mz7w/3, brought by boxes fetch.",
    ),
)
