"""``polyvalidate campaign status | open | close``: the dates, who they concern, what was written, what comes next."""

from __future__ import annotations

from datetime import datetime

import click

from polyvalidate.cli.campaign.words import effect, status_lines
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Decorator, argument, command, option, terminal_of, together
from polyvalidate.cli.kit.findings import show_findings
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.campaigns import CODE, Prepared, Wish, carry_out, closed, grid_for, opened
from polyvalidate.repository.commits import Committer
from polyvalidate.school.queue import open_requests
from polyvalidate.school.school import School, open_school


def _a_code(context: click.Context, _parameter: click.Parameter, text: str) -> str:
    if CODE.fullmatch(text):
        return text
    raise terminal_of(context).wrong(
        Text(
            "Le code d'une campagne est en minuscules, chiffres et tirets : seconde-chance.",
            "The code of a campaign has small letters, digits and dashes: second-chance.",
        ),
        "CODE",
    )


def _day(name: str, help: Text) -> Decorator:  # noqa: A002 - as in click
    return option(name, type=options.DAY, metavar="DATE", help=help)


code = argument("code", callback=_a_code)
year = option("--year", metavar="YEAR", help=Text("Année de la grille : 2025-2026.", "Year of the grid: 2025-2026."))


@command(
    "status",
    Text(
        "Dit quelles campagnes sont ouvertes, annoncées ou fermées, et ce que l'on peut déclarer aujourd'hui, d'après"
        " ce qui est enregistré sur la branche.",
        "Say which campaigns are open, announced or closed, and what may be declared today, as recorded on the branch.",
    ),
)
@year
@options.office("repo", "branch", "on")
def status(terminal: Terminal, year: str | None, office: Office) -> int:
    school = open_school(office.repo, office.branch, office.today)
    book = school.book
    grids = book.grids.values() if year is None else [grid_for(book, "", year)]
    terminal.lines([*status_lines(list(grids), book.today, terminal.lang), ""])
    terminal.say(_READ, branch=office.branch, commit=school.commit[:12])
    return 0


_READ = Text(
    "Lu sur {branch} ({commit}) : ce qui n'est que sur le disque, ou dans une demande, n'y est pas.",
    "Read from {branch} ({commit}): what is only on disk, or in a request, is not there.",
)


@command(
    "open",
    Text(
        "Ouvre la campagne CODE, en change les dates, ou en ajoute une. La grille et toutes les déclarations sont"
        " jugées avec les nouvelles dates avant que rien ne soit écrit.",
        "Open the campaign CODE, change its dates, or add one. The grid and every declaration are judged with the"
        " new dates before anything is written.",
    ),
)
@together(
    "wish",
    Wish,
    code,
    _day("--opens", Text("Premier jour pour déclarer (aujourd'hui).", "First day to declare (today).")),
    _day("--closes", Text("Dernier jour pour déclarer, compris.", "Last day to declare, included.")),
    _day("--covers-from", Text("Premier jour des activités couvertes.", "First day of activities covered.")),
    _day("--covers-to", Text("Dernier jour des activités couvertes.", "Last day of activities covered.")),
    option("--title", "title_fr", help=Text("Nom en français.", "Name in French.")),
    option("--title-en", help=Text("Nom en anglais.", "Name in English.")),
    option(
        "--second-chance",
        is_flag=True,
        help=Text("Campagne pour les élèves à qui il manque des points.", "Campaign for the students who lack points."),
    ),
    year,
)
@options.office("as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def open_(terminal: Terminal, wish: Wish, office: Office) -> int:
    """0 when the campaign is as asked (or would be), 1 when something stands against it and nothing was written."""
    school = open_school(office.repo, office.branch, office.today)
    return _write(school, opened(school, wish, office.signer), office, terminal)


@command(
    "close",
    Text(
        "Ferme la campagne CODE : aujourd'hui est son dernier jour, ou celui de --closes. Les demandes déjà"
        " ouvertes restent à décider.",
        "Close the campaign CODE: today is its last day, or that of --closes. Requests that are open already"
        " remain to be decided.",
    ),
)
@together(
    "wish",
    Wish,
    code,
    _day("--closes", Text("Dernier jour, compris (aujourd'hui).", "Last day, included (today).")),
    year,
)
@options.office("as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def close(terminal: Terminal, wish: Wish, office: Office) -> int:
    school = open_school(office.repo, office.branch, office.today)
    return _write(school, closed(school, wish, office.signer), office, terminal)


def _write(school: School, prepared: Prepared | Text, office: Office, terminal: Terminal) -> int:
    if isinstance(prepared, Text):
        return terminal.stopped([terminal.of(prepared)])
    if not prepared.changes:
        terminal.say(Text("Cette campagne est déjà ainsi.", "This campaign is like this already."))
        terminal.lines(effect(prepared, 0, terminal.lang)[1:])
        return 0
    if prepared.findings:
        show_findings(prepared.findings, {prepared.path: prepared.data}, prepared.book, terminal)
        terminal.warn(
            Text(
                "Avec ces dates, {n} {n:remarque apparaîtrait|remarques apparaîtraient}. Choisissez d'autres dates.",
                "With these dates, {n} {n:finding|findings} would appear. Choose other dates.",
            ),
            n=len(prepared.findings),
        )
        return terminal.stopped()
    waiting = sum(1 for _ in open_requests(school.place, school.commit, office.today))
    terminal.lines(effect(prepared, waiting, terminal.lang))
    committer = Committer(school.place, school.revision, school.commit, {prepared.path: prepared.data})
    if office.dry_run:
        terminal.lines(["", terminal.of(DRY_RUN)])
        return 0
    question = Text("\nÉcrire {path}, signé {signer} ?", "\nWrite {path}, signed {signer}?")
    signer = prepared.holder.code
    if not terminal.agreed(question, yes=office.yes, path=prepared.path, signer=signer):
        return terminal.stopped()
    made = carry_out(prepared, committer, datetime.now().astimezone(), school.latest.language)
    terminal.say(
        Text("\n✓ Un commit sur {branch} : {made}", "\n✓ One commit on {branch}: {made}"),
        branch=school.revision,
        made=made[:12],
    )
    code = sent(office, terminal)
    terminal.say(
        Text(
            "  Le calendrier du site suivra à sa prochaine publication.",
            "  The site's calendar follows when next published.",
        )
    )
    if prepared.after.closes > prepared.book.today:  # nobody is written to once nobody can declare any more
        tell = Text("  Pour prévenir : {command}", "  To tell people: {command}")
        terminal.say(tell, command="polyvalidate campaign remind")
    return code
