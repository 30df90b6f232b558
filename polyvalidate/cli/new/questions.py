"""The words of ``polyvalidate new``: what each question says, and what an activity asks and earns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from polyvalidate.files.draft import ELSEWHERE, Ask
from polyvalidate.files.typed import folded
from polyvalidate.model.grid import Activity, Grid, Unit
from polyvalidate.model.words import Text, plain, points
from polyvalidate.reports.grids import worth

_PROMPTS = {
    Ask.ACTIVITY: Text(
        "Quelle activité (un mot, un code ou un numéro de catégorie) : ",
        "Which activity (a word, a code or the number of a category): ",
    ),
    Ask.FROM: Text("Premier jour, par exemple 31/01/2026 : ", "First day, for instance 31/01/2026: "),
    Ask.TO: Text("Dernier jour (Entrée : le même jour) : ", "Last day (Enter: the same day): "),
    Ask.ELSEWHERE: Text("Numéro (Entrée : non) : ", "Number (Enter: no): "),
    Ask.LEVEL: Text("Niveau atteint (numéro) : ", "Level reached (number): "),
    Ask.QUANTITY: Text("Combien, en comptant par {unit} : ", "How many, counted per {unit}: "),
    Ask.HOURS: Text("Nombre d'heures en tout : ", "Number of hours in all: "),
    Ask.TITLE: Text("Titre, en quelques mots : ", "Title, in a few words: "),
    Ask.ORGANISATION: Text(
        "Pour quelle association, quel service ou quelle école : ", "For which club, service or school: "
    ),
    Ask.EVENT: Text(
        "Événement, si vous y aviez plusieurs rôles (Entrée : aucun) : ",
        "Event, if you had several roles in it (Enter: none): ",
    ),
    Ask.DESCRIPTION: Text(
        "Description, sans adresse ni numéro (Entrée : aucune) : ", "Description, no address or number (Enter: none): "
    ),
}


def prompt(ask: Ask, unit: Unit | None, lang: str) -> str:
    """The question, in one line."""
    return _PROMPTS[ask].of(lang, unit=unit.title if unit is not None else "")


def categories(grid: Grid, lang: str) -> Iterator[str]:
    for category in grid.categories.values():
        yield f"  {category.code}  {category.title.in_language(lang)}"


def activities(found: Sequence[Activity], lang: str) -> Iterator[str]:
    """``3.1  Journée portes ouvertes – 0,5 point``."""
    for activity in found:
        several = activity.levels or activity.is_range
        earned = f"{worth(activity, lang)} points" if several else points(activity.highest, lang)
        yield f"  {activity.code:<5}{activity.title.in_language(lang)} – {earned}"


def named(grid: Grid, profile: str, said: str) -> list[Activity]:
    """The activities open to a profile whose title has all these words, in the order of the grid."""
    words = folded(said).split()
    return [activity for activity in _open_to(grid, profile) if _has(words, activity.title)]


def mentioning(grid: Grid, profile: str, said: str) -> list[Activity]:
    """The same for titles and guidance together, which may also say what does not count: to be shown, not chosen."""
    words = folded(said).split()
    return [activity for activity in _open_to(grid, profile) if _has(words, activity.title, activity.guidance)]


def of_category(grid: Grid, profile: str, code: str) -> list[Activity]:
    return [activity for activity in _open_to(grid, profile) if activity.category == code]


def _open_to(grid: Grid, profile: str) -> list[Activity]:
    return [activity for activity in grid.activities.values() if profile in activity.open_to]


def _has(words: Sequence[str], *texts: Text) -> bool:
    there = folded(" ".join(f"{text.fr} {text.en}" for text in texts))
    return all(word in there for word in words)


def about(activity: Activity, grid: Grid, lang: str) -> Iterator[str]:
    """What somebody who declares this activity must know: what it asks, what it earns, what proves it."""
    yield f"{activity.code}  {activity.title.in_language(lang)}"
    yield from _wrapped(activity.guidance.in_language(lang))
    caps = Text(
        "{earned} ; au plus {year:number} par an et {cycle:number} en tout.",
        "{earned}; at most {year:number} a year and {cycle:number} in all.",
    )
    earned = _earned(activity, grid.units[activity.unit], lang)
    yield from _wrapped(caps.of(lang, earned=earned, year=activity.cap_year, cycle=activity.cap_cycle))
    if activity.sensitive:
        yield from _wrapped(
            Text(
                "Activité sensible : la déclaration ne contient ni texte ni justificatif. Vous montrerez vos pièces à "
                "la personne référente, sans les déposer.",
                "Sensitive activity: the declaration holds neither text nor evidence. You will show your documents to "
                "the referent, without filing them.",
            ).of(lang)
        )
        return
    for group in (*((kind,) for kind in activity.all_of), activity.any_of):
        titles = [grid.evidence.kinds[kind].title.in_language(lang) for kind in group if kind in grid.evidence.kinds]
        if titles:
            joined = Text(" ; ou ", "; or ").of(lang).join(titles)
            yield from _wrapped(Text("Justificatif : {joined}.", "Evidence: {joined}.").of(lang, joined=joined))


def _earned(activity: Activity, unit: Unit, lang: str) -> str:
    """``0,5 point par demi-journée``, ``1 à 1,5 point par projet``; what levels are worth stands in their own list."""
    if activity.levels:
        said = Text("Points selon le niveau, par {unit}", "Points by level, per {unit}")
    elif activity.is_range:
        said = Text("{worth} {n:point|points} par {unit}", "{worth} {n:point|points} per {unit}")
    else:
        said = Text("{highest:points} par {unit}", "{highest:points} per {unit}")
    highest = activity.highest
    return said.of(lang, unit=unit.title, worth=worth(activity, lang), highest=highest, n=highest / 4)


def kinds(codes: Sequence[str], grid: Grid, lang: str) -> Iterator[str]:
    """The kinds of evidence of which one is wanted, numbered when there is a choice."""
    several = len(codes) > 1
    choice, only = Text("Un justificatif, parmi :", "Evidence, one of:"), Text("Le justificatif :", "The evidence:")
    yield (choice if several else only).of(lang)
    for rank, code in enumerate(codes, 1):
        kind = grid.evidence.kinds.get(code)
        title = kind.title.in_language(lang) if kind else ""
        yield f"  {rank}  {title} ({code})" if several else f"  {title} ({code})"


def levels(activity: Activity, lang: str) -> Iterator[str]:
    for rank, level in enumerate(activity.levels.values(), 1):
        yield f"  {rank}  {level.title.in_language(lang)} ({points(level.points, lang)})"


def elsewhere(lang: str) -> Iterator[str]:
    yield Text("Cette activité compte-t-elle déjà ailleurs ?", "Does this activity count elsewhere too?").of(lang)
    for rank, text in enumerate(ELSEWHERE.values(), 1):
        yield f"  {rank}  {text.of(lang)}"


def wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(plain(text), 96))


def indented(text: str) -> str:
    return "\n".join(_wrapped(text))


def _wrapped(text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, 94, initial_indent="  ", subsequent_indent="  ")
