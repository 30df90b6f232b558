"""The page of the form: what it is for, the form, and how to declare without it."""

from __future__ import annotations

from polyvalidate.model.words import Text
from polyvalidate.site.form import data as form_data
from polyvalidate.site.form import fields
from polyvalidate.site.html import render
from polyvalidate.site.pages import calendar
from polyvalidate.site.pages.home import contact
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice

PATH = "declarer.md"
FOLDER = "form/"
"""The packaged files that this page alone uses."""


def page(site: Site, lang: str) -> Page:
    title = Text("Déclarer une activité", "Declare an activity").of(lang)
    parts = [
        f"# {title}",
        Text(
            "Ce formulaire écrit votre déclaration. Il vérifie vos réponses, montre les points que donne la"
            " [grille](grille/index.md), puis vous mène à la forge pour la proposer. Il n'envoie rien lui-même, et vos"
            " justificatifs ne quittent pas votre appareil.",
            "This form writes your declaration. It checks your answers, shows the points that the"
            " [grid](grille/index.md) gives, then leads you to the forge to propose it. It sends nothing itself, and"
            " your evidence does not leave your device.",
        ).of(lang),
        calendar.now(site, lang),
        example_notice(site.grid, lang),
        render("form/page.html", lang, folder=FOLDER, **fields.values(site)),
        form_data.script(site, lang),
        _without(site, lang),
    ]
    text = "\n\n".join(part for part in parts if part)
    return Page(PATH, Text("Déclarer", "Declare").of(lang), text, description=title, hide=("toc",))


def files(site: Site) -> dict[str, bytes]:
    """What the page needs beside it: its script and its style."""
    return {path: data for path, data in site.packaged.items() if path.startswith(FOLDER)}


def _without(site: Site, lang: str) -> str:
    heading = f"## {Text('Sans ce formulaire', 'Without this form').of(lang)}"
    ways = Text(
        "Vous préférez écrire le fichier vous-même : [déclarer sans le formulaire](guides/sans-formulaire.md). Vous"
        " avez besoin d'aide pour déclarer ?",
        "You would rather write the file yourself: [declare without the form](guides/sans-formulaire.md). You need help"
        " to declare?",
    )
    return f"{heading}\n\n{ways.of(lang)} {contact(site, lang)}"
