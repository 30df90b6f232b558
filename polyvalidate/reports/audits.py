"""An audit for people and machines: what was replayed, the first illegal merge and why, what was rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from polyvalidate.judgement.awaiting import Await, Awaited
from polyvalidate.model.findings import Finding, printable
from polyvalidate.model.words import Text, plain
from polyvalidate.reports.context import Context
from polyvalidate.reports.jsonformat import finding_as_json
from polyvalidate.reports.text import blocks
from polyvalidate.rules.registry import RuleSet

_UNDECIDED = Text(
    "\n{name} : fusionnée sans la décision qu'elle attendait de {codes:list}.",
    "\n{name}: merged without the decision it awaited of {codes:list}.",
)
_UNREAD = Text(
    "\n{name} : fusionnée sans la seconde lecture qu'elle attendait de {codes:list}.",
    "\n{name}: merged without the second reading it awaited of {codes:list}.",
)


class Shown(NamedTuple):
    """One merge that was not legal, as it is shown. ``lines`` are those of its later files, by path."""

    commit: str
    merged: datetime
    request: str | None
    findings: tuple[Finding, ...]
    undecided: tuple[Await, ...]
    files: Mapping[str, bytes]


class Lost(Protocol):
    """A published head that is no longer in the history."""

    @property
    def commit(self) -> str: ...

    @property
    def published(self) -> Any: ...


class Report(NamedTuple):
    """What an audit found: the commits it goes from and to, with their moments, and how many merges lie between.

    ``unsigned`` are the declarations that counted by a merge alone: its commit, its moment, the path; ``named`` the
    commits that brought names into a record that keeps them out."""

    start: tuple[str, datetime]
    head: tuple[str, datetime]
    merges: int
    illegal: Sequence[Shown]
    witnesses: int
    lost: Sequence[Lost]
    unsigned: Sequence[tuple[str, datetime, str]]
    named: Sequence[str]


def as_text(report: Report, rules: RuleSet, context: Context) -> str:
    return plain("\n".join(_lines(report, rules, context))) + "\n"


def _lines(report: Report, rules: RuleSet, context: Context) -> Iterator[str]:
    lang = context.lang
    merges = MERGES.of(lang, n=report.merges)
    if not report.illegal:
        yield Text(
            "✓ {merges}, du {first:date} au {last:date} : chacune était permise le jour où elle a été faite.",
            "✓ {merges}, from {first:date} to {last:date}: each was legal on the day it was made.",
        ).of(lang, merges=merges, first=report.start[1].date(), last=report.head[1].date())
    else:
        wrong = report.illegal[0]
        asked = Text(", demande {request}", ", request {request}")
        yield Text(
            "✗ Première fusion qui n'était pas permise : {commit} ({when:date}{request}).",
            "✗ First merge that was not legal: {commit} ({when:date}{request}).",
        ).of(
            lang,
            commit=wrong.commit,
            when=wrong.merged.date(),
            request="" if wrong.request is None else asked.of(lang, request=wrong.request),
        )
        context = Context(
            lang,
            context.site,
            context.version,
            lambda path: wrong.files.get(path, b"").decode("utf-8", "replace").split("\n"),
            pages=context.pages,
        )
        for block in blocks(wrong.findings[:20], rules, context):
            yield f"\n{block}"
        for wait in wrong.undecided[:20]:
            yield (_UNREAD if wait.kind is Awaited.SECOND else _UNDECIDED).of(
                lang, name=printable(wait.path), codes=wait.codes
            )
        others = len(report.illegal) - 1
        if others:
            yield Text(
                "\nSur {merges}, {n} de plus ne {n:l'était|l'étaient} pas.",
                "\nOut of {merges}, {n} more {n:was|were} not.",
            ).of(lang, merges=merges, n=others)
    for lost in report.lost:
        since = "" if lost.published is None else Text(" le {on:date}", " on {on:date}").of(lang, on=lost.published)
        yield Text(
            "✗ L'histoire a été réécrite : {commit}, publié{since}, n'y est plus.",
            "✗ History was rewritten: {commit}, published{since}, is no longer in it.",
        ).of(lang, commit=lost.commit, since=since)
    if report.witnesses and not report.lost:
        yield Text(
            "✓ Têtes publiées retrouvées dans l'histoire : {witnesses}.",
            "✓ Published heads found in the history: {witnesses}.",
        ).of(lang, witnesses=report.witnesses)
    if report.unsigned:
        yield Text(
            "  Comptées par la seule fusion, sans décision écrite ({n:count}) :",
            "  Counted by the merge alone, without a written decision ({n:count}):",
        ).of(lang, n=len(report.unsigned))
        for commit, merged, path in report.unsigned[:MOST_UNSIGNED]:
            shown = Text("    {path}, le {on:date} ({commit})", "    {path}, on {on:date} ({commit})")
            yield shown.of(lang, path=printable(path), on=merged.date(), commit=commit[:12])
        if len(report.unsigned) > MOST_UNSIGNED:
            yield Text("    … et les autres avec --format json.", "    … and the others with --format json.").of(lang)
    if report.named:
        yield Text(
            "  Des noms sont entrés dans l'histoire avec {n:count} {n:fusion|fusions}, d'abord {first} : le bouton de "
            "la forge y met ceux des commits. Décidez plutôt par un commentaire, ou avec polyvalidate merge.",
            "  Names have entered the history with {n:count} {n:merge|merges}, first {first}: the button of the forge "
            "puts those of the commits there. Decide by a comment instead, or with polyvalidate merge.",
        ).of(lang, n=len(report.named), first=report.named[0][:12])
    yield f"  {report.start[0]} → {report.head[0]}"


MOST_UNSIGNED = 20

MERGES = Text("{n:count} {n:fusion rejouée|fusions rejouées}", "{n:count} {n:merge|merges} replayed")
"""``2 726 fusions rejouées``; ``2,726 merges replayed``."""


def as_json(report: Report, rules: RuleSet, context: Context) -> str:
    def shown(wrong: Shown) -> dict[str, Any]:
        return {
            "commit": wrong.commit,
            "merged": wrong.merged.isoformat(),
            "request": wrong.request,
            "findings": [finding_as_json(finding, rules, context) for finding in wrong.findings],
            "undecided": [{"path": printable(w.path), "codes": list(w.codes)} for w in wrong.undecided],
        }

    document = {
        "tool": "polyvalidate",
        "version": context.version,
        "sound": not report.illegal and not report.lost,
        "start": report.start[0],
        "head": report.head[0],
        "merges": report.merges,
        "illegal": [shown(wrong) for wrong in report.illegal],
        "witnesses": report.witnesses,
        "lost": [
            {"commit": lost.commit, "published": lost.published.isoformat() if lost.published else None}
            for lost in report.lost
        ],
        "unsigned": [{"commit": commit, "path": printable(path)} for commit, _, path in report.unsigned],
        "named": list(report.named),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": as_text, "json": as_json}
