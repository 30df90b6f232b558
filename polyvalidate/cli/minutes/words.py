"""The jury in words: what was prepared, what would be recorded, what has changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from polyvalidate.cli.jury_next import Given
from polyvalidate.documents.phrases import pick
from polyvalidate.model.words import Text, number, points
from polyvalidate.office.acts.jury_record import Moved, Prepared
from polyvalidate.office.acts.jury_session import Aside
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import OUTCOMES, Minutes
from polyvalidate.office.jury.decisions import Ruling

MOST_SHOWN = 10

Pair = tuple[str, str]


def prepared_lines(minutes: Minutes, aside: Aside, requests: Mapping[str, int], lang: str) -> list[str]:
    """Who is before the jury, what the rules propose, who is not and why."""
    fr, asked, rows = lang == "fr", minutes.asked, minutes.rows
    only = f", {asked.programme}" if asked.programme else ""
    lines = [
        Text(
            "Jury {session}, promotion {cohort}{only} : {count} {value:élève|élèves}, au commit {commit}",
            "Jury {session}, cohort {cohort}{only}: {count} {value2:student|students}, at commit {commit}",
        ).of(
            lang,
            session=asked.session,
            cohort=asked.cohort,
            only=only,
            count=len(rows),
            value=len(rows) > 1,
            commit=minutes.commit[:12],
            value2=len(rows) != 1,
        ),
        "",
    ]
    counts = Counter(row.proposal for row in rows)
    for outcome in OUTCOMES:
        if counts[outcome]:
            lines.append(_count(counts[outcome], ("proposé : ", "proposed: "), outcomes.said(outcome, lang), lang))
    unknown = sum(row.required is None for row in rows)
    nothing = counts[None] - unknown
    waiting = sum(bool(row.waiting or requests.get(row.student)) for row in rows)
    errors = sum(bool(row.errors) for row in rows)
    recorded = sum(row.outcome is not None for row in rows)
    for count, words in (
        (unknown, ("seuil à fixer par le jury, sans proposition", "threshold to be fixed by the jury, no proposal")),
        (nothing, ("en cours de cycle, sans proposition", "in the course of their cycle, no proposal")),
        (recorded, ("décision de cette session déjà, reprise telle quelle", "decided in this session already, kept")),
        (waiting, ("avec une demande qui attend encore", "with a request that still waits")),
        (errors, ("avec une déclaration à corriger, qui ne compte pas", "with a declaration to mend, not counted")),
        (aside.granted, ("avec un quitus déjà : hors de la table", "with their quitus already: not in the table")),
        (aside.left, ("départ avant le jury : hors de la table", "no longer at the school: not in the table")),
        (aside.going_on, ("pas en dernière année : hors de la table (à ajouter avec --everybody)",
                          "not in their last year: not in the table (--everybody adds them)")),
    ):  # fmt: skip
        if count:
            lines.append(_count(count, words, "", lang))
    return [*lines, ""]


def written_lines(given: Given, output: Path, juries: Sequence[str], lang: str) -> list[str]:
    """Where the table is, what the jury does with it, and the command that comes next."""
    fr = lang == "fr"
    signer = juries[0] if len(juries) == 1 else "CODE"
    lines = [
        f"✓ {output}",
        Text(
            "  La décision y est remplie d'avance avec la proposition. Le jury la change ou l'efface, "
            "écrit un motif s'il le faut, puis :",
            "  The decision is filled in with the proposal. The jury changes or empties it, writes a "
            "reason where needed; then:",
        ).of(lang),
        given.record(output, signer, lang),
    ]
    if len(juries) > 1:
        codes = ", ".join(juries)
        lines.append(
            Text("  (CODE : celui de qui signe, {codes})", "  (CODE: that of whoever signs, {codes})").of(
                lang, codes=codes
            )
        )
    return lines


def _s(plural: bool) -> str:
    return "s" if plural else ""


def _count(count: int, words: Pair, more: str, lang: str) -> str:
    return f"{count:>5}  {pick(words, lang)}{more}"


def dry(lang: str) -> str:
    return Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)").of(lang)


def recording_lines(prepared: Prepared, arrived: Sequence[str], lang: str) -> list[str]:
    """What would be written: how many of each outcome and who, those of whom nothing is decided."""
    lines = []
    counts = Counter(ruling.outcome for ruling in prepared.written)
    for outcome in OUTCOMES:
        if counts[outcome]:
            lines.append(_count(counts[outcome], ("", ""), outcomes.said(outcome, lang), lang))
            some = [ruling for ruling in prepared.written if ruling.outcome == outcome]
            lines += _rulings(some, lang)
    if prepared.same:
        words = ("déjà enregistrées, inchangées", "recorded already, unchanged")
        lines.append(_count(len(prepared.same), words, "", lang))
    if prepared.undecided:
        lines.append(_count(len(prepared.undecided), ("sans décision", "without a decision"), "", lang))
        lines += _rulings(prepared.undecided, lang)
    if arrived:
        words = ("devant le jury depuis la table seulement, sans décision", "came before the jury since, no decision")
        lines.append(_count(len(arrived), words, "", lang))
        lines += _listed(list(arrived), lang)
    return lines


def _ruling(ruling: Ruling, lang: str) -> str:
    row = ruling.row
    required = "?" if row.required is None else number(row.required, lang)
    balance = f"{points(row.credited, lang)} / {required}"
    comment = f"  {ruling.comment}" if ruling.comment else ""
    return f"{row.student}  {row.programme:<4} {balance}{comment}"


def _rulings(some: Sequence[Ruling], lang: str) -> list[str]:
    """The first ones in full, and the pseudonyms of all the others: nobody is decided on without being named."""
    codes = [ruling.row.student for ruling in some[MOST_SHOWN:]]
    rows = ["  ".join(codes[at : at + 6]) for at in range(0, len(codes), 6)]
    return [f"         {row}" for row in [*(_ruling(ruling, lang) for ruling in some[:MOST_SHOWN]), *rows]]


def _listed(rows: Sequence[str], lang: str) -> list[str]:
    lines = [f"         {row}" for row in rows[:MOST_SHOWN]]
    more = len(rows) - MOST_SHOWN
    if more > 0:
        lines.append(
            Text("         … et {more} {value:autre|autres}", "         … and {more} more").of(
                lang, more=more, value=more > 1
            )
        )
    return lines


def moved_lines(moved: Sequence[Moved], given: Given, table: Path, lang: str) -> list[str]:
    """Why nothing is written when the record has changed, and how to go on without losing the jury's work."""
    fr = lang == "fr"
    rows = [f"{one.student}  {one.text.in_language(lang)}" for one in moved]
    return [
        Text(
            "Le dépôt a changé depuis la table pour {count} {value:élève|élèves} dont le jury a décidé :",
            "The repository has changed since the table for {count} {value2:student|students} on whom "
            "the jury decided:",
        ).of(lang, count=len(moved), value=len(moved) > 1, value2=len(moved) != 1),
        *_listed(rows, lang),
        Text(
            "Faites une nouvelle table, qui reprend les décisions des autres, et montrez-la au jury :",
            "Make a new table, which takes over the decisions on the others, and show it to the jury:",
        ).of(lang),
        given.prepare(table, lang),
    ]
