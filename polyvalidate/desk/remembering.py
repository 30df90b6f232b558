"""Who sits here and where the register is: said once, kept in the settings of this copy (``git config``), where nothing
is committed and nothing is sent."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk.pages import READ_ONLY, Fields, Web
from polyvalidate.desk.state import Desk, Note
from polyvalidate.model.words import Text
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.repository.git import try_git
from polyvalidate.school.school import School

REGISTER, SIGNER = "polyvalidate.register", "polyvalidate.as"
_FOUND = Text("C'est noté : le bureau a ce registre.", "It is noted: the desk has this register.")
_TO_COME = Text(
    "C'est noté : le registre sera créé là avec la première liste.",
    "It is noted: the register will be made there with the first list.",
)
_NOWHERE = Text(
    "Il n'y a pas de registre à cet endroit. Vérifiez le chemin : l'école a déjà {n} {n:dossier d'élève|dossiers"
    " d'élèves}, et le registre qui dit à qui est ailleurs.",
    "There is no register at this place. Check the path: the school has {n} student {n:folder|folders} already, and the"
    " register that says whose is elsewhere.",
)
_NO_FOLDER = Text(
    "Ce dossier n'existe pas. Faites-le d'abord, hors du dépôt, lisible par vous seul·e.",
    "This folder does not exist. Make it first, outside the repository, for you alone to read.",
)
_WHERE = Text(
    "Écrivez le chemin entier du registre, comme dans l'exemple.",
    "Write the whole path of the register, as in the example.",
)


def remembered(place: Path, key: str) -> str | None:
    """What was said before in this copy."""
    done = try_git(place, "config", "--local", "--get", key)
    return (done.output.decode("utf-8", "replace").rstrip("\n") or None) if not done.code else None


def remember(place: Path, key: str, value: str) -> None:
    """Keep it. Raises ``Unreadable`` when Git refuses."""
    done = try_git(place, "config", "--local", "--replace-all", key, value)
    if done.code:
        raise Unreadable(Text("Git ne le garde pas : {error}", "Git does not keep it: {error}"), error=done.error)


def settle(desk: Desk, school: School) -> None:
    """Give a desk what was said before, where it still holds and nothing else was asked for."""
    if desk.signer is None:
        desk.signer = remembered(desk.place, SIGNER)
        if desk.holder(school) is None:
            desk.signer = None
    said = remembered(desk.place, REGISTER) if desk.register is None else None
    if said is not None and isinstance(_register_at(Path(said), school), Path):
        desk.register = Path(said)


def _register_at(path: Path, school: School) -> Path | Text:
    """The real place of a register of this school, or of one that will be; or why it is none."""
    try:
        real = private_files.outside_git(path)
        if real.exists():
            hold_to(school, peek(real), real.name)
        elif school.folders:
            return _NOWHERE.filled(n=len(school.folders))
        elif not real.parent.is_dir():
            return _NO_FOLDER
    except Unreadable as error:
        return error.text
    return real


def page(web: Web, request: Request) -> Response:
    """Where the register is."""
    desk = web.desk
    typed = desk.take(request.query_params.get("filled", ""))
    said = typed if isinstance(typed, str) else str(desk.register or remembered(desk.place, REGISTER) or "")
    return web.page(request, "register", web.terminal("desk", "--register", said or "FILE"), said=said)


def choose(web: Web, _request: Request, fields: Fields) -> Response:
    """The register is where the form says, if there is one."""
    desk, typed = web.desk, fields.get("path", "").strip().strip('"')[:4000]
    if desk.read_only:
        return web.to("/register", Note((READ_ONLY,), good=False))
    is_path = Path(typed).is_absolute() and typed.isprintable()
    found = _register_at(Path(typed), desk.seen().school) if is_path else _WHERE
    if isinstance(found, Text):
        return web.to(f"/register?said={desk.keep(Note((found,), good=False))}&filled={desk.keep(typed)}")
    remember(desk.place, REGISTER, str(found))
    desk.register = found
    return web.to("/", Note((_FOUND if found.exists() else _TO_COME,)))


def sit(desk: Desk, code: str | None) -> None:
    """Somebody says who they are, until they say otherwise."""
    desk.signer = code
    if not desk.read_only:
        remember(desk.place, SIGNER, code or "")
