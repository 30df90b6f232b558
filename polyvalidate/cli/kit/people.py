"""Whom and what part of the school an option names: a person of the register, a programme, a year of study."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from polyvalidate.cli.kit.commands import option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.grid import Book
from polyvalidate.model.words import Text
from polyvalidate.office.lists.steps import level_of
from polyvalidate.office.register.register import Member
from polyvalidate.repository import Unreadable, today


def one(found: Sequence[Member], text: str) -> Member:
    """The only person whom a text names. Raises ``Unreadable`` when there is none, or several."""
    if not found:
        raise Unreadable(
            Text("Personne dans le registre pour {who}.", "Nobody in the register for {who}."),
            who=text if text.isprintable() else ascii(text)[1:-1],
        )
    if len(found) > 1:
        raise Unreadable(
            Text(
                "Plusieurs personnes conviennent ({shown}). Donnez le numéro ou le pseudonyme.",
                "Several people fit ({shown}). Give the number or the pseudonym.",
            ),
            shown=" ; ".join(f"{member.number} {member.name}" for member in found[:5]),
        )
    return found[0]


def people(register_file: Path | None, repo: Path, branch: str) -> dict[str, Member] | None:
    """The people of the register by pseudonym; None without a register. Raises ``Unreadable`` for another school's."""
    from polyvalidate.office.acts.shelf import hold_to, peek
    from polyvalidate.school.school import open_school

    if register_file is None:
        return None
    register = peek(register_file)
    hold_to(open_school(repo, branch, today(repo, branch)), register, register_file.name)
    return register.by_code


def no_pseudonym(given: str) -> Unreadable:
    """Whom a person meant, when they gave a name or a number; the register, which is private, knows the pseudonym."""
    return Unreadable(
        Text(
            "Donnez le pseudonyme de l'élève, comme s-k3f9q2mz7w. La scolarité le trouve dans son registre : "
            "polyvalidate register find {who} --register registre.json",
            "Give the student's pseudonym, as s-k3f9q2mz7w. The registry office finds it in its register: "
            "polyvalidate register find {who} --register register.json",
        ),
        who=shlex.quote("".join(c for c in given if c.isprintable())[:80]),
    )


programme = option("--programme", metavar="CODE", help=Text("Une spécialité : DI.", "One programme: DI."))


def programme_in(text: str | None, book: Book, terminal: Terminal) -> str | None:
    """A programme of some grid. Raises ``click.BadParameter``."""
    known = sorted({code for grid in book.grids.values() for code in grid.programmes})
    if text is None or text.upper() in known:
        return text.upper() if text is not None else None
    raise terminal.wrong(
        Text("Les spécialités sont {known}.", "The programmes are {known}."), "--programme", known=", ".join(known)
    )


def level_in(text: str | None, option: str, terminal: Terminal) -> int | None:
    """A year of study. Raises ``click.BadParameter``."""
    level = level_of(text) if text is not None else None
    if text is not None and level is None:
        raise terminal.wrong(
            Text("Écrivez une année d'études : 3A, 4A ou 5A.", "Write a year of study: 3A, 4A or 5A."), option
        )
    return level
