"""The XML inside a workbook, read as a stream. A document that defines entities is refused: it may unpack without end,
and no program that writes workbooks makes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

Start = Callable[[str, Mapping[str, str]], None]


class NoWorkbook(ValueError):
    """What is inside is not what a workbook holds."""


def walk(
    stream: IO[bytes],
    start: Start,
    end: Callable[[str], None] = lambda _name: None,
    text: Callable[[str], None] = lambda _text: None,
) -> None:
    """Tell of each element as it begins and ends, and of the text between. Names are without their namespace.

    Raises ``NoWorkbook``."""

    def refuse(*_doctype: object) -> None:
        raise NoWorkbook

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, said: start(_plain(name), {_plain(key): said[key] for key in said})
    parser.EndElementHandler = lambda name: end(_plain(name))
    parser.CharacterDataHandler = text
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise NoWorkbook from error


def _plain(name: str) -> str:
    return name.rpartition(" ")[2]
