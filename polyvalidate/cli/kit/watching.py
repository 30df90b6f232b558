"""What a command that knows of a register writes, held against it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from polyvalidate.cli.kit.terminal import Terminal

REGISTER = "POLYVALIDATE_REGISTER"
"""The variable that names the register of whoever works at this machine."""


def watching(run: Callable[[], Any], register: Path | None, others: Sequence[str], terminal: Terminal) -> Any:
    """Run a command, whose ``register`` is None when it was given none, ``others`` are words that mean somebody
    else."""
    place = register or os.environ.get(REGISTER)
    if not place:
        return run()
    from polyvalidate.office.acts.holding import Hold
    from polyvalidate.repository.showing import Withheld, watched

    try:
        with watched(Hold(Path(place), others, may_be_absent=register is not None)):
            return run()
    except Withheld as error:
        return terminal.stopped([terminal.of(error.text)])
