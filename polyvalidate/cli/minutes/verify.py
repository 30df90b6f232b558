"""``polyvalidate minutes verify``: old minutes made again from their commit, and compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import people
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.minutes import words
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_history import Recording
from polyvalidate.office.acts.jury_verify import (
    BYTES,
    DIFFERS,
    EQUAL,
    LOST,
    ONLY_NAMES,
    SAME_DECISIONS,
    THE_RECORD,
    WHY_NAMES,
    recorded_since,
    verified,
)
from polyvalidate.office.jury.comparing import Difference
from polyvalidate.office.jury.content import Provenance
from polyvalidate.office.jury.reading import Form
from polyvalidate.office.lists.cells import shown
from polyvalidate.repository import Unreadable, private_files

MOST_SHOWN = 40


@command(
    "verify",
    Text(
        "Refait le PV FILE (PDF, XLSX, CSV ou JSON) à partir de son commit, et dit s'il est égal ou ce qui diffère,"
        " élève par élève. Un PV nominatif demande le registre.",
        "Make the minutes FILE (PDF, XLSX, CSV or JSON) again from their commit, and say whether they are equal or"
        " what differs, student by student. Minutes with names need the register.",
    ),
)
@argument("file", type=options.NEW_FILE)
@options.office("names", "repo", "branch")
def verify(terminal: Terminal, file: Path, office: Office) -> int:
    """0 when the minutes are those of their commit, and the commit is in the branch, whatever was corrected since; 1
    when something differs."""
    data = private_files.read_bytes(file)
    if data is None:
        raise Unreadable(Text("Le fichier {file} n'existe pas.", "The file {file} does not exist."), file=file)
    members = people(office.register, office.repo, office.branch)
    seen = verified(office.repo, office.branch, data, file.name, members, terminal.lang)
    form, provenance, found, remark = seen.form, seen.provenance, seen.found, seen.remark
    if found and all(each.naming for each in found):
        terminal.lines(_named_otherwise(file, provenance, found, terminal))
    elif found:
        terminal.lines(_different(file, form, found, terminal))
    else:
        terminal.say(
            EQUAL if remark is None else BYTES,
            name=file.name,
            where=provenance.asked.words,
            n=len(seen.minutes.rows),
            commit=seen.minutes.commit[:12],
        )
    if remark is not None:
        terminal.lines([terminal.of(remark)])
        if found and provenance.named:
            terminal.lines(_perhaps_names(file, office, terminal))
    if seen.inside:
        terminal.lines(_since_lines(seen.later, provenance, office, terminal))
    else:
        terminal.say(LOST, commit=provenance.commit[:12], branch=office.branch)
    return 0 if seen.right else 1


# --- words ------------------------------------------------------------------------------------------------------------


def _since_lines(later: Sequence[Recording], provenance: Provenance, office: Office, terminal: Terminal) -> list[str]:
    """What the session recorded after these minutes, and how to print those that hold it."""
    if not later:
        return []
    asked = provenance.asked
    which = ["--programme", asked.programme] if asked.programme else []
    return [
        *(terminal.of(one) for one in recorded_since(later)),
        terminal.of(Text("Pour le PV qui le remplace :", "For the minutes that replace them:")),
        words.then(office, "print", *which, "--directory", terminal.of(Text("DOSSIER", "FOLDER")), asked=asked),
    ]


def _different(file: Path, form: Form, found: Sequence[Difference], terminal: Terminal) -> list[str]:
    provenance = form.provenance
    sides = Text("Dans le fichier", "In the file"), Text("D'après le dépôt", "From the repository")
    return [
        terminal.of(DIFFERS, name=file.name, where=provenance.asked.words, commit=provenance.commit[:12]),
        *_table(found, sides, terminal),
        # With names in a PDF, it may be the register that has changed, and then these minutes are right.
        *([] if form.kind == "pdf" and provenance.named else [terminal.of(THE_RECORD)]),
    ]


def _named_otherwise(file: Path, provenance: Provenance, found: Sequence[Difference], terminal: Terminal) -> list[str]:
    """Names are in no commit: when they alone differ, the decisions are verified, and the names cannot be."""
    sides = Text("Dans le fichier", "In the file"), Text("D'après le registre", "From the register")
    return [
        terminal.of(SAME_DECISIONS, name=file.name, where=provenance.asked.words, commit=provenance.commit[:12]),
        terminal.of(ONLY_NAMES, n=len({each.student for each in found})),
        *_table(found, sides, terminal),
        terminal.of(WHY_NAMES),
    ]


def _perhaps_names(file: Path, office: Office, terminal: Terminal) -> list[str]:
    """In a PDF, names are not told apart from decisions; in the other forms they are."""
    perhaps = Text(
        "Si un nom a changé dans le registre depuis, ou si quelqu'un y a été oublié, un PV juste diffère aussi : le "
        "CSV, le XLSX ou le JSON imprimé avec lui dit s'il n'y a que cela.",
        "If a name has changed in the register since, or somebody was forgotten in it, right minutes differ too: the "
        "CSV, the XLSX or the JSON printed with them says whether there is nothing else.",
    )
    beside = file.with_suffix(".csv")
    return [terminal.of(perhaps), *([words.then(office, "verify", beside)] if beside.exists() else [])]


def _table(found: Sequence[Difference], sides: tuple[Text, Text], terminal: Terminal) -> list[str]:
    from tabulate import tabulate

    heads = [terminal.of(head) for head in (Text("Élève", "Student"), Text("Quoi", "What"), *sides)]
    rows = [tuple(shown(cell) for cell in each[:4]) for each in found[:MOST_SHOWN]]
    more = len(found) - MOST_SHOWN
    others = Text(
        "… et {more} {more:autre différence|autres différences}.", "… and {more} more {more:difference|differences}."
    )
    lines = ["", tabulate(rows, heads, disable_numparse=True), ""]
    return [*lines, terminal.of(others, more=more)] if more > 0 else lines
