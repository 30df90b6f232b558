"""Personal data planted in every form in which they come into a repository, and honest files beside them."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pypdf
import pytest
import typst

from polyvalidate.office.acts.ordinary import ordinary
from polyvalidate.office.acts.search import Search, search
from polyvalidate.office.register.personal import Found, Searcher, What
from polyvalidate.office.register.register import Member
from polyvalidate.office.register.unpacking import BOMB, DAMAGED, DEEP, LOCKED, MOST_UNPACKED, PICTURE, Unpacked
from tests.office.registry import FOUR, Office

ELE = Member("s-k3f9q2mz7w", 2025, "00220017", "DURANDEAU", "", "Éléonore Marie", "e.durandeau@etu.example.org")
JEP = Member("s-k3f9q2mz7v", 2025, "22000018", "DE L'ESSAI", "", "Jean-Paul", "jp@etu.example.org")
CHL = Member("s-k3f9q2mz7t", 2025, "20260207", "HARGE", "", "Chloé", "")
LIE = Member("s-k3f9q2mz7r", 2025, "22000020", "LI", "", "Yan", "")
SEARCHER = Searcher([ELE, JEP, CHL, LIE], ordinary=ordinary())
NAME = "Éléonore Durandeau"
CONTENT = "[Content_Types].xml"


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def document(text: str, author: str = "") -> bytes:
    source = f'#set document(author: "{author}", title: "Attestation")\n{text}\n'
    return bytes(typst.compile(source.encode(), format="pdf"))


def annotated(text: str) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_outline_item(title=text, page_number=0)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def workbook(rows: list[list[str]], creator: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.properties.creator = creator
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def paragraph(*runs: str) -> bytes:
    inside = "".join(f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return zipped({CONTENT: "", "word/document.xml": f"<w:document><w:body><w:p>{inside}</w:p></w:body></w:document>"})


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


PICTURE_OF = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
MANY = [["prénom", "nom"], ["Éléonore", "MARTIN"], ["Paul", "DURANDEAU"], ["Paul", "MARTIN"]]

PLANTED: dict[str, bytes | str] = {
    "in-order.md": f"Vu avec {NAME}.",
    "surname-first.csv": "DURANDEAU;Éléonore Marie;3A",
    "glued-number.txt": "n00220017x",
    "number-without-zeros.txt": "220017",
    "number-in-groups.txt": "00 22 00 17",
    "address.txt": "E.DURANDEAU@etu.example.org",
    "address-at.txt": "e.durandeau [at] etu.example.org",
    "utf16.txt": NAME.encode("utf-16"),
    "cp1252.csv": "DURANDEAU;Éléonore".encode("cp1252"),
    "base64.txt": base64.b64encode(NAME.encode()),
    "base64-number.json": json.dumps({"id": base64.b64encode(b"00220017").decode()}),
    "base64-lines.eml": base64.encodebytes(f"Bonjour, {'voici la liste. ' * 9} {NAME}".encode()),
    "base64-address.txt": base64.urlsafe_b64encode("ÿ? e.durandeau@etu.example.org".encode()),
    "base64-pdf.json": json.dumps({"pdf": base64.b64encode(document(NAME)).decode()}),
    "percent.txt": f"https://example.org/?q={quote(NAME)}",
    "percent-plus.txt": "https://example.org/?q=%C3%89l%C3%A9onore+Durandeau",
    "percent-twice.txt": quote(quote("e.durandeau@etu.example.org", safe=""), safe=""),
    "escapes.json": json.dumps({"who": NAME}),
    "escapes.js": r'"\u{c9}l\xe9onore\tDurandeau"',
    "entities.html": "&Eacute;l&#233;onore&nbsp;Dur&#x61;ndeau",
    "tags.html": "<td>Éléonore</td><td><b>Duran</b>deau</td>",
    "printable.eml": "=C3=89l=C3=A9onore Duran=\ndeau",
    "two-lines.yml": "nom: Durandeau\nprenom: Éléonore\n",
    "two-lines-of-a-form.txt": "Nom de famille : DURANDEAU\nPrénoms : Éléonore",
    "keys.json": json.dumps({"last_name": "DURANDEAU", "first_name": "Eléonore"}, ensure_ascii=False),
    "elements.xml": "<nom>DURANDEAU</nom><prenom>Éléonore</prenom>",
    "initial.md": "Fait par É. Durandeau",
    "initial-after.md": "Durandeau É., présidente",
    "initials.md": "J.-P. de l’Essai",
    "initial-of-a-short-name.md": "Y. Li",
    "login.txt": "signé : edurandeau",
    "login-reversed.txt": "durandeaue",
    "login-whole.txt": "eleonoredurandeau@example.com",
    "page.pdf": document(f"Nous attestons que {NAME} est venue."),
    "author.pdf": document("Attestation", NAME),
    "outline.pdf": annotated(NAME),
    "cells.xlsx": workbook([["Liste"], ["22000018", "3A"]]),
    "cells-apart.xlsx": workbook([*MANY, ["Éléonore", "DURANDEAU"]]),
    "creator.xlsx": workbook([["Liste"]], creator=NAME),
    "paragraph.docx": paragraph("Vu avec Éléo", "nore Duran", "deau."),
    "inner.zip": zipped({"liste.zip": zipped({"a.txt": "00220017"})}),
    "member.zip": zipped({"eleonore-durandeau.txt": ""}),
    "log.gz": gzip.compress(NAME.encode()),
    "comment.png": PICTURE_OF + chunk(b"tEXt", b"Author\0Eleonore Durandeau"),
}
HONEST: dict[str, bytes | str] = {
    "surname.md": "Le prix Durandeau, rue Harge, l'essai de Li",
    "first.md": "Chloé et Éléonore et Jean-Paul",
    "no-point.md": "parler à Li, donner à Harge ; la charge",
    "end-of-sentence.md": "C'est le plan B. Durandeau et Harge ont écrit.",
    "initial-of-another.md": "A. Durandeau, P. de l'Essai, L. Harge",
    "day.yml": "period: {from: 2026-02-07, to: 2026-02-07}",
    "digest.txt": "a" * 30 + "00220017" + "b" * 10,
    "account.yml": "account: github:220017",
    "code.yml": "student: s-00220017ab",
    "longer-number.txt": "1002200179",
    "labels.yml": "nom: Durandeau\nprogramme: DI\n",
    "labels-of-two.yml": "nom: Durandeau\nprenom: Paul\n",
    "names-apart.md": "Éléonore a vu Durandeau",
    "address-of-another.txt": "x.durandeau@etu.example.org",
    "base64-of-another.txt": base64.b64encode("Éléonore Durand et les autres".encode()),
    "noise.bin": bytes(range(256)) * 40,
    "honest.pdf": document("Nous attestons que Paul Durandeau est venu."),
    "honest.xlsx": workbook(MANY),
    "honest.docx": paragraph("Éléonore est venue. ", "Paul Durandeau aussi."),
    "percent.txt": "100 % et 50%20",
}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """All of it in one commit of one school, looked through once."""
    office = Office(tmp_path_factory.mktemp("formes"))
    for folder, files in (("planted", PLANTED), ("honest", HONEST)):
        (office.school / folder).mkdir()
        for name, data in files.items():
            (office.school / folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    office.commit("tout")
    return search(office.school, SEARCHER)


def places(done: Search) -> set[str]:
    return {hit.where.partition(" ")[0] for hit in done.hits if hit.kind == "file"}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found(done: Search, name: str) -> None:
    assert f"planted/{name}" in places(done)


@pytest.mark.parametrize("name", HONEST)
def test_what_is_honest_is_not(done: Search, name: str) -> None:
    assert f"honest/{name}" not in places(done)


def test_what_could_not_be_read_is_listed_by_path_with_its_reason(done: Search) -> None:
    assert [(each.where, each.why) for each in done.unread] == [("planted/comment.png", (PICTURE,))]


# --- what cannot be read, and what costs ------------------------------------------------------------------------------


def deep(levels: int) -> bytes:
    data = b"00220017"
    for _ in range(levels):
        data = zipped({"a.zip": data})
    return data


def locked() -> bytes:
    data = bytearray(zipped({"a.txt": "secret"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


ZEROS = zlib.compress(bytes(MOST_UNPACKED + 1), 9)
CLOSED = {
    "bomb in a zip": (zipped({"a": bytes(MOST_UNPACKED + 1)}), [BOMB]),
    "bomb of many members": (zipped({str(n): bytes(MOST_UNPACKED // 8) for n in range(9)}), [BOMB]),
    "bomb in a gzip": (gzip.compress(bytes(MOST_UNPACKED + 1)), [BOMB]),
    "bomb in a PDF": (b"%PDF-1.7\n1 0 obj <</Filter/FlateDecode>> stream\n" + ZEROS + b"\nendstream", [BOMB]),
    "archives in archives": (deep(6), [DEEP]),
    "encrypted": (locked(), [LOCKED]),
    "cut": (zipped({"a.txt": "22"})[:-30], [DAMAGED]),
}


@pytest.mark.parametrize("name", CLOSED)
def test_what_is_not_looked_into_is_said(name: str) -> None:
    data, why = CLOSED[name]
    file = Unpacked(data)

    found = {each for text in file.texts() for each in SEARCHER.look(text)}

    assert (found, file.unread) == (set(), why)


@pytest.mark.parametrize(
    "piece",
    [
        b"7",
        b"<",
        b"<si",
        b"stream\n",
        b"(",
        b"%",
        b"=",
        b"\\",
        b"&",
        b"A",
        b"QUJD\n",
        b"e.",
        b"Li, ",
        b"nom ",
        b"a-",
        b"@a.b",
    ],
)
def test_the_cost_of_a_text_is_proportional_to_its_length(piece: bytes) -> None:
    """So long that a search which begins again at each place would not end."""
    data = b"%PDF-" * (piece in (b"stream\n", b"(")) + piece * (1_000_000 // len(piece))

    assert {each.code for text in Unpacked(data).texts() for each in SEARCHER.look(text)} == set()


def test_a_login_that_is_a_word_of_the_language_is_nobody() -> None:
    assert SEARCHER.look("en charge") == set()
    assert Searcher([CHL]).look("en charge") == {Found(What.NAME, CHL.code)}


def test_the_files_that_could_not_be_read_are_told_by_path(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.take_in(FOUR)
    (office.school / "photo.png").write_bytes(PICTURE_OF)
    office.commit("photo")
    (office.school / "scan.zip").write_bytes(locked())

    said = office.run("register", "check", "--register", office.register, "--repo", office.school)[1]

    assert said.split("\n")[1:4] == [
        "2 fichiers n'ont pas pu être lus en entier : regardez-les vous-même.",
        "  photo.png (image)",
        "  scan.zip (chiffré)",
    ]
