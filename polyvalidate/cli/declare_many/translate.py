"""``declare-many --translate``: the list in pseudonyms, so that the person who evaluates needs no register."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from polyvalidate.cli.agreeing import nothing_written
from polyvalidate.cli.credited_at_once import told
from polyvalidate.cli.crediting_words import doubts
from polyvalidate.model.words import Text
from polyvalidate.office.register.attendance import Attendance
from polyvalidate.repository import private_files
from polyvalidate.repository.output import replace_file


def translated(
    attendance: Attendance,
    target: Path,
    code: str,
    words: Mapping[str, object],
    able: Sequence[str],
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the list is written (or would be). ``words`` are the options that were given, with their values, ``able``
    the codes of those who may credit the activity."""
    fr = lang == "fr"
    told(doubts(attendance.doubts, lang), lang, err=True)
    if not attendance.people:
        return stopped(Text("Personne de cette liste n'a été reconnu.", "Nobody of this list was recognised."), lang)
    if not able:
        return stopped(
            Text(
                "Personne en fonction n'évalue l'activité {code} : voyez grid/roles.yml.",
                "Nobody in office evaluates activity {code}: see grid/roles.yml.",
            ).filled(code=code),
            lang,
        )
    counted = "counted" in attendance.columns
    data = _data(attendance, counted)
    there = private_files.read_bytes(target)
    if there is not None and there != data:
        return stopped(
            Text(
                "{target} existe déjà et contient autre chose : donnez un autre nom à --translate, ou supprimez-le.",
                "{target} exists already and holds something else: give --translate another name, or delete it.",
            ).filled(target=target),
            lang,
        )
    if not dry_run:
        replace_file(target, data)
    given: list[object] = ["polyvalidate", "declare-many", code, "--list", target]
    if counted:
        given += ["--count-column", "nombre"]
    for option, value in words.items():
        for one in value if isinstance(value, tuple) else (value,):
            given += [] if one is None else [option, one]
    given += ["--as", able[0]]
    count, others = len(attendance.people), ", ".join(able[1:])
    people = _people(count, lang)
    lines = [
        f"{'(Essai) ' if dry_run else '✓ '}{target} : {people}, aucun nom."
        if fr
        else f"{'(Dry run) ' if dry_run else '✓ '}{target}: {people}, no name.",
        Text(
            "  Donnez-le à la personne qui évalue, qui lance :", "  Give it to the person who evaluates, who runs:"
        ).of(lang),
    ]
    told(lines, lang)
    told([f"  {shlex.join(map(str, given))}"], "en")  # to be typed as it is: no French spaces
    lines = [
        Text("  (Ou --as {others}, selon qui évalue.)", "  (Or --as {others}, whoever evaluates.)").of(
            lang, others=others
        )
    ]
    lines = lines if others else []
    lines += [
        Text(
            "  Gardez la liste d'origine : cette empreinte la désigne dans chaque déclaration.",
            "  Keep the original list: this digest stands for it in every declaration.",
        ).of(lang),
    ]
    told(lines, lang)
    return 0


def _people(count: int, lang: str) -> str:
    return Text("{count} {count:pseudonyme|pseudonymes}", "{count} {count:pseudonym|pseudonyms}").of(lang, count=count)


def _data(attendance: Attendance, counted: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(("pseudonyme", "nombre") if counted else ("pseudonyme",))
    for one in sorted(attendance.people, key=lambda person: person.code):  # the order of a list tells names
        writer.writerow((one.code, one.amount) if counted else (one.code,))
    return "\ufeff".encode() + text.getvalue().encode()


def stopped(text: Text, lang: str) -> int:
    told([text.in_language(lang)], lang, err=True)
    nothing_written(lang)
    return 1
