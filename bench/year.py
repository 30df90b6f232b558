"""The registry office's year at nine hundred students, one command after the other, with how long each takes.

    .venv/bin/python -m bench.year [STUDENTS]

It plays the very scenario of ``tests/office/test_the_school_year.py``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.office.school_year import Done, Year
from tests.office.test_the_school_year import play


def main() -> None:
    def tell(done: Done) -> None:
        words = done.typed.split()
        print(f"{done.seconds:6.2f} s  {' '.join(word for word in words[:2] if '/' not in word)}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        year = Year(Path(folder) / "année", int(sys.argv[1]) if len(sys.argv) > 1 else 900, tell)
        play(year)
    slowest = max(year.done, key=lambda done: done.seconds)
    total = sum(done.seconds for done in year.done)
    print(f"{len(year.done)} commands, {total:.0f} s in all; the slowest took {slowest.seconds:.2f} s")


if __name__ == "__main__":
    main()
