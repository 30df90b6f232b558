"""The letter that tells one student what a jury decided: what the template of the PDF is given. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from polyvalidate.documents.frame import Document, Frame
from polyvalidate.model.grid import Campaign
from polyvalidate.model.phrases import what_is_missing
from polyvalidate.model.words import Text, number, plain, points
from polyvalidate.office.jury.content import Minutes, Row
from polyvalidate.office.jury.document import EXAMPLE, MARK, session_words
from polyvalidate.office.jury.outcomes import WORDS
from polyvalidate.office.register.register import Member


class Setting(NamedTuple):
    """What letters say beside the decision: whom to write to, the campaigns of second chance, and paragraphs of the
    school's own (how to appeal, and until when), as they were given."""

    contact: str
    campaigns: tuple[Campaign, ...] = ()
    notes: tuple[str, ...] = ()


def letter(minutes: Minutes, row: Row, member: Member, setting: Setting, lang: str, made_on: datetime) -> Document:
    """The letter of one student whom the session decided on. ``made_on`` is the moment of the commit, so that the same
    decision gives the same bytes."""
    example = any(stamp.example for stamp in minutes.grids)
    session = session_words(minutes.asked.session, lang)
    frame = Frame(
        lang=lang,
        school=minutes.school,
        title=_TITLE.of(lang),
        running=_RUNNING.of(lang, session=session),
        mark=MARK.of(lang) if example else "",
        notices=(EXAMPLE.of(lang),) if example else (),
        footer=f"commit {minutes.commit[:12]}",
        sources=(),
        under=(member.name, _NUMBER.of(lang, number=member.number)),
        headed=True,
    )
    body = {
        "before": [_HELLO.of(lang), *_before(minutes, row, session, lang)],
        "facts": [list(fact) for fact in _facts(minutes, row, lang)],
        "after": [*_after(row, setting, lang), *setting.notes, _CONTACT.of(lang, contact=setting.contact)],
        "signed": _SIGNED.of(lang, jury=_jury(minutes, row, lang)),
    }
    return Document("letter", frame, body, made_on)


def _before(minutes: Minutes, row: Row, session: str, lang: str) -> Iterator[str]:
    yield _DECIDED.of(lang, session=session, on=row.on or minutes.day)
    if row.student in minutes.corrected:
        yield _CORRECTS.of(lang)


def _facts(minutes: Minutes, row: Row, lang: str) -> Iterator[tuple[str, str]]:
    yield Text("Décision", "Decision").of(lang), WORDS[row.outcome].of(lang)
    titles = dict(minutes.titles)
    if row.programme in titles:
        yield Text("Spécialité", "Programme").of(lang), titles[row.programme].in_language(lang)
    has, asked = points(row.credited, lang), "?" if row.required is None else number(row.required, lang)
    yield Text("Bilan", "Balance").of(lang), plain(_OUT_OF.of(lang, has=has, asked=asked))
    if row.missing:
        yield Text("Il manque", "Missing").of(lang), plain(what_is_missing(row.missing, lang))
    if row.comment:
        yield Text("Motif", "Reason").of(lang), row.comment


def _after(row: Row, setting: Setting, lang: str) -> Iterator[str]:
    """What is left to do, where something is."""
    on = row.on or date.min
    ahead = sorted((one for one in setting.campaigns if one.closes >= on), key=lambda one: one.opens)
    if row.outcome == "second-chance" and ahead:
        one = ahead[0]
        yield _AHEAD.of(lang, title=one.title.in_language(lang), opens=one.opens, closes=one.closes)
    elif row.outcome == "second-chance":
        yield _NO_CAMPAIGN.of(lang)


def _jury(minutes: Minutes, row: Row, lang: str) -> str:
    titles = dict(minutes.juries)
    title = titles.get(row.by or "")
    return f", {title.in_language(lang)}" if title is not None else ""


def subject(minutes: Minutes, lang: str) -> str:
    """That of the e-mail to which the letter is attached."""
    return plain(_SUBJECT.of(lang, session=session_words(minutes.asked.session, lang)))


def chosen(minutes: Minutes, outcomes: Sequence[str]) -> list[Row]:
    """The students whom letters are for: of these outcomes, or of all."""
    return [row for row in minutes.rows if row.outcome is not None and (not outcomes or row.outcome in outcomes)]


_TITLE = Text("Décision du jury du quitus citoyen", "Decision of the jury of the quitus citoyen")
_RUNNING = Text("Jury, {session}", "Jury, {session}")
_SUBJECT = Text("Quitus citoyen : décision du jury, {session}", "Quitus citoyen: decision of the jury, {session}")
_NUMBER = Text("Numéro étudiant : {number}", "Student number: {number}")
_HELLO = Text("Madame, Monsieur,", "Dear student,")
_DECIDED = Text(
    "Le jury du quitus citoyen, réuni pour la session de {session}, a pris le {on:date} la décision suivante.",
    "The jury of the quitus citoyen, in its session of {session}, took the following decision on {on:date}.",
)
_CORRECTS = Text(
    "Elle corrige et remplace celle que cette même session avait enregistrée auparavant.",
    "It corrects and replaces the one that this same session had recorded before.",
)
_OUT_OF = Text("{has} sur {asked}", "{has} out of {asked}")
_AHEAD = Text(
    "Vous pouvez encore déclarer des activités du {opens:date} au {closes:date} inclus ({title}). Le jury examinera "
    "ensuite votre dossier de nouveau.",
    "You may still declare activities from {opens:date} to {closes:date} included ({title}). The jury will then look "
    "at your folder again.",
)
_NO_CAMPAIGN = Text(
    "Les dates de la seconde chance ne sont pas encore fixées : l'école vous les dira.",
    "The dates of the second chance are not fixed yet: the school will tell you.",
)
_CONTACT = Text("Pour toute question : {contact}", "For any question: {contact}")
_SIGNED = Text("Pour le jury{jury}", "For the jury{jury}")
