"""What convinces, on paper: a page for the head of a school, slides, a poster; with the numbers of the guide.

Words and numbers are here, the layout in ``_data/office/{case,slides,poster}.typ``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from polyvalidate.documents.frame import Document, Frame
from polyvalidate.documents.typesetting import typeset_many
from polyvalidate.model.discs import discs, svg
from polyvalidate.model.words import NBSP, Text, apostrophes, points
from polyvalidate.repository import Unreadable
from polyvalidate.site.guides.deploying import Estimate, estimate, in_hours
from polyvalidate.site.pages import identity
from polyvalidate.site.pages.filling import BadPage
from polyvalidate.site.pages.site import Site

PAPERS = {
    "case": Text("note-pour-la-direction", "case-for-the-head-of-school"),
    "slides": Text("diaporama", "slides"),
    "poster": Text("affiche", "poster"),
}
"""The templates, and how the documents are called."""

_TITLES = {
    "case": Text("Reconnaître l'engagement des élèves", "Recognise the engagement of students"),
    "slides": Text("Reconnaître l'engagement des élèves", "Recognise the engagement of students"),
    "poster": Text("Votre engagement compte", "Your engagement counts"),
}
_WHAT = Text(
    "Ce que les élèves font pour les autres en dehors des cours est reconnu par des points. À la fin du cycle, ces"
    " points ouvrent le quitus citoyen, l'une des conditions du diplôme.",
    "What students do for others outside lectures is recognised with points. At the end of the cycle these points earn"
    " the quitus, one of the conditions of the diploma.",
)
_YOU = Text(
    "Ce que vous faites pour les autres en dehors des cours vous vaut des points. À la fin du cycle, ils ouvrent le"
    " quitus citoyen, l'une des conditions du diplôme.",
    "What you do for others outside lectures earns you points. At the end of the cycle they earn the quitus, one of the"
    " conditions of the diploma.",
)
_WHY = (
    Text(
        "La loi le demande : tout établissement valide l'engagement des élèves qui le souhaitent (code de l'éducation,"
        " articles L611-9 et D611-7).",
        "The law asks for it: every institution validates the engagement of the students who wish so (French code of"
        " education, articles L611-9 and D611-7).",
    ),
    Text(
        "Tout le monde est traité de même : une grille publique, un contrôle identique, un recours.",
        "Everybody is treated alike: a public grid, the same check, an appeal.",
    ),
    Text(
        "Chaque décision se retrouve : qui, quand, pourquoi, des années plus tard.",
        "Each decision can be found again: who, when, why, years later.",
    ),
)
_HOW = (
    Text(
        "L'élève déclare avec un formulaire, justificatif à l'appui.",
        "The student declares with a form, and joins evidence.",
    ),
    Text(
        "Un programme contrôle la forme, les dates, les plafonds et les doublons ; il dit quoi corriger.",
        "A program checks form, dates, caps and duplicates; it says what to mend.",
    ),
    Text(
        "Une personne référente de la catégorie décide par écrit.",
        "A referent of the category decides in writing.",
    ),
    Text(
        "Le jury répond aux recours et décide du quitus ; la scolarité imprime le procès-verbal.",
        "The jury answers appeals and decides the quitus; the registry office prints the minutes.",
    ),
)
_KEPT = (
    Text(
        "Des fichiers texte, dans un dépôt de l'école : rien à exporter le jour où l'on change d'outil.",
        "Text files, in a repository of the school: nothing to export on the day the tool is changed.",
    ),
    Text(
        "Ni nom ni numéro dans ces fichiers : des pseudonymes, dont la scolarité seule tient la liste.",
        "Neither name nor number in these files: pseudonyms, whose list the registry office alone keeps.",
    ),
    Text(
        "Des chiffres publiés par intervalles, dont on ne tire le résultat de personne.",
        "Figures published as intervals, from which nobody's result can be drawn.",
    ),
)
_ASKED = (
    Text(
        "Une personne référente par catégorie, et une adresse commune.",
        "A referent for each category, and one address for all.",
    ),
    Text(
        "Une personne de la scolarité pour le registre et les campagnes.",
        "Somebody of the registry office, for the register and the campaigns.",
    ),
    Text(
        "L'avis de la personne déléguée à la protection des données : les documents sont prêts à relire.",
        "The opinion of the data protection officer: the documents are ready to be read.",
    ),
    Text("Une date d'ouverture, et une promotion pour commencer.", "A day to open, and a cohort to begin with."),
)
_GESTURES = (
    Text("Faites. Gardez de quoi le montrer.", "Do. Keep something that shows it."),
    Text("Déclarez, avec le formulaire du site.", "Declare, with the form of the site."),
    Text(
        "C'est compté, quand une personne de l'école a décidé.", "It counts, once somebody of the school has decided."
    ),
)
_ESTIMATED = Text(
    "Estimations pour {n} élèves et par an, non des mesures ; les hypothèses sont dans le guide « Convaincre et"
    " déployer » du site.",
    "Estimates for {n} students and a year, not measurements; the assumptions are in the guide “Convince and deploy” of"
    " the site.",
)
_HEADS = {
    "why": Text("Pourquoi", "Why"),
    "how": Text("Comment", "How"),
    "needed": Text("Ce qui est demandé aux élèves", "What is asked of students"),
    "cost": Text("Ce que cela coûte", "What it costs"),
    "kept": Text("Ce que l'école garde", "What the school keeps"),
    "asked": Text("Ce qui est demandé à la direction", "What is asked of the head of school"),
    "where": Text("Où voir, à qui écrire", "Where to look, whom to write to"),
    "who": Text("Qui", "Who"),
    "formula": Text("Calcul", "Formula"),
    "hours": Text("Heures", "Hours"),
    "declare": Text("Déclarez sur", "Declare at"),
    "ask": Text("Une question", "A question"),
}


def papers(site: Site) -> Mapping[str, bytes]:
    """Each paper in each language as PDF, by file name. Raises ``Unreadable`` without typst, and for settings of
    another shape."""
    wanted = [(kind, lang) for kind in PAPERS for lang in site.languages]
    try:
        documents = [document(site, kind, lang) for kind, lang in wanted]
    except BadPage as error:
        raise Unreadable(error.text) from error
    names = [f"{PAPERS[kind].of(lang)}.{lang}.pdf" for kind, lang in wanted]
    return dict(zip(names, typeset_many(documents), strict=True))


def document(site: Site, kind: str, lang: str) -> Document:
    """One paper for the typesetter. Raises BadPage for settings of another shape."""
    grid = site.latest
    mark = Text("Grille d'exemple", "Example grid").of(lang) if grid.example else ""
    frame = Frame(
        lang=lang,
        school=apostrophes(grid.school),
        title=_said(_TITLES[kind], lang),
        running=_said(Text("{on:date}", "{on:date}"), lang, on=site.today),
        mark=apostrophes(mark),
        notices=(),
        footer=_address(site, lang),
        sources=(),
    )
    moment = datetime.combine(site.today, time(12), site.zone)
    return Document(kind, frame, _body(site, lang), moment)


def _said(text: Text, lang: str, **details: object) -> str:
    return apostrophes(text.of(lang, **details))


def _address(site: Site, lang: str) -> str:
    """Where the site is, as people type it."""
    return (site.address(lang) or site.latest.site).partition("://")[2].rstrip("/")


def _body(site: Site, lang: str) -> Mapping[str, Any]:
    """What the papers say; each template takes what it needs."""
    grid, it = site.latest, estimate(site)
    size = Text(
        "La grille reconnaît {activities} {activities:activité|activités}, en {categories}"
        " {categories:catégorie|catégories}, de {least} à {most} l'unité.",
        "The grid recognises {activities} {activities:activity|activities}, in {categories}"
        " {categories:category|categories}, from {least} to {most} each.",
    )
    worth = sorted(activity.highest for activity in grid.activities.values())
    groups = {"why": _WHY, "how": _HOW, "kept": _KEPT, "asked": _ASKED, "gestures": _GESTURES}
    return {
        "heads": {key: _said(text, lang) for key, text in _HEADS.items()},
        "what": _said(_WHAT, lang),
        "you": _said(_YOU, lang),
        "size": _said(
            size,
            lang,
            activities=len(grid.activities),
            categories=len(grid.categories),
            least=points(worth[0], lang),
            most=points(worth[-1], lang),
        ),
        "needed": _needed(site, lang),
        "cost": _cost(it, lang),
        "estimated": _said(_ESTIMATED, lang, n=it.given["students"]),
        "address": _address(site, lang),
        "contact": grid.contact,
        "color": identity.legible(identity.color(site.settings.get("color")), "default").color,
        **{key: [_said(text, lang) for text in texts] for key, texts in groups.items()},
    }


def _needed(site: Site, lang: str) -> Sequence[Mapping[str, Any]]:
    """What each path asks for; ``discs`` draw it, in the school's colour."""
    ink = identity.legible(identity.color(site.settings.get("color")), "default").color
    return [
        {
            "title": _said(profile.title, lang),
            "points": points(profile.required, lang).replace(" ", NBSP),
            "discs": svg(discs(profile.required), ink=ink, standalone=True),
        }
        for profile in site.latest.profiles.values()
        if profile.required is not None
    ]


def _cost(it: Estimate, lang: str) -> Sequence[Sequence[str]]:
    return [(_said(one.who, lang), _said(one.formula, lang), in_hours(one.minutes, lang)) for one in it.hours()]
