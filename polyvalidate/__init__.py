"""polyvalidate checks a school's engagement grid and its students' declarations, and computes their points.

From Python::

    import polyvalidate

    school = polyvalidate.open_school("école")
    for finding in polyvalidate.check(school):
        print(finding.path, finding.code)

What stands in ``__all__`` is the interface of the package, described in ``docs/en/python.md`` and kept stable as
``docs/decisions/0018-releases.md`` says. Everything else is private, whatever its name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "1.0.0"

_FROM = {
    "Balance": "polyvalidate.model.score",
    "Finding": "polyvalidate.model.findings",
    "School": "polyvalidate.school.school",
    "Unreadable": "polyvalidate.repository.unreadable",
    "Verdict": "polyvalidate.judgement.verdict",
    "balance": "polyvalidate.school.api",
    "check": "polyvalidate.school.api",
    "gate": "polyvalidate.school.api",
    "open_school": "polyvalidate.school.api",
    "sentence": "polyvalidate.school.api",
}

__all__ = [*_FROM]  # noqa: PLE0604 - the names are in the table above

if TYPE_CHECKING:
    from polyvalidate.judgement.verdict import Verdict as Verdict
    from polyvalidate.model.findings import Finding as Finding
    from polyvalidate.model.score import Balance as Balance
    from polyvalidate.repository.unreadable import Unreadable as Unreadable
    from polyvalidate.school.api import balance as balance
    from polyvalidate.school.api import check as check
    from polyvalidate.school.api import gate as gate
    from polyvalidate.school.api import open_school as open_school
    from polyvalidate.school.api import sentence as sentence
    from polyvalidate.school.school import School as School


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: ``import polyvalidate`` costs nothing."""
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
