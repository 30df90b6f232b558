"""The same pages come out of the builder and of the successor that comes with the development environment."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from polyvalidate.repository import Unreadable
from polyvalidate.site import building, writing
from polyvalidate.site.pages import Site, finishing
from tests.places import ROOT
from tests.site import sites

RULES = ("PP001", "PP109", "PP208", "PP308", "PP401", "PP501", "PP622")
HOME = "# Accueil\n\nUne seule page.\n"


def _files(site: Path) -> set[str]:
    """Every file that a reader can ask for, save the theme's own, which each builder names after its version."""
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return {path for path in found if "assets/" not in path}


def test_the_successor_of_the_builder_makes_the_same_pages(built: Path, tmp_path: Path) -> None:
    """With the pages of a few rules, whose pages are all made alike."""
    few = re.compile(rf"regles/(?!(?:{'|'.join(RULES)})/)PP")
    expected = {path for path in _files(built) if not few.search(path)}
    found = _files(sites.built(sites.published(), ROOT, tmp_path / "pages", "properdocs", RULES))

    assert {"index.html", "en/index.html", "grille/categorie-3/index.html", "en/regles/PP308/index.html"} <= expected
    assert found == expected


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return one_page(sites.SITE, tmp_path / "pages")


def one_page(site: Site, folder: Path) -> Path:
    """What the builder reads, with all that it is told of the site, and one page: it says of a page of ours what it
    says of any."""
    writing.write(site, ROOT, folder)
    for lang in site.languages:
        for page in (folder / lang).rglob("*.md"):
            page.unlink()
        (folder / lang / "index.md").write_text(HOME, encoding="utf-8")
        settings = folder / f"{lang}.yml"
        menu = f"nav: {json.dumps([{'Accueil': 'index.md'}])}"
        text, changed = re.subn(r"(?m)^nav: .*", menu, settings.read_text(encoding="utf-8"))
        assert changed == 1
        settings.write_text(text, encoding="utf-8")
    return folder


def test_a_script_in_a_page_stops_the_site_at_its_line_and_a_name_is_never_a_mark(pages: Path) -> None:
    site = replace(sites.SITE, name='École "A" <script>alert(1)</script>')
    page = pages / "fr" / "index.md"
    page.write_text(f"{HOME}\n<script>alert(1)</script>\n", encoding="utf-8")

    with pytest.raises(Unreadable, match=r"index\.html, line \d+ of the page that was built: this script"):
        building.build(pages, "mkdocs", site)

    page.write_text(HOME, encoding="utf-8")
    home = (building.build(pages, "mkdocs", site) / "index.html").read_text(encoding="utf-8")
    assert "alert(1)</script>" not in home
    assert 'aria-label="École &quot;A&quot; &lt;script&gt;alert(1)&lt;/script&gt;"' in home
    assert finishing.NAME not in home


def test_a_link_that_leads_nowhere_stops_the_site_and_the_former_one_stays(pages: Path) -> None:
    (pages.parent / "site").mkdir()
    (pages.parent / "site" / "index.html").write_text("former", encoding="utf-8")
    (pages / "fr" / "index.md").write_text(f"{HOME}\n[nulle part](nulle-part.md)\n", encoding="utf-8")

    with pytest.raises(Unreadable, match="nulle-part"):
        building.build(pages, "mkdocs", sites.SITE)

    assert (pages.parent / "site" / "index.html").read_text(encoding="utf-8") == "former"


@pytest.mark.parametrize(("lang", "folder"), [("fr", ""), ("en", "en/")])
def test_a_school_of_one_language_has_its_pages_only_where_they_always_are(
    tmp_path: Path, lang: str, folder: str
) -> None:
    latest = max(sites.SITE.grids)
    grids = {latest: replace(sites.SITE.grids[latest], language=lang, languages=(lang,))}
    site = replace(sites.SITE, grids=grids, url="https://school.example.org/")
    place = building.build(one_page(site, tmp_path / "pages"), "mkdocs", site)
    missing = (place / folder / "404.html").read_text(encoding="utf-8")
    leads = (place / "index.html").read_text(encoding="utf-8").count('<a href="en/">')

    assert f'href="/{folder}declarer/"' in missing
    assert all("hreflang" not in (place / folder / name).read_text("utf-8") for name in ("index.html", "sitemap.xml"))
    assert (place / "404.html").read_text(encoding="utf-8") == missing
    assert ((place / "en").exists(), leads) == (bool(folder), int(bool(folder)))
