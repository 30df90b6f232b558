"""The page that compares a file with its declaration: both are dropped on it, and neither leaves the browser.

The site publishes no declaration: what it can say is as true as the declaration that is dropped, and it says so.
"""

from __future__ import annotations

from polyvalidate.model.words import Text
from polyvalidate.site.html import render
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site

PATH = "verifier.md"


def page(site: Site, lang: str) -> Page:
    title = Text("Vérifier un justificatif", "Verify evidence").of(lang)
    branch = site.forge.branch if site.forge else "main"
    parts = [
        f"# {title}",
        Text(
            "Une déclaration donne l'empreinte (SHA-256) de chaque fichier qui la prouve. Déposez ici le fichier reçu"
            " et la déclaration : cette page calcule l'empreinte et dit si c'est le fichier annoncé. **Rien n'est"
            " envoyé** : tout se fait dans ce navigateur, et rien n'y est gardé.",
            "A declaration gives the digest (SHA-256) of each file that proves it. Drop the file that you received and"
            " the declaration here: this page computes the digest and says whether it is the file announced. **Nothing"
            " is sent**: all is done in this browser, and nothing is kept there.",
        ).of(lang),
        render("form/proof.html", lang, folder="form/"),
        f"## {Text('Ce que la réponse vaut', 'What the answer is worth').of(lang)}",
        Text(
            "- Cette page ne connaît aucune déclaration : celle que vous déposez fait foi. Prenez-la dans le dépôt, sur"
            " `{branch}` ou dans la demande, et non dans un courriel.\n"
            "- Un fichier ouvert puis enregistré de nouveau n'a plus la même empreinte, même si rien n'y change à"
            " l'œil.\n"
            "- Dans un terminal, depuis une copie du dépôt, `polyvalidate evidence verify` compare à toutes les"
            " déclarations, ou à celles d'une demande.",
            "- This page knows no declaration: the one that you drop is believed. Take it from the repository, on"
            " `{branch}` or in the request, and not from an e-mail.\n"
            "- A file that was opened and saved again has another digest, even if nothing in it looks different.\n"
            "- In a terminal, from a copy of the repository, `polyvalidate evidence verify` compares with all the"
            " declarations, or with those of a request.",
        ).of(lang, branch=branch),
    ]
    menu = Text("Vérifier", "Verify").of(lang)
    return Page(PATH, menu, "\n\n".join(parts), description=title, hide=("toc",))
