"""Open data: the grid and the published figures, which file holds what, at which address, and the schemas of files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from polyvalidate.model.words import Text
from polyvalidate.publication.figures import files as figures
from polyvalidate.publication.figures import words
from polyvalidate.site.grid.data import FORMAT, grid_json
from polyvalidate.site.grid.feed import PATH as FEED
from polyvalidate.site.grid.feed import feed
from polyvalidate.site.grid.paths import FOLDER
from polyvalidate.site.pages import balances
from polyvalidate.site.pages.markdown import body, html, table, text
from polyvalidate.site.pages.packages import NAME, package
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice

API = "api/grid"


def files(site: Site, lang: str) -> dict[str, bytes]:
    """The data of every year, the feed and the schemas. The same in both languages, save the feed."""
    made: dict[str, bytes] = {}
    for year, grid in site.grids.items():
        made[f"{API}/{year}.json"] = grid_json(grid)
        made |= {f"{API}/{year}/{name}": data for name, data in package(grid).items()}
    made |= {f"schemas/{name}": data for name, data in site.schemas.items()}
    made[FEED] = feed(site, lang)
    return made


def page(site: Site, lang: str) -> Page:
    title = Text("Les données ouvertes", "Open data").of(lang)
    parts = [f"# {title}", example_notice(site.grid, lang), *_parts(site, lang)]
    return Page(f"{FOLDER}/donnees.md", Text("Données", "Data").of(lang), body(parts))


def _parts(site: Site, lang: str) -> Iterator[str]:
    contact = html(site.latest.contact)
    yield Text(
        "{school} publie sa grille et les chiffres de ses promotions pour qu'on les réutilise ; rien n'y porte sur une"
        " personne. Les fichiers gardent leur adresse d'une version du site à l'autre. Une question :"
        " [{contact}](mailto:{contact}).",
        "{school} publishes its grid and the figures of its cohorts for reuse; nothing there is about a person. Files"
        " keep their address from one version of the site to the next. A question: [{contact}](mailto:{contact}).",
    ).of(lang, school=text(site.latest.school), contact=contact)
    yield f"## {Text('La grille de chaque année', 'The grid of each year').of(lang)}"
    yield Text(
        "Les points y sont des nombres de points (0.5, 1.5), les textes ont une clé par langue.",
        "Points are numbers of points (0.5, 1.5), texts have a key for each language.",
    ).of(lang)
    lines = []
    for year, grid in sorted(site.grids.items(), reverse=True):
        tables = [f"{year}/{name}" for name in package(grid) if name != NAME]
        lines.append(_files(text(year), f"../{API}", (f"{year}.json", f"{year}/{NAME}", *tables), lang))
    yield "\n".join(lines)
    yield Text(
        "Le paquet suit [Frictionless Tabular Data"
        " Package](https://specs.frictionlessdata.io/tabular-data-package/) : une autre école peut le"
        " [comparer à sa grille](ecoles.md).",
        "The package follows [Frictionless Tabular Data"
        " Package](https://specs.frictionlessdata.io/tabular-data-package/): another school can [compare it"
        " with its own grid](ecoles.md).",
    ).of(lang)
    yield f"## {Text('Les chiffres des promotions', 'The figures of cohorts').of(lang)}"
    if site.releases:
        yield Text(
            "Des intervalles, publiés une fois par an et jamais refaits : [comment ils vous protègent](../{page}).",
            "Intervals, published once a year and never made again: [how they protect you](../{page}).",
        ).of(lang, page=balances.PROTECTION)
        yield "\n".join(_figures(site, lang))
    else:
        yield Text("Rien n'est encore publié.", "Nothing is published yet.").of(lang)
    yield f"## {Text('Ce que contient le fichier JSON', 'What the JSON file holds').of(lang)}"
    yield Text(
        "`format` vaut `{format}`. Tant qu'il ne change pas, aucune clé ne disparaît ni ne change de sens ;"
        " il peut en venir de nouvelles.",
        "`format` is `{format}`. As long as it stays the same, no key disappears or changes its meaning;"
        " new ones may come.",
    ).of(lang, format=FORMAT)
    keys = [(f"`{key}`", said.of(lang)) for key, said in _KEYS.items()]
    yield table(Text("Clé|Contenu", "Key|Content").of(lang), keys)
    yield f"## {Text('Les schémas des fichiers', 'The schemas of the files').of(lang)}"
    yield Text(
        "JSON Schema 2020-12, pour les éditeurs et les programmes qui lisent ou écrivent les fichiers de l'école.",
        "JSON Schema 2020-12, for editors and programs that read or write the school's files.",
    ).of(lang)
    yield "\n".join(_schemas(site, lang))
    yield f"## {Text('Suivre les changements', 'Follow the changes').of(lang)}"
    yield Text(
        "Le [flux Atom](../{feed}) annonce chaque nouvelle grille et chaque changement.",
        "The [Atom feed](../{feed}) announces each new grid and each change.",
    ).of(lang, feed=FEED)


def _figures(site: Site, lang: str) -> Iterator[str]:
    for tables in sorted((entry.tables for entry in site.releases), key=lambda one: (-one.cohort, one.on)):
        made = [name for name in balances.FILES if name in figures.files(tables)]
        folder = f"../{balances.folder(tables)}"
        yield _files(words.begun(words.occasion(tables, lang)), folder, made, lang)


def _files(what: str, folder: str, names: Iterable[str], lang: str) -> str:
    """A line of links to files, by their names."""
    links = ", ".join(f"[{name.rpartition('/')[2]}]({folder}/{name})" for name in names)
    return Text("- **{what}** : {links}", "- **{what}**: {links}").of(lang, what=what, links=links)


def _schemas(site: Site, lang: str) -> Iterator[str]:
    for name, data in site.schemas.items():
        schema = json.loads(data)
        said = Text(schema.get("description", ""), schema.get("x-description-en", ""))
        yield f"- [{text(name)}](../schemas/{name}) {text(said.of(lang))}"


_KEYS = {
    "year": Text("année universitaire", "academic year"),
    "example": Text("vrai pour une grille d'exemple", "true for an example grid"),
    "profiles": Text(
        "profils : points demandés (`null` si le jury les fixe), durée, plafond",
        "profiles: points asked for (`null` when the jury fixes them), length, cap",
    ),
    "units": Text("ce que compte une quantité de 1", "what a quantity of 1 is"),
    "campaigns": Text("quand déclarer, et pour quelles dates", "when to declare, and for which dates"),
    "evidence": Text("justificatifs : natures, formats, emplacements", "evidence: kinds, formats, places"),
    "legal": Text("activités nommées par la loi", "activities named by the law"),
    "categories[].caps": Text("points au plus, par profil", "most points, by profile"),
    "categories[].activities[]": Text("les activités de la catégorie", "the activities of the category"),
    "… points": Text(
        "points d'une unité, de `from` à `to` ; `levels` donne ceux de chaque niveau",
        "points of one unit, `from` to `to`; `levels` gives those of each level",
    ),
    "… caps": Text(
        "points au plus par an (`year`) et sur le cycle (`cycle`)",
        "most points in a year (`year`) and over the cycle (`cycle`)",
    ),
    "… evidence": Text(
        "`all` : tous nécessaires ; `any` : un seul suffit", "`all`: each is needed; `any`: one is enough"
    ),
}
