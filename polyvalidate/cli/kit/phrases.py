"""Sentences that several commands say as they end."""

from __future__ import annotations

from polyvalidate.model.words import Text

DRY_RUN = Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)")
