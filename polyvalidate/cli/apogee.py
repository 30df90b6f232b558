"""``polyvalidate apogee fill``: what was filled, what was not and why, what comes next."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.agreeing import nothing_written
from polyvalidate.cli.plural import form
from polyvalidate.cli.roster_words import doubt_lines
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.office.acts.results import Order, Report, Undecided, report
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.exchange.apogee import NOTE, RESULT, SCALE, TYPES, Maquette, parsed
from polyvalidate.office.exchange.apogee_filling import Cell
from polyvalidate.office.register.register import Register
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.school.school import open_school

MOST_SHOWN = 20
"""People of one kind shown one by one."""
_OUTCOMES = {
    "acquired": Text("quitus acquis", "quitus acquired"),
    "not-acquired": Text("quitus non acquis", "quitus not acquired"),
    "exempted": Text("dispense", "exempted"),
    "second-chance": Text("seconde chance", "second chance"),
}


def run_fill(
    maquette: Path,
    register_file: Path,
    element: str,
    apogee_session: str | None,
    session: str,
    cohort: int | None,
    acquired: str,
    not_acquired: str,
    second_chance: str,
    exempted: str | None,
    scale: int | None,
    output: Path,
    repo: Path,
    branch: str,
    on: datetime | None,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when all that the jury decided is in the file, 1 when nothing could be filled or something differs."""
    results = {
        "acquired": _code(acquired, "--acquired", lang),
        "not-acquired": _code(not_acquired, "--not-acquired", lang),
        "second-chance": _code(second_chance, "--second-chance", lang),
    }
    if exempted is not None:
        results["exempted"] = _code(exempted, "--exempted", lang)
    if not re.fullmatch("20[0-9]{2}-(?:0[1-9]|1[0-2])", session, re.ASCII):
        raise click.BadParameter(
            Text(
                "Écrivez l'année et le mois du jury : 2026-07.", "Write the year and the month of the jury: 2026-07."
            ).of(lang),
            param_hint="--session",
        )
    private_files.refuse_open(maquette)
    data = private_files.read_bytes(maquette)
    if data is None:
        raise Unreadable(
            Text("Le fichier {maquette} n'existe pas.", "The file {maquette} does not exist."), maquette=maquette
        )
    target = private_files.outside_git(output)
    private_files.refuse_open(target)
    if target == Path(os.path.realpath(maquette)) or (target.exists() and os.path.samefile(target, maquette)):
        raise Unreadable(
            Text(
                "{output} est la maquette elle-même : donnez un autre nom à --output.",
                "{output} is the file to fill itself: give --output another name.",
            ),
            output=output,
        )
    read = parsed(data)
    if isinstance(read, Text):
        raise Unreadable(Text("{maquette} : {read}", "{maquette}: {read}"), maquette=maquette, read=read)
    school = open_school(repo, branch, on.date() if on else repository.today())
    register = peek(register_file)
    hold_to(school, register, register_file.name)
    order = Order(element, apogee_session, session, cohort, results, scale)
    found = report(school, register, read, order)
    if isinstance(found, Text):
        _say([found.in_language(lang)], lang, err=True)
        nothing_written(lang)
        return 1
    _say(_lines(found, read, order, register, lang), lang)
    _say(doubt_lines(found.doubts, lang), lang, err=True)
    return _write(found, target, output, dry_run, lang)


def _code(text: str, option: str, lang: str) -> str:
    code = text.strip().upper()
    if re.fullmatch(r"[A-Z][A-Z0-9+-]{0,7}", code, re.ASCII):
        return code
    raise click.BadParameter(
        Text("Un résultat est un code d'APOGEE : ADM, AJ, VAL…", "A result is a code of APOGEE: ADM, AJ, VAL…").of(
            lang
        ),
        param_hint=option,
    )


