"""The site of this very repository as a value, at a commit that does not move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from polyvalidate.site import gathering
from polyvalidate.site.pages import Moment, Site
from tests.places import ROOT

MOMENT = Moment("3f9c2a1be07d5f3868a2d1c0b4e95f7a6c8d3e2f", date(2026, 2, 1), False)
SITE: Site = replace(gathering.gather(ROOT, date(2026, 4, 1)), moment=MOMENT)
