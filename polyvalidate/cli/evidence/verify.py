"""``polyvalidate evidence verify``: is this the file that a declaration announced?"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.evidence import digest_of
from polyvalidate.cli.kit.request import CALLED
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.findings import printable
from polyvalidate.model.phrases import DECISIONS
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, open_tree
from polyvalidate.repository.history import main_branch
from polyvalidate.repository.output import put
from polyvalidate.school.check import make_judge
from polyvalidate.school.evidence import Match, Piece, match, of_request, of_tree

_SAME = Text("✓ {file} : justificatif {kind} de {path} ({state})", "✓ {file}: evidence {kind} of {path} ({state})")
_NONE = Text("✗ {file} : aucune déclaration n'a ce fichier.", "✗ {file}: no declaration has this file.")
_NAMESAKE = Text(
    "  {path} cite un fichier de ce nom ({kind}), mais d'une autre empreinte : il a changé, ou c'en est un autre.",
    "  {path} cites a file of this name ({kind}), but with another digest: it has changed, or it is another one.",
)
_MISSING = Text(
    "· {file} ({kind} de {path}) : attendu par la demande, pas parmi ces fichiers.",
    "· {file} ({kind} of {path}): awaited by the request, not among these files.",
)
_UNDECIDED = Text("pas encore décidée", "not decided yet")


class _Looked(NamedTuple):
    """A file of this machine, and what declarations say of it."""

    name: str
    sha256: str
    size: int
    match: Match


@command(
    "verify",
    Text(
        "Dit si ces fichiers sont bien ceux que des déclarations annoncent, d'après leur empreinte. Rien n'est envoyé.",
        "Say whether these files are those that declarations announce, by their digests. Nothing is sent.",
    ),
)
@argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@option(
    "--request",
    type=CALLED,
    metavar="N",
    help=Text(
        "Compare aux seules déclarations de cette demande ouverte : 12 (refs/pull/12/head), ou dans une boîte"
        " s-k3f9q2mz7w/3.",
        "Compare with the declarations of this open request only: 12 (refs/pull/12/head), or in a box s-k3f9q2mz7w/3.",
    ),
)
@options.repo
@options.rev
@options.form("text", "json")
@options.output
def verify(
    terminal: Terminal,
    files: tuple[Path, ...],
    request: str | None,
    repo: Path,
    rev: str | None,
    format_name: str,
    output: Path | None,
) -> int:
    """0 when each file is the evidence of a declaration, 1 when one is not."""
    reader = make_judge().reader
    if request is None:
        known = of_tree(open_tree(repo, rev), reader)
    else:
        known = of_request(repo, rev or main_branch(repo), request, reader)
    looked = [_look(path, known) for path in files]
    given = {one.sha256 for one in looked}
    missing = [piece for piece in known if piece.evidence.sha256 not in given] if request is not None else []
    if format_name == "json":
        put(_json(looked, missing), output)
    else:
        put("\n".join(_lines(looked, missing, terminal)) + "\n", output)
    return 0 if all(one.match.same for one in looked) else 1


def _look(path: Path, known: Sequence[Piece]) -> _Looked:
    try:
        sha256, size = digest_of(path)
    except OSError as error:
        raise Unreadable(
            Text("{path} ne peut pas être lu ({why}).", "{path} cannot be read ({why})."),
            path=printable(str(path)),
            why=error.strerror or type(error).__name__,
        ) from None
    name = unicodedata.normalize("NFC", path.name)
    return _Looked(name, sha256, size, match(known, sha256, name))


def _lines(looked: Sequence[_Looked], missing: Sequence[Piece], terminal: Terminal) -> Iterator[str]:
    """Each file with what is known of it, then what the request still awaits."""
    for one in looked:
        file = printable(one.name)
        for piece in one.match.same:
            yield terminal.of(_SAME, file=file, state=_state(piece, terminal), **_where(piece))
        if not one.match.same:
            yield terminal.of(_NONE, file=file)
            for piece in one.match.namesakes:
                yield terminal.of(_NAMESAKE, **_where(piece))
    for piece in missing:
        yield terminal.of(_MISSING, file=printable(piece.evidence.name or "—"), **_where(piece))


def _where(piece: Piece) -> dict[str, str]:
    return {"kind": printable(piece.evidence.kind), "path": printable(piece.declaration.path)}


def _state(piece: Piece, terminal: Terminal) -> str:
    evaluation = piece.declaration.evaluation
    return terminal.of(DECISIONS[evaluation.decision] if evaluation is not None else _UNDECIDED)


def _json(looked: Sequence[_Looked], missing: Sequence[Piece]) -> str:
    def plain(piece: Piece) -> dict[str, str | None]:
        name = piece.evidence.name
        return {**_where(piece), "name": printable(name) if name is not None else None}

    document = {
        "files": [
            {
                "file": printable(one.name),
                "sha256": one.sha256,
                "size": one.size,
                "evidence_of": [plain(piece) for piece in one.match.same],
                "same_name": [plain(piece) for piece in one.match.namesakes],
            }
            for one in looked
        ],
        "missing": [plain(piece) for piece in missing],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
