"""One page says which commit the site comes from; the others say nothing of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polyvalidate.site.pages import Forge, Site, provenance
from polyvalidate.site.pages.contents import contents
from tests.site.sites import MOMENT, SITE


def said(site: Site, lang: str) -> str:
    return provenance.page(site, lang).text


def test_one_page_says_the_commit_and_its_day() -> None:
    site = replace(SITE, forge=None, own={})
    shown = [page.path for page in contents(site, "fr").pages() if "3f9c2a1" in page.text]

    assert shown == ["a-propos.md"]
    assert "du commit <code>3f9c2a1</code> du 1er\u00a0février\u00a02026." in said(site, "fr")
    assert "from commit <code>3f9c2a1</code> of 1\u00a0February\u00a02026." in said(site, "en")


def test_files_changed_since_the_commit_are_said() -> None:
    site = replace(SITE, moment=MOMENT._replace(changed=True))

    assert "du 1er\u00a0février\u00a02026, fichiers modifiés depuis." in said(site, "fr")
    assert "of 1\u00a0February\u00a02026, files changed since." in said(site, "en")


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("github", "https://example.org/ecole/points/commit/3f9c2a1be07d5f3868a2d1c0b4e95f7a6c8d3e2f"),
        ("forgejo", "https://example.org/ecole/points/commit/3f9c2a1be07d5f3868a2d1c0b4e95f7a6c8d3e2f"),
        ("gitlab", "https://example.org/ecole/points/-/commit/3f9c2a1be07d5f3868a2d1c0b4e95f7a6c8d3e2f"),
    ],
)
def test_the_commit_leads_to_its_page_on_the_forge(kind: str, address: str) -> None:
    site = replace(SITE, forge=Forge(kind, "https://example.org/ecole/points", "main"))

    assert f'<a href="{address}"><code>3f9c2a1</code></a>' in said(site, "fr")


def test_outside_git_no_commit_is_spoken_of() -> None:
    assert "commit" not in said(replace(SITE, moment=None), "fr")
