"""The follow-up as a terminal shows it."""

from __future__ import annotations

from polyvalidate.documents.phrases import pick
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.office.follow.gathering import Following
from polyvalidate.office.follow.standing import State
from polyvalidate.office.follow.tables import STATES, groups, students, waiting
from polyvalidate.office.lists.spreadsheets import Table, shown

MOST_SHOWN = 40
"""Students shown one by one on a terminal."""
MOST_WAITING = 10


# --- terminal ---------------------------------------------------------------------------------------------------------

_BRIEF = ("Pseudonyme", "N° étudiant", "Nom", "Prénom", "Groupe", "Situation", "Bilan", "Seuil", "Ce qui manque",
          "En attente", "À corriger", "Attend depuis", "Tendance")  # fmt: skip
_BRIEF_EN = ("Pseudonym", "Student number", "Surname", "First name", "Group", "State", "Balance", "Required",
             "What is missing", "Waiting", "To be mended", "Waits since", "Trend")  # fmt: skip
_BRIEF_WAITS = ("Pseudonyme", "Nom", "Activité", "Demandés", "Attend", "Depuis", "Jours", "Qui décide", "Demande")
_BRIEF_WAITS_EN = ("Pseudonym", "Surname", "Activity", "Claimed", "Awaits", "Since", "Days", "Who decides", "Request")


def as_text(following: Following, lang: str) -> str:
    """The groups, the students to look after, what has waited longest, and where the rest is."""
    fr = lang == "fr"
    parts = [_drawn(_lean(groups(following, "", lang)), lang)]
    chosen = [one for one in following.students if one.state in (State.AT_RISK, State.LATE)]
    everybody = len(following.students) <= MOST_SHOWN
    rows = list(following.students) if everybody else chosen
    rows.sort(key=lambda one: (one.state is not State.AT_RISK, -one.balance.missing.points, one.group))
    if rows:
        title = ("Élèves", "Students") if everybody else ("À risque, puis en retard", "At risk, then late")
        table = _only(students(following, "", rows[:MOST_SHOWN], lang), _BRIEF if fr else _BRIEF_EN)
        parts += ["", f"{pick(title, lang)} ({len(rows)})", _drawn(table, lang)]
        parts += _more(len(rows) - MOST_SHOWN, lang)
    waits = waiting(following, "", lang)
    if waits.rows:
        table = _only(waits._replace(rows=waits.rows[:MOST_WAITING]), _BRIEF_WAITS if fr else _BRIEF_WAITS_EN)
        title = ("Ce qui attend une décision", "What awaits a decision")
        parts += ["", f"{pick(title, lang)} ({len(waits.rows)})", _drawn(table, lang)]
        parts += _more(len(waits.rows) - MOST_WAITING, lang)
    return plain(typographic("\n".join([*parts, *_notes(following, lang)]), lang)) + "\n"


def _more(count: int, lang: str) -> list[str]:
    if count <= 0:
        return []
    text = Text("… et {count} autres : --format xlsx ou csv.", "… and {count} more: --format xlsx.").of(
        lang, count=count
    )
    return [text]


def _notes(following: Following, lang: str) -> list[str]:
    fr = lang == "fr"
    notes = [""]
    if following.gone:
        notes.append(
            Text(
                "{gone} élève(s) partis ou qui ont fini ne sont pas comptés ; --everybody les ajoute.",
                "{gone} student(s) who left or have finished are not counted; --everybody adds them.",
            ).of(lang, gone=following.gone)
        )
    if following.unread:
        notes.append(
            Text(
                "{unread} dossier(s) ne peuvent pas être lus : voyez polyvalidate check.",
                "{unread} folder(s) cannot be read: see polyvalidate check.",
            ).of(lang, unread=following.unread)
        )
    words = STATES[State.AT_RISK][0 if fr else 1]
    notes.append(
        Text(
            "« {words} » : dernière année, et même si tout ce qui attend était accepté, le seuil ne "
            "serait pas atteint.",
            "“{words}”: last year, and even if all that waits were accepted the threshold would not be reached.",
        ).of(lang, words=words)
    )
    if not following.named:
        notes.append(
            Text("Sans noms : ajoutez --register pour les voir.", "Without names: add --register to see them.").of(lang)
        )  # fmt: skip
    return notes


def _lean(table: Table) -> Table:
    """Without the columns in which there is nothing to see."""
    kept = [n for n, _ in enumerate(table.heads) if n < 2 or any(row[n] not in (0, None, "") for row in table.rows)]
    return Table(table.name, _at(table.heads, kept), tuple(_at(row, kept) for row in table.rows))


def _only(table: Table, heads: tuple[str, ...]) -> Table:
    kept = [n for n, head in enumerate(table.heads) if head in heads]
    return Table(table.name, _at(table.heads, kept), tuple(_at(row, kept) for row in table.rows))


def _at(cells: tuple, kept: list[int]) -> tuple:  # type: ignore[type-arg]
    return tuple(cells[n] for n in kept)


def _drawn(table: Table, lang: str) -> str:
    from tabulate import tabulate

    rows = [[_safe(shown(cell, lang)) for cell in row] for row in table.rows]
    numeric = [all(not isinstance(row[n], str) for row in table.rows) for n, _ in enumerate(table.heads)]
    aligned = tuple("right" if right else "left" for right in numeric)
    return tabulate(rows, table.heads, disable_numparse=True, colalign=aligned if rows else None)


def _safe(text: str) -> str:
    """Names come from a list: nothing of them may act on a terminal."""
    return "".join(c if c.isprintable() else "·" for c in text)
