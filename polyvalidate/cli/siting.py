"""``polyvalidate pages`` and ``polyvalidate site``: what was asked, and what is said of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from polyvalidate.model.words import Text
from polyvalidate.repository import today


def run_pages(root: Path, output: Path | None, on: datetime | None, lang: str) -> int:
    folder = _folder(root, output)
    number, _ = _write(root, folder, on)
    click.echo(
        Text("{number} fichiers dans {folder}", "{number} files in {folder}").of(lang, number=number, folder=folder)
    )
    return 0


def run_site(root: Path, output: Path | None, on: datetime | None, builder: str, lang: str) -> int:
    from polyvalidate.site.building import build

    folder = _folder(root, output)
    _, url = _write(root, folder, on)
    site = build(folder, builder, url)
    click.echo(Text("Site construit : {site}/index.html", "Site built: {site}/index.html").of(lang, site=site))
    return 0


def _folder(root: Path, output: Path | None) -> Path:
    return output or root / "build" / "pages"


def _write(root: Path, folder: Path, on: datetime | None) -> tuple[int, str]:
    """The number of files written, and the address of the site."""
    from polyvalidate.site import gathering, writing

    day: date = on.date() if on else today()
    site = gathering.gather(root, day)
    return writing.write(site, root, folder), site.url
