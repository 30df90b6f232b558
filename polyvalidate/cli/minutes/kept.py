"""``minutes prepare --keep``: the decisions of an earlier table taken over, and every one that is not, named."""

from __future__ import annotations

from polyvalidate.cli.kit.doubts import doubt_lines
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.minutes.words import BELOW
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_keep import Carried
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import Asked
from polyvalidate.office.jury.decisions import Ruling

MOST_SHOWN = 10


def kept_lines(found: Carried, asked: Asked, recorded: bool, terminal: Terminal) -> list[str]:
    """How many decisions were taken over; those that were not, one by one: none is lost without a word. ``recorded``:
    the session has recorded decisions already, and the new table proposes nothing."""
    count = sum(outcome is not None for outcome, _ in found.kept.values())
    blank = len(found.kept) - count
    taken = Text("  {n} {n:décision reprise|décisions reprises}.", "  {n} {n:decision|decisions} taken over.")
    lines = [terminal.of(taken, n=count)]
    if blank:
        nothing = Text(
            "  {n} sans décision dans la nouvelle table : rien n'y est proposé de nouveau.",
            "  {n} without a decision in the new table: nothing is proposed there again.",
        )
        lines.append(terminal.of(nothing, n=blank))
    for rulings, title in (
        (
            found.changed,
            Text(
                "  {n} à décider de nouveau, car {n:son|leur} dossier a changé ; décision laissée vide :",
                "  {n} to be decided again, since their folder has changed; decision left empty:",
            ),
        ),
        (
            found.absent,
            Text(
                "  {n} {n:non reprise, car cet élève n'est|non reprises, car ces élèves ne sont} pas dans la nouvelle "
                "table :",
                "  {n} not taken over, since {n:this student is|these students are} not in the new table:",
            ),
        ),
    ):
        if rulings:
            lines += [terminal.of(title, n=len(rulings)), *(_ruling(each, terminal) for each in rulings)]
    if found.absent and found.everybody and not asked.everybody:
        again = Text(
            "  La table précédente avait été faite avec --everybody : recommencez avec cette option.",
            "  The earlier table was made with --everybody: start again with that option.",
        )
        lines.append(terminal.of(again))
    if found.arrived:
        filled = Text("avec la décision proposée", "with the proposed decision")
        empty = Text("sans autre décision que celles de cette session", "with no decision but those of this session")
        arrived = Text(
            "  {n} en plus dans la nouvelle table, {how} : {some}", "  {n} more in the new table, {how}: {some}"
        ).filled(how=empty if recorded else filled)
        some = ", ".join(found.arrived[:MOST_SHOWN]) + ("…" if len(found.arrived) > MOST_SHOWN else "")
        lines.append(terminal.of(arrived, n=len(found.arrived), some=some))
    if found.doubts:
        doubts = Text(
            "  Dans la table précédente, ceci reste à corriger (ce qui n'a pu être lu n'est pas repris) :",
            "  In the earlier table, this has still to be mended (what could not be read is not taken over):",
        )
        lines += [terminal.of(doubts), *(f"  {line}" for line in doubt_lines(found.doubts, terminal.lang))]
    return lines


def _ruling(ruling: Ruling, terminal: Terminal) -> str:
    comment = f"  {ruling.comment}" if ruling.comment else ""
    return f"{BELOW}{ruling.row.student}  {terminal.of(outcomes.WORDS[ruling.outcome])}{comment}"
