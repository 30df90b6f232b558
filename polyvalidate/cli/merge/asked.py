"""What the options of ``polyvalidate merge`` say: which request, who decides what, and what is known beside Git."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.kit import decision, options, request
from polyvalidate.cli.kit.commands import option, together
from polyvalidate.cli.kit.decision import Said, quarters
from polyvalidate.cli.kit.request import ACCOUNT, OPENED, day_opened
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.judgement.verdict import Request
from polyvalidate.model.words import Text
from polyvalidate.repository.boxes import Head

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Place:
    """The request and the branch, in a repository; and the remote that the merge is sent to, if it is."""

    head: str
    base: str
    repo: Path
    push: str | None
    wait: float


place = together(
    "place",
    Place,
    request.head,
    option(
        "--base",
        default="main",
        show_default=True,
        main=True,
        metavar="BRANCH",
        help=Text("Branche d'accueil.", "Target branch."),
    ),
    options.folder(
        Text("Dépôt Git, avec ou sans fichiers de travail.", "Git repository, with or without a work tree.")
    ),
    option(
        "--push",
        metavar="REMOTE",
        help=Text(
            "Envoie aussi la fusion à ce dépôt distant, sur une branche d'attente où l'école la contrôle avant de la"
            " faire entrer. Se relance sans danger.",
            "Also send the merge to this remote, to a waiting branch where the school checks it before it enters. Safe"
            " to run again.",
        ),
    ),
    options.wait,
)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides and what: of all declarations, or of each."""

    signer: str
    every: Said
    decide: tuple[str, ...]

    def read(self, place: Place, terminal: Terminal) -> tuple[str, Spoken | None, dict[str, Spoken]]:
        """The code of who decides, what they say of all, what they say of each. Raises ``click.UsageError``."""
        # With --decide, a second reader goes with each decision and needs none for all.
        every = (replace(self.every, second=None) if self.decide else self.every).spoken(terminal)
        each = dict(_one(text, self.every.second, terminal) for text in self.decide)
        if every is not None and each:
            raise terminal.misused(
                Text(
                    "Donnez une décision pour toutes (--accept, --points, --refuse) ou une pour chacune (--decide).",
                    "Give one decision for all (--accept, --points, --refuse) or one for each (--decide), not both.",
                )
            )
        return self.signer, every, each


def _deciding(signer: str, decide: tuple[str, ...], **every: Any) -> Deciding:
    return Deciding(signer, Said(**every), decide)


deciding = together(
    "deciding",
    _deciding,
    decision.signer(required=True),
    *decision.SAID,
    option(
        "--decide",
        metavar="NAME=DECISION",
        multiple=True,
        help=Text(
            'Décide une déclaration parmi plusieurs : 3.1-jpo.yml=accept, "2.3-club.yml=1,5 raison",'
            ' "4.2-don.yml=refuse raison".',
            'Decide one declaration among several: 3.1-jpo.yml=accept, "2.3-club.yml=1.5 reason",'
            ' "4.2-don.yml=refuse reason".',
        ),
    ),
)


def _one(text: str, second: str | None, terminal: Terminal) -> tuple[str, Spoken]:
    """``3.1-jpo.yml=1,5 raison`` as a name and a decision."""
    name, equals, rest = text.partition("=")
    word, _, reason = rest.strip().partition(" ")
    comment = " ".join(reason.split()) or None
    if not equals or not name or not word:
        raise terminal.wrong(
            Text(
                "Écrivez NOM=accept, NOM=1,5 ou NOM=refuse, puis la raison.",
                "Write NAME=accept, NAME=1.5 or NAME=refuse, then the reason.",
            ),
            "--decide",
        )
    if word in ("accept", "refuse"):
        return name, Spoken(Word(word), None, comment, second if word == "accept" else None)
    return name, Spoken(Word.POINTS, quarters(word, "--decide", terminal), comment, second)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the request beside its commits."""

    author: str
    opened_at: date | None
    approved_by: tuple[str, ...]
    number: int | None

    def read(self, place: Place, head: Head, today: date) -> tuple[Request, int | None]:
        """The request and its number, which one of a box is called by."""
        opened = day_opened(self.opened_at or today, place.repo, place.base)
        return Request(self.author, opened, frozenset(self.approved_by), head.box), head.number or self.number


about = together(
    "about",
    About,
    option(
        "--author",
        required=True,
        type=ACCOUNT,
        metavar="ACCOUNT",
        help=Text(
            "Compte de l'auteur de la demande : github:583231.", "Account of the author of the request: github:583231."
        ),
    ),
    option(
        "--opened-at",
        type=OPENED,
        metavar="TIME",
        help=Text("Ouverture de la demande.", "When the request was opened."),
    ),
    option(
        "--approved-by",
        type=ACCOUNT,
        metavar="ACCOUNT",
        multiple=True,
        help=Text(
            "Compte qui a approuvé cette révision même (seconde lecture).",
            "Account that approved this very revision (second reader).",
        ),
    ),
    option("--number", type=click.IntRange(min=1), help=Text("Numéro de la demande.", "Number of the request.")),
)
