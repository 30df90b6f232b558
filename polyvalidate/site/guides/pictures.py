"""The pictures of the guides, taken from the real pages by ``make screenshots``. A guide reads well without them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from polyvalidate.model.words import Text
from polyvalidate.site.pages.site import Site

SCALE = 1.5
"""Pixels of a picture for one of the page: sharp on a phone, and still small."""
PICTURES = {
    "form": Text(
        "Le formulaire sur un téléphone : l'activité choisie, les points qu'elle vaut, les dates à remplir.",
        "The form on a phone: the activity chosen, the points it is worth, the dates to fill in.",
    ),
    "ready": Text(
        "La déclaration prête : ouvrir la forge, proposer le changement, joindre le justificatif, attendre"
        " le commentaire.",
        "The declaration is ready: open the forge, propose the change, attach the evidence, wait for the comment.",
    ),
    "comment": Text(
        "Le commentaire du contrôle sous une demande : rien à corriger, les points de la grille, le bilan avant et"
        " après.",
        "The comment of the check under a request: nothing to mend, the grid's points, the balance before and after.",
    ),
}
"""Each picture and what it shows, for those who do not see it."""


def path(name: str) -> str:
    return f"images/{name}.png"


def values(site: Site, lang: str) -> Mapping[str, str]:
    """The marker of each picture: the picture, or nothing as long as it was not taken."""
    return {f"picture.{name}": _shown(site, name, alt.of(lang), lang) for name, alt in PICTURES.items()}


def files(site: Site, lang: str) -> Mapping[str, bytes]:
    """The pictures there are, by their path in the site."""
    found = {name: site.packaged.get(f"images/{lang}/{name}.png") for name in PICTURES}
    return {path(name): data for name, data in found.items() if data is not None}


def _shown(site: Site, name: str, alt: str, lang: str) -> str:
    data = site.packaged.get(f"images/{lang}/{name}.png")
    if data is None:
        return ""
    # PNG (ISO/IEC 15948): the header chunk comes first and begins with width and height.
    width, height = (round(pixels / SCALE) for pixels in struct.unpack(">II", data[16:24]))
    shown = f'![{alt}](../{path(name)}){{ loading="lazy" width="{width}" height="{height}" .picture }}'
    return shown if site.grid.example else f"{shown}\n\n{_caption(lang)}"


def _caption(lang: str) -> str:
    """What is said where the school's grid is not that of the picture."""
    return Text(
        "*Exemple : l'activité et les points sont ceux d'une autre grille.*",
        "*An example: the activity and the points are those of another grid.*",
    ).of(lang)
