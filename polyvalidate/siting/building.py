"""Runs the builder on the pages, once per language, then finishes what it wrote."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from polyvalidate.pages import finishing
from polyvalidate.pages.configuring import LANGUAGES
from polyvalidate.repository import Unreadable

BUILDERS = ("mkdocs", "properdocs", "zensical")


def build(folder: Path, builder: str) -> Path:
    """Build the site beside the folder of pages; the site's folder. Raises Unreadable when the builder refuses."""
    site = folder.parent / "site"
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    for lang in LANGUAGES:
        command = [
            sys.executable,
            "-m",
            builder,
            "build",
            "--strict",
            "--clean",
            "--config-file",
            str(folder / f"{lang}.yml"),
        ]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            said = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("INFO"))
            if f"No module named {builder}" in said:
                raise Unreadable(
                    f"Il manque {builder} : pip install 'polyvalidate[site]'.",
                    f"{builder} is missing: pip install 'polyvalidate[site]'.",
                )
            raise Unreadable(
                f"Le site ({lang}) n'a pas pu être construit par {builder} :\n{said}",
                f"The site ({lang}) could not be built by {builder}:\n{said}",
            )
    finish(site)
    return site


def finish(site: Path) -> None:
    """Finish every page and every search index of a built site."""
    for lang in LANGUAGES:
        root = site if lang == "fr" else site / lang
        other = site / "en" if lang == "fr" else site
        for path in sorted(root.rglob("*.html")):
            relative = path.relative_to(root)
            if lang == "fr" and relative.parts[0] == "en":
                continue
            twin = other / relative
            link = None
            if twin.is_file():
                target = twin.parent if twin.name == "index.html" else twin
                link = Path(os.path.relpath(target, path.parent)).as_posix() + (
                    "/" if twin.name == "index.html" else ""
                )
            done = finishing.page(path.read_text(encoding="utf-8"), relative.as_posix(), lang, link)
            path.write_text(done.html, encoding="utf-8")
            for name, script in done.scripts.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(script, encoding="utf-8")
        index = root / "search" / "search_index.json"
        if index.is_file():
            index.write_text(finishing.search_index(index.read_text(encoding="utf-8")), encoding="utf-8")
