"""Whatever text of a grid the check accepts, every document and every badge can show."""

from __future__ import annotations

import copy
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pypdf
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polyvalidate.documents.badges.badge import issue
from polyvalidate.documents.elm import as_elm
from polyvalidate.documents.elmo import as_elmo
from polyvalidate.documents.recipient import NOBODY
from polyvalidate.documents.sheet import sheet
from polyvalidate.documents.sheet_forms import as_document, as_text
from polyvalidate.documents.statement import Statement, state
from polyvalidate.documents.supplement import as_text as supplement_text
from polyvalidate.documents.supplement import section
from polyvalidate.documents.typesetting import typeset
from polyvalidate.files import source
from polyvalidate.model.findings import Severity
from polyvalidate.model.paths import Entry, Node
from polyvalidate.repository import DiskTree
from polyvalidate.school.check import check
from tests.anygrids import HOSTILE, WORDS, put, texts
from tests.documents.badges import PUBLIC, failures, order
from tests.documents.people import ACQUIRED, DAY, ISSUER, SEED
from tests.extent import examples
from tests.places import ROOT

MADE_ON = datetime(2026, 11, 2, tzinfo=UTC)


class Files(NamedTuple):
    """The repository of an acquired quitus, with other files of the grid."""

    entries: dict[str, Entry]

    def nodes(self) -> list[Node]:
        return [Node(entry.path, entry.mode, entry.size, "") for entry in self.entries.values()]

    def read(self, nodes: Sequence[Node]) -> list[Entry]:
        return [self.entries[node.path] for node in nodes]


@cache
def ours() -> Files:
    tree = DiskTree(ROOT)
    kept = [node for node in tree.nodes() if node.path.startswith("grid/") or ACQUIRED in node.path]
    return Files({entry.path: entry for entry in tree.read(kept)})


@cache
def parsed(path: str) -> Any:
    return source.parse(ours().entries[path].data or b"").data


def saying(text: str) -> Files:
    """The same, with this text in the place of each of the grid; guidance alone may be on several lines."""
    found = dict(ours().entries)
    for path in [path for path in found if path.startswith("grid/")]:
        data = copy.deepcopy(parsed(path))
        for keys in list(texts(data)):
            if "guidance" in keys or "\n" not in text:
                put(data, keys, text)
        written = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False).encode()
        found[path] = found[path]._replace(data=written, size=len(written))
    return Files(found)


def accepted(text: str) -> Statement | None:
    """The record of a school that says this everywhere; None when its check refuses it."""
    checked = check(saying(text), DAY, keep_balances=True)
    if any(finding.severity is Severity.ERROR for finding in checked.report.findings):
        return None
    (result,) = checked.report.results
    return state(result, checked.book, {}, None)


def documents(said: Statement, lang: str) -> Iterator[str]:
    """The text of each, as another reader finds it."""
    shown = sheet(said, lang)
    yield as_text(shown)
    told = section(said, lang, sensitive=True)
    yield supplement_text((told,))
    yield "".join(ET.fromstring(as_elmo((told,))).itertext())
    yield "".join(_strings(json.loads(as_elm(said, ISSUER, NOBODY, sensitive=True))))
    for subject in ("quitus", said.counted[-1].code):
        badge = issue(said, order(subject, NOBODY, lang), SEED, PUBLIC)
        assert failures(badge.encode()) == []
        yield "".join(_strings(json.loads(badge)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def letters(text: str) -> str:
    """A text without the spaces, which lines and typography change."""
    return re.sub(r"\s", "", text)


@settings(max_examples=examples(40), deadline=None)
@given(st.sampled_from(HOSTILE) | WORDS)
def test_what_check_accepts_of_every_text_is_shown_by_every_document_and_badge(text: str) -> None:
    said = accepted(text)
    assume(said is not None)
    assert said is not None

    for lang in ("fr", "en"):
        for shown in documents(said, lang):
            assert "\n" in text or letters(text) in letters(shown)
        assert len(pypdf.PdfReader(io.BytesIO(typeset(as_document(sheet(said, lang), MADE_ON)))).pages) > 0
