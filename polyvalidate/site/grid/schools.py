"""What other schools do: their thresholds and activities beside ours, from the packages that the settings list."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, points
from polyvalidate.site.grid.matching import Match, matches
from polyvalidate.site.grid.paths import FOLDER, category_page
from polyvalidate.site.grid.saying import prose
from polyvalidate.site.pages.markdown import anchor, body, folded, table, text, wide
from polyvalidate.site.pages.packages import package
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.shared_grids import SharedActivity, SharedGrid, SharedProfile, read
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import ACTIVITIES


def page(site: Site, lang: str) -> Page:
    ours = read(package(site.grid))
    title = Text("Ce que font d'autres écoles", "What other schools do").of(lang)
    none = Text("Aucune autre école n'est comparée ici pour l'instant.", "No other school is compared here yet.")
    compared = _comparison(ours, site.others, lang) if site.others else [none.of(lang)]
    name = Text("D'autres écoles", "Other schools").of(lang)
    return Page(f"{FOLDER}/ecoles.md", name, body([f"# {title}", *compared, _how(lang)]))


def _comparison(ours: SharedGrid, others: tuple[SharedGrid, ...], lang: str) -> Iterator[str]:
    if all(grid.example for grid in others):
        yield Text(
            "**Ces écoles sont inventées**, pour montrer ce que donne une comparaison.",
            "**These schools are made up**, to show what a comparison looks like.",
        ).of(lang)
    yield Text(
        "Chaque grille est celle que l'école publie, telle qu'elle a été enregistrée ici. Un point"
        " n'a pas la même valeur d'une école à l'autre : les nombres se lisent avec le seuil demandé.",
        "Each grid is the one that the school publishes, as it was recorded here. A point is not worth the"
        " same from one school to another: read the numbers with the points asked for.",
    ).of(lang)
    every = (ours, *others)
    yield f"## {Text('Points demandés', 'Points asked for').of(lang)}"
    heads = Text(
        "École|Profil|Points demandés|Durée du cycle (ans)|Points par an",
        "School|Profile|Points asked|Years|Points a year",
    ).of(lang)
    rows = [_threshold(grid, profile, lang) for grid in every for profile in grid.profiles]
    name = Text("Points demandés, école par école", "Points asked for, school by school").of(lang)
    yield wide(table(heads, rows, right=(3, 4)), name)
    yield f"## {Text('Catégories', 'Categories').of(lang)}"
    for grid in every:
        yield f"**{_name(grid, lang)}**"
        yield "\n".join(
            f"- {text(code)} {prose(title, lang)} ({_count(grid, code, lang)})"
            for code, title in grid.categories.items()
        )
    for grid in others:
        yield from _activities(ours, grid, lang)


def _name(grid: SharedGrid, lang: str) -> str:
    """The school and its year."""
    said = text(grid.school) + (f" {text(grid.year)}" if grid.year else "")
    return said + (Text(" (exemple)", " (example)").of(lang) if grid.example else "")


def _threshold(grid: SharedGrid, profile: SharedProfile, lang: str) -> list[str]:
    asked, a_year = Text("fixé par un jury", "fixed by a jury").of(lang), "—"
    if profile.required is not None:
        asked, a_year = f"**{points(profile.required, lang)}**", _a_year(profile.required, profile.years, lang)
    return [_name(grid, lang), prose(profile.title, lang), asked, str(profile.years), a_year]


def _a_year(required: Points, years: int, lang: str) -> str:
    """Points a year, to the nearest hundredth, halves away from zero."""
    if years < 1:
        return "—"
    hundredths = (required * 50 + years) // (2 * years)
    whole, rest = divmod(hundredths, 100)
    decimals = f"{rest:02}".rstrip("0")
    return f"{whole}{Text(',', '.').in_language(lang)}{decimals}" if decimals else str(whole)


def _count(grid: SharedGrid, category: str, lang: str) -> str:
    return ACTIVITIES.of(lang, n=sum(activity.category == category for activity in grid.activities))


def _activities(ours: SharedGrid, theirs: SharedGrid, lang: str) -> Iterator[str]:
    found = matches(ours, theirs)
    yield Text("## Activités : {school}", "## Activities: {school}").of(lang, school=_name(theirs, lang))
    yield Text(
        "{found} de nos {ours} activités ont un équivalent parmi les {theirs} de cette école. « ≈ » : le rapprochement"
        " est fait par les mots des titres, dont la moitié au moins sont communs ; il peut se tromper. « = » : il a été"
        " déclaré par notre école.",
        "{found} of our {ours} activities have an equivalent among the {theirs} of this school. “≈”: matched by the"
        " words of the titles, at least half of which are common; it may be wrong. “=”: declared by our school.",
    ).of(lang, found=len(found), ours=len(ours.activities), theirs=len(theirs.activities))
    if found:
        name = Text("Activités rapprochées : {school}", "Activities matched: {school}").of(lang, school=theirs.school)
        heads = Text("Chez nous||Là-bas", "Ours||Theirs").of(lang)
        pairs = wide(table(heads, [_match(match, lang) for match in found]), name)
        said = Text("Les {n} activités, deux par deux", "The {n} activities, two by two").of(lang, n=len(found))
        yield folded(said, pairs)
    matched = {match.theirs.code for match in found}
    only = [activity for activity in theirs.activities if activity.code not in matched]
    if only:
        yield Text(
            "Ce que cette école reconnaît sans équivalent ici :", "What this school recognises and we do not:"
        ).of(lang)
        yield "\n".join(f"- {text(activity.code)} {_activity(activity, lang)}" for activity in only)


def _match(match: Match, lang: str) -> list[str]:
    mine = match.ours
    link = f"{category_page(mine.category)}#{anchor(mine.code)}"
    theirs = f"{text(match.theirs.code)} {_activity(match.theirs, lang)}"
    return [f"[{text(mine.code)}]({link}) {_activity(mine, lang)}", "=" if match.declared else "≈", theirs]


def _activity(activity: SharedActivity, lang: str) -> str:
    """Title, points of one unit, cap over the cycle."""
    each = Text("{low:number} à {high:points}", "{low:number} to {high:points}")
    if activity.lowest == activity.highest:
        each = Text("{high:points}", "{high:points}")
    return Text(
        "{title} : {each} par {unit}, {cap:number} au plus", "{title}: {each} per {unit}, at most {cap:number}"
    ).of(
        lang,
        title=prose(activity.title, lang),
        each=each.filled(low=activity.lowest, high=activity.highest),
        unit=prose(activity.unit, lang),
        cap=activity.cap_cycle,
    )


def _how(lang: str) -> str:
    return Text(
        "Qui tient ce site peut [ajouter une école](../guides/administrer.md). Notre propre grille se"
        " trouve dans [les données](donnees.md).",
        "Who keeps this site can [add a school](../guides/administrer.md). Our own grid is in [the data](donnees.md).",
    ).of(lang)
