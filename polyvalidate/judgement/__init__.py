"""The check: ``check_grid`` reads what judges, ``check_folder`` judges one student's folder, ``fold`` sums up.

``check_folder`` is a pure function of bytes. A repository is that function mapped over folders, in as many processes
as one likes, and folded; a change is the same function on the folders it touches.
"""

from __future__ import annotations

from polyvalidate.judgement.balances import balance_of, conditions_of
from polyvalidate.judgement.files import Judge
from polyvalidate.judgement.folder import FolderResult, check_folder
from polyvalidate.judgement.folding import Report, check_schemas, check_unexpected, cohort_problems, fold, paths_of
from polyvalidate.judgement.grid import GridResult, check_grid

__all__ = [
    "FolderResult",
    "GridResult",
    "Judge",
    "Report",
    "balance_of",
    "check_folder",
    "check_grid",
    "check_schemas",
    "check_unexpected",
    "cohort_problems",
    "conditions_of",
    "fold",
    "paths_of",
]
