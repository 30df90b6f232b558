"""A bulk credit in words, and what is kept of it: the same at the desk and in a terminal."""

from __future__ import annotations

from datetime import datetime

from polyvalidate.model.phrases import CAPS
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.credit import Credited, Event, Prepared, Rule
from polyvalidate.office.register.attendance import Asked, Attendance
from polyvalidate.reports.spreadsheets import csv_for_people
from polyvalidate.repository.commits import Committer

COUNTED_IN = ("pseudonyme", "nombre")
"""The columns of a list in pseudonyms."""
RECOGNISED = Text(
    "Liste : {n} {n:élève reconnu|élèves reconnus} ({form})", "List: {n} {n:student|students} recognised ({form})"
)
COLUMNS = Text("Colonnes : {columns}", "Columns: {columns}")
ABSENT = Text(
    "{n} {n:personne absente : rien pour elle|personnes absentes : rien pour elles}.",
    "{n} {n:person who was|people who were} not there: nothing for them.",
)
COUNTS = Text("{n:compte|comptent} {earned:points}", "{n:counts|count} {earned:points}")
CAPPED = Text("{n:touche|touchent} un plafond", "{n:meets|meet} a cap")
SIMILAR = Text(
    "{n:a|ont} déjà déclaré {code} ces jours-là, pour une autre organisation : si c'est la même, "
    "{n:retirez cette personne|retirez-les} de la liste",
    "{n:has|have} declared {code} for these days with another organisation: if it is the same, take them out of the "
    "list",
)
KNOWN = Text("{n:déjà déclarée|déjà déclarées}", "declared already")
ASIDE = Text("{n:laissé|laissés} de côté", "left aside")
KEEP = Text(
    "Gardez la liste : son empreinte est dans chaque déclaration.",
    "Keep the list: its digest is in every declaration.",
)
_CAP = Text(
    "compte {gained:number} de {computed:number} : {caps}", "counts {gained:number} of {computed:number}: {caps}"
)


def cap_of(one: Credited, lang: str) -> str:
    """How much counts of what was granted to somebody, and the caps that took the rest."""
    caps = ", ".join(dict.fromkeys(CAPS[loss.cap].of(lang) for loss in one.losses))
    return _CAP.of(lang, gained=one.gained, computed=one.computed, caps=caps)


def counted(rule: Rule | Text, quantity: int | None, hours: int | None, asked: Asked) -> Rule | Text:
    """The rule, when what is counted is what the grid counts."""
    if isinstance(rule, Text):
        return rule
    unit = rule.grid.units[rule.activity.unit]
    if len(asked.present) > 1 and (unit.hours or (quantity, hours) != (None, None)):
        return _PARTS
    if unit.hours and hours is None and asked.counted is None:
        return _HOURS.filled(code=rule.activity.code)
    if (quantity if unit.hours else hours) is not None:
        option = "--hours" if unit.hours else "--quantity"
        return _UNIT.filled(code=rule.activity.code, title=unit.title, option=option)
    return rule


def message(prepared: Prepared, event: Event, lang: str) -> str:
    """What the record keeps: the activity, the day, how many, who decided."""
    subject = Text(
        "Crédit en masse {code}, {first:date} : {n} {n:déclaration|déclarations}",
        "Bulk credit {code}, {first:date}: {n} {n:declaration|declarations}",
    ).of(lang, code=prepared.rule.activity.code, first=event.first, n=len(prepared.credited))
    return f"{plain(subject)}\n\nEvaluated-by: {prepared.rule.holder.code}\n"


def carry_out(prepared: Prepared, event: Event, committer: Committer, when: datetime, lang: str) -> str:
    """Write the declarations in one commit; its id. After ``Unreadable``, nothing has moved."""
    return committer.commit(prepared.files, message(prepared, event, lang), prepared.rule.holder.code, when)


def counts(attendance: Attendance) -> bool:
    """Does the list say how many for somebody?"""
    return any(one.amount is not None for one in attendance.people)


def without_names(attendance: Attendance) -> bytes:
    """The same list in pseudonyms, for the person who evaluates. Sorted by pseudonym: the order of a list tells
    names."""
    rows = [(one.code, one.amount) for one in sorted(attendance.people, key=lambda person: person.code)]
    whole = counts(attendance)
    return csv_for_people([row if whole else row[:1] for row in (COUNTED_IN, *rows)], "fr")


_PARTS = Text(
    "Plusieurs --present-column comptent les parties de l'activité, une pour chacune : donnez-en une seule avec "
    "--quantity, --hours, ou pour une activité comptée en heures.",
    "Several --present-column count the parts of the activity, one for each: give one only with --quantity, --hours, "
    "or for an activity counted in hours.",
)
_HOURS = Text(
    "L'activité {code} se compte en heures : donnez --hours, ou --count-column si la liste les donne.",
    "Activity {code} is counted in hours: give --hours, or --count-column if the list has them.",
)
_UNIT = Text("L'activité {code} se compte par {title} : {option}.", "Activity {code} is counted by {title}: {option}.")
