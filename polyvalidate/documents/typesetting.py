"""Documents in PDF: a template and plain data, typeset by typst; tagged, PDF/UA-1 and PDF/A-2b, the same bytes each
time with the same version of typst.

Only the fonts that come with typst are used, so that the page does not depend on the machine. A character that they do
not have would be an empty box that no screen reader names, which PDF/UA forbids: it is replaced by a box of our own,
and the document says so.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from polyvalidate.documents.frame import REPLACEMENT, WORDS, Document
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, packaged

if TYPE_CHECKING:
    import typst

STANDARDS = ["ua-1", "a-2b"]
OLDEST = (0, 15)
"""Of typst: the first that takes the creation date from its caller."""

WORTH_PROCESSES = 60
"""Below this many documents, new processes take longer to begin than they spare."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")
"""Joiners, variation selectors, marks of direction: they show nothing, and could turn the order of a line around."""


class NotTypeset(Exception):
    """typst refused a template: a defect of ours, or a version of typst that the templates do not know yet."""

    def __init__(self, template: str, why: str) -> None:
        self.template, self.why = template, why
        super().__init__(
            f"typst n'a pas pu composer le document « {template} » · typst could not typeset the document"
            f" “{template}”: {why}"
        )

    def __reduce__(self) -> tuple[type[NotTypeset], tuple[str, str]]:  # it may come from another process
        return NotTypeset, (self.template, self.why)


def typeset(document: Document) -> bytes:
    """The document as PDF.

    Raises ``Unreadable`` when typst is not installed or too old, ``NotTypeset`` when it refuses the template, and
    ValueError for a creation date without time zone.
    """
    if document.made_on.tzinfo is None:
        raise ValueError("a creation date without time zone depends on the machine")
    compiler = _compiler(document.template)
    import typst

    try:
        return _compiled(compiler, document, _can_be_shown())
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise NotTypeset(document.template, error.diagnostic) from error
    try:  # a font lacks what our list says it has: plain Latin letters are in all of them
        return _compiled(compiler, document, frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))))
    except typst.TypstError as error:
        raise NotTypeset(document.template, error.diagnostic) from error


def ready(template: str) -> None:
    """Raise ``Unreadable`` at once when this machine cannot typeset, before anything long is begun."""
    _compiler(template)


def typeset_many(documents: Sequence[Document]) -> Iterator[bytes]:
    """Each document as PDF, in order, in as many processes as there are cores when there are enough of them."""
    jobs = os.cpu_count() or 1
    if jobs == 1 or len(documents) < WORTH_PROCESSES:
        yield from map(typeset, documents)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # typst has threads of its own, which a fork would leave without a hand on their locks: new processes are begun.
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(typeset, documents, chunksize=10)


def _compiled(compiler: typst.Compiler, document: Document, shown: frozenset[str]) -> bytes:
    data = {"frame": document.frame._asdict(), "body": document.body}
    fit, replaced = fitted(data, shown)
    fit["words"] = {key: text.in_language(document.frame.lang) for key, text in WORDS.items()}
    fit["replaced"] = replaced
    made = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(fit)},
        pdf_standards=STANDARDS,  # type: ignore[arg-type]  # list of the literals that typst knows
        timestamp=document.made_on.astimezone(UTC),
    )
    assert isinstance(made, bytes)  # noqa: S101 - typst gives a list for pictures only
    return made


@cache
def _compiler(template: str) -> typst.Compiler:
    """One for each template: it keeps what does not change from one document to the next."""
    try:
        import typst
    except ImportError:
        raise Unreadable(
            Text(
                "Il manque typst, qui compose les PDF : pip install 'polyvalidate[office]'. Le format text n'en a pas "
                "besoin.",
                "typst is missing, which typesets PDF: pip install 'polyvalidate[office]'. The format text does "
                "without.",
            )
        ) from None
    found = version("typst")
    if tuple(int(part) for part in re.findall(r"[0-9]+", found)[:2]) < OLDEST:
        raise Unreadable(
            Text(
                "Ce typst ({found}) est trop ancien pour composer les PDF. Mettez-le à jour : pip install --upgrade "
                "'polyvalidate[office]'.",
                "This typst ({found}) is too old to typeset PDF. Update it: pip install --upgrade "
                "'polyvalidate[office]'.",
            ),
            found=found,
        )
    folder = packaged("office")
    return typst.Compiler(str(folder / f"{template}.typ"), root=str(folder), ignore_system_fonts=True)


@cache
def _can_be_shown() -> frozenset[str]:
    """The characters of the fonts that come with typst, in regular and bold (no text of people is italic), that
    ``glyphs.txt`` lists."""
    shown: set[str] = set()
    for line in (packaged("office") / "glyphs.txt").read_text("ascii").splitlines():
        if line and not line.startswith("#"):
            first, _, last = line.partition("-")
            shown.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(shown)


def fitted(data: Mapping[str, Any], shown: frozenset[str]) -> tuple[dict[str, Any], bool]:
    """The same data with texts that can be shown, and whether a character had to be replaced in any of them."""
    replaced = False

    def one(text: str) -> str:
        nonlocal replaced
        fit = displayable(text, shown)
        replaced = replaced or fit.count(REPLACEMENT) > text.count(REPLACEMENT)
        return fit

    return {key: _walk(value, one) for key, value in data.items()}, replaced


def _walk(value: Any, one: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return one(value)
    if isinstance(value, Mapping):
        return {key: _walk(each, one) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(each, one) for each in value]
    return value


def displayable(text: str, shown: frozenset[str]) -> str:
    """A text in which each character has a glyph. What shows nothing is left out; line breaks remain."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).replace("\t", " ").replace("\r\n", "\n"))
    return "".join(char if char in shown or char == "\n" else REPLACEMENT for char in text)
