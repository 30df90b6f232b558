"""What the jury decided in its table, line by line, and what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from polyvalidate.model.words import number
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import Minutes, Row
from polyvalidate.office.jury.told import Told
from polyvalidate.office.jury.working_table import HEADS, LONGEST_COMMENT, NAMES
from polyvalidate.office.lists import tables
from polyvalidate.office.lists.cells import folded, shown
from polyvalidate.office.lists.doubts import Doubt, stops
from polyvalidate.office.register.pseudonyms import CODE
from polyvalidate.office.register.register import Member

_ADDRESS = re.compile(r"\S@\S")
_LONG_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){5,}", re.ASCII)
_SHORTEST_NAME = 3


class Ruling(NamedTuple):
    """What the jury decided of one student; ``outcome`` is None for nothing. ``line`` is that of the table."""

    row: Row
    outcome: str | None
    comment: str | None
    line: int


class Rulings(NamedTuple):
    """All of them, and the remarks; nothing may be written as long as one of them blocks."""

    decided: tuple[Ruling, ...]
    doubts: tuple[Doubt, ...]

    @property
    def blocked(self) -> bool:
        return any(doubt.blocks for doubt in self.doubts)


def rulings(told: Told, minutes: Minutes, members: Mapping[str, Member]) -> Rulings:
    """What the jury decided, line by line. ``minutes`` is the cohort before the jury, at the commit of the table;
    ``members`` are the people of the register, when it was given, whom no reason may name."""
    known = minutes.by_student
    doubts = list(told.table.doubts)
    found: dict[str, Ruling] = {}
    for row in told.table.rows:
        code = row.cells.get("code", "").strip().lower()
        if code not in known:
            doubts.append(_stranger(row.line, code, minutes))
            continue
        if code in found:
            doubts.append(
                stops(
                    f"Même élève qu'à la ligne {found[code].line}. Gardez une seule de ces lignes.",
                    f"Same student as on line {found[code].line}. Keep one of these lines.",
                    row.line,
                )
            )
            continue
        ruling, remarks = _ruling(row, known[code], members.get(code))
        found[code] = ruling
        doubts += remarks
    absent = [code for code in known if code not in found]
    if absent:
        some = ", ".join(absent[:5]) + ("…" if len(absent) > 5 else "")
        doubts.append(
            stops(
                f"Des élèves manquent dans la table ({len(absent)} : {some}). Remettez leurs lignes ; laissez la "
                "décision "
                "vide si le jury n'a rien décidé.",
                f"Students are missing from the table ({len(absent)}: {some}). Put their lines back; leave the "
                "decision "
                "empty if the jury decided nothing.",
            )
        )
    return Rulings(tuple(found.values()), tuple(doubts))


def _stranger(line: int, code: str, minutes: Minutes) -> Doubt:
    if not CODE.fullmatch(code):
        return stops(
            "Cette ligne n'a pas de pseudonyme lisible. Remettez-le, ou retirez la ligne.",
            "This line has no readable pseudonym. Put it back, or take the line out.",
            line,
        )
    cohort = minutes.asked.cohort
    return stops(
        f"{code} n'est pas devant ce jury (promotion {cohort}, session {minutes.asked.session}). Retirez la ligne.",
        f"{code} is not before this jury (cohort {cohort}, session {minutes.asked.session}). Take the line out.",
        line,
    )


def _ruling(line: tables.Row, row: Row, member: Member | None) -> tuple[Ruling, list[Doubt]]:
    doubts = list(_changed(line, row))
    text, comment = line.cells.get("outcome", ""), _reason(line.cells.get("comment", ""))
    try:
        outcome = outcomes.meant(text)
    except ValueError:
        doubts.append(_unknown(text, line.line))
        return Ruling(row, None, comment, line.line), doubts
    if outcome is not None:
        doubts += _against(row, outcome, comment, line.line)
    elif row.outcome is not None:
        doubts.append(
            stops(
                f"Cette session a déjà enregistré « {outcomes.said(row.outcome, 'fr')} » : une décision se change, "
                "et ne "
                "s'efface pas. Écrivez la décision.",
                f"This session has recorded “{outcomes.said(row.outcome, 'en')}” already: a decision is changed, never "
                "erased. Write the decision.",
                line.line,
            )
        )
    if comment is not None:
        cells = [line.cells.get(key, "") for key in NAMES]
        known = [member.number, member.surname, member.usual, member.first] if member is not None else []
        doubts += _comment([*cells, *known], comment, line.line)
    return Ruling(row, outcome, comment, line.line), doubts


def _reason(text: str) -> str | None:
    """On one line, without the apostrophe that keeps a spreadsheet from running it."""
    plain = " ".join(text.split())
    return (plain[1:] if re.match(r"'[=+@-]", plain) else plain) or None


def _changed(line: tables.Row, row: Row) -> Iterator[Doubt]:
    """Computed cells that no longer say what the record says: the jury would have decided on something else."""
    expected = {
        "programme": row.programme,
        "profile": row.profile,
        "credited": number(row.credited, "fr"),
        "required": "" if row.required is None else number(row.required, "fr"),
    }
    for key, value in expected.items():
        if key not in line.cells:
            continue
        text = line.cells[key]
        if _plain(text) != _plain(value):
            fr, en = HEADS[key]
            yield stops(
                f"« {fr} » dit {shown(text) or '(vide)'}, et le dépôt {value or '(rien)'}. Remettez cette valeur, ou "
                "préparez une nouvelle table : le bilan ne se change que par une déclaration.",
                f"“{en}” says {shown(text) or '(empty)'}, and the repository {value or '(nothing)'}. Put this value "
                "back, "
                "or prepare a new table: only a declaration changes a balance.",
                line.line,
            )


def _plain(text: str) -> str:
    """A number as Excel or a person may write it; other texts in small letters."""
    plain = text.strip().casefold().replace(",", ".")
    return plain.rstrip("0").rstrip(".") if re.fullmatch(r"[0-9]+\.[0-9]+", plain) else plain


def _unknown(text: str, line: int) -> Doubt:
    near_fr, near_en = (outcomes.nearest(text, lang) for lang in ("fr", "en"))
    fr = f" Vouliez-vous dire « {near_fr} » ?" if near_fr else ""
    en = f" Did you mean “{near_en}”?" if near_en else ""
    return stops(
        f"« {shown(text)} » n'est pas une décision.{fr} Écrivez {outcomes.listed('fr')}, ou laissez vide.",
        f"“{shown(text)}” is no decision.{en} Write {outcomes.listed('en')}, or leave it empty.",
        line,
    )


def _against(row: Row, outcome: str, comment: str | None, line: int) -> Iterator[Doubt]:
    """What a decision needs, or why the rules forbid it."""
    if row.required is None:
        yield stops(
            f"Le seuil de {row.student} n'est pas fixé. Le jury le fixe d'abord (arrangement, dans student.yml) ; "
            "laissez "
            "la décision vide en attendant.",
            f"The threshold of {row.student} is not fixed. The jury fixes it first (arrangement, in student.yml); "
            "leave "
            "the decision empty until then.",
            line,
        )
    elif outcome == "acquired" and row.missing:
        yield stops(
            "Le bilan n'atteint pas ce qui est demandé : le quitus ne peut pas être acquis. Si le jury passe outre, "
            "écrivez « dispense » et un motif.",
            "The balance does not reach what is asked: the quitus cannot be acquired. If the jury decides otherwise, "
            "write “exempted” and a reason.",
            line,
        )
    elif outcome in ("not-acquired", "second-chance") and not row.missing:
        yield stops(
            "Le bilan atteint ce qui est demandé : le quitus est dû. Écrivez « acquis », ou laissez vide et faites "
            "corriger la déclaration en cause.",
            "The balance reaches what is asked: the quitus is due. Write “acquired”, or leave it empty and have the "
            "declaration in question corrected.",
            line,
        )
    elif (outcome, comment) == (row.outcome, row.comment):
        return  # recorded already, as it was accepted then
    elif comment is None and (outcome == "exempted" or outcome != row.proposal):
        said_fr, said_en = (outcomes.said(outcome, lang) for lang in ("fr", "en"))
        if row.proposal is not None:
            said_fr += f" au lieu de {outcomes.said(row.proposal, 'fr')}"
            said_en += f" instead of {outcomes.said(row.proposal, 'en')}"
        else:
            said_fr += ", alors que rien n'est proposé"
            said_en += ", while nothing is proposed"
        yield stops(
            f"Un motif est demandé : {said_fr}. Écrivez-le dans la colonne « {HEADS['comment'][0]} ».",
            f"A reason is asked: {said_en}. Write it in the column “{HEADS['comment'][1]}”.",
            line,
        )


def _comment(known: Sequence[str], comment: str, line: int) -> Iterator[Doubt]:
    """The reason goes into the repository: it is bounded, and says nothing by which somebody is known."""
    if len(comment) > LONGEST_COMMENT:
        yield stops(
            f"Ce motif a {len(comment)} signes ; {LONGEST_COMMENT} au plus.",
            f"This reason has {len(comment)} characters; {LONGEST_COMMENT} at most.",
            line,
        )
    words = {folded(word) for word in re.split(r"[\s'’.,;:()-]+", comment)}
    names = {folded(part) for text in known for part in re.split(r"[\s'’-]+", text)}
    names = {name for name in names if len(name) >= _SHORTEST_NAME}
    if words & names or _ADDRESS.search(comment) or _LONG_NUMBER.search(comment):
        yield stops(
            "Ce motif nomme quelqu'un, ou donne un numéro ou une adresse. Il entre dans le dépôt : écrivez-le sans "
            "cela.",
            "This reason names somebody, or gives a number or an address. It goes into the repository: write it "
            "without.",
            line,
        )
