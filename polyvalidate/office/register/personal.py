"""Personal data of the register, looked for in any text: numbers, addresses, names beside first names.

A surname or a first name alone is not looked for: nearly all of them are also words, streets, associations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.register.register import Member

SHORTEST_NUMBER = 6
"""Digits below which a number with its zeros lost is not looked for: it could be anything."""

_DIGITS = re.compile(r"[0-9]{3,20}", re.ASCII)
_LETTERED = re.compile(r"(?=[0-9]{0,19}[A-Za-z])[0-9A-Za-z]{3,20}", re.ASCII)
_GROUPED = re.compile(r"(?<![0-9A-Za-z])[0-9]{1,4}(?:[ .\u00a0\u202f-][0-9]{1,4}){1,9}(?![0-9A-Za-z])", re.ASCII)
_ADDRESS = re.compile(
    r"(?<![\w.+'%-])[\w.+'%-]{1,64}\s?(?:@|[\[(]\s?(?:at|arobase|chez)\s?[\])])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_AT = re.compile(r"\s?(?:@|[\[(]\s?(?:at|arobase|chez)\s?[\])])\s?", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_DIGEST = re.compile(r"[0-9a-f]{32,}", re.ASCII)
_ACCOUNT = re.compile(r"(?:github|gitlab|forgejo):[0-9]{1,12}\b", re.ASCII)
_CODE = re.compile(r"\bs-[0-9a-hjkmnp-tv-z]{10}\b", re.ASCII)


class What(StrEnum):
    """Which datum of somebody was found."""

    NUMBER = "number"
    EMAIL = "email"
    NAME = "name"


DATA = {
    What.NUMBER: Text("numéro étudiant", "student number"),
    What.EMAIL: Text("adresse de courriel", "e-mail address"),
    What.NAME: Text("nom et prénom", "name and first name"),
}


class Found(NamedTuple):
    """A datum of the student with this pseudonym."""

    what: What
    code: str


class Searcher:
    """What is looked for, indexed once. A text takes a time proportional to its length. ``others`` are words that mean
    nobody of the register, whoever has the same name there."""

    def __init__(self, members: Iterable[Member], others: Iterable[str] = ()) -> None:
        said = [r"[\W_]+".join(words) for words in map(_words, others) if words]
        self._others = re.compile(rf"(?<![^\W_])(?:{'|'.join(said)})(?![^\W_])") if said else None
        self._numbers: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._names: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        self._lettered = False
        for member in members:
            self._lettered = self._lettered or not member.number.isdigit()
            self._numbers[member.number.upper()] = member.code
            short = member.number.lstrip("0")
            if short.isdigit() and len(short) >= SHORTEST_NUMBER:
                self._numbers.setdefault(short, member.code)
            if member.email:
                self._addresses[_plain(member.email)] = member.code
            first, usual = _words(member.first), _words(member.first.split(" ")[0])
            for surname in {member.surname, member.usual} - {""}:
                last = _words(surname)
                if first and last and len("".join(first + last)) >= 5:
                    for words in {(*given, *last) for given in (first, usual)} | {(*last, *g) for g in (first, usual)}:
                        self._names.setdefault((words[0], words[1]), []).append((words, member.code))

    def look(self, text: str) -> set[Found]:
        """Everything of anybody that a text holds."""
        plain = _plain(text)
        if self._others is not None:
            text = plain = self._others.sub("-x-", plain)
        return {*self._look_for_numbers(text), *self._look_for_addresses(plain), *self._look_for_names(plain)}

    def _look_for_numbers(self, text: str) -> Iterator[Found]:
        numbers = self._numbers
        if any(found in numbers for found in self._candidates(text)):
            # An account of a forge is a number too, and so is a part of a digest or of a pseudonym.
            bare = _DIGEST.sub(" ", _CODE.sub(" ", _ACCOUNT.sub(" ", text)))
            for found in self._candidates(bare):
                if found in numbers:
                    yield Found(What.NUMBER, numbers[found])
        for spaced in _GROUPED.findall(text):
            code = numbers.get(re.sub(r"[^0-9]", "", spaced))
            if code is not None:
                yield Found(What.NUMBER, code)

    def _candidates(self, text: str) -> list[str]:
        return _DIGITS.findall(text) + (_LETTERED.findall(text.upper()) if self._lettered else [])

    def _look_for_addresses(self, plain: str) -> Iterator[Found]:
        if "@" not in plain and "(" not in plain and "[" not in plain:
            return
        for found in _ADDRESS.findall(plain):
            code = self._addresses.get(_AT.sub("@", found).strip(".'"))
            if code is not None:
                yield Found(What.EMAIL, code)

    def _look_for_names(self, plain: str) -> Iterator[Found]:
        words = WORD.findall(plain)
        pairs = list(pairwise(words))
        if self._names.keys().isdisjoint(pairs):
            return
        for index, pair in enumerate(pairs):
            for wanted, code in self._names.get(pair, ()):
                if tuple(words[index : index + len(wanted)]) == wanted:
                    yield Found(What.NAME, code)


def _plain(text: str) -> str:
    """Small letters without accents, everything else as it is."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(_plain(text)))
