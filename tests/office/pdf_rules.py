"""What PDF/UA-1 and PDF/A-2b ask and a program without their whole model can see, read by another library than the one
that wrote the file. What no program sees (is the order of reading the right one? does a text say what its picture
shows?) and what only a whole validator knows (colour spaces, glyph widths) is not here: decision 0013 says so."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.generic import ContentStream

STANDARD = frozenset(
    "/Document /Part /Art /Sect /Div /BlockQuote /Caption /TOC /TOCI /Index /NonStruct /Private /P /H /H1 /H2 /H3 /H4 "
    "/H5 /H6 /L /LI /Lbl /LBody /Table /TR /TH /TD /THead /TBody /TFoot /Span /Quote /Note /Reference /BibEntry /Code "
    "/Link /Annot /Figure /Formula /Form".split()
)
INSIDE = {
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
}
SHOWS = frozenset((b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh"))
ACTIVE = frozenset(("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFiles", "/XFA", "/AcroForm"))


def broken(data: bytes) -> list[str]:
    """The rules that a document breaks, in words; none when all hold."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return ["encrypted"]
    root = reader.trailer["/Root"]
    found = [*_catalogue(reader, root), *_active(root)]
    if "/StructTreeRoot" in root:
        tree = root["/StructTreeRoot"]
        found += _structure(tree.get("/K"), dict(tree.get("/RoleMap", {})))
        said = _said(tree.get("/K"))
        for number, page in enumerate(reader.pages, 1):
            found += (f"page {number}: {rule}" for rule in _page(reader, page, said))
    return found


def _catalogue(reader: pypdf.PdfReader, root: Any) -> Iterator[str]:
    if "/ID" not in reader.trailer:
        yield "no file identifier"
    if not root.get("/Lang"):
        yield "no language"
    marked = root.get("/MarkInfo", {})
    if not _true(marked, "/Marked") or _true(marked, "/Suspects"):
        yield "not marked as tagged"
    if "/StructTreeRoot" not in root:
        yield "no structure"
    if not _true(root.get("/ViewerPreferences", {}), "/DisplayDocTitle"):
        yield "the title of the window is not the document's"
    intents = [intent.get_object() for intent in root.get("/OutputIntents", [])]
    if not any(each.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in each for each in intents):
        yield "no output intent"
    xmp = root["/Metadata"].get_object().get_data().decode() if "/Metadata" in root else ""
    title = reader.metadata.title if reader.metadata is not None else None
    named = html.unescape(xmp.split("<dc:title>", 1)[-1].split("</dc:title>", 1)[0])
    if not title or f">{title}</rdf:li>" not in named:
        yield "no title, or another in the metadata"
    for mark in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>B<"):
        if mark not in xmp:
            yield f"the metadata do not say {mark}"


def _true(some: Any, key: str) -> bool:
    return bool(some[key].value) if key in some else False


def _active(value: Any, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """What runs, opens or carries something else, anywhere below the catalogue, pages and structure apart."""
    value = value.get_object()
    if id(value) in seen:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ACTIVE:
                yield f"{key} in the document"
            if key not in ("/Pages", "/StructTreeRoot", "/Parent", "/Prev", "/P", "/Dest"):
                yield from _active(inner, seen | {id(value)})
    elif isinstance(value, list):
        for inner in value:
            yield from _active(inner, seen | {id(value)})


# --- structure --------------------------------------------------------------------------------------------------------


def _nodes(value: Any, parents: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    value = value.get_object() if value is not None else None
    if isinstance(value, list):
        for each in value:
            yield from _nodes(each, parents)
    elif isinstance(value, dict) and "/S" in value:
        yield value, parents
        yield from _nodes(value.get("/K"), (*parents, value))


def _structure(kids: Any, roles: dict[str, str]) -> Iterator[str]:
    level = 0
    for node, parents in _nodes(kids):
        kind = roles.get(node["/S"], node["/S"])
        if kind not in STANDARD:
            yield f"{kind} is no standard type"
        above = roles.get(parents[-1]["/S"], parents[-1]["/S"]) if parents else ""
        if kind in INSIDE and above not in INSIDE[kind]:
            yield f"{kind} inside {above}"
        if kind in ("/Figure", "/Formula") and not (node.get("/Alt") or node.get("/ActualText")):
            yield f"{kind} without a text"
        if kind[:2] == "/H" and kind[2:].isdigit():
            if int(kind[2:]) > level + 1:
                yield f"{kind} after a heading of level {level}"
            level = int(kind[2:])
        if kind == "/TH" and not any("/Scope" in each for each in _attributes(node)):
            yield "/TH without a scope"
        if kind == "/Table":
            rows = [len(row["/K"]) for row, _ in _nodes(node.get("/K")) if row["/S"] == "/TR"]
            if len(set(rows)) > 1:
                yield f"rows of {sorted(set(rows))} cells in one table"


def _attributes(node: Any) -> list[Any]:
    found = node.get("/A", [])
    return [each.get_object() for each in (found if isinstance(found, list) else [found])]


def _said(kids: Any) -> set[tuple[int, int]]:
    """The marked contents that the structure holds, as (object number of the page, mark)."""
    found = set()
    for node, parents in _nodes(kids):
        inner = node.get("/K", [])
        pages = [each.raw_get("/Pg").idnum for each in (node, *reversed(parents)) if "/Pg" in each]
        for kid in inner if isinstance(inner, list) else [inner]:
            kid = kid.get_object()  # noqa: PLW2901 - the same, followed
            if isinstance(kid, int):
                found.add((pages[0], int(kid)))
            elif isinstance(kid, dict) and "/MCID" in kid:
                found.add((kid.raw_get("/Pg").idnum if "/Pg" in kid else pages[0], int(kid["/MCID"])))
    return found


# --- pages ------------------------------------------------------------------------------------------------------------


def _page(reader: pypdf.PdfReader, page: Any, said: set[tuple[int, int]]) -> Iterator[str]:
    if "/StructParents" not in page:
        yield "not tied to the structure"
    if page.get("/Annots") and page.get("/Tabs") != "/S":
        yield "tabs do not follow the structure"
    if any(not each.get_object().get("/Contents") for each in page.get("/Annots") or ()):
        yield "a note or link without a text"
    for font in (page.get("/Resources", {}).get("/Font") or {}).values():
        yield from _font(font.get_object())
    open_marks: list[Any] = []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            mark = operands[1].get_object() if len(operands) > 1 else {}
            open_marks.append((operands[0], mark.get("/MCID") if isinstance(mark, dict) else None))
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in SHOWS:
            marks = [mark for _, mark in open_marks if mark is not None]
            if not marks and not any(kind == "/Artifact" for kind, _ in open_marks):
                yield f"{operator.decode()} neither in the structure nor an artifact"
            if any((page.indirect_reference.idnum, int(mark)) not in said for mark in marks):
                yield "marked content that the structure does not hold"


def _font(font: Any) -> Iterator[str]:
    name = font.get("/BaseFont")
    below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = below.get("/FontDescriptor", {}).get_object()
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys():
        yield f"{name} is not embedded"
    if "/ToUnicode" not in font:
        yield f"{name} does not say which characters it shows"
