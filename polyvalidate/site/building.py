"""Runs the builder on the pages, once per language and all at once, then finishes what it wrote."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.site.guides import accessible
from polyvalidate.site.html import render
from polyvalidate.site.pages import finishing, searching
from polyvalidate.site.pages.site import FOLDERS, OTHER, Site

BUILDERS = ("mkdocs", "properdocs", "zensical")


def build(folder: Path, builder: str, site: Site, told: Callable[[int], None] = lambda _done: None) -> Path:
    """Build a site inside the folder of its pages, then put it beside that folder, whole; where it is then.

    ``told`` hears how many languages are built, again and again while the builder works. Raises Unreadable when the
    builder refuses: the site that was there before stays.
    """
    made = folder / "site"
    shutil.rmtree(made, ignore_errors=True)
    for lang, (code, output) in _all_built(folder, builder, site.languages, told).items():
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
        place = made / FOLDERS.in_language(lang)
        place.parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{lang}.built").rename(place)
    finish(made, site)
    return _put(made, folder.parent / "site")


def _all_built(
    folder: Path, builder: str, languages: Sequence[str], told: Callable[[int], None]
) -> Mapping[str, tuple[int, str]]:
    """The exit code of the builder for each language, and what it said: all at once, each in a folder of its own."""
    with ThreadPoolExecutor(len(languages)) as pool:
        running = {}
        for lang in languages:
            configuration = folder / f"{lang}.built.yml"
            lines = (f"INHERIT: {lang}.yml", f"site_name: {finishing.NAME}", f"site_dir: {lang}.built", "")
            configuration.write_text("\n".join(lines), encoding="utf-8")
            running[lang] = pool.submit(_built, configuration, builder)
        still = set(running.values())
        while still:
            _, still = wait(still, timeout=0.5, return_when=FIRST_COMPLETED)
            told(len(running) - len(still))
        return {lang: one.result() for lang, one in running.items()}


def _built(configuration: Path, builder: str) -> tuple[int, str]:
    """The exit code of the builder, and what it said."""
    # -P: a module that stands where the command is typed is not taken for one of the builder's.
    words = [sys.executable, "-P", "-m", builder, "build", "--strict", "--clean", "--config-file", str(configuration)]
    done = subprocess.run(
        words,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


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


def finish(made: Path, site: Site) -> None:
    """Finish every page, search index and site map of a site that was built in a folder."""
    url = site.url
    theme = finishing.Theme.of(_templates(), urlsplit(url).path or "/", accessible.level(site), site.languages)
    roots = {lang: made / FOLDERS.in_language(lang) for lang in site.languages}
    inner = {FOLDERS.in_language(lang).rstrip("/") for lang in site.languages}
    pages = {lang: [path for path in _pages(roots[lang]) if path.parts[0] not in inner] for lang in site.languages}
    common = set.intersection(*map(set, pages.values())) if len(pages) > 1 else set()
    for lang in site.languages:
        for path in pages[lang]:
            link = _link(roots[OTHER.in_language(lang)] / path, roots[lang] / path) if path in common else None
            page = roots[lang] / path
            html = finishing.named(page.read_text(encoding="utf-8"), site.name)
            try:
                done = finishing.page(html, path.as_posix(), lang, link, theme)
            except finishing.Strange as strange:
                raise _refused(page.relative_to(made), strange.line) from None
            page.write_text(done.html, encoding="utf-8")
            _write_scripts(roots[lang], done.scripts)
        _finish_search(roots[lang], searching.synonyms(site.settings, lang))
        if url:
            _finish_map(roots[lang] / "sitemap.xml", url, [_address(path) for path in common])
    if made not in roots.values():
        _lead(made, site, *roots.values())


def _lead(made: Path, site: Site, root: Path) -> None:
    """The root of a site whose only language has a folder: it leads there, and says so where there is no page."""
    (lang,), folder = site.languages, f"{root.name}/"
    html = render("finished/elsewhere.html", lang, lang=lang, folder=folder, name=site.name)
    (made / "index.html").write_text(html, encoding="utf-8")
    shutil.copy(root / finishing.MISSING, made)


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


def _templates() -> list[str]:
    """The templates in which the theme keeps its scripts, wherever it is installed."""
    found = (find_spec(theme) for theme in ("material", "zensical"))
    places = [Path(place) for spec in found if spec is not None for place in spec.submodule_search_locations or ()]
    scripts = (path for place in places for path in place.glob("templates/partials/javascripts/*.html"))
    return [path.read_text(encoding="utf-8") for path in scripts]


def _refused(page: Path, line: int) -> Unreadable:
    return Unreadable(
        Text(
            "{page}, ligne {line} de la page construite : ce script n'est ni du thème ni de polyvalidate, et le site "
            "n'en porte pas d'autre. Retirez-le de docs/ ou de mkdocs.yml.",
            "{page}, line {line} of the page that was built: this script is neither the theme's nor polyvalidate's, "
            "and the site holds no other. Remove it from docs/ or mkdocs.yml.",
        ),
        page=page.as_posix(),
        line=line,
    )


def _write_scripts(root: Path, scripts: Mapping[str, str]) -> None:
    for name, script in scripts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(script, encoding="utf-8")


def _finish_search(root: Path, synonyms: Mapping[str, Sequence[str]]) -> None:
    index = root / "search" / "search_index.json"
    if index.is_file():
        emptied, pages = searching.pages(index.read_text(encoding="utf-8"), synonyms)
        (root / searching.FILE).write_text(pages, encoding="utf-8")
        index.write_text(emptied, encoding="utf-8")


def _finish_map(path: Path, url: str, twins: list[str]) -> None:
    if not path.is_file():
        return
    data = finishing.sitemap(path.read_text(encoding="utf-8"), url, twins).encode()
    path.write_bytes(data)
    path.with_suffix(".xml.gz").write_bytes(gzip.compress(data, mtime=0))
