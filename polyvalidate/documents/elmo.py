"""Section 6 of the diploma supplement as an EMREX ELMO element, for the tool that makes the whole supplement.

ELMO 1 (``https://github.com/emrex-eu/elmo-schemas/tree/v1``): a ``section`` has a number, a title, one ``content``
whose white space is collapsed, any number of ``additionalInformation`` and nested sections; no language. So the
languages asked for stand in one section, French first, each activity in an ``additionalInformation`` of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from polyvalidate.documents.supplement import NUMBER, Section

NAMESPACE = "https://github.com/emrex-eu/elmo-schemas/tree/v1"

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_elmo(sections: Sequence[Section]) -> str:
    """The ``<section number="6">`` element, indented, with its declaration; one line end at the end."""
    title = " / ".join(section.title for section in sections)
    outer = ET.Element("section", {"xmlns": NAMESPACE, "number": NUMBER.split(".", maxsplit=1)[0]})
    _text(outer, "title", title)
    inner = ET.SubElement(outer, "section", {"number": NUMBER})
    _text(inner, "title", title)
    _text(inner, "content", " / ".join(section.outcome for section in sections), type="text/plain")
    for section in sections:
        for item in section.items:
            _text(inner, "additionalInformation", f"{item.category} — {item.text}")
        for note in section.notes:
            _text(inner, "additionalInformation", note)
    ET.indent(outer)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(outer, encoding="unicode")}\n'


def _text(parent: ET.Element, local: str, text: str, **attributes: str) -> None:
    """An element that holds text; characters that XML cannot hold are left out."""
    ET.SubElement(parent, local, attributes).text = _NOT_XML.sub("", text)
