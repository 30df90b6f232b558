"""All activities in one table, with filters that a script shows and applies; without it, the whole table."""

from __future__ import annotations

from collections.abc import Iterable

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text, points, typographic
from polyvalidate.site.grid.index import EVIDENCE
from polyvalidate.site.grid.paths import AGAIN, FOLDER, address_of
from polyvalidate.site.grid.rows import rows
from polyvalidate.site.grid.saying import say
from polyvalidate.site.pages.markdown import html
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice

SCRIPT = "scripts/grid-table.js"


def page(site: Site, lang: str) -> Page:
    grid = site.grid
    title = say("Toutes les activités", "All activities", lang)
    parts = [
        f"# {title}",
        typographic(example_notice(lang), lang) if grid.example else "",
        say(
            f"Les {len(grid.activities)} activités de l'année {grid.year}. Chaque nom mène à tout ce qu'il faut savoir"
            f" de l'activité ; les codes des justificatifs sont [expliqués ici](index.md#{EVIDENCE}).",
            f"The {len(grid.activities)} activities of the year {grid.year}. Each name leads to all there is to know of"
            f" the activity; the codes of evidence are [explained here](index.md#{EVIDENCE}).",
            lang,
        ),
        _controls(grid, lang),
        rows(grid, lang, address_of, None),
    ]
    return Page(
        f"{FOLDER}/tableau.md",
        title,
        "\n\n".join(part for part in parts if part),
        description=title,
        hide=("navigation", "toc"),
        boost=AGAIN,
    )


def _controls(grid: Grid, lang: str) -> str:
    """The filters. Hidden until the script shows them; the script also reads the words of the count here."""
    worths = sorted({activity.highest for activity in grid.activities.values()})
    least = [
        (str(worth), say(f"{points(worth, lang)} ou plus", f"{points(worth, lang)} or more", lang))
        for worth in worths[1:]
    ]
    categories = [(c.code, f"{c.code}. {c.title.in_language(lang)}") for c in grid.categories.values()]
    profiles = [(p.code, p.title.in_language(lang)) for p in grid.profiles.values()]
    orders = [("points", Text("Points", "Points").of(lang)), ("titre", Text("Titre", "Title").of(lang))]
    every = Text("Toutes", "All").of(lang)
    fields = [
        '<p class="wide"><label for="filter-q">' + Text("Rechercher", "Search").of(lang) + "</label>"
        '<input type="search" id="filter-q" name="q" autocomplete="off" maxlength="100"></p>',
        _choice("categorie", Text("Catégorie", "Category").of(lang), every, categories, lang),
        _choice(
            "profil",
            Text("Ouverte à", "Open to").of(lang),
            Text("Tous les parcours", "Every path").of(lang),
            profiles,
            lang,
        ),
        _choice(
            "points",
            Text("Points par unité", "Points per unit").of(lang),
            Text("Peu importe", "Any").of(lang),
            least,
            lang,
        ),
        _choice("tri", Text("Ranger par", "Sort by").of(lang), "Code", orders, lang),
    ]
    if any(activity.bulk for activity in grid.activities.values()):
        label = say("La liste de l'organisation suffit", "The organiser's list is enough", lang)
        fields.append(
            '<p class="tick"><input type="checkbox" id="filter-masse" name="masse" value="oui">'
            f'<label for="filter-masse">{label}</label></p>'
        )
    clear = say("Tout afficher", "Show all", lang)
    fields.append(f'<p class="tick"><button type="reset" class="md-button">{clear}</button></p>')
    words = {
        "none": say(
            "Aucune activité ne correspond : enlevez un filtre.", "No activity matches: remove a filter.", lang
        ),
        "one": say("1 activité sur {total}", "1 activity of {total}", lang),
        "many": say("{count} activités sur {total}", "{count} activities of {total}", lang),
    }
    said = " ".join(f'data-{key}="{html(value)}"' for key, value in words.items())
    name = say("Filtrer les activités", "Filter the activities", lang)
    return (
        f'<form class="grid-filter" aria-label="{html(name)}" hidden>\n'
        + "\n".join(fields)
        + f'\n</form>\n<p class="grid-count" role="status" {said}></p>'
    )


def _choice(name: str, label: str, every: str, options: Iterable[tuple[str, str]], lang: str) -> str:
    items = "".join(
        f'<option value="{html(value)}">{html(typographic(said, lang))}</option>'
        for value, said in [("", every), *options]
    )
    place = f'id="filter-{name}" name="{name}"'
    return f'<p><label for="filter-{name}">{html(label)}</label><select {place}>{items}</select></p>'
