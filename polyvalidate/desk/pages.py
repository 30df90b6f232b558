"""The pages of the desk: each with its menu, what is to be said once, and the command that does the same."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from polyvalidate.desk.guard import Keys
from polyvalidate.desk.state import Desk, Note
from polyvalidate.model.discs import discs, svg
from polyvalidate.model.words import Text, number, points
from polyvalidate.repository import packaged
from polyvalidate.site.html import render
from polyvalidate.site.pages import identity
from polyvalidate.site.pages.finishing import printed

LOST = {
    400: Text(
        "Le bureau ne répond qu'à l'adresse qu'il a donnée.", "The desk answers at the address that it gave only."
    ),
    403: Text(
        "Le bureau ne connaît pas ce navigateur, ou cette action ne vient pas d'une de ses pages. Ouvrez l'adresse"
        " affichée dans le terminal.",
        "The desk does not know this browser, or this act does not come from one of its pages. Open the address shown"
        " in the terminal.",
    ),
    404: Text("Cette page n'existe pas.", "This page does not exist."),
    413: Text(
        "C'est trop gros, ou l'envoi s'est arrêté. Rien n'a été gardé.",
        "This is too large, or it stopped coming. Nothing was kept.",
    ),
    500: Text(
        "Le bureau a rencontré une erreur qui est la sienne. Ce qui était demandé n'est peut-être pas fait : revenez à"
        " l'accueil, qui montre ce qui attend encore. Le détail est dans le terminal.",
        "The desk has met an error of its own. What was asked may not be done: go back to the first page, which shows"
        " what still waits. The details are in the terminal.",
    ),
}

Fields = Mapping[str, str]
READ_ONLY = Text(
    "Ce bureau a été ouvert en lecture seule : rien n'y est enregistré.",
    "This desk was opened to read only: nothing is recorded.",
)


@dataclass(frozen=True, slots=True)
class Web:
    """What answers a request of the browser: the desk and the secrets of this run."""

    desk: Desk
    keys: Keys
    color: str

    def page(self, request: Request, template: str, command: str, status: int = 200, **values: object) -> Response:
        """A page. ``command`` does the same in a terminal; empty where none does."""
        desk = self.desk
        note = desk.take(request.query_params.get("said", ""))
        common = {
            "lang": desk.lang,
            "other": Text("English", "Français"),
            "form_token": self.keys.form,
            "path": request.url.path,
            "here": _here(request),
            "note": note if isinstance(note, Note) else None,
            "desk": desk,
            "command": command,
            "number": lambda quarters: number(quarters, desk.lang),
            "points": lambda quarters: points(quarters, desk.lang),
            "discs": lambda *asked: svg(discs(*asked)),
        }
        return HTMLResponse(printed(render(f"desk/{template}.html", desk.lang, **common, **values)), status)

    def to(self, path: str, note: Note | None = None) -> Response:
        """Go on with another page, so that one that is read again does nothing twice."""
        said = f"{'&' if '?' in path else '?'}said={self.desk.keep(note)}" if note is not None else ""
        return RedirectResponse(path + said, 303)

    def terminal(self, *words: str) -> str:
        """A command as it is typed for this school."""
        desk = self.desk
        return shlex.join(["polyvalidate", *words, "--repo", str(desk.place)])

    def by_office(self, signer: str, *words: str) -> str:
        """The same for a command of the registry office, which reads the register and says who signs."""
        register = self.desk.register
        return self.terminal(*words, *(("--register", str(register)) if register is not None else ()), "--as", signer)


def _here(request: Request) -> str:
    """The address of this page with what it was asked to show, without what was said once."""
    asked = [(key, value) for key, value in request.query_params.multi_items() if key not in ("said", "filled")]
    return request.url.path + (f"?{urlencode(asked)}" if asked else "")


def lost(status: int, lang: str) -> str:
    """The page that says why there is none."""
    return printed(render("desk/lost.html", lang, lang=lang, said=LOST[status]))


@cache
def style(color: str) -> str:
    """The style of the desk, with the colours of the site in both schemes."""
    folder = packaged("site")
    tokens = (folder / "style.css").read_text("utf-8") + identity.css(color).decode()
    light, dark = (
        "".join(re.findall(rf'^\[data-md-color-scheme="{scheme}"\] \{{\n(.*?)^\}}', tokens, re.DOTALL | re.MULTILINE))
        for scheme in ("default", "slate")
    )
    schemes = f":root {{\n{light}}}\n@media (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"
    return schemes + (folder / "desk.css").read_text("utf-8")
