"""Personal data of the register, looked for in any text: numbers, addresses, names beside first names or after their
initial, what people are called by machines (``ndurand``).

A surname or a first name alone is not looked for: nearly all of them are also words, streets, associations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from polyvalidate.model.accounts import ACCOUNT
from polyvalidate.model.words import Text
from polyvalidate.office.register.register import Member

SHORTEST_LOGIN = 6
"""Letters of an initial and a surname written as one word, below which too many words would be somebody."""
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
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?:[ \u00a0\u202f]?-?[^\W\d_]\.){0,3}[ \u00a0\u202f]?(?=[^\W_]{2})")
"""``N. `` before a surname, ``J.-P. `` too."""
_AFTER = re.compile(r"(?<![^\W_])([^\W_]{2,60})[,\s]{1,2}([^\W\d_])\.(?!\w)")
"""The last word of a surname before an initial: ``Durand N.``"""
_LABEL = re.compile(
    r"(?<![^\W_])(?:(?:sur|first|last|given|family|full)?_?-?name|(?:pre)?noms?)s?"
    r"(?:[ _-](?:de[ _-](?:famille|naissance|jeune[ _-]fille)|d.usage|usuel|patronymique|marital))?(?![^\W_])"
)
"""What introduces a name in a form, in small letters without accents."""
_DAY = re.compile(r"(?:19|20)[0-9]{2}.(?:0[1-9]|1[0-2]).(?:0[1-9]|[12][0-9]|3[01])")
_REACH, _MOST_WORDS = 80, 6
"""Characters and words of a surname that are looked at beside an initial."""
_ACCENTS = re.compile("[\u0300-\u036f]+")
_DIGEST = re.compile(r"[0-9a-f]{32,}", re.ASCII)
_ACCOUNT = re.compile(rf"{ACCOUNT}\b", re.ASCII)
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
    nobody of the register, whoever has the same name there; ``ordinary`` are words of the language, which are no login.
    """

    def __init__(
        self, members: Iterable[Member], others: Iterable[str] = (), ordinary: Collection[str] = frozenset()
    ) -> None:
        said = [r"[\W_]+".join(words) for words in map(words_of, others) if words]
        self._others = re.compile(rf"(?<![^\W_])(?:{'|'.join(said)})(?![^\W_])") if said else None
        self._numbers: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._names: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        self._initials: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        self._logins: dict[str, str] = {}
        self._lettered = False
        for member in members:
            self._lettered = self._lettered or not member.number.isdigit()
            self._numbers[member.number.upper()] = member.code
            short = member.number.lstrip("0")
            if short.isdigit() and len(short) >= SHORTEST_NUMBER:
                self._numbers.setdefault(short, member.code)
            if member.email:
                self._addresses[_plain(member.email)] = member.code
            first, usual = words_of(member.first), words_of(member.first.split(" ")[0])
            for surname in {member.surname, member.usual} - {""}:
                last = words_of(surname)
                if first and last:
                    glued = "".join(last)
                    self._initials.setdefault((first[0][0], last[0]), []).append((last, member.code))
                    logins = (first[0][0] + glued, glued + first[0][0], "".join(usual) + glued, glued + "".join(usual))
                    for login in logins if len(glued) >= SHORTEST_LOGIN - 1 else logins[2:]:
                        if len(login) >= SHORTEST_LOGIN and login not in ordinary:
                            self._logins.setdefault(login, member.code)
                if first and last and len("".join(first + last)) >= 5:
                    for words in {(*given, *last) for given in (first, usual)} | {(*last, *g) for g in (first, usual)}:
                        self._names.setdefault((words[0], words[1]), []).append((words, member.code))

    def look(self, text: str) -> set[Found]:
        """Everything of anybody that a text holds."""
        plain = _plain(text)
        if self._others is not None:
            text = plain = self._others.sub("-x-", plain)
        return {
            *self._look_for_numbers(text),
            *self._look_for_addresses(plain),
            *self._look_for_names(plain),
            *self._look_for_initials(plain),
        }

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
            if code is not None and not _DAY.fullmatch(spaced):
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
        yield from self._names_in(words)
        if "nom" in plain or "name" in plain:
            yield from self._names_in(WORD.findall(_LABEL.sub(" ", plain)))
        if not self._logins.keys().isdisjoint(words):
            yield from (Found(What.NAME, self._logins[word]) for word in words if word in self._logins)

    def _names_in(self, words: Sequence[str]) -> Iterator[Found]:
        pairs = list(pairwise(words))
        if self._names.keys().isdisjoint(pairs):
            return
        for index, pair in enumerate(pairs):
            for wanted, code in self._names.get(pair, ()):
                if tuple(words[index : index + len(wanted)]) == wanted:
                    yield Found(What.NAME, code)

    def _look_for_initials(self, plain: str) -> Iterator[Found]:
        """A surname beside the initial of the first name, which has its point: « à Durand » is nobody."""
        for found in _INITIALS.finditer(plain):
            following = tuple(WORD.findall(plain[found.end() : found.end() + _REACH]))
            for last, code in self._initials.get((found[1], following[0]), ()):
                if following[: len(last)] == last:
                    yield Found(What.NAME, code)
        for found in _AFTER.finditer(plain):
            before = tuple(WORD.findall(plain[max(0, found.end(1) - _REACH) : found.end(1)]))
            for at in range(1, min(len(before), _MOST_WORDS) + 1):
                for last, code in self._initials.get((found[2], before[-at]), ()):
                    if before[-at:] == last:
                        yield Found(What.NAME, code)


def _plain(text: str) -> str:
    """Small letters without accents, everything else as it is."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, in small letters without accents."""
    return tuple(WORD.findall(_plain(text)))
