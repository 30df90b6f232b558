"""Sentences that several commands say as they end."""

from __future__ import annotations

from polyvalidate.model.words import Text

DRY_RUN = Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)")
TO_BE_SENT = Text(
    "  Il n'est encore que sur cette machine. Pour l'envoyer : git push origin {branch}",
    "  It is on this machine only so far. To send it: git push origin {branch}",
)
"""Where a commit that was just made is."""
