"""Which characters the fonts of typst have: run it to write the list of the documents again, after a new typst.

python tests/office/glyphs.py > polyvalidate/_data/office/glyphs.txt
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import typst

from tests.places import ROOT

FRAME = ROOT / "polyvalidate" / "_data" / "office" / "frame.typ"
SHOW = """
#set document(title: "t")
#for s in json(bytes(sys.inputs.data)) [ #box(text(s)) #box(strong(text(s))) ]
"""


def probe(folder: Path) -> typst.Compiler:
    """A document that shows each text it is given in regular and bold, in the fonts of the frame."""
    line = next(line for line in FRAME.read_text().splitlines() if line.startswith("#let faces"))
    (folder / "probe.typ").write_text(f"{line}\n#set text(font: faces, fallback: false)\n{SHOW}")
    return typst.Compiler(str(folder / "probe.typ"), root=str(folder), ignore_system_fonts=True)


def shows(compiler: typst.Compiler, texts: list[str]) -> bool:
    """Does each have a glyph in each style? Raises what typst refuses for another reason."""
    try:
        compiler.compile(format="pdf", sys_inputs={"data": json.dumps(texts)}, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return False
    return True


def shown(compiler: typst.Compiler, texts: list[str]) -> list[str]:
    """Those that have."""
    if not texts or shows(compiler, texts):
        return texts
    half = len(texts) // 2
    return shown(compiler, texts[:half]) + shown(compiler, texts[half:]) if half else []


def candidates() -> list[str]:
    """The Basic Multilingual Plane without what shows nothing and without the CJK that no font of typst has."""
    codes = (
        c for c in range(0x20, 0x10000) if not (0x2E80 <= c <= 0xA4CF or 0xAC00 <= c <= 0xD7FF or 0xF900 <= c <= 0xFAFF)
    )
    return [chr(c) for c in codes if unicodedata.category(chr(c)) not in ("Cc", "Cn", "Cs", "Co", "Cf", "Zl", "Zp")]


def ranges(chars: list[str]) -> list[str]:
    found: list[list[int]] = []
    for code in map(ord, chars):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return [f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in found]


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        compiler, every = probe(Path(folder)), candidates()
        known = [char for at in range(0, len(every), 64) for char in shown(compiler, every[at : at + 64])]
    sys.stdout.write("# Characters that the fonts of typst show in regular and bold (hexadecimal).\n")
    sys.stdout.write("# Written by tests/office/glyphs.py.\n")
    sys.stdout.write("\n".join(ranges(known)) + "\n")
