"""``polyvalidate declare-many``: who is credited, who is not and why, what was written, what comes next."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from polyvalidate import repository
from polyvalidate.cli import attaching, names_in_git, typed
from polyvalidate.cli.columns_given import columns_given
from polyvalidate.cli.credited_at_once import AtOnce, told, write
from polyvalidate.cli.crediting_words import doubts, outcome
from polyvalidate.cli.translating import stopped, translated
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import EvidencePolicy
from polyvalidate.model.words import Text, day, plain
from polyvalidate.office.acts.credit import Event, Prepared, Rule, activity_of, prepare, rule_of, signers
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.register.attendance import Asked, read_attendance
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.school.school import School, open_school

T = TypeVar("T")


def run_declare_many(
    code: str,
    list_file: Path,
    register_file: Path | None,
    first: str,
    last: str | None,
    title: str | None,
    organisation: str | None,
    event: str | None,
    quantity: int | None,
    hours: int | None,
    comment: str | None,
    columns: Sequence[str],
    present_column: str | None,
    count_column: str | None,
    sheet: str | None,
    evidence: Sequence[str],
    evidence_url: Sequence[str],
    digest: str | None,
    translate: Path | None,
    signer: str | None,
    repo: Path,
    branch: str,
    on: datetime | None,
    yes: bool,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when everybody who can be credited is (or would be, or was), 1 when nothing was written."""
    school = open_school(repo, branch, on.date() if on else repository.today())
    private_files.refuse_open(list_file)
    data = private_files.read_bytes(list_file)
    if data is None:
        raise Unreadable(
            Text("Le fichier {list_file} n'existe pas.", "The file {list_file} does not exist."), list_file=list_file
        )
    register = peek(register_file) if register_file is not None else None
    if register is not None:
        names_in_git.remark(lang, list_file)
    if register is not None and register_file is not None:
        hold_to(school, register, register_file.name)
    asked = Asked(columns_given(columns, lang), present_column, count_column, sheet)
    attendance = read_attendance(data, asked, register, school.folders)
    if isinstance(attendance, Text):
        return stopped(attendance, lang)
    said = digest or hashlib.sha256(data).hexdigest()
    if not re.fullmatch("[0-9a-f]{64}", said, re.ASCII):
        raise click.BadParameter(
            Text(
                "Une empreinte a 64 chiffres et lettres de a à f.", "A digest has 64 digits and letters from a to f."
            ).of(lang),
            param_hint="--digest",
        )
    start = _read(lambda: typed.day(first), "--from", lang)
    activity = _read(lambda: typed.activity(code), "CODE", lang)
    if translate is not None:
        words = {
            "--from": start.isoformat(),
            "--to": None if last is None else _read(lambda: typed.day(last), "--to", lang).isoformat(),
            "--title": title,
            "--organisation": organisation,
            "--event": event,
            "--quantity": quantity,
            "--hours": hours,
            "--comment": comment,
            "--evidence": evidence,
            "--evidence-url": evidence_url,
            "--digest": said,
            "--repo": None if repo == Path() else repo,
            "--branch": None if branch == "main" else branch,
        }
        found = activity_of(school, activity, start)
        if isinstance(found, Text):
            return stopped(found, lang)
        able = [signer] if signer else signers(school, *found)
        return translated(attendance, translate, activity, words, able, dry_run, lang)
    wanted = Event(
        activity,
        start,
        start if last is None else _read(lambda: typed.day(last), "--to", lang),
        None if title is None else _read(lambda: typed.line(title), "--title", lang),
        None if organisation is None else _read(lambda: typed.line(organisation), "--organisation", lang),
        None if event is None else _read(lambda: typed.event(event), "--event", lang),
        hours if hours is not None else quantity,
        _evidence(school, evidence, evidence_url, lang),
        said,
        None if comment is None else _read(lambda: typed.line(comment), "--comment", lang),
    )
    rule = rule_of(school, wanted, signer)
    if isinstance(rule, Text):
        return stopped(rule, lang)
    problem = _unit(rule, quantity, hours, count_column)
    if problem is not None:
        return stopped(problem, lang)
    prepared = prepare(school, rule, wanted, attendance.people)
    names = {m.code: m.name for m in register.members} if register is not None else {}
    told(outcome(prepared, attendance, wanted, names, lang), lang)
    told(doubts(attendance.doubts, lang), lang, err=True)
    return write(school, _at_once(prepared, wanted, school.latest.language), yes, dry_run, lang)


def _read(get: Callable[[], T], option: str, lang: str) -> T:
    """A value as it was typed. Raises ``click.BadParameter`` for what cannot be understood."""
    with _in_option(option, lang):
        return get()


@contextmanager
def _in_option(option: str, lang: str) -> Iterator[None]:
    """What cannot be understood becomes click's complaint about the option it came from."""
    try:
        yield
    except typed.Unclear as error:
        raise click.BadParameter(error.text.in_language(lang), param_hint=option) from None


def _evidence(school: School, files: Sequence[str], addresses: Sequence[str], lang: str) -> tuple[Evidence, ...]:
    policy: EvidencePolicy = school.latest.evidence
    found: list[Evidence] = []
    for option in files:
        with _in_option("--evidence", lang):
            found.append(attaching.from_file(*attaching.split(option, "E2=emargement.pdf"), policy)[0])
    for option in addresses:
        with _in_option("--evidence-url", lang):
            found.append(attaching.from_address(*attaching.split(option, "E2=https://…")))
    return tuple(found)


def _unit(rule: Rule, quantity: int | None, hours: int | None, count_column: str | None) -> Text | None:
    """What is counted is what the grid counts."""
    unit = rule.grid.units[rule.activity.unit]
    if unit.hours and hours is None and count_column is None:
        return Text(
            "L'activité {code} se compte en heures : donnez --hours, ou --count-column si la liste les donne.",
            "Activity {code} is counted in hours: give --hours, or --count-column if the list has them.",
        ).filled(code=rule.activity.code)
    if (unit.hours and quantity is not None) or (not unit.hours and hours is not None):
        option = "--hours" if unit.hours else "--quantity"
        return Text(
            "L'activité {code} se compte par {title} : {option}.", "Activity {code} is counted by {title}: {option}."
        ).filled(code=rule.activity.code, title=unit.title, option=option)
    return None


def _at_once(prepared: Prepared, event: Event, lang: str) -> AtOnce:
    what = Text("acceptées", "accepted")
    note = Text(
        "Gardez la liste : son empreinte est dans chaque déclaration.",
        "Keep the list: its digest is in every declaration.",
    )
    signer, said = prepared.rule.holder.code, message(prepared, event, lang)
    return AtOnce(prepared.files, prepared.asides, prepared.findings, signer, what, said, [note])


def message(prepared: Prepared, event: Event, lang: str) -> str:
    """What the record keeps: the activity, the day, how many, who decided."""
    count, code = len(prepared.credited), prepared.rule.activity.code
    if lang == "fr":
        subject = f"Crédit en masse {code}, {day(event.first, 'fr')} : {count} déclaration(s)"
    else:
        subject = f"Bulk credit {code}, {day(event.first, 'en')}: {count} declaration(s)"
    return f"{plain(subject)}\n\nEvaluated-by: {prepared.rule.holder.code}\n"
