"""A bulk credit in words, for the person about to say yes: who, how much, which cap, who is left aside and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from polyvalidate.cli.plural import form
from polyvalidate.cli.roster_words import doubt_lines
from polyvalidate.model.phrases import CAPS
from polyvalidate.model.words import Text, day, number, points
from polyvalidate.office.acts.credit import Aside, Credited, Event, Prepared
from polyvalidate.office.lists.doubts import Doubt
from polyvalidate.office.register.attendance import Attendance

MOST_SHOWN = 20
"""Students of one kind shown one by one."""


def outcome(prepared: Prepared, attendance: Attendance, event: Event, names: Mapping[str, str], lang: str) -> list[str]:
    """What was read, who is credited in full, who meets a cap, who is left aside."""
    fr = lang == "fr"
    activity = prepared.rule.activity
    dates = day(event.first, lang) + ("" if event.first == event.last else f" – {day(event.last, lang)}")
    count = len(attendance.people)
    recognised = form(count, "élève reconnu|élèves reconnus", "student recognised|students recognised", lang)
    lines = [
        f"{activity.code} {activity.title.in_language(lang)}, {dates} ({prepared.rule.holder.code})",
        f"{'Liste :' if fr else 'List:'} {count} {recognised} ({attendance.form.in_language(lang)})",
    ]
    if attendance.absent:
        some = attendance.absent
        fr_words = "personne absente : rien pour elle.|personnes absentes : rien pour elles."
        en_words = "person who was not there: nothing for them.|people who were not there: nothing for them."
        lines.append(f"{some} {form(some, fr_words, en_words, lang)}")
    lines.append("")
    whole = [one for one in prepared.credited if one.gained == one.computed]
    met = [one for one in prepared.credited if one.gained != one.computed]
    for one in {one.computed: one for one in whole}.values():
        count = sum(other.computed == one.computed for other in whole)
        earned = points(one.computed, lang)
        lines.append(f"{count:>5}  {form(count, 'compte|comptent', 'counts|count', lang)} {earned}")
    if met:
        lines.append(
            f"{len(met):>5}  {form(len(met), 'touche|touchent', 'meets|meet', lang)} {'un plafond' if fr else 'a cap'}"
        )
        lines += listed([capped(one, names, lang) for one in met], lang)
    similar = [one for one in prepared.credited if one.similar is not None]
    if similar:
        lines.append(
            f"{len(similar):>5}  {form(len(similar), 'a|ont', '', 'fr')} déjà déclaré {activity.code} ces jours-là, "
            "pour une autre organisation : si c'est la même, retirez-les de la liste"
            if fr
            else f"{len(similar):>5}  {form(len(similar), '', 'has|have', 'en')} declared {activity.code} for these "
            "days with another organisation: if it is the same, take them out of the list"
        )
        lines += listed([f"{who(one, names, lang)}  {one.similar}" for one in similar], lang)
    lines += set_aside([a for a in prepared.asides if a.known], "déjà déclarée", "declared already", names, lang)
    rest = [a for a in prepared.asides if not a.known]
    return lines + set_aside(rest, form(len(rest), "laissé|laissés", "", "fr") + " de côté", "left aside", names, lang)


def set_aside(
    asides: Sequence[Aside], fr: str, en: str, names: Mapping[str, str], lang: str, most: int = MOST_SHOWN
) -> list[str]:
    """Those for whom nothing is written, by reason; at most so many are shown for each reason."""
    if not asides:
        return []
    texts: dict[str, list[Aside]] = {}
    for aside in asides:
        texts.setdefault(aside.text.in_language(lang), []).append(aside)
    lines = [f"{len(asides):>5}  {fr if lang == 'fr' else en}"]
    for text, some in texts.items():
        lines.append(f"         {text}")
        if len(texts) > 1 or len(some) <= MOST_SHOWN:  # the same for everybody is said once
            lines += [f"  {row}" for row in listed([who(aside, names, lang) for aside in some], lang, most)]
    return lines


def capped(one: Credited, names: Mapping[str, str], lang: str) -> str:
    """How much counts of what was granted, and the caps that took the rest."""
    caps = ", ".join(dict.fromkeys(CAPS[loss.cap].of(lang) for loss in one.losses))
    gained, computed = number(one.gained, lang), number(one.computed, lang)
    words = Text("compte {gained} de {computed} : {caps}", "counts {gained} of {computed}: {caps}").of(
        lang, gained=gained, computed=computed, caps=caps
    )
    return f"{who(one, names, lang)}  {words}"


def who(one: Credited | Aside, names: Mapping[str, str], lang: str) -> str:
    """The line of the list, the pseudonym and, where they are known, the name."""
    attendee = one.attendee
    line = f"{'ligne' if lang == 'fr' else 'line'} {attendee.line}"
    name = "".join(c if c.isprintable() else "·" for c in names.get(attendee.code, ""))
    return "  ".join(filter(None, (f"{line:<10}", attendee.code, name)))


def listed(rows: Sequence[str], lang: str, most: int = MOST_SHOWN) -> list[str]:
    """Rows under a count, and how many more there are."""
    lines = [f"         {row}" for row in rows[:most]]
    more = len(rows) - most
    if more > 0:
        lines.append(
            Text("         … et {more} {more2}", "         … and {more} more").of(
                lang, more=more, more2=form(more, "autre|autres", "", "fr")
            )
        )
    return lines


def doubts(found: Iterable[Doubt], lang: str) -> list[str]:
    """The lines of the list that are left aside."""
    return doubt_lines(found, lang)
