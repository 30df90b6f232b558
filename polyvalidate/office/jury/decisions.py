"""What the jury decided in its table, line by line, and what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from polyvalidate.model.words import Text, number
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import Minutes, Row
from polyvalidate.office.jury.told import Told
from polyvalidate.office.jury.working_table import HEADS, LONGEST_COMMENT, NAMES
from polyvalidate.office.lists import tables
from polyvalidate.office.lists.cells import folded, shown
from polyvalidate.office.lists.doubts import Doubt
from polyvalidate.office.register.pseudonyms import CODE
from polyvalidate.office.register.register import Member
from polyvalidate.reports.spreadsheets import as_told

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
                _stops(
                    row.line,
                    Text(
                        "Même élève qu'à la ligne {line}. Gardez une seule de ces lignes.",
                        "Same student as on line {line}. Keep one of these lines.",
                    ),
                    line=found[code].line,
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
            _stops(
                None,
                Text(
                    "Des élèves manquent dans la table ({n} : {some}). Remettez leurs lignes ; laissez la décision "
                    "vide si le jury n'a rien décidé.",
                    "Students are missing from the table ({n}: {some}). Put their lines back; leave the decision "
                    "empty if the jury decided nothing.",
                ),
                n=len(absent),
                some=some,
            )
        )
    return Rulings(tuple(found.values()), tuple(doubts))


def _stops(where: int | None, text: Text, **details: object) -> Doubt:
    """A remark that must be mended first, on a line of the table or on the whole."""
    return Doubt(where, text.filled(**details) if details else text)


def _stranger(line: int, code: str, minutes: Minutes) -> Doubt:
    if not CODE.fullmatch(code):
        return _stops(
            line,
            Text(
                "Cette ligne n'a pas de pseudonyme lisible. Remettez-le, ou retirez la ligne.",
                "This line has no readable pseudonym. Put it back, or take the line out.",
            ),
        )
    return _stops(
        line,
        Text(
            "{code} n'est pas devant ce jury (promotion {cohort}, session {session}). Retirez la ligne.",
            "{code} is not before this jury (cohort {cohort}, session {session}). Take the line out.",
        ),
        code=code,
        cohort=minutes.asked.cohort,
        session=minutes.asked.session,
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
            _stops(
                line.line,
                Text(
                    "Cette session a déjà enregistré « {outcome} » : une décision se change, et ne s'efface pas. "
                    "Écrivez la décision.",
                    "This session has recorded “{outcome}” already: a decision is changed, never erased. Write the "
                    "decision.",
                ),
                outcome=outcomes.WORDS[row.outcome],
            )
        )
    if comment is not None:
        cells = [line.cells.get(key, "") for key in NAMES]
        known = [member.number, member.surname, member.usual, member.first] if member is not None else []
        doubts += _comment([*cells, *known], comment, line.line)
    return Ruling(row, outcome, comment, line.line), doubts


def _reason(text: str) -> str | None:
    """On one line, without the apostrophe that keeps a spreadsheet from running it."""
    return as_told(" ".join(text.split())) or None


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
            yield _stops(
                line.line,
                Text(
                    "« {head} » dit {told}, et le dépôt {value}. Remettez cette valeur, ou préparez une nouvelle "
                    "table : le bilan ne se change que par une déclaration.",
                    "“{head}” says {told}, and the repository {value}. Put this value back, or prepare a new table: "
                    "only a declaration changes a balance.",
                ),
                head=HEADS[key],
                told=shown(text) or Text("(vide)", "(empty)"),
                value=value or Text("(rien)", "(nothing)"),
            )


def _plain(text: str) -> str:
    """A number as Excel or a person may write it; other texts in small letters."""
    plain = text.strip().casefold().replace(",", ".")
    return plain.rstrip("0").rstrip(".") if re.fullmatch(r"[0-9]+\.[0-9]+", plain) else plain


def _unknown(text: str, line: int) -> Doubt:
    near = outcomes.nearest(text)
    meant = Text(" Vouliez-vous dire « {near} » ?", " Did you mean “{near}”?").filled(near=near) if near else ""
    return _stops(
        line,
        Text(
            "« {told} » n'est pas une décision.{meant} Écrivez {outcomes}, ou laissez vide.",
            "“{told}” is no decision.{meant} Write {outcomes}, or leave it empty.",
        ),
        told=shown(text),
        meant=meant,
        outcomes=outcomes.LISTED,
    )


def _against(row: Row, outcome: str, comment: str | None, line: int) -> Iterator[Doubt]:
    """What a decision needs, or why the rules forbid it."""
    if row.required is None:
        yield _stops(
            line,
            Text(
                "Le seuil de {student} n'est pas fixé. Le jury le fixe d'abord (arrangement, dans student.yml) ; "
                "laissez la décision vide en attendant.",
                "The threshold of {student} is not fixed. The jury fixes it first (arrangement, in student.yml); leave "
                "the decision empty until then.",
            ),
            student=row.student,
        )
    elif outcome == "acquired" and row.missing:
        yield _stops(
            line,
            Text(
                "Le bilan n'atteint pas ce qui est demandé : le quitus ne peut pas être acquis. Si le jury passe "
                "outre, écrivez « dispense » et un motif.",
                "The balance does not reach what is asked: the quitus cannot be acquired. If the jury decides "
                "otherwise, write “exempted” and a reason.",
            ),
        )
    elif outcome in ("not-acquired", "second-chance") and not row.missing:
        yield _stops(
            line,
            Text(
                "Le bilan atteint ce qui est demandé : le quitus est dû. Écrivez « acquis », ou laissez vide et faites "
                "corriger la déclaration en cause.",
                "The balance reaches what is asked: the quitus is due. Write “acquired”, or leave it empty and have "
                "the declaration in question corrected.",
            ),
        )
    elif (outcome, comment) == (row.outcome, row.comment):
        return  # recorded already, as it was accepted then
    elif row.outcome is not None and (comment is None or (outcome != row.outcome and comment == row.comment)):
        yield _stops(
            line,
            Text(
                "Cette session a déjà enregistré « {old} ». Pour corriger cette décision, écrivez pourquoi dans la "
                "colonne « {head} » ; le motif de la première ne suffit pas.",
                "This session has recorded “{old}” already. To correct this decision, write why in the column "
                "“{head}”; the reason of the first one is not enough.",
            ),
            old=outcomes.WORDS[row.outcome],
            head=HEADS["comment"],
        )
    elif comment is None and (outcome == "exempted" or outcome != row.proposal):
        instead = Text(" au lieu de {proposal}", " instead of {proposal}")
        if row.proposal is None:
            instead = Text(", alors que rien n'est proposé", ", while nothing is proposed")
        yield _stops(
            line,
            Text(
                "Un motif est demandé : {outcome}{instead}. Écrivez-le dans la colonne « {head} ».",
                "A reason is asked: {outcome}{instead}. Write it in the column “{head}”.",
            ),
            outcome=outcomes.WORDS[outcome],
            instead=instead.filled(proposal=outcomes.WORDS[row.proposal]),
            head=HEADS["comment"],
        )


def _comment(known: Sequence[str], comment: str, line: int) -> Iterator[Doubt]:
    """The reason goes into the repository: it is bounded, and says nothing by which somebody is known."""
    if len(comment) > LONGEST_COMMENT:
        yield _stops(
            line,
            Text(
                "Ce motif a {length} signes ; {longest} au plus.",
                "This reason has {length} characters; {longest} at most.",
            ),
            length=len(comment),
            longest=LONGEST_COMMENT,
        )
    words = {folded(word) for word in re.split(r"[\s'’.,;:()-]+", comment)}
    names = {folded(part) for text in known for part in re.split(r"[\s'’-]+", text)}
    names = {name for name in names if len(name) >= _SHORTEST_NAME}
    if words & names or _ADDRESS.search(comment) or _LONG_NUMBER.search(comment):
        yield _stops(
            line,
            Text(
                "Ce motif nomme quelqu'un, ou donne un numéro ou une adresse. Il entre dans le dépôt : écrivez-le sans "
                "cela.",
                "This reason names somebody, or gives a number or an address. It goes into the repository: write it "
                "without.",
            ),
        )
