"""Which declarations name a file as their evidence: those of a school, or of one of its open requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from polyvalidate.files import schema, source
from polyvalidate.files.schema import Reader
from polyvalidate.model.folder import Declaration, Evidence
from polyvalidate.model.paths import REGULAR, Entry, kind_of, sort_tree
from polyvalidate.model.words import Text
from polyvalidate.repository import Tree, Unreadable
from polyvalidate.repository.boxes import head_in_box, head_of, proposed
from polyvalidate.repository.changes import read_change, sides
from polyvalidate.repository.revisions import there


class Piece(NamedTuple):
    """A piece of evidence, and the declaration that names it."""

    declaration: Declaration
    evidence: Evidence


class Match(NamedTuple):
    """What declarations say of a file: those whose evidence it is, and those that name another file by its name."""

    same: tuple[Piece, ...]
    namesakes: tuple[Piece, ...]


def declarations(reader: Reader, entries: Iterable[Entry]) -> Iterator[Declaration]:
    """The declarations that are well formed, among the files of students' folders."""
    for entry in entries:
        if kind_of(entry.path) != "declaration" or entry.mode not in REGULAR or entry.data is None:
            continue
        parsed = source.parse(entry.data)
        if parsed.readable and reader.accepts("declaration", parsed.data):
            yield schema.read_declaration(entry.path, entry.path.rpartition("/")[2], parsed.data)


def pieces(found: Iterable[Declaration]) -> list[Piece]:
    """The pieces of evidence that are files whose digest is given."""
    return [Piece(each, one) for each in found for one in each.evidence if one.sha256 is not None]


def of_tree(tree: Tree, reader: Reader) -> list[Piece]:
    """Those of all the declarations of a repository."""
    nodes = [node for folder in sort_tree(tree.nodes()).folders for node in folder.nodes]
    return pieces(declarations(reader, tree.read([node for node in nodes if kind_of(node.path) == "declaration"])))


def of_request(place: Path, base: str, request: str, reader: Reader) -> list[Piece]:
    """Those of the declarations that an open request changes, by what it is called: ``12``, ``s-k3f9q2mz7w/3``. Raises
    ``Unreadable`` when this copy does not have the request, or when it changes no declaration."""
    head = head_of(place, request if head_in_box(request) else _head(place, request))
    with sides(place, base, proposed(place, base, head.revision, head.box)) as found:
        change = read_change(found)
    entries = [entry for folder in change.folders for entry in folder.after if entry.path in folder.differs]
    changed = list(declarations(reader, entries))
    if not changed:
        raise Unreadable(
            Text(
                "La demande {request} ne change aucune déclaration lisible de {base} : elle y est peut-être déjà. Sans "
                "--request, toutes les déclarations sont regardées.",
                "Request {request} changes no readable declaration of {base}: it may be there already. Without "
                "--request, all the declarations are looked at.",
            ),
            request=request,
            base=base,
        )
    return pieces(changed)


def match(known: Iterable[Piece], sha256: str, name: str) -> Match:
    """What is said of a file that has this digest and this name."""
    known = list(known)
    same = tuple(piece for piece in known if piece.evidence.sha256 == sha256)
    namesakes = tuple(piece for piece in known if piece.evidence.name == name and piece not in same)
    return Match(same, namesakes)


def _head(place: Path, number: str) -> str:
    """The head of a request, as a forge or ``git fetch`` keeps it."""
    for ref in (f"refs/pull/{number}/head", f"refs/merge-requests/{number}/head"):
        if there(place, ref):
            return ref
    raise Unreadable(
        Text(
            "Cette copie n'a pas la demande {number}. Apportez-la : git fetch origin "
            "refs/pull/{number}/head:refs/pull/{number}/head (sur GitLab, refs/merge-requests/{number}/head).",
            "This copy does not have request {number}. Bring it: git fetch origin "
            "refs/pull/{number}/head:refs/pull/{number}/head (on GitLab, refs/merge-requests/{number}/head).",
        ),
        number=number,
    )
