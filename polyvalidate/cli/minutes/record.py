"""``polyvalidate minutes record``: the jury's decisions, all of them in one commit, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from polyvalidate import repository
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option, together
from polyvalidate.cli.kit.doubts import doubt_lines
from polyvalidate.cli.kit.findings import show_findings
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import people
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.minutes import words
from polyvalidate.cli.minutes.words import BELOW, counted
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text, number, points
from polyvalidate.office.acts.jury_deciding import decide
from polyvalidate.office.acts.jury_record import Moved, Prepared, arrived, carry_out
from polyvalidate.office.acts.jury_table import read_jury_table
from polyvalidate.office.acts.signer import signer as who_signs
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import OUTCOMES, Asked, Minutes
from polyvalidate.office.jury.decisions import Ruling
from polyvalidate.office.register.register import Member
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import School, open_school

MOST_SHOWN = 10


@command(
    "record",
    Text(
        "Enregistre les décisions de la table : un quitus.yml par élève, tous dans un seul commit signé du jury, ou"
        " aucun. Refuse si le dépôt a changé pour ces élèves depuis la table.",
        "Record the decisions of the table: one quitus.yml for each student, all of them in one commit signed by"
        " the jury, or none. Refuse when the repository has changed for these students since the table.",
    ),
)
@words.asked()
@option(
    "--table",
    required=True,
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text("La table de travail, remplie.", "The working table, filled in."),
)
@option("--sheet", metavar="NAME", help=Text("Feuille du classeur.", "Sheet of the workbook."))
@together(
    "office",
    Office,
    options.register(required=False),
    options.signer,
    options.today(Text("Jour de la délibération (aujourd'hui).", "Day of the deliberation (today).")),
    options.repo,
    options.branch,
    options.yes,
    options.dry_run,
    options.push,
    options.wait,
)
def record(terminal: Terminal, asked: Asked, table: Path, sheet: str | None, office: Office) -> int:
    """0 when the decisions are recorded (or would be, or were), 1 when something has to be mended first."""
    today = repository.today(office.repo, office.branch)
    if office.today > today:
        future = Text(
            "Le jour de la délibération n'est pas encore venu.", "The day of the deliberation has not come yet."
        )
        raise terminal.wrong(future, "--on")
    told = read_jury_table(table, sheet, asked)
    if isinstance(told, Text):
        return terminal.stopped([terminal.of(told)])
    school = open_school(office.repo, office.branch, today)
    holder = who_signs(school.book, office.signer, lambda h: h.role == "jury", "jury")
    members = people(office.register, office.repo, office.branch) or {}
    found = decide(school, told, members, holder, office.today)
    if isinstance(found, Text):
        return terminal.stopped([terminal.of(found)])
    minutes, prepared = found.minutes, found.prepared
    terminal.lines(doubt_lines(found.rulings.doubts, terminal.lang), err=True)
    if found.rulings.blocked:
        return terminal.stopped()
    asked = told.provenance.asked
    if told.provenance.named and office.register is None:  # names are wanted: a word stands for the register
        office = replace(office, register=Path(terminal.of(Text("REGISTRE", "REGISTER"))))
    if prepared is None:
        return terminal.stopped(_moved_lines(found.moved, asked, office, table, terminal))
    title = Text("Jury {jury}, délibération du {on:date}, {code}", "Jury {jury}, deliberation of {on:date}, {code}")
    said = terminal.of(title, jury=asked.words, on=office.today, code=holder.code)
    terminal.lines([said, "", *_decided_lines(prepared, arrived(minutes, found.after), members, terminal)])
    place = _free(table.with_name(terminal.of(Text("pv-", "minutes-")) + asked.session))
    then = words.then(office, "print", "--directory", place, asked=asked)
    return _write(terminal, school, prepared, minutes, holder, office, then)


def _write(
    terminal: Terminal,
    school: School,
    prepared: Prepared,
    minutes: Minutes,
    holder: RoleHolder,
    office: Office,
    then: str,
) -> int:
    """Write the decisions in one commit, once they are agreed to; ``then`` prints the minutes."""
    if prepared.refused:
        show_findings(prepared.findings, prepared.files, school.book, terminal)
        return terminal.stopped()
    count, to_print = len(prepared.written), terminal.of(Text("Pour imprimer le PV :", "To print the minutes:"))
    if not count:
        nothing = terminal.of(Text("Il n'y a rien à écrire.", "There is nothing to write."))
        terminal.lines(["", nothing, *([to_print, then] if prepared.same else [])])
        return 0
    committer = Committer(school.place, school.revision, school.commit, prepared.files)
    if office.dry_run:
        terminal.lines(["", terminal.of(words.DRY)])
        return 0
    question = Text(
        "\nEnregistrer {n} {n:décision|décisions}, signature {code} ?",
        "\nRecord {n} {n:decision|decisions}, signed {code}?",
    )
    if not terminal.agreed(question, yes=office.yes, n=count, code=holder.code):
        return terminal.stopped()
    made = carry_out(prepared, minutes, committer, holder, now(), school.latest.language)
    one = Text(
        "✓ Un commit sur {branch}, {n} {n:décision|décisions} : {made}",
        "✓ One commit on {branch}, {n} {n:decision|decisions}: {made}",
    )
    terminal.lines(["", terminal.of(one, branch=school.revision, n=count, made=made[:12])])
    code = sent(office, terminal, holder.code)
    terminal.lines([f"  {to_print}", then])
    return code


def now() -> datetime:
    return datetime.now().astimezone()


# --- words ------------------------------------------------------------------------------------------------------------


def _decided_lines(
    prepared: Prepared, arrived: Sequence[str], members: Mapping[str, Member], terminal: Terminal
) -> list[str]:
    """What would be written: how many of each outcome and who, those of whom nothing is decided."""
    lines = []
    counts = Counter(ruling.outcome for ruling in prepared.written)
    for outcome in OUTCOMES:
        if counts[outcome]:
            lines.append(counted(counts[outcome], outcomes.WORDS[outcome], terminal))
            some = [ruling for ruling in prepared.written if ruling.outcome == outcome]
            lines += _rulings(some, members, terminal)
    if prepared.same:
        unchanged = Text("{n:déjà enregistrée, inchangée|déjà enregistrées, inchangées}", "recorded already, unchanged")
        lines.append(counted(len(prepared.same), unchanged, terminal))
    if prepared.undecided:
        lines.append(counted(len(prepared.undecided), outcomes.WORDS[None], terminal))
        lines += _rulings(prepared.undecided, members, terminal)
    if arrived:
        since = Text(
            "devant le jury depuis la table seulement, sans décision", "came before the jury since, no decision"
        )
        lines += [counted(len(arrived), since, terminal), *_listed(arrived, terminal)]
    return lines


def _ruling(ruling: Ruling, members: Mapping[str, Member], lang: str) -> str:
    row = ruling.row
    name = f"  {members[row.student].name}" if row.student in members else ""
    required = "?" if row.required is None else number(row.required, lang)
    comment = f"  {ruling.comment}" if ruling.comment else ""
    return f"{row.student}  {row.programme:<4} {points(row.credited, lang)} / {required}{name}{comment}"


def _rulings(some: Sequence[Ruling], members: Mapping[str, Member], terminal: Terminal) -> list[str]:
    """The first ones in full, and the pseudonyms of all the others: nobody is decided on without being named. All of
    them in full with the register: whoever says yes knows people by their names."""
    shown = len(some) if members else MOST_SHOWN
    codes = [ruling.row.student for ruling in some[shown:]]
    rows = ["  ".join(codes[at : at + 6]) for at in range(0, len(codes), 6)]
    return [BELOW + row for row in [*(_ruling(ruling, members, terminal.lang) for ruling in some[:shown]), *rows]]


def _listed(rows: Sequence[str], terminal: Terminal) -> list[str]:
    lines = [BELOW + row for row in rows[:MOST_SHOWN]]
    more = len(rows) - MOST_SHOWN
    if more > 0:
        lines.append(BELOW + terminal.of(Text("… et {more} {more:autre|autres}", "… and {more} more"), more=more))
    return lines


def _moved_lines(moved: Sequence[Moved], asked: Asked, office: Office, table: Path, terminal: Terminal) -> list[str]:
    """Why nothing is written when the record has changed, and how to go on without losing the jury's work."""
    changed = Text(
        "Le dépôt a changé depuis la table pour {n} {n:élève|élèves} dont le jury a décidé :",
        "The repository has changed since the table for {n} {n:student|students} on whom the jury decided:",
    )
    again = Text(
        "Faites une nouvelle table, qui reprend les décisions des autres, et montrez-la au jury :",
        "Make a new table, which takes over the decisions on the others, and show it to the jury:",
    )
    which = ["--programme", asked.programme] if asked.programme else []
    which += ["--everybody"] if asked.everybody else []
    output = _free(table.with_name(terminal.of(Text("nouvelle", "new")) + table.suffix))
    return [
        terminal.of(changed, n=len(moved)),
        *_listed([f"{one.student}  {terminal.of(one.text)}" for one in moved], terminal),
        terminal.of(again),
        words.then(office, "prepare", *which, "--keep", table, "--output", output, asked=asked),
    ]


def _free(path: Path) -> Path:
    """The path itself, or with the first number under which nothing is there."""
    found, at = path, 2
    while found.exists():
        found, at = path.with_name(f"{path.stem}-{at}{path.suffix}"), at + 1
    return found
