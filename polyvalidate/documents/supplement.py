"""Section 6.1 of the diploma supplement: the engagement that was recognised, in words an outsider can read.

The model of the Commission, the Council of Europe and UNESCO wants additional information that is verified and free of
value judgements; the CTI wants what belongs to the student's path, in French and another European language. So: what
the jury decided, then each recognised activity with its part, dates, amount and points. It is neither a CV nor a
transcript: nothing that was refused, no student's prose, no comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from polyvalidate.documents import phrases
from polyvalidate.documents.statement import StatedActivity, Statement
from polyvalidate.model.phrases import PAIR
from polyvalidate.model.words import Text, points, typographic

NUMBER = "6.1"
TITLE = Text("Renseignements complémentaires", "Additional information")


@dataclass(frozen=True, slots=True)
class Item:
    """One recognised activity, or several that are not told in detail, in one language."""

    category: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The section in one language, its typography done: the outcome, the items by category, the notes."""

    lang: str
    title: str
    outcome: str
    items: tuple[Item, ...]
    notes: tuple[str, ...]


def recognised(statement: Statement, sensitive: bool) -> tuple[list[StatedActivity], list[StatedActivity]]:
    """The activities that were recognised (some points before the caps): those told in detail, and those not.

    An activity whose evidence may reveal health, opinions or beliefs (GDPR, article 9) is told in detail only when the
    person asks for it: a supplement is shown to employers.
    """
    found = [activity for activity in statement.activities if activity.computed]
    return (
        [activity for activity in found if sensitive or not activity.sensitive],
        [activity for activity in found if not sensitive and activity.sensitive],
    )


def section(statement: Statement, lang: str, sensitive: bool = False) -> Section:
    """The section in ``fr`` or ``en``."""
    told, untold = recognised(statement, sensitive)
    items: list[Item] = []
    titles = {a.category: a.category_title.in_language(lang) for a in (*told, *untold)}
    for code in sorted(titles):
        title = f"{code}. {titles[code]}"
        items += [Item(title, _told(activity, lang)) for activity in told if activity.category == code]
        others = [activity for activity in untold if activity.category == code]
        if others:
            items.append(Item(title, _untold(others, lang)))
    fine = [Item(typographic(item.category, lang), typographic(item.text, lang)) for item in items]
    return Section(
        lang,
        TITLE.of(lang),
        typographic(phrases.standing(statement, lang) + ".", lang),
        tuple(fine),
        tuple(typographic(note, lang) for note in _notes(statement, lang)),
    )


def _told(activity: StatedActivity, lang: str) -> str:
    parts = (
        phrases.when(activity.period, lang),
        phrases.ROLES[activity.role].of(lang),
        phrases.amount(activity, lang),
        None if activity.level is None else activity.level.in_language(lang),
        phrases.origin(activity, lang),
        points(activity.credited, lang),
    )
    where = f", {activity.organisation}" if activity.organisation else ""
    head = f"{activity.title.in_language(lang)} ({activity.code}){where}"
    return PAIR.of(lang, label=head, value=phrases.listed(parts, lang))


def _untold(activities: list[StatedActivity], lang: str) -> str:
    return Text(
        "{n:Autre activité reconnue|Autres activités reconnues} : {total:points}",
        "{n:Another recognised activity|Other recognised activities}: {total:points}",
    ).of(lang, n=len(activities), total=sum(activity.credited for activity in activities))


def _notes(statement: Statement, lang: str) -> Iterator[str]:
    yield Text(
        "Les points sont ceux de la grille d'engagement de l'école ; ce ne sont pas des crédits ECTS. Chaque activité "
        "est datée, justifiée et a été contrôlée selon cette grille ; les plafonds de la grille sont appliqués.",
        "Points are those of the school's engagement grid; they are not ECTS credits. Each activity is dated, comes "
        "with evidence and was checked against that grid; the caps of the grid are applied.",
    ).of(lang)
    if statement.quitus is not None and statement.quitus.credited != statement.credited:
        yield Text(
            "Le bilan a changé depuis la décision du jury, qui portait sur {then:points} : au {on:date}, les "
            "activités ci-dessus comptent {now:points}. La décision reste celle du jury.",
            "The balance has changed since the decision of the jury, which was about {then:points}: on {on:date} the "
            "activities above count {now:points}. The decision of the jury stands.",
        ).of(lang, then=statement.quitus.credited, on=statement.day, now=statement.credited)
    yield phrases.provenance(statement, lang) + "."


def as_text(sections: tuple[Section, ...]) -> str:
    """The section in each language, to be pasted into the school's own supplement."""
    return "\n".join(_text(each) for each in sections)


def _text(section: Section) -> str:
    lines = [f"{NUMBER} {section.title}", "", section.outcome, ""]
    category = ""
    for item in section.items:
        if item.category != category:
            category = item.category
            lines.append(category)
        lines.append(f"- {item.text}")
    if section.items:
        lines.append("")
    return "\n".join([*lines, *section.notes]) + "\n"
