"""The site of this very repository as a value, at a commit that does not move."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from polyvalidate.model.words import LANGUAGES
from polyvalidate.publication.attack.plain import from_plain
from polyvalidate.publication.attack.record import Entry, added
from polyvalidate.site import building, gathering, writing
from polyvalidate.site.pages import Moment, Site, rule_pages
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


def built(site: Site, root: Path, folder: Path, builder: str = "mkdocs", kept: Sequence[str] = ()) -> Path:
    """The site of a school, where no more pages of rules are than other pages lead to, and those that are named. They
    are nine tenths of a site, and say the same in every school."""
    writing.write(site, root, folder)
    for lang in LANGUAGES:
        rules = folder / lang / rule_pages.FOLDER
        indexes = [rules / "index.md", rules / "equipe.md"]
        others = [path.read_text(encoding="utf-8") for path in (folder / lang).rglob("*.md") if path.parent != rules]
        needed = {*kept, *re.findall(rf"\b{rule_pages.FOLDER}/(PP\d+)", "".join(others))}
        gone = {path.stem for path in rules.glob("PP*.md")} - needed
        for index in indexes:
            lines = index.read_text(encoding="utf-8").splitlines()
            index.write_text("\n".join(line for line in lines if line[3:8] not in gone), encoding="utf-8")
        for code in gone:
            (rules / f"{code}.md").unlink()
    return building.build(folder, builder, site)
