"""What the options of ``polyvalidate merge`` say: which request, who decides what, and what is known beside Git."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.kit import decision, options
from polyvalidate.cli.kit.commands import option, together
from polyvalidate.cli.kit.decision import Said, quarters
from polyvalidate.cli.kit.request import ACCOUNT, OPENED, day_opened
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.forge.facts import Facts, Misshapen, from_json, opened_on
from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.judgement.verdict import Request
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, resolve, zone_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Place:
    """The request and the branch, in a repository; and the remote that the merge is sent to, if it is."""

    head: str
    base: str
    repo: Path
    push: str | None


place = together(
    "place",
    Place,
    option("--head", required=True, metavar="REV", help=Text("Révision proposée.", "Proposed revision.")),
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
            "Envoie aussi la fusion à ce dépôt distant : d'abord sur une branche d'attente, où elle est contrôlée, puis"
            " sur la branche. Se relance sans danger.",
            "Also push the merge to this remote: to a waiting branch first, where it is checked, then to main. Safe to"
            " run again.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides and what: of all declarations, of each, or as a comment was read (a ``plan``)."""

    signer: str | None
    every: Said
    decide: tuple[str, ...]
    plan: Path | None

    def read(self, place: Place, terminal: Terminal) -> tuple[str, Spoken | None, dict[str, Spoken]]:
        """The code of who decides, what they say of all, what they say of each. Raises ``click.UsageError``."""
        code = self.signer
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
        if self.plan is not None:
            if every is not None or each or code is not None:
                raise terminal.misused(
                    Text(
                        "--plan dit déjà qui décide et quoi : retirez --as et la décision.",
                        "--plan says who decides and what already: take out --as and the decision.",
                    )
                )
            code, each = _planned(self.plan, resolve(place.repo, place.head))
        if code is None:
            raise terminal.misused(
                Text("Il manque --as, votre code dans grid/roles.yml.", "--as is missing: your code in grid/roles.yml.")
            )
        return code, every, each


def _deciding(signer: str | None, decide: tuple[str, ...], plan: Path | None, **every: Any) -> Deciding:
    return Deciding(signer, Said(**every), decide, plan)


deciding = together(
    "deciding",
    _deciding,
    decision.signer(required=False),
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
    option(
        "--plan",
        type=FILE,
        metavar="FILE",
        help=Text(
            "Décision lue dans un commentaire (polyvalidate forge github command) ; remplace --as et --accept.",
            "Decision read in a comment (polyvalidate forge github command); in place of --as and --accept.",
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


def _planned(path: Path, head: str) -> tuple[str, dict[str, Spoken]]:
    """Who decides and what, from a comment as ``polyvalidate forge github command`` reads it for this very head."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        rulings = data["rulings"] if data["obeyed"] is True and data["head"] == head else []
        said = {str(row["path"]): _spoken(row) for row in rulings}
        codes = {str(row["by"]) for row in rulings}
    except (OSError, ValueError, KeyError, TypeError):
        said, codes = {}, set()
    if len(codes) != 1:
        raise Unreadable(
            Text(
                "Le fichier {path} ne contient pas de décision à fusionner pour cette révision.",
                "The file {path} holds no decision to merge for this revision.",
            ),
            path=path,
        )
    return codes.pop(), said


def _spoken(row: Mapping[str, Any]) -> Spoken:
    """One ruling of a plan as it was said. Raises ValueError for one that is not merged (to be completed)."""
    given, comment, second = row["points"], row["comment"], row["second"]
    if row["decision"] == "refused":
        return Spoken(Word.REFUSE, None, comment, None)
    if row["decision"] not in ("accepted", "partial"):
        raise ValueError(row["decision"])
    if given is None:
        return Spoken(Word.ACCEPT, None, comment, second)
    return Spoken(Word.POINTS, Points(round(given * 4)), comment, second)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the request beside its commits. Each option comes before what the file of a forge says."""

    author: str | None
    opened_at: date | None
    approved_by: tuple[str, ...]
    number: int | None
    facts: Path | None

    def read(self, place: Place, today: date, terminal: Terminal) -> tuple[Request, int | None]:
        """The request and its number. Raises ``click.UsageError`` when nobody says who proposed it."""
        facts = _facts(self.facts, resolve(place.repo, place.head)) if self.facts is not None else None
        author, number = self.author, self.number
        opened, approvals = today, frozenset(self.approved_by)
        if facts is not None:
            author, number = author or facts.author, number or facts.number
            opened, approvals = opened_on(facts, zone_of(place.repo, place.base)), approvals.union(facts.approvals)
        if author is None:
            raise terminal.misused(
                Text(
                    "Qui a proposé cette demande ? Donnez --author avec son compte (github:583231), ou --facts.",
                    "Who proposed this request? Give --author with their account (github:583231), or --facts.",
                )
            )
        return Request(author, day_opened(self.opened_at or opened, place.repo, place.base), approvals), number


about = together(
    "about",
    About,
    option(
        "--author",
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
    option(
        "--facts",
        type=FILE,
        metavar="FILE",
        help=Text(
            "Ce que la forge dit de la demande (polyvalidate forge github facts) : auteur, numéro, date, approbations.",
            "What the forge says of the request (polyvalidate forge github facts): author, number, date, approvals.",
        ),
    ),
)


def _facts(path: Path, head: str) -> Facts:
    """The author, the number, the date and the approvals of a request, as a forge gives them for this very head."""
    try:
        known = from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, Misshapen):
        known = None
    if known is None or known.head != head:
        raise Unreadable(
            Text(
                "Le fichier {path} ne dit pas ce que la forge sait de cette révision. Demandez-le de nouveau à la "
                "forge.",
                "The file {path} does not say what the forge knows of this revision. Ask the forge again.",
            ),
            path=path,
        )
    return known
