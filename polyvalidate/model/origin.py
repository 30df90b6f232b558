"""How a declaration says that it was taken over from Moodle, where activities stood before."""

from __future__ import annotations

from polyvalidate.model.folder import Declaration

ORIGIN = "moodle"
"""What ``origin`` says of it, in the place of a school."""


def nameless(code: str) -> str:
    """The organisation of a declaration for which Moodle says none: another for each activity, since two activities for
    one organisation on the same days may shut each other out."""
    return f"Moodle, {code}"


def organisation_of(declaration: Declaration) -> str | None:
    """For whom it was, when somebody said so."""
    known = declaration.origin != ORIGIN or declaration.organisation != nameless(declaration.activity)
    return declaration.organisation if known else None