def _write(found: Report, target: Path, output: Path, dry_run: bool, lang: str) -> int:
    fr, cells = lang == "fr", len(found.filled.written)
    code = 1 if found.to_settle else 0
    if not cells:
        _say(["", Text("Il n'y a rien à remplir.", "There is nothing to fill.").of(lang)], lang)
        nothing_written(lang)
        return code if found.filled.same else 1
    if dry_run:
        _say(["", Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)").of(lang)], lang)
        return code
    try:
        private_files.place(target, found.filled.data)
    except OSError as error:
        raise private_files.unwritable(output, error) from error
    _say(
        [
            "",
            Text(
                "✓ {output} : {cells} {cells2}, le reste à l'octet près.",
                "✓ {output}: {cells} {cells3} filled, the rest byte for byte.",
            ).of(
                lang,
                output=output,
                cells=cells,
                cells2=form(cells, "case remplie|cases remplies", "", "fr"),
                cells3=form(cells, "", "cell|cells", "en"),
            ),
            Text(
                "  Rendez-le à APOGEE sans l'ouvrir dans Excel, puis supprimez-le : il contient des noms.",
                "  Give it back to APOGEE without opening it in Excel, then delete it: it holds names.",
            ).of(lang),
        ],
        lang,
    )
    return code


# --- words ------------------------------------------------------------------------------------------------------------


def _lines(found: Report, read: Maquette, order: Order, register: Register, lang: str) -> list[str]:
    fr = lang == "fr"
    names = {member.code: member.name for member in register.members}
    title = " ".join(read.titles[key] for key in ("apoC_lib_dip", "apoC_annee") if read.titles.get(key))
    columns = ", ".join(f"{TYPES[column.type].in_language(lang)} ({column.name})" for column in found.columns)
    people = len(read.people)
    lines = [
        f"{'Maquette :' if fr else 'File:'} {people} {form(people, 'élève|élèves', 'student|students', lang)}"
        f"{f' ({title})' if title else ''}",
        Text("Élément {element} : {columns}", "Element {element}: {columns}").of(
            lang, element=order.element, columns=columns
        ),
        "",
    ]
    lines += _written(found.filled.written, lang)
    if found.filled.same:
        count = len(found.filled.same)
        words = form(count, "case déjà remplie|cases déjà remplies", "cell already filled|cells already filled", lang)
        lines.append(f"{count:>5}  {words}")
    lines += _others(found.filled.other, found.filled.held, lang)
    lines += _undecided(found.undecided, order, names, lang)
    if found.absent:
        count = len(found.absent)
        plural = form(count, "|s", "student who is|students who are", lang)
        words = f"élève{plural} de la promotion {order.cohort} absent{plural} de la maquette"
        lines.append(f"{count:>5}  {words if fr else f'{plural} of cohort {order.cohort} and not in the file'}")
        lines += _listed([f"{member.code}  {member.number}  {member.name}" for member in found.absent], lang)
    if found.broken:
        words, english = "décisions du jury illisibles : lancez polyvalidate check", "decisions that cannot be read"
        lines.append(f"{len(found.broken):>5}  {words if fr else english + ': run polyvalidate check'}")
        lines += _listed(found.broken, lang)
    return lines


def _written(cells: Sequence[Cell], lang: str) -> list[str]:
    """How many cells of each result; notes all at once."""
    results = Counter(cell.wanted for cell in cells if cell.column.type == RESULT)
    words = TYPES[RESULT].in_language(lang)
    lines = [f"{count:>5}  {words} {code}" for code, count in sorted(results.items())]
    for kind, many in ((NOTE, ("note|notes",) * 2), (SCALE, ("barème|barèmes", "scale|scales"))):
        count = sum(cell.column.type == kind for cell in cells)
        if count:
            lines.append(f"{count:>5}  {form(count, *many, lang)}")
    return lines


def _others(cells: Sequence[Cell], held: Sequence[Cell], lang: str) -> list[str]:
    """The cells that a person must settle, each with its line and column; their lines are left as they are."""
    if not cells:
        return []
    fr = lang == "fr"
    words = form(len(cells), "case dit|cases disent", "cell says|cells say", lang)
    words += Text(" autre chose", " something else").of(lang)
    if held:
        words += f", {len(held)} " + form(
            len(held),
            "vide à côté le reste|vides à côté le restent",
            "empty beside stays so|empty beside stay so",
            lang,
        )
    words += Text(" : rien n'est écrit sur ces lignes", ": nothing is written on these lines").of(lang)
    rows = []
    for cell in cells:
        where = f"{'ligne' if fr else 'line'} {cell.person.line}, {'colonne' if fr else 'column'} {cell.column.name}"
        said = _safe(cell.there)
        rows.append(
            Text("{where} : {value}, et non {wanted}", "{where}: {value}, not {wanted}").of(
                lang, where=where, value=said, wanted=cell.wanted
            )
        )
    return [f"{len(cells):>5}  {words}", *_listed(rows, lang)]


def _undecided(people: Iterable[Undecided], order: Order, names: dict[str, str], lang: str) -> list[str]:
    fr = lang == "fr"
    groups: dict[str, list[Undecided]] = {}
    for one in people:
        if one.outcome is not None:
            outcome = _OUTCOMES[one.outcome].in_language(lang)
            option = f"--{one.outcome} CODE"
            words = Text(
                "{outcome} : la case reste vide, faute de {option}",
                "{outcome}: the cell stays empty for want of {option}",
            ).of(lang, outcome=outcome, option=option)
        elif one.session is not None:
            words = Text("à une autre session du jury ({session})", "decided at another session ({session})").of(
                lang, session=one.session
            )
        else:
            words = Text(
                "sans décision du jury à la session {session}", "without a decision of the jury at session {session}"
            ).of(lang, session=order.session)
        groups.setdefault(words, []).append(one)
    lines: list[str] = []
    for words, some in groups.items():
        lines.append(f"{len(some):>5}  {words}")
        at = Text("ligne", "line").of(lang)
        lines += _listed([f"{at} {one.person.line:<5} {one.code}  {names.get(one.code, '')}" for one in some], lang)
    return lines


def _listed(rows: Sequence[str], lang: str) -> list[str]:
    lines = [f"         {_safe(row).rstrip()}" for row in rows[:MOST_SHOWN]]
    more = len(rows) - MOST_SHOWN
    if more > 0:
        lines.append(Text("         … et {more} autres", "         … and {more} more").of(lang, more=more))
    return lines


def _safe(text: str) -> str:
    """Nothing that acts on a terminal."""
    return "".join(c if c.isprintable() else "·" for c in text)


def _say(lines: Sequence[str], lang: str, err: bool = False) -> None:
    if lines:
        click.echo(plain(typographic("\n".join(lines), lang)), err=err)
