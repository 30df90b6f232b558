"""The rules of PDF/UA-1 and PDF/A-2b that can be read here see what breaks them; each document is held to them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from polyvalidate.documents.frame import Document, Frame
from polyvalidate.documents.typesetting import typeset
from tests.office.pdf_rules import _nodes, broken

FRAME = Frame(
    "fr",
    "École d'essai",
    "Relevé & <essai>",
    "essai",
    "",
    ("À lire.",),
    "commit",
    (("Commit", "3cd0e02"),),
    headed=True,
)
BODY = {
    "provenance": "", "facts": [["Session", "2026-07"]], "named": False, "coded": True, "who": 1,
    "totals": {"title": "Résultats", "heads": ["Spécialité", "Total"], "rows": [["DI", "1"]]},
    "heads": ["Pseudonyme", "Profil", "Points", "Seuil", "Ce qui manque", "Décision"],
    "groups": [{"title": "DI", "rows": [["s-pvte000001", "FISE3", "1", "10", "9 points", "non acquis"]]}],
    "beside": False, "rules": "Règlement :",
    "signatures": {"title": "Présents", "place": "À", "date": "le", "heads": ["Nom"] * 3, "rows": [["", "Jury", ""]]},
}  # fmt: skip


@pytest.fixture(scope="module")
def made() -> bytes:
    return typeset(Document("minutes", FRAME, BODY, datetime(2026, 7, 3, tzinfo=UTC)))


def test_a_document_of_ours_breaks_none(made: bytes) -> None:
    assert broken(made) == []


def _first(root: Any, kind: str) -> Any:
    return next(node for node, _ in _nodes(root["/StructTreeRoot"]["/K"]) if node["/S"] == kind)


def _fonts(writer: pypdf.PdfWriter) -> list[Any]:
    return [font.get_object() for font in writer.pages[0]["/Resources"]["/Font"].values()]


def _draw(writer: pypdf.PdfWriter) -> None:
    page = writer.pages[0]
    data = StreamObject()
    data.set_data(page.get_contents().get_data() + b"\n0 0 9 9 re f\n")
    page[NameObject("/Contents")] = writer._add_object(data)


def _script(root: Any) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    root[NameObject("/OpenAction")] = action


def _metadata(root: Any) -> None:
    stream = StreamObject()
    stream.set_data(root["/Metadata"].get_data().replace(b"pdfuaid:part>1<", b"pdfuaid:part>2<"))
    root[NameObject("/Metadata")] = stream


def _named(node: Any, kind: str) -> None:
    node[NameObject("/S")] = NameObject(kind)


BREAKS: dict[str, Callable[[pypdf.PdfWriter, Any], object]] = {
    "no language": lambda _, root: root.pop("/Lang"),
    "not marked as tagged": lambda _, root: root["/MarkInfo"].__setitem__(NameObject("/Suspects"), BooleanObject(True)),
    "no structure": lambda _, root: root.pop("/StructTreeRoot"),
    "the title of the window is not the document's": lambda _, root: root.pop("/ViewerPreferences"),
    "no output intent": lambda _, root: root.pop("/OutputIntents"),
    "no title, or another in the metadata": lambda writer, _: writer.add_metadata({"/Title": "Autre"}),
    "the metadata do not say <pdfuaid:part>1<": lambda _, root: _metadata(root),
    "/OpenAction in the document": lambda _, root: _script(root),
    "/Texte is no standard type": lambda _, root: _named(_first(root, "/P"), "/Texte"),
    "/H3 after a heading of level 0": lambda _, root: _named(_first(root, "/H1"), "/H3"),
    "/TH without a scope": lambda _, root: _first(root, "/TH").pop("/A"),
    "/TD inside /L": lambda _, root: _named(_first(root, "/LI"), "/TD"),
    "/Figure without a text": lambda _, root: _named(_first(root, "/P"), "/Figure"),
    "rows of [1, 2] cells in one table": lambda _, root: _first(root, "/TR").__setitem__(
        NameObject("/K"), ArrayObject(_first(root, "/TR")["/K"][:1])
    ),
    "page 1: not tied to the structure": lambda writer, _: writer.pages[0].pop("/StructParents"),
    "page 1: f neither in the structure nor an artifact": lambda writer, _: _draw(writer),
    "page 1: marked content that the structure does not hold": lambda _, root: _first(root, "/P").pop("/K"),
    "is not embedded": lambda writer, _: [
        font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object().pop(key, None)
        for font in _fonts(writer)
        for key in ("/FontFile2", "/FontFile3")
    ],
    "does not say which characters it shows": lambda writer, _: [font.pop("/ToUnicode") for font in _fonts(writer)],
}


@pytest.mark.parametrize("rule", BREAKS)
def test_what_breaks_a_rule_is_seen(made: bytes, rule: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made))
    BREAKS[rule](writer, writer._root_object)
    out = io.BytesIO()
    writer.write(out)

    assert any(rule in found for found in broken(out.getvalue())), broken(out.getvalue())


def test_an_encrypted_document_is_seen(made: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made))
    writer.encrypt("", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    assert broken(out.getvalue()) == ["encrypted"]
