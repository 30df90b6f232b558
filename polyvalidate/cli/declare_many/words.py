"""A bulk credit in words: who is credited, how much, which cap, who is left aside and why; then what is kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from polyvalidate.cli.kit.at_once import AtOnce, Outcome
from polyvalidate.model.words import Text, day, plain
from polyvalidate.office.acts.credit import Event, Prepared
from polyvalidate.office.register.attendance import Attendance


def outcome(prepared: Prepared, attendance: Attendance, event: Event, names: Mapping[str, str], lang: str) -> list[str]:
    """What was read, who is credited in full, who meets a cap, who is left aside."""
    activity, told = prepared.rule.activity, Outcome(names, lang)
    days = " – ".join(day(one, lang) for one in dict.fromkeys((event.first, event.last)))
    told.lines.append(f"{activity.code} {activity.title.in_language(lang)}, {days} ({prepared.rule.holder.code})")
    told.say(
        Text(
            "Liste : {n} {n:élève reconnu|élèves reconnus} ({form})",
            "List: {n} {n:student|students} recognised ({form})",
        ),
        n=len(attendance.people),
        form=attendance.form,
    )
    told.say(Text("Colonnes : {columns}", "Columns: {columns}"), columns=attendance.taken)
    if attendance.absent:
        absent = Text(
            "{n} {n:personne absente : rien pour elle|personnes absentes : rien pour elles}.",
            "{n} {n:person who was|people who were} not there: nothing for them.",
        )
        told.say(absent, n=attendance.absent)
    told.lines.append("")
    whole = Counter(one.computed for one in prepared.credited if one.gained == one.computed)
    for earned, n in whole.items():
        told.count(n, Text("{n:compte|comptent} {earned:points}", "{n:counts|count} {earned:points}"), earned=earned)
    told.capped(prepared.credited)
    similar = Text(
        "{n:a|ont} déjà déclaré {code} ces jours-là, pour une autre organisation : si c'est la même, "
        "{n:retirez cette personne|retirez-les} de la liste",
        "{n:has|have} declared {code} for these days with another organisation: if it is the same, take "
        "them out of the list",
    )
    told.similar(prepared.credited, similar, code=activity.code)
    known = [aside for aside in prepared.asides if aside.known]
    told.set_aside(known, Text("{n:déjà déclarée|déjà déclarées}", "declared already"))
    rest = [aside for aside in prepared.asides if not aside.known]
    told.set_aside(rest, Text("{n:laissé|laissés} de côté", "left aside"))
    return told.lines


def at_once(prepared: Prepared, event: Event, lang: str) -> AtOnce:
    """What would be written; the message keeps the activity, the day, how many, who decided."""
    holder = prepared.rule.holder.code
    subject = Text(
        "Crédit en masse {code}, {first:date} : {n} {n:déclaration|déclarations}",
        "Bulk credit {code}, {first:date}: {n} {n:declaration|declarations}",
    ).of(lang, code=prepared.rule.activity.code, first=event.first, n=len(prepared.credited))
    note = Text(
        "Gardez la liste : son empreinte est dans chaque déclaration.",
        "Keep the list: its digest is in every declaration.",
    )
    what = Text("{n:acceptée|acceptées}", "accepted")
    message = f"{plain(subject)}\n\nEvaluated-by: {holder}\n"
    return AtOnce(prepared.files, prepared.asides, prepared.findings, holder, what, message, [note])
