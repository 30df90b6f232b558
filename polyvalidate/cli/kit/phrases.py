"""Sentences that several commands say as they end."""

from __future__ import annotations

from polyvalidate.model.words import Text

DRY_RUN = Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)")
NOT_BROUGHT = Text(
    "Aucune demande des boîtes ({place}) n'est dans cette copie. Pour y apporter celles qui sont ouvertes :"
    " polyvalidate boxes fetch",
    "No request of the boxes ({place}) is in this copy. To bring those that are open: polyvalidate boxes fetch",
)
"""To whoever looks at what waits: some of it is not seen."""
