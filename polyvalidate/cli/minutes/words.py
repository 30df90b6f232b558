"""What the commands of the jury ask alike, and what they say alike: which jury, and the command that comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Decorator, option, terminal_of, together
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.jury.content import SESSION, Asked, Minutes
from polyvalidate.office.register.register import Member

DRY = Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)")
BELOW = "         "
"""What stands before the lines of a list, so that they are under the words of its count."""

NOTHING_DECIDED = Text(
    "Aucune décision n'est enregistrée pour la session {jury}. D'abord : polyvalidate minutes prepare, puis "
    "minutes record.",
    "No decision is recorded for the session {jury}. First: polyvalidate minutes prepare, then minutes record.",
)


class Session(click.ParamType[str]):
    """The year and the month of a jury."""

    name = "session"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not SESSION.fullmatch(value):
            terminal = terminal_of(ctx) if ctx is not None else Terminal("en")
            sentence = Text(
                "Écrivez l'année et le mois du jury : 2026-07.", "Write the year and the month of the jury: 2026-07."
            )
            self.fail(terminal.of(sentence), param, ctx)
        return str(value)


def asked(*more: Decorator) -> Decorator:
    """Which jury, as one value ``asked``."""
    return together(
        "asked",
        Asked,
        option(
            "--session",
            required=True,
            type=Session(),
            metavar="YEAR-MONTH",
            help=Text("Session du jury : 2026-07.", "Session of the jury: 2026-07."),
        ),
        option(
            "--cohort",
            required=True,
            type=options.YEAR,
            metavar="YEAR",
            help=Text("Promotion, par son année d'entrée.", "Cohort, by its year of entry."),
        ),
        *more,
    )


programme = option("--programme", metavar="CODE", help=Text("Une seule spécialité : DI.", "One programme only: DI."))


def then(office: Office, verb: str, *words: object, asked: Asked | None = None) -> str:
    """The command of the jury that comes next, with the paths and options that were given to this one."""
    which = ["--session", asked.session, "--cohort", str(asked.cohort)] if asked is not None else []
    return "  " + office.command("minutes", verb, *which, *map(str, words))


def counted(count: int, words: Text, terminal: Terminal) -> str:
    """``    3  avec une demande qui attend encore``; the words may agree with ``n``."""
    return f"{count:>5}  {terminal.of(words, n=count)}"


def named_lines(minutes: Minutes, members: Mapping[str, Member], terminal: Terminal, files: int = 1) -> list[str]:
    """What is said of files with names."""
    unknown = sum(row.student not in members for row in minutes.rows)
    missing = Text(
        "  Sans nom, faute d'être dans le registre : {unknown} {unknown:élève|élèves}.",
        "  Without a name, not being in the register: {unknown} {unknown:student|students}.",
    )
    private = Text(
        "  Des noms y sont écrits : {files:gardez-le|gardez ces fichiers} hors du dépôt, "
        "{files:supprimez-le quand il ne sert|supprimez-les quand ils ne servent} plus.",
        "  {files:It holds|They hold} names: keep {files:it|them} out of the repository, delete {files:it|them} when "
        "{files:it is|they are} no longer of use.",
    )
    return [
        *([terminal.of(missing, unknown=unknown)] if unknown else []),
        terminal.of(private, files=files),
    ]
