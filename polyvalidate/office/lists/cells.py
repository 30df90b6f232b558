"""One cell of a list, as people and spreadsheets leave it, to the text that was meant."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 200
"""Characters of a cell that are kept to be shown; names in APOGEE have 30."""

_FORMULA = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"[\s\u0085\u2028\u2029]+")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?E\+?[0-9]{1,2}", re.ASCII | re.IGNORECASE)
_DECIMALS = re.compile(r"([0-9]+)[.,]0+", re.ASCII)
_GROUPS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+|[0-9 ]+", re.ASCII)
_NUMBER = re.compile(r"(?=[0-9A-Z]*[0-9])[0-9A-Z]{3,20}", re.ASCII)
_CONTINUING = "".join(
    re.escape(mark)
    for byte in range(0x80, 0xC0)
    for mark in (chr(byte), bytes([byte]).decode("cp1252", "ignore"))
    if mark
)
_TWICE = re.compile(f"(?:[\u00c2-\u00c5][{_CONTINUING}]|\u00e2[{_CONTINUING}]{{2}})[^\\W\\d_]*")
"""A letter, or a mark of punctuation, written in UTF-8 and read as cp1252 or ISO-8859-1 (« Ã‰LODIE »)."""
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\[\]]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")


def clean(cell: str) -> str:
    """The text of a cell: ``="0123"`` and ``'0123`` unwrapped, spaces of any kind as one, accents composed, what
    cannot be seen taken out."""
    text = cell.strip()
    wrapped = _FORMULA.fullmatch(text)
    if wrapped:
        text = wrapped[1].replace('""', '"')
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", _INVISIBLE.sub("", text))).strip()
    return text[1:] if re.fullmatch(r"'[0-9][0-9A-Za-z]*", text) else text


def decodes_twice(text: str) -> str | None:
    """The beginning of what was written in UTF-8 and read as something else (« Ã‰LODIE »), None where nothing was."""
    found = _TWICE.search(text)
    return found[0] if found else None


def is_spoilt(name: str) -> bool:
    """Is this no name that anybody has, because letters were lost on its way?"""
    if decodes_twice(name) or _OTHER_PAGE.search(name):
        return True
    return any(unicodedata.category(c)[0] in "CS" or c in _NEVER for c in name if c not in _MARKS)


_MARKS = frozenset("'’‘`´ʼ-‐‑–.,·/()")
_NEVER = frozenset("?¿¡!†‡‰…•„‚“”«»‹›ˆ%#§¶*\\@_;")
_OTHER_PAGE = re.compile(r"(?<=[a-zà-ÿ])[ŽŠŒŸ]|(?<=[A-ZÀ-Ý])[žšœƒ](?=[A-ZÀ-Ý])|(?<=[A-ZÀ-Ý]{2})[žšœƒ]")
"""« AndrŽ », « MšLLER »: letters of Mac or of DOS read as those of Windows."""


def is_scientific(text: str) -> bool:
    """``2,21012E+07``: Excel has replaced a number by its beginning."""
    return _SCIENTIFIC.fullmatch(text) is not None and "E" in text.upper()


def number(text: str) -> str | None:
    """A student number, without what spreadsheets add (``22101234.0``, ``22 101 234``); None when it is none."""
    text = text.upper()
    decimal = _DECIMALS.fullmatch(text)
    if decimal:
        text = decimal[1]
    elif _GROUPS.fullmatch(text):
        text = text.replace(" ", "")
    return text if _NUMBER.fullmatch(text) else None


def address(text: str) -> str | None:
    """An e-mail address, the domain in small letters; None when it is none."""
    text = text.removeprefix("mailto:").strip("<>")
    if not _ADDRESS.fullmatch(text):
        return None
    name, _, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


@lru_cache(maxsize=1000)  # each line of a list is compared with the same names of programmes
def folded(text: str) -> str:
    """Letters and digits only, small, without accents: what two spellings of one thing have in common."""
    plain = unicodedata.normalize("NFKD", text.replace("°", "").replace("º", "")).casefold()
    return "".join(c for c in plain if c.isalnum())


def collated(text: str) -> tuple[str, str, str]:
    """What names are sorted by, the same on every machine: letters first, whatever their accents, ligatures as the
    letters they hold; a space before a hyphen before an apostrophe before a letter; then accents; then small letters
    before capitals.

    The order of the Unicode Collation Algorithm (https://unicode.org/reports/tr10/) for the signs that names have. A
    particle is sorted where it is written, as APOGEE and Excel do.
    """
    marked = unicodedata.normalize("NFD", text.translate(_LIGATURES).replace("’", "'").replace("-", _HYPHEN))
    plain = "".join(c for c in marked if not unicodedata.combining(c)).casefold()
    return plain, unicodedata.normalize("NFD", text).lower(), text.swapcase()


_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
_HYPHEN = "!"  # between the space and the apostrophe


def shown(text: str) -> str:
    """A cell as a sentence may quote it: bounded, nothing that acts on a terminal."""
    plain = "".join(c if c.isprintable() else "·" for c in text[:41])
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
