"""A bulk credit in words: who is credited, how much, which cap, who is left aside and why; then what is kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from polyvalidate.cli.kit.at_once import AtOnce, Outcome
from polyvalidate.model.words import Text, day
from polyvalidate.office.acts.credit import Event, Prepared
from polyvalidate.office.acts.crediting import ABSENT, ASIDE, COLUMNS, COUNTS, KEEP, KNOWN, RECOGNISED, SIMILAR, message
from polyvalidate.office.register.attendance import Attendance


def outcome(prepared: Prepared, attendance: Attendance, event: Event, names: Mapping[str, str], lang: str) -> list[str]:
    """What was read, who is credited in full, who meets a cap, who is left aside."""
    activity, told = prepared.rule.activity, Outcome(names, lang)
    days = " – ".join(day(one, lang) for one in dict.fromkeys((event.first, event.last)))
    told.lines.append(f"{activity.code} {activity.title.in_language(lang)}, {days} ({prepared.rule.holder.code})")
    told.say(RECOGNISED, n=len(attendance.people), form=attendance.form)
    told.say(COLUMNS, columns=attendance.taken)
    if attendance.absent:
        told.say(ABSENT, n=attendance.absent)
    told.lines.append("")
    whole = Counter(one.computed for one in prepared.credited if one.gained == one.computed)
    for earned, n in whole.items():
        told.count(n, COUNTS, earned=earned)
    told.capped(prepared.credited)
    told.similar(prepared.credited, SIMILAR, code=activity.code)
    told.set_aside([aside for aside in prepared.asides if aside.known], KNOWN)
    told.set_aside([aside for aside in prepared.asides if not aside.known], ASIDE)
    return told.lines


def at_once(prepared: Prepared, event: Event, lang: str) -> AtOnce:
    """What would be written."""
    holder = prepared.rule.holder.code
    what = Text("{n:acceptée|acceptées}", "accepted")
    return AtOnce(
        prepared.files, prepared.asides, prepared.findings, holder, what, message(prepared, event, lang), [KEEP]
    )
