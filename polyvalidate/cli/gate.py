"""``polyvalidate gate`` and ``polyvalidate why``: judge a request, explain a right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from polyvalidate import __version__
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit import request as kit
from polyvalidate.cli.kit.commands import argument, command, option, together
from polyvalidate.cli.kit.findings import pages_of, site_of
from polyvalidate.cli.kit.request import ACCOUNT, OPENED, day_opened
from polyvalidate.cli.kit.terminal import WIDEST, Terminal
from polyvalidate.model.words import Text
from polyvalidate.reports import VERDICT_FORMATS
from polyvalidate.repository.boxes import head_of
from polyvalidate.repository.output import put


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody proposes, and who has read it."""

    base: str
    head: str
    actor: str
    opened_at: date | None
    approved_by: tuple[str, ...]


@command(
    "gate",
    Text(
        "Contrôle une demande (pull request) : ce qu'elle change, si son auteur en a le droit, ce que devient le"
        " bilan. Lit seulement des objets Git ; rien n'est extrait ni exécuté. Termine par 0 quand l'auteur n'a rien à"
        " corriger, par 1 sinon.",
        "Check a pull request: what it changes, whether its author may, what becomes of the balance. Reads Git objects"
        " only; nothing is checked out or run. Ends with 0 when the author has nothing to mend, else 1.",
    ),
)
@together(
    "proposed",
    Proposed,
    option("--base", required=True, metavar="REV", help=Text("Révision d'accueil.", "Target revision.")),
    kit.head,
    option(
        "--actor",
        required=True,
        type=ACCOUNT,
        metavar="ACCOUNT",
        help=Text("Compte de l'auteur : github:583231.", "Account of the author: github:583231."),
    ),
    option(
        "--opened-at",
        type=OPENED,
        metavar="TIME",
        help=Text(
            "Ouverture de la demande : 2026-02-03 ou 2026-02-03T10:00:00Z (maintenant par défaut).",
            "When the request was opened: 2026-02-03 or 2026-02-03T10:00:00Z (now by default).",
        ),
    ),
    option(
        "--approved-by",
        multiple=True,
        type=ACCOUNT,
        metavar="ACCOUNT",
        help=Text(
            "Compte qui a approuvé cette révision même (seconde lecture).",
            "Account that approved this very revision (second reader).",
        ),
    ),
)
@option(
    "--across",
    is_flag=True,
    help=Text(
        "Compare aussi tous les dossiers entre eux (justificatif utilisé deux fois).",
        "Compare all folders with each other too (evidence used twice).",
    ),
)
@options.repo
@options.form(*VERDICT_FORMATS)
@options.output
@options.today(Text("Contrôle comme si l'on était ce jour-là.", "Check as if it were this day."))
def gate(
    terminal: Terminal,
    proposed: Proposed,
    across: bool,
    repo: Path,
    format_name: str,
    output: Path | None,
    today: date,
) -> int:
    """Judge, print in the format asked for, and say by the exit code whether the author has something to mend."""
    from polyvalidate.judgement.verdict import Request
    from polyvalidate.reports.context import Context
    from polyvalidate.reports.verdict_words import Judgement
    from polyvalidate.rules import RULES
    from polyvalidate.school import gate as judging

    opened = day_opened(proposed.opened_at or today, repo, proposed.base)
    head = head_of(repo, proposed.head)
    request = Request(proposed.actor, opened, frozenset(proposed.approved_by), head.box)
    bar = terminal.bar()
    gated = judging.gate(repo, proposed.base, head.revision, request, today, across=across, progress=bar)
    latest = gated.book.latest
    # A comment is read on the forge, by everybody: it is in the language of the school, unless another is asked for.
    of_school = latest if format_name == "comment" and not terminal.asked else None
    lang = of_school.language if of_school is not None else terminal.lang
    context = Context(
        lang=lang,
        site=site_of(gated.book),
        version=__version__,
        lines=lambda path: gated.files.get(path, b"").decode("utf-8", "replace").split("\n"),
        columns=terminal.columns if output is None else WIDEST,
        pages=pages_of(gated.book, lang),
    )
    judgement = Judgement(gated.verdict, gated.book, gated.base, gated.asked, opened, past=gated.past)
    put(VERDICT_FORMATS[format_name](judgement, RULES, context), output)
    return 1 if gated.verdict.to_mend else 0


@command(
    "why",
    Text(
        "Dit si un compte peut écrire une ligne d'un fichier, et pourquoi : why declarations/…/3.1-jpo.yml evaluation"
        " points --as github:1000003.",
        "Say whether an account may write a line of a file, and why: why declarations/…/3.1-jpo.yml evaluation points"
        " --as github:1000003.",
    ),
)
@argument("file")
@argument("keys", nargs=-1)
@option(
    "--as",
    "account",
    required=True,
    metavar="ACCOUNT",
    help=Text("Compte, ou code de fonction : ref-3.", "Account, or code of a role: ref-3."),
)
@option(
    "--base",
    default="HEAD",
    show_default=True,
    metavar="REV",
    help=Text("Révision où lire fonctions et dossiers.", "Revision to read roles and folders from."),
)
@options.repo
@options.form("text", "json")
def why(
    terminal: Terminal, file: str, keys: tuple[str, ...], account: str, base: str, repo: Path, format_name: str
) -> int:
    """0 when the account may write there, 1 when it may not."""
    from polyvalidate.reports.context import Context
    from polyvalidate.reports.rights import FORMATS, Right
    from polyvalidate.repository import today
    from polyvalidate.rules import RULES
    from polyvalidate.school.gate import may_write

    route = tuple(int(key) if key.isdecimal() else key for key in keys)
    answer = may_write(repo, base, file, route, account, today(repo, base))
    right = Right(file, route, answer.account, answer.codes, answer.decision, answer.roles, answer.findings)
    context = Context(
        terminal.lang, site_of(answer.book), __version__, lambda _: (), pages=pages_of(answer.book, terminal.lang)
    )
    put(FORMATS[format_name](right, RULES, context), None)
    return 0 if answer.decision.allowed else 1
