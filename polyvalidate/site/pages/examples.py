"""The examples of the rules, as files of a folder: ``PP308/{bad,good}/…`` laid over ``base/…``.

The same folders are the tests of the rules, so that a page shows what is tested. Beside the files of ``bad/`` stand
``expected.txt`` and ``expected.en.txt``, what the check says of it, and for a rule on changes ``change.yml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from polyvalidate.files import source
from polyvalidate.model.words import LANGUAGES
from polyvalidate.reports.example import SAID

BASE = "base"
FILE, LINK = 0o100644, 0o120000
CHANGE = "change.yml"
BEFORE, MEANWHILE = "before/", "meanwhile/"
"""In the example of a change: what the school's repository held already, and what it has received since."""

_ASIDE = frozenset({*SAID.values(), CHANGE})


class File(NamedTuple):
    """A file of a repository: Git's mode, and its bytes (of a link, where it leads)."""

    mode: int
    data: bytes


def laid(*layers: Mapping[str, bytes]) -> dict[str, File]:
    """The files of a repository, from folders laid one over the other.

    A name says what a folder cannot hold on every disk: ``*.removed`` takes its twin away, ``*.uppercase`` stands under
    its name in capitals, ``*.link`` is a link to what it holds.
    """
    files: dict[str, File] = {}
    for layer in layers:
        for name, data in sorted(layer.items()):
            if name in _ASIDE:
                continue
            if name.endswith(".removed"):
                files.pop(name.removesuffix(".removed"), None)
            elif name.endswith(".uppercase"):
                folder, _, last = name.removesuffix(".uppercase").rpartition("/")
                files[f"{folder}/{last.upper()}"] = File(FILE, data)
            elif name.endswith(".link"):
                files[name.removesuffix(".link")] = File(LINK, data)
            else:
                files[name] = File(FILE, data)
    return files


class Side(NamedTuple):
    """One side of an example. ``files`` is what the repository holds, or would hold after the change.

    ``own`` are the files that the example itself brings. ``change`` says who proposes it and when, and is empty for a
    rule that is not on changes; the repository then held ``there``, of which ``before`` is the example's, and has
    received ``meanwhile`` since the change was begun.
    """

    files: Mapping[str, File]
    own: Mapping[str, File]
    change: Mapping[str, Any]
    there: Mapping[str, File]
    before: Mapping[str, File]
    meanwhile: Mapping[str, File]


class Example(NamedTuple):
    """The example of a rule, and what the check says of its bad side, by language."""

    bad: Side
    good: Side
    said: Mapping[str, str]


def examples(files: Mapping[str, bytes]) -> dict[str, Example]:
    """Every example by the code of its rule, from the files of their folder."""
    base = _below(files, f"{BASE}/")
    codes = sorted({path.partition("/")[0] for path in files} - {BASE})
    return {code: _example(base, _below(files, f"{code}/")) for code in codes}


def _example(base: Mapping[str, bytes], files: Mapping[str, bytes]) -> Example:
    bad, good = (_side(base, _below(files, f"{side}/")) for side in ("bad", "good"))
    said = {lang: files.get(f"bad/{SAID[lang]}", b"").decode("utf-8") for lang in LANGUAGES}
    return Example(bad, good, said)


def _side(base: Mapping[str, bytes], layer: Mapping[str, bytes]) -> Side:
    before = _below(layer, BEFORE)
    proposed = _without(layer, (BEFORE, MEANWHILE))
    change = source.parse(layer[CHANGE]).data if CHANGE in layer else {}
    return Side(
        files=laid(base, before, proposed),
        own=laid(proposed),
        change=change,
        there=laid(base, before),
        before=laid(before),
        meanwhile=laid(_below(layer, MEANWHILE)),
    )


def _below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {path.removeprefix(folder): data for path, data in files.items() if path.startswith(folder)}


def _without(files: Mapping[str, bytes], folders: Iterable[str]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not path.startswith(tuple(folders))}
