"""The queue and the screens of a request: what is shown, decided, and told of it."""

from __future__ import annotations

import hashlib

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk import deciding
from polyvalidate.desk.case import GONE, NOT_WHOLE, Case, case_of, next_of
from polyvalidate.desk.deciding import ALREADY, MOVED, Prepared, ToComplete, messages, spoken_of
from polyvalidate.desk.guard import same
from polyvalidate.desk.pages import READ_ONLY, Fields, Web
from polyvalidate.desk.state import Note
from polyvalidate.judgement.decision import Word
from polyvalidate.model.phrases import CAPS, reason
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.reports.context import message
from polyvalidate.reports.decisions import claimed, decided, given_by_grid
from polyvalidate.reports.grids import evidence_in_short, limits, worth_in_short
from polyvalidate.reports.queues import KINDS, alike
from polyvalidate.reports.verdict_words import balance, headline
from polyvalidate.rules import RULES
from polyvalidate.school.evidence import match, pieces
from polyvalidate.school.merge import Stopped

UNEVALUATED = "PP359"
"""The rule that says what the page itself is about: a declaration awaits its evaluation."""


def all_of_them(web: Web, request: Request) -> Response:
    desk, seen = web.desk, web.desk.seen()
    asked = request.query_params.get("category", "")
    category = asked if asked in seen.school.latest.categories else ""
    waiting = [one for one in seen.queue.waiting if not category or one.claim.activity.category == category]
    waiting.sort(key=lambda one: desk.signer not in one.codes)  # one's own first, each part still oldest first
    command = web.terminal("queue", *(("--category", category) if category else ()))
    return web.page(
        request,
        "requests",
        command,
        waiting=waiting,
        category=category,
        categories=seen.school.latest.categories,
        queue=seen.queue,
        kinds=KINDS,
        claimed=lambda claim: claimed(claim, desk.lang),
        gives=lambda one: given_by_grid(one.claim, one.least, desk.lang),
    )


def one(web: Web, request: Request) -> Response:
    case = case_of(web.desk, request.path_params["key"])
    return _case(web, request, case, web.desk.take(request.query_params.get("filled", "")))


def _case(web: Web, request: Request, case: Case, filled: object) -> Response:
    desk, lang = web.desk, web.desk.lang
    verdict, book = case.gated.verdict, case.gated.book
    seen = desk.seen()
    return web.page(
        request,
        "request",
        web.terminal("gate", "--head", case.opened.ref, "--actor", case.request.actor or "?", "--format", "comment"),
        case=case,
        filled=filled if isinstance(filled, dict) else {},
        headline=headline(verdict, lang),
        verdict=verdict,
        to_mend=[(one, message(one, RULES, lang)) for one in verdict.introduced if one.code != UNEVALUATED],
        book=book,
        holder=desk.holder(seen.school),
        people=desk.people(seen.school),
        not_whole=NOT_WHOLE,
        open=case.whole and not verdict.to_mend and not desk.read_only,
        days=(seen.queue.today - case.opened.since).days,
        next=next_of(seen, desk.signer, case.opened.key),
        kinds=KINDS,
        caps=CAPS,
        balance=lambda student: balance(student, lang),
        claimed=lambda claim: claimed(claim, lang),
        gives=lambda part: given_by_grid(part.claim, part.least, lang),
        rule=lambda claim: (
            worth_in_short(claim.grid, claim.activity, lang),
            limits(claim.activity, lang),
            evidence_in_short(claim.activity, lang),
        ),
        alike=lambda similar: alike(similar, lang),
        reason=lambda line: reason(line, lang),
    )


async def evidence(web: Web, request: Request) -> Response:
    """A file that was received: is it the one that a declaration announces? Nothing of it is kept."""
    async with request.form(max_files=8, max_fields=4) as form:
        if not same(str(form.get("token", "")), web.keys.form):
            raise HTTPException(403)
        looked = []
        for file in form.getlist("file"):
            if isinstance(file, UploadFile) and file.filename:
                digest = hashlib.sha256()
                while part := await file.read(1 << 20):
                    digest.update(part)
                looked.append((file.filename, digest.hexdigest()))
    return await run_in_threadpool(_looked_at, web, request.path_params["key"], looked)


