"""Files read and judged together: their problems, and where each stands in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any, NamedTuple

from polyvalidate.files import schema, source
from polyvalidate.model.findings import START, Finding, Keys, Problem, Span
from polyvalidate.model.paths import REGULAR, Entry, example_of
from polyvalidate.rules.cases import FileCase, SchemaCase, TextCase
from polyvalidate.rules.registry import RuleSet, Sees
from polyvalidate.rules.texts import may_identify, simplified

_PEOPLE_S = frozenset({"declaration", "student", "quitus"})
"""The kinds of file that say something of one person."""


_MENDED = 8192
"""Bytes of the largest declaration that is read as it was meant: ten times an ordinary one. To try what it may mean
takes a reading for each slip in it, and nobody waits for who writes thousands."""


class Judge(NamedTuple):
    """What judges: the compiled schemas and the rules in force. The book (grids, roles, day) comes beside it."""

    reader: schema.Reader
    rules: RuleSet


parsed_once = lru_cache(maxsize=256)(source.parse)
"""The last files are asked for again: for who may have changed them, and by the next merge of a record. What is given
is shared, and nobody changes it."""


class Files:
    """The files being judged together: their problems, and where each problem stands in the text."""

    def __init__(self, judge: Judge, twins: frozenset[str] = frozenset()) -> None:
        self.judge = judge
        self.twins = twins
        self.problems: list[Problem] = []
        self.bytes: dict[str, bytes] = {}

    def again(self) -> Files:
        """What was read, to be judged further: what is found from here on is not found in this one."""
        other = Files(self.judge, self.twins)
        other.problems, other.bytes = [*self.problems], self.bytes
        return other

    def read(self, entry: Entry, kind: str) -> Any:
        """The plain data of a file that its schema accepts, or None once its problems are noted."""
        data, unread = self.read_part(entry, kind)
        return None if unread else data

    def read_part(self, entry: Entry, kind: str) -> tuple[Any, frozenset[str]]:
        """The plain data of a file, once its problems are noted, and the names at its top that its schema refuses: the
        data holds nothing of them. None for a file of which nothing can be read.

        What is unmistakable is read as it was meant, and told all the same.
        """
        path, rules, reader = entry.path, self.judge.rules, self.judge.reader
        if entry.mode not in REGULAR:
            refusals: tuple[source.Refusal, ...] = (source.Refusal("not-regular"),)
            parsed = source.Parsed(None, refusals)
        elif entry.data is None:
            refused = source.Refusal("too-large", details={"size": entry.size, "most": source.MAXIMUM_SIZE})
            parsed = source.Parsed(None, (refused,))
        else:
            self.bytes[path] = entry.data
            parsed = parsed_once(entry.data)
        if parsed.refusals or path in self.twins:
            case = FileCase(path, parsed.refusals, twin=path in self.twins)
            self.problems += rules.judge(Sees.FILE, case)
        text = self.bytes.get(path, b"")
        mends = kind == "declaration" and len(text) <= _MENDED
        if not parsed.readable and mends and text:
            text = self.bytes[path] = _mending().mend_to_read(text, kind, reader).data
            parsed = source.parse(text)
        if not parsed.readable:
            return None, frozenset()
        data = parsed.data
        if kind in _PEOPLE_S:
            self._comments(path, text)
        if reader.accepts(kind, data):
            return data, frozenset()
        violations = reader.violations(kind, data)
        instead, ways = _mending().spelled_anew(text, kind, reader) if mends else (text, {})
        written = {keys: way.written for keys, way in ways.items() if _SAFE.fullmatch(way.written)}
        lines = {keys: f"{keys[-1]}: {value}" for keys, value in written.items()}
        self.problems += rules.judge(Sees.SCHEMA, SchemaCase(path, violations, lines))
        data = source.parse(instead).data
        data = schema.salvage(data, [] if reader.accepts(kind, data) else reader.violations(kind, data))
        if reader.accepts(kind, data):
            return data, frozenset()
        against = reader.violations(kind, data)
        unread = frozenset(str(one.keys[0]) if one.keys else one.key for one in against)
        return {name: value for name, value in data.items() if name not in unread}, unread

    def _comments(self, path: str, raw: bytes) -> None:
        """Note the comments that could identify somebody. What is a text of the file is looked at as such."""
        suspects = [(span, simplified(text)) for span, text in source.comments(raw) if may_identify(text)]
        if suspects:
            alone = source.outside_texts(raw, [span for span, _ in suspects])
            found = [(span, text) for span, text in suspects if span in alone]
            self.problems += self.judge.rules.judge(Sees.TEXT, TextCase(path, (), found))

    def unexpected(self, entry_path: str, mode: int) -> None:
        refusals = () if mode in REGULAR else (source.Refusal("not-regular"),)
        case = FileCase(entry_path, refusals, expected=example_of(entry_path), twin=entry_path in self.twins)
        self.problems += self.judge.rules.judge(Sees.FILE, case)

    def findings(self) -> tuple[Finding, ...]:
        """The problems located. A file is read again, with positions, only if it has a problem."""
        if not self.problems:
            return ()
        spans: dict[str, Mapping[tuple[Keys, bool], Span]] = {}
        found: list[Finding] = []
        # Two roads may lead to one problem; it is said once.
        unique = {(p.code, p.place, p.span, repr(p.details)): p for p in self.problems}
        for problem in unique.values():
            rule = self.judge.rules[problem.code]
            path, keys = problem.place
            span = problem.span
            if span is None:
                if path not in spans:
                    spans[path] = source.spans(self.bytes.get(path, b""))
                span = _locate(spans[path], keys, rule.at_key)
            found.append(Finding(problem.code, rule.severity, path, keys, dict(problem.details), span))
        return tuple(sorted(found, key=lambda f: f.order))


def _mending() -> ModuleType:
    """Loaded for a file that needs it: most need nothing, and a request waits for all that is loaded."""
    from polyvalidate.files import mend

    return mend


_SAFE = re.compile(r"\"?[0-9a-f][0-9a-f.-]{0,63}\"?", re.ASCII)
"""A code, a number, a day, a digest: never words of a student."""


def _locate(spans: Mapping[tuple[Keys, bool], Span], keys: Keys, at_key: bool) -> Span:
    """The span of a value; for a value that is not there, of the nearest enclosing one's key."""
    if at_key and (keys, True) in spans:
        return spans[keys, True]
    span = spans.get((keys, False))
    while span is None and keys:
        keys = keys[:-1]
        span = spans.get((keys, True)) or spans.get((keys, False))
    return span or START
