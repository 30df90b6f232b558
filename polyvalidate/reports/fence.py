"""What others wrote, shown on a forge as they wrote it: in one fenced block, where nothing is markup, a link, a call to
somebody or a command.

```
Titre         Visite au lycée        the fence is longer than any run of backquotes in it
Description   Présentation aux       each line of theirs begins further right than where a fence may close
              élèves.                (CommonMark: three spaces), or a quick action of GitLab begin (the margin)
```
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from polyvalidate.files.source import forbidden
from polyvalidate.reports.context import inert

MOST_CHARACTERS = 2_000
"""Of one text: what the schema lets a description hold. Characters that are shown as escapes are longer."""
COLUMNS = 76
"""How wide a line is: more would have to be scrolled sideways on a forge."""
_LEAST_INDENT = 6


def fenced(said: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The lines of a block that holds labels of ours, each with a text of somebody else's."""
    indent = max([_LEAST_INDENT, *(len(label) + 2 for label, _ in said)])
    lines = [line for label, text in said for line in _laid_out(label, text, indent)]
    runs = re.findall("`+", "\n".join(lines))
    fence = "`" * (max(map(len, ["``", *runs])) + 1)
    yield f"{fence}text"
    yield from lines
    yield fence


def is_cut(text: str) -> bool:
    """Is only the beginning of a text shown?"""
    return len(_seen(text)) > MOST_CHARACTERS


def _laid_out(label: str, text: str, indent: int) -> Iterator[str]:
    lines = [part for line in _seen(text)[:MOST_CHARACTERS].split("\n") for part in _wrapped(line, COLUMNS - indent)]
    yield f"{label:{indent}}{lines[0]}".rstrip()
    yield from (f"{'':{indent}}{line}".rstrip() for line in lines[1:])


def _wrapped(line: str, width: int) -> Iterable[str]:
    return textwrap.wrap(line, width, replace_whitespace=False, break_on_hyphens=False) or [""]


def _seen(text: str) -> str:
    """Every character that cannot be seen written as an escape, but for the ends of lines."""
    lines = ("".join(ascii(c)[1:-1] if forbidden(c) else c for c in inert(line)) for line in text.split("\n"))
    return "\n".join(lines).strip("\n")