def _looked_at(web: Web, key: str, looked: list[tuple[str, str]]) -> Response:
    case = case_of(web.desk, key)
    known = pieces(part.claim.declaration for part in case.parts)
    found = [match(known, digest, name) for name, digest in looked]
    texts = [_SAME.filled(kind=one.same[0].evidence.kind) if one.same else _OTHER for one in found] or [_NO_FILE]
    return web.to(f"/requests/{key}", Note(tuple(texts), good=bool(found) and all(one.same for one in found)))


_SAME = Text(
    "✓ Ce fichier est bien le justificatif {kind} de la déclaration.", "✓ This file is the evidence {kind} declared."
)
_OTHER = Text(
    "✗ Ce fichier n'est pas celui que la déclaration annonce : il a changé, ou c'en est un autre.",
    "✗ This file is not the one that the declaration announces: it has changed, or it is another one.",
)
_NO_FILE = Text("Choisissez d'abord un fichier.", "Choose a file first.")


def prepare(web: Web, request: Request, fields: Fields) -> Response:
    desk, key = web.desk, request.path_params["key"]
    case = case_of(desk, key)
    back = f"/requests/{key}"
    if desk.read_only:
        return web.to(back, Note((READ_ONLY,), good=False))
    filled = {name: value for name, value in fields.items() if name != "token"}

    def again(*texts: Text) -> Response:
        note = desk.keep(Note(texts, good=False))
        return web.to(f"{back}?said={note}&filled={desk.keep(filled)}")

    if (fields.get("base"), fields.get("head")) != (case.gated.base, case.gated.asked):
        return again(MOVED)
    if not case.whole:
        return again(NOT_WHOLE)
    each = spoken_of(case, fields)
    if isinstance(each, Text):
        return again(each)
    if any(one.word is Word.COMPLETE for one in each.values()):
        shown: object = ToComplete(key, "\n".join(messages(desk, case, each)))
    else:
        shown = deciding.prepared(desk, case, each)
        if isinstance(shown, Stopped):
            return again(shown.text, *_found(shown))
    return web.to(f"{back}/prepared/{desk.keep(shown)}")


def _found(stopped: Stopped) -> list[Text]:
    return [Text(*(message(one, RULES, lang) for lang in LANGUAGES)) for one in stopped.findings[:5]]


def shown(web: Web, request: Request) -> Response:
    key, name = request.path_params["key"], request.path_params["name"]
    shown = web.desk.kept(name)
    if isinstance(shown, ToComplete) and shown.key == key:
        return web.page(
            request,
            "complete",
            "",
            key=key,
            lines=shown.message.split("\n"),
            next=next_of(web.desk.seen(), web.desk.signer, key),
        )
    if not isinstance(shown, Prepared) or shown.key != key:
        return web.to("/", Note((ALREADY,), good=False))
    lang, ready = web.desk.lang, shown.ready
    return web.page(
        request,
        "prepared",
        shown.command,
        key=key,
        ready=ready,
        decisions=[decided(one, lang) for one in ready.written],
        comments=[one.ruling.comment for one in ready.written if one.ruling.comment],
        balance=lambda student: balance(student, lang),
    )


def carry_out(web: Web, request: Request, _fields: Fields) -> Response:
    desk, key = web.desk, request.path_params["key"]
    shown = desk.take(request.path_params["name"])
    if not isinstance(shown, Prepared) or shown.key != key:
        return web.to("/", Note((ALREADY,), good=False))
    if desk.read_only:
        return web.to("/", Note((READ_ONLY,), good=False))
    following = next_of(desk.seen(), desk.signer, key)
    done = deciding.carry_out(desk, shown)
    if isinstance(done, Prepared):
        return web.to(f"/requests/{key}/prepared/{desk.keep(done)}", Note((MOVED,), good=False))
    if not done.good:
        gone = key not in desk.seen().requests
        return web.to("/" if gone else f"/requests/{key}", Note((*done.texts, *([GONE] if gone else [])), good=False))
    return web.to(f"/requests/{following}" if following is not None else "/", done)
