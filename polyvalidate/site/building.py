"""Runs the builder on the pages, once per language, then finishes what it wrote."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.repository import Unreadable
from polyvalidate.site.pages import finishing
from polyvalidate.site.pages.site import FOLDERS, OTHER

BUILDERS = ("mkdocs", "properdocs", "zensical")


def build(folder: Path, builder: str, url: str, told: Callable[[int], None] = lambda _done: None) -> Path:
    """Build the site inside the folder of pages, then put it beside that folder, whole; where it is then.

    ``told`` hears how many languages are built, again and again while the builder works. Raises Unreadable when the
    builder refuses: the site that was there before stays.
    """
    made = folder / "site"
    for number, lang in enumerate(LANGUAGES):
        code, output = _built(folder / f"{lang}.yml", builder, partial(told, number))
        if code:
            said = "\n".join(line for line in output.splitlines() if not line.startswith("INFO"))
            if f"No module named {builder}" in said:
                raise Unreadable(
                    Text(
                        "Il manque {builder} : pip install 'polyvalidate[site]'.",
                        "{builder} is missing: pip install 'polyvalidate[site]'.",
                    ),
                    builder=builder,
                )
            raise Unreadable(
                Text(
                    "Le site ({lang}) n'a pas pu être construit par {builder} :\n{output}",
                    "The site ({lang}) could not be built by {builder}:\n{output}",
                ),
                lang=lang,
                builder=builder,
                output=said,
            )
        told(number + 1)
    finish(made, url)
    return _put(made, folder.parent / "site")


def _built(configuration: Path, builder: str, still: Callable[[], None]) -> tuple[int, str]:
    """The exit code of the builder, and what it said."""
    # -P: in the folder of a school, a file of its own named as a module would be run.
    words = [sys.executable, "-P", "-m", builder, "build", "--strict", "--clean", "--config-file", str(configuration)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        while True:
            try:
                output, _ = process.communicate(timeout=0.5)
            except subprocess.TimeoutExpired:
                still()
            else:
                return process.returncode, output


def _put(made: Path, site: Path) -> Path:
    """Put a folder in the place of another."""
    old = made.with_name("site-before")
    try:
        if site.exists():
            site.rename(old)
        made.rename(site)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise Unreadable(
            Text(
                "Le site construit ne peut pas être mis dans {site} : {strerror}.",
                "The site that was built cannot be put in {site}: {strerror}.",
            ),
            site=site,
            strerror=error.strerror,
        ) from error
    return site


def finish(site: Path, url: str) -> None:
    """Finish every page, search index and site map of a built site, whose address is ``url`` ("" when unknown)."""
    roots = {lang: site / FOLDERS.in_language(lang) for lang in LANGUAGES}
    inner = {FOLDERS.in_language(lang) for lang in LANGUAGES}
    pages = {lang: [path for path in _pages(roots[lang]) if path.parts[0] not in inner] for lang in LANGUAGES}
    common = set.intersection(*map(set, pages.values()))
    for lang in LANGUAGES:
        for path in pages[lang]:
            link = _link(roots[OTHER.in_language(lang)] / path, roots[lang] / path) if path in common else None
            _finish_page(roots[lang], path, lang, link)
        _finish_search(roots[lang] / "search" / "search_index.json")
        if url:
            _finish_map(roots[lang] / "sitemap.xml", url, [_address(path) for path in common])


def _pages(root: Path) -> list[Path]:
    return sorted(path.relative_to(root) for path in root.rglob("*.html"))


def _address(path: Path) -> str:
    """``grille/index.html`` -> ``grille/``."""
    return path.as_posix().removesuffix("index.html")


def _link(target: Path, source: Path) -> str:
    """From a page to another, as an address."""
    if target.name != "index.html":
        return Path(os.path.relpath(target, source.parent)).as_posix()
    return Path(os.path.relpath(target.parent, source.parent)).as_posix() + "/"


def _finish_page(root: Path, path: Path, lang: str, link: str | None) -> None:
    page = root / path
    done = finishing.page(page.read_text(encoding="utf-8"), path.as_posix(), lang, link)
    page.write_text(done.html, encoding="utf-8")
    for name, script in done.scripts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(script, encoding="utf-8")


def _finish_search(index: Path) -> None:
    if index.is_file():
        index.write_text(finishing.search_index(index.read_text(encoding="utf-8")), encoding="utf-8")


def _finish_map(path: Path, url: str, twins: list[str]) -> None:
    if not path.is_file():
        return
    data = finishing.sitemap(path.read_text(encoding="utf-8"), url, twins).encode()
    path.write_bytes(data)
    path.with_suffix(".xml.gz").write_bytes(gzip.compress(data, mtime=0))
