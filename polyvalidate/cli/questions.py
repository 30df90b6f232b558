"""The words of ``polyvalidate new``: what each question says, and what an activity asks and earns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from polyvalidate.cli.typed import folded
from polyvalidate.drafting import Ask
from polyvalidate.model import Activity, Grid, Text, Unit
from polyvalidate.rendering.grids import worth
from polyvalidate.wording import number, plain, points, typographic

ELSEWHERE = {
    "none": Text("non", "no"),
    "ects": Text("oui, dans un enseignement (ECTS)", "yes, in a course (ECTS)"),
    "internship": Text("oui, pendant un stage", "yes, during an internship"),
    "paid": Text("oui, contre un salaire", "yes, for a salary"),
}

OPTIONS = {
    Ask.ACTIVITY: "--activity",
    Ask.FROM: "--from",
    Ask.TO: "--to",
    Ask.LEVEL: "--level",
    Ask.QUANTITY: "--quantity",
    Ask.HOURS: "--hours",
    Ask.TITLE: "--title",
    Ask.ORGANISATION: "--organisation",
    Ask.EVENT: "--event",
    Ask.DESCRIPTION: "--description",
    Ask.ELSEWHERE: "--elsewhere",
    Ask.EVIDENCE: "--evidence",
}

_PROMPTS = {
    Ask.ACTIVITY: Text("Activité (code, mot, ou chiffre d'une catégorie)", "Activity (code, word, or category number)"),
    Ask.FROM: Text("Premier jour, par exemple 31/01/2026", "First day, for instance 31/01/2026"),
    Ask.TO: Text("Dernier jour (Entrée : le même jour)", "Last day (Enter: the same day)"),
    Ask.LEVEL: Text("Niveau atteint", "Level reached"),
    Ask.HOURS: Text("Nombre d'heures", "Number of hours"),
    Ask.TITLE: Text("Titre, en quelques mots", "Title, in a few words"),
    Ask.ORGANISATION: Text("Pour quelle association, quel service, quelle école", "For which club, service or school"),
    Ask.EVENT: Text(
        "Nom de l'événement, si vous y aviez plusieurs rôles (Entrée : aucun)",
        "Name of the event, if you had several roles in it (Enter: none)",
    ),
    Ask.DESCRIPTION: Text(
        "Ce que vous avez fait, sans adresse ni numéro (Entrée : rien de plus)",
        "What you did, no address or number (Enter: nothing more)",
    ),
    Ask.ELSEWHERE: Text("Déjà compté ailleurs (Entrée : non)", "Counted elsewhere already (Enter: no)"),
}


def prompt(ask: Ask, unit: Unit | None, lang: str) -> str:
    """The question, in one line."""
    if ask is Ask.QUANTITY and unit is not None:
        name = unit.title.in_language(lang)
        said = f"Quantité (1 = {name})" if lang == "fr" else f"Quantity (1 = {name})"
    else:
        said = _PROMPTS[ask].in_language(lang)
    return colon(said, lang)


def colon(said: str, lang: str) -> str:
    return f"{said} : " if lang == "fr" else f"{said}: "


def categories(grid: Grid, lang: str) -> Iterator[str]:
    for category in grid.categories.values():
        yield f"  {category.code}  {category.title.in_language(lang)}"


def activities(found: Sequence[Activity], lang: str) -> Iterator[str]:
    for activity in found:
        earned = f"{worth(activity, lang)} pt"
        yield f"  {activity.code:<5}{activity.title.in_language(lang)} ({earned})"


def matching(grid: Grid, profile: str, typed: str) -> list[Activity]:
    """The activities open to a profile that a word or the number of a category names, in the order of the grid."""
    words = folded(typed).split()
    found = []
    for activity in grid.activities.values():
        if profile not in activity.open_to:
            continue
        said = folded(f"{activity.title.fr} {activity.title.en}")
        if typed == activity.category or (words and all(word in said for word in words)):
            found.append(activity)
    return found


def about(activity: Activity, grid: Grid, lang: str) -> Iterator[str]:
    """What somebody who declares this activity must know: what it asks, what it earns, what proves it."""
    fr = lang == "fr"
    unit = grid.units[activity.unit]
    yield f"{activity.code}  {activity.title.in_language(lang)}"
    yield from _wrapped(activity.guidance.in_language(lang))
    per, name = ("par" if fr else "per"), unit.title.in_language(lang)
    caps = (
        f"au plus {number(activity.cap_year, lang)} par an et {number(activity.cap_cycle, lang)} en tout"
        if fr
        else f"at most {number(activity.cap_year, lang)} a year and {number(activity.cap_cycle, lang)} in all"
    )
    yield from _wrapped(
        f"{worth(activity, lang)} point {per} {name} ; {caps}."
        if fr
        else f"{worth(activity, lang)} points {per} {name}; {caps}."
    )
    if activity.sensitive:
        yield from _wrapped(
            "Activité sensible : ni texte ni pièce dans le dépôt ; montrez les pièces à votre référent."
            if fr
            else "Sensitive activity: no text and no document in the repository; show them to your referent."
        )


def kinds(codes: Sequence[str], grid: Grid, lang: str) -> Iterator[str]:
    for code in codes:
        kind = grid.evidence.kinds.get(code)
        yield f"  {code}  {kind.title.in_language(lang) if kind else ''}".rstrip()


def levels(activity: Activity, lang: str) -> Iterator[str]:
    for rank, level in enumerate(activity.levels.values(), 1):
        yield f"  {rank}  {level.title.in_language(lang)} ({plain(points(level.points, lang))})"


def elsewhere(lang: str) -> Iterator[str]:
    for rank, text in enumerate(ELSEWHERE.values(), 1):
        yield f"  {rank}  {text.in_language(lang)}"


def wrapped(text: str, lang: str) -> str:
    return "\n".join(textwrap.wrap(plain(typographic(text, lang)), 96))


def _wrapped(text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, 94, initial_indent="  ", subsequent_indent="  ")
