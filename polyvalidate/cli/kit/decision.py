"""What the options ``--accept``, ``--points``, ``--refuse`` and ``--comment`` say together."""

from __future__ import annotations

from dataclasses import dataclass

from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.judgement.decision import LONGEST_COMMENT, Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text


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
            return Spoken(Word.POINTS, quarters(self.points, terminal), reason, self.second)
        return Spoken(Word.ACCEPT, None, reason, self.second)


def quarters(text: str, terminal: Terminal) -> Points:
    """``1,5`` or ``1.5`` as quarter-points. Raises ``click.BadParameter``."""
    whole, _, part = text.strip().replace(",", ".").partition(".")
    fraction = {"": 0, "0": 0, "00": 0, "25": 1, "5": 2, "50": 2, "75": 3}.get(part)
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 3) or fraction is None:
        raise terminal.wrong(
            Text(
                "Écrivez un nombre de quarts de point : 1, 1,25, 1,5 ou 1,75.",
                "Write a number of quarter-points: 1, 1.25, 1.5 or 1.75.",
            ),
            "--points",
        )
    return Points(int(whole) * 4 + fraction)


def _sentence(text: str, name: str, terminal: Terminal) -> str:
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_COMMENT:
        raise terminal.wrong(
            Text(
                "Écrivez une phrase, de {longest} signes au plus.",
                "Write a sentence, of {longest} characters at most.",
            ),
            name,
            longest=LONGEST_COMMENT,
        )
    return said
