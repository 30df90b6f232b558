"""``minutes prepare --keep``: the decisions of an earlier table taken over, and every one that is not, named."""

from __future__ import annotations

from polyvalidate.cli.roster_words import doubt_lines
from polyvalidate.office.acts.jury_keep import Carried
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import Asked
from polyvalidate.office.jury.decisions import Ruling

MOST_SHOWN = 10


def kept_lines(found: Carried, asked: Asked, lang: str) -> list[str]:
    """How many decisions were taken over; those that were not, one by one: none is lost without a word."""
    fr = lang == "fr"
    count = sum(outcome is not None for outcome, _ in found.kept.values())
    blank = len(found.kept) - count
    many = "s" if count > 1 else ""
    lines = [f"  {count} décision{many} reprise{many}." if fr else f"  {count} decision{many} taken over."]
    if blank:
        lines.append(
            f"  {blank} sans décision dans la nouvelle table : rien n'y est proposé de nouveau."
            if fr
            else f"  {blank} without a decision in the new table: nothing is proposed there again."
        )
    if found.changed:
        lines.append(
            f"  {len(found.changed)} à décider de nouveau, car leur dossier a changé ; décision laissée vide :"
            if fr
            else f"  {len(found.changed)} to be decided again, since their folder has changed; decision left empty:"
        )
        lines += [_ruling(each, lang) for each in found.changed]
    if found.absent:
        lines.append(
            f"  {len(found.absent)} non reprises, car ces élèves ne sont pas dans la nouvelle table :"
            if fr
            else f"  {len(found.absent)} not taken over, since these students are not in the new table:"
        )
        lines += [_ruling(each, lang) for each in found.absent]
        if found.everybody and not asked.everybody:
            lines.append(
                "  La table précédente avait été faite avec --everybody : recommencez avec cette option."
                if fr
                else "  The earlier table was made with --everybody: start again with that option."
            )
    if found.arrived:
        some = ", ".join(found.arrived[:MOST_SHOWN]) + ("…" if len(found.arrived) > MOST_SHOWN else "")
        lines.append(
            f"  {len(found.arrived)} en plus dans la nouvelle table, avec la décision proposée : {some}"
            if fr
            else f"  {len(found.arrived)} more in the new table, with the proposed decision: {some}"
        )
    if found.doubts:
        lines.append(
            "  Dans la table précédente, ceci reste à corriger (ce qui n'a pu être lu n'est pas repris) :"
            if fr
            else "  In the earlier table, this has still to be mended (what could not be read is not taken over):"
        )
        lines += [f"  {line}" for line in doubt_lines(found.doubts, lang)]
    return lines


def _ruling(ruling: Ruling, lang: str) -> str:
    comment = f"  {ruling.comment}" if ruling.comment else ""
    return f"         {ruling.row.student}  {outcomes.said(ruling.outcome, lang)}{comment}"
