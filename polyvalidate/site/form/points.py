"""The page that says what is missing to a student and what would fill it, from the link that holds their balance.

The balance is computed by whoever made the link: the page looks up the grid and computes no point. Nothing is sent.
"""

from __future__ import annotations

from polyvalidate.model.discs import WHOLE, Disc, svg
from polyvalidate.model.words import Text
from polyvalidate.site.form import data as form_data
from polyvalidate.site.html import render
from polyvalidate.site.pages.markdown import html
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site

PATH = "mes-points.md"


def page(site: Site, lang: str) -> Page:
    title = Text("Mes points", "My points").of(lang)
    where = _IN_A_BOX if site.latest.in_boxes else _IN_A_REQUEST
    drawn = [svg((Disc(quarters),)) for quarters in (*range(1, WHOLE + 1), 0)]
    parts = [
        f"# {title}",
        _WHAT.of(lang),
        render("form/points.html", lang, folder="form/", drawn=drawn),
        form_data.script(site, lang),
        f"## {Text('Où trouver ce lien', 'Where to find this link').of(lang)}",
        where.of(lang, contact=html(site.grid.contact), requests=_requests(site, lang)),
    ]
    return Page(PATH, title, "\n\n".join(parts), description=_DESCRIPTION.of(lang), hide=("toc",))


def _requests(site: Site, lang: str) -> str:
    """The student's requests, with a link where the forge is known."""
    said = Text("vos demandes", "your requests").of(lang)
    address = form_data.requests(site)
    return f"[{said}]({address})" if address else said


_DESCRIPTION = Text(
    "Ce qui vous manque pour le quitus, et ce qui le comblerait.",
    "What you still need for the quitus, and what would fill it.",
)
_WHAT = Text(
    "Votre bilan contient un lien, « Ce qui peut compléter vos points ». Il ouvre cette page et lui donne vos points :"
    " vous y lisez ce qui manque, et ce qui peut encore compter pour vous, plafonds compris. **Rien n'est envoyé** : ce"
    " que dit le lien reste dans ce navigateur, et rien n'y est gardé.",
    "Your balance holds a link, “What may complete your points”. It opens this page and gives it your points: you read"
    " what is missing, and what may still count for you, caps included. **Nothing is sent**: what the link says stays"
    " in this browser, and nothing is kept there.",
)
_IN_A_BOX = Text(
    "Il est sur la première page de votre boîte, « Mes points ». Vous ne le trouvez pas ? Écrivez à"
    " [{contact}](mailto:{contact}).",
    "It stands on the first page of your box, “My points”. You do not find it? Write to [{contact}](mailto:{contact}).",
)
_IN_A_REQUEST = Text(
    "1. Ouvrez l'une de {requests}, même fermée.\n2. Écrivez `/bilan` en première ligne d'un commentaire.\n3. La"
    " réponse est votre bilan ; ce lien est vers la fin.\n\nVous n'avez encore rien déclaré ? Écrivez à"
    " [{contact}](mailto:{contact}).",
    "1. Open one of {requests}, even a closed one.\n2. Write `/balance` as the first line of a comment.\n3. The"
    " answer is your balance; this link is near its end.\n\nYou have not declared anything yet? Write to"
    " [{contact}](mailto:{contact}).",
)
