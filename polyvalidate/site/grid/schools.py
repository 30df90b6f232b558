"""What other schools do: their thresholds and activities beside ours, from the packages that the settings list."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, number, points
from polyvalidate.site.grid.matching import Match, matches
from polyvalidate.site.grid.paths import FOLDER, category_page
from polyvalidate.site.grid.saying import prose, say
from polyvalidate.site.pages.markdown import anchor, table, text, wide
from polyvalidate.site.pages.packages import package
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.shared_grids import SharedActivity, SharedGrid, SharedProfile, read
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import pick


def page(site: Site, lang: str) -> Page:
    ours = read(package(site.grid))
    title = say("Ce que font d'autres écoles", "What other schools do", lang)
    parts = [f"# {title}"]
    if site.others:
        parts += _comparison(ours, site.others, lang)
    else:
        parts.append(
            say("Aucune autre école n'est comparée ici pour l'instant.", "No other school is compared here yet.", lang)
        )
    parts += _how(lang)
    return Page(f"{FOLDER}/ecoles.md", Text("D'autres écoles", "Other schools").of(lang), "\n\n".join(parts))


def _comparison(ours: SharedGrid, others: tuple[SharedGrid, ...], lang: str) -> Iterator[str]:
    yield say(
        "Les grilles ci-dessous sont celles que ces écoles publient, telles qu'elles ont été enregistrées ici. Un point"
        " n'a pas la même valeur d'une école à l'autre : les nombres se lisent avec le seuil demandé.",
        "The grids below are those that these schools publish, as they were recorded here. A point is not worth the"
        " same from one school to another: read the numbers with the points asked for.",
        lang,
    )
    every = (ours, *others)
    yield f"## {say('Points demandés', 'Points asked for', lang)}"
    heads = Text(
        "École|Parcours|Points demandés|Durée du cycle (ans)|Points par an",
        "School|Path|Points asked|Years|Points a year",
    ).of(lang)
    rows = [_threshold(grid, profile, lang) for grid in every for profile in grid.profiles]
    name = say("Points demandés, école par école", "Points asked for, school by school", lang)
    yield wide(table(heads.split("|"), rows, right=(3, 4)), name)
    yield f"## {say('Catégories', 'Categories', lang)}"
    for grid in every:
        yield f"**{_name(grid, lang)}**"
        yield "\n".join(
            f"- {text(code)} {prose(title, lang)} ({_count(grid, code, lang)})"
            for code, title in grid.categories.items()
        )
    for grid in others:
        yield from _activities(ours, grid, lang)


def _name(grid: SharedGrid, lang: str) -> str:
    """The school, its year, and a link when the package gives a secure one."""
    said = text(grid.school) + (f" {text(grid.year)}" if grid.year else "")
    if grid.example:
        said += Text(" (exemple)", " (example)").of(lang)
    return said


def _threshold(grid: SharedGrid, profile: SharedProfile, lang: str) -> list[str]:
    title = prose(profile.title, lang)
    if profile.required is None:
        return [_name(grid, lang), title, say("fixé par un jury", "fixed by a jury", lang), str(profile.years), "—"]
    return [
        _name(grid, lang),
        title,
        f"**{points(profile.required, lang)}**",
        str(profile.years),
        _a_year(profile.required, profile.years, lang),
    ]


def _a_year(required: Points, years: int, lang: str) -> str:
    """Points a year, to the nearest hundredth, halves away from zero."""
    if years < 1:
        return "—"
    hundredths = (required * 50 + years) // (2 * years)
    whole, rest = divmod(hundredths, 100)
    decimals = f"{rest:02}".rstrip("0")
    return f"{whole}{pick(',', '.', lang)}{decimals}" if decimals else str(whole)


def _count(grid: SharedGrid, category: str, lang: str) -> str:
    number_of = sum(activity.category == category for activity in grid.activities)
    return pick(
        f"{number_of} activité{'s' * (number_of > 1)}", f"{number_of} activit{'ies' if number_of != 1 else 'y'}", lang
    )


def _activities(ours: SharedGrid, theirs: SharedGrid, lang: str) -> Iterator[str]:
    found = matches(ours, theirs)
    yield f"## {say('Activités :', 'Activities:', lang)} {_name(theirs, lang)}"
    yield say(
        f"{len(found)} de nos {len(ours.activities)} activités ont un équivalent parmi les {len(theirs.activities)} de"
        " cette école. « ≈ » : le rapprochement est fait par les mots des titres, dont la moitié au moins sont communs"
        " ; il peut se tromper. « = » : il a été déclaré par notre école.",
        f"{len(found)} of our {len(ours.activities)} activities have an equivalent among the {len(theirs.activities)}"
        " of this school. “≈”: matched by the words of the titles, at least half of which are common; it may be wrong."
        " “=”: declared by our school.",
        lang,
    )
    if found:
        heads = Text("Chez nous||Là-bas", "Ours||Theirs").of(lang).split("|")
        name = say(f"Activités rapprochées : {theirs.school}", f"Activities matched: {theirs.school}", lang)
        yield wide(table(heads, [_match(match, lang) for match in found]), name)
    matched = {match.theirs.code for match in found}
    only = [activity for activity in theirs.activities if activity.code not in matched]
    if only:
        yield say(
            "Ce que cette école reconnaît sans équivalent ici :", "What this school recognises and we do not:", lang
        )
        yield "\n".join(f"- {_activity(activity, lang)}" for activity in only)


def _match(match: Match, lang: str) -> list[str]:
    mine = match.ours
    link = f"{category_page(mine.category)}#{anchor(mine.code)}"
    return [
        f"[{text(mine.code)}]({link}) {_activity(mine, lang, code=False)}",
        "=" if match.declared else "≈",
        _activity(match.theirs, lang),
    ]


def _activity(activity: SharedActivity, lang: str, *, code: bool = True) -> str:
    """Title, points of one unit, cap over the cycle."""
    low, high = number(activity.lowest, lang), points(activity.highest, lang)
    each = high if activity.lowest == activity.highest else f"{low} {pick('à', 'to', lang)} {high}"
    per = f"{each} {pick('par', 'per', lang)} {prose(activity.unit, lang)}"
    cap = Text("{cap_cycle:number} au plus", "at most {cap_cycle:number}").of(lang, cap_cycle=activity.cap_cycle)
    name = f"{text(activity.code)} {prose(activity.title, lang)}" if code else prose(activity.title, lang)
    return say(f"{name} : {per}, {cap}", f"{name}: {per}, {cap}", lang)


def _how(lang: str) -> Iterator[str]:
    yield f"## {say('Ajouter une école', 'Add a school', lang)}"
    yield say(
        "1. Demandez à l'autre école sa grille en paquet de données, ou enregistrez celle de son site"
        " (`api/grid/<année>/`) : `datapackage.json` et les fichiers `.csv` qui l'accompagnent.\n"
        "2. Déposez ces fichiers dans ce dépôt, par exemple dans `comparaisons/nantes/`.\n"
        "3. Nommez-les dans `mkdocs.yml` :",
        "1. Ask the other school for its grid as a data package, or save the one of its site (`api/grid/<year>/`):"
        " `datapackage.json` and the `.csv` files beside it.\n"
        "2. Put these files in this repository, for instance in `comparaisons/nantes/`.\n"
        "3. Name them in `mkdocs.yml`:",
        lang,
    )
    yield "```yaml\nextra:\n  polyvalidate:\n    comparisons:\n      - comparaisons/nantes/datapackage.json\n```"
    yield say(
        "Rien n'est demandé à un autre site : la comparaison ne lit que ces fichiers. Les activités sont rapprochées"
        " par les mots de leurs titres ; pour dire vous-même laquelle correspond à laquelle (la nôtre, puis la leur) :",
        "No other site is asked for anything: the comparison reads these files only. Activities are matched by the"
        " words of their titles; to say yourself which is which (ours, then theirs):",
        lang,
    )
    yield (
        "```yaml\nextra:\n  polyvalidate:\n    comparisons:\n      - path: comparaisons/nantes/datapackage.json\n"
        '        pairs: {"3.1": "B2"}\n```'
    )
    yield say(
        "Notre propre grille se trouve dans [les données](donnees.md).",
        "Our own grid is in [the data](donnees.md).",
        lang,
    )
