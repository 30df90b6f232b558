"""The statement that a student is handed, in one language: every word of it, from which text and PDF are both made.

It is for the student alone: all that was declared, decided and answered is in it, as it was typed. With a name, it does
not show the pseudonym: whoever holds both opens the whole public folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from polyvalidate.documents import phrases
from polyvalidate.documents.sheet_rows import Fact, Row, row
from polyvalidate.documents.statement import StatedActivity, Statement
from polyvalidate.model.codes import in_order
from polyvalidate.model.discs import Disc, discs
from polyvalidate.model.phrases import what_is_missing
from polyvalidate.model.words import Text, day, number, points, typographic


class Person(NamedTuple):
    """Who it is, when the register was there to say: name and student number."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The statement in one language. ``categories`` are rows of code and title, and points; ``sources`` say from what
    it was made, and how to make it again."""

    lang: str
    school: str
    title: str
    who: str
    about: str
    day: str
    notices: tuple[str, ...]
    mark: str
    balance: tuple[Fact, ...]
    drawn: tuple[Disc, ...]
    categories: tuple[Fact, ...]
    total: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    sources: tuple[Fact, ...]
    footer: str
    words: dict[str, str]


_WORDS = {
    "title": Text("Relevé d'engagement", "Statement of engagement"),
    "balance": Text("Bilan", "Balance"),
    "categories": Text("Points comptés par catégorie", "Points credited by category"),
    "category": Text("Catégorie", "Category"),
    "credited": Text("Comptés", "Credited"),
    "total": Text("Total", "Total"),
    "activities": Text("Activités", "Activities"),
    "activity": Text("Activité, décision", "Activity, decision"),
    "claimed": Text("Déclarés", "Claimed"),
    "computed": Text("Avant plafonds", "Before caps"),
    "file": Text("Fichier", "File"),
    "none": Text("Aucune déclaration n'est enregistrée à cette date.", "No declaration is recorded on this day."),
    "points": Text("points", "points"),
}


def sheet(said: Statement, lang: str, person: Person | None = None) -> Sheet:
    """The statement in ``fr`` or ``en``, with a name when there is one."""
    about = (
        person and person.number and Text("n° {number}", "No. {number}").of(lang, number=person.number),
        Text("promotion {cohort}", "cohort {cohort}").of(lang, cohort=said.cohort),
        said.programme_title.in_language(lang),
        said.profile_title.in_language(lang),
    )

    def fine(text: str) -> str:
        return typographic(text, lang)

    return Sheet(
        lang=lang,
        school=said.school,
        title=_WORDS["title"].of(lang),
        who=person.name if person else said.student,
        about=" · ".join(part for part in about if part),
        day=Text("au {on:date}", "on {on:date}").of(lang, on=said.day),
        notices=tuple(map(fine, _notices(said, lang))),
        mark=" · ".join(_marks(said, lang)),
        balance=tuple(Fact(label, fine(value)) for label, value in _balance(said, lang)),
        drawn=discs(said.credited, said.required or 0),
        categories=tuple(
            Fact(f"{code}. {title.in_language(lang)}", number(credited, lang))
            for code, title, credited in said.categories
        ),
        total=number(said.credited, lang),
        rows=tuple(row(activity, lang) for activity in sorted(said.activities, key=_order)),
        notes=tuple(map(fine, _notes(said, lang))),
        sources=tuple(_sources(said, "CODE" if person else said.student, lang)),
        footer=_footer(said, lang),
        words={key: text.of(lang) for key, text in _WORDS.items()},
    )


def _order(activity: StatedActivity) -> tuple[tuple[tuple[bool, str], ...], date, str]:
    """By activity as in the grid (2.10 after 2.9), then by date."""
    return in_order(activity.code), activity.period.start, activity.path


def _notices(said: Statement, lang: str) -> Iterator[str]:
    yield Text(
        "Ce relevé informe l'élève de ce qui est enregistré. Ce n'est ni un diplôme, ni le quitus citoyen, ni un "
        "relevé de notes ; les points ne sont pas des crédits ECTS.",
        "This statement tells the student what is recorded. It is not a diploma, nor the quitus citoyen, nor a "
        "transcript of marks; points are not ECTS credits.",
    ).of(lang)
    if said.example:
        yield Text(
            "La grille qui a servi est une grille d'exemple : ces points n'engagent aucune école.",
            "The grid that was used is an example grid: these points bind no school.",
        ).of(lang)
    if said.errors:
        yield Text(
            "{n} {n:erreur est|erreurs sont} à corriger dans ce dossier : ce qui est touché ne compte pas, ou manque "
            "ici. Ce relevé est provisoire.",
            "{n} {n:error has|errors have} to be mended in this folder: what is touched does not count, or is not "
            "here. This statement is provisional.",
        ).of(lang, n=said.errors)


def _marks(said: Statement, lang: str) -> Iterator[str]:
    if said.example:
        yield Text("GRILLE D'EXEMPLE", "EXAMPLE GRID").of(lang)
    if said.errors:
        yield Text("PROVISOIRE", "PROVISIONAL").of(lang)


def _balance(said: Statement, lang: str) -> Iterator[Fact]:
    yield Fact(Text("Points comptés", "Points credited").of(lang), points(said.credited, lang))
    yield Fact(Text("Points déclarés", "Points claimed").of(lang), points(said.claimed, lang))
    unknown = Text("à fixer par le jury", "to be fixed by the jury")
    threshold = unknown.of(lang) if said.required is None else points(said.required, lang)
    yield Fact(Text("Seuil", "Threshold").of(lang), threshold)
    if said.minimum_categories > 1:
        label = Text("Catégories différentes demandées", "Different categories required").of(lang)
        yield Fact(label, str(said.minimum_categories))
    if said.missing:
        yield Fact(Text("Il manque", "Missing").of(lang), what_is_missing(said.missing, lang))
    if said.quitus is not None:
        yield Fact(Text("Décision du jury", "Decision of the jury").of(lang), phrases.outcome(said.quitus, lang))
    elif said.missing:
        yield Fact("Jury", Text("ne s'est pas encore prononcé", "has not decided yet").of(lang))
    else:
        yield Fact("Jury", Text("le seuil est atteint, le jury décide", "threshold reached, the jury decides").of(lang))


def _notes(said: Statement, lang: str) -> Iterator[str]:
    yield Text(
        "Les demandes encore ouvertes n'y figurent pas. « Avant plafonds » : ce que la grille ou la décision donne ; "
        "« comptés » : ce qui reste une fois les plafonds appliqués.",
        "Requests that are still open are not in it. “Before caps”: what the grid or the decision gives; “credited”: "
        "what is left once the caps are applied.",
    ).of(lang)
    yield Text(
        "Une question, une erreur, un désaccord : {contact}. Règles et dates des recours : {site}",
        "A question, a mistake, a disagreement: {contact}. Rules and dates of appeals: {site}",
    ).of(lang, contact=said.contact, site=said.site)


def _sources(said: Statement, who: str, lang: str) -> Iterator[Fact]:
    yield Fact(Text("Bilan calculé au", "Balance computed on").of(lang), day(said.day, lang))
    if said.commit is not None:
        yield Fact("Commit", said.commit)
    for stamp in said.grids:
        label = Text("Grille", "Grid").of(lang)
        yield Fact(f"{label} {stamp.year}", f"{phrases.example(stamp, lang)}{stamp.fingerprint}")
    if said.commit is not None:
        again = f"polyvalidate statement {who} --rev {said.commit[:12]} --on {said.day.isoformat()} --lang {lang}"
        yield Fact(Text("Pour le refaire", "To make it again").of(lang), again)


def _footer(said: Statement, lang: str) -> str:
    stamps = ", ".join(f"{stamp.year} {stamp.fingerprint[:12]}" for stamp in said.grids)
    parts = [
        Text("Enregistré au {on:date}", "On record on {on:date}").of(lang, on=said.day),
        said.commit and f"commit {said.commit[:12]}",
        Text("{n:grille|grilles} {stamps}", "{n:grid|grids} {stamps}").of(lang, n=len(said.grids), stamps=stamps),
    ]
    return " · ".join(part for part in parts if part)
