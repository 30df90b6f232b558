"""The evidence that stands in the repository, or in a box, held to the digests that the declarations of a change
give."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from polyvalidate.judgement.folder import FolderResult
from polyvalidate.judgement.verdict import Change, Compared
from polyvalidate.model.folder import Evidence
from polyvalidate.rules.cases import ClaimCase, Remark


def compared(
    change: Change, judged: Iterable[tuple[FolderResult, FolderResult]]
) -> tuple[tuple[Compared, ...], tuple[Remark, ...]]:
    """Each file that a declaration of the change cites, or that the change brings for one; and what is to be mended. A
    file that already differed before the change is its author's to mend only when the change touches either side."""
    found: list[Compared] = []
    wrong: list[Remark] = []
    differs = set(chain.from_iterable(folder.differs for folder in change.folders))
    paths = chain((entry.path for folder in change.folders for entry in folder.after), change.digests)
    there = {_composed(path): path for path in paths}
    for before, after in judged:
        old = {claim.declaration.path: claim.declaration.evidence for claim in before.claims}
        for claim, index, piece in _kept(after):
            path = claim.declaration.path
            file = there.get(_composed(f"{after.path}/evidence/{piece.name}"))
            if file is None or not differs & {path, file}:
                continue
            agrees = _agrees(piece, file, change.digests)
            found.append(Compared(path, piece.kind, agrees, index))
            if agrees is False and (file in differs or piece not in old.get(path, ())):
                wrong.append(Remark("not-the-file", claim.at("evidence", index, "sha256"), {"kind": piece.kind}))
    return tuple(found), tuple(wrong)


def _kept(result: FolderResult) -> Iterator[tuple[ClaimCase, int, Evidence]]:
    """The pieces of evidence of a folder that are files, and whose digest is given."""
    for claim in result.claims:
        for index, piece in enumerate(claim.declaration.evidence):
            if piece.store != "url" and piece.name is not None and piece.sha256 is not None:
                yield claim, index, piece


def _agrees(piece: Evidence, file: str, digests: Mapping[str, str]) -> bool | None:
    return digests[file] == piece.sha256 if file in digests else None


def _composed(path: str) -> str:
    return unicodedata.normalize("NFC", path)
