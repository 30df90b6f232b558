"""``minutes prepare --keep``: the decisions of an earlier table taken over, and every one that is not, named."""

from __future__ import annotations

from polyvalidate.cli.roster_words import doubt_lines
from polyvalidate.model.words import Text
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
    lines = [
        Text("  {count} décision{many} reprise{many}.", "  {count} decision{many} taken over.").of(
            lang, count=count, many=many
        )
    ]
    if blank:
        lines.append(
            Text(
                "  {blank} sans décision dans la nouvelle table : rien n'y est proposé de nouveau.",
                "  {blank} without a decision in the new table: nothing is proposed there again.",
            ).of(lang, blank=blank)
        )
    if found.changed:
        lines.append(
            Text(
                "  {count} à décider de nouveau, car leur dossier a changé ; décision laissée vide :",
                "  {count} to be decided again, since their folder has changed; decision left empty:",
            ).of(lang, count=len(found.changed))
        )
        lines += [_ruling(each, lang) for each in found.changed]
    if found.absent:
        lines.append(
            Text(
                "  {count} non reprises, car ces élèves ne sont pas dans la nouvelle table :",
                "  {count} not taken over, since these students are not in the new table:",
            ).of(lang, count=len(found.absent))
        )
        lines += [_ruling(each, lang) for each in found.absent]
        if found.everybody and not asked.everybody:
            lines.append(
                Text(
                    "  La table précédente avait été faite avec --everybody : recommencez avec cette option.",
                    "  The earlier table was made with --everybody: start again with that option.",
                ).of(lang)
            )
    if found.arrived:
        some = ", ".join(found.arrived[:MOST_SHOWN]) + ("…" if len(found.arrived) > MOST_SHOWN else "")
        lines.append(
            Text(
                "  {count} en plus dans la nouvelle table, avec la décision proposée : {some}",
                "  {count} more in the new table, with the proposed decision: {some}",
            ).of(lang, count=len(found.arrived), some=some)
        )
    if found.doubts:
        lines.append(
            Text(
                "  Dans la table précédente, ceci reste à corriger (ce qui n'a pu être lu n'est pas repris) :",
                "  In the earlier table, this has still to be mended (what could not be read is not taken over):",
            ).of(lang)
        )
        lines += [f"  {line}" for line in doubt_lines(found.doubts, lang)]
    return lines


def _ruling(ruling: Ruling, lang: str) -> str:
    comment = f"  {ruling.comment}" if ruling.comment else ""
    return f"         {ruling.row.student}  {outcomes.said(ruling.outcome, lang)}{comment}"
