"""JUnit, as Jenkins and GitLab read it: a suite for each folder and a case for each file that has findings.

A case fails when its file has an error; warnings and notes are told in its output and do not fail it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from polyvalidate.model.findings import Finding, Severity, printable
from polyvalidate.reports.context import SEVERITIES, Context, Judged, mend, message, summary, tally, url
from polyvalidate.rules.registry import RuleSet

File = tuple[str, Sequence[Finding]]
"""A path, and what was found there."""


def render(report: Judged, rules: RuleSet, context: Context) -> str:
    by_file = [(path, list(found)) for path, found in groupby(report.findings, key=lambda f: f.path)]
    by_folder: dict[str, list[File]] = {}
    for file in by_file:
        by_folder.setdefault(file[0].rpartition("/")[0], []).append(file)
    suites = [line for folder, files in by_folder.items() for line in _suite(folder, files, rules, context)]
    if not suites:
        name = summary(report, context.lang)
        suites = [
            "  " + _element("testsuite", name="polyvalidate", tests=1, failures=0, errors=0) + ">",
            "    " + _element("testcase", name=name, classname="polyvalidate") + "/>",
            "  </testsuite>",
        ]
    root = _element("testsuites", name="polyvalidate", tests=len(by_file) or 1, failures=_failures(by_file), errors=0)
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', root + ">", *suites, "</testsuites>"]) + "\n"


def _suite(folder: str, files: Sequence[File], rules: RuleSet, context: Context) -> Iterator[str]:
    name = printable(folder) or "."
    yield "  " + _element("testsuite", name=name, tests=len(files), failures=_failures(files), errors=0) + ">"
    for path, findings in files:
        yield "    " + _element("testcase", name=printable(path.rpartition("/")[2]), classname=name) + ">"
        blocking = [f for f in findings if f.severity is Severity.ERROR]
        others = [f for f in findings if f.severity is not Severity.ERROR]
        if blocking:
            # One failure for a file: Jenkins and GitLab both read the first and ignore the following ones.
            first = message(blocking[0], rules, context.lang)
            title = first if len(blocking) == 1 else tally(blocking, context.lang)
            codes = " ".join(sorted({f.code for f in blocking}))
            opening = _element("failure", type=codes, message=title)
            yield f"      {opening}>{_told(blocking, rules, context)}</failure>"
        if others:
            yield f"      <system-out>{_told(others, rules, context)}</system-out>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _told(findings: Sequence[Finding], rules: RuleSet, context: Context) -> str:
    """Findings as lines of text, each with what to write and why."""
    lang = context.lang
    return escape(
        "\n\n".join(
            f"{printable(f.path)}:{f.span.line}:{f.span.column}  {f.code}  {SEVERITIES[f.severity].in_language(lang)}\n"
            f"{message(f, rules, lang)}\n{mend(f, rules, lang)}\n{url(f.code, context)}"
            for f in findings
        )
    )


def _failures(files: Sequence[File]) -> int:
    return sum(any(f.severity is Severity.ERROR for f in findings) for _, findings in files)


def _element(tag: str, **attributes: str | int) -> str:
    """The opening of an element, not closed. The values hold no character that XML forbids: they are inert."""
    written = "".join(f" {name}={quoteattr(str(value))}" for name, value in attributes.items())
    return f"<{tag}{written}"
