"""What a person says of a list and of who is in it, to what is asked of an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from polyvalidate.cli.kit.options import Office, pairs
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.order import Order
from polyvalidate.office.lists.cells import number
from polyvalidate.office.lists.columns import KEYS
from polyvalidate.office.lists.hidden import Hidden


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of the list and of who is in it, as it was typed."""

    columns: tuple[str, ...]
    steps: tuple[str, ...]
    profiles: tuple[str, ...]
    digits: int | None
    sheet: str | None
    ignore_others: bool
    accounts_file: Path | None
    addresses_file: Path | None
    forge: str | None
    accepted: tuple[str, ...]
    entered: tuple[str, ...]
    departures: bool
    left_on: date | None
    new_register: bool
    hidden: Hidden | None
    changes: bool

    def order(self, list_file: Path, cohort: int, office: Office, terminal: Terminal) -> Order:
        """What the import is asked. Raises ``click.BadParameter``."""
        return Order(
            list_file,
            cohort,
            pairs(self.columns, "--column", terminal, KEYS),
            pairs(self.steps, "--programme", terminal),
            pairs(self.profiles, "--profile", terminal),
            self.digits,
            self.sheet,
            self.ignore_others,
            self.accounts_file,
            self.forge,
            frozenset(number(text) or text for text in self.accepted),
            _years(self.entered, cohort, terminal),
            self.addresses_file,
            self.departures,
            self.left_on or office.today,
            office.signer,
            self.new_register,
            self.hidden,
            self.changes,
        )


def _years(given: Sequence[str], cohort: int, terminal: Terminal) -> dict[int, int]:
    """``5=2023``: the new students of the 5th year entered in 2023."""
    found = {}
    for pair in given:
        level, _, year = pair.partition("=")
        if level not in ("4", "5") or not (year.isdigit() and 0 <= cohort - int(year) <= int(level) - 3):
            raise terminal.wrong(
                Text(
                    "Écrivez une année d'études puis l'année d'entrée : 4={fourth}, 5={fifth}.",
                    "Write a year of study, then the year of entry: 4={fourth}, 5={fifth}.",
                ),
                "--entered",
                fourth=cohort - 1,
                fifth=cohort - 2,
            )
        found[int(level)] = int(year)
    return found
