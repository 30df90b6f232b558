"""``polyvalidate apogee fill``: a results file of APOGEE, filled with what the jury decided."""

from __future__ import annotations

import os
from pathlib import Path

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Decorator, Group, argument, command, option, together
from polyvalidate.cli.kit.doubts import doubt_lines
from polyvalidate.cli.kit.opening import open_office
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.tally import Tally
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.kit.values import Read
from polyvalidate.model.words import Text
from polyvalidate.office.acts.results import Order, Report, report
from polyvalidate.office.acts.results_words import counts, heading
from polyvalidate.office.exchange.apogee import CODE, Maquette, parsed
from polyvalidate.office.jury.content import SESSION
from polyvalidate.office.register.register import Register
from polyvalidate.repository import Unreadable
from polyvalidate.repository.private_files import outside_git, read_closed, refuse_open, replace_private

apogee = Group(
    "apogee",
    Text(
        "Rend à APOGEE ce que le jury a décidé (la liste des élèves en vient par roster import).",
        "Give back to APOGEE what the jury decided (the list of students comes from it by roster import).",
    ),
    {"fill": "apogee:fill"},
)


def _session(text: str) -> str | Text:
    if SESSION.fullmatch(text):
        return text
    return Text("Écrivez l'année et le mois du jury : 2026-07.", "Write the year and the month of the jury: 2026-07.")


def _code(text: str) -> str | Text:
    code = text.strip().upper()
    if CODE.fullmatch(code):
        return code
    return Text("Un résultat est un code d'APOGEE : ADM, AJ, VAL…", "A result is a code of APOGEE: ADM, AJ, VAL…")


def _result(outcome: str, words: Text, default: str | None = None) -> Decorator:
    """The code of a result for an outcome."""
    shown = default is not None
    return option(f"--{outcome}", type=Read(_code), default=default, show_default=shown, metavar="CODE", help=words)


def _order(
    element: str,
    apogee_session: str | None,
    session: str,
    cohort: int | None,
    scale: int | None,
    **codes: str | None,
) -> Order:
    results = {outcome.replace("_", "-"): code for outcome, code in codes.items() if code is not None}
    return Order(element, apogee_session, session, cohort, results, scale)


@command(
    "fill",
    Text(
        "Remplit MAQUETTE, le fichier de résultats exporté par APOGEE, avec le quitus décidé par le jury. Seules les"
        " cases vides de l'élément sont remplies ; tout le reste garde ses octets. Les personnes inconnues, absentes ou"
        " sans décision sont dites. S'il reste à régler une ligne laissée de côté ou une case qui dit autre chose, la"
        " commande termine par 1.",
        "Fill MAQUETTE, the results file exported by APOGEE, with the quitus decided by the jury. Only empty cells of"
        " the element are filled; all the rest keeps its bytes. People who are unknown, absent or without a decision"
        " are told. When a line that was left aside or a cell that says something else remains to be settled, the"
        " command ends with 1.",
    ),
)
@argument("maquette", type=options.NEW_FILE)
@together(
    "order",
    _order,
    option(
        "--element",
        required=True,
        metavar="CODE",
        help=Text("Code APOGEE de l'élément du quitus.", "Code in APOGEE of the element of the quitus."),
    ),
    option(
        "--apogee-session",
        metavar="N",
        help=Text(
            "Session APOGEE, si la maquette en a plusieurs pour l'élément.",
            "Session in APOGEE, if the file has several for the element.",
        ),
    ),
    option(
        "--session",
        required=True,
        type=Read(_session),
        metavar="MONTH",
        help=Text("Session du jury : 2026-07.", "Session of the jury: 2026-07."),
    ),
    option(
        "--cohort",
        type=options.YEAR,
        metavar="YEAR",
        help=Text(
            "Promotion (année d'entrée) dont la maquette devrait avoir tous les élèves.",
            "Cohort (year of entry) of which the file should have every student.",
        ),
    ),
    _result("acquired", Text("Résultat d'un quitus acquis.", "Result of a quitus acquired."), "ADM"),
    _result("not-acquired", Text("Résultat d'un quitus non acquis.", "Result of a quitus not acquired."), "AJ"),
    _result("second-chance", Text("Résultat d'une seconde chance.", "Result of a second chance."), "AJ"),
    _result(
        "exempted",
        Text(
            "Résultat d'une dispense ; sans lui, la case reste vide.",
            "Result of an exemption; without it the cell stays empty.",
        ),
    ),
    option(
        "--scale",
        type=click.IntRange(1, 100),
        metavar="N",
        help=Text(
            "Écrit aussi les points du jury comme note, sur ce barème : 20.",
            "Write the points of the jury too, as a note out of this: 20.",
        ),
    ),
)
@option(
    "--output",
    "-o",
    required=True,
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "La maquette remplie, hors de tout dépôt Git ; jamais MAQUETTE.",
        "The file once filled, outside any Git repository; never MAQUETTE.",
    ),
)
@options.office("register", "repo", "branch", "on", "dry-run")
def fill(terminal: Terminal, maquette: Path, order: Order, output: Path, office: Office) -> int:
    """0 when all that the jury decided is in the file, 1 when nothing could be filled, a line was left aside or
    something differs."""
    data = read_closed(maquette)
    target = outside_git(output)
    refuse_open(target)
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
    school, register = open_office(office)
    found = report(school, register, read, order)
    if isinstance(found, Text):
        return terminal.stopped([terminal.of(found)])
    terminal.lines(_lines(found, read, order, register, terminal.lang))
    terminal.lines(doubt_lines(found.doubts, terminal.lang), err=True)
    code = 1 if found.to_settle else 0
    if not found.filled.written:
        terminal.say(Text("\nIl n'y a rien à remplir.", "\nThere is nothing to fill."))
        terminal.nothing_written()
        return code if found.filled.same else 1
    if office.dry_run:
        terminal.say(Text("\n(Essai : rien n'a été écrit.)", "\n(Dry run: nothing was written.)"))
        return code
    replace_private(output, found.filled.data)
    terminal.say(
        Text(
            "\n✓ {output} : {n} {n:case remplie|cases remplies}, le reste à l'octet près.\n"
            "  Rendez-le à APOGEE sans l'ouvrir dans Excel, puis supprimez-le : il contient des noms.",
            "\n✓ {output}: {n} {n:cell|cells} filled, the rest byte for byte.\n"
            "  Give it back to APOGEE without opening it in Excel, then delete it: it holds names.",
        ),
        output=output,
        n=len(found.filled.written),
    )
    return code


# --- words ------------------------------------------------------------------------------------------------------------


def _lines(found: Report, read: Maquette, order: Order, register: Register, lang: str) -> list[str]:
    """What was filled, what was not and why."""
    told = Tally(lang)
    for text in heading(found, read, order):
        told.say(text)
    told.lines.append("")
    for n, what, rows in counts(found, order, {member.code: member.name for member in register.members}):
        told.count(n, what, [row.of(lang) for row in rows])
    return told.lines
