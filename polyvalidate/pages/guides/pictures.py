"""The pictures of the guides, taken from the real pages by ``make screenshots``. A guide reads well without them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from polyvalidate.model import Text
from polyvalidate.pages.site import Site

PICTURES = {
    "form": Text(
        "Le formulaire sur un téléphone : l'activité choisie, les points qu'elle vaut, les dates à remplir.",
        "The form on a phone: the activity chosen, the points it is worth, the dates to fill in.",
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
    return {f"picture.{name}": _shown(site, name, alt.in_language(lang), lang) for name, alt in PICTURES.items()}


def files(site: Site, lang: str) -> Mapping[str, bytes]:
    """The pictures there are, by their path in the site."""
    found = {name: site.packaged.get(f"images/{lang}/{name}.png") for name in PICTURES}
    return {path(name): data for name, data in found.items() if data is not None}


def _shown(site: Site, name: str, alt: str, lang: str) -> str:
    data = site.packaged.get(f"images/{lang}/{name}.png")
    if data is None:
        return ""
    # PNG (ISO/IEC 15948): the header chunk comes first and begins with width and height. Taken at twice the size.
    width, height = struct.unpack(">II", data[16:24])
    return f'![{alt}](../{path(name)}){{ loading="lazy" width="{width // 2}" height="{height // 2}" .picture }}'
