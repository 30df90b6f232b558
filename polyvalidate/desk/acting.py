"""Acts of the office at the desk: prepared, shown, and carried out only on what they were shown for.

An act is prepared twice, by the same function: to be shown, then to be carried out, under the same lock. Where the
branch or the register is no longer what was shown, it is shown anew, and nothing is done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk.pages import READ_ONLY, Fields, Web
from polyvalidate.desk.state import Desk, Note
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, private_files, resolve

ALREADY = Text(
    "Cela a déjà été fait, ou n'attend plus. Rien n'a été fait une seconde fois.",
    "This was done already, or waits no more. Nothing was done twice.",
)
CHANGED = Text(
    "L'école, le registre ou la personne qui est là a changé entre-temps. Relisez : voici ce que cela donne.",
    "The school, the register or who sits here has changed meanwhile. Look again: this is what it gives.",
)
NOTHING = Text("Rien n'a été écrit.", "Nothing was written.")


class Shown(NamedTuple):
    """What an act would do. ``template`` and ``values`` say it, ``command`` does the same in a terminal, ``does``
    carries it out and says what became of it; without it there is nothing to be done."""

    template: str
    values: Mapping[str, Any]
    command: str
    does: Callable[[], Note] | None


class Act(NamedTuple):
    """An act that was asked for. ``prepared`` holds what it needs (the register) until it ends, and gives what it
    would do, or why it is not possible; it raises ``Unreadable`` too. ``back`` is where it was asked, ``then`` where to
    go once it is done."""

    back: str
    then: str
    prepared: Callable[[], AbstractContextManager[Shown | Note]]


class _Kept(NamedTuple):
    act: Act
    shown: Shown
    mark: tuple[str, str, str]


def mark(desk: Desk) -> tuple[str, str, str]:
    """What acts stand on: the tip of the branch, the register byte for byte, who sits here."""
    data = private_files.read_own(desk.register) if desk.register is not None else None
    return resolve(desk.place, desk.branch), hashlib.sha256(data or b"").hexdigest(), desk.signer or ""


def ask(web: Web, act: Act, filled: Mapping[str, str]) -> Response:
    """Prepare an act and show it; where it is not possible, say why on the page where it was asked, with what was
    ``filled`` there."""
    desk = web.desk
    if desk.read_only:
        return web.to(act.back, Note((READ_ONLY,), good=False))
    made = _prepare(desk, act)
    if isinstance(made, Note):
        note, there = desk.keep(made), "&" if "?" in act.back else "?"
        return web.to(f"{act.back}{there}said={note}&filled={desk.keep(dict(filled))}")
    return web.to(f"/acts/{desk.keep(made)}")


def filled(web: Web, request: Request) -> Mapping[str, str]:
    """What was filled in a form whose act was not possible, to be shown in it again."""
    kept = web.desk.take(request.query_params.get("filled", ""))
    return kept if isinstance(kept, dict) else {}


def shown(web: Web, request: Request) -> Response:
    """The page that says what an act would do."""
    kept = web.desk.kept(request.path_params["name"])
    if not isinstance(kept, _Kept):
        return web.to("/", Note((ALREADY,), good=False))
    can = kept.shown.does is not None and not web.desk.read_only
    return web.page(
        request, kept.shown.template, kept.shown.command, back=kept.act.back, can=can, **kept.shown.values
    )  # fmt: skip


def carry_out(web: Web, request: Request, _fields: Fields) -> Response:
    """Do what was shown."""
    desk = web.desk
    kept = desk.take(request.path_params["name"])
    if not isinstance(kept, _Kept):
        return web.to("/", Note((ALREADY,), good=False))
    act = kept.act
    if desk.read_only:
        return web.to(act.back, Note((READ_ONLY,), good=False))
    try:
        with desk.lock, act.prepared() as made:
            if isinstance(made, Note):
                return web.to(act.back, made)
            if mark(desk) == kept.mark and made.does is not None:
                return web.to(act.then, made.does())
            again = _Kept(act, made, mark(desk))
    except Unreadable as error:
        return web.to(act.back, Note((error.text, NOTHING), good=False))
    return web.to(f"/acts/{desk.keep(again)}", Note((CHANGED,), good=False))


def _prepare(desk: Desk, act: Act) -> _Kept | Note:
    try:
        with desk.lock, act.prepared() as made:
            return made if isinstance(made, Note) else _Kept(act, made, mark(desk))
    except Unreadable as error:
        return Note((error.text, NOTHING), good=False)
