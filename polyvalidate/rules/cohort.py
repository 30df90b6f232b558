"""Folders side by side: what belongs to one student is not in the folder of another.

The other student is never named: a finding is read by both.
"""

from __future__ import annotations

from polyvalidate.model.findings import Place, Severity
from polyvalidate.model.grid import Book
from polyvalidate.rules.cases import CohortCase
from polyvalidate.rules.registry import Sees, Yielded, rule


def is_shared(path: str, book: Book) -> bool:
    """Is the declaration about an activity whose evidence is one list for everybody?"""
    code = path.rpartition("/")[2].partition("-")[0]
    return any(code in grid.activities and grid.activities[code].bulk for grid in book.grids.values())


@rule(
    "PP501",
    Sees.COHORT,
    severity=Severity.WARNING,
    fr=(
        "Ce justificatif figure déjà dans la déclaration d'une autre personne.",
        "Vérifiez que c'est bien le vôtre ; une pièce commune à plusieurs personnes, comme un PV, est possible.",
    ),
    en=(
        "This piece of evidence is already in somebody else's declaration.",
        "Check that it is yours; a document common to several people, such as minutes, is possible.",
    ),
)
def evidence_is_one_s_own(case: CohortCase) -> Yielded:
    """Une pièce recopiée ne prouve rien. Les listes d'émargement des activités créditées en masse sont communes par
    nature, et ne sont pas signalées.

    A copied document proves nothing. The attendance lists of activities credited in bulk are common by nature, and
    are not reported.
    """
    first: dict[str, str] = {}
    for folder in case.folders:
        for digest, path, index in folder.digests:
            if first.setdefault(digest, folder.path) != folder.path and not is_shared(path, case.book):
                yield Place(path, ("evidence", index, "sha256")), {}


@rule(
    "PP502",
    Sees.COHORT,
    fr=(
        "Ce compte est déjà celui d'un autre dossier.",
        "La scolarité garde un seul dossier par compte ; retirez « account » de l'autre, ou corrigez celui-ci.",
    ),
    en=(
        "This account is already that of another folder.",
        "The registry office keeps one folder per account; remove “account” from the other, or correct this one.",
    ),
)
def one_folder_per_account(case: CohortCase) -> Yielded:
    """Le compte dit à qui est un dossier : deux dossiers pour un compte feraient deux bilans, ou le dossier d'une autre
    personne.

    The account says whose folder it is: two folders for one account would make two balances, or be somebody else's.
    """
    seen: set[str] = set()
    for folder in case.folders:
        if folder.account is None:
            continue
        if folder.account in seen:
            yield Place(f"{folder.path}/student.yml", ("account",)), {}
        seen.add(folder.account)
