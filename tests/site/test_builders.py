"""The same pages come out of the builder and of the successor that comes with the development environment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.repository import Unreadable
from polyvalidate.site import building, gathering, writing
from polyvalidate.site.pages import finishing
from tests.places import ROOT


def _built(folder: Path, builder: str) -> Path:
    site = gathering.gather(ROOT, date(2026, 4, 1))
    writing.write(site, ROOT, folder / "pages")
    return building.build(folder / "pages", builder, site)


def _files(site: Path) -> set[str]:
    """Every file that a reader can ask for, save the theme's own, which each builder names after its version."""
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return {path for path in found if "assets/" not in path}


@pytest.mark.slow
def test_the_successor_of_the_builder_makes_the_same_pages(tmp_path: Path) -> None:
    expected, found = _files(_built(tmp_path / "a", "mkdocs")), _files(_built(tmp_path / "b", "properdocs"))

    assert {"index.html", "en/index.html", "grille/categorie-3/index.html", "en/regles/PP308/index.html"} <= expected
    assert found == expected


def test_a_script_in_a_page_stops_the_site_at_its_line_and_a_name_is_never_a_mark(tmp_path: Path) -> None:
    site = replace(gathering.gather(ROOT, date(2026, 4, 1)), name='École "A" <script>alert(1)</script>')
    pages = tmp_path / "pages"
    writing.write(site, ROOT, pages)
    page = pages / "fr" / "calendrier.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\n<script>alert(1)</script>\n", encoding="utf-8")

    with pytest.raises(Unreadable, match=r"calendrier/index\.html, line \d+ of the page that was built: this script"):
        building.build(pages, "mkdocs", site)

    page.write_text(text, encoding="utf-8")
    home = (building.build(pages, "mkdocs", site) / "index.html").read_text(encoding="utf-8")
    assert "alert(1)</script>" not in home
    assert 'aria-label="École &quot;A&quot; &lt;script&gt;alert(1)&lt;/script&gt;"' in home
    assert finishing.NAME not in home


def test_a_link_that_leads_nowhere_stops_the_site_and_the_former_one_stays(tmp_path: Path) -> None:
    site = gathering.gather(ROOT, date(2026, 4, 1))
    pages = tmp_path / "pages"
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("former", encoding="utf-8")
    writing.write(site, ROOT, pages)
    page = pages / "fr" / "calendrier.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[nulle part](nulle-part.md)\n", encoding="utf-8")

    with pytest.raises(Unreadable, match="nulle-part"):
        building.build(pages, "mkdocs", site)

    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "former"
