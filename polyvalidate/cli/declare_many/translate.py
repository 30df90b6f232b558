"""``declare-many --translate``: the list in pseudonyms, so that the person who evaluates needs no register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from polyvalidate.cli.kit.doubts import doubt_lines
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.credit import Event, activity_of, signers
from polyvalidate.office.acts.crediting import COUNTED_IN, counts, without_names
from polyvalidate.office.register.attendance import Attendance
from polyvalidate.repository import private_files
from polyvalidate.repository.output import replace_file
from polyvalidate.school.school import School


def translate(
    school: School,
    attendance: Attendance,
    event: Event,
    given: Mapping[str, object],
    target: Path,
    office: Office,
    terminal: Terminal,
) -> int:
    """0 when the list is written (or would be). ``given`` are the options that say what was attended."""
    found = activity_of(school, event.activity, event.first)
    if isinstance(found, Text):
        return terminal.stopped([terminal.of(found)])
    able = [office.signer] if office.signer else signers(school, *found)
    terminal.lines(doubt_lines(attendance.doubts, terminal.lang), err=True)
    data = without_names(attendance)
    problem = _against(attendance, able, event.activity, target, data)
    if problem is not None:
        return terminal.stopped([terminal.of(problem)])
    if not office.dry_run:
        replace_file(target, data)
    words = [
        "declare-many",
        event.activity,
        "--list",
        target,
        *(["--count-column", COUNTED_IN[1]] if counts(attendance) else []),
    ]
    for option, value in given.items():
        for one in value if isinstance(value, tuple) else (value,):
            words += [] if one is None else [option, one]
    words += ["--as", able[0]]
    mark = Text("(Essai)", "(Dry run)") if office.dry_run else Text("✓", "✓")
    terminal.say(
        Text(
            "{mark} {target} : {n} {n:pseudonyme|pseudonymes}, aucun nom.\n"
            "  Donnez-le à la personne qui évalue, qui lance :",
            "{mark} {target}: {n} {n:pseudonym|pseudonyms}, no name.\n  Give it to the person who evaluates, who runs:",
        ),
        mark=mark,
        target=target,
        n=len(attendance.people),
    )
    terminal.lines([f"  {replace(office, register=None).command(*map(str, words))}"])
    if able[1:]:
        terminal.say(
            Text("  (Ou --as {others}, selon qui évalue.)", "  (Or --as {others}, whoever evaluates.)"),
            others=", ".join(able[1:]),
        )
    terminal.say(
        Text(
            "  Gardez la liste d'origine : cette empreinte la désigne dans chaque déclaration.",
            "  Keep the original list: this digest stands for it in every declaration.",
        )
    )
    return 0


def _against(attendance: Attendance, able: list[str], code: str, target: Path, data: bytes) -> Text | None:
    """Why nothing is written; ``able`` are the codes of those who may credit the activity."""
    if not attendance.people:
        return Text("Personne de cette liste n'a été reconnu.", "Nobody of this list was recognised.")
    if not able:
        return Text(
            "Personne en fonction n'évalue l'activité {code} : voyez grid/roles.yml.",
            "Nobody in office evaluates activity {code}: see grid/roles.yml.",
        ).filled(code=code)
    if private_files.read_bytes(target) not in (None, data):
        return Text(
            "{target} existe déjà et contient autre chose : donnez un autre nom à --translate, ou supprimez-le.",
            "{target} exists already and holds something else: give --translate another name, or delete it.",
        ).filled(target=target)
    return None
