"""A decision typed in options (``--accept``, ``--points``, ``--refuse``, ``--comment``), and how what became of it is
told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from polyvalidate import __version__
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Decorator, option
from polyvalidate.cli.kit.findings import DEFAULT_SITE, pages_of, show_findings, site_of
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.judgement.decision import LONGEST_COMMENT, Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.reports.context import Context
from polyvalidate.reports.settled import Outcome, Settled, as_json
from polyvalidate.repository.output import put
from polyvalidate.rules import RULES
from polyvalidate.school.merge import Stopped


@dataclass(frozen=True, slots=True)
class Said:
    """A decision as it was typed: at most one of ``accept``, ``points``, ``refuse`` and ``complete``."""

    accept: bool
    points: str | None
    refuse: bool
    comment: str | None
    second: str | None
    complete: str | None = None

    def spoken(self, terminal: Terminal) -> Spoken | None:
        """The one decision that the options give; None when they give none. Raises ``click.UsageError``."""
        given = [self.accept, self.points is not None, self.refuse, self.complete is not None]
        if sum(given) > 1:
            raise terminal.misused(
                Text(
                    "Donnez une seule décision : --accept, --points ou --refuse.",
                    "Give one decision only: --accept, --points or --refuse.",
                )
            )
        if not any(given):
            if self.comment is not None or self.second is not None:
                raise terminal.misused(
                    Text(
                        "Il manque la décision : --accept, --points ou --refuse.",
                        "The decision is missing: --accept, --points or --refuse.",
                    )
                )
            return None
        if self.complete is not None:
            return Spoken(Word.COMPLETE, None, _sentence(self.complete, "--complete", terminal), None)
        reason = _sentence(self.comment, "--comment", terminal) if self.comment is not None else None
        if self.refuse:
            return Spoken(Word.REFUSE, None, reason, self.second)
        if self.points is not None:
            return Spoken(Word.POINTS, quarters(self.points, "--points", terminal), reason, self.second)
        return Spoken(Word.ACCEPT, None, reason, self.second)


def quarters(text: str, name: str, terminal: Terminal) -> Points:
    """``1,5`` or ``1.5`` as quarter-points. Raises ``click.BadParameter``."""
    whole, _, part = text.strip().replace(",", ".").partition(".")
    fraction = {"": 0, "0": 0, "00": 0, "25": 1, "5": 2, "50": 2, "75": 3}.get(part)
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 3) or fraction is None:
        raise terminal.wrong(
            Text(
                "Écrivez un nombre de quarts de point : 1, 1,25, 1,5 ou 1,75.",
                "Write a number of quarter-points: 1, 1.25, 1.5 or 1.75.",
            ),
            name,
        )
    return Points(int(whole) * 4 + fraction)


def _sentence(text: str, name: str, terminal: Terminal) -> str:
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_COMMENT:
        raise terminal.wrong(
            Text(
                "Écrivez une phrase, de {longest} signes au plus.", "Write a sentence, of {longest} characters at most."
            ),
            name,
            longest=LONGEST_COMMENT,
        )
    return said


# --- options ----------------------------------------------------------------------------------------------------------

SAID: tuple[Decorator, ...] = (
    option(
        "--accept",
        is_flag=True,
        help=Text("Accepte : la grille donne les points.", "Accept: the grid gives the points."),
    ),
    option(
        "--points",
        metavar="N",
        help=Text(
            "Donne ce nombre de points : 1,5. Moins que la grille : --comment dit pourquoi.",
            "Grant this number of points: 1.5. Less than the grid: --comment says why.",
        ),
    ),
    option("--refuse", is_flag=True, help=Text("Refuse ; --comment dit pourquoi.", "Refuse; --comment says why.")),
    option(
        "--comment",
        metavar="TEXT",
        help=Text("La raison, en une phrase que l'élève lira.", "The reason, in a sentence the student will read."),
    ),
    option(
        "--second",
        metavar="CODE",
        help=Text("Code de la personne qui relit : ref-4.", "Code of the second reader: ref-4."),
    ),
)
"""The options of what is ``Said``."""

today = options.today(Text("Jour de la décision (aujourd'hui par défaut).", "Day of the decision (today by default)."))


def signer(*, required: bool) -> Decorator:
    words = Text("Votre code dans grid/roles.yml : ref-3.", "Your code in grid/roles.yml: ref-3.")
    return option("--as", "signer", required=required, metavar="CODE", help=words)


# --- what became of it ------------------------------------------------------------------------------------------------


def refused(stopped: Stopped, terminal: Terminal) -> Settled:
    """A decision against which something stands."""
    return Settled(
        Outcome.REFUSED, terminal.of(stopped.text), findings=stopped.findings, files=stopped.files, book=stopped.book
    )


def tell(settled: Settled, lines: Sequence[str] = (), *, nothing: Text, format_name: str, terminal: Terminal) -> int:
    """Say it and give the exit code: as JSON, or these ``lines`` (the message without any), or what stands against it
    and that ``nothing`` is done."""
    refused = settled.outcome is Outcome.REFUSED
    message = settled.message or ""
    if format_name == "json":
        book = settled.book
        site, pages = (site_of(book), pages_of(book, terminal.lang)) if book is not None else (DEFAULT_SITE, None)
        put(as_json(settled, RULES, Context(terminal.lang, site, __version__, lambda _: (), pages=pages)), None)
    elif refused:
        if settled.findings and settled.book is not None:
            show_findings(settled.findings, settled.files, settled.book, terminal)
        terminal.lines([message, terminal.of(nothing)], err=True)
    else:
        put("\n".join(lines or [message]) + "\n", None)
    return int(refused)
