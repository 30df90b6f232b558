"""The school's own pages: ``docs/`` is French, ``docs/en/`` English, at the same paths.

A page that stands where one of ours does not is added to the menu under its own title. Folders of ``docs/`` may be
English as a whole: ``extra.polyvalidate.english`` lists them. A link from one language to the other works in the forge
and on the site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping

from polyvalidate.model.words import Text
from polyvalidate.site.html import render
from polyvalidate.site.pages.filling import BadPage, heading, typeset, without_examples
from polyvalidate.site.pages.page import Page, Section
from polyvalidate.site.pages.site import FOLDERS, OTHER, Site

ENGLISH = "en/"
RUN = (".js", ".mjs", ".html", ".htm", ".xhtml")
"""How the names of files end that are scripts, or pages that are none of ours."""
_SCRIPT = re.compile(r"<script(?![\w-])", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[([^][\n]+)\]\(([^)[\s#]+\.md)(#[^)[\s]*)?\)")


def language(site: Site, path: str) -> str:
    """The language of a page of ``docs/``."""
    folders = site.settings.get("english")
    english = folders if isinstance(folders, list) else []
    whole = any(path.startswith(f"{folder}/") for folder in english)
    return "en" if whole or path.startswith(ENGLISH) else "fr"


def source(site: Site, lang: str, path: str) -> str:
    """Where a page of a language stands in ``docs/``."""
    return path if language(site, path) == lang else FOLDERS.in_language(lang) + path


def own(site: Site, lang: str) -> Mapping[str, str]:
    """The school's pages of a language, by their path below it. Raises BadPage for one that is no UTF-8 text."""
    return {
        path.removeprefix(ENGLISH): _text(path, data)
        for path, data in site.own.items()
        if path.endswith(".md") and language(site, path) == lang
    }


def files(site: Site, lang: str) -> Mapping[str, bytes]:
    """The pictures and documents beside the school's pages; an English page may use those of the French ones. Raises
    BadPage for what a browser would run."""
    beside = {path: data for path, data in site.own.items() if not path.endswith(".md")}
    runs = next((path for path in sorted(beside) if path.lower().endswith(RUN)), None)
    if runs is not None:
        raise BadPage(
            Text(
                "docs/{path} serait exécuté par les navigateurs, ou lu hors de la protection des pages. Retirez-le, ou "
                "faites-en une page en Markdown.",
                "docs/{path} would be run by browsers, or read outside the protection of the pages. Remove it, or make "
                "a page in Markdown of it.",
            ).filled(path=runs)
        )
    french = {path: data for path, data in beside.items() if not path.startswith(ENGLISH)}
    english = {path.removeprefix(ENGLISH): data for path, data in beside.items() if path.startswith(ENGLISH)}
    return {"fr": french, "en": french | english}[lang]


def section(site: Site, lang: str, taken: Collection[str]) -> Section | None:
    """The school's pages whose path is not ``taken`` by one of ours, each folder's index first; None without any."""
    pages = own(site, lang)
    paths = sorted(set(pages) - set(taken), key=_order)
    made = tuple(
        Page(path, _title(pages[path], path), _body(site, lang, path, pages[path]), boost=0.5) for path in paths
    )
    return Section(Text("Pour aller plus loin", "Further reading").of(lang), made) if made else None


def _text(path: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadPage(
            Text(
                "docs/{path} n'est pas en UTF-8 : enregistrez-le de nouveau dans ce format.",
                "docs/{path} is not UTF-8: save it again in that format.",
            ).filled(path=path)
        ) from None
    script = _SCRIPT.search(without_examples(text))
    if script is not None:
        raise BadPage(
            Text(
                "docs/{path}, ligne {line} : une page ne porte pas de script. Retirez-le, ou mettez-le entre ``` pour "
                "le montrer.",
                "docs/{path}, line {line}: a page holds no script. Remove it, or put it between ``` to show it.",
            ).filled(path=path, line=text.count("\n", 0, script.start()) + 1)
        )
    return text


def _order(path: str) -> tuple[str, bool, str]:
    folder, _, name = path.rpartition("/")
    return folder, name != "index.md", name


def _title(text: str, path: str) -> str:
    return heading(text) or posixpath.basename(path).removesuffix(".md").replace("-", " ").capitalize()


def _body(site: Site, lang: str, path: str, text: str) -> str:
    return typeset(_linked(site, lang, path, text), lang)


def _linked(site: Site, lang: str, path: str, text: str) -> str:
    """The page with its links to the other language made links of the site: the builder knows one language only."""
    here = source(site, lang, path)
    other = OTHER.in_language(lang)

    def link(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(here), found[2]))
        same = language(site, target) == lang
        if target not in site.own and (same or target.startswith("..")):
            return found[0]  # a page of ours, or nothing: the builder says so
        if same:
            address = posixpath.relpath(target.removeprefix(ENGLISH), posixpath.dirname(path) or ".")
            return f"[{found[1]}]({address}{found[3] or ''})"
        if target not in site.own:
            raise BadPage(
                Text(
                    "docs/{here} mène à {found}, qui n'existe pas dans docs/.",
                    "docs/{here} leads to {found}, which does not exist in docs/.",
                ).filled(here=here, found=found[2])
            )
        address = posixpath.relpath(_address(site, target), _address(site, here)) + "/" + (found[3] or "")
        return render("twin.html", address=address, lang=other, words=found[1])

    return _LINK.sub(link, text)


def _address(site: Site, path: str) -> str:
    """The folder of the site that a page of ``docs/`` becomes: ``a/index.md`` -> ``a``, ``en/b.md`` -> ``en/b``."""
    folder = FOLDERS.in_language(language(site, path))
    inside = path.removeprefix(ENGLISH).removesuffix(".md").removesuffix("index").rstrip("/")
    return posixpath.normpath(folder + inside or ".")
