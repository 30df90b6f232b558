"""The markers of a guide, ``${contact}``, replaced by what the grid says; French spaces put where they belong.

Strict: a marker that is not known stops the site, with its file and the nearest name, rather than being read by people.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from polyvalidate.model.words import Text, typographic

_MARKER = re.compile(r"(?:(?<=\n)(?P<margin> +))?\$\{(?!\{)(?P<name>[^}\n]*)\}")
"""``${name}``, with its margin when it begins a line; ``${{ name }}`` belongs to workflows shown as examples."""
_SHOWN = r"^ *(?P<fence>```++|~~~++)[^`\n]*\n.*?(?:^ *(?P=fence) *$|\Z)|`[^`\n]+`"
_EXAMPLE = re.compile(_SHOWN, re.DOTALL | re.MULTILINE)
_CODE = re.compile(rf"({_SHOWN}|\]\([^)\]\n]*\)|<[a-z/][^<>\n]*>)", re.DOTALL | re.MULTILINE)
"""What French spaces would break: code, addresses of links, tags."""


class BadPage(Exception):
    """A page that cannot be written, and what to do about it, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def markers(template: str) -> list[str]:
    """The markers of a template, in order."""
    return [found["name"] for found in _MARKER.finditer(template)]


def fill(template: str, values: Mapping[str, str], where: str) -> str:
    """The template with its markers replaced. ``where`` names the file. Raises BadPage for an unknown marker."""

    def value(found: re.Match[str]) -> str:
        name, margin = found["name"], found["margin"] or ""
        if name in values:
            return margin + values[name].replace("\n", "\n" + margin)
        near = difflib.get_close_matches(name, values, n=1)
        wrong = Text(
            "{where} : le repère ${{{name}}} n'existe pas.{nearest}",
            "{where}: the marker ${{{name}}} does not exist.{nearest}",
        )
        nearest = Text(" Vouliez-vous dire ${{{near}}} ?", " Did you mean ${{{near}}}?").filled(near="".join(near))
        raise BadPage(wrong.filled(where=where, name=name, nearest=nearest if near else ""))

    return _MARKER.sub(value, template)


def typeset(text: str, lang: str) -> str:
    """Markdown with the non-breaking spaces of its language, code left as it is: it is copied into terminals."""
    parts = re.split(_CODE, text)
    # re.split gives text, the whole match, the fence inside it (or None), text…
    kept = (part for index, part in enumerate(parts) if index % 3 != 2)
    return "".join(part if index % 2 else typographic(part, lang) for index, part in enumerate(kept))


def without_examples(text: str) -> str:
    """Markdown in which what it shows as code is left blank, line by line."""
    return _EXAMPLE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def heading(text: str) -> str | None:
    """The first heading of a page, without its marks; None when it has none."""
    found = re.search(r"^# +(\S.*)", text, re.MULTILINE)
    if found is None:
        return None
    title = found[1].rstrip(" ")
    if title.endswith("}"):
        title = title.rpartition("{")[0].rstrip(" ") or title
    return title.replace("`", "").replace("*", "")
