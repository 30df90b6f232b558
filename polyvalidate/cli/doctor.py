"""``polyvalidate doctor``: is the school set up as it must be, on its forge and in its branch?"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from polyvalidate.cli.kit import forge as kit
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, making
from polyvalidate.school.school import School, open_school

if TYPE_CHECKING:
    from polyvalidate.forge.doctor.lines import Line

MARKS = {"good": "✓", "wrong": "✗", "unseen": "?"}


@command(
    "doctor",
    Text(
        "Regarde si l'école est bien réglée sur sa forge : protection de la branche, jeton, tâches, qui peut écrire,"
        " comptes de grid/roles.yml. Ne change rien. Ce qui ne se lit pas avec ce jeton (FORGEJO_TOKEN, GITHUB_TOKEN,"
        " GITLAB_TOKEN) est marqué « ? », jamais « ✓ » ; finit par 1 s'il reste un « ✗ ».",
        "Look whether the school is well set on its forge: protection of the branch, token, jobs, who may write,"
        " accounts of grid/roles.yml. Change nothing. What cannot be read with this token (FORGEJO_TOKEN, GITHUB_TOKEN,"
        " GITLAB_TOKEN) is marked “?”, never “✓”; end with 1 when a “✗” is left.",
    ),
)
@options.repo
@options.branch
@kit.forge_option(
    Text(
        "Forge de l'école ; à défaut, celle des comptes de grid/roles.yml.",
        "Forge of the school; that of the accounts of grid/roles.yml by default.",
    ),
    "git",
)
@option(
    "--place",
    metavar="OWNER/NAME",
    help=Text(
        "Dépôt sur la forge ; à défaut, celui d'où vient cette copie (origin).",
        "Repository on the forge; the one that this copy comes from (origin) by default.",
    ),
)
@options.form("text", "json")
@options.today()
def doctor(
    terminal: Terminal, repo: Path, branch: str, forge: str | None, place: str | None, format_name: str, today: date
) -> int:
    """0 when nothing is wrong, whatever could not be seen; 1 otherwise."""
    school = open_school(repo, branch, today)
    lines = []
    for line in _lines(school, branch, forge, place):
        lines.append(line)
        if format_name == "text":
            terminal.lines(_told(line, terminal))
    if format_name == "json":
        terminal.lines([_json(lines, terminal)])
    else:
        counted = Counter(str(line.mark) for line in lines)
        said = Text(
            "\n{good} ✓ · {wrong} ✗ · {unseen} ? : ce qui est marqué « ? » reste à voir vous-même.",
            "\n{good} ✓ · {wrong} ✗ · {unseen} ?: what is marked “?” is for you to see.",
        )
        terminal.say(said, good=counted["good"], wrong=counted["wrong"], unseen=counted["unseen"])
    return 1 if any(line.mark == "wrong" for line in lines) else 0


def _lines(school: School, branch: str, forge: str | None, place: str | None) -> Iterator[Line]:
    """What this machine can say, then what the forge says."""
    kit.installed()
    from polyvalidate.forge.doctor import examined
    from polyvalidate.forge.doctor.asked import Asked, forge_of
    from polyvalidate.forge.doctor.local import examined_here
    from polyvalidate.forge.doctor.plain import examined_on_server
    from polyvalidate.forge.door import place_in

    name = forge or forge_of(school.book)
    if name is None or name not in (*kit.FORGES, "git"):
        raise Unreadable(_WHICH)
    address = making.address(school.place, "origin")
    yield from examined_here(school.place, school.commit, name)
    if name == "git":
        yield from examined_on_server(school.place, address)
        return
    where = place or place_in(name, os.environ, address)
    if not where:
        raise Unreadable(_WHERE)
    bot = os.environ.get("POLYVALIDATE_BOT", "")
    asked = Asked.of(school.book, school.students, name, where, branch, school.commit, bot)
    door = cache(lambda: kit.opened(name))
    try:
        yield from examined(door, asked)
    finally:
        if door.cache_info().currsize:
            door().close()


def _told(line: Line, terminal: Terminal) -> list[str]:
    said = [f"{MARKS[line.mark]} {terminal.of(line.check.must)}"]
    if line.found is not None:
        said.append(f"    {terminal.of(line.found)}")
    if line.mark != "good":
        said.append(f"    → {terminal.of(line.check.click)}")
    return said


def _json(lines: Sequence[Line], terminal: Terminal) -> str:
    rows = [
        {
            "topic": line.check.topic,
            "mark": line.mark,
            "must": terminal.of(line.check.must),
            "found": terminal.of(line.found) if line.found is not None else None,
            "click": terminal.of(line.check.click),
        }
        for line in lines
    ]
    return json.dumps({"checks": rows}, ensure_ascii=False, indent=2)


_WHICH = Text(
    "Dites sur quelle forge est l'école : --forge forgejo, github, gitlab ou git.",
    "Say on which forge the school is: --forge forgejo, github, gitlab or git.",
)
_WHERE = Text(
    "Dites quel dépôt de la forge est celui de l'école : --place ecole/points.",
    "Say which repository of the forge is the school's: --place school/points.",
)
