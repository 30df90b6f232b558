"""Every page says which commit it comes from, once, at its end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polyvalidate.site.pages import Forge, Site, contents
from tests.site.sites import MOMENT, SITE


def ends(site: Site, lang: str) -> set[str]:
    """The last lines of all the pages."""
    return {page.text.rstrip().rpartition("\n")[2] for page in contents(site, lang).pages()}


def test_every_page_ends_with_its_commit_and_day() -> None:
    site = replace(SITE, forge=None)

    assert ends(site, "fr") == {
        '<p class="provenance" data-search-exclude>'
        "Page écrite à partir du commit <code>3f9c2a1</code> du 1er\u00a0février\u00a02026.</p>"
    }
    assert ends(site, "en") == {
        '<p class="provenance" data-search-exclude>'
        "Page written from commit <code>3f9c2a1</code> of 1\u00a0February\u00a02026.</p>"
    }


def test_files_changed_since_the_commit_are_said() -> None:
    site = replace(SITE, moment=MOMENT._replace(changed=True))

    assert all(
        line.endswith("du 1er\u00a0février\u00a02026, fichiers modifiés depuis.</p>") for line in ends(site, "fr")
    )
    assert all(line.endswith("of 1\u00a0February\u00a02026, files changed since.</p>") for line in ends(site, "en"))


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

    assert all(f'<a href="{address}"><code>3f9c2a1</code></a>' in line for line in ends(site, "fr"))


def test_outside_git_a_page_says_nothing_of_it() -> None:
    site = replace(SITE, moment=None)

    assert not any("provenance" in page.text for page in contents(site, "fr").pages())
