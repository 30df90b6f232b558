"""The follow-up as a terminal shows it."""

from __future__ import annotations

from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.office.follow.gathering import Following, behind, worst_first
from polyvalidate.office.follow.pace import LEAST
from polyvalidate.office.follow.standing import State
from polyvalidate.office.follow.tables import STATES, groups, students, waiting
from polyvalidate.reports.spreadsheets import Table, shown

MOST_SHOWN = 40
"""Students shown one by one on a terminal."""
MOST_WAITING = 10


# --- terminal ---------------------------------------------------------------------------------------------------------

_BRIEF = Text(
    "Pseudonyme, N° étudiant, Nom, Prénom, Groupe, Situation, D'après, Bilan, Seuil, Ce qui manque, En attente, "
    "À corriger",
    "Pseudonym, Student number, Surname, First name, Group, State, Based on, Balance, Required, What is missing, "
    "Waiting, To be mended",
)
"""The columns for which a terminal has room."""
_BRIEF_WAITS = Text(
    "Pseudonyme, Nom, Activité, Demandés, Attend, Depuis, Jours, Qui décide, Demande",
    "Pseudonym, Surname, Activity, Claimed, Awaits, Since, Days, Who decides, Request",
)


def as_text(following: Following, lang: str) -> str:
    """The groups, the students to look after, what has waited longest, and where the rest is."""
    parts = [drawn(_lean(groups(following, "", lang)), lang)]
    everybody = len(following.students) <= MOST_SHOWN
    rows = worst_first(following.students if everybody else behind(following))
    if rows:
        title = Text("Élèves", "Students") if everybody else Text("À suivre", "To look after")
        table = _only(students(following, "", rows[:MOST_SHOWN], lang), _BRIEF.of(lang))
        parts += ["", f"{title.of(lang)} ({len(rows)})", drawn(table, lang)]
        parts += more(len(rows) - MOST_SHOWN, lang)
    waits = waiting(following, "", lang)
    if waits.rows:
        table = _only(waits._replace(rows=waits.rows[:MOST_WAITING]), _BRIEF_WAITS.of(lang))
        title = Text("Ce qui attend une décision", "What awaits a decision")
        parts += ["", f"{title.of(lang)} ({len(waits.rows)})", drawn(table, lang)]
        parts += more(len(waits.rows) - MOST_WAITING, lang)
    return plain(typographic("\n".join([*parts, *_notes(following, lang)]), lang)) + "\n"


def more(count: int, lang: str) -> list[str]:
    if count <= 0:
        return []
    text = Text(
        "… et {count} {count:autre|autres} : --format xlsx ou csv.", "… and {count} more: --format xlsx or csv."
    )
    return [text.of(lang, count=count)]


def _notes(following: Following, lang: str) -> list[str]:
    gone = Text(
        "{n} {n:élève parti ou qui a fini n'est pas compté|élèves partis ou qui ont fini ne sont pas comptés} ; "
        "--everybody {n:l'ajoute|les ajoute}.",
        "{n} {n:student who left or has finished is|students who left or have finished are} not counted; --everybody "
        "adds them.",
    )
    unread = Text(
        "{n} {n:dossier ne peut pas être lu|dossiers ne peuvent pas être lus} : voyez polyvalidate check.",
        "{n} {n:folder|folders} cannot be read: see polyvalidate check.",
    )
    unjudged = Text(
        "{n} {n:demande ouverte n'a pas pu être jugée|demandes ouvertes n'ont pas pu être jugées} : voyez polyvalidate "
        "queue.",
        "{n} open {n:request|requests} could not be judged: see polyvalidate queue.",
    )
    counted = ((gone, following.gone), (unread, following.unread), (unjudged, following.unjudged))
    levels = Text(
        "« {critical} », « {at_risk} », « {watch} » : des anciens élèves du même profil à qui il manquait autant à la "
        "même date, moins d'un quart, de la moitié, des trois quarts ont atteint le seuil. Sans {least} anciens dans "
        "ce cas, la part du seuil qui manque dépasse 3 fois, 2 fois, 1,5 fois la part du cycle qui reste. Seuls les "
        "points décidés comptent.",
        "“{critical}”, “{at_risk}”, “{watch}”: of the former students of the same profile who lacked as much on the "
        "same date, less than a quarter, a half, three quarters reached the threshold. Without {least} of them, the "
        "share of the threshold that is missing is above 3, 2, 1.5 times the share of the cycle that is left. Only "
        "decided points count.",
    )
    unnamed = Text("Sans noms : ajoutez --register pour les voir.", "Without names: add --register to see them.")
    return [
        "",
        *(text.of(lang, n=n) for text, n in counted if n),
        levels.of(
            lang,
            critical=STATES[State.CRITICAL],
            at_risk=STATES[State.AT_RISK],
            watch=STATES[State.WATCH],
            least=LEAST,
        ),
        *([] if following.named else [unnamed.of(lang)]),
    ]


def _lean(table: Table) -> Table:
    """Without the columns in which there is nothing to see."""
    kept = [n for n, _ in enumerate(table.heads) if n < 2 or any(row[n] not in (0, None, "") for row in table.rows)]
    return Table(table.name, _at(table.heads, kept), tuple(_at(row, kept) for row in table.rows))


def _only(table: Table, heads: str) -> Table:
    kept = [n for n, head in enumerate(table.heads) if head in heads.split(", ")]
    return Table(table.name, _at(table.heads, kept), tuple(_at(row, kept) for row in table.rows))


def _at(cells: tuple, kept: list[int]) -> tuple:  # type: ignore[type-arg]
    return tuple(cells[n] for n in kept)


def drawn(table: Table, lang: str) -> str:
    from tabulate import tabulate

    rows = [[_safe(shown(cell, lang)) for cell in row] for row in table.rows]
    numeric = [all(not isinstance(row[n], str) for row in table.rows) for n, _ in enumerate(table.heads)]
    aligned = tuple("right" if right else "left" for right in numeric)
    return tabulate(rows, table.heads, disable_numparse=True, colalign=aligned if rows else None)


def _safe(text: str) -> str:
    """Names come from a list: nothing of them may act on a terminal."""
    return "".join(c if c.isprintable() else "·" for c in text)
