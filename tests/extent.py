"""How far the long tests go: all the way (``make test-all``, as continuous integration does), or a fixed part of it.

Nothing is left out by ``make test``: a property is tried on fewer examples, a command is stopped at fewer of its calls,
a school has fewer students.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

WHOLE = os.environ.get("POLYVALIDATE_WHOLE") == "1"

Value = TypeVar("Value")


def examples(whole: int, *, all_of_them: bool = WHOLE) -> int:
    """How many examples a property is tried on."""
    return whole if all_of_them else min(whole, max(10, whole // 5))


def spread(values: Sequence[Value], few: int, *, all_of_them: bool = WHOLE) -> list[Value]:
    """All the values, or a few at equal distances, the first and the last among them: always the same."""
    last = len(values) - 1
    if all_of_them or last < few:
        return list(values)
    return [values[round(at * last / (few - 1))] for at in range(few)]
