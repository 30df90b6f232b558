"""What the builder reads for one language: a file that inherits the school's own ``mkdocs.yml``.

The menu stands here and not in ``mkdocs.yml``, because a menu there would come out in both languages. Strings are
written as JSON, which is YAML.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from polyvalidate.model.words import Text
from polyvalidate.site.pages.markdown import html, title
from polyvalidate.site.pages.page import Contents, Page, Section
from polyvalidate.site.pages.site import FOLDERS, Site


def configuration(
    contents: Contents, lang: str, site: Site, parent: str, scripts: Sequence[str], foot: str = ""
) -> str:
    """The configuration of a language. ``parent`` leads to ``mkdocs.yml``; ``foot`` is what a school says below each
    page in this language."""
    settings: dict[str, object] = {
        "INHERIT": parent,
        "site_url": site.url and site.url + FOLDERS.in_language(lang),
        "docs_dir": lang,
        "site_dir": f"site/{FOLDERS.in_language(lang)}".rstrip("/"),
        "use_directory_urls": True,
        "theme": {"language": lang},
        "plugins": ["search", "tags"],
        "extra_css": sorted(path for path in contents.files if path.endswith(".css")),
        "extra_javascript": list(scripts),
        "extra": {"generator": False, "alternate": _alternates(site.languages, lang)},
        "markdown_extensions": [
            "admonition",
            "attr_list",
            "def_list",
            "md_in_html",
            "tables",
            {
                "toc": {
                    "permalink": "#",
                    "permalink_title": Text("Lien vers cette section", "Link to this section").of(lang),
                }
            },
            {"pymdownx.highlight": {"anchor_linenums": False}},
            "pymdownx.superfences",
            "pymdownx.details",
        ],
        "validation": {
            "omitted_files": "warn",
            "absolute_links": "warn",
            "unrecognized_links": "warn",
            "anchors": "warn",
        },
        "nav": [_entry(item) for item in contents.menu],
        "not_in_nav": "\n".join(f"/{page.path}" for page in contents.beside),
    }
    if foot:
        settings["copyright"] = html(foot)
    return "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in settings.items()) + "\n"


def _alternates(languages: Sequence[str], lang: str) -> list[dict[str, str]]:
    """Each language names the other from where it stands; one alone needs no menu."""
    links = {"fr": {"fr": "./", "en": "./en/"}, "en": {"fr": "../", "en": "./"}}[lang]
    names = {"fr": "Français", "en": "English"}
    return [{"name": names[other], "link": links[other], "lang": other} for other in languages if len(languages) > 1]


def _entry(item: Page | Section) -> dict[str, object]:
    if isinstance(item, Section):
        return {title(item.title): [_entry(page) for page in item.pages]}
    return {title(item.title): item.path}
