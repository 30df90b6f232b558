"""Where reference data that is not part of the project may stand: beside it."""

from __future__ import annotations

from tests.places import ROOT

DATA = ROOT.parent / "shared" / "data"
