"""The site of this very repository as a value, at a commit that does not move."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from polyvalidate.publication.attack.plain import from_plain
from polyvalidate.publication.attack.record import Entry, added
from polyvalidate.site import gathering
from polyvalidate.site.pages import Moment, Site
from tests.places import ROOT

MOMENT = Moment("3f9c2a1be07d5f3868a2d1c0b4e95f7a6c8d3e2f", date(2026, 2, 1), False)
SITE: Site = replace(gathering.gather(ROOT, date(2026, 4, 1)), moment=MOMENT)


def published() -> Site:
    """The same as it stands, with a record of two issues of one cohort, from the tables of the tests of figures."""
    plain = json.loads((ROOT / "tests" / "publication" / "golden" / "tables.json").read_text(encoding="utf-8"))
    entries: tuple[Entry, ...] = ()
    for on in ("2026-07-01", "2027-07-01"):
        entries = added(entries, from_plain(plain | {"date": on}))
    return replace(gathering.gather(ROOT, date(2026, 4, 1)), releases=entries)
