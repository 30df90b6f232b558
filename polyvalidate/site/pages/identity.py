"""A school's own colour, made legible: text of that colour on paper, and paper on it, in light and dark.

Contrast and relative luminance are those of WCAG 2.2 (success criterion 1.4.3: at least 4.5 for text).
"""

from __future__ import annotations

import colorsys
import re
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.site.pages.filling import BadPage

FILE = "identity.css"
DEFAULT = "#14506b"
PAPERS = {"default": ("#fbfaf7", 4.5), "slate": ("#17181b", 7.0)}
"""The ground of pages in the two schemes of the theme (``style.css`` has the same), and the least contrast of text
there: on dark paper a colour that barely passes is dull."""
_COLOR = re.compile(r"#[0-9a-f]{6}", re.ASCII | re.IGNORECASE)

WRONG = Text(
    'mkdocs.yml : extra.polyvalidate.color doit être une couleur comme "#14506b", entre guillemets.',
    'mkdocs.yml: extra.polyvalidate.color must be a colour such as "#14506b", in quotation marks.',
)


class Corrected(NamedTuple):
    """A colour as a scheme shows it, and whether it is the one that was asked for."""

    color: str
    kept: bool


def luminance(color: str) -> float:
    """The relative luminance of ``#rrggbb``, from 0 to 1."""
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def legible(color: str, scheme: str) -> Corrected:
    """The colour, made darker on light paper or lighter on dark paper until text of it can be read there."""
    paper, least = PAPERS[scheme]
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    end = 0.0 if luminance(paper) > 0.5 else 1.0
    for step in range(101):
        tried = _hex(colorsys.hls_to_rgb(hue, lightness + (end - lightness) * step / 100, saturation))
        if contrast(tried, paper) >= least:
            return Corrected(tried, step == 0)
    raise AssertionError("black on light paper and white on dark paper can be read")


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def color(settings: object) -> str:
    """The colour that a school gives in ``extra.polyvalidate.color``, or ours. Raises BadPage for what is none."""
    if settings is None:
        return DEFAULT
    if not isinstance(settings, str) or not _COLOR.fullmatch(settings):
        raise BadPage(WRONG)
    return settings.lower()


def css(asked: str) -> bytes:
    """The colour of the school in both schemes, as custom properties."""
    rules = (
        f'[data-md-color-scheme="{scheme}"] {{\n  --school: {legible(asked, scheme).color};\n}}\n' for scheme in PAPERS
    )
    return "\n".join(rules).encode()
