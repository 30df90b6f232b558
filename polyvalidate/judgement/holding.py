"""What a change is held to that the record is not: a decision stands when the grid changes after it, so that what it
says is an error only in the change that writes it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from polyvalidate.judgement.rights import Decision
from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.paths import folder_of

POINTS_OF_THE_GRID = frozenset({"PP354", "PP356", "PP362"})
"""The rules that the points of a decision are those of the grid. They warn, because a decision keeps its points when
the grid changes after it; a change that writes the decision is held to them."""
AWARDS = frozenset({"PP413", "PP417", "PP418", "PP419"})
"""The rules that a recorded quitus is what the balance says. They warn, because a quitus stands when the grid changes
after it; a change in the student's own folder is held to them."""
ENROLMENT = "PP366"
"""The rule that what is decided goes with what the registry office writes: it warns, because no administrative change
takes away a decided point; a change that writes the decision is held to it."""


def held(
    findings: Iterable[Finding], decisions: Iterable[Decision], old: Iterable[Finding], moved: Container[str] = ()
) -> list[Finding]:
    """The findings that a change introduces; the points of a decision that it writes are an error when the grid gives
    others, but in folders that are only ``moved``; and so is a quitus that it writes, or makes wrong by what it writes
    in the same folder. One that was wrong before, since the grid had changed, is nobody's to mend who writes something
    else there."""
    paths = {decision.path for decision in decisions}
    folders = {folder_of(path) for path in paths}
    wrong = {(finding.code, finding.path) for finding in old}

    def is_held(finding: Finding) -> bool:
        written = finding.path in paths
        if finding.code not in AWARDS:
            return (
                written
                and folder_of(finding.path) not in moved
                and (finding.code in POINTS_OF_THE_GRID or finding.code == ENROLMENT)
            )
        return written or (folder_of(finding.path) in folders and (finding.code, finding.path) not in wrong)

    return [replace(finding, severity=Severity.ERROR) if is_held(finding) else finding for finding in findings]
