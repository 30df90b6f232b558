"""``make mutants``, last step: are the mutants that the tests let live those that ``mutants.txt`` gives a reason for?

Run where mutmut ran. An entry of the list that answers to no living mutant is an error too: the code has changed, and
its reason may no longer hold.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).parent / "mutants.txt"
NOTICED = frozenset({"killed", "timeout", "caught by type check"})
"""A mutant that never ends is noticed: so would the tests be."""


class Mutant(NamedTuple):
    """A function, and the lines that a mutant puts in it (numbers of mutants change with the code, lines do not)."""

    function: str
    lines: tuple[str, ...]


def read_list(text: str) -> dict[Mutant, str]:
    """The mutants that may live, with their reasons. Raises ValueError for an entry without a line or a reason."""
    found: dict[Mutant, str] = {}
    for block in re.split(r"\n{2,}", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip()):
        if not block:
            continue
        function, *rest = [line.strip() for line in block.split("\n")]
        lines = tuple(line[2:].strip() for line in rest if line.startswith("+ "))
        reason = " ".join(line for line in rest if not line.startswith("+ "))
        if not lines or not reason:
            raise ValueError(f"{LIST.name}: {function} needs a line that begins with “+ ”, and a reason")
        if Mutant(function, lines) in found:
            raise ValueError(f"{LIST.name}: {function} says the same twice: {lines[0]}")
        found[Mutant(function, lines)] = reason
    return found


def complaints(living: Iterable[Mutant], excused: Iterable[Mutant]) -> list[str]:
    """What is wrong, in lines; nothing when the living are exactly the excused."""
    living, excused = set(living), set(excused)
    return [
        *(_shown("lives, and no test notices", mutant) for mutant in sorted(living - excused)),
        *(_shown(f"is in {LIST.name} and lives no more", mutant) for mutant in sorted(excused - living)),
    ]


def _shown(said: str, mutant: Mutant) -> str:
    return "\n".join([f"{mutant.function} {said}:", *(f"    + {line}" for line in mutant.lines)])


def _mutmut(*words: str) -> str:
    program = Path(sys.executable).parent / "mutmut"
    return subprocess.run([program, *words], capture_output=True, text=True, check=True).stdout


def _all() -> dict[str, str]:
    """Every mutant's name and what became of it."""
    rows = (line.strip().rpartition(": ") for line in _mutmut("results", "--all", "true").splitlines())
    return {name: state for name, _, state in rows if "__mutmut_" in name}


def _mutant(name: str) -> Mutant:
    shown = _mutmut("show", name).splitlines()
    lines = tuple(line[1:].strip() for line in shown if line.startswith("+") and not line.startswith("+++"))
    return Mutant(name.rpartition("__mutmut_")[0], lines)


def main() -> int:
    states = _all()
    living = [_mutant(name) for name, state in states.items() if state not in NOTICED]
    excused = read_list(LIST.read_text("utf-8"))
    wrong = complaints(living, excused)
    for complaint in wrong:
        print(complaint)
    print(f"{len(states)} mutants, {len(states) - len(living)} noticed, {len(excused)} excused.")
    return 1 if wrong or not states else 0


if __name__ == "__main__":
    sys.exit(main())
