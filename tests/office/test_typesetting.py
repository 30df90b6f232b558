"""Documents in PDF: what people typed stays what they typed, every character is shown or replaced, the file is what
PDF/UA-1 and PDF/A-2b ask as far as its own structure says, and its bytes depend on nothing else than its data."""

from __future__ import annotations

import io
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pypdf
import pytest

from polyvalidate.documents import typesetting
from polyvalidate.documents.frame import Document, Frame
from polyvalidate.documents.typesetting import NotTypeset, typeset
from polyvalidate.repository import Unreadable, packaged
from tests.office.glyphs import probe, shows
from tests.places import ROOT

LINES = """
#import "frame.typ": data, frame, prose
#show: frame
= Lignes
#for line in data.body.lines { block(prose(line)) }
"""
FRAME = Frame(
    lang="fr",
    school="École d'essai",
    title="Relevé d'essai",
    running="s-k3f9q2mz7w",
    mark="GRILLE D'EXEMPLE",
    notices=("À lire d'abord.",),
    footer="commit 3cd0e02",
    sources=(("Commit", "3cd0e02" * 5),),
)
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of templates of our own: the frame, the glyphs, and ``lines``."""
    folder = tmp_path / "office"
    shutil.copytree(packaged("office"), folder)
    (folder / "lines.typ").write_text(LINES)
    monkeypatch.setattr(typesetting, "packaged", lambda _: folder)
    typesetting._compiler.cache_clear()
    yield folder
    typesetting._compiler.cache_clear()


def of_lines(*lines: str, frame: Frame = FRAME, made_on: datetime = NOON) -> Document:
    return Document("lines", frame, {"lines": lines}, made_on)


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


@pytest.mark.usefixtures("templates")
def test_what_people_typed_is_never_read_as_typst() -> None:
    typed = ('#read("/etc/passwd")', "_a_ *b* $x^2$ @ref <label> // rest", "= Title", "#import sys: *", "\\u{41} `raw`")

    text = text_of(typeset(of_lines(*typed)))

    assert all(line in text for line in typed)


@pytest.mark.usefixtures("templates")
@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Fête 😀 réussie", "Fête □ réussie"),
        ("漢字", "□□"),
        ("\x01\ue000", "□□"),
        ("e\u0301te\u0301", "été"),
        ("1\u202e23\u202c", "123"),
        ("famille 👨\u200d👩", "famille □□"),
        ("Ωμέγα, Київ", "Ωμέγα, Київ"),
    ],
)
def test_a_character_without_glyph_is_replaced_and_said_to_be(typed: str, printed: str) -> None:
    text = text_of(typeset(of_lines(typed)))

    assert printed in text
    assert ("□ remplace un caractère" in text) == ("□" in printed)


@pytest.mark.usefixtures("templates")
def test_a_glyph_that_our_list_has_and_the_fonts_do_not_costs_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_can_be_shown", lambda: frozenset("漢 abcdefghijklmnopqrstuvwxyzêΩ"))

    text = text_of(typeset(of_lines("fête 漢")))

    assert "fête □" in text


def test_every_character_of_our_list_has_a_glyph(tmp_path: Path) -> None:
    assert shows(probe(tmp_path), sorted(typesetting._can_be_shown()))


def test_the_probe_sees_a_character_without_glyph(tmp_path: Path) -> None:
    assert not shows(probe(tmp_path), ["a", "漢"])


@pytest.mark.usefixtures("templates")
def test_the_file_says_what_it_is() -> None:
    reader = pypdf.PdfReader(io.BytesIO(typeset(of_lines("été"))))
    root, xmp = reader.trailer["/Root"], reader.trailer["/Root"]["/Metadata"].get_data().decode()

    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert (reader.metadata.title, reader.metadata.author) == ("Relevé d'essai", "École d'essai")
    assert reader.metadata.creation_date == NOON


@pytest.mark.usefixtures("templates")
def test_each_page_has_its_number_the_school_and_the_warning() -> None:
    pages = pypdf.PdfReader(io.BytesIO(typeset(of_lines(*(f"ligne {n}" for n in range(120)))))).pages
    texts = [page.extract_text() for page in pages]

    assert len(texts) == 3
    for number, text in enumerate(texts, 1):
        assert f"page {number} / 3" in text
        assert "École d'essai" in text
        assert "GRILLE D'EXEMPLE" in text
        assert "commit 3cd0e02" in text


@pytest.mark.usefixtures("templates")
def test_the_same_data_give_the_same_bytes_anywhere_in_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    made = typeset(of_lines("été"))
    try:
        for zone, locale in (("Pacific/Auckland", "tr_TR.UTF-8"), ("America/New_York", "C")):
            monkeypatch.setenv("TZ", zone)
            monkeypatch.setenv("LC_ALL", locale)
            time.tzset()
            typesetting._compiler.cache_clear()
            assert typeset(of_lines("été", made_on=NOON.astimezone(timezone(timedelta(hours=11))))) == made
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.usefixtures("templates")
def test_a_creation_date_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        typeset(of_lines("a", made_on=datetime(2026, 3, 3)))  # noqa: DTZ001


def test_a_template_that_typst_refuses_is_our_defect(templates: Path) -> None:
    (templates / "lines.typ").write_text("#panic()")

    with pytest.raises(NotTypeset, match="« lines »"):
        typeset(of_lines("a"))


def test_a_refusal_comes_back_whole_from_another_process() -> None:
    there = pickle.loads(pickle.dumps(NotTypeset("lines", "parce que")))

    assert (type(there), str(there)) == (NotTypeset, str(NotTypeset("lines", "parce que")))


@pytest.mark.usefixtures("templates")
def test_a_typst_that_is_too_old_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "version", lambda _: "0.14.9")

    with pytest.raises(Unreadable, match="too old"):
        typeset(of_lines("a"))


@pytest.mark.usefixtures("templates")
def test_typst_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(Unreadable, match=r"polyvalidate\[office\]"):
        typeset(of_lines("a"))


def test_an_installed_program_has_its_templates(tmp_path: Path) -> None:
    root = ROOT
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=root, check=True, capture_output=True, env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"},
    )  # fmt: skip
    import zipfile

    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {f"polyvalidate/_data/office/{path.name}" for path in packaged("office").iterdir()} <= names
